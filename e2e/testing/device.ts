// A device of a test user: an SDK client that also records every received push and can send arbitrary requests.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { getRpc } from '../../client/sdk/api/contract.ts';
import { type FrameTransport, openTransport, type TransportHandlers } from '../../client/sdk/node/transport.ts';
import {
  type Client,
  type ClientOptions,
  createClient,
  type PresenceStatus,
  type ReceivedMessage,
} from '../../client/sdk/node.ts';
import { im, type ReplyOf, type RequestShape, type Rpc, type RpcsOf } from '../../proto/rpc.ts';

export const PASSWORD = 'correct horse';
const QUICK = { reconnectMinMs: 20, reconnectMaxMs: 200, typingEveryMs: 0 };
/** The client syncs only after its log-in, so it must notice missing messages by their seq. */
export const NEVER_SYNCS = { syncMinMs: 600_000, syncMaxMs: 600_000, syncSoonMs: 600_000 };
// Above the request ids of the client.
const FIRST_REQUEST_ID = 2 ** 31;

type LogicRpcs = RpcsOf<im.Logic>;

/** `code`: "ok", or the code of the failure. */
export interface RpcOutcome<Reply = object> {
  readonly code: string;
  readonly reply: Reply;
  readonly retryAfterMs: number;
}

export interface TestDevice {
  readonly client: Client;
  readonly logic: Client['call']['logic'];
  /** The id and the name of the user who is logged in. */
  readonly userId: string;
  readonly name: string;
  /** Every push to this device, in the order of arrival. */
  readonly pushes: im.Push[];
  /** Every message the client delivered. */
  readonly messages: ReceivedMessage[];
  readonly presences: PresenceStatus[];
  readonly typing: { readonly conversationId: string; readonly userId: string }[];
  /** Sends a command once, without the client's retries. */
  callLogic<R extends keyof LogicRpcs & string>(
    rpc: R,
    request: RequestShape<LogicRpcs[R]>,
  ): Promise<RpcOutcome<ReplyOf<LogicRpcs[R]>>>;
  /** The same with arbitrary bytes as the request, to any service. */
  callRaw(rpc: Pick<Rpc, 'name' | 'number' | 'reply'>, payload: Uint8Array): Promise<RpcOutcome>;
  /** The messages of a conversation that were pushed to this device. */
  pushedMessages(conversationId: string): im.Message[];
  /** The reason of the gate's last CLOSE, if there was one. */
  readonly closeReason: string | undefined;
  close(): void;
}

export interface TestDeviceOptions extends Partial<ClientOptions> {
  /** True for a push that the client must not receive. It is still recorded in `pushes`. */
  readonly dropsPush?: (push: im.Push) => boolean;
}

/** Intercepts the frames between the client and its transport. */
class WireTap {
  readonly pushes: im.Push[] = [];
  closeReason: string | undefined;
  readonly #dropsPush: (push: im.Push) => boolean;
  readonly #waiting = new Map<number, (reply: im.Frame) => void>();
  #transport: FrameTransport | undefined;
  #lastRequestId = FIRST_REQUEST_ID;

  constructor(dropsPush: (push: im.Push) => boolean) {
    this.#dropsPush = dropsPush;
  }

  connect(url: string, handlers: TransportHandlers, options?: { maxFrameBytes?: number }): FrameTransport {
    const onFrame = (bytes: Uint8Array): void => {
      // Copy the bytes, because the recorded messages are kept longer than the frame's buffer.
      if (!this.#intercepts(im.Frame.decode(Buffer.from(bytes)) as im.Frame)) handlers.onFrame(bytes);
    };
    const transport = openTransport(url, { ...handlers, onFrame }, options);
    this.#transport = {
      send: (frame) => transport.send(frame),
      close: () => {
        this.#failWaiting();
        transport.close();
      },
      get bufferedBytes() {
        return transport.bufferedBytes;
      },
    };
    return this.#transport;
  }

