// Log-ins by password, offered open-loop on their own connections while the other clients chat.
import { randomBytes } from 'node:crypto';
import { type FrameTransport, openTransport } from '../../client/sdk/node/transport.ts';
import { im } from '../../proto/rpc.ts';
import { Histogram, type HistogramCounts } from '../ledger/histogram.ts';
import { helloFrame, logInFrame, readFrame } from './client/frames.ts';

/** Longer than the command time-out of any gate. */
const DEFAULT_REPLY_TIMEOUT_MS = 20_000;
const LOG_IN_REQUEST = 1;

/** An account that can log in by password. */
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
  /** A log-in without a reply after this time has failed (20 s). */
  readonly answerWithinMs?: number;
}

/** The outcomes of all log-ins: offered = succeeded + busy + the sum of failed. */
export interface LogInStormResult {
  readonly offered: number;
  readonly succeeded: number;
  /** Rejected with BUSY. */
  readonly busy: number;
  /** Reason → count. */
  readonly failed: Readonly<Record<string, number>>;
  /** While log-ins were offered. */
  readonly succeededPerSecond: number;
  /** All latencies run from the moment a log-in was due. They include connecting. */
  readonly succeededMs: HistogramCounts;
  readonly busyMs: HistogramCounts;
  /** The waiting time in the BUSY replies. */
  readonly retryAfterMs: HistogramCounts;
}

type LogInOutcome = 'succeeded' | 'busy' | { readonly failed: string };

export class LogInStorm {
  readonly #plan: LogInStormPlan;
  readonly #inFlight = new Set<Attempt>();
  readonly #failed = new Map<string, number>();
  readonly #succeededMs = new Histogram();
  readonly #busyMs = new Histogram();
  readonly #retryAfterMs = new Histogram();
  #offered = 0;
  #succeededInTime = 0;
  #offering = false;
  #timer: NodeJS.Timeout | undefined;
  #onIdle: () => void = () => undefined;

  constructor(plan: LogInStormPlan) {
    this.#plan = plan;
    if (plan.accounts.length < this.#total()) throw new RangeError('a storm needs one account for each log-in');
  }

  /** Offers each log-in at its due time, even if earlier ones have no reply yet. Resolves when each has an outcome. */
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
      this.#onIdle = resolve;
      if (this.#inFlight.size === 0) resolve();
    });
    return this.#result();
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const attempt of this.#inFlight) attempt.end({ failed: 'stopped' });
  }

  #total(): number {
    return Math.floor(this.#plan.rate * this.#plan.seconds);
  }

  #offer(dueMs: number): void {
    const number = this.#offered++;
    const account = this.#plan.accounts[number];
    const url = this.#plan.urls[number % this.#plan.urls.length];
    if (!account || url === undefined) throw new RangeError('no account or no URL for this log-in');
    const attempt = new Attempt(url, account, this.#plan.answerWithinMs ?? DEFAULT_REPLY_TIMEOUT_MS, (outcome, retryAfterMs) => {
      this.#inFlight.delete(attempt);
      this.#count(outcome, performance.now() - dueMs, retryAfterMs);
      if (this.#inFlight.size === 0) this.#onIdle();
    });
    this.#inFlight.add(attempt);
  }

  #count(outcome: LogInOutcome, tookMs: number, retryAfterMs: number): void {
    if (outcome === 'succeeded') {
      this.#succeededMs.record(tookMs);
      if (this.#offering) this.#succeededInTime++;
    } else if (outcome === 'busy') {
      this.#busyMs.record(tookMs);
      this.#retryAfterMs.record(retryAfterMs);
    } else this.#failed.set(outcome.failed, (this.#failed.get(outcome.failed) ?? 0) + 1);
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

/** One connection that logs in once and then closes, whatever the outcome. */
class Attempt {
  readonly #transport: FrameTransport;
  readonly #timer: NodeJS.Timeout;
  readonly #onEnd: (outcome: LogInOutcome, retryAfterMs: number) => void;
  #hasEnded = false;

  constructor(
    url: string,
    account: PasswordAccount,
    timeoutMs: number,
    onEnd: (outcome: LogInOutcome, retryAfterMs: number) => void,
  ) {
    this.#onEnd = onEnd;
    this.#timer = setTimeout(() => this.end({ failed: 'no answer' }), timeoutMs);
    this.#transport = openTransport(url, {
      onOpen: () => undefined,
      onFrame: (bytes) => this.#handle(bytes, account),
      onClosed: () => this.end({ failed: 'connection closed' }),
    });
  }

  end(outcome: LogInOutcome, retryAfterMs = 0): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#transport.close();
    this.#onEnd(outcome, retryAfterMs);
  }

  #handle(bytes: Uint8Array, account: PasswordAccount): void {
    const { Kind } = im.Frame;
    const { kind, requestId, payload, failure } = readFrame(bytes);
    if (kind === Kind.HELLO) {
      this.#transport.send(helloFrame(randomBytes(16), 1));
      this.#transport.send(logInFrame(LOG_IN_REQUEST, account.name, account.password));
    } else if (kind === Kind.CLOSE) this.end({ failed: `closed: ${im.CloseReason[im.Close.decode(payload).reason]}` });
    else if (kind !== Kind.REPLY || requestId !== LOG_IN_REQUEST) return;
    else if (!failure) this.end('succeeded');
    else if (failure.code === im.Code.BUSY) this.end('busy', failure.retryAfterMs);
    else this.end({ failed: im.Code[failure.code] ?? String(failure.code) });
  }
}
