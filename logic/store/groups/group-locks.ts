// The groups that a batch has locked. The row's lock keeps other batches away. Commands of one batch that change a group run
// one after the other (the exclusive lock); each finds in memory what those before it have done, so hundreds of joins take a
// few round trips. Commands that only need the members, such as messages, share a lock: no change starts before they have
// ended.
import type { Scope } from '../../../infra/sql/query.ts';
import { decodeId, isId } from '../../../proto/ids.ts';
import type { Group, GroupMember, GroupRestriction } from '../../ports/index.ts';
import { recordMembershipChange } from '../conversations/membership-conflicts.ts';
import { lockGroupRow, toGroup, upsertGroup, type VersionedGroup } from './group-rows.ts';

/** A member as a command leaves them, or a removed one. */
export type MemberUpdate = GroupMember | { readonly userId: string; readonly removed: true };

/** What a batch knows of a group. */
interface LockedGroup {
  group: VersionedGroup | undefined;
  /** The members that the batch has changed; undefined = removed. */
  readonly members: Map<string, GroupMember | undefined>;
  /** The restrictions that the batch has changed; undefined = lifted. */
  readonly restrictions: Map<string, GroupRestriction | undefined>;
  /** All member ids in the order of their bytes, once a command has read them. */
  memberIds: readonly string[] | undefined;
  /** Users whose rows the batch may have written since the last round trip. */
  readonly touched: Set<string>;
  /** Resolves when all exclusive locks that were requested so far are released. */
  exclusive: Promise<void>;
  /** Resolves when all shared locks that were requested so far are released. */
  shared: Promise<void>;
}

const noGroups = (): Map<string, LockedGroup> => new Map();

/** The group locks of one command. */
export class GroupLocks {
  readonly #scope: Scope;
  /** The exclusive locks that this command has requested; each resolves when it is acquired. */
  readonly #exclusive = new Map<string, Promise<LockedGroup>>();
  /** The shared locks that this command has requested; each resolves when it is acquired. */
  readonly #shared = new Map<string, Promise<LockedGroup>>();
  /** The groups whose exclusive lock this command has acquired and whose row it has read. */
  readonly #acquired = new Map<string, LockedGroup>();
  readonly #changed = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /**
   * Acquires the exclusive lock: waits until all commands of the batch that requested it before are kept or discarded. A
   * command that needs several groups requests them in the order of the ids' bytes.
   */
  async lock(groupId: string): Promise<Group | undefined> {
    if (!isId(groupId)) return undefined;
    // Requested together with the read: the commands that wait share the statement of the first one.
    const acquiring = this.#requestExclusive(groupId);
    const row = await this.#scope.read(lockGroupRow, groupId);
    const locked = await acquiring;
    locked.group ??= row;
    this.#acquired.set(groupId, locked);
    return locked.group && toGroup(locked.group);
  }

  create(group: Omit<Group, 'memberCount' | 'dissolved'>): Group {
    return this.#write(this.#requireAcquired(group.groupId), { ...group, memberCount: 0, dissolved: false, revision: 1 });
  }

  update(groupId: string, to: Partial<Group>): Group {
    const locked = this.#requireAcquired(groupId);
    if (!locked.group) throw new Error('a group can be updated only where it exists');
    const revision = locked.group.revision + (this.#changed.has(groupId) ? 0 : 1);
    return this.#write(locked, { ...locked.group, ...to, revision });
  }

  /** The member as the batch leaves them when this command has requested the exclusive lock; `row` otherwise. */
  async findMember(groupId: string, userId: string, row: GroupMember | undefined): Promise<GroupMember | undefined> {
    const members = (await this.#exclusive.get(groupId))?.members;
    return members?.has(userId) ? members.get(userId) : row;
  }

  /** As `findMember`, for a restriction. */
  async findRestriction(
    groupId: string,
    userId: string,
    row: GroupRestriction | undefined,
  ): Promise<GroupRestriction | undefined> {
    const restrictions = (await this.#exclusive.get(groupId))?.restrictions;
    return restrictions?.has(userId) ? restrictions.get(userId) : row;
  }

  /** Records for the following commands of the batch what restricts a user now; undefined = nothing. */
  recordRestriction(groupId: string, userId: string, restriction: GroupRestriction | undefined): void {
    const { restrictions } = this.#requireAcquired(groupId);
    const [wasKnown, before] = [restrictions.has(userId), restrictions.get(userId)];
    this.#scope.onDiscard(() => {
      wasKnown ? restrictions.set(userId, before) : restrictions.delete(userId);
      return true;
    });
    restrictions.set(userId, restriction);
  }

  /** Records for the following commands of the batch what members are now. */
  recordMembers(groupId: string, updates: readonly MemberUpdate[]): void {
    const locked = this.#requireAcquired(groupId);
    const idsBefore = locked.memberIds;
    const before = updates.map(({ userId }) => [userId, locked.members.has(userId), locked.members.get(userId)] as const);
    this.#scope.onDiscard(() => {
      locked.memberIds = idsBefore;
      for (const [userId, wasKnown, member] of before)
        wasKnown ? locked.members.set(userId, member) : locked.members.delete(userId);
      return true;
    });
    for (const { userId } of updates) recordMembershipChange(this.#scope, userId, groupId);
    for (const update of updates) locked.members.set(update.userId, 'removed' in update ? undefined : update);
    locked.memberIds = locked.memberIds && updateIds(locked.memberIds, updates);
  }

