// For tests: devices at a gate, frame by frame. They hide nothing: every reply, every push as it comes, and whether the connection lives.
import { randomBytes } from 'node:crypto';
import { expect, vi } from 'vitest';
import { im, type ReplyOf, type RequestShape, type Route, type RpcsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { routeOf } from './calls.ts';
import { connect } from './transport.ts';

export const PASSWORD = 'correct horse';
const PING_EVERY_MS = 10_000;

type Rpcs = RpcsOf<im.Logic>;

/** What a command came to: 'ok', or the code it was refused with. */
export interface Outcome<Reply = object> {
  readonly code: string;
  readonly reply: Reply;
  readonly retryAfterMs: number;
}

export interface Device {
  readonly user: string;
  readonly name: string;
  /** Everything pushed to it, in the order it came. */
  readonly events: im.Event[];
  /** The reply of Logic; rejects with the code as its message. */
  call<R extends keyof Rpcs & string>(rpc: R, request: RequestShape<Rpcs[R]>): Promise<ReplyOf<Rpcs[R]>>;
  outcome<R extends keyof Rpcs & string>(rpc: R, request: RequestShape<Rpcs[R]>): Promise<Outcome<ReplyOf<Rpcs[R]>>>;
  /** The same with whatever bytes as its request, to any service. */
  raw(route: Route, payload: Uint8Array): Promise<Outcome>;
  /** Messages of a conversation that were pushed to it. */
  pushed(conversation: string): im.Message[];
  /** Why the gate hung up; undefined while the connection lives. */
  readonly closed: string | undefined;
  close(): void;
}

interface Line extends Omit<Device, 'user' | 'name'> {
  enter(rpc: 'register' | 'logIn' | 'resume', as: object): Promise<im.LoggedIn>;
}

function open(gate: string): Line {
  const waiting = new Map<number, (frame: im.Frame) => void>();
  const events: im.Event[] = [];
  let lastRequest = 0;
  let closed: string | undefined;
  let opened = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const end = (why: string): void => {
    closed ??= why;
    clearInterval(timer);
    const failure = { code: im.Code.UNAVAILABLE };
    for (const answer of waiting.values()) answer(im.Frame.create({ failure }) as im.Frame);
  };
  const transport = connect(gate, {
    open: () => opened(),
    frame: (bytes) => {
      // A copy: what is decoded is kept.
      const frame = im.Frame.decode(Buffer.from(bytes)) as im.Frame;
      if (frame.kind === im.Frame.Kind.EVENT) events.push(im.Event.decode(frame.payload) as im.Event);
      if (frame.kind === im.Frame.Kind.CLOSE) closed = im.CloseReason[im.Close.decode(frame.payload).reason ?? 0];
      if (frame.kind !== im.Frame.Kind.REPLY) return;
      waiting.get(frame.requestId)?.(frame);
      waiting.delete(frame.requestId);
    },
    closed: (error) => end(error?.message ?? 'closed'),
  });
  const send = (frame: im.Frame.$Properties): void => transport.send(im.Frame.encode(frame).finish());
  const timer = setInterval(() => send({ kind: im.Frame.Kind.PING }), PING_EVERY_MS);

  const raw: Device['raw'] = async (route, payload) => {
    await isOpen;
    const requestId = ++lastRequest;
    const { failure, payload: reply } = await new Promise<im.Frame>((resolve) => {
      waiting.set(requestId, resolve);
      send({ kind: im.Frame.Kind.COMMAND, rpc: route.number, requestId, payload });
    });
    if (failure) return { code: im.Code[failure.code ?? 0] ?? '', reply: {}, retryAfterMs: failure.retryAfterMs ?? 0 };
    return { code: 'ok', reply: route.reply.decode(reply), retryAfterMs: 0 };
  };
  const ask = (route: Route, request: object): Promise<Outcome> => raw(route, route.request.encode(request).finish());
  const outcome: Device['outcome'] = (rpc, request) => ask(routeOf('Logic', rpc), request) as never;
  return {
    events,
    raw,
    outcome,
    async call(rpc, request) {
      const { code, reply } = await outcome(rpc, request);
      if (code !== 'ok') throw new Error(code);
      return reply;
    },
    async enter(rpc, as) {
      const request = { clientRequestId: randomBytes(16), ...as };
      return vi.waitFor(
        async () => {
          const { code, reply } = await ask(routeOf('Auth', rpc), request);
          // BUSY: the same again. Passwords take their time.
          expect(code, rpc).toBe('ok');
          return reply as im.LoggedIn;
        },
        { timeout: 20_000, interval: 200 },
      );
    },
    pushed: (conversation) =>
      events
        .flatMap(({ messageStored }) => (messageStored ? [messageStored as im.Message] : []))
        .filter((message) => message.conversation === conversation),
    get closed() {
      return closed;
    },
    close() {
      clearInterval(timer);
      transport.close();
    },
  };
}

/** The first device of somebody new. */
export async function registered(gate: string): Promise<Device> {
  const line = open(gate);
  const name = newId();
  return named(line, await line.enter('register', { name, password: PASSWORD }));
}

/** Another device of his. */
export async function loggedIn({ name }: Device, gate: string): Promise<Device> {
  const line = open(gate);
  return named(line, await line.enter('logIn', { name, password: PASSWORD }));
}

/** The device of a session that is there: no password costs any time. */
export async function resumed(token: string, gate: string): Promise<Device> {
  const line = open(gate);
  return named(line, await line.enter('resume', { token }));
}

function named(line: Line, { user, name }: im.LoggedIn): Device {
  return Object.defineProperties(line, { user: { value: user }, name: { value: name } }) as Line & { user: string; name: string };
}

/** A client_message_id. */
export const id = (): { clientMessageId: Buffer } => ({ clientMessageId: randomBytes(16) });
