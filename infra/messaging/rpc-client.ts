// One service asks another over the bus: typed, with a deadline, and with four ways to fail that are never mixed.
import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf } from '../../proto/partition.ts';
import { im, type ReplyOf, type RequestShape, type Rpc, type RpcsOf, rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import type { Bus, Log, LogRecord, Publisher, Sealer } from '../ports/index.ts';
import { asError } from '../process/errors.ts';
import { isInsideBatch } from './batch-context.ts';

// More than this waiting at once means that nobody answers.
const MAX_PENDING_CALLS = 10_000;

/**
 * Why a call has no reply.
 * TIMEOUT: no answer before the deadline, outcome unknown. UNAVAILABLE: it was not sent. REFUSED: the service said no, with a code.
 * BAD_PAYLOAD: the service could not read the request, or its reply could not be read.
 */
export class RpcError extends Error {
  override readonly name = 'CallError';
  readonly kind: 'TIMEOUT' | 'UNAVAILABLE' | 'REFUSED' | 'BAD_PAYLOAD';
  /** The service's code, with REFUSED. */
  readonly code: keyof typeof im.Code | undefined;
  /** What the service says about when to ask again, with REFUSED. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: RpcError['kind'],
    message: string,
    options: { code?: keyof typeof im.Code; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** An rpc of a service, with its types. Made by `rpc`. */
export interface TypedRpc<Request, Reply> {
  readonly descriptor: Rpc;
  /** Types only, never set. */
  readonly types?: { request: Request; reply: Reply };
}

type Reflected = { readonly prototype: unknown };

/** Names an rpc: `rpc(im.Verify, 'checkCode')`. Throws where the service has no such rpc. */
export function rpc<S extends Reflected, K extends keyof RpcsOf<S['prototype']> & string>(
  service: S,
  name: K,
): TypedRpc<RequestShape<RpcsOf<S['prototype']>[K]>, ReplyOf<RpcsOf<S['prototype']>[K]>> {
  const descriptor = [...rpcsByNumber([service]).values()].find((candidate) => candidate.handler === name);
  if (!descriptor) throw new Error(`the service has no rpc ${name}`);
  return { descriptor };
}

export interface RpcOptions {
  /** How long the answer is worth waiting for. */
  readonly deadlineMs: number;
  /** Calls with the same key are run in their order; without one, those of this process are. */
  readonly key?: string;
}

export interface RpcClient {
  /** Resolves with the reply; rejects with a CallError. Not from inside a batch: its locks would wait for the other service. */
  call<Request extends object, Reply>(rpc: TypedRpc<Request, Reply>, request: Request, options: RpcOptions): Promise<Reply>;
  /** Sends a request that nobody waits to be answered. Resolves when it is durable in the log; rejects with a CallError where it is not within `withinMs`: then it may be later. */
  send<Request extends object>(
    rpc: TypedRpc<Request, unknown>,
    request: Request,
    options: { readonly deadlineMs: number; readonly withinMs: number },
  ): Promise<void>;
  /** Pending calls reject with UNAVAILABLE. */
  close(): Promise<void>;
}

interface PendingCall {
  readonly route: Rpc;
  readonly timer: NodeJS.Timeout;
  resolve(reply: unknown): void;
  reject(error: RpcError): void;
}

/** Opens this process's way to call: it reads its answers from partition `slot` of the call topic. Resolves when no answer can be missed any more. */
export async function openRpcClient(options: {
  readonly bus: Bus;
  readonly publisher: Publisher;
  readonly log: Log;
  readonly topics: Topics;
  /** Partitions of each service's topic, and of the call topic. */
  readonly partitions: { readonly command: number; readonly call: number };
  /** Unique per process start. */
  readonly instance: string;
  /** Seals what goes to sealed rpcs; without it those cannot be called. */
  readonly sealer?: Sealer;
}): Promise<RpcClient> {
  const { bus, publisher, log, topics, partitions, instance, sealer } = options;
  const slot = partitionOf(instance, partitions.call);
  const pending = new Map<number, PendingCall>();
  let lastId = 0;

  const settle = (id: number): PendingCall | undefined => {
    const call = pending.get(id);
    if (call) clearTimeout(call.timer);
    pending.delete(id);
    return call;
  };

  const receive = (records: readonly LogRecord[]): void => {
    for (const record of records) {
      try {
        for (const envelope of im.Pack.decode(record.value).envelopes) {
          if (envelope.instance !== instance || !envelope.requestId) continue;
          const call = settle(envelope.requestId);
          if (call) answer(call, envelope, sealer);
        }
      } catch (error) {
        log.error({ err: error, topic: topics.call, partition: slot, offset: record.offset }, 'unreadable answers skipped');
      }
    }
  };

  const following = await bus.follow({
    topic: topics.call,
    partition: slot,
    onRecords: receive,
    // What was missed runs into its deadline.
    onGap: () => log.warn({ pending: pending.size }, 'answers to calls may have been missed'),
  });

  /** Throws where it cannot be sent by this process at all, from here or without a key. */
  const assertMaySend = (route: Rpc): void => {
    if (route.sealed && !sealer) throw new Error(`${route.name} is sealed: this process has no key to seal with`);
    if (isInsideBatch()) throw new Error(`${route.name} was called inside a batch: call it in prepare`);
  };

  const send = (route: Rpc, request: object, { deadlineMs, key }: RpcOptions, ask: im.Envelope.$Properties): void => {
    const now = Date.now();
    const payload = route.request.encode(request).finish();
    publisher.send(topics.service(route.service), partitionOf(key ?? instance, partitions.command), {
      kind: im.Envelope.Kind.COMMAND,
      rpc: route.number,
      deadline: now + deadlineMs,
      acceptedAt: now,
      payload: route.sealed && sealer ? sealer.seal(payload) : payload,
      ...ask,
    });
  };

  return {
    call: <Request extends object, Reply>(
      { descriptor }: TypedRpc<Request, Reply>,
      request: Request,
      options: RpcOptions,
    ): Promise<Reply> => {
      assertMaySend(descriptor);
      if (!bus.reachable)
        return Promise.reject(new RpcError('UNAVAILABLE', `${descriptor.name} was not sent: the log cannot be reached`));
      if (pending.size >= MAX_PENDING_CALLS)
        return Promise.reject(new RpcError('UNAVAILABLE', `${descriptor.name} was not sent: too many calls wait`));
      const id = ++lastId;
      return new Promise<Reply>((resolve, reject) => {
        const timer = setTimeout(() => {
          settle(id)?.reject(new RpcError('TIMEOUT', `${descriptor.name} did not answer within ${options.deadlineMs} ms`));
        }, options.deadlineMs);
        pending.set(id, { route: descriptor, timer, resolve: resolve as (reply: unknown) => void, reject });
        const replyTo = { topic: topics.call, partition: slot, instance };
        send(descriptor, request, options, { requestId: id, replyTo, traceId: `${instance}:${id}` });
      });
    },
    send: async ({ descriptor }, request, { deadlineMs, withinMs }) => {
      assertMaySend(descriptor);
      if (!bus.reachable) throw new RpcError('UNAVAILABLE', `${descriptor.name} was not sent: the log cannot be reached`);
      send(descriptor, request, { deadlineMs }, { traceId: `${instance}:${++lastId}` });
      const late = new AbortController();
      const tooLate = sleep(withinMs, undefined, { signal: late.signal }).then(() => {
        throw new RpcError('TIMEOUT', `${descriptor.name} was not durable within ${withinMs} ms`);
      });
      await Promise.race([publisher.flush(), tooLate]).finally(() => late.abort());
    },
    close: async () => {
      for (const id of [...pending.keys()]) settle(id)?.reject(new RpcError('UNAVAILABLE', 'this process is stopping'));
      await following.close();
    },
  };
}

function answer(call: PendingCall, envelope: im.Envelope.$Properties, sealer: Sealer | undefined): void {
  const { failure } = envelope;
  const { route } = call;
  if (failure) {
    const code = im.Code[failure.code ?? 0] as keyof typeof im.Code;
    if (code === 'BAD_PAYLOAD')
      call.reject(new RpcError('BAD_PAYLOAD', `${route.name} could not read the request: ${failure.message}`));
    else {
      const options = { code, retryAfterMs: failure.retryAfterMs ?? 0 };
      call.reject(new RpcError('REFUSED', `${route.name} refused: ${failure.message}`, options));
    }
    return;
  }
  try {
    const payload = envelope.payload ?? new Uint8Array();
    call.resolve(route.reply.decode(route.sealed && sealer ? sealer.openReply(payload) : payload));
  } catch (error) {
    call.reject(new RpcError('BAD_PAYLOAD', `the reply of ${route.name} could not be read`, { cause: asError(error) }));
  }
}
