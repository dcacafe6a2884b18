// Pages of relations: by kind, from the cache or the database, and by version.
import type { CacheKey } from '../../../infra/ports/index.ts';
import type { Row } from '../../../infra/sql/connection.ts';
import type { Dialect } from '../../../infra/sql/dialect.ts';
import { id, integer } from '../../../infra/sql/literals.ts';
import type { BatchedQuery, CachedQuery, Scope } from '../../../infra/sql/query.ts';
import { RowReader } from '../../../infra/sql/row-reader.ts';
import { decodeId, directConversationId } from '../../../proto/ids.ts';
import type { Person, Relation, RelationStore } from '../../ports/index.ts';
import { participantsCacheKey } from '../conversations/participants.ts';
import { cachedProfile } from './people.ts';
import { decodePerson, emptyPerson, joinProfile, personReader } from './person-rows.ts';
import { type RelationRow, relationReader } from './relation-rows.ts';

type ListedRelation = RelationRow & { readonly person: Person };
type RelationPage = { readonly userId: string; readonly after: string; readonly limit: number };

const listedReader = new RowReader({ relation: relationReader, person: personReader });
const JOIN_PERSON = `LEFT JOIN accounts a ON a.user_id = r.other_id ${joinProfile('r.other_id')}`;

function decodeListed(row: Row): ListedRelation {
  const { relation, person } = listedReader.read(row);
  return { ...relation, person: decodePerson(relation.otherId, person) };
}

interface RelationOrder {
  /** In SQL. */
  readonly by: string;
  compare(a: RelationRow, b: RelationRow): number;
}

const compareOthers = (a: Relation, b: Relation): number => Buffer.compare(decodeId(a.otherId), decodeId(b.otherId));
const ascending: RelationOrder = { by: 'r.other_id', compare: compareOthers };
const newestFirst: RelationOrder = {
  by: 'r.requested_at DESC, r.other_id DESC',
  compare: (a, b) => b.requestedAt - a.requestedAt || compareOthers(b, a),
};

/**
 * Pages of the relations `where`, in an order. `isAfter` is the condition of a relation that comes after the user `page.after`.
 */
function pageQuery(
  where: string,
  order: RelationOrder,
  isAfter: (page: RelationPage) => string,
): BatchedQuery<RelationPage, ListedRelation[]> {
  return {
    sql: (pages, { unionAll }: Dialect) =>
      unionAll(
        pages.map((page, i) => {
          const andAfter = page.after === '' ? '' : ` AND ${isAfter(page)}`;
          return `SELECT ${i}, ${listedReader.columns} FROM relations r ${JOIN_PERSON}
            WHERE r.user_id = ${id(page.userId)} AND ${where}${andAfter} ORDER BY ${order.by} LIMIT ${integer(page.limit)}`;
        }),
      ),
    decode: (rows, pages) => {
      const found: ListedRelation[][] = pages.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(decodeListed(row));
      for (const page of found) page.sort(order.compare);
      return found;
    },
  };
}

type ListKind = Parameters<RelationStore['list']>[1];
const WHERE = { friends: 'r.friend = 1', blocked: 'r.blocked = 1', asking: 'r.incoming_request = 1' } as const;
const ORDERS = { friends: ascending, blocked: ascending, asking: newestFirst } as const;

const pageQueries: { readonly [kind in ListKind]: BatchedQuery<RelationPage, ListedRelation[]> } = {
  friends: pageQuery(WHERE.friends, ascending, ({ after }) => `r.other_id > ${id(after)}`),
  blocked: pageQuery(WHERE.blocked, ascending, ({ after }) => `r.other_id > ${id(after)}`),
  asking: pageQuery(WHERE.asking, newestFirst, ({ userId, after }) => {
    // The row of `after` exists even when that request has been answered meanwhile.
    const requestedAt = `(SELECT b.requested_at FROM relations b WHERE b.user_id = ${id(userId)} AND b.other_id = ${id(after)})`;
    return `r.requested_at <= ${requestedAt} AND (r.requested_at < ${requestedAt} OR r.other_id < ${id(after)})`;
  }),
};

/** The length of a cached list: the largest page, and one more. */
export const CACHED_LIST_LENGTH = 201;

