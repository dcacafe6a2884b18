// Follows the deployment: server-sent events, the history at each start, and the loads with each sample. It connects again by
// itself, and says since when nothing comes.
import type { Api, ApiFailure } from '../api.ts';
import type { HistoryReply, LoadSample, MembersReply, ShownMember } from '../replies.ts';
import { applyEvent, type ClusterEvent, type ClusterView, EMPTY_CLUSTER } from './cluster.ts';

/** A sample comes every five seconds: three are missing. */
const SILENT_AFTER_MS = 16_000;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 15_000;

export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost' /** When the last event came, in milliseconds since 1970. */; readonly since: number };

export interface LiveView extends ClusterView {
  readonly link: LinkState;
}

/** What Live needs of an EventSource. */
export interface EventStreamSource {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface LiveOptions {
  readonly api: Pick<Api, 'readHistory' | 'readMembers'>;
  openEvents(): EventStreamSource;
  readonly now?: () => number;
  /** Calls `work` once after some time, unless the returned function is called. */
  readonly after?: (ms: number, work: () => void) => () => void;
}

function afterTimeout(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

export class Live {
  readonly #options: Required<LiveOptions>;
  readonly #listeners = new Set<() => void>();
  #view: LiveView = { ...EMPTY_CLUSTER, link: { kind: 'connecting' } };
  #source: EventStreamSource | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  #retryMs = FIRST_RETRY_MS;
  #heardAt: number | undefined;
  #isBehind = true;

  constructor(options: LiveOptions) {
    this.#options = { now: Date.now, after: afterTimeout, ...options };
  }

  get view(): LiveView {
    return this.#view;
  }

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Connects, now and whenever the connection is lost, until `stop`. */
  start(): void {
    if (this.#source || this.#cancelRetry) return;
    this.#connect();
  }

  stop(): void {
    this.#disconnect();
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  /** Reads loads and states at once, as after an act. Keeps what is known where that fails. */
  async refresh(): Promise<void> {
    try {
      this.#apply({ type: 'snapshot', reply: await this.#options.api.readMembers() });
    } catch (error) {
      this.#assertCall(error);
    }
  }

  #connect(): void {
    const source = this.#options.openEvents();
    this.#source = source;
    this.#isBehind = true;
    const on = <T>(type: string, toEvent: (data: T) => ClusterEvent): void =>
      source.addEventListener(type, ({ data }) => {
        if (source === this.#source) this.#take(toEvent(JSON.parse(String(data)) as T));
      });
    on('snapshot', (reply: MembersReply) => ({ type: 'snapshot', reply }));
    on('sample', (sample: LoadSample) => ({ type: 'sample', sample }));
    for (const type of ['joined', 'restarted', 'changed', 'gone'] as const) on(type, (member: ShownMember) => ({ type, member }));
    source.addEventListener('error', () => {
      if (source === this.#source) this.#retry();
    });
    this.#watch();
  }

  #take(event: ClusterEvent): void {
    this.#heardAt = this.#options.now();
    this.#retryMs = FIRST_RETRY_MS;
    this.#watch();
    this.#set({ ...applyEvent(this.#view, event), link: { kind: 'live' } });
    // The first one of a connection: samples that this page has missed. The server repeats it, because loads have no event.
    if (event.type !== 'snapshot' || !this.#isBehind) return;
    this.#isBehind = false;
    void this.#readHistory();
  }

  async #readHistory(): Promise<void> {
    try {
      const reply: HistoryReply = await this.#options.api.readHistory();
      this.#apply({ type: 'history', reply });
    } catch (error) {
      this.#assertCall(error);
    }
  }

  /** The events say whether the server can be reached, so a call that fails says nothing new. */
  #assertCall(error: unknown): asserts error is ApiFailure {
    if ((error as Error).name !== 'ApiFailure') throw error;
  }

  #apply(event: ClusterEvent): void {
    this.#set({ ...applyEvent(this.#view, event), link: this.#view.link });
  }

  /** A connection that carries nothing for too long is lost, even if nobody has closed it. */
  #watch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = this.#options.after(SILENT_AFTER_MS, () => this.#retry());
  }

  #retry(): void {
    this.#disconnect();
    const { now, after } = this.#options;
    if (this.#view.link.kind !== 'lost') this.#set({ ...this.#view, link: { kind: 'lost', since: this.#heardAt ?? now() } });
    this.#cancelRetry?.();
    this.#cancelRetry = after(this.#retryMs, () => {
      this.#cancelRetry = undefined;
      this.#connect();
    });
    this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
  }

  #disconnect(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = undefined;
    this.#source?.close();
    this.#source = undefined;
  }

  #set(view: LiveView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
