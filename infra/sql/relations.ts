// What users are to each other.
import type { Relations, Standing } from '../../logic/ports.ts';
import { conversationOf, idBytes, idOf, isId } from '../../proto/ids.ts';
import { id, ids, tuples, whole } from './literals.ts';
import { withProfile } from './people.ts';
import { versions } from './people-versions.ts';
import { changes, list, ofRelation } from './relations-lists.ts';
import { CHANGING, RELATION, relationOf, type StoredRelation } from './relations-rows.ts';
import { ORDER, type Reading, type Scope, type Writing } from './tables.ts';

type Pair = { readonly user: string; readonly other: string };
const pair = ({ user, other }: Pair): string[] => [id(user), id(other)];
const pairName = ({ user, other }: Pair): string => `${user} ${other}`;

/** Both rows of two users are found by it. */
const conversations = (pairs: readonly Pair[]): string => ids(pairs.map(({ user, other }) => conversationOf(user, other)));

const between: Reading<Pair, StoredRelation | undefined> = {
  sql: (pairs) => `SELECT ${RELATION} FROM relations r WHERE r.conversation IN (${conversations(pairs)})`,
  answer: (rows, pairs) => {
    const found = new Map(rows.map(relationOf).map((relation) => [pairName(relation), relation]));
    return pairs.map((each) => found.get(pairName(each)));
  },
};

const write: Writing<StoredRelation> = {
  order: ORDER.relations,
  stale: ofRelation,
  sql: (rows, { text, upsert }) => {
    // Sorted, and the last one of each alone: rows are locked in one order everywhere.
    const last = new Map(rows.map((row) => [pair(row).join(), row]));
    const sorted = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    const bit = (value: boolean): string => (value ? '1' : '0');
    const values = tuples(sorted, (row) => [
      ...pair(row),
      id(conversationOf(row.user, row.other)),
      whole(row.version),
      bit(row.friend),
      bit(row.asksMe),
      bit(row.asked),
      bit(row.blocked),
      whole(row.since),
      whole(row.askedAt),
      text(row.remark),
      text(row.greeting),
    ]);
    return `INSERT INTO relations (user, other, conversation, ${CHANGING.join(', ')}) VALUES ${values}${upsert('user, other', { set: CHANGING })}`;
  },
};

type Ties = { readonly user: string; readonly after: string; readonly limit: number };
function tied(where: string): Reading<Ties, string[]> {
  return {
    sql: (keys, dialect) =>
      dialect.union(
        keys.map(({ user, after, limit }, i) => {
          const behind = after === '' ? '' : ` AND other > ${id(after)}`;
          return `SELECT ${i}, other FROM relations WHERE user = ${id(user)} AND ${where}${behind} ORDER BY other LIMIT ${whole(limit)}`;
        }),
      ),
    answer: (rows, keys) => {
      const found: string[][] = keys.map(() => []);
      for (const [i, other] of rows) found[Number(i)]?.push(idOf(other as Uint8Array));
      for (const others of found) others.sort((a, b) => Buffer.compare(idBytes(a), idBytes(b)));
      return found;
    },
  };
}
const ties = {
  friends: tied('friend = 1'),
  any: tied('(friend = 1 OR asks_me = 1 OR asked = 1 OR blocked = 1)'),
} as const;