  /**
   * All member ids, from the memory of the batch or from `read`. Without the exclusive lock the command acquires a shared one,
   * and cannot request the exclusive one any more.
   */
  async memberIds(groupId: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const locked = await this.#requestShared(groupId);
    if (locked.memberIds) return locked.memberIds;
    const ids = await read();
    // The changes of this command itself are not stored yet.
    if (!this.#changed.has(groupId)) locked.memberIds = ids;
    return ids;
  }

  /**
   * Called before rows of these users are written. Sends the batch's earlier writes of the same rows first: within one round
   * trip, statements run in the order of LOCK_ORDER and not in the order of the commands.
   */
  async flushIfTouched(groupId: string, userIds: readonly string[]): Promise<void> {
    const { touched } = this.#requireAcquired(groupId);
    if (userIds.some((userId) => touched.has(userId))) {
      await this.#scope.read(lockGroupRow, groupId);
      touched.clear();
    }
    for (const userId of userIds) touched.add(userId);
  }

  #requestExclusive(groupId: string): Promise<LockedGroup> {
    const requested = this.#exclusive.get(groupId);
    if (requested) return requested;
    if (this.#shared.has(groupId)) throw new Error('a command locks a group before it reads the member ids');
    const locked = this.#groupOfBatch(groupId);
    const acquired = Promise.all([locked.exclusive, locked.shared]).then(() => locked);
    const released = this.#settled();
    locked.exclusive = acquired.then(() => released);
    this.#exclusive.set(groupId, acquired);
    return acquired;
  }

  #requestShared(groupId: string): Promise<LockedGroup> {
    const requested = this.#exclusive.get(groupId) ?? this.#shared.get(groupId);
    if (requested) return requested;
    const locked = this.#groupOfBatch(groupId);
    const acquired = locked.exclusive.then(() => locked);
    locked.shared = Promise.all([locked.shared, this.#settled()]).then(() => undefined);
    this.#shared.set(groupId, acquired);
    return acquired;
  }

  #groupOfBatch(groupId: string): LockedGroup {
    const groups = this.#scope.oncePerBatch(noGroups);
    const group = groups.get(groupId) ?? {
      group: undefined,
      members: new Map(),
      restrictions: new Map(),
      memberIds: undefined,
      touched: new Set(),
      exclusive: Promise.resolve(),
      shared: Promise.resolve(),
    };
    groups.set(groupId, group);
    return group;
  }

  #requireAcquired(groupId: string): LockedGroup {
    const locked = this.#acquired.get(groupId);
    if (!locked) throw new Error('a group can be changed only after this command has read and locked it');
    return locked;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => this.#scope.onSettled(resolve));
  }

  #write(locked: LockedGroup, group: VersionedGroup): Group {
    const before = locked.group;
    locked.group = group;
    this.#scope.onDiscard(() => {
      locked.group = before;
      return true;
    });
    this.#changed.add(group.groupId);
    this.#scope.write(upsertGroup, group);
    return toGroup(group);
  }
}

/** The ids after the updates, in the order of their bytes. */
function updateIds(ids: readonly string[], updates: readonly MemberUpdate[]): readonly string[] {
  const removed = new Set(updates.filter((update) => 'removed' in update).map(({ userId }) => userId));
  const after = removed.size === 0 ? [...ids] : ids.filter((userId) => !removed.has(userId));
  for (const { userId } of updates) {
    if (removed.has(userId)) continue;
    const at = findIndex(userId, after);
    if (after[at] !== userId) after.splice(at, 0, userId);
  }
  return after;
}

/** The index of a user in a list in the order of the ids' bytes, or where to insert the user. */
function findIndex(userId: string, ids: readonly string[]): number {
  const bytes = decodeId(userId);
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(decodeId(ids[middle] ?? ''), bytes) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
