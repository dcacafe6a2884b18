// Log-ins by password, offered open-loop by connections of their own while the others chat.
import { type FrameTransport, openTransport } from '../../client/sdk/connection/transport.ts';
import { im } from '../../proto/rpc.ts';
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import { helloFrame, logInFrame, readFrame } from './client/frames.ts';

/** Longer than any gate lets a command wait. */
const DEFAULT_ANSWER_WITHIN_MS = 20_000;
const LOG_IN_REQUEST = 1;

/** Somebody who can log in by password. */
export interface PasswordAccount {
  readonly name: string;
  readonly password: string;
}

export interface LogInStormPlan {
  readonly urls: readonly string[];
  /** Each logs in once. */
  readonly accounts: readonly PasswordAccount[];
  /** Log-ins per second. */
  readonly rate: number;
  readonly seconds: number;
  /** One without an answer by then has failed (20 s). */
  readonly answerWithinMs?: number;
}

/** What became of every log-in: offered = succeeded + busy + all that failed. */
export interface LogInStormResult {
  readonly offered: number;
  readonly succeeded: number;
  /** Told BUSY. */
  readonly busy: number;
  /** Reason → how many. */
  readonly failed: Readonly<Record<string, number>>;
  /** While they were offered. */
  readonly succeededPerSecond: number;
  /** All latencies run from the moment a log-in was due; connecting is part of it. */
  readonly succeededMs: HistogramCounts;
  readonly busyMs: HistogramCounts;
  /** What those who were told BUSY were asked to wait. */
  readonly retryAfterMs: HistogramCounts;
}

type Ending = 'succeeded' | 'busy' | { readonly failed: string };

export class LogInStorm {
  readonly #plan: LogInStormPlan;
  readonly #underWay = new Set<Attempt>();
  readonly #failed = new Map<string, number>();
  readonly #succeededMs = new Histogram();
  readonly #busyMs = new Histogram();
  readonly #retryAfterMs = new Histogram();
  #offered = 0;
  #succeededInTime = 0;
  #offering = false;
  #timer: NodeJS.Timeout | undefined;
  #onQuiet: () => void = () => undefined;

  constructor(plan: LogInStormPlan) {
    this.#plan = plan;
    if (plan.accounts.length < this.#total()) throw new RangeError('one account for each log-in');
  }

  /** Offers all log-ins, each at its time whatever became of those before. Resolves when each has its end. */
  async run(): Promise<LogInStormResult> {
    const total = this.#total();
    const startMs = performance.now();
    this.#offering = true;
    await new Promise<void>((resolve) => {
      this.#timer = setInterval(() => {
        const nowMs = performance.now();
        const due = Math.min(total, Math.floor(((nowMs - startMs) * this.#plan.rate) / 1000) + 1);
        while (this.#offered < due) this.#offer(startMs + (this.#offered * 1000) / this.#plan.rate);
        if (this.#offered < total || nowMs - startMs < this.#plan.seconds * 1000) return;
        clearInterval(this.#timer);
        resolve();
      }, 1);
    });
    this.#offering = false;
    await new Promise<void>((resolve) => {
      this.#onQuiet = resolve;
      if (this.#underWay.size === 0) resolve();
    });
    return this.#result();
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const attempt of this.#underWay) attempt.end({ failed: 'stopped' });
  }

  #total(): number {
    return Math.floor(this.#plan.rate * this.#plan.seconds);
  }

  #offer(dueMs: number): void {
    const number = this.#offered++;
    const account = this.#plan.accounts[number];
    const url = this.#plan.urls[number % this.#plan.urls.length];
    if (!account || url === undefined) throw new RangeError('nobody to log in, or nowhere');
    const attempt = new Attempt(url, account, this.#plan.answerWithinMs ?? DEFAULT_ANSWER_WITHIN_MS, (ending, retryAfterMs) => {
      this.#underWay.delete(attempt);
      this.#count(ending, performance.now() - dueMs, retryAfterMs);
      if (this.#underWay.size === 0) this.#onQuiet();
    });
    this.#underWay.add(attempt);
  }

  #count(ending: Ending, tookMs: number, retryAfterMs: number): void {
    if (ending === 'succeeded') {
      this.#succeededMs.record(tookMs);
      if (this.#offering) this.#succeededInTime++;
    } else if (ending === 'busy') {
      this.#busyMs.record(tookMs);
      this.#retryAfterMs.record(retryAfterMs);
    } else this.#failed.set(ending.failed, (this.#failed.get(ending.failed) ?? 0) + 1);
  }

  #result(): LogInStormResult {
    return {
      offered: this.#offered,
      succeeded: this.#succeededMs.samples,
      busy: this.#busyMs.samples,
      failed: Object.fromEntries(this.#failed),
      succeededPerSecond: this.#succeededInTime / this.#plan.seconds,
      succeededMs: this.#succeededMs,
      busyMs: this.#busyMs,
      retryAfterMs: this.#retryAfterMs,
    };
  }
}

/** One connection that logs in once and hangs up, whatever came of it. */
class Attempt {
  readonly #transport: FrameTransport;
  readonly #timer: NodeJS.Timeout;
  readonly #ended: (ending: Ending, retryAfterMs: number) => void;
  #over = false;

  constructor(url: string, account: PasswordAccount, withinMs: number, ended: (ending: Ending, retryAfterMs: number) => void) {
    this.#ended = ended;
    this.#timer = setTimeout(() => this.end({ failed: 'no answer' }), withinMs);
    this.#transport = openTransport(url, {
      onOpen: () => undefined,
      onFrame: (bytes) => this.#take(bytes, account),
      onClosed: () => this.end({ failed: 'connection closed' }),
    });
  }

  end(ending: Ending, retryAfterMs = 0): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#transport.close();
    this.#ended(ending, retryAfterMs);
  }

  #take(bytes: Uint8Array, account: PasswordAccount): void {
    const { Kind } = im.Frame;
    const { kind, requestId, payload, failure } = readFrame(bytes);
    if (kind === Kind.HELLO) {
      this.#transport.send(helloFrame());
      this.#transport.send(logInFrame(LOG_IN_REQUEST, account.name, account.password));
    } else if (kind === Kind.CLOSE) this.end({ failed: `closed: ${im.CloseReason[im.Close.decode(payload).reason]}` });
    else if (kind !== Kind.REPLY || requestId !== LOG_IN_REQUEST) return;
    else if (!failure) this.end('succeeded');
    else if (failure.code === im.Code.BUSY) this.end('busy', failure.retryAfterMs);
    else this.end({ failed: im.Code[failure.code] ?? String(failure.code) });
  }
}
