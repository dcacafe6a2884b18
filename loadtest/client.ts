// One client of the load: a connection that logs in by token, sends, takes what comes, and comes back when it is cut off.
import { connect, type Transport } from '../client/transport.ts';
import { im } from '../proto/contract.ts';
import { conversationOf } from '../proto/ids.ts';
import {
  addressedText,
  helloFrame,
  type IncomingFrame,
  type MessageIds,
  pingFrame,
  pullFrame,
  readFrame,
  readPullReply,
  readSendReply,
  readStoredMessage,
  resumeFrame,
  sendFrame,
} from './frames.ts';
import { type Arrival, FOREIGN, type Ledger } from './ledger.ts';

/** Message `n` travels as request `n + 1`; the requests for everything else count from here. */
const FIRST_OTHER_REQUEST = 2 ** 31;
/** A gap that closes by itself within this time is two senders' pushes crossing; a longer one is pulled. */
const GAP_PATIENCE_MS = 1_000;
const PULL_LIMIT = 200;
const RECONNECT_MIN_MS = 100;
const RECONNECT_MAX_MS = 3_000;
/** How long one try to connect and log in may take. */
const LOG_IN_TIMEOUT_MS = 15_000;

export interface Account {
  readonly user: string;
  readonly token: string;
}

/** What all clients of one process share. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  /** Where the gates listen; a client keeps to one and takes the next when it fails. */
  readonly urls: readonly string[];
  readonly text: string;
  /** What happened that should not: reason → how often. */
  readonly incidents: Map<string, number>;
  /** The accounts were used before: each client first asks where its conversation ends. */
  readonly usedBefore: boolean;
}

type Phase = 'off' | 'connecting' | 'logging-in' | 'bound' | 'ended';

export class LoadClient {
  readonly #index: number;
  readonly #account: Account;
  readonly #around: Surroundings;
  readonly #conversation: string;
  readonly #addressed: Buffer;
  /** Messages without an answer, in send order; true = on the wire of this connection. */
  readonly #unanswered = new Map<number, boolean>();
  readonly #replies = new Map<number, (frame: IncomingFrame | undefined) => void>();
  #phase: Phase = 'off';
  #connection: Transport | undefined;
  /** Rises with each connection, so that a late callback of an old one is known. */
  #attempt = 0;
  #failures = 0;
  #nextRequest = FIRST_OTHER_REQUEST;
  #heldUntilMs = 0;
  #backlog = false;
  #pulling = false;
  #pullAgain = false;
  #started = false;
  #gapSinceMs = 0;
  #lastSentMs = 0;
  #lastHeardMs = 0;
  #phaseSinceMs = 0;
  #heartbeatMs = 10_000;
  #idleTimeoutMs = 60_000;
  #timer: NodeJS.Timeout | undefined;
  #onBound: (() => void) | undefined;

  constructor(index: number, account: Account, peer: string, around: Surroundings) {
    this.#index = index;
    this.#account = account;
    this.#around = around;
    this.#conversation = conversationOf(account.user, peer);
    this.#addressed = addressedText(peer, around.text);
  }

  get isBound(): boolean {
    return this.#phase === 'bound';
  }

  /** Starts to connect. `onBound` is called once, when it is logged in for the first time. */
  start(onBound: () => void): void {
    this.#onBound = onBound;
    this.#connect();
  }

  /** Sends a message of the ledger, now or when the connection is back. */
  send(message: number, nowMs: number): void {
    if (this.#phase === 'bound' && !this.#backlog) {
      this.#unanswered.set(message, true);
      this.#write(sendFrame(message + 1, this.#around.ids, message, this.#addressed), nowMs);
    } else {
      this.#unanswered.set(message, false);
      this.#backlog = true;
    }
  }

