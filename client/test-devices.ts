// For tests: devices at a gate. Each is a client of the SDK with its wire tapped: what was pushed to it, as it came, and whatever one wants to send.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { im, type ReplyOf, type RequestShape, type Route, type RpcsOf } from '../proto/contract.ts';
import { routeOf } from './calls.ts';
import { type Client, type ClientOptions, createClient, type PresenceOfUser, type ReceivedMessage } from './sdk.ts';
import { connect, type Transport } from './transport.ts';

export const PASSWORD = 'correct horse';
const QUICK = { reconnectMinMs: 20, reconnectMaxMs: 200, typingEveryMs: 0 };
// Above those of the client itself.
const FIRST_REQUEST = 2 ** 31;

type Rpcs = RpcsOf<im.Logic>;

/** What a command came to: 'ok', or the code it was refused with. */
export interface Outcome<Reply = object> {
  readonly code: string;
  readonly reply: Reply;
  readonly retryAfterMs: number;
}

export interface Device {
  readonly client: Client;
  readonly logic: Client['call']['logic'];
  /** Of whoever is logged in. */
  readonly user: string;
  readonly name: string;
  /** Everything pushed to it, in the order it came. */
  readonly events: im.Event[];
  /** What its client has handed on. */
  readonly messages: ReceivedMessage[];
  readonly presences: PresenceOfUser[];
  readonly typing: { readonly conversation: string; readonly user: string }[];
  /** Sends a command once, past the client. */
  outcome<R extends keyof Rpcs & string>(rpc: R, request: RequestShape<Rpcs[R]>): Promise<Outcome<ReplyOf<Rpcs[R]>>>;
  /** The same with whatever bytes as its request, to any service. */
  raw(route: Route, payload: Uint8Array): Promise<Outcome>;
  /** Messages of a conversation that were pushed to it. */
  pushed(conversation: string): im.Message[];
  /** Why a gate hung up last; undefined while none has. */
  readonly closed: string | undefined;
  close(): void;
}

export interface DeviceOptions extends Partial<ClientOptions> {
  /** Which of the events that are pushed to it get lost on their way; all of them are in `events` nevertheless. */
  readonly loses?: (event: im.Event) => boolean;
}

type Tap = Pick<Device, 'events' | 'raw' | 'closed'> & { readonly connect: typeof connect };

function tap(loses: (event: im.Event) => boolean): Tap {
  const waiting = new Map<number, (frame: im.Frame) => void>();
  const events: im.Event[] = [];
  let transport: Transport | undefined;
  let lastRequest = FIRST_REQUEST;
  let closed: string | undefined;

  /** True for what the client is not to see. */
  function took(frame: im.Frame): boolean {
    if (frame.kind === im.Frame.Kind.EVENT) {
      const event = im.Event.decode(frame.payload) as im.Event;
      events.push(event);
      return loses(event);
    }
    if (frame.kind === im.Frame.Kind.CLOSE) closed = im.CloseReason[im.Close.decode(frame.payload).reason ?? 0];
    if (frame.kind !== im.Frame.Kind.REPLY || frame.requestId <= FIRST_REQUEST) return false;
    waiting.get(frame.requestId)?.(frame);
    waiting.delete(frame.requestId);
    return true;
  }

  return {
    events,
    get closed() {
      return closed;
    },
    connect(url, handlers, options) {
      // A copy: what is decoded is kept.
      const frame = (bytes: Uint8Array): void => {
        if (!took(im.Frame.decode(Buffer.from(bytes)) as im.Frame)) handlers.frame(bytes);
      };
      const opened = connect(url, { ...handlers, frame }, options);
      transport = {
        send: opened.send,
        close() {
          const failure = { code: im.Code.UNAVAILABLE };
          for (const answer of waiting.values()) answer(im.Frame.create({ failure }) as im.Frame);
          waiting.clear();
          opened.close();
        },
        get bufferedBytes() {
          return opened.bufferedBytes;
        },
      };
      return transport;
    },
    async raw(route, payload) {
      const requestId = ++lastRequest;
      const { failure, payload: reply } = await new Promise<im.Frame>((resolve) => {
        waiting.set(requestId, resolve);
        const command = { kind: im.Frame.Kind.COMMAND, rpc: route.number, requestId, payload };
        transport?.send(im.Frame.encode(command).finish());
      });
      if (failure) return { code: im.Code[failure.code ?? 0] ?? '', reply: {}, retryAfterMs: failure.retryAfterMs ?? 0 };
      return { code: 'ok', reply: route.reply.decode(reply), retryAfterMs: 0 };
    },
  };
}

/** A device that nobody has logged in on yet. */
export function deviceAt(gate: string, { timing, loses = () => false, ...options }: DeviceOptions = {}): Device {
  const wire = tap(loses);
  const client = createClient({
    gates: [gate],
    from: 'beginning',
    timing: { ...QUICK, ...timing },
    connect: wire.connect,
    ...options,
  });
  const messages: ReceivedMessage[] = [];
  const presences: PresenceOfUser[] = [];
  const typing: Device['typing'] = [];
  client.on('message', (message) => messages.push(message));
  client.on('presence', (presence) => presences.push(presence));
  client.on('typing', (now) => typing.push(now));
  const { events, raw } = wire;
  return {
    ...{ client, events, messages, presences, typing, raw },
    logic: client.call.logic,
    get user() {
      return client.me?.user ?? '';
    },
    get name() {
      return client.me?.name ?? '';
    },
    outcome(rpc, request) {
      const route = routeOf('Logic', rpc);
      return raw(route, route.request.encode(request).finish()) as never;
    },
    pushed: (conversation) =>
      events
        .flatMap(({ messageStored }) => (messageStored ? [messageStored as im.Message] : []))
        .filter((message) => message.conversation === conversation),
    get closed() {
      return wire.closed;
    },
    close: () => client.close(),
  };
}

/** What a device was told of the others its user has to do with, in the order it came. */
export function relations({ events }: Device): im.Relation[] {
  return events.flatMap(({ relationChanged }) => (relationChanged as im.Relation | null) ?? []);
}

/** What it was told last of somebody, or of anybody: pushes may arrive in another order than their versions. */
export function lastRelation(device: Device, user?: string): im.Relation | undefined {
  const told = relations(device).filter(({ other }) => user === undefined || other?.user === user);
  return told.toSorted((a, b) => a.version - b.version).at(-1);
}

/** What its client has handed on of what people said: neither changes nor what happened. */
export function texts({ messages }: Device): string[] {
  return messages.filter(({ kind, target }) => kind === 'TEXT' && target === 0).map(({ text }) => text);
}

/** A client_message_id. */
export const id = (): { clientMessageId: Buffer } => ({ clientMessageId: randomBytes(16) });

/** What a call rejects with. */
export const refused = (code: string): unknown => expect.objectContaining({ code });
