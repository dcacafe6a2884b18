// Messages, and changes of messages, this client sent and has no acknowledgement for: kept, sent again with the same id, always in the order of `add`.
import { randomFillSync } from 'node:crypto';
import { im, type Rpc } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import { backOffMs, type Timing } from '../connection/timing.ts';
import { encodeCommand, type OutgoingMessage } from './outgoing-message.ts';

/** A message, or a change of one, without an acknowledgement, as it can be kept over a restart. */
export interface UnacknowledgedMessage extends OutgoingMessage {
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
}

export interface OutboxOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly maxMessages: number;
  /** Sends one command on the bound connection of the moment; rejects with CallError. Commands leave in call order. */
  transmit(route: Rpc, payload: Uint8Array): Promise<Uint8Array>;
  /** Called once for each message, before its promise resolves. */
  onAcknowledged(message: UnacknowledgedMessage, ack: im.SendMessageReply): void;
}

export interface Outbox {
  /** Resolves when the message is durably stored; rejects with CallError when it is refused for good. The same id again is the same message. */
  add(outgoing: OutgoingMessage, clientMessageId?: Uint8Array): Promise<im.SendMessageReply>;
  /** A connection is bound: everything unacknowledged goes out again. `window`: how many may be on their way at once. */
  start(window: number): void;
  pause(): void;
  /** Rejects all that is left. It stays in `unacknowledged`, to be kept by who wants to send it in another session. */
  close(error: CallError): void;
  /** In the order they were added. */
  readonly unacknowledged: UnacknowledgedMessage[];
}

interface Entry {
  readonly key: string;
  readonly message: UnacknowledgedMessage;
  readonly route: Rpc;
  readonly payload: Uint8Array;
  readonly ack: Promise<im.SendMessageReply>;
  resolve(ack: im.SendMessageReply): void;
  reject(error: CallError): void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { timing } = options;
  const entries = new Map<string, Entry>();
  let unsent: Entry[] = [];
  let onTheirWay = 0;
  let windowSize = 0;
  // Rises with each connection: answers of an old one do not count.
  let generation = 0;
  let refusals = 0;
  let againAfterMs: number | undefined;
  let pause: NodeJS.Timeout | undefined;

  function start(): void {
    againAfterMs = undefined;
    unsent = [...entries.values()];
    pump();
  }

  function pump(): void {
    while (againAfterMs === undefined && onTheirWay < windowSize) {
      const entry = unsent.shift();
      if (!entry) return;
      send(entry, generation);
    }
  }

  function send(entry: Entry, mine: number): void {
    onTheirWay += 1;
    options.transmit(entry.route, entry.payload).then(
      (payload) => {
        if (mine !== generation) return;
        onTheirWay -= 1;
        settle(entry, payload);
        proceed();
      },
      (error: CallError) => {
        if (mine !== generation) return;
        onTheirWay -= 1;
        if (error.code === 'CONNECTION_LOST' || error.code === 'TIMEOUT' || error.code === 'CLOSED') return;
        // What the user has to hear, that he is silenced until tomorrow, must not hold up what goes elsewhere.
        if (isTransient(error)) againAfterMs = Math.max(againAfterMs ?? 0, error.retryAfterMs);
        else if (entries.delete(entry.key)) entry.reject(error);
        proceed();
      },
    );
  }

  function settle(entry: Entry, payload: Uint8Array): void {
    entries.delete(entry.key);
    refusals = 0;
    try {
      const ack = im.SendMessageReply.decode(payload);
      ack.clientMessageId = entry.message.clientMessageId;
      options.onAcknowledged(entry.message, ack);
      entry.resolve(ack);
    } catch (error) {
      entry.reject(new CallError('BAD_REPLY', 'the acknowledgement cannot be read', { cause: error }));
    }
  }

  /**
   * Goes on after an answer. Once a message is to be sent again nothing new goes out: what is on its way is waited for, then everything without an
   * acknowledgement is sent again from the first. So no message of this client overtakes an earlier one.
   */
  function proceed(): void {
    if (againAfterMs === undefined) {
      pump();
      return;
    }
    if (onTheirWay > 0) return;
    clearTimeout(pause);
    pause = setTimeout(start, Math.max(againAfterMs, backOffMs(timing, refusals++, options.random)));
  }

  return {
    add(outgoing, clientMessageId = randomFillSync(new Uint8Array(16))) {
      const key = Buffer.from(clientMessageId).toString('hex');
      const known = entries.get(key);
      if (known) return known.ack;
      if (entries.size >= options.maxMessages)
        return Promise.reject(new CallError('OUTBOX_FULL', `${entries.size} messages are unacknowledged`));
      const { promise: ack, resolve, reject } = Promise.withResolvers<im.SendMessageReply>();
      const message = { ...outgoing, clientMessageId: new Uint8Array(clientMessageId) };
      const entry: Entry = { key, message, ...encodeCommand(outgoing, message.clientMessageId), ack, resolve, reject };
      entries.set(key, entry);
      unsent.push(entry);
      pump();
      return ack;
    },
    start(window) {
      clearTimeout(pause);
      generation += 1;
      onTheirWay = 0;
      windowSize = window;
      start();
    },
    pause() {
      clearTimeout(pause);
      generation += 1;
      windowSize = 0;
    },
    close(error) {
      clearTimeout(pause);
      generation += 1;
      windowSize = 0;
      for (const entry of entries.values()) entry.reject(error);
      unsent = [];
    },
    get unacknowledged() {
      return [...entries.values()].map(({ message }) => message);
    },
  };
}
