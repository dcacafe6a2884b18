// One client of the load: sends its messages, receives those of others, and catches up after a disconnect.
import type { GateTransport } from '../../../client/sdk/connection/transport.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type CatchUp, catchUp } from './catch-up.ts';
import { type IncomingFrame, type MessageIds, sendMessageFrame } from './frames.ts';
import { IncomingFrames, requestIdOf } from './incoming-frames.ts';
import { LoadConnection } from './load-connection.ts';
import { Participant, type ParticipantClient } from './participant.ts';
import { ParticipantIndex } from './participant-index.ts';
import { SendQueue } from './send-queue.ts';

export interface LoadAccount {
  /** The user id. */
  readonly userId: string;
  readonly token: string;
}

/** What all clients of one process share. */
export interface LoadClientDependencies {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  /** The URLs of the gates. Neighbouring clients start at different ones. */
  readonly urls: readonly string[];
  readonly statusUrl?: string;
  readonly transport?: GateTransport;
  /** The accounts were used before: each client first looks up where its conversations end. */
  readonly usedBefore: boolean;
  /** An error that the client recovers from, or that ends it. */
  onIncident(reason: string): void;
  /** A client has logged in, for the first time or again. */
  onBound(client: number): void;
  /** A client has lost its connection. */
  onLost(client: number): void;
}

/** How long a reconnect took, each from the moment it began. */
export interface Reconnection extends CatchUp {
  /** Until the client was logged in. */
  readonly resumedMs: number;
  /** Until Sync had told the client what had changed. */
  readonly syncedMs: number;
  /** Until the client had pulled all messages that it had missed. */
  readonly caughtUpMs: number;
}

export class LoadClient implements ParticipantClient {
  readonly index: number;
  readonly userId: string;
  readonly participants = new ParticipantIndex();
  readonly #shared: LoadClientDependencies;
  readonly #connection: LoadConnection;
  readonly #sendQueue: SendQueue;
  /** True once the client knows where its conversations ended before the run. */
  #hasStarted = false;
  #onStarted: () => void = () => undefined;
  /** Set while `reconnect` waits for the log-in. */
  #onReconnected: (() => void) | undefined;

  constructor(index: number, account: LoadAccount, shared: LoadClientDependencies) {
    this.index = index;
    this.userId = account.userId;
    this.#shared = shared;
    this.#sendQueue = new SendQueue({ isBound: () => this.isBound, write: (message, nowMs) => this.#write(message, nowMs) });
    const incoming = new IncomingFrames({
      ledger: shared.ledger,
      ids: shared.ids,
      participants: this.participants,
      sendQueue: this.#sendQueue,
      lastReceivedMs: () => this.lastReceivedMs,
      onIncident: (reason) => this.reportIncident(reason),
    });
    this.#connection = new LoadConnection({
      token: account.token,
      urls: shared.urls,
      firstUrlIndex: index,
      ...(shared.statusUrl !== undefined && { statusUrl: shared.statusUrl }),
      ...(shared.transport && { transport: shared.transport }),
      onBound: () => {
        shared.onBound(index);
        void this.#onBound();
      },
      onLost: () => {
        shared.onLost(index);
        this.#settleReconnect();
        this.#sendQueue.requeueAll();
      },
      onEnded: () => this.#onStarted(),
      onFrame: (frame) => incoming.handle(frame),
      onDuplicateReply: () => shared.ledger.wireDuplicates++,
      onIncident: (reason) => shared.onIncident(reason),
    });
  }

  get isBound(): boolean {
    return this.#connection.isBound;
  }

  get lastReceivedMs(): number {
    return this.#connection.lastReceivedMs;
  }

  get ledger(): Ledger {
    return this.#shared.ledger;
  }

  get ids(): MessageIds {
    return this.#shared.ids;
  }

  /** Adds a conversation, in which the client is the participant with this number of the ledger. */
  joinConversation(number: number, conversationId: string, sendFields: Buffer): Participant {
    const participant = new Participant(number, conversationId, sendFields, this);
    this.participants.add(participant);
    return participant;
  }

  /** Starts to connect. Calls `onStarted` after the first log-in, or when the client can never log in. */
  start(onStarted: () => void): void {
    this.#onStarted = onStarted;
    this.#connection.connect();
  }

  /** Cuts the connection and reconnects at once. */
  dropConnection(): void {
    if (!this.isBound) return;
    this.#connection.disconnect();
    this.#connection.connect();
  }

  /** Cuts the connection and stays disconnected until `reconnect`. */
  disconnect(): void {
    this.#connection.disconnect();
  }

  /**
   * Connects, logs in and catches up by Sync. Undefined if the first attempt fails: then the client reconnects as after any other
   * loss.
   */
  async reconnect(): Promise<Reconnection | undefined> {
    const startMs = performance.now();
    const elapsedMs = (): number => performance.now() - startMs;
    const bound = new Promise<void>((resolve) => {
      this.#onReconnected = resolve;
    });
    this.#connection.connect();
    await bound;
    const resumedMs = elapsedMs();
    const changes = await this.sync();
    if (!changes) return undefined;
    const syncedMs = elapsedMs();
    await Promise.all(changes.missing.map((participant) => participant.pullMissing()));
    return { ...changes, resumedMs, syncedMs, caughtUpMs: elapsedMs() };
  }

  /** Asks what has changed. Undefined when Sync is rejected, or without a connection. */
  async sync(): Promise<CatchUp | undefined> {
    return await catchUp(this, this.participants);
  }

  /**
   * Pulls conversations from their beginning: all of them, or only those that lack an acknowledged message. False when a pull is
   * impossible now.
   */
  async pullAll({ missingOnly }: { readonly missingOnly: boolean }): Promise<boolean> {
    for (const participant of this.participants) {
      if (missingOnly && participant.contiguousSeq >= participant.lastAckedSeq) continue;
      if (!(await participant.pullAll())) return false;
    }
    return this.isBound;
  }

  /** Sends a message of the ledger, now or after the next log-in. */
  send(message: number, nowMs: number): void {
    this.#sendQueue.send(message, nowMs);
  }

  /** Resolves with the reply, or undefined when there is no connection or it ends first. */
  async request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined> {
    return this.isBound ? await this.#connection.request(frameOf) : undefined;
  }

  reportIncident(reason: string): void {
    this.#shared.onIncident(reason);
  }

  /** Must be called about twice a second. */
  tick(nowMs: number): void {
    this.#connection.tick(nowMs);
    for (const participant of this.participants) participant.tick(nowMs);
  }

  stop(): void {
    this.#connection.stop();
    this.#settleReconnect();
  }

  async #onBound(): Promise<void> {
    // `reconnect` catches up by itself.
    if (this.#onReconnected) this.#settleReconnect();
    else if (this.#hasStarted) this.participants.pullMissing();
    else if (this.#shared.usedBefore)
      for (const participant of this.participants) if (!(await participant.startAfterHistory())) return;
    this.#sendQueue.flush();
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#onStarted();
  }

  #settleReconnect(): void {
    this.#onReconnected?.();
    this.#onReconnected = undefined;
  }

  #write(message: number, nowMs: number): void {
    const participant = this.participants.withNumber(this.ledger.senderOf(message));
    if (!participant) throw new RangeError('the client is not a member of the conversation of this message');
    const frame = sendMessageFrame(requestIdOf(message), this.ids, message, participant.sendFields);
    this.#connection.write(frame, nowMs);
  }
}
