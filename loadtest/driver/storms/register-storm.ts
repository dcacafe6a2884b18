// Newcomers, offered open-loop while the others chat: each registers, logs in by password on another connection, and writes to
// the one before, or hears from the one after.
import { randomBytes } from 'node:crypto';
import { im } from '../../../proto/rpc.ts';
import { ConnectionLost, RequestClient } from '../../accounts/request-client.ts';
import { Histogram, type HistogramCounts } from '../../ledger/histogram.ts';
import type { IncomingFrame } from '../client/frames.ts';
import { runOpenLoop } from '../open-loop.ts';

const PASSWORD = 'correct horse battery staple';
const DEFAULT_DELIVERY_MS = 20_000;

export interface RegisterStormPlan {
  readonly urls: readonly string[];
  /** Newcomers per second. */
  readonly rate: number;
  readonly seconds: number;
  /** A message that does not arrive in this time is missing (20 s). */
  readonly deliverWithinMs?: number;
}

/** offered = chatted + busy + the sum of failed. */
export interface RegisterStormResult {
  readonly offered: number;
  /** Registered, logged in, and sent or received a message. */
  readonly chatted: number;
  /** Rejected with BUSY, by Register or LogIn. */
  readonly busy: number;
  /** "register: CODE", "log-in: CODE", "chat: …" → count. */
  readonly failed: Readonly<Record<string, number>>;
  /** Newcomers that had registered, per second while they were offered. */
  readonly registeredPerSecond: number;
  /** All from the moment a newcomer was due, connecting included. */
  readonly registeredMs: HistogramCounts;
  readonly loggedInMs: HistogramCounts;
  readonly chattedMs: HistogramCounts;
}

/** A newcomer who is logged in. */
interface Newcomer {
  readonly userId: string;
  readonly client: RequestClient;
  /** Ends the wait for a partner: with a message, or alone. */
  receive(): void;
  leaveAlone(): void;
}

class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

export class RegisterStorm {
  readonly #plan: RegisterStormPlan;
  readonly #run = randomBytes(4).toString('hex');
  readonly #failed = new Map<string, number>();
  readonly #registeredMs = new Histogram();
  readonly #loggedInMs = new Histogram();
  readonly #chattedMs = new Histogram();
  readonly #clients = new Set<RequestClient>();
  /** Who is logged in and has no partner yet. */
  #single: Newcomer | undefined;
  #offering = true;
  #stopped = false;
  #offered = 0;
  #inFlight = 0;
  #busy = 0;
  #registeredInTime = 0;
  #onIdle: () => void = () => undefined;

  constructor(plan: RegisterStormPlan) {
    this.#plan = plan;
  }

  /** Resolves when each newcomer has an outcome. */
  async run(): Promise<RegisterStormResult> {
    const { rate, seconds } = this.#plan;
    const loop = { total: Math.floor(rate * seconds), seconds, dueSeconds: (n: number) => n / rate };
    await runOpenLoop(loop, (number, dueMs) => {
      if (!this.#stopped) void this.#admit(number, dueMs);
    });
    this.#offering = false;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      this.#endIfIdle();
    });
    return {
      offered: this.#offered,
      chatted: this.#chattedMs.samples,
      busy: this.#busy,
      failed: Object.fromEntries(this.#failed),
      registeredPerSecond: this.#registeredInTime / seconds,
      registeredMs: this.#registeredMs,
      loggedInMs: this.#loggedInMs,
      chattedMs: this.#chattedMs,
    };
  }

  stop(): void {
    this.#stopped = true;
    for (const client of this.#clients) client.close();
    this.#single?.leaveAlone();
  }

  async #admit(number: number, dueMs: number): Promise<void> {
    this.#offered++;
    this.#inFlight++;
    const url = this.#plan.urls[number % this.#plan.urls.length] ?? '';
    const account = { name: `new-${this.#run}-${number}`, password: PASSWORD, deviceName: 'loadtest' };
    try {
      await this.#within(url, (client) => this.#ask(client, 'register', 'Auth.Register', account));
      this.#registeredMs.record(performance.now() - dueMs);
      if (this.#offering) this.#registeredInTime++;
      await this.#within(url, async (client, onPush) => {
        const { payload } = await this.#ask(client, 'log-in', 'Auth.LogIn', account);
        this.#loggedInMs.record(performance.now() - dueMs);
        await this.#chat(im.LoggedIn.decode(payload).userId, client, onPush);
      });
      this.#chattedMs.record(performance.now() - dueMs);
    } catch (error) {
      this.#count(error);
    }
    this.#inFlight--;
    this.#endIfIdle();
  }

  async #within(
    url: string,
    act: (client: RequestClient, onPush: (call: () => void) => void) => Promise<unknown>,
  ): Promise<void> {
    let push: () => void = () => undefined;
    const client = await RequestClient.connect(url, () => push());
    this.#clients.add(client);
    try {
      await act(client, (call) => {
        push = call;
      });
    } finally {
      this.#clients.delete(client);
      client.close();
    }
  }

  /** Writes to the newcomer who waits for a partner, or waits for one. */
  async #chat(userId: string, client: RequestClient, onPush: (call: () => void) => void): Promise<void> {
    const partner = this.#single;
    this.#single = undefined;
    if (partner) return await this.#send(client, partner.userId);
    const isAlone = await new Promise<boolean>((resolve, reject) => {
      const timer = setTimeout(() => reject(new StepFailed('chat: no message arrived')), this.#deliveryMs());
      const end = (alone: boolean): void => {
        clearTimeout(timer);
        resolve(alone);
      };
      const newcomer: Newcomer = { userId, client, receive: () => end(false), leaveAlone: () => end(true) };
      this.#single = newcomer;
      onPush(newcomer.receive);
      this.#endIfIdle();
    });
    if (isAlone && !this.#stopped) await this.#send(client, userId);
  }

  async #send(client: RequestClient, toUserId: string): Promise<void> {
    const message = { clientMessageId: randomBytes(16), toUserId, text: 'hello' };
    await this.#ask(client, 'chat', 'Logic.SendMessage', message);
  }

  async #ask(client: RequestClient, step: string, rpc: string, request: object): Promise<IncomingFrame> {
    const reply = await client.request(rpc, { clientRequestId: randomBytes(16), ...request });
    if (reply.failure) throw new StepFailed(`${step}: ${im.Code[reply.failure.code]}`);
    return reply;
  }

  #deliveryMs(): number {
    // The last one may wait for a partner until the offers end.
    return (this.#plan.deliverWithinMs ?? DEFAULT_DELIVERY_MS) + this.#plan.seconds * 1000;
  }

  #count(error: unknown): void {
    if (!(error instanceof StepFailed) && !(error instanceof ConnectionLost)) throw error;
    if (error.message.endsWith(': BUSY')) this.#busy++;
    else this.#failed.set(error.message, (this.#failed.get(error.message) ?? 0) + 1);
  }

  /** The last of an odd number has no partner. */
  #endIfIdle(): void {
    if (this.#offering) return;
    if (this.#inFlight === 0) this.#onIdle();
    if (this.#inFlight !== 1 || !this.#single) return;
    const last = this.#single;
    this.#single = undefined;
    last.leaveAlone();
  }
}
