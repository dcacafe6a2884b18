// Relations page by page: by what they are, and by what has changed.

import type { CacheKey } from '../../../infra/ports/index.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { id, integer } from '../../../infra/sql/literals.ts';
import type { BatchedQuery, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { decodeId, directConversationId } from '../../../proto/ids.ts';
import type { Person, Relation, RelationStore } from '../../ports/index.ts';
import { participantsCacheKey } from '../conversations/participants.ts';
import { cachedProfile, decodePerson, joinProfile, PERSON_COLUMNS } from './people.ts';
import { decodeRelation, RELATION_COLUMN_COUNT, RELATION_SELECT_LIST, type RelationRow } from './relation-rows.ts';

type Listed = Relation & { readonly person: Person };
type Page = { readonly user: string; readonly after: string; readonly limit: number };

const OTHERS = `LEFT JOIN accounts a ON a.user = r.other ${joinProfile('r.other')}`;

/** A relation and its person from the columns RELATION, PERSON. */
function listedOf(row: Row): RelationRow & { readonly person: Person } {
  const relation = decodeRelation(row);
  return { ...relation, person: decodePerson(relation.other, row.slice(RELATION_COLUMN_COUNT)) };
}

/** Pages in the order `by`, going on behind what `after` says of the user named there. */
function listing(
  where: string,
  order: { readonly by: string; readonly compare: (a: RelationRow, b: RelationRow) => number },
  after: (page: Page) => string,
): BatchedQuery<Page, Listed[]> {
  return {
    sql: (pages, { unionAll }: Dialect) =>
      unionAll(
        pages.map((page, i) => {
          const behind = page.after === '' ? '' : ` AND ${after(page)}`;
          return `SELECT ${i}, ${RELATION_SELECT_LIST}, ${PERSON_COLUMNS} FROM relations r ${OTHERS} WHERE r.user = ${id(page.user)} AND ${where}${behind} ORDER BY ${order.by} LIMIT ${integer(page.limit)}`;
        }),
      ),
    decode: (rows, pages) => {
      const found: (RelationRow & { readonly person: Person })[][] = pages.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(listedOf(row));
      for (const page of found) page.sort(order.compare);
      return found;
    },
  };
}

const byOther = (a: Relation, b: Relation): number => Buffer.compare(decodeId(a.other), decodeId(b.other));
const rising = { by: 'r.other', compare: byOther };
const newest = {
  by: 'r.asked_at DESC, r.other DESC',
  compare: (a: RelationRow, b: RelationRow): number => b.askedAt - a.askedAt || byOther(b, a),
};

type Which = Parameters<RelationStore['list']>[1];
const WHERE = { friends: 'r.friend = 1', blocked: 'r.blocked = 1', asking: 'r.asks_me = 1' } as const;
const ORDERS = { friends: rising, blocked: rising, asking: newest } as const;

const lists: { readonly [which in Which]: BatchedQuery<Page, Listed[]> } = {
  friends: listing(WHERE.friends, rising, ({ after }) => `r.other > ${id(after)}`),
  blocked: listing(WHERE.blocked, rising, ({ after }) => `r.other > ${id(after)}`),
  asking: listing(WHERE.asking, newest, ({ user, after }) => {
    // The row is there even if that request was answered meanwhile.
    const at = `(SELECT b.asked_at FROM relations b WHERE b.user = ${id(user)} AND b.other = ${id(after)})`;
    return `r.asked_at <= ${at} AND (r.asked_at < ${at} OR r.other < ${id(after)})`;
  }),
};

/** What the copies of a list hold of it: the longest page, and one more. */
export const CACHED_LIST_LENGTH = 201;

/** The beginnings of a user's lists, without the persons in them. Nobody has none. */
function first(which: Which, where: string, by: string): CachedQuery<readonly RelationRow[]> {
  return {
    kind: which,
    sql: (users, { unionAll }) =>
      unionAll(
        users.map(
          (user, i) =>
            `SELECT ${i}, ${RELATION_SELECT_LIST} FROM relations r WHERE r.user = ${id(user)} AND ${where} ORDER BY ${by} LIMIT ${CACHED_LIST_LENGTH}`,
        ),
      ),
    decode: (rows, users) => {
      const found: RelationRow[][] = users.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(decodeRelation(row));
      for (const list of found) list.sort(ORDERS[which].compare);
      return found;
    },
  };
}
export const cachedLists: { readonly [which in Which]: CachedQuery<readonly RelationRow[]> } = {
  friends: first('friends', WHERE.friends, ORDERS.friends.by),
  blocked: first('blocked', WHERE.blocked, ORDERS.blocked.by),
  asking: first('asking', WHERE.asking, ORDERS.asking.by),
};

/** What changes with a relation of a user's. */
export function relationCacheKeys({ user, other }: { readonly user: string; readonly other: string }): CacheKey[] {
  const ofLists = Object.values(cachedLists).map(({ kind }) => ({ kind, id: user }));
  return [...ofLists, participantsCacheKey(directConversationId(user, other))];
}

/** A page behind the user `after`, as far as it lies within the beginning `of` a list; undefined where it may not. */
export function sliceCachedList(
  which: Which,
  of: readonly RelationRow[],
  after: string,
  limit: number,
): readonly RelationRow[] | undefined {
  const from = after === '' ? 0 : beginningBehind(which, of, after);
  if (from === undefined) return undefined;
  return of.length === CACHED_LIST_LENGTH && from + limit > CACHED_LIST_LENGTH ? undefined : of.slice(from, from + limit);
}

function beginningBehind(which: Which, of: readonly RelationRow[], after: string): number | undefined {
  if (which === 'asking') {
    const at = of.findIndex(({ other }) => other === after);
    // A request that was answered meanwhile still says where the page begins: its row does.
    return at < 0 ? undefined : at + 1;
  }
  const at = of.findIndex(({ other }) => Buffer.compare(decodeId(other), decodeId(after)) > 0);
  return at < 0 ? of.length : at;
}

/** A page of a list, with its persons. */
export async function listRelations(scope: Scope, which: Which, page: Page): Promise<Listed[]> {
  if (!scope.hasCache) return scope.read(lists[which], page);
  const relations = sliceCachedList(which, (await scope.readCached(cachedLists[which], page.user)) ?? [], page.after, page.limit);
  if (!relations) return scope.read(lists[which], page);
  return Promise.all(
    relations.map(async (relation) => ({
      ...relation,
      person: shownOf(relation.other, await scope.readCached(cachedProfile, relation.other)),
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
export const selectChangedRelations: BatchedQuery<Since, Changes> = {
  sql: (keys, { unionAll }) =>
    unionAll(
      keys.map(({ user, version, limit }, i) => {
        const rows = `SELECT * FROM relations WHERE user = ${id(user)} AND version > ${integer(version)} ORDER BY version LIMIT ${integer(limit)}`;
        return `SELECT ${i}, v.version AS now, ${RELATION_SELECT_LIST}, ${PERSON_COLUMNS} FROM profiles v LEFT JOIN (${rows}) r ON r.user = v.user ${OTHERS} WHERE v.user = ${id(user)}`;
      }),
    ),
  decode: (rows, keys) => {
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
