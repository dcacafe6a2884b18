// Calls from one service to another over the bus: typed, with a deadline, and with four kinds of failure that are never mixed.
import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf } from '../../proto/partition.ts';
import { im, type ReplyOf, type RequestShape, type Rpc, type RpcsOf, rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import { newTraceId } from '../../proto/trace-context.ts';
import {
  type Bus,
  currentTrace,
  type Following,
  type Log,
  type Metrics,
  type PackVerifier,
  type Publisher,
  type Sealer,
  type ServiceLiveness,
  startSpan,
} from '../ports/index.ts';
import { asError } from '../process/errors.ts';
import { isInsideBatch } from './batch-context.ts';
import { PackReader } from './pack-reader.ts';

// If more calls than this are pending, the other service does not answer: further calls fail at once.
const MAX_PENDING_CALLS = 10_000;

/**
 * Why a call has no reply.
 * TIMEOUT: no reply before the deadline; the outcome is unknown. ABORTED: the caller gave up; the outcome is unknown.
 * UNAVAILABLE: the request was not sent. REFUSED: the service refused, with a code. BAD_PAYLOAD: the service could not decode the
 * request, or the caller could not decode the reply.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly kind: 'TIMEOUT' | 'ABORTED' | 'UNAVAILABLE' | 'REFUSED' | 'BAD_PAYLOAD';
  /** Only with REFUSED: the code of the service. */
  readonly code: keyof typeof im.Code | undefined;
  /** Only with REFUSED: the time after which the caller may try again. */
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

/** An rpc of a service with the types of its messages. Made by `rpc`. */
export interface TypedRpc<Request, Reply> {
  readonly descriptor: Rpc;
  /** For the type checker only, never set. */
  readonly types?: { request: Request; reply: Reply };
}

type Reflected = { readonly prototype: unknown };

/** Names an rpc: `rpc(im.Verify, 'checkCode')`. Throws where the service has no such rpc. */
export function rpc<S extends Reflected, K extends keyof RpcsOf<S['prototype']> & string>(
  service: S,
  name: K,
): TypedRpc<RequestShape<RpcsOf<S['prototype']>[K]>, ReplyOf<RpcsOf<S['prototype']>[K]>> {
  const descriptor = [...rpcsByNumber([service]).values()].find(({ handler }) => handler === name);
  if (!descriptor) throw new Error(`the service has no rpc ${name}`);
  return { descriptor };
}

export interface RpcOptions {
  /** How long the caller waits for the reply. */
  readonly deadlineMs: number;
  /** An abort ends the call with ABORTED. The service may have done it, or still do. */
  readonly signal?: AbortSignal;
  /** Calls with the same key run in order. Without a key, all calls of this process do. */
  readonly key?: string;
  /** The user in whose name the command runs, and in whose order; nobody without it. */
  readonly asUser?: string;
}

/** What is sent in the name of a command or of an operator's act belongs to its trace (`runInTrace`). */
export interface RpcClient {
  /** Resolves with the reply; rejects with an RpcError. Throws inside a batch: the batch would hold its locks for the call. */
  call<Request extends object, Reply>(rpc: TypedRpc<Request, Reply>, request: Request, options: RpcOptions): Promise<Reply>;
  /**
   * Sends a request without waiting for its reply. Resolves when it is durable in the log. Rejects with an RpcError when it is
   * not durable within `withinMs`; it may still become durable later.
   */
  send<Request extends object>(
    rpc: TypedRpc<Request, unknown>,
    request: Request,
    options: { readonly deadlineMs: number; readonly withinMs: number },
  ): Promise<void>;
  /** Pending calls reject with UNAVAILABLE. */
  close(): Promise<void>;
}

export interface RpcClientOptions {
  readonly bus: Bus;
  /** Signs as a service. */
  readonly publisher: Publisher;
  readonly verifier: PackVerifier;
  readonly metrics?: Metrics;
  readonly log: Log;
  readonly topics: Topics;
  /** Partitions of each service's topic, and of the call topic. */
  readonly partitions: { readonly command: number; readonly call: number };
  /** Unique per process start. */
  readonly instance: string;
  /** A call to a service without a living instance fails at once. */
  readonly living?: Pick<ServiceLiveness, 'isLiving'>;
  /** Seals requests of sealed rpcs. Without it the process cannot call them. */
  readonly sealer?: Sealer;
}

/** Opens an RpcClient. Replies come through one partition of the call topic. Resolves when no reply can be missed any more. */
export async function openRpcClient(options: RpcClientOptions): Promise<RpcClient> {
  const client = new BusRpcClient(options);
  await client.open();
  return client;
}

interface PendingCall {
  readonly rpc: Rpc;
  /** Ends its timer and its listener. */
  release(): void;
  resolve(reply: unknown): void;
  reject(error: RpcError): void;
}

class BusRpcClient implements RpcClient {
  readonly #options: RpcClientOptions;
  readonly #partition: number;
  readonly #pending = new Map<number, PendingCall>();
  #lastId = 0;
  #following: Following | undefined;

  constructor(options: RpcClientOptions) {
    this.#options = options;
    this.#partition = partitionOf(options.instance, options.partitions.call);
  }

  async open(): Promise<void> {
    const { bus, log, metrics, topics, verifier } = this.#options;
    const reader = new PackReader({ topic: topics.call, verifier, log, author: 'service', ...(metrics && { metrics }) });
    this.#following = await bus.follow({
      topic: topics.call,
      partition: this.#partition,
      onRecords: (records) => reader.forEachEnvelope(this.#partition, records, (envelope) => this.#receive(envelope)),
      // A call whose reply was missed runs into its deadline.
      onGap: () => log.warn({ pending: this.#pending.size }, 'replies to calls may be missing, those calls time out'),
    });
  }

  call<Request extends object, Reply>(
    { descriptor }: TypedRpc<Request, Reply>,
    request: Request,
    options: RpcOptions,
  ): Promise<Reply> {
    this.#assertCallable(descriptor);
    const { name } = descriptor;
    if (!this.#options.bus.reachable) return Promise.reject(unreachable(name));
    if (this.#pending.size >= MAX_PENDING_CALLS)
      return Promise.reject(new RpcError('UNAVAILABLE', `${name} was not sent: too many calls wait for replies`));
    if (this.#options.living?.isLiving(descriptor.service) === false)
      return Promise.reject(new RpcError('UNAVAILABLE', `${name} was not sent: no instance of ${descriptor.service} runs`));
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(new RpcError('ABORTED', `${name} was not sent: the caller gave up`));
    const id = ++this.#lastId;
    const trace = currentTrace() ?? newTraceId();
    const span = startSpan(`call ${name}`, trace, { kind: 'client' });
    const reply = new Promise<Reply>((resolve, reject) => {
      const give = (kind: 'TIMEOUT' | 'ABORTED', why: string): void => this.#takePending(id)?.reject(new RpcError(kind, why));
      const timer = setTimeout(
        () => give('TIMEOUT', `${name} did not answer within ${options.deadlineMs} ms`),
        options.deadlineMs,
      );
      const onAbort = (): void => give('ABORTED', `the caller of ${name} gave up; its outcome is unknown`);
      signal?.addEventListener('abort', onAbort, { once: true });
      const release = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#pending.set(id, { rpc: descriptor, release, resolve: resolve as (reply: unknown) => void, reject });
      const { instance, topics } = this.#options;
      const replyTo = { topic: topics.call, partition: this.#partition, instance };
      this.#send(descriptor, request, options, { requestId: id, replyTo, traceContext: span?.context ?? trace });
    });
    if (span)
      reply.then(
        () => span.end(),
        (error: RpcError) => span.end({ failure: error.code ?? error.kind }),
      );
    return reply;
  }

  async send<Request extends object>(
    { descriptor }: TypedRpc<Request, unknown>,
    request: Request,
    { deadlineMs, withinMs }: { readonly deadlineMs: number; readonly withinMs: number },
  ): Promise<void> {
    this.#assertCallable(descriptor);
    const { bus, publisher } = this.#options;
    if (!bus.reachable) throw unreachable(descriptor.name);
    this.#send(descriptor, request, { deadlineMs }, { traceContext: currentTrace() ?? newTraceId() });
    const controller = new AbortController();
    const timeout = sleep(withinMs, undefined, { signal: controller.signal }).then(() => {
      throw new RpcError('TIMEOUT', `${descriptor.name} was not durable within ${withinMs} ms`);
    });
    await Promise.race([publisher.flush(), timeout]).finally(() => controller.abort());
  }

  async close(): Promise<void> {
    for (const id of [...this.#pending.keys()])
      this.#takePending(id)?.reject(new RpcError('UNAVAILABLE', 'this process is stopping'));
    await this.#following?.close();
  }

  /** Throws where this process cannot make the call at all: without a key, or inside a batch. */
  #assertCallable({ name, sealed }: Rpc): void {
    if (sealed && !this.#options.sealer) throw new Error(`${name} is sealed: this process has no key to seal with`);
    if (isInsideBatch()) throw new Error(`${name} was called inside a batch: call it in prepare`);
  }

  #send(descriptor: Rpc, request: object, { deadlineMs, key, asUser = '' }: RpcOptions, fields: im.Envelope.$Properties): void {
    const { instance, partitions, publisher, sealer, topics } = this.#options;
    const orderedBy = key ?? (asUser || instance);
    const payload = descriptor.request.encode(request).finish();
    publisher.send(topics.service(descriptor.service), partitionOf(orderedBy, partitions.command), {
      kind: im.Envelope.Kind.COMMAND,
      rpc: descriptor.number,
      userId: asUser,
      timeoutMs: deadlineMs,
      acceptedAt: Date.now(),
      payload: descriptor.sealed && sealer ? sealer.seal(payload) : payload,
      ...fields,
    });
  }

  #receive(envelope: im.Envelope): void {
    const { instance, sealer } = this.#options;
    // Callers may share a partition.
    if (envelope.instance !== instance || !envelope.requestId) return;
    const call = this.#takePending(envelope.requestId);
    if (call) settle(call, envelope, sealer);
  }

  #takePending(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    call?.release();
    this.#pending.delete(id);
    return call;
  }
}

function unreachable(name: string): RpcError {
  return new RpcError('UNAVAILABLE', `${name} was not sent: Kafka is unavailable`);
}

/** Resolves or rejects a call with the reply in `envelope`. */
function settle(
  { rpc: { name, reply, sealed }, ...call }: PendingCall,
  envelope: im.Envelope.$Properties,
  sealer?: Sealer,
): void {
  const { failure } = envelope;
  if (failure) {
    const code = im.Code[failure.code ?? 0] as keyof typeof im.Code;
    if (code === 'BAD_PAYLOAD') {
      call.reject(new RpcError('BAD_PAYLOAD', `${name} could not decode the request: ${failure.message}`));
    } else {
      const options = { code, retryAfterMs: failure.retryAfterMs ?? 0 };
      call.reject(new RpcError('REFUSED', `${name} refused: ${failure.message}`, options));
    }
    return;
  }
  try {
    const payload = envelope.payload ?? new Uint8Array();
    call.resolve(reply.decode(sealed && sealer ? sealer.openReply(payload) : payload));
  } catch (error) {
    call.reject(new RpcError('BAD_PAYLOAD', `the reply of ${name} could not be decoded`, { cause: asError(error) }));
  }
}
