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
  const counters = versions(scope);
  /** The rows this command has locked, with what it has made of them. */
  const locked = new Map<string, StoredRelation>();

  async function get(user: string, other: string): Promise<StoredRelation> {
    const found = isId(user) && isId(other) ? await scope.read(between, { user, other }) : undefined;
    return found ?? nothing(user, other);
  }
  const remember = (relation: StoredRelation): StoredRelation => {
    const name = pairName(relation);
    const there = locked.get(name) ?? relation;
    locked.set(name, there);
    return there;
  };

  return {
    lock: async (one, other) => {
      if (!isId(one) || !isId(other)) return [nothing(one, other), nothing(other, one)];
      const attempt = () => Promise.all([counters.lock(one), counters.lock(other), get(one, other), get(other, one)]);
      let [first, second, mine, theirs] = await attempt();
      if (first === undefined || second === undefined) {
        await counters.make([one, other]);
        [first, second, mine, theirs] = await attempt();
      }
      // Somebody who does not exist has no counter: nothing can be changed.
      if (first === undefined || second === undefined) return [mine, theirs];
      return [remember(mine), remember(theirs)];
    },
    get,
    change: async (user, other, to) => {
      const before = locked.get(pairName({ user, other }));
      if (!before) throw new Error('a relation is changed only after it was locked');
      const after = { ...before, ...to, version: counters.next(user) };
      const changed = { ...after, askedAt: to.asksMe ? after.since : before.askedAt };
      locked.set(pairName(changed), changed);
      scope.write(write, changed);
      return changed.version;
    },
    touch: async (user) => {
      if ((await counters.lock(user)) === undefined) {
        await counters.make([user]);
        await counters.lock(user);
      }
      return counters.next(user);
    },
    list: async (user, which, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      return list(scope, which, { user, after, limit });
    },
    changed: async (user, version, limit) => {
      if (!isId(user)) return { relations: [], version: 0 };
      return scope.read(changes, { user, version, limit });
    },
    tiesOf: async (user, which, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      return scope.read(ties[which], { user, after, limit });
    },
    standing: async (sender, receiver) => {
      if (!isId(sender) || !isId(receiver)) return NOBODY;
      return scope.read(standing, { sender, receiver });
    },
    blockedIn: async (conversation) => isId(conversation) && scope.read(blockedIn, conversation),
  };
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
