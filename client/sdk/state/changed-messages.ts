// Messages that changed after their delivery. Fetches the present state of each message once, even after several changes.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq } from '../api/message.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seqs of changed messages whose present state the application has not received yet. */
export type ChangedSeqs = Readonly<Record<string, readonly number[]>>;

export interface ChangedMessagesOptions {
  readonly saved: ChangedSeqs | undefined;
  /** The messages after `afterSeq`, in rising order. Rejects when they cannot be fetched now. */
  pull(conversation: string, afterSeq: number, limit: number): Promise<im.PullMessagesReply>;
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
    this.#pending = new Map(saved.map(([conversation, seqs]) => [conversation, new Set(seqs)]));
  }

  get pending(): ChangedSeqs {
    return Object.fromEntries([...this.#pending].map(([conversation, seqs]) => [conversation, [...seqs]]));
  }

  /** Call it when the message with seq `target` has changed. */
  note(conversation: string, target: number): void {
    this.#remember(conversation, [target]);
    this.#run(conversation);
  }

  /** Retries the failed fetches. */
  retry(): void {
    for (const conversation of this.#pending.keys()) this.#run(conversation);
  }

  #run(conversation: string): void {
    if (this.#running.has(conversation)) return;
    this.#running.add(conversation);
    void this.#schedule(() => this.#fetchAll(conversation));
  }

  async #fetchAll(conversation: string): Promise<void> {
    for (let seqs = this.#pending.get(conversation); seqs; seqs = this.#pending.get(conversation)) {
      const first = Math.min(...seqs);
      const wanted = [...seqs].filter((seq) => seq < first + PAGE);
      // Forget them before the reply arrives, so that a further change in the meantime is fetched again.
      this.#forget(conversation, wanted);
      const page = await this.#options.pull(conversation, first - 1, Math.max(...wanted) - first + 1).catch(() => undefined);
      if (!page) {
        this.#remember(conversation, wanted);
        break;
      }
      this.#handlePage(conversation, wanted, page);
    }
    // Do this in the same turn as the last check of `#pending`, so that a later change starts a new run.
    this.#running.delete(conversation);
  }

  #handlePage(conversation: string, wanted: readonly number[], page: im.PullMessagesReply): void {
    const messages = page.messages as im.Message[];
    for (const message of messages) if (wanted.includes(message.seq)) this.#options.onChanged(message);
    // Long messages can make a page short. A seq that is missing before the end of the page is deleted.
    const end = lastCoveredSeq(page);
    if (end === 0) return;
    const beyond = wanted.filter((seq) => seq > end);
    this.#remember(conversation, beyond);
  }

  #remember(conversation: string, seqs: readonly number[]): void {
    if (seqs.length === 0) return;
    this.#pending.set(conversation, new Set([...(this.#pending.get(conversation) ?? []), ...seqs]));
  }

  #forget(conversation: string, seqs: readonly number[]): void {
    const left = [...(this.#pending.get(conversation) ?? [])].filter((seq) => !seqs.includes(seq));
    if (left.length > 0) this.#pending.set(conversation, new Set(left));
    else this.#pending.delete(conversation);
  }
}
