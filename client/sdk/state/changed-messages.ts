// Messages that were changed after they were handed on: each is asked for as it is now, once for all that happened to it meanwhile.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq } from '../api/message.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seqs of messages whose present state is still to be told. */
export type ChangedSeqs = Readonly<Record<string, readonly number[]>>;

export interface ChangedMessagesOptions {
  readonly saved: ChangedSeqs | undefined;
  /** Messages with a seq above `afterSeq`, rising. Rejects when they cannot be had now. */
  pull(conversation: string, afterSeq: number, limit: number): Promise<im.PullMessagesReply>;
  /** A message as it is now. Must not throw. */
  onChanged(message: im.Message): void;
}

export interface ChangedMessages {
  note(conversation: string, target: number): void;
  /** Tries again what could not be had. */
  retry(): void;
  readonly pending: ChangedSeqs;
}

const PULLS_AT_ONCE = 2;
const PAGE = 200;

export function createChangedMessages({ saved, pull, onChanged }: ChangedMessagesOptions): ChangedMessages {
  const pending = new Map(Object.entries(saved ?? {}).map(([conversation, seqs]) => [conversation, new Set(seqs)]));
  const running = new Set<string>();
  const inTurn = semaphore(PULLS_AT_ONCE);

  function run(conversation: string): void {
    if (running.has(conversation)) return;
    running.add(conversation);
    void inTurn(() => tellAll(conversation));
  }

  async function tellAll(conversation: string): Promise<void> {
    for (let seqs = pending.get(conversation); seqs !== undefined; seqs = pending.get(conversation)) {
      const first = Math.min(...seqs);
      const asked = [...seqs].filter((seq) => seq < first + PAGE);
      // Before the answer: what changes while it is on its way is asked for again.
      forget(conversation, asked);
      const page = await pull(conversation, first - 1, Math.max(...asked) - first + 1).catch(() => undefined);
      if (!page) {
        remember(conversation, asked);
        break;
      }
      tell(conversation, asked, page);
    }
    // In the same turn as the last look at `pending`: what is noted after it runs by itself.
    running.delete(conversation);
  }

  function tell(conversation: string, asked: readonly number[], page: im.PullMessagesReply): void {
    const messages = page.messages as im.Message[];
    for (const message of messages) if (asked.includes(message.seq)) onChanged(message);
    // A page may be cut because its messages are long; what it leaves out before its end is deleted.
    const end = lastCoveredSeq(page);
    if (end > 0)
      remember(
        conversation,
        asked.filter((seq) => seq > end),
      );
  }

  function remember(conversation: string, seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    pending.set(conversation, new Set([...(pending.get(conversation) ?? []), ...seqs]));
  }

  function forget(conversation: string, seqs: readonly number[]): void {
    const left = [...(pending.get(conversation) ?? [])].filter((seq) => !seqs.includes(seq));
    if (left.length > 0) pending.set(conversation, new Set(left));
    else pending.delete(conversation);
  }

  return {
    note(conversation, target) {
      remember(conversation, [target]);
      run(conversation);
    },
    retry() {
      for (const conversation of pending.keys()) run(conversation);
    },
    get pending() {
      return Object.fromEntries([...pending].map(([conversation, seqs]) => [conversation, [...seqs]]));
    },
  };
}