  /** To be called about twice a second: heartbeat, silence, gaps. */
  tick(nowMs: number): void {
    if (this.#phase === 'connecting' || this.#phase === 'logging-in') {
      if (nowMs - this.#phaseSinceMs > LOG_IN_TIMEOUT_MS) this.#drop('log-in took too long');
      return;
    }
    if (this.#phase !== 'bound') return;
    if (nowMs - this.#lastHeardMs > this.#idleTimeoutMs) {
      this.#drop('gate silent');
      return;
    }
    if (nowMs - Math.max(this.#lastSentMs, this.#lastHeardMs) > this.#heartbeatMs / 2) this.#write(pingFrame(), nowMs);
    if (!this.#around.ledger.hasGap(this.#index)) this.#gapSinceMs = 0;
    else if (this.#gapSinceMs === 0) this.#gapSinceMs = nowMs;
    else if (nowMs - this.#gapSinceMs > GAP_PATIENCE_MS) {
      this.#gapSinceMs = 0;
      this.#sync();
    }
  }

  /** Pulls the whole conversation. False when that was impossible now. */
  async pullAll(): Promise<boolean> {
    if (!this.isBound) return false;
    return await this.#pullFrom(this.#around.ledger.baseSeq(this.#index), 'final-pull');
  }

  stop(): void {
    this.#phase = 'ended';
    clearTimeout(this.#timer);
    this.#hangUp();
  }

  // ---------------------------------------------------------------- connection

  #connect(): void {
    const attempt = ++this.#attempt;
    this.#enter('connecting');
    const { urls } = this.#around;
    const url = urls[(this.#index + this.#failures) % urls.length];
    if (url === undefined) throw new Error('no gate to connect to');
    const current = (): boolean => attempt === this.#attempt;
    this.#connection = connect(url, {
      open: () => undefined,
      frame: (bytes) => {
        if (current()) this.#receive(bytes);
      },
      closed: () => {
        if (current()) this.#drop('connection closed');
      },
    });
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#phaseSinceMs = performance.now();
  }

  /** The connection is lost, or given up: all that waited on it is open again, and it is tried anew. */
  #drop(reason: string, afterMs = 0): void {
    if (this.#phase === 'ended' || this.#phase === 'off') return;
    this.#count(reason);
    this.#hangUp();
    this.#enter('off');
    this.#failures++;
    this.#heldUntilMs = 0;
    for (const message of this.#unanswered.keys()) this.#unanswered.set(message, false);
    this.#backlog = this.#unanswered.size > 0;
    const backOffMs = Math.min(RECONNECT_MAX_MS, RECONNECT_MIN_MS * 2 ** Math.min(this.#failures - 1, 6));
    // Jitter, or all clients of a gate that went away come back in one moment.
    this.#timer = setTimeout(() => this.#connect(), Math.max(afterMs, backOffMs) * (0.5 + Math.random()));
  }

  #hangUp(): void {
    this.#attempt++;
    this.#connection?.close();
    this.#connection = undefined;
    const waiting = [...this.#replies.values()];
    this.#replies.clear();
    for (const settle of waiting) settle(undefined);
  }

  #write(frame: Uint8Array, nowMs: number): void {
    this.#lastSentMs = nowMs;
    this.#connection?.send(frame);
  }

  /** Resolves with the reply, or undefined when the connection ends first. */
  #request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined> {
    const requestId = this.#nextRequest++;
    return new Promise((resolve) => {
      this.#replies.set(requestId, resolve);
      this.#write(frameOf(requestId), performance.now());
    });
  }

  // ---------------------------------------------------------------- what comes in

  #receive(bytes: Uint8Array): void {
    this.#lastHeardMs = performance.now();
    try {
      this.#take(readFrame(bytes));
    } catch (error) {
      this.#drop(`unreadable frame: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #take(frame: IncomingFrame): void {
    const { Kind } = im.Frame;
    if (frame.kind === Kind.EVENT) this.#takeEvent(frame);
    else if (frame.kind === Kind.REPLY) this.#takeReply(frame);
    else if (frame.kind === Kind.HELLO) this.#takeHello(im.Hello.decode(frame.payload));
    else if (frame.kind === Kind.RESYNC) this.#sync();
    else if (frame.kind === Kind.CLOSE) this.#takeClose(im.Close.decode(frame.payload));
  }

  #takeHello(hello: im.Hello): void {
    this.#heartbeatMs = hello.heartbeatIntervalMs || this.#heartbeatMs;
    this.#idleTimeoutMs = hello.idleTimeoutMs || this.#idleTimeoutMs;
    this.#write(helloFrame(), performance.now());
    this.#enter('logging-in');
    this.#logIn();
  }

  #logIn(): void {
    const attempt = this.#attempt;
    void this.#request((requestId) => resumeFrame(requestId, this.#account.token)).then((reply) => {
      if (!reply || attempt !== this.#attempt) return;
      if (!reply.failure) this.#takeBound(attempt);
      else if (reply.failure.retry === im.Retry.RESEND) {
        this.#count(`log-in: ${im.Code[reply.failure.code]}`);
        this.#timer = setTimeout(() => attempt === this.#attempt && this.#logIn(), Math.max(50, reply.failure.retryAfterMs));
      } else this.#end(`log-in refused: ${im.Code[reply.failure.code]}`);
    });
  }

  #takeBound(attempt: number): void {
    this.#enter('bound');
    this.#lastHeardMs = performance.now();
    const ready = (): void => {
      if (attempt !== this.#attempt) return;
      this.#failures = 0;
      this.#onBound?.();
      this.#onBound = undefined;
      this.#started = true;
      this.#flush();
    };
    if (this.#started) {
      this.#sync();
      ready();
    } else if (this.#around.usedBefore) void this.#startAfterHistory().then(ready);
    else ready();
  }

  /** What stands in the conversation before the run is none of this run's. */
  async #startAfterHistory(): Promise<void> {
    const reply = await this.#request((requestId) => pullFrame(requestId, this.#conversation, 0, 1));
    if (!reply || reply.failure) return;
    const { lastSeq } = readPullReply(reply.payload, this.#around.ids, () => undefined);
    this.#around.ledger.startAfter(this.#index, lastSeq);
  }

  #takeClose(close: im.Close): void {
    const reason = `closed: ${im.CloseReason[close.reason]}`;
    if (close.reconnect) this.#drop(reason, close.reconnectAfterMs);
    else this.#end(reason);
  }

  /** Coming back would end the same way. */
  #end(reason: string): void {
    this.#count(`${reason}, for good`);
    this.#enter('ended');
    this.#hangUp();
  }

  #takeEvent(frame: IncomingFrame): void {
    const { ledger, ids } = this.#around;
    const placed = readStoredMessage(frame.payload, ids);
    if (!placed) return;
    if (placed.conversation === this.#conversation)
      ledger.arrive(this.#index, placed.seq, placed.message, this.#lastHeardMs, 'push');
    else if (placed.message !== FOREIGN) ledger.misdeliver();
  }

  #takeReply(frame: IncomingFrame): void {
    if (frame.requestId < FIRST_OTHER_REQUEST) {
      this.#takeAnswer(frame.requestId - 1, frame);
      return;
    }
    const settle = this.#replies.get(frame.requestId);
    this.#replies.delete(frame.requestId);
    if (settle) settle(frame);
    else this.#around.ledger.wireDuplicates++;
  }

  #takeAnswer(message: number, frame: IncomingFrame): void {
    const { ledger, ids } = this.#around;
    if (frame.failure) {
      this.#takeFailure(message, frame.failure);
      return;
    }
    const placed = readSendReply(frame.payload, ids);
    if (placed.message !== message || placed.conversation !== this.#conversation) {
      this.#count('acknowledgement of another message');
      return;
    }
    this.#unanswered.delete(message);
    ledger.acknowledge(message, placed.seq, this.#lastHeardMs);
  }

  #takeFailure(message: number, failure: im.Failure): void {
    this.#count(`send: ${im.Code[failure.code]}`);
    if (!this.#unanswered.has(message)) this.#around.ledger.wireDuplicates++;
    else if (failure.retry === im.Retry.RESEND) this.#hold(message, failure.retryAfterMs);
    else {
      this.#unanswered.delete(message);
      this.#around.ledger.refuse(message);
    }
  }

  /** Nothing overtakes a message that must be sent again: what follows waits as well. */
  #hold(message: number, afterMs: number): void {
    this.#unanswered.set(message, false);
    this.#backlog = true;
    const attempt = this.#attempt;
    const waitMs = Math.max(50, afterMs);
    this.#heldUntilMs = performance.now() + waitMs - 1;
    this.#timer = setTimeout(() => attempt === this.#attempt && this.#flush(), waitMs);
  }

  /** Sends what is not on the wire, in order. */
  #flush(): void {
    const nowMs = performance.now();
    if (this.#phase !== 'bound' || nowMs < this.#heldUntilMs) return;
    this.#backlog = false;
    for (const [message, onWire] of this.#unanswered) {
      if (onWire) continue;
      this.#unanswered.set(message, true);
      this.#write(sendFrame(message + 1, this.#around.ids, message, this.#addressed), nowMs);
    }
  }

  // ---------------------------------------------------------------- pulling

  #sync(): void {
    if (!this.isBound) return;
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    this.#pullAgain = false;
    void this.#pullFrom(this.#around.ledger.contiguousSeq(this.#index), 'sync').then(() => {
      this.#pulling = false;
      if (this.#pullAgain) this.#sync();
    });
  }

