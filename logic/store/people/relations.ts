// What users are to each other.

import { id, integer, sortedIds, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import { decodeId, directConversationId, encodeId, isId } from '../../../proto/ids.ts';
import type { MessagingPolicy, RelationStore } from '../../ports/index.ts';
import { joinProfile } from './people.ts';
import { profileVersions } from './profile-versions.ts';
import { listRelations, relationCacheKeys, selectChangedRelations } from './relation-lists.ts';
import { decodeRelation, MUTABLE_COLUMNS, RELATION_SELECT_LIST, type RelationRow } from './relation-rows.ts';

type Pair = { readonly user: string; readonly other: string };
const pair = ({ user, other }: Pair): string[] => [id(user), id(other)];
const pairName = ({ user, other }: Pair): string => `${user} ${other}`;

/** Both rows of two users are found by it. */
const conversations = (pairs: readonly Pair[]): string =>
  sortedIds(pairs.map(({ user, other }) => directConversationId(user, other)));

const between: BatchedQuery<Pair, RelationRow | undefined> = {
  sql: (pairs) => `SELECT ${RELATION_SELECT_LIST} FROM relations r WHERE r.conversation IN (${conversations(pairs)})`,
  decode: (rows, pairs) => {
    const found = new Map(rows.map(decodeRelation).map((relation) => [pairName(relation), relation]));
    return pairs.map((each) => found.get(pairName(each)));
  },
};

const write: BatchedWrite<RelationRow> = {
  lockOrder: LOCK_ORDER.relations,
  invalidates: relationCacheKeys,
  sql: (rows, { text, onConflictUpdate }) => {
    // Sorted, and the last one of each alone: rows are locked in one order everywhere.
    const last = new Map(rows.map((row) => [pair(row).join(), row]));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const bit = (value: boolean): string => (value ? '1' : '0');
    const values = tuples(sorted, (row) => [
      ...pair(row),
      id(directConversationId(row.user, row.other)),
      integer(row.version),
      bit(row.friend),
      bit(row.asksMe),
      bit(row.asked),
      bit(row.blocked),
      integer(row.since),
      integer(row.askedAt),
      text(row.remark),
      text(row.greeting),
    ]);
    return `INSERT INTO relations (user, other, conversation, ${MUTABLE_COLUMNS.join(', ')}) VALUES ${values}${onConflictUpdate('user, other', { set: MUTABLE_COLUMNS })}`;
  },
};

type Ties = { readonly user: string; readonly after: string; readonly limit: number };
function tied(where: string): BatchedQuery<Ties, string[]> {
  return {
    sql: (keys, dialect) =>
      dialect.unionAll(
        keys.map(({ user, after, limit }, i) => {
          const behind = after === '' ? '' : ` AND other > ${id(after)}`;
          return `SELECT ${i}, other FROM relations WHERE user = ${id(user)} AND ${where}${behind} ORDER BY other LIMIT ${integer(limit)}`;
        }),
      ),
    decode: (rows, keys) => {
      const found: string[][] = keys.map(() => []);
      for (const [i, other] of rows) found[Number(i)]?.push(encodeId(other as Uint8Array));
      for (const others of found) others.sort((a, b) => Buffer.compare(decodeId(a), decodeId(b)));
      return found;
    },
  };
}
const ties = {
  friends: tied('friend = 1'),
  any: tied('(friend = 1 OR asks_me = 1 OR asked = 1 OR blocked = 1)'),
} as const;

type Writer = { readonly sender: string; readonly receiver: string };
const NOBODY: MessagingPolicy = { exists: false, friends: false, blocked: false, whoMayWrite: 0 };
/** One statement for all messages of a batch: rows of relations, and for each receiver who exists who may write to him. */
const standing: BatchedQuery<Writer, MessagingPolicy> = {
  sql: (writers) => {
    const pairs = writers.map(({ sender, receiver }) => ({ user: sender, other: receiver }));
    const receivers = sortedIds(writers.map(({ receiver }) => receiver));
    return `SELECT user, other, friend, blocked FROM relations WHERE conversation IN (${conversations(pairs)}) UNION ALL SELECT a.user, NULL, p.who_may_write, 0 FROM accounts a ${joinProfile('a.user')} WHERE a.user IN (${receivers}) AND a.deleted_at IS NULL`;
  },
  decode: (rows, writers) => {
    const said = new Map<string, number>();
    const known = new Map<string, { friend: boolean; blocked: boolean }>();
    for (const [user, other, value, blocked] of rows) {
      if (other === null) said.set(encodeId(user as Uint8Array), Number(value ?? 0));
      else {
        const name = pairName({ user: encodeId(user as Uint8Array), other: encodeId(other as Uint8Array) });
        known.set(name, { friend: Number(value) === 1, blocked: Number(blocked) === 1 });
      }
    }
    return writers.map(({ sender, receiver }) => {
      const [mine, theirs] = [
        known.get(pairName({ user: sender, other: receiver })),
        known.get(pairName({ user: receiver, other: sender })),
      ];
      const whoMayWrite = said.get(receiver);
      return {
        exists: whoMayWrite !== undefined,
        friends: theirs?.friend === true,
        blocked: mine?.blocked === true || theirs?.blocked === true,
        whoMayWrite: whoMayWrite ?? 0,
      };
    });
  },
};

const blockedIn: BatchedQuery<string, boolean> = {
  sql: (asked) => `SELECT conversation FROM relations WHERE conversation IN (${sortedIds(asked)}) AND blocked = 1`,
  decode: (rows, asked) => {
    const blocked = new Set(rows.map(([conversation]) => encodeId(conversation as Uint8Array)));
    return asked.map((conversation) => blocked.has(conversation));
  },
};

export function relations(scope: Scope): RelationStore {
  return new SqlRelations(scope);
}

// A class, not a closure for each method: every message to somebody makes one.
class SqlRelations implements RelationStore {
  readonly #scope: Scope;
  #counters: ReturnType<typeof profileVersions> | undefined;
  /** The rows this command has locked, with what it has made of them; made with the first one. */
  #locked: Map<string, RelationRow> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async lockPair(one: string, other: string): ReturnType<RelationStore['lockPair']> {
    if (!isId(one) || !isId(other)) return [nothing(one, other), nothing(other, one)];
    const attempt = () =>
      Promise.all([this.#versions.lock(one), this.#versions.lock(other), this.find(one, other), this.find(other, one)]);
    let [first, second, mine, theirs] = await attempt();
    if (first === undefined || second === undefined) {
      await this.#versions.insertMissing([one, other]);
      [first, second, mine, theirs] = await attempt();
    }
    // Somebody who does not exist has no counter: nothing can be changed.
    if (first === undefined || second === undefined) return [mine, theirs];
    return [this.#remember(mine), this.#remember(theirs)];
  }

  async find(user: string, other: string): Promise<RelationRow> {
    const found = isId(user) && isId(other) ? await this.#scope.read(between, { user, other }) : undefined;
    return found ?? nothing(user, other);
  }

  async update(...[user, other, to]: Parameters<RelationStore['update']>): Promise<number> {
    const before = this.#locked?.get(pairName({ user, other }));
    if (!before) throw new Error('a relation is changed only after it was locked');
    const after = { ...before, ...to, version: this.#versions.assignNext(user) };
    const changed = { ...after, askedAt: to.asksMe ? after.since : before.askedAt };
    this.#locked?.set(pairName(changed), changed);
    this.#scope.write(write, changed);
    return changed.version;
  }

  async bumpVersion(user: string): Promise<number> {
    if ((await this.#versions.lock(user)) === undefined) {
      await this.#versions.insertMissing([user]);
      await this.#versions.lock(user);
    }
    return this.#versions.assignNext(user);
  }

  async list(...[user, which, after, limit]: Parameters<RelationStore['list']>): ReturnType<RelationStore['list']> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return listRelations(this.#scope, which, { user, after, limit });
  }

  async listChangedSince(user: string, version: number, limit: number): ReturnType<RelationStore['listChangedSince']> {
    if (!isId(user)) return { relations: [], version: 0 };
    return this.#scope.read(selectChangedRelations, { user, version, limit });
  }

  async listRelatedIds(
    ...[user, which, after, limit]: Parameters<RelationStore['listRelatedIds']>
  ): ReturnType<RelationStore['listRelatedIds']> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(ties[which], { user, after, limit });
  }

  async findMessagingPolicy(sender: string, receiver: string): Promise<MessagingPolicy> {
    if (!isId(sender) || !isId(receiver)) return NOBODY;
    return this.#scope.read(standing, { sender, receiver });
  }

  async isBlockedIn(conversation: string): Promise<boolean> {
    return isId(conversation) && this.#scope.read(blockedIn, conversation);
  }

  get #versions(): ReturnType<typeof profileVersions> {
    this.#counters ??= profileVersions(this.#scope);
    return this.#counters;
  }

  #remember(relation: RelationRow): RelationRow {
    this.#locked ??= new Map();
    const name = pairName(relation);
    const there = this.#locked.get(name) ?? relation;
    this.#locked.set(name, there);
    return there;
  }
}

function nothing(user: string, other: string): RelationRow {
  return {
    user,
    other,
    version: 0,
    friend: false,
    asksMe: false,
    asked: false,
    blocked: false,
    since: 0,
    askedAt: 0,
    remark: '',
    greeting: '',
  };
}
