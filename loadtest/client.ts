// One client of the load: sends its messages, takes what comes, pulls what is missing.
import { im } from '../proto/contract.ts';
import { conversationOf } from '../proto/ids.ts';
import {
  addressedText,
  type IncomingFrame,
  type MessageIds,
  pullFrame,
  readPullReply,
  readSendReply,
  readStoredMessage,
  sendFrame,
} from './frames.ts';
import { type Arrival, FOREIGN, type Ledger } from './ledger.ts';
import { Link } from './link.ts';

/** A gap that closes by itself within this time is two senders' pushes crossing; a longer one is pulled. */
const GAP_PATIENCE_MS = 1_000;
const PULL_LIMIT = 200;
const RESEND_MIN_MS = 50;
const RESEND_MAX_MS = 10_000;

export interface Account {
  readonly user: string;
  readonly token: string;
}

/** What all clients of one process share. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  /** Where the gates listen; neighbours start at different ones. */
  readonly urls: readonly string[];
  readonly text: string;
  /** The accounts were used before: each client first asks where its conversation ends. */
  readonly usedBefore: boolean;
  incident(what: string): void;
  /** A client was logged in, for the first time or again, or its connection is gone. */
  bound(client: number): void;
  lost(client: number): void;
}

export class LoadClient {
  readonly #index: number;
  readonly #around: Surroundings;
  readonly #conversation: string;
  readonly #addressed: Buffer;
  readonly #link: Link;
  /** Messages without an answer, in send order; true = on the wire of this connection. */
  readonly #unanswered = new Map<number, boolean>();
  /** Some of them are not on the wire: what comes now waits behind them. */
  #backlog = false;
  /** Nothing is sent before, on performance.now()'s clock. */
  #heldUntilMs = 0;
  /** How often in a row it was told to send again: then it tries one message, and the rest only when that one is answered. */
  #setbacks = 0;
  /** Where its conversation ended before the run is known. */
  #started = false;
  #pulling = false;
  #pullAgain = false;
  #gapSinceMs = 0;
  #onStarted: () => void = () => undefined;

