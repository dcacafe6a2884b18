// Who has to do with whom, outside of batches: for what is told at once and never stored.
import type { Acquaintances } from '../../logic/ports.ts';
import { idOf, isId } from '../../proto/ids.ts';
import type { Reader, Row } from './connection.ts';
import { id } from './literals.ts';

/** In larger groups nobody is told who is typing: it would cost more than all that is said in them. */
export const MAX_OTHERS = 500;
// Asked together in one statement.
const MAX_KEYS = 100;

interface Member {
  readonly user: string;
  readonly conversation: string;
}

/** Reads the tables as they are now; what is asked in the same turn of the event loop is one statement. */
export function acquaintances({ dialect, read }: Reader): Acquaintances {
  const membersOf = together<Member, readonly string[]>(async (asked) => {
    const selects = asked.map(({ user, conversation }, i) => {
      const mine = `EXISTS (SELECT 1 FROM conversation_members WHERE user = ${id(user)} AND conversation = ${id(conversation)} AND left_seq = 0)`;
      return `SELECT ${i}, user FROM conversation_members WHERE conversation = ${id(conversation)} AND left_seq = 0 AND ${mine} ORDER BY user LIMIT ${MAX_OTHERS + 2}`;
    });
    return grouped(await read(dialect.union(selects)), asked.length);
  });

  return {
    async friendsAmong() {
      return new Set();
    },

    async othersIn(user, conversation) {
      if (!isId(user) || !isId(conversation)) return undefined;
      const members = await membersOf({ user, conversation });
      if (members.length === 0) return undefined;
      return members.length > MAX_OTHERS + 1 ? [] : members.filter((member) => member !== user);
    },
  };
}

/** Rows of (index, id) as the ids of each index. */
function grouped(rows: readonly Row[], count: number): string[][] {
  const groups: string[][] = Array.from({ length: count }, () => []);
  for (const [index, found] of rows) groups[Number(index)]?.push(idOf(found as Uint8Array));
  return groups;
}

/** Answers one key at a time by asking for many. */
function together<Key, Value>(ask: (keys: readonly Key[]) => Promise<readonly Value[]>): (key: Key) => Promise<Value> {
  let waiting: { readonly key: Key; resolve(value: Value): void; reject(error: unknown): void }[] = [];
  async function askAll(): Promise<void> {
    const all = waiting;
    waiting = [];
    for (let at = 0; at < all.length; at += MAX_KEYS) {
      const some = all.slice(at, at + MAX_KEYS);
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
