// Who has to do with whom, outside of batches: for what is told at once and never stored.
import type { Acquaintances } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Reader, Row } from './connection.ts';
import { id, ids } from './literals.ts';

/** In larger groups nobody is told who is typing: it would cost more than all that is said in them. */
export const MAX_OTHERS = 500;
// Asked together in one statement: conversations, and users with up to 500 others each.
const MAX_KEYS = 100;
const MAX_ASKED = 20;

const NOBODY = '';

interface Member {
  readonly user: string;
  readonly conversation: string;
}

interface Asked {
  readonly user: string;
  readonly others: readonly string[];
}

/** Reads the tables as they are now; what is asked in the same turn of the event loop is one statement. */
export function acquaintances({ dialect, read }: Reader): Acquaintances {
  const membersOf = together<Member, readonly string[]>(async (asked) => {
    const selects = asked.map(({ user, conversation }, i) => {
      const mine = `EXISTS (SELECT 1 FROM conversation_members WHERE user = ${id(user)} AND conversation = ${id(conversation)} AND left_seq = 0)`;
      const blocked = `peer IS NOT NULL AND peer <> user AND EXISTS (SELECT 1 FROM relations r WHERE r.blocked = 1 AND ((r.user = m.user AND r.other = m.peer) OR (r.user = m.peer AND r.other = m.user)))`;
      return `SELECT ${i}, CASE WHEN ${blocked} THEN NULL ELSE m.user END FROM conversation_members m WHERE m.conversation = ${id(conversation)} AND m.left_seq = 0 AND ${mine} ORDER BY m.user LIMIT ${MAX_OTHERS + 2}`;
    });
    return grouped(await read(dialect.union(selects)), asked.length);
  }, MAX_KEYS);

  const friendsOf = together<Asked, readonly string[]>(async (asked) => {
    const selects = asked.map(
      ({ user, others }, i) =>
        `SELECT ${i}, other FROM relations WHERE user = ${id(user)} AND other IN (${ids(others)}) AND friend = 1 AND blocked = 0`,
    );
    return grouped(await read(dialect.union(selects)), asked.length);
  }, MAX_ASKED);

  return {
    // A block ends a friendship, for both of them.
    async friendsAmong(user, others) {
      const possible = others.filter(isId);
      if (!isId(user) || possible.length === 0) return new Set();
      return new Set(await friendsOf({ user, others: possible }));
    },

    async othersIn(user, conversation) {
      if (!isId(user) || !isId(conversation)) return undefined;
      const members = await membersOf({ user, conversation });
      if (members.length === 0) return undefined;
      return members.length > MAX_OTHERS + 1 ? [] : members.filter((member) => member !== user && member !== NOBODY);
    },
  };
}

/** Rows of (index, id) as the ids of each index; NOBODY where there is no id. */
function grouped(rows: readonly Row[], count: number): string[][] {
  const groups: string[][] = Array.from({ length: count }, () => []);
  for (const [index, found] of rows) groups[Number(index)]?.push(found === null ? NOBODY : idOf(found as Uint8Array));
  return groups;
}

/** Answers one key at a time by asking for many, at most so many at once. */
function together<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<readonly Value[]>,
  atMost: number,
): (key: Key) => Promise<Value> {
  let waiting: { readonly key: Key; resolve(value: Value): void; reject(error: unknown): void }[] = [];
  async function askAll(): Promise<void> {
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += atMost) {
      const some = all.slice(at, at + atMost);
      try {
        const values = await ask(some.map(({ key }) => key));
        for (const [i, { resolve }] of some.entries()) resolve(values[i] as Value);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
  }
  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void askAll());
      waiting.push({ key, resolve, reject });
    });
}
