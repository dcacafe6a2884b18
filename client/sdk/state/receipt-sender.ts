// Sends the user's read and delivery marks to the server: only the latest of each conversation, repeated until the server has it.
import type { im } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import type { Timing } from '../connection/timing.ts';
import { deferred } from '../promises.ts';

type MarkRpc = 'markRead' | 'markDelivered';

export interface ReceiptSenderOptions {
  readonly timing: Timing;
  /** The seq up to which messages of others have arrived; 0 when no delivery receipt is due. */
  arrivedSeq(conversationId: string): number;
  /** Rejects with CallError after retrying for a while. */
  send(rpc: MarkRpc, conversationId: string, seq: number): Promise<im.MarkReply>;
  /** The server has the mark. Must not throw. */
  onMarked(rpc: MarkRpc, conversationId: string, reply: im.MarkReply): void;
}

interface Mark {
  readonly rpc: MarkRpc;
  readonly conversationId: string;
  wantedSeq: number;
  confirmedSeq: number;
  isSending: boolean;
  waiters: { seq: number; resolve(): void; reject(error: CallError): void }[];
}

export class ReceiptSender {
  readonly #options: ReceiptSenderOptions;
  readonly #marks = new Map<string, Mark>();
  /** Conversations with messages that arrived since the last delivery receipts. */
  readonly #arrived = new Set<string>();
  #deliveredTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReceiptSenderOptions) {
    this.#options = options;
  }

  /** Resolves when the server has this or a later mark; rejects with CallError when it is refused for good. */
  mark(rpc: MarkRpc, conversationId: string, seq: number): Promise<void> {
    const mark = this.#findOrCreate(rpc, conversationId);
    if (seq <= mark.confirmedSeq) return Promise.resolve();
    mark.wantedSeq = Math.max(mark.wantedSeq, seq);
    const { promise, resolve, reject } = deferred<void>();
    mark.waiters.push({ seq, resolve, reject });
    // A caller who does not await the promise need not handle its rejection.
    promise.catch(() => undefined);
    void this.#send(mark);
    return promise;
  }

  /** Sends delivery receipts for all conversations with new messages, together after a moment. */
  scheduleDelivered(conversationId: string): void {
    this.#arrived.add(conversationId);
    this.#deliveredTimer ??= setTimeout(() => this.#markArrived(), this.#options.timing.deliveredWaitMs);
  }

  /** Sends every mark again that the server has not confirmed. */
  retry(): void {
    for (const mark of this.#marks.values()) void this.#send(mark);
  }

  stop(): void {
    clearTimeout(this.#deliveredTimer);
  }

  #findOrCreate(rpc: MarkRpc, conversationId: string): Mark {
    const key = markKey(rpc, conversationId);
    const known = this.#marks.get(key);
    if (known) return known;
    const mark: Mark = { rpc, conversationId, wantedSeq: 0, confirmedSeq: 0, isSending: false, waiters: [] };
    this.#marks.set(key, mark);
    return mark;
  }

  async #send(mark: Mark): Promise<void> {
    if (mark.isSending) return;
    mark.isSending = true;
    while (mark.wantedSeq > mark.confirmedSeq) {
      const seq = mark.wantedSeq;
      try {
        const reply = await this.#options.send(mark.rpc, mark.conversationId, seq);
        mark.confirmedSeq = Math.max(seq, reply.seq);
        this.#options.onMarked(mark.rpc, mark.conversationId, reply);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        // Stop here: the next connection retries.
        if (isTransient(error)) break;
        settleWaiters(mark, error);
        mark.wantedSeq = mark.confirmedSeq;
      }
      settleWaiters(mark);
    }
    mark.isSending = false;
  }

  #markArrived(): void {
    this.#deliveredTimer = undefined;
    for (const conversationId of this.#arrived) {
      const seq = this.#options.arrivedSeq(conversationId);
      // A read mark implies delivery.
      const readSeq = this.#marks.get(markKey('markRead', conversationId))?.wantedSeq ?? 0;
      if (seq > readSeq) void this.mark('markDelivered', conversationId, seq);
    }
    this.#arrived.clear();
  }
}

/** Rejects all waiters with `error`; without it, resolves those whose seq is confirmed. */
function settleWaiters(mark: Mark, error?: CallError): void {
  const { waiters } = mark;
  mark.waiters = error ? [] : waiters.filter(({ seq }) => seq > mark.confirmedSeq);
  for (const waiter of waiters) {
    if (error) waiter.reject(error);
    else if (waiter.seq <= mark.confirmedSeq) waiter.resolve();
  }
}

function markKey(rpc: MarkRpc, conversationId: string): string {
  return `${rpc} ${conversationId}`;
}
