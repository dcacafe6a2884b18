// Calls one rpc through the session, with a time-out. Also retries rpcs that may run twice without harm.

import type { ClientSession } from '../connection/session.ts';
import { backOffMs, type Timing } from '../connection/timing.ts';
import type { ClientRpc } from '../wire/wire.ts';
import { type ContractServices, getRpc, type RpcName, type RpcReply, type RpcRequest } from './contract.ts';
import { CallError, isTransient } from './errors.ts';

export interface InvokeOptions {
  readonly repeat: boolean;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class RpcInvoker {
  readonly #session: ClientSession;
  readonly #timing: Timing;
  readonly #random: () => number;

  constructor(session: ClientSession, timing: Timing, random: () => number) {
    this.#session = session;
    this.#timing = timing;
    this.#random = random;
  }

  /**
   * Rejects with CallError. `repeat`: retries transient failures until `timeoutMs` is over; the rpc must be harmless to run
   * twice. `timeoutMs` includes the time without a connection.
   */
  async invoke(
    rpc: ClientRpc,
    request: object,
    { repeat, timeoutMs = this.#timing.callTimeoutMs, signal }: InvokeOptions,
  ): Promise<object> {
    const payload = rpc.request.encode(request).finish();
    const deadline = performance.now() + timeoutMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const leftMs = deadline - performance.now();
        assertWanted(rpc, signal);
        const reply = this.#session.request(rpc, payload, leftMs, signal);
        return decodeReply(rpc, await untilLost(reply, leftMs, rpc, signal));
      } catch (error) {
        if (!(error instanceof CallError) || !repeat || !isTransient(error) || signal?.aborted) throw error;
        const pauseMs = Math.max(error.retryAfterMs, backOffMs(this.#timing, attempt, this.#random));
        if (performance.now() + pauseMs >= deadline) throw error;
        await untilLost(new Promise((resolve) => setTimeout(resolve, pauseMs)), pauseMs + 1000, rpc, signal);
      }
    }
  }

  /** Calls an rpc that is harmless to run twice, with retries until `callTimeoutMs` is over. Rejects with CallError. */
  async repeat<S extends keyof ContractServices & string, R extends RpcName<S> & string>(
    service: S,
    name: R,
    request: RpcRequest<S, R>,
  ): Promise<RpcReply<S, R>> {
    return (await this.invoke(getRpc(service, name), request as object, { repeat: true })) as RpcReply<S, R>;
  }
}

function decodeReply(rpc: ClientRpc, payload: Uint8Array): object {
  try {
    return rpc.reply.decode(payload);
  } catch (cause) {
    throw new CallError('BAD_REPLY', `the reply to ${rpc.name} cannot be decoded`, { cause });
  }
}

function assertWanted(rpc: ClientRpc, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CallError('ABORTED', `the caller of ${rpc.name} gave up`);
}

/** Rejects when the time is over, or when the caller gives up. */
function untilLost<T>(awaited: Promise<T>, timeoutMs: number, rpc: ClientRpc, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CallError('TIMEOUT', `no reply to ${rpc.name}`)), timeoutMs);
    const onAbort = (): void => reject(new CallError('ABORTED', `the caller of ${rpc.name} gave up`));
    signal?.addEventListener('abort', onAbort, { once: true });
    awaited.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    });
  });
}
