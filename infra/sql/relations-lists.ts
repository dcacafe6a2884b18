// Relations page by page: by what they are, and by what has changed.
import type { Person, Relation, Relations } from '../../logic/ports.ts';
import { conversationOf, idBytes } from '../../proto/ids.ts';
import type { CacheKey } from '../ports.ts';
import type { Row } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { id, whole } from './literals.ts';
import { PERSON, personOf, profile, withProfile } from './people.ts';
import { RELATION, RELATION_COLUMNS, relationOf, type StoredRelation } from './relations-rows.ts';
import type { CopiedReading, Reading, Scope } from './tables.ts';
import { ofTalk } from './talks.ts';

type Listed = Relation & { readonly person: Person };
type Page = { readonly user: string; readonly after: string; readonly limit: number };

const OTHERS = `LEFT JOIN accounts a ON a.user = r.other ${withProfile('r.other')}`;

/** A relation and its person from the columns RELATION, PERSON. */
function listedOf(row: Row): StoredRelation & { readonly person: Person } {
  const relation = relationOf(row);
  return { ...relation, person: personOf(relation.other, row.slice(RELATION_COLUMNS)) };
}

/** Pages in the order `by`, going on behind what `after` says of the user named there. */
function listing(
  where: string,
  order: { readonly by: string; readonly compare: (a: StoredRelation, b: StoredRelation) => number },
  after: (page: Page) => string,
): Reading<Page, Listed[]> {
  return {
    sql: (pages, { union }: Dialect) =>
      union(
        pages.map((page, i) => {
          const behind = page.after === '' ? '' : ` AND ${after(page)}`;
          return `SELECT ${i}, ${RELATION}, ${PERSON} FROM relations r ${OTHERS} WHERE r.user = ${id(page.user)} AND ${where}${behind} ORDER BY ${order.by} LIMIT ${whole(page.limit)}`;
        }),
      ),
    answer: (rows, pages) => {
      const found: (StoredRelation & { readonly person: Person })[][] = pages.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(listedOf(row));
      for (const page of found) page.sort(order.compare);
      return found;
    },
  };
}

const byOther = (a: Relation, b: Relation): number => Buffer.compare(idBytes(a.other), idBytes(b.other));
const rising = { by: 'r.other', compare: byOther };
const newest = {
  by: 'r.asked_at DESC, r.other DESC',
  compare: (a: StoredRelation, b: StoredRelation): number => b.askedAt - a.askedAt || byOther(b, a),
};

type Which = Parameters<Relations['list']>[1];
const WHERE = { friends: 'r.friend = 1', blocked: 'r.blocked = 1', asking: 'r.asks_me = 1' } as const;
const ORDERS = { friends: rising, blocked: rising, asking: newest } as const;

const lists: { readonly [which in Which]: Reading<Page, Listed[]> } = {
  friends: listing(WHERE.friends, rising, ({ after }) => `r.other > ${id(after)}`),
  blocked: listing(WHERE.blocked, rising, ({ after }) => `r.other > ${id(after)}`),
  asking: listing(WHERE.asking, newest, ({ user, after }) => {
    // The row is there even if that request was answered meanwhile.
    const at = `(SELECT b.asked_at FROM relations b WHERE b.user = ${id(user)} AND b.other = ${id(after)})`;
    return `r.asked_at <= ${at} AND (r.asked_at < ${at} OR r.other < ${id(after)})`;
  }),
};

/** What the copies of a list hold of it: the longest page, and one more. */
export const FIRST = 201;

