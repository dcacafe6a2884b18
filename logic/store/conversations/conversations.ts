// The port ConversationStore for one command of a batch: conversations as their members see them.
import type { Scope } from '../../../infra/sql/query.ts';
import { directConversationId, isId } from '../../../proto/ids.ts';
import type {
  ConversationStore,
  ConversationSummary,
  ConversationVersion,
  Membership,
  Participation,
} from '../../ports/index.ts';
import { findLockedCounter, insertCounter, lockCounter } from './conversation-counters.ts';
import {
  memberKey,
  selectAudience,
  selectDirect,
  selectMember,
  selectParticipation,
  selectReadCounts,
  selectReaders,
  selectSummary,
  selectVersions,
} from './conversation-queries.ts';
import { deriveCounts, insertMember, type MemberRow, raisePeerMarks, toMembership, updateMember } from './member-rows.ts';

export function conversations(scope: Scope): ConversationStore {
  return new SqlConversations(scope);
}

/** A class instead of closures: every direct message creates one. */
class SqlConversations implements ConversationStore {
  readonly #scope: Scope;
  /** The rows as this command has read or changed them; created with the first one. */
  #known: Map<string, MemberRow> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async ensureDirect(one: string, other: string): Promise<string> {
    const conversationId = directConversationId(one, other);
    let counter = findLockedCounter(this.#scope, conversationId) ?? (await lockCounter(this.#scope, conversationId));
    if (!counter) {
      // There was no row to lock.
      await insertCounter(this.#scope, conversationId);
      counter = await lockCounter(this.#scope, conversationId);
    }
    if (counter?.seq === 0) {
      this.#scope.write(insertMember, { userId: one, conversationId, peerId: other });
      if (one !== other) this.#scope.write(insertMember, { userId: other, conversationId, peerId: one });
    }
    return conversationId;
  }

  async findParticipation(userId: string, conversationId: string): Promise<Participation | undefined> {
    if (!isId(userId) || !isId(conversationId)) return undefined;
    return this.#scope.read(selectParticipation, { userId, conversationId });
  }

  async findMembership(userId: string, conversationId: string): Promise<Membership | undefined> {
    const member = await this.#findMember(userId, conversationId);
    return member && toMembership(member);
  }

  async updateMembership(
    ...[userId, conversationId, to]: Parameters<ConversationStore['updateMembership']>
  ): Promise<Membership> {
    const before = await this.#findMember(userId, conversationId);
    if (!before) throw new Error('a membership can be updated only where it exists');
    const readSeq = Math.max(before.readSeq, Math.min(to.readSeq ?? 0, before.lastSeq));
    const { readOrdinal, ownRead } = await this.#countRead(before, readSeq);
    const deliveredSeq = Math.max(before.deliveredSeq, Math.min(to.deliveredSeq ?? 0, before.lastSeq));
    const hiddenSeq = to.hidden === undefined ? before.hiddenSeq : to.hidden ? before.lastSeq : 0;
    const { pinned, muted } = { ...before, ...to };
    const changed = { readSeq, readOrdinal, ownRead, deliveredSeq, pinned, muted, hiddenSeq };
    this.#scope.write(updateMember, { userId, conversationId, ...changed });
    const after = deriveCounts({ ...before, ...changed, stateVersion: before.stateVersion + 1 });
    this.#remember(after);
    return toMembership(after);
  }

  advancePeerReceipt(
    ...[userId, conversationId, { readSeq, deliveredSeq }]: Parameters<ConversationStore['advancePeerReceipt']>
  ): void {
    this.#scope.write(raisePeerMarks, { userId, conversationId, readSeq, deliveredSeq });
  }

  async listDirect(userId: string, after: string, limit: number): ReturnType<ConversationStore['listDirect']> {
    if (!isId(userId) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(selectDirect, { userId, after, limit });
  }

  markPeerChanged(userId: string, conversationId: string): void {
    // Raises the version only: a seq of 0 advances nothing.
    this.#scope.write(raisePeerMarks, { userId, conversationId, readSeq: 0, deliveredSeq: 0 });
  }

  async listVersions(userId: string, after: string, limit: number): Promise<ConversationVersion[]> {
    if (!isId(userId) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(selectVersions, { userId, after, limit });
  }

  async listSummaries(userId: string, conversationIds: readonly string[]): Promise<ConversationSummary[]> {
    if (!isId(userId)) return [];
    const all = conversationIds.filter(isId).map((conversationId) => this.#scope.read(selectSummary, { userId, conversationId }));
    return (await Promise.all(all)).filter((summary) => summary !== undefined);
  }

  async listAudience(conversationId: string, seq: number): Promise<readonly string[]> {
    return isId(conversationId) ? this.#scope.read(selectAudience, { conversationId, seq }) : [];
  }

  async listReaders(...[conversationId, seq, after, limit]: Parameters<ConversationStore['listReaders']>): Promise<string[]> {
    if (!isId(conversationId) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(selectReaders, { conversationId, seq, after, limit });
  }

  async #findMember(userId: string, conversationId: string): Promise<MemberRow | undefined> {
    if (!isId(userId) || !isId(conversationId)) return undefined;
    const key = { userId, conversationId };
    const known = this.#known?.get(memberKey(key));
    if (known) return known;
    const member = await this.#scope.read(selectMember, key);
    if (member) this.#remember(member);
    return member;
  }

  #remember(member: MemberRow): void {
    this.#known ??= new Map();
    this.#known.set(memberKey(member), member);
  }

  /** The counts of a member who has read up to a seq. A deleted message counts as nothing. */
  async #countRead(before: MemberRow, seq: number): Promise<Pick<MemberRow, 'readOrdinal' | 'ownRead'>> {
    const { readOrdinal, ownRead } = before;
    if (seq <= before.readSeq) return { readOrdinal, ownRead };
    if (seq >= before.lastSeq) return { readOrdinal: before.lastOrdinal, ownRead: before.ownSent };
    const counts = await this.#scope.read(selectReadCounts, { member: before, seq });
    return { readOrdinal: Math.max(readOrdinal, counts.ordinal), ownRead: Math.max(ownRead, counts.ownRead) };
  }
}
