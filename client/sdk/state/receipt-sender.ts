// How far the user has got, told to the server: of each conversation the last word only, again and again until it is heard.
import type { im } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import type { Timing } from '../connection/timing.ts';

type Mark = 'markRead' | 'markDelivered';

export interface ReceiptSenderOptions {
  readonly timing: Timing;
  /** Up to where messages of others have come; 0 where nobody is to be told. */
  arrivedSeq(conversation: string): number;
  /** Rejects with CallError, when it has tried for a while. */
  send(mark: Mark, conversation: string, seq: number): Promise<im.MarkReply>;
  /** The server has it. Must not throw. */
  onMarked(mark: Mark, conversation: string, reply: im.MarkReply): void;
}

export interface ReceiptSender {
  /** Resolves when the server has this or a later one; rejects with CallError when it is refused for good or the session ends. */
  mark(mark: Mark, conversation: string, seq: number): Promise<void>;
  /** Marks what has arrived as delivered, all conversations together after a moment. */
  scheduleDelivered(conversation: string): void;
  /** What was given up is told again. */
  retry(): void;
  stop(): void;
}

interface Line {
  readonly mark: Mark;
  readonly conversation: string;
  wanted: number;
  heard: number;
  isSending: boolean;
  waiting: { seq: number; resolve(): void; reject(error: CallError): void }[];
}

export function createReceiptSender({ timing, arrivedSeq, send, onMarked }: ReceiptSenderOptions): ReceiptSender {
  const fresh = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const lines = new Map<string, Line>();

  function lineOf(mark: Mark, conversation: string): Line {
    const key = keyOf(mark, conversation);
    const known = lines.get(key);
    if (known) return known;
    const made: Line = { mark, conversation, wanted: 0, heard: 0, isSending: false, waiting: [] };
    lines.set(key, made);
    return made;
  }

  async function tell(line: Line): Promise<void> {
    if (line.isSending) return;
    line.isSending = true;
    while (line.wanted > line.heard) {
      const seq = line.wanted;
      try {
        const reply = await send(line.mark, line.conversation, seq);
        line.heard = Math.max(seq, reply.seq);
        onMarked(line.mark, line.conversation, reply);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        // The next connection tries again.
        if (isTransient(error)) break;
        settle(line, error);
        line.wanted = line.heard;
      }
      settle(line);
    }
    line.isSending = false;
  }

  /** Answers who waits: with `error` all of them, else those whose seq was heard. */
  function settle(line: Line, error?: CallError): void {
    const waiting = line.waiting;
    line.waiting = error ? [] : waiting.filter(({ seq }) => seq > line.heard);
    for (const waiter of waiting) {
      if (error) waiter.reject(error);
      else if (waiter.seq <= line.heard) waiter.resolve();
    }
  }

  function want(mark: Mark, conversation: string, seq: number): Promise<void> {
    const line = lineOf(mark, conversation);
    if (seq <= line.heard) return Promise.resolve();
    line.wanted = Math.max(line.wanted, seq);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    line.waiting.push({ seq, resolve, reject });
    // Whoever does not wait for it need not hear that it failed.
    promise.catch(() => undefined);
    void tell(line);
    return promise;
  }

  function markArrived(): void {
    timer = undefined;
    for (const conversation of fresh) {
      const seq = arrivedSeq(conversation);
      // What is read has been delivered.
      const isTold = seq <= (lines.get(keyOf('markRead', conversation))?.wanted ?? 0);
      if (!isTold) void want('markDelivered', conversation, seq);
    }
    fresh.clear();
  }

  return {
    mark: want,
    scheduleDelivered(conversation) {
      fresh.add(conversation);
      timer ??= setTimeout(markArrived, timing.deliveredWaitMs);
    },
    retry() {
      for (const line of lines.values()) void tell(line);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

function keyOf(mark: Mark, conversation: string): string {
  return `${mark} ${conversation}`;
}