  async callRaw(rpc: Pick<Rpc, 'name' | 'number' | 'reply'>, payload: Uint8Array): Promise<RpcOutcome> {
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    const { failure, payload: reply } = await new Promise<im.Frame>((resolve) => {
      this.#waiting.set(requestId, resolve);
      const command = { kind: im.Frame.Kind.COMMAND, rpc: rpc.number, requestId, payload };
      this.#transport?.send(im.Frame.encode(command).finish());
    });
    if (failure) return { code: im.Code[failure.code ?? 0] ?? '', reply: {}, retryAfterMs: failure.retryAfterMs ?? 0 };
    return { code: 'ok', reply: rpc.reply.decode(reply), retryAfterMs: 0 };
  }

  /** Records a frame. True when the client must not receive it. */
  #intercepts(frame: im.Frame): boolean {
    if (frame.kind === im.Frame.Kind.PUSH) {
      const push = im.Push.decode(frame.payload) as im.Push;
      this.pushes.push(push);
      return this.#dropsPush(push);
    }
    if (frame.kind === im.Frame.Kind.CLOSE) this.closeReason = im.CloseReason[im.Close.decode(frame.payload).reason ?? 0];
    if (frame.kind !== im.Frame.Kind.REPLY || frame.requestId <= FIRST_REQUEST_ID) return false;
    this.#waiting.get(frame.requestId)?.(frame);
    this.#waiting.delete(frame.requestId);
    return true;
  }

  #failWaiting(): void {
    const failure = { code: im.Code.UNAVAILABLE };
    for (const resolve of this.#waiting.values()) resolve(im.Frame.create({ failure }) as im.Frame);
    this.#waiting.clear();
  }
}

/** A device without a log-in. */
export function newDevice(gate: string, { timing, dropsPush = () => false, ...options }: TestDeviceOptions = {}): TestDevice {
  const tap = new WireTap(dropsPush);
  const client = createClient({
    gates: [gate],
    from: 'beginning',
    timing: { ...QUICK, ...timing },
    connect: (url, handlers, transportOptions) => tap.connect(url, handlers, transportOptions),
    ...options,
  });
  const messages: ReceivedMessage[] = [];
  const presences: PresenceStatus[] = [];
  const typing: TestDevice['typing'] = [];
  client.on('message', (message) => messages.push(message));
  client.on('presence', (presence) => presences.push(presence));
  client.on('typing', (event) => typing.push(event));
  return {
    ...{ client, pushes: tap.pushes, messages, presences, typing },
    logic: client.call.logic,
    get userId() {
      return client.me?.userId ?? '';
    },
    get name() {
      return client.me?.name ?? '';
    },
    callRaw: (rpc, payload) => tap.callRaw(rpc, payload),
    callLogic(name, request) {
      const rpc = getRpc('Logic', name);
      return tap.callRaw(rpc, rpc.request.encode(request).finish()) as never;
    },
    pushedMessages: (conversationId) =>
      tap.pushes
        .flatMap(({ messageStored }) => (messageStored ? [messageStored as im.Message] : []))
        .filter((message) => message.conversationId === conversationId),
    get closeReason() {
      return tap.closeReason;
    },
    close: () => client.close(),
  };
}

/** The changes of relations that were pushed to a device, in the order of arrival. */
export function pushedRelations({ pushes }: TestDevice): im.Relation[] {
  return pushes.flatMap(({ relationChanged }) => (relationChanged as im.Relation | null) ?? []);
}

/**
 * The pushed relation with the highest version, to `userId` or to any user. Pushes may arrive in another order than their
 * versions.
 */
export function latestRelation(device: TestDevice, userId?: string): im.Relation | undefined {
  const relations = pushedRelations(device).filter(({ other }) => userId === undefined || other?.userId === userId);
  return relations.toSorted((a, b) => a.version - b.version).at(-1);
}

/** The texts the client delivered, without changes and system messages. */
export function receivedTexts({ messages }: TestDevice): string[] {
  return messages.filter(({ kind, target }) => kind === 'TEXT' && target === 0).map(({ text }) => text);
}

export const newMessageId = (): { clientMessageId: Buffer } => ({ clientMessageId: randomBytes(16) });

/** Matches an error with this code. */
export const rejectedWith = (code: string): unknown => expect.objectContaining({ code });
