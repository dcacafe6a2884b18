// Who has to do with whom, outside of batches: for what is told at once and never stored.
import type { Acquaintances, FriendsReader } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Reader } from './connection.ts';
import type { Copies } from './copies.ts';
import { id, ids, whole } from './literals.ts';
import { behind, FIRST, firstOf } from './relations-lists.ts';
import { MAX_LISTED, MAX_OTHERS, talk } from './talks.ts';

/** Asks for copies, and reads of those with very many friends, and of very large groups, what no copy holds. */
export function acquaintances(copies: Copies, { read }: Reader): Acquaintances {
  async function isIn(user: string, conversation: string): Promise<boolean> {
    const rows = await read(
      `SELECT 1 FROM conversation_members WHERE user = ${id(user)} AND conversation = ${id(conversation)} AND left_seq = 0`,
    );
    return rows.length > 0;
  }

  return {
    // A block ends a friendship, for both of them.
    async friendsAmong(user, others) {
      const possible = others.filter(isId);
      if (!isId(user) || possible.length === 0) return new Set();
      const first = (await copies.read(firstOf.friends, user)) ?? [];
      if (first.length < FIRST) {
        const friends = new Set(first.filter(({ blocked }) => !blocked).map(({ other }) => other));
        return new Set(possible.filter((other) => friends.has(other)));
      }
      const rows = await read(
        `SELECT other FROM relations WHERE user = ${id(user)} AND other IN (${ids(possible)}) AND friend = 1 AND blocked = 0`,
      );
      return new Set(rows.map(([other]) => idOf(other as Uint8Array)));
    },

    async othersIn(user, conversation) {
      if (!isId(user) || !isId(conversation)) return undefined;
      const { members, blocked } = (await copies.read(talk, conversation)) ?? { members: [], blocked: false };
      if (!members.includes(user) && !(members.length === MAX_LISTED && (await isIn(user, conversation)))) return undefined;
      return blocked || members.length > MAX_OTHERS + 1 ? [] : members.filter((member) => member !== user);
    },
  };
}

/** Friends as they are outside of batches. */
export function friendsReader(copies: Copies, { read }: Reader): FriendsReader {
  return {
    friendsOf: async (user, after, limit) => {
      if (!isId(user) || (after !== '' && !isId(after))) return [];
      const page = behind('friends', (await copies.read(firstOf.friends, user)) ?? [], after, limit);
      if (page) return page.map(({ other }) => other);
      const above = after === '' ? '' : ` AND other > ${id(after)}`;
      const rows = await read(
        `SELECT other FROM relations WHERE user = ${id(user)} AND friend = 1${above} ORDER BY other LIMIT ${whole(limit)}`,
      );
      return rows.map(([other]) => idOf(other as Uint8Array));
    },
  };
}
