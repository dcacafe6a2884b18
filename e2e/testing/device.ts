// For tests: devices at a gate. Each is a client of the SDK with its wire tapped: what was pushed to it, as it came, and whatever one wants to send.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { getRpc } from '../../client/sdk/api/contract.ts';
import { type FrameTransport, openTransport } from '../../client/sdk/connection/transport.ts';
import {
  type Client,
  type ClientOptions,
  createClient,
  type PresenceStatus,
  type ReceivedMessage,
} from '../../client/sdk/index.ts';
import { im, type ReplyOf, type RequestShape, type Rpc, type RpcsOf } from '../../proto/rpc.ts';

export const PASSWORD = 'correct horse';
const QUICK = { reconnectMinMs: 20, reconnectMaxMs: 200, typingEveryMs: 0 };
// Above those of the client itself.
const FIRST_REQUEST = 2 ** 31;

type Rpcs = RpcsOf<im.Logic>;

/** What a command came to: 'ok', or the code it was refused with. */
export interface RpcOutcome<Reply = object> {
  readonly code: string;
  readonly reply: Reply;
  readonly retryAfterMs: number;
}

export interface TestDevice {
  readonly client: Client;
  readonly logic: Client['call']['logic'];
  /** Of whoever is logged in. */
  readonly user: string;
  readonly name: string;
  /** Everything pushed to it, in the order it came. */
  readonly pushes: im.Push[];
  /** What its client has handed on. */
  readonly messages: ReceivedMessage[];
  readonly presences: PresenceStatus[];
  readonly typing: { readonly conversation: string; readonly user: string }[];
  /** Sends a command once, past the client. */
  callLogic<R extends keyof Rpcs & string>(rpc: R, request: RequestShape<Rpcs[R]>): Promise<RpcOutcome<ReplyOf<Rpcs[R]>>>;
  /** The same with whatever bytes as its request, to any service. */
  callRaw(route: Rpc, payload: Uint8Array): Promise<RpcOutcome>;
  /** Messages of a conversation that were pushed to it. */
  pushedMessages(conversation: string): im.Message[];
  /** Why a gate hung up last; undefined while none has. */
  readonly closeReason: string | undefined;
  close(): void;
}

export interface TestDeviceOptions extends Partial<ClientOptions> {
  /** Which of the events that are pushed to it get lost on their way; all of them are in `events` nevertheless. */
  readonly dropsPush?: (event: im.Push) => boolean;
}

type Tap = Pick<TestDevice, 'pushes' | 'callRaw' | 'closeReason'> & { readonly connect: typeof openTransport };

function tap(loses: (event: im.Push) => boolean): Tap {
  const waiting = new Map<number, (frame: im.Frame) => void>();
  const pushes: im.Push[] = [];
  let transport: FrameTransport | undefined;
  let lastRequest = FIRST_REQUEST;
  let closed: string | undefined;

  /** True for what the client is not to see. */
  function took(frame: im.Frame): boolean {
    if (frame.kind === im.Frame.Kind.PUSH) {
      const event = im.Push.decode(frame.payload) as im.Push;
      pushes.push(event);
      return loses(event);
    }
    if (frame.kind === im.Frame.Kind.CLOSE) closed = im.CloseReason[im.Close.decode(frame.payload).reason ?? 0];
    if (frame.kind !== im.Frame.Kind.REPLY || frame.requestId <= FIRST_REQUEST) return false;
    waiting.get(frame.requestId)?.(frame);
    waiting.delete(frame.requestId);
    return true;
  }

  return {
    pushes,
    get closeReason() {
      return closed;
    },
    connect(url, handlers, options) {
      // A copy: what is decoded is kept.
      const onFrame = (bytes: Uint8Array): void => {
        if (!took(im.Frame.decode(Buffer.from(bytes)) as im.Frame)) handlers.onFrame(bytes);
      };
      const opened = openTransport(url, { ...handlers, onFrame }, options);
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
    async callRaw(route, payload) {
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
export function newDevice(gate: string, { timing, dropsPush = () => false, ...options }: TestDeviceOptions = {}): TestDevice {
  const wire = tap(dropsPush);
  const client = createClient({
    gates: [gate],
    from: 'beginning',
    timing: { ...QUICK, ...timing },
    connect: wire.connect,
    ...options,
  });
  const messages: ReceivedMessage[] = [];
  const presences: PresenceStatus[] = [];
  const typing: TestDevice['typing'] = [];
  client.on('message', (message) => messages.push(message));
  client.on('presence', (presence) => presences.push(presence));
  client.on('typing', (now) => typing.push(now));
  const { pushes, callRaw } = wire;
  return {
    ...{ client, pushes, messages, presences, typing, callRaw },
    logic: client.call.logic,
    get user() {
      return client.me?.userId ?? '';
    },
    get name() {
      return client.me?.name ?? '';
    },
    callLogic(rpc, request) {
      const route = getRpc('Logic', rpc);
      return callRaw(route, route.request.encode(request).finish()) as never;
    },
    pushedMessages: (conversation) =>
      pushes
        .flatMap(({ messageStored }) => (messageStored ? [messageStored as im.Message] : []))
        .filter((message) => message.conversation === conversation),
    get closeReason() {
      return wire.closeReason;
    },
    close: () => client.close(),
  };
}

/** What a device was told of the others its user has to do with, in the order it came. */
export function pushedRelations({ pushes }: TestDevice): im.Relation[] {
  return pushes.flatMap(({ relationChanged }) => (relationChanged as im.Relation | null) ?? []);
}

/** What it was told last of somebody, or of anybody: pushes may arrive in another order than their versions. */
export function latestRelation(device: TestDevice, user?: string): im.Relation | undefined {
  const told = pushedRelations(device).filter(({ other }) => user === undefined || other?.user === user);
  return told.toSorted((a, b) => a.version - b.version).at(-1);
}

/** What its client has handed on of what people said: neither changes nor what happened. */
export function receivedTexts({ messages }: TestDevice): string[] {
  return messages.filter(({ kind, target }) => kind === 'TEXT' && target === 0).map(({ text }) => text);
}

/** A client_message_id. */
export const newMessageId = (): { clientMessageId: Buffer } => ({ clientMessageId: randomBytes(16) });

/** What a call rejects with. */
export const rejectedWith = (code: string): unknown => expect.objectContaining({ code });