type Writer = { readonly sender: string; readonly receiver: string };
const NOBODY: Standing = { exists: false, friends: false, blocked: false, whoMayWrite: 0 };
/** One statement for all messages of a batch: rows of relations, and for each receiver who exists who may write to him. */
const standing: Reading<Writer, Standing> = {
  sql: (writers) => {
    const pairs = writers.map(({ sender, receiver }) => ({ user: sender, other: receiver }));
    const receivers = ids(writers.map(({ receiver }) => receiver));
    return `SELECT user, other, friend, blocked FROM relations WHERE conversation IN (${conversations(pairs)}) UNION ALL SELECT a.user, NULL, p.who_may_write, 0 FROM accounts a ${withProfile('a.user')} WHERE a.user IN (${receivers}) AND a.deleted_at IS NULL`;
  },
  answer: (rows, writers) => {
    const said = new Map<string, number>();
    const known = new Map<string, { friend: boolean; blocked: boolean }>();
    for (const [user, other, value, blocked] of rows) {
      if (other === null) said.set(idOf(user as Uint8Array), Number(value ?? 0));
      else {
        const name = pairName({ user: idOf(user as Uint8Array), other: idOf(other as Uint8Array) });
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

const blockedIn: Reading<string, boolean> = {
  sql: (asked) => `SELECT conversation FROM relations WHERE conversation IN (${ids(asked)}) AND blocked = 1`,
  answer: (rows, asked) => {
    const blocked = new Set(rows.map(([conversation]) => idOf(conversation as Uint8Array)));
    return asked.map((conversation) => blocked.has(conversation));
  },
};

export function relations(scope: Scope): Relations {
  return new SqlRelations(scope);
}

// A class, not a closure for each method: every message to somebody makes one.
class SqlRelations implements Relations {
  readonly #scope: Scope;
  #counters: ReturnType<typeof versions> | undefined;
  /** The rows this command has locked, with what it has made of them; made with the first one. */
  #locked: Map<string, StoredRelation> | undefined;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  async lock(one: string, other: string): ReturnType<Relations['lock']> {
    if (!isId(one) || !isId(other)) return [nothing(one, other), nothing(other, one)];
    const attempt = () =>
      Promise.all([this.#versions.lock(one), this.#versions.lock(other), this.get(one, other), this.get(other, one)]);
    let [first, second, mine, theirs] = await attempt();
    if (first === undefined || second === undefined) {
      await this.#versions.make([one, other]);
      [first, second, mine, theirs] = await attempt();
    }
    // Somebody who does not exist has no counter: nothing can be changed.
    if (first === undefined || second === undefined) return [mine, theirs];
    return [this.#remember(mine), this.#remember(theirs)];
  }

  async get(user: string, other: string): Promise<StoredRelation> {
    const found = isId(user) && isId(other) ? await this.#scope.read(between, { user, other }) : undefined;
    return found ?? nothing(user, other);
  }

  async change(...[user, other, to]: Parameters<Relations['change']>): Promise<number> {
    const before = this.#locked?.get(pairName({ user, other }));
    if (!before) throw new Error('a relation is changed only after it was locked');
    const after = { ...before, ...to, version: this.#versions.next(user) };
    const changed = { ...after, askedAt: to.asksMe ? after.since : before.askedAt };
    this.#locked?.set(pairName(changed), changed);
    this.#scope.write(write, changed);
    return changed.version;
  }

  async touch(user: string): Promise<number> {
    if ((await this.#versions.lock(user)) === undefined) {
      await this.#versions.make([user]);
      await this.#versions.lock(user);
    }
    return this.#versions.next(user);
  }

  async list(...[user, which, after, limit]: Parameters<Relations['list']>): ReturnType<Relations['list']> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return list(this.#scope, which, { user, after, limit });
  }

  async changed(user: string, version: number, limit: number): ReturnType<Relations['changed']> {
    if (!isId(user)) return { relations: [], version: 0 };
    return this.#scope.read(changes, { user, version, limit });
  }

  async tiesOf(...[user, which, after, limit]: Parameters<Relations['tiesOf']>): ReturnType<Relations['tiesOf']> {
    if (!isId(user) || (after !== '' && !isId(after))) return [];
    return this.#scope.read(ties[which], { user, after, limit });
  }

  async standing(sender: string, receiver: string): Promise<Standing> {
    if (!isId(sender) || !isId(receiver)) return NOBODY;
    return this.#scope.read(standing, { sender, receiver });
  }

  async blockedIn(conversation: string): Promise<boolean> {
    return isId(conversation) && this.#scope.read(blockedIn, conversation);
  }

  get #versions(): ReturnType<typeof versions> {
    this.#counters ??= versions(this.#scope);
    return this.#counters;
  }

  #remember(relation: StoredRelation): StoredRelation {
    this.#locked ??= new Map();
    const name = pairName(relation);
    const there = this.#locked.get(name) ?? relation;
    this.#locked.set(name, there);
    return there;
  }
}

function nothing(user: string, other: string): StoredRelation {
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