  constructor(index: number, account: Account, peer: string, around: Surroundings) {
    this.#index = index;
    this.#around = around;
    this.#conversation = conversationOf(account.user, peer);
    this.#addressed = addressedText(peer, around.text);
    this.#link = new Link({
      token: account.token,
      urls: around.urls,
      first: index,
      bound: () => {
        around.bound(index);
        void this.#bound();
      },
      lost: () => {
        around.lost(index);
        this.#lost();
      },
      frame: (frame) => this.#take(frame),
      answeredTwice: () => around.ledger.wireDuplicates++,
      incident: (what) => around.incident(what),
    });
  }

  get isBound(): boolean {
    return this.#link.isBound;
  }

  /** Starts to connect. `onStarted` is called once, when it is logged in for the first time. */
  start(onStarted: () => void): void {
    this.#onStarted = onStarted;
    this.#link.connect();
  }

  /** Cuts its connection and has it come back at once. */
  cut(): void {
    this.#link.cut();
  }

  /** Sends a message of the ledger, now or when the connection is back. */
  send(message: number, nowMs: number): void {
    const now = this.isBound && !this.#backlog;
    this.#unanswered.set(message, now);
    if (now) this.#write(message, nowMs);
    else this.#backlog = true;
  }

  /** To be called about twice a second. */
  tick(nowMs: number): void {
    this.#link.tick(nowMs);
    if (!this.isBound || !this.#around.ledger.hasGap(this.#index)) this.#gapSinceMs = 0;
    else if (this.#gapSinceMs === 0) this.#gapSinceMs = nowMs;
    else if (nowMs - this.#gapSinceMs > GAP_PATIENCE_MS) {
      this.#gapSinceMs = 0;
      void this.#sync();
    }
  }

  /** Pulls the whole conversation. False when that was impossible now. */
  async pullAll(): Promise<boolean> {
    return this.isBound && (await this.#pullFrom(this.#around.ledger.baseSeq(this.#index), 'final-pull'));
  }

  stop(): void {
    this.#link.stop();
  }

  async #bound(): Promise<void> {
    if (this.#started) void this.#sync();
    else if (this.#around.usedBefore && !(await this.#startAfterHistory())) return;
    this.#flush();
    if (this.#started) return;
    this.#started = true;
    this.#onStarted();
  }

  /** What stands in the conversation before the run is none of this run's. False when the connection was lost. */
  async #startAfterHistory(): Promise<boolean> {
    const reply = await this.#link.request((requestId) => pullFrame(requestId, this.#conversation, 0, 1));
    if (!reply) return false;
    if (reply.failure) return true;
    const { lastSeq } = readPullReply(reply.payload, this.#around.ids, () => undefined);
    this.#around.ledger.startAfter(this.#index, lastSeq);
    return true;
  }

  #lost(): void {
    this.#heldUntilMs = 0;
    this.#setbacks = 0;
    for (const message of this.#unanswered.keys()) this.#unanswered.set(message, false);
    this.#backlog = this.#unanswered.size > 0;
  }

  // ---------------------------------------------------------------- sending

  /** Message `n` travels as request `n + 1`. */
  #write(message: number, nowMs: number): void {
    this.#link.write(sendFrame(message + 1, this.#around.ids, message, this.#addressed), nowMs);
  }

  /** Sends what is not on the wire, in order. */
  #flush(): void {
    const nowMs = performance.now();
    if (!this.isBound || nowMs < this.#heldUntilMs) return;
    this.#backlog = false;
    for (const [message, onWire] of this.#unanswered) {
      if (!onWire) {
        this.#unanswered.set(message, true);
        this.#write(message, nowMs);
      }
      if (this.#setbacks === 0) continue;
      this.#backlog = true;
      return;
    }
  }

  /**
   * Nothing overtakes a message that must be sent again: what follows waits as well. Waiting longer each time, with jitter, and trying one message
   * first keeps thousands of clients from burying a gate that is behind under resends whose answers come too late again.
   */
  #hold(message: number, afterMs: number): void {
    // What was on the wire together fails together: that is one setback.
    if (performance.now() >= this.#heldUntilMs) this.#setbacks++;
    const waitMs =
      Math.min(RESEND_MAX_MS, Math.max(RESEND_MIN_MS, afterMs) * 2 ** (this.#setbacks - 1)) * (1 + Math.random() / 2);
    this.#unanswered.set(message, false);
    this.#backlog = true;
    // A timer may fire a moment early.
    this.#heldUntilMs = performance.now() + waitMs - 2;
    setTimeout(() => this.#flush(), waitMs);
  }

  /** An answer came: whatever was wrong is over. */
  #recovered(): void {
    if (this.#setbacks === 0 || performance.now() < this.#heldUntilMs) return;
    this.#setbacks = 0;
    this.#flush();
  }

  // ---------------------------------------------------------------- what comes in

  #take(frame: IncomingFrame): void {
    try {
      if (frame.kind === im.Frame.Kind.EVENT) this.#takeEvent(frame);
      else if (frame.kind === im.Frame.Kind.RESYNC) void this.#sync();
      else if (frame.failure) this.#takeFailure(frame.requestId - 1, frame.failure);
      else this.#takeAcknowledgement(frame.requestId - 1, frame);
    } catch (error) {
      this.#around.incident(`unreadable payload: ${(error as Error).message}`);
    }
  }

  #takeEvent(frame: IncomingFrame): void {
    const { ledger, ids } = this.#around;
    const placed = readStoredMessage(frame.payload, ids);
    if (!placed) return;
    if (placed.conversation === this.#conversation)
      ledger.arrive(this.#index, placed.seq, placed.message, this.#link.heardMs, 'push');
    else if (placed.message !== FOREIGN) ledger.misdeliver();
  }

  #takeAcknowledgement(message: number, frame: IncomingFrame): void {
    const { ledger, ids } = this.#around;
    const placed = readSendReply(frame.payload, ids);
    if (placed.message !== message || placed.conversation !== this.#conversation) {
      this.#around.incident('acknowledgement of another message');
      return;
    }
    this.#unanswered.delete(message);
    ledger.acknowledge(message, placed.seq, this.#link.heardMs);
    this.#recovered();
  }

  #takeFailure(message: number, failure: im.Failure): void {
    this.#around.incident(`send: ${im.Code[failure.code]}`);
    if (!this.#unanswered.has(message)) this.#around.ledger.wireDuplicates++;
    else if (failure.retry === im.Retry.RESEND) this.#hold(message, failure.retryAfterMs);
    else {
      this.#unanswered.delete(message);
      this.#around.ledger.refuse(message);
      this.#recovered();
    }
  }

  // ---------------------------------------------------------------- pulling

  async #sync(): Promise<void> {
    this.#pullAgain = true;
    if (this.#pulling) return;
    this.#pulling = true;
    while (this.#pullAgain && this.isBound) {
      this.#pullAgain = false;
      await this.#pullFrom(this.#around.ledger.contiguousSeq(this.#index), 'sync');
    }
    this.#pulling = false;
  }

  /** Pulls everything above `afterSeq`, page by page. False when that could not be finished. */
  async #pullFrom(afterSeq: number, by: Arrival): Promise<boolean> {
    const { ledger } = this.#around;
    let last = afterSeq;
    for (;;) {
      const reply = await this.#link.request((requestId) => pullFrame(requestId, this.#conversation, last, PULL_LIMIT));
      // Nobody wrote into this conversation: there is nothing to pull.
      if (reply?.failure?.code === im.Code.NO_SUCH_CONVERSATION) return true;
      if (reply?.failure) this.#around.incident(`pull: ${im.Code[reply.failure.code]}`);
      if (!reply || reply.failure) return false;
      const page = this.#takePage(reply, last, by);
      last = page.last;
      if (page.messages > 0 && last < page.lastSeq) continue;
      if (by === 'final-pull' && last < page.lastSeq) ledger.noteHole(this.#index, last, page.lastSeq + 1);
      return true;
    }
  }

  #takePage(reply: IncomingFrame, afterSeq: number, by: Arrival): { last: number; lastSeq: number; messages: number } {
    const { ledger, ids } = this.#around;
    let last = afterSeq;
    const { lastSeq, messages } = readPullReply(reply.payload, ids, ({ seq, message }) => {
      if (seq > last + 1) ledger.noteHole(this.#index, last, seq);
      last = Math.max(last, seq);
      ledger.arrive(this.#index, seq, message, this.#link.heardMs, by);
    });
    return { last, lastSeq, messages };
  }
}
