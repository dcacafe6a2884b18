// Every rpc of the contract as a typed function. A new rpc line, or a new service, needs no line here.
import {
  allServices,
  type im,
  type ReplyOf,
  type RequestShape,
  type Rpc,
  type RpcsOf,
  rpcsByNumber,
} from '../../../proto/rpc.ts';
import type { ClientSession } from '../connection/session.ts';
import { backOffMs, type Timing } from '../connection/timing.ts';
import { CallError, isTransient } from './errors.ts';

/** The services of the contract by name: `Logic`, `Auth`, ... */
export type ContractServices = {
  [K in keyof typeof im as (typeof im)[K] extends { prototype: { rpcImpl: unknown } } ? K : never]: (typeof im)[K] extends {
    prototype: infer S;
  }
    ? S
    : never;
};

export interface RpcCallOptions {
  /** How long to try, the time without a connection included. */
  readonly timeoutMs?: number;
}

/**
 * Calls an rpc: `call.logic.sendMessage(request)` or `call('Logic', 'sendMessage', request)`. Rejects with CallError. What only reads is repeated
 * until the time is up; everything else is sent once, and after an error with `resend` the caller may repeat it with the same ids.
 */
export type RpcApi = (<S extends keyof ContractServices, R extends keyof RpcsOf<ContractServices[S]>>(
  service: S,
  rpc: R,
  request: RequestShape<RpcsOf<ContractServices[S]>[R]>,
  options?: RpcCallOptions,
) => Promise<ReplyOf<RpcsOf<ContractServices[S]>[R]>>) & {
  readonly [S in keyof ContractServices & string as Uncapitalize<S>]: {
    readonly [R in keyof RpcsOf<ContractServices[S]>]: (
      request: RequestShape<RpcsOf<ContractServices[S]>[R]>,
      options?: RpcCallOptions,
    ) => Promise<ReplyOf<RpcsOf<ContractServices[S]>[R]>>;
  };
};

const routes: ReadonlyMap<string, Rpc> = new Map(
  [...rpcsByNumber(allServices()).values()].map((route) => [`${route.service}.${route.handler}`, route]),
);

/** What the contract says of an rpc. Throws where it has none of that name. */
export function getRpc(service: string, rpc: string): Rpc {
  const route = routes.get(`${service}.${rpc}`);
  if (!route) throw new TypeError(`the contract has no ${service}.${rpc}`);
  return route;
}

/** Calls one rpc through the session. `repeat`: also when it does more than read; it must then be harmless to run twice. */
export async function invokeRpc(
  session: ClientSession,
  route: Rpc,
  request: object,
  options: { timeoutMs: number; repeat: boolean; timing: Timing; random: () => number },
): Promise<object> {
  const payload = route.request.encode(request).finish();
  const until = performance.now() + options.timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reply = await within(until - performance.now(), route, session.request(route, payload, until - performance.now()));
      return decodeReply(route, reply);
    } catch (error) {
      if (!(error instanceof CallError) || !options.repeat || !isTransient(error)) throw error;
      const pauseMs = Math.max(error.retryAfterMs, backOffMs(options.timing, attempt, options.random));
      if (performance.now() + pauseMs >= until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function decodeReply(route: Rpc, payload: Uint8Array): object {
  try {
    return route.reply.decode(payload);
  } catch (cause) {
    throw new CallError('BAD_REPLY', `${route.name} was answered with something else`, { cause });
  }
}

function within<T>(timeoutMs: number, route: Rpc, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CallError('TIMEOUT', `${route.name} was not answered`)), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The typed face of `invoke`. `answered` hears of every answer before the caller does, and must not throw. */
export function rpcApi(
  session: ClientSession,
  timing: Timing,
  random: () => number,
  answered: (route: Rpc, request: object, reply: object) => void = () => undefined,
): RpcApi {
  const one = async (route: Rpc, request: object, { timeoutMs = timing.callTimeoutMs }: RpcCallOptions = {}): Promise<object> => {
    const reply = await invokeRpc(session, route, request, { timeoutMs, repeat: route.reads, timing, random });
    answered(route, request, reply);
    return reply;
  };
  const call = (service: string, rpc: string, request: object, options?: RpcCallOptions): Promise<object> =>
    one(getRpc(service, rpc), request, options);
  const faces: Record<string, Record<string, (request: object, options?: RpcCallOptions) => Promise<object>>> = {};
  for (const route of routes.values()) {
    const face = route.service.charAt(0).toLowerCase() + route.service.slice(1);
    faces[face] ??= {};
    faces[face][route.handler] = (request, options) => one(route, request, options);
  }
  return Object.assign(call, faces) as unknown as RpcApi;
}
