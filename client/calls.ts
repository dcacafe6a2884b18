// Every rpc of the contract as a typed function. A new rpc line, or a new service, needs no line here.
import { allServices, type im, type ReplyOf, type RequestShape, type Route, type RpcsOf, routesOf } from '../proto/contract.ts';
import { CallError, isPassing } from './errors.ts';
import type { Session } from './session.ts';
import { backOffMs, type Timing } from './timing.ts';

/** The services of the contract by name: `Logic`, `Auth`, ... */
export type Services = {
  [K in keyof typeof im as (typeof im)[K] extends { prototype: { rpcImpl: unknown } } ? K : never]: (typeof im)[K] extends {
    prototype: infer S;
  }
    ? S
    : never;
};

export interface CallOptions {
  /** How long to try, the time without a connection included. */
  readonly timeoutMs?: number;
}

/**
 * Calls an rpc: `call.logic.sendMessage(request)` or `call('Logic', 'sendMessage', request)`. Rejects with CallError. What only reads is repeated
 * until the time is up; everything else is sent once, and after an error with `resend` the caller may repeat it with the same ids.
 */
export type Call = (<S extends keyof Services, R extends keyof RpcsOf<Services[S]>>(
  service: S,
  rpc: R,
  request: RequestShape<RpcsOf<Services[S]>[R]>,
  options?: CallOptions,
) => Promise<ReplyOf<RpcsOf<Services[S]>[R]>>) & {
  readonly [S in keyof Services & string as Uncapitalize<S>]: {
    readonly [R in keyof RpcsOf<Services[S]>]: (
      request: RequestShape<RpcsOf<Services[S]>[R]>,
      options?: CallOptions,
    ) => Promise<ReplyOf<RpcsOf<Services[S]>[R]>>;
  };
};

const routes: ReadonlyMap<string, Route> = new Map(
  [...routesOf(allServices()).values()].map((route) => [`${route.service}.${route.handler}`, route]),
);

/** What the contract says of an rpc. Throws where it has none of that name. */
export function routeOf(service: string, rpc: string): Route {
  const route = routes.get(`${service}.${rpc}`);
  if (!route) throw new TypeError(`the contract has no ${service}.${rpc}`);
  return route;
}

/** Calls one rpc through the session. `repeat`: also when it does more than read; it must then be harmless to run twice. */
export async function invoke(
  session: Session,
  route: Route,
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
      if (!(error instanceof CallError) || !options.repeat || !isPassing(error)) throw error;
      const pauseMs = Math.max(error.retryAfterMs, backOffMs(options.timing, attempt, options.random));
      if (performance.now() + pauseMs >= until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function decodeReply(route: Route, payload: Uint8Array): object {
  try {
    return route.reply.decode(payload);
  } catch (cause) {
    throw new CallError('BAD_REPLY', `${route.name} was answered with something else`, { cause });
  }
}

function within<T>(timeoutMs: number, route: Route, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CallError('TIMEOUT', `${route.name} was not answered`)), timeoutMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The typed face of `invoke`. `answered` hears of every answer before the caller does, and must not throw. */
export function callsOf(
  session: Session,
  timing: Timing,
  random: () => number,
  answered: (route: Route, request: object, reply: object) => void = () => undefined,
): Call {
  const one = async (route: Route, request: object, { timeoutMs = timing.callTimeoutMs }: CallOptions = {}): Promise<object> => {
    const reply = await invoke(session, route, request, { timeoutMs, repeat: route.reads, timing, random });
    answered(route, request, reply);
    return reply;
  };
  const call = (service: string, rpc: string, request: object, options?: CallOptions): Promise<object> =>
    one(routeOf(service, rpc), request, options);
  const faces: Record<string, Record<string, (request: object, options?: CallOptions) => Promise<object>>> = {};
  for (const route of routes.values()) {
    const face = route.service.charAt(0).toLowerCase() + route.service.slice(1);
    faces[face] ??= {};
    faces[face][route.handler] = (request, options) => one(route, request, options);
  }
  return Object.assign(call, faces) as unknown as Call;
}
