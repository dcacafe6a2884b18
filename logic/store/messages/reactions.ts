// Reactions to messages, and messages hidden from one user.

import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import type { Reaction } from '../../ports/index.ts';

const MAX_DIFFERENT = 20;

interface Target {
  readonly conversation: string;
  readonly seq: number;
}

const emojisOf: BatchedQuery<Target, string[]> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ conversation, seq }, i) =>
          `SELECT DISTINCT ${i} AS i, emoji FROM reactions WHERE conversation = ${id(conversation)} AND seq = ${integer(seq)} AND removed = 0`,
      ),
    ),
  decode: (rows, keys) => {
    const found = keys.map((): string[] => []);
    for (const [i, emoji] of rows) found[Number(i)]?.push(String(emoji));
    return found;
  },
};

interface Reacted extends Target {
  readonly user: string;
  readonly emoji: string;
  readonly removed: boolean;
}

/** Setting and taking away in one round trip is one statement, in which the last word counts: what was taken away is a row that says so, until the next statement. */
const setReaction: BatchedWrite<Reacted> = {
  lockOrder: LOCK_ORDER.reactions,
  sql: (rows, dialect) => {
    const literals = rows.map(({ conversation, seq, emoji, user, removed }) => ({
      key: [id(conversation), integer(seq), dialect.binaryText(emoji), id(user)],
      removed: removed ? '1' : '0',
    }));
    const last = [...new Map(literals.map((row) => [row.key.join(), row])).values()];
    return `INSERT INTO reactions (conversation, seq, emoji, user, removed) VALUES ${tuples(last, ({ key, removed }) => [
      ...key,
      removed,
    ])}${dialect.onConflictUpdate('conversation, seq, emoji, user', { set: ['removed'] })}`;
  },
};

/** What is gone for good goes: of who changes his mind a thousand times nothing is to be read through later. By the whole primary key of each. */
const sweep: BatchedWrite<Reacted> = {
  lockOrder: LOCK_ORDER.removedReactions,
  sql: (rows, dialect) => {
    const byTarget = Map.groupBy(rows, ({ conversation, seq }) => `conversation = ${id(conversation)} AND seq = ${integer(seq)}`);
    const those = [...byTarget].map(([target, all]) => {
      const pairs = all.map(({ emoji, user }) => [dialect.binaryText(emoji), id(user)] as const);
      return `(${target} AND ${dialect.pairsIn(['emoji', 'user'], pairs)})`;
    });
    return `${dialect.deleteByPrimaryKey('reactions')} WHERE removed = 1 AND (${those.join(' OR ')})`;
  },
};

/** Emojis this batch has added to a message, by "conversation seq". */
const added = (): Map<string, Set<string>> => new Map();

export async function writeReaction(
  scope: Scope,
  target: Target,
  user: string,
  emoji: string,
  removed: boolean,
): Promise<boolean> {
  const { conversation, seq } = target;
  if (!removed) {
    const there = await scope.read(emojisOf, { conversation, seq });
    const name = `${conversation} ${seq}`;
    const batch = scope.oncePerBatch(added);
    // Those of commands that are not decided yet count too.
    const all = new Set([...there, ...(batch.get(name) ?? [])]);
    if (!all.has(emoji) && all.size >= MAX_DIFFERENT) return false;
    batch.set(name, new Set([...(batch.get(name) ?? []), emoji]));
  }
  const reacted = { conversation, seq, user, emoji, removed };
  scope.write(setReaction, reacted);
  if (removed) scope.write(sweep, reacted);
  return true;
}

interface Asked {
  readonly user: string;
  readonly conversation: string;
  readonly from: number;
  readonly to: number;
}

export const selectReactions: BatchedQuery<Asked, ReadonlyMap<number, readonly Reaction[]>> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ user, conversation, from, to }, i) =>
          `SELECT ${i} AS i, seq, emoji, COUNT(*) AS users, MAX(user = ${id(user)}) AS mine FROM reactions WHERE conversation = ${id(conversation)} AND seq >= ${integer(from)} AND seq <= ${integer(to)} AND removed = 0 GROUP BY seq, emoji`,
      ),
    ),
  decode: (rows, keys) => {
    const found = keys.map((): Map<number, Reaction[]> => new Map());
    for (const [i, at, emoji, count, mine] of rows) {
      const seq = Number(at);
      const reaction = { emoji: String(emoji), count: Number(count), mine: Number(mine) !== 0 };
      const all = found[Number(i)];
      if (all?.has(seq)) all.get(seq)?.push(reaction);
      else all?.set(seq, [reaction]);
    }
    for (const all of found) {
      for (const reactions of all.values()) reactions.sort((a, b) => b.count - a.count || (a.emoji < b.emoji ? -1 : 1));
    }
    return found;
  },
};

export const insertHiddenMessage: BatchedWrite<{ readonly user: string } & Target> = {
  lockOrder: LOCK_ORDER.hiddenMessages,
  sql: (rows, dialect) =>
    `INSERT INTO hidden_messages (user, conversation, seq) VALUES ${tuples(rows, ({ user, conversation, seq }) => [
      id(user),
      id(conversation),
      integer(seq),
    ])}${dialect.onConflictIgnore('seq')}`,
};
