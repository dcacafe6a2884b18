// Keeps every message, edit, recall and reaction of this client until the server acknowledges it. Resends with the same id,
// always in the order of `add`.

import type { im } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import { backOffMs, type Timing } from '../connection/timing.ts';
import { randomIdBytes, toHex } from '../ids/bytes.ts';
import { deferred } from '../promises.ts';
import { type ClientRpc, wire } from '../wire/wire.ts';
import { encodeCommand, type OutgoingMessage } from './outgoing-message.ts';

/** A message, or a change of one, without an acknowledgement: plain enough to be stored over a restart. */
export interface UnacknowledgedMessage extends OutgoingMessage {
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
}

export interface OutboxOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly maxMessages: number;
  /** Sends one command on the current bound connection. Keeps the order of the calls. Rejects with CallError. */
  transmit(rpc: ClientRpc, payload: Uint8Array): Promise<Uint8Array>;
  /** Called once for each message, before its promise resolves. */
  onAcknowledged(message: UnacknowledgedMessage, ack: im.SendMessageReply): void;
}

interface OutboxEntry {
  readonly key: string;
  readonly message: UnacknowledgedMessage;
  readonly rpc: ClientRpc;
  readonly payload: Uint8Array;
  readonly ack: Promise<im.SendMessageReply>;
  resolve(ack: im.SendMessageReply): void;
  reject(error: CallError): void;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, OutboxEntry>();
  #unsent: OutboxEntry[] = [];
  #inFlight = 0;
  #windowSize = 0;
  // Rises with each connection, so that replies of an earlier connection are ignored.
  #generation = 0;
  #refusals = 0;
  /** Set while messages wait to be resent. */
  #resendAfterMs: number | undefined;
  #resendTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** In the order of `add`. */
  get unacknowledged(): UnacknowledgedMessage[] {
    return [...this.#entries.values()].map(({ message }) => message);
  }

  /**
   * Resolves when the message is durably stored; rejects with CallError when it is refused for good.
   * A repeated `clientMessageId` is the same message.
   */
  add(outgoing: OutgoingMessage, clientMessageId: Uint8Array = randomIdBytes()): Promise<im.SendMessageReply> {
    const key = toHex(clientMessageId);
    const known = this.#entries.get(key);
    if (known) return known.ack;
    if (this.#entries.size >= this.#options.maxMessages)
      return Promise.reject(new CallError('OUTBOX_FULL', `${this.#entries.size} messages are unacknowledged`));
    const { promise: ack, resolve, reject } = deferred<im.SendMessageReply>();
    const message = { ...outgoing, clientMessageId: new Uint8Array(clientMessageId) };
    const entry: OutboxEntry = { key, message, ...encodeCommand(outgoing, message.clientMessageId), ack, resolve, reject };
    this.#entries.set(key, entry);
    this.#unsent.push(entry);
    this.#pump();
    return ack;
  }

  /** Call it when a connection is bound: resends all unacknowledged messages. `windowSize`: maximum of commands in flight. */
  start(windowSize: number): void {
    clearTimeout(this.#resendTimer);
    this.#generation += 1;
    this.#inFlight = 0;
    this.#windowSize = windowSize;
    this.#resendAll();
  }

  /** Call it when the connection has ended: nothing is sent until the next `start`. Messages stay queued. */
  pause(): void {
    clearTimeout(this.#resendTimer);
    this.#generation += 1;
    this.#windowSize = 0;
  }

  /** Rejects the promises of all messages that are left. The messages stay in `unacknowledged` for the next session. */
  close(error: CallError): void {
    this.pause();
    for (const entry of this.#entries.values()) entry.reject(error);
    this.#unsent = [];
  }

  #resendAll(): void {
    this.#resendAfterMs = undefined;
    this.#unsent = [...this.#entries.values()];
    this.#pump();
  }

  #pump(): void {
    while (this.#resendAfterMs === undefined && this.#inFlight < this.#windowSize) {
      const entry = this.#unsent.shift();
      if (!entry) return;
      this.#transmit(entry, this.#generation);
    }
  }

  #transmit(entry: OutboxEntry, generation: number): void {
    this.#inFlight += 1;
    this.#options.transmit(entry.rpc, entry.payload).then(
      (payload) => {
        if (generation !== this.#generation) return;
        this.#inFlight -= 1;
        this.#acknowledge(entry, payload);
        this.#proceed();
      },
      (error: CallError) => {
        if (generation !== this.#generation) return;
        this.#inFlight -= 1;
        if (error.code === 'CONNECTION_LOST' || error.code === 'TIMEOUT' || error.code === 'CLOSED') return;
        // Only a temporary failure delays messages. A refusal such as MUTED until tomorrow must not delay the others.
        if (isTransient(error)) this.#resendAfterMs = Math.max(this.#resendAfterMs ?? 0, error.retryAfterMs);
        else if (this.#entries.delete(entry.key)) entry.reject(error);
        this.#proceed();
      },
    );
  }

  #acknowledge(entry: OutboxEntry, payload: Uint8Array): void {
    this.#entries.delete(entry.key);
    this.#refusals = 0;
    try {
      const ack = wire.SendMessageReply.decode(payload);
      ack.clientMessageId = entry.message.clientMessageId;
      this.#options.onAcknowledged(entry.message, ack);
      entry.resolve(ack);
    } catch (error) {
      entry.reject(new CallError('BAD_REPLY', 'the acknowledgement cannot be decoded', { cause: error }));
    }
  }

  /**
   * Continues after a reply. If a message must be resent, the outbox sends nothing new, waits for all commands in flight, and
   * then resends from the first unacknowledged message. So no message overtakes an earlier one.
   */
  #proceed(): void {
    if (this.#resendAfterMs === undefined) {
      this.#pump();
      return;
    }
    if (this.#inFlight > 0) return;
    const { random, timing } = this.#options;
    const pauseMs = Math.max(this.#resendAfterMs, backOffMs(timing, this.#refusals++, random));
    clearTimeout(this.#resendTimer);
    this.#resendTimer = setTimeout(() => this.#resendAll(), pauseMs);
  }
}