/** The first relations of a user's list, without the persons. An empty list is a value, not undefined. */
function cachedList(kind: ListKind): CachedQuery<readonly RelationRow[]> {
  const { by, compare } = ORDERS[kind];
  return {
    kind,
    sql: (userIds, { unionAll }) =>
      unionAll(
        userIds.map(
          (userId, i) =>
            `SELECT ${i}, ${relationReader.columns} FROM relations r
              WHERE r.user_id = ${id(userId)} AND ${WHERE[kind]} ORDER BY ${by} LIMIT ${CACHED_LIST_LENGTH}`,
        ),
      ),
    decode: (rows, userIds) => {
      const found: RelationRow[][] = userIds.map(() => []);
      for (const [i, ...row] of rows) found[Number(i)]?.push(relationReader.read(row));
      for (const list of found) list.sort(compare);
      return found;
    },
  };
}
export const cachedLists: { readonly [kind in ListKind]: CachedQuery<readonly RelationRow[]> } = {
  friends: cachedList('friends'),
  blocked: cachedList('blocked'),
  asking: cachedList('asking'),
};

/** What a change of one relation invalidates. */
export function relationCacheKeys({ userId, otherId }: { readonly userId: string; readonly otherId: string }): CacheKey[] {
  const lists = Object.values(cachedLists).map(({ kind }) => ({ kind, id: userId }));
  return [...lists, participantsCacheKey(directConversationId(userId, otherId))];
}

/** The page after the user `after`, from a cached list; undefined when the page may go beyond the list. */
export function sliceCachedList(
  kind: ListKind,
  list: readonly RelationRow[],
  after: string,
  limit: number,
): readonly RelationRow[] | undefined {
  const from = after === '' ? 0 : findIndexAfter(kind, list, after);
  if (from === undefined) return undefined;
  return list.length === CACHED_LIST_LENGTH && from + limit > CACHED_LIST_LENGTH ? undefined : list.slice(from, from + limit);
}

function findIndexAfter(kind: ListKind, list: readonly RelationRow[], after: string): number | undefined {
  if (kind === 'asking') {
    const at = list.findIndex(({ otherId }) => otherId === after);
    // A request that was answered meanwhile is not in the list, but its row still says where the page begins.
    return at < 0 ? undefined : at + 1;
  }
  const at = list.findIndex(({ otherId }) => Buffer.compare(decodeId(otherId), decodeId(after)) > 0);
  return at < 0 ? list.length : at;
}

/** A page of a list, with its persons. */
export async function listRelations(scope: Scope, kind: ListKind, page: RelationPage): Promise<ListedRelation[]> {
  if (!scope.hasCache) return scope.read(pageQueries[kind], page);
  const list = (await scope.readCached(cachedLists[kind], page.userId)) ?? [];
  const relations = sliceCachedList(kind, list, page.after, page.limit);
  if (!relations) return scope.read(pageQueries[kind], page);
  return Promise.all(
    relations.map(async (relation) => ({
      ...relation,
      person: toPerson(relation.otherId, await scope.readCached(cachedProfile, relation.otherId)),
    })),
  );
}

function toPerson(userId: string, profile: Person | undefined): Person {
  if (!profile) return emptyPerson(userId);
  const { name, displayName, avatarUrl, about, language } = profile;
  return { userId, name, displayName, avatarUrl, about, language };
}

type ChangesSince = { readonly userId: string; readonly version: number; readonly limit: number };
type ChangedRelations = { readonly relations: ListedRelation[]; readonly version: number };

/**
 * The relations above a version, in ascending order of it, and the user's version. One statement reads both, so that they
 * agree.
 */
export const selectChangedRelations: BatchedQuery<ChangesSince, ChangedRelations> = {
  sql: (keys, { unionAll }) =>
    unionAll(
      keys.map(({ userId, version, limit }, i) => {
        const changed = `SELECT * FROM relations WHERE user_id = ${id(userId)} AND version > ${integer(version)}
          ORDER BY version LIMIT ${integer(limit)}`;
        return `SELECT ${i}, v.version AS now, ${listedReader.columns}
          FROM profiles v LEFT JOIN (${changed}) r ON r.user_id = v.user_id ${JOIN_PERSON} WHERE v.user_id = ${id(userId)}`;
      }),
    ),
  decode: (rows, keys) => {
    const found = keys.map(() => ({ relations: [] as ListedRelation[], version: 0 }));
    for (const [i, version, ...row] of rows) {
      const changes = found[Number(i)];
      if (!changes) continue;
      changes.version = Number(version);
      // Without a changed relation the columns of the relation are NULL.
      if (row[0] !== null) changes.relations.push(decodeListed(row));
    }
    for (const { relations } of found) relations.sort((a, b) => a.version - b.version);
    return found;
  },
};
