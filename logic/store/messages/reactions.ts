// Reactions to messages, and messages that a user has hidden.
import { id, integer, tuples } from '../../../infra/sql/literals.ts';
import { LOCK_ORDER } from '../../../infra/sql/lock-order.ts';
import type { BatchedQuery, BatchedWrite, Scope } from '../../../infra/sql/query.ts';
import type { Reaction } from '../../ports/index.ts';

const MAX_DIFFERENT_EMOJIS = 20;

interface Target {
  readonly conversationId: string;
  readonly seq: number;
}

const selectEmojis: BatchedQuery<Target, string[]> = {
  sql: (targets, dialect) =>
    dialect.unionAll(
      targets.map(
        ({ conversationId, seq }, i) =>
          `SELECT DISTINCT ${i} AS i, emoji FROM reactions
            WHERE conversation_id = ${id(conversationId)} AND seq = ${integer(seq)} AND removed = 0`,
      ),
    ),
  decode: (rows, targets) => {
    const found = targets.map((): string[] => []);
    for (const [i, emoji] of rows) found[Number(i)]?.push(String(emoji));
    return found;
  },
};

interface UserReaction extends Target {
  readonly userId: string;
  readonly emoji: string;
  readonly removed: boolean;
}

type ReactionKey = Omit<UserReaction, 'removed'>;

export const selectHasReaction: BatchedQuery<ReactionKey, boolean> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ conversationId, seq, emoji, userId }, i) =>
          `SELECT ${i} FROM reactions WHERE conversation_id = ${id(conversationId)} AND seq = ${integer(seq)}
            AND emoji = ${dialect.binaryText(emoji)} AND user_id = ${id(userId)} AND removed = 0`,
      ),
    ),
  decode: (rows, keys) => {
    const found = new Set(rows.map(([i]) => Number(i)));
    return keys.map((_, i) => found.has(i));
  },
};

/**
 * Adds and removes in one statement, so that the last command of a round trip decides. A removed reaction stays as a row with
 * `removed` until the next statement deletes it.
 */
const upsertReaction: BatchedWrite<UserReaction> = {
  lockOrder: LOCK_ORDER.reactions,
  sql: (rows, dialect) => {
    const literals = rows.map(({ conversationId, seq, emoji, userId, removed }) => ({
      key: [id(conversationId), integer(seq), dialect.binaryText(emoji), id(userId)],
      removed: removed ? '1' : '0',
    }));
    const last = [...new Map(literals.map((row) => [row.key.join(), row])).values()];
    const values = tuples(last, ({ key, removed }) => [...key, removed]);
    const update = dialect.onConflictUpdate('conversation_id, seq, emoji, user_id', { set: ['removed'] });
    return `INSERT INTO reactions (conversation_id, seq, emoji, user_id, removed) VALUES ${values}${update}`;
  },
};

/** Deletes removed reactions by their whole primary key, so that repeated changes leave no rows for later queries to skip. */
const deleteRemoved: BatchedWrite<UserReaction> = {
  lockOrder: LOCK_ORDER.removedReactions,
  sql: (rows, dialect) => {
    const byTarget = Map.groupBy(
      rows,
      ({ conversationId, seq }) => `conversation_id = ${id(conversationId)} AND seq = ${integer(seq)}`,
    );
    const conditions = [...byTarget].map(([isTarget, reactions]) => {
      const pairs = reactions.map(({ emoji, userId }) => [dialect.binaryText(emoji), id(userId)] as const);
      return `(${isTarget} AND ${dialect.pairsIn(['emoji', 'user_id'], pairs)})`;
    });
    return `${dialect.deleteByPrimaryKey('reactions')} WHERE removed = 1 AND (${conditions.join(' OR ')})`;
  },
};

/** The emojis that this batch has added to a message, by "conversation seq". */
const noEmojis = (): Map<string, Set<string>> => new Map();

/**
 * Sets or removes a user's reaction. Returns false, and changes nothing, when the message would get too many different emojis.
 */
export async function writeReaction(
  scope: Scope,
  { conversationId, seq }: Target,
  userId: string,
  emoji: string,
  removed: boolean,
): Promise<boolean> {
  if (!removed) {
    const existing = await scope.read(selectEmojis, { conversationId, seq });
    const key = `${conversationId} ${seq}`;
    const added = scope.oncePerBatch(noEmojis);
    // Includes the emojis of commands that are not yet kept or discarded.
    const emojis = new Set([...existing, ...(added.get(key) ?? [])]);
    if (!emojis.has(emoji) && emojis.size >= MAX_DIFFERENT_EMOJIS) return false;
    added.set(key, new Set([...(added.get(key) ?? []), emoji]));
  }
  const reaction = { conversationId, seq, userId, emoji, removed };
  scope.write(upsertReaction, reaction);
  if (removed) scope.write(deleteRemoved, reaction);
  return true;
}

interface ReactionRange {
  readonly userId: string;
  readonly conversationId: string;
  readonly from: number;
  readonly to: number;
}

/** The reactions to a range of messages, by seq; the emojis of most users first. */
export const selectReactions: BatchedQuery<ReactionRange, ReadonlyMap<number, readonly Reaction[]>> = {
  sql: (ranges, dialect) =>
    dialect.unionAll(
      ranges.map(
        ({ userId, conversationId, from, to }, i) =>
          `SELECT ${i} AS i, seq, emoji, COUNT(*) AS users, MAX(user_id = ${id(userId)}) AS mine FROM reactions
            WHERE conversation_id = ${id(conversationId)} AND seq >= ${integer(from)} AND seq <= ${integer(to)} AND removed = 0
            GROUP BY seq, emoji`,
      ),
    ),
  decode: (rows, ranges) => {
    const found = ranges.map((): Map<number, Reaction[]> => new Map());
    for (const [i, at, emoji, count, mine] of rows) {
      const seq = Number(at);
      const reaction = { emoji: String(emoji), count: Number(count), mine: Number(mine) !== 0 };
      const bySeq = found[Number(i)];
      if (bySeq?.has(seq)) bySeq.get(seq)?.push(reaction);
      else bySeq?.set(seq, [reaction]);
    }
    for (const bySeq of found)
      for (const reactions of bySeq.values()) reactions.sort((a, b) => b.count - a.count || (a.emoji < b.emoji ? -1 : 1));
    return found;
  },
};

export const insertHiddenMessage: BatchedWrite<{ readonly userId: string } & Target> = {
  lockOrder: LOCK_ORDER.hiddenMessages,
  sql: (rows, dialect) => {
    const values = tuples(rows, ({ userId, conversationId, seq }) => [id(userId), id(conversationId), integer(seq)]);
    return `INSERT INTO hidden_messages (user_id, conversation_id, seq) VALUES ${values}${dialect.onConflictIgnore('seq')}`;
  },
};

interface HiddenKey {
  readonly userId: string;
  readonly conversationId: string;
  readonly seqs: readonly number[];
}

export const selectHidden: BatchedQuery<HiddenKey, ReadonlySet<number>> = {
  sql: (keys, dialect) =>
    dialect.unionAll(
      keys.map(
        ({ userId, conversationId, seqs }, i) =>
          `SELECT ${i}, seq FROM hidden_messages WHERE user_id = ${id(userId)} AND conversation_id = ${id(conversationId)}
            AND seq IN (${seqs.map(integer).join(',')})`,
      ),
    ),
  decode: (rows, keys) => {
    const found = keys.map((): Set<number> => new Set());
    for (const [i, seq] of rows) found[Number(i)]?.add(Number(seq));
    return found;
  },
};