  /** Pulls everything above `afterSeq`, page by page. */
  async #pullFrom(afterSeq: number, by: Arrival): Promise<boolean> {
    const { ledger, ids } = this.#around;
    let last = afterSeq;
    for (;;) {
      const reply = await this.#request((requestId) => pullFrame(requestId, this.#conversation, last, PULL_LIMIT));
      if (!reply) return false;
      if (reply.failure) {
        // Nobody wrote into this conversation: there is nothing to pull.
        if (reply.failure.code === im.Code.NO_SUCH_CONVERSATION) return true;
        this.#count(`pull: ${im.Code[reply.failure.code]}`);
        return false;
      }
      const { lastSeq, messages } = readPullReply(reply.payload, ids, (placed) => {
        if (placed.seq > last + 1) ledger.noteHole(this.#index, last, placed.seq);
        last = Math.max(last, placed.seq);
        ledger.arrive(this.#index, placed.seq, placed.message, this.#lastHeardMs, by);
      });
      if (messages > 0 && last < lastSeq) continue;
      if (by === 'final-pull' && last < lastSeq) ledger.noteHole(this.#index, last, lastSeq + 1);
      return true;
    }
  }

  #count(incident: string): void {
    this.#around.incidents.set(incident, (this.#around.incidents.get(incident) ?? 0) + 1);
  }
}
