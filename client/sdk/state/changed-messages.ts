// Messages that changed after their delivery. Fetches the present state of each message once, even after several changes.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq } from '../api/message.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seqs of changed messages whose present state the application has not received yet. */
export type ChangedSeqs = Readonly<Record<string, readonly number[]>>;

export interface ChangedMessagesOptions {
  readonly saved: ChangedSeqs | undefined;
  /** The messages after `afterSeq`, in rising order. Rejects when they cannot be fetched now. */
  pull(conversationId: string, afterSeq: number, limit: number): Promise<im.PullMessagesReply>;
  /** A message in its present state. Must not throw. */
  onChanged(message: im.Message): void;
}

const PARALLEL_PULLS = 2;
const PAGE = 200;

export class ChangedMessages {
  readonly #options: ChangedMessagesOptions;
  readonly #pending: Map<string, Set<number>>;
  readonly #running = new Set<string>();
  readonly #schedule = semaphore(PARALLEL_PULLS);

  constructor(options: ChangedMessagesOptions) {
    this.#options = options;
    const saved = Object.entries(options.saved ?? {});
    this.#pending = new Map(saved.map(([conversationId, seqs]) => [conversationId, new Set(seqs)]));
  }

  get pending(): ChangedSeqs {
    return Object.fromEntries([...this.#pending].map(([conversationId, seqs]) => [conversationId, [...seqs]]));
  }

  /** Call it when the message with seq `target` has changed. */
  note(conversationId: string, target: number): void {
    this.#remember(conversationId, [target]);
    this.#run(conversationId);
  }

  /** Retries the failed fetches. */
  retry(): void {
    for (const conversationId of this.#pending.keys()) this.#run(conversationId);
  }

  #run(conversationId: string): void {
    if (this.#running.has(conversationId)) return;
    this.#running.add(conversationId);
    void this.#schedule(() => this.#fetchAll(conversationId));
  }

  async #fetchAll(conversationId: string): Promise<void> {
    for (let seqs = this.#pending.get(conversationId); seqs; seqs = this.#pending.get(conversationId)) {
      const first = Math.min(...seqs);
      const wanted = [...seqs].filter((seq) => seq < first + PAGE);
      // Forget them before the reply arrives, so that a further change in the meantime is fetched again.
      this.#forget(conversationId, wanted);
      const page = await this.#options.pull(conversationId, first - 1, Math.max(...wanted) - first + 1).catch(() => undefined);
      if (!page) {
        this.#remember(conversationId, wanted);
        break;
      }
      this.#handlePage(conversationId, wanted, page);
    }
    // Do this in the same turn as the last check of `#pending`, so that a later change starts a new run.
    this.#running.delete(conversationId);
  }

  #handlePage(conversationId: string, wanted: readonly number[], page: im.PullMessagesReply): void {
    const messages = page.messages as im.Message[];
    for (const message of messages) if (wanted.includes(message.seq)) this.#options.onChanged(message);
    // Long messages can make a page short. A seq that is missing before the end of the page is deleted.
    const end = lastCoveredSeq(page);
    if (end === 0) return;
    const beyond = wanted.filter((seq) => seq > end);
    this.#remember(conversationId, beyond);
  }

  #remember(conversationId: string, seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    this.#pending.set(conversationId, new Set([...(this.#pending.get(conversationId) ?? []), ...seqs]));
  }

  #forget(conversationId: string, seqs: readonly number[]): void {
    const left = [...(this.#pending.get(conversationId) ?? [])].filter((seq) => !seqs.includes(seq));
    if (left.length > 0) this.#pending.set(conversationId, new Set(left));
    else this.#pending.delete(conversationId);
  }
}
