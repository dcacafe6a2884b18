// One client of the load: sends its messages, takes what comes, catches up when it was away.
import { im } from '../../../proto/rpc.ts';
import { FOREIGN, type Ledger } from '../../ledger/ledger.ts';
import { type CatchUp, catchUp } from './catch-up.ts';
import { type IncomingFrame, type MessageIds, readSendReply, readStoredMessage, sendMessageFrame } from './frames.ts';
import { LoadConnection } from './load-connection.ts';
import { Participant, type ParticipantClient } from './participant.ts';
import { SendQueue } from './send-queue.ts';

export interface LoadAccount {
  readonly user: string;
  readonly token: string;
}

/** What all clients of one process share. */
export interface LoadClientDependencies {
  readonly ledger: Ledger;
  readonly ids: MessageIds;
  /** Where the gates listen; neighbours start at different ones. */
  readonly urls: readonly string[];
  /** The accounts were used before: each client first asks where its conversations end. */
  readonly usedBefore: boolean;
  onIncident(what: string): void;
  /** A client was logged in, for the first time or again, or its connection is gone. */
  onBound(client: number): void;
  onLost(client: number): void;
}

/** How a return went, each from the moment it began. */
export interface Reconnection extends CatchUp {
  readonly resumedMs: number;
  /** Logged in, and told what has changed. */
  readonly syncedMs: number;
  /** And what was missing has been pulled. */
  readonly caughtUpMs: number;
}

export class LoadClient implements ParticipantClient {
  readonly index: number;
  readonly user: string;
  readonly #around: LoadClientDependencies;
  readonly #link: LoadConnection;
  readonly #seats = new Map<string, Participant>();
  /** By the ledger's number. */
  readonly #seatOf = new Map<number, Participant>();
  readonly #outbox: SendQueue;
  /** Where its conversations ended before the run is known. */
  #started = false;
  #onStarted: () => void = () => undefined;
  /** It comes back and is waited for. */
  #onReturned: (() => void) | undefined;

