// The port RelationStore for one command of a batch: what users are to each other.
import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { decodeId, directConversationId, encodeId, isId } from '../../../proto/ids.ts';
import type { MessagingPolicy, RelationStore } from '../../ports/index.ts';
import { joinProfile } from './person-rows.ts';
import { ProfileVersions } from './profile-versions.ts';
import { listRelations, relationCacheKeys, selectChangedRelations } from './relation-lists.ts';
import { MUTABLE_COLUMNS, type RelationRow, relationReader } from './relation-rows.ts';

type Pair = { readonly userId: string; readonly otherId: string };
const pairLiterals = ({ userId, otherId }: Pair): string[] => [id(userId), id(otherId)];
const pairKey = ({ userId, otherId }: Pair): string => `${userId} ${otherId}`;

/** The direct conversations of pairs of users, in SQL. Both rows of a pair have its conversation. */
const conversationsOf = (pairs: readonly Pair[]): string =>
  sortedIds(pairs.map(({ userId, otherId }) => directConversationId(userId, otherId)));

const selectRelation: BatchedQuery<Pair, RelationRow | undefined> = {
  sql: (pairs) => `SELECT ${relationReader.columns} FROM relations r WHERE r.conversation_id IN (${conversationsOf(pairs)})`,
  decode: (rows, pairs) => {
    const relations = rows.map((row) => relationReader.read(row));
    const found = new Map(relations.map((relation) => [pairKey(relation), relation]));
    return pairs.map((pair) => found.get(pairKey(pair)));
  },
};

const upsertRelation: BatchedWrite<RelationRow> = {
  lockOrder: LOCK_ORDER.relations,
  invalidates: relationCacheKeys,
  sql: (rows, { text, onConflictUpdate }) => {
    // Only the last row of each pair; sorted, because all batches lock rows in one order.
    const last = new Map(rows.map((row) => [pairLiterals(row).join(), row]));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const bit = (value: boolean): string => (value ? '1' : '0');
    const values = tuples(sorted, (row) => [
      ...pairLiterals(row),
      id(directConversationId(row.userId, row.otherId)),
      integer(row.version),
      bit(row.friend),
      bit(row.incomingRequest),
      bit(row.outgoingRequest),
      bit(row.blocked),
      integer(row.since),
      integer(row.requestedAt),
      text(row.remark),
      text(row.greeting),
    ]);
    const update = onConflictUpdate('user_id, other_id', { set: MUTABLE_COLUMNS });
    return `INSERT INTO relations (user_id, other_id, conversation_id, ${MUTABLE_COLUMNS.join(', ')}) VALUES ${values}${update}`;
  },
};

type RelatedPage = { readonly userId: string; readonly after: string; readonly limit: number };

/** A page of the user ids of relations `where`, in the order of their bytes. */
function relatedIdsQuery(where: string): BatchedQuery<RelatedPage, string[]> {
  return {
    sql: (pages, dialect) =>
      dialect.unionAll(
        pages.map(({ userId, after, limit }, i) => {
          const above = after === '' ? '' : ` AND other_id > ${id(after)}`;
          return `SELECT ${i}, other_id FROM relations
            WHERE user_id = ${id(userId)} AND ${where}${above} ORDER BY other_id LIMIT ${integer(limit)}`;
        }),
      ),
    decode: (rows, pages) => {
      const found: string[][] = pages.map(() => []);
      for (const [i, otherId] of rows) found[Number(i)]?.push(encodeId(otherId as Uint8Array));
      for (const otherIds of found) otherIds.sort((a, b) => Buffer.compare(decodeId(a), decodeId(b)));
      return found;
    },
  };
}
const RELATED_IDS = {
  friends: relatedIdsQuery('friend = 1'),
  any: relatedIdsQuery('(friend = 1 OR incoming_request = 1 OR outgoing_request = 1 OR blocked = 1)'),
} as const;

type Addressing = { readonly senderId: string; readonly receiver: string };
const UNKNOWN_RECEIVER: MessagingPolicy = { exists: false, friends: false, blocked: false, whoMayWrite: 0 };

/** One statement for all messages of a batch: the relations of each pair, and the setting of each existing receiver. */
const selectMessagingPolicy: BatchedQuery<Addressing, MessagingPolicy> = {
  sql: (addressings) => {
    const pairs = addressings.map(({ senderId, receiver }) => ({ userId: senderId, otherId: receiver }));
    const receivers = sortedIds(addressings.map(({ receiver }) => receiver));
    return `SELECT user_id, other_id, friend, blocked FROM relations WHERE conversation_id IN (${conversationsOf(pairs)})
      UNION ALL SELECT a.user_id, NULL, p.who_may_write, 0 FROM accounts a ${joinProfile('a.user_id')}
      WHERE a.user_id IN (${receivers}) AND a.deleted_at IS NULL`;
  },
  decode: (rows, addressings) => {
    const settings = new Map<string, number>();
    const relations = new Map<string, { friend: boolean; blocked: boolean }>();
    for (const [user, otherId, value, blocked] of rows) {
      const userId = encodeId(user as Uint8Array);
      if (otherId === null) settings.set(userId, Number(value ?? 0));
      else {
        const key = pairKey({ userId, otherId: encodeId(otherId as Uint8Array) });
        relations.set(key, { friend: Number(value) === 1, blocked: Number(blocked) === 1 });
      }
    }
    return addressings.map(({ senderId, receiver }) => {
      const ofSender = relations.get(pairKey({ userId: senderId, otherId: receiver }));
      const ofReceiver = relations.get(pairKey({ userId: receiver, otherId: senderId }));
      const whoMayWrite = settings.get(receiver);
      return {
        exists: whoMayWrite !== undefined,
        friends: ofReceiver?.friend === true,
        blocked: ofSender?.blocked === true || ofReceiver?.blocked === true,
        whoMayWrite: whoMayWrite ?? 0,
      };
    });
  },
};

