// Relations page by page: by what they are, and by what has changed.
import type { FriendsReader, Person, Relation } from '../../logic/ports.ts';
import { idBytes, idOf, isId } from '../../proto/ids.ts';
import type { Reader, Row } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { id, whole } from './literals.ts';
import { PERSON, personOf, withProfile } from './people.ts';
import { RELATION, RELATION_COLUMNS, relationOf, type StoredRelation } from './relations-rows.ts';
import type { Reading } from './tables.ts';

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

export const lists = {
  friends: listing('r.friend = 1', rising, ({ after }) => `r.other > ${id(after)}`),
  blocked: listing('r.blocked = 1', rising, ({ after }) => `r.other > ${id(after)}`),
  asking: listing('r.asks_me = 1', newest, ({ user, after }) => {
    // The row is there even if that request was answered meanwhile.
    const at = `(SELECT b.asked_at FROM relations b WHERE b.user = ${id(user)} AND b.other = ${id(after)})`;
    return `r.asked_at <= ${at} AND (r.asked_at < ${at} OR r.other < ${id(after)})`;
  }),
};

/** Friends as they are outside of batches. */
export function friendsReader({ read }: Reader): FriendsReader {
  return {
    friendsOf: async (user, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      const behind = after === '' ? '' : ` AND other > ${id(after)}`;
      const rows = await read(
        `SELECT other FROM relations WHERE user = ${id(user)} AND friend = 1${behind} ORDER BY other LIMIT ${whole(limit)}`,
      );
      return rows.map(([other]) => idOf(other as Uint8Array));
    },
  };
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