  constructor(index: number, account: LoadAccount, around: LoadClientDependencies) {
    this.index = index;
    this.user = account.user;
    this.#around = around;
    this.#outbox = new SendQueue({ isBound: () => this.isBound, write: (message, nowMs) => this.#write(message, nowMs) });
    this.#link = new LoadConnection({
      token: account.token,
      urls: around.urls,
      firstUrlIndex: index,
      onBound: () => {
        around.onBound(index);
        void this.#bound();
      },
      onLost: () => {
        around.onLost(index);
        this.#lost();
      },
      onFrame: (frame) => this.#take(frame),
      onDuplicateReply: () => around.ledger.wireDuplicates++,
      onIncident: (what) => around.onIncident(what),
    });
  }

  get isBound(): boolean {
    return this.#link.isBound;
  }

  get lastReceivedMs(): number {
    return this.#link.lastReceivedMs;
  }

  get ledger(): Ledger {
    return this.#around.ledger;
  }

  get ids(): MessageIds {
    return this.#around.ids;
  }

  get participants(): Iterable<Participant> {
    return this.#seats.values();
  }

  /** Has a conversation from now on, in which it has this seat. */
  joinConversation(seat: number, conversation: string, addressed: Buffer): Participant {
    const joined = new Participant(seat, conversation, addressed, this);
    this.#seats.set(conversation, joined);
    this.#seatOf.set(seat, joined);
    return joined;
  }

  /** Starts to connect. `onStarted` is called once, when it is logged in for the first time. */
  start(onStarted: () => void): void {
    this.#onStarted = onStarted;
    this.#link.connect();
  }

  /** Cuts its connection and has it come back at once. */
  dropConnection(): void {
    if (!this.isBound) return;
    this.#link.disconnect();
    this.#link.connect();
  }

  /** Cuts its connection and stays away until `comeBack`. */
  disconnect(): void {
    this.#link.disconnect();
  }

  /** Connects, logs in and catches up by Sync. Undefined where that did not succeed at the first try: then it comes back as any client does. */
  async reconnect(): Promise<Reconnection | undefined> {
    const startMs = performance.now();
    const since = (): number => performance.now() - startMs;
    const bound = new Promise<void>((resolve) => {
      this.#onReturned = resolve;
    });
    this.#link.connect();
    await bound;
    const resumedMs = since();
    const news = await this.sync();
    if (!news) return undefined;
    const syncedMs = since();
    await Promise.all(news.missing.map((seat) => seat.pullMissing()));
    return { ...news, resumedMs, syncedMs, caughtUpMs: since() };
  }

  /** Asks what has changed. Undefined where it was refused, or there is no connection. */
  async sync(): Promise<CatchUp | undefined> {
    return await catchUp(this, this.#seats);
  }

  /** Pulls its conversations from their beginning: all, or those that lack something a sender was told is stored. False when that was impossible now. */
  async pullAll({ missingOnly }: { readonly missingOnly: boolean }): Promise<boolean> {
    for (const seat of this.#seats.values())
      if ((!missingOnly || seat.contiguousSeq < seat.lastAckedSeq) && !(await seat.pullAll())) return false;
    return this.isBound;
  }

  /** Sends a message of the ledger, now or when the connection is back. */
  send(message: number, nowMs: number): void {
    this.#outbox.send(message, nowMs);
  }

  /** Resolves with the reply, or undefined where there is no connection, or it ends first. */
  async request(frameOf: (requestId: number) => Uint8Array): Promise<IncomingFrame | undefined> {
    return this.isBound ? await this.#link.request(frameOf) : undefined;
  }

  reportIncident(what: string): void {
    this.#around.onIncident(what);
  }

  /** To be called about twice a second. */
  tick(nowMs: number): void {
    this.#link.tick(nowMs);
    for (const seat of this.#seats.values()) seat.tick(nowMs);
  }

  stop(): void {
    this.#link.stop();
    this.#returned();
  }

  async #bound(): Promise<void> {
    // Who waits for its return catches up by himself.
    if (this.#onReturned) this.#returned();
    else if (this.#started) this.#pullMissing();
    else if (this.#around.usedBefore) for (const seat of this.#seats.values()) if (!(await seat.startAfterHistory())) return;
    this.#outbox.flush();
    if (this.#started) return;
    this.#started = true;
    this.#onStarted();
  }

  #lost(): void {
    this.#returned();
    this.#outbox.requeueAll();
  }

  #returned(): void {
    this.#onReturned?.();
    this.#onReturned = undefined;
  }

  #pullMissing(): void {
    for (const seat of this.#seats.values()) void seat.pullMissing();
  }

  /** Message `n` travels as request `n + 1`. */
  #write(message: number, nowMs: number): void {
    const seat = this.#seatOf.get(this.ledger.senderOf(message));
    if (!seat) throw new RangeError('a message in a conversation of others');
    this.#link.write(sendMessageFrame(message + 1, this.ids, message, seat.sendFields), nowMs);
  }

  // ---------------------------------------------------------------- what comes in

  #take(frame: IncomingFrame): void {
    try {
      if (frame.kind === im.Frame.Kind.PUSH) this.#takeEvent(frame);
      else if (frame.kind === im.Frame.Kind.RESYNC) this.#pullMissing();
      else if (frame.failure) this.#takeFailure(frame.requestId - 1, frame.failure);
      else this.#takeAcknowledgement(frame.requestId - 1, frame);
    } catch (error) {
      this.reportIncident(`unreadable payload: ${(error as Error).message}`);
    }
  }

  #takeEvent(frame: IncomingFrame): void {
    const placed = readStoredMessage(frame.payload, this.ids);
    if (!placed) return;
    const seat = this.#seats.get(placed.conversation);
    if (seat) seat.receivePush(placed);
    else if (placed.message !== FOREIGN) this.ledger.recordMisdelivery();
  }

  #takeAcknowledgement(message: number, frame: IncomingFrame): void {
    const placed = readSendReply(frame.payload, this.ids);
    const seat = this.#seatOf.get(this.ledger.senderOf(message));
    if (placed.message !== message || placed.conversation !== seat?.conversation) {
      this.reportIncident('acknowledgement of another message');
      return;
    }
    this.ledger.recordAcknowledgement(message, placed.seq, this.lastReceivedMs);
    this.#outbox.settle(message);
  }

  #takeFailure(message: number, failure: im.Failure): void {
    this.reportIncident(`send: ${im.Code[failure.code]}`);
    if (!this.#outbox.has(message)) this.ledger.wireDuplicates++;
    else if (failure.retry === im.Retry.RESEND) this.#outbox.scheduleResend(message, failure.retryAfterMs);
    else {
      this.ledger.recordRefusal(message);
      this.#outbox.settle(message);
    }
  }
}