const selectBlocked: BatchedQuery<string, boolean> = {
  sql: (ids) => `SELECT conversation_id FROM relations WHERE conversation_id IN (${sortedIds(ids)}) AND blocked = 1`,
  decode: (rows, ids) => {
    const blocked = new Set(rows.map(([conversationId]) => encodeId(conversationId as Uint8Array)));
    return ids.map((conversationId) => blocked.has(conversationId));
  },
};

export function relations(scope: Scope): RelationStore {
  return new SqlRelations(scope);
}

/** A class instead of closures: every direct message creates one. */
class SqlRelations implements RelationStore {
  readonly #scope: Scope;
  #profileVersions: ProfileVersions | undefined;
  /** The rows that this command has locked, as it has changed them; created with the first one. */
  #locked: Map<string, RelationRow> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async lockPair(one: string, other: string): ReturnType<RelationStore['lockPair']> {
    if (!isId(one) || !isId(other)) return [noRelation(one, other), noRelation(other, one)];
    const lock = () =>
      Promise.all([this.#versions.lock(one), this.#versions.lock(other), this.find(one, other), this.find(other, one)]);
    let [oneVersion, otherVersion, ofOne, ofOther] = await lock();
    if (oneVersion === undefined || otherVersion === undefined) {
      await this.#versions.insertMissing([one, other]);
      [oneVersion, otherVersion, ofOne, ofOther] = await lock();
    }
    // A user who does not exist has no version, and their relations cannot change.
    if (oneVersion === undefined || otherVersion === undefined) return [ofOne, ofOther];
    return [this.#remember(ofOne), this.#remember(ofOther)];
  }

  async find(userId: string, otherId: string): Promise<RelationRow> {
    const found = isId(userId) && isId(otherId) ? await this.#scope.read(selectRelation, { userId, otherId }) : undefined;
    return found ?? noRelation(userId, otherId);
  }

  async update(...[userId, otherId, to]: Parameters<RelationStore['update']>): Promise<number> {
    const before = this.#locked?.get(pairKey({ userId, otherId }));
    if (!before) throw new Error('a relation can be updated only after this command has locked it');
    const after = { ...before, ...to, version: this.#versions.assignNext(userId) };
    const changed = { ...after, requestedAt: to.incomingRequest ? after.since : before.requestedAt };
    this.#locked?.set(pairKey(changed), changed);
    this.#scope.write(upsertRelation, changed);
    return changed.version;
  }

  async bumpVersion(userId: string): Promise<number> {
    if ((await this.#versions.lock(userId)) === undefined) {
      await this.#versions.insertMissing([userId]);
      await this.#versions.lock(userId);
    }
    return this.#versions.assignNext(userId);
  }

  async list(...[userId, kind, after, limit]: Parameters<RelationStore['list']>): ReturnType<RelationStore['list']> {
    if (!isId(userId) || (after !== '' && !isId(after))) return [];
    return listRelations(this.#scope, kind, { userId, after, limit });
  }

  async listChangedSince(userId: string, version: number, limit: number): ReturnType<RelationStore['listChangedSince']> {
    if (!isId(userId)) return { relations: [], version: 0 };
    return this.#scope.read(selectChangedRelations, { userId, version, limit });
  }

  async listRelatedIds(
    ...[userId, kind, after, limit]: Parameters<RelationStore['listRelatedIds']>
  ): ReturnType<RelationStore['listRelatedIds']> {
    if (!isId(userId) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(RELATED_IDS[kind], { userId, after, limit });
  }

  async findMessagingPolicy(senderId: string, receiver: string): Promise<MessagingPolicy> {
    if (!isId(senderId) || !isId(receiver)) return UNKNOWN_RECEIVER;
    return this.#scope.read(selectMessagingPolicy, { senderId, receiver });
  }

  async isBlockedIn(conversationId: string): Promise<boolean> {
    return isId(conversationId) && this.#scope.read(selectBlocked, conversationId);
  }

  get #versions(): ProfileVersions {
    this.#profileVersions ??= new ProfileVersions(this.#scope);
    return this.#profileVersions;
  }

  #remember(relation: RelationRow): RelationRow {
    this.#locked ??= new Map();
    const key = pairKey(relation);
    const known = this.#locked.get(key) ?? relation;
    this.#locked.set(key, known);
    return known;
  }
}

function noRelation(userId: string, otherId: string): RelationRow {
  return {
    userId,
    otherId,
    version: 0,
    friend: false,
    incomingRequest: false,
    outgoingRequest: false,
    blocked: false,
    since: 0,
    requestedAt: 0,
    remark: '',
    greeting: '',
  };
}