/** The beginnings of a user's lists, without the persons in them. Nobody has none. */
function first(which: Which, where: string, by: string): CopiedReading<readonly StoredRelation[]> {
  return {
    kind: which,
    sql: (users, { union }) =>
      union(
        users.map(
          (user, i) =>
            `SELECT ${i}, ${RELATION} FROM relations r WHERE r.user = ${id(user)} AND ${where} ORDER BY ${by} LIMIT ${FIRST}`,
        ),
      ),
    answer: (rows, users) => {
      const found: StoredRelation[][] = users.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(relationOf(row));
      for (const list of found) list.sort(ORDERS[which].compare);
      return found;
    },
  };
}
export const firstOf: { readonly [which in Which]: CopiedReading<readonly StoredRelation[]> } = {
  friends: first('friends', WHERE.friends, ORDERS.friends.by),
  blocked: first('blocked', WHERE.blocked, ORDERS.blocked.by),
  asking: first('asking', WHERE.asking, ORDERS.asking.by),
};

/** What changes with a relation of a user's. */
export function ofRelation({ user, other }: { readonly user: string; readonly other: string }): CacheKey[] {
  const ofLists = Object.values(firstOf).map(({ kind }) => ({ kind, id: user }));
  return [...ofLists, ofTalk(conversationOf(user, other))];
}

/** A page behind the user `after`, as far as it lies within the beginning `of` a list; undefined where it may not. */
export function behind(
  which: Which,
  of: readonly StoredRelation[],
  after: string,
  limit: number,
): readonly StoredRelation[] | undefined {
  const from = after === '' ? 0 : beginningBehind(which, of, after);
  if (from === undefined) return undefined;
  return of.length === FIRST && from + limit > FIRST ? undefined : of.slice(from, from + limit);
}

function beginningBehind(which: Which, of: readonly StoredRelation[], after: string): number | undefined {
  if (which === 'asking') {
    const at = of.findIndex(({ other }) => other === after);
    // A request that was answered meanwhile still says where the page begins: its row does.
    return at < 0 ? undefined : at + 1;
  }
  const at = of.findIndex(({ other }) => Buffer.compare(idBytes(other), idBytes(after)) > 0);
  return at < 0 ? of.length : at;
}

/** A page of a list, with its persons. */
export async function list(scope: Scope, which: Which, page: Page): Promise<Listed[]> {
  if (!scope.hasCopies) return scope.read(lists[which], page);
  const relations = behind(which, (await scope.copied(firstOf[which], page.user)) ?? [], page.after, page.limit);
  if (!relations) return scope.read(lists[which], page);
  return Promise.all(
    relations.map(async (relation) => ({
      ...relation,
      person: shownOf(relation.other, await scope.copied(profile, relation.other)),
    })),
  );
}

/** Nothing is said of a deleted account. */
function shownOf(user: string, found: Person | undefined): Person {
  if (!found) return { user, name: '', shownName: '', avatarUrl: '', about: '', language: '' };
  const { name, shownName, avatarUrl, about, language } = found;
  return { user, name, shownName, avatarUrl, about, language };
}

type Since = { readonly user: string; readonly version: number; readonly limit: number };
type Changes = { readonly relations: Listed[]; readonly version: number };
/** Rows and version in one statement: they are of one moment, whoever commits meanwhile. */
export const changes: Reading<Since, Changes> = {
  sql: (keys, { union }) =>
    union(
      keys.map(({ user, version, limit }, i) => {
        const rows = `SELECT * FROM relations WHERE user = ${id(user)} AND version > ${whole(version)} ORDER BY version LIMIT ${whole(limit)}`;
        return `SELECT ${i}, v.version AS now, ${RELATION}, ${PERSON} FROM profiles v LEFT JOIN (${rows}) r ON r.user = v.user ${OTHERS} WHERE v.user = ${id(user)}`;
      }),
    ),
  answer: (rows, keys) => {
    const found = keys.map(() => ({ relations: [] as Listed[], version: 0 }));
    for (const [i, now, ...row] of rows) {
      const changed = found[Number(i)];
      if (!changed) continue;
      changed.version = Number(now);
      if (row[0] !== null) changed.relations.push(listedOf(row));
    }
    for (const { relations } of found) relations.sort((a, b) => a.version - b.version);
    return found;
  },
};
