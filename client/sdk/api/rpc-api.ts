// Every rpc of the contract as a typed function. A new rpc or service appears here without a change of this file.
import { CLIENT_RPCS, type ClientRpc } from '../wire/wire.ts';
import { type ContractServices, getRpc, type RpcName, type RpcReply, type RpcRequest } from './contract.ts';
import type { RpcInvoker } from './rpc-invoker.ts';

export interface RpcCallOptions {
  /** How long to try, including the time without a connection. */
  readonly timeoutMs?: number;
  /** An abort rejects with ABORTED. What has been sent may still take effect; what waits for a connection is not sent. */
  readonly signal?: AbortSignal;
}

/**
 * Calls an rpc: `call.logic.sendMessage(request)` or `call('Logic', 'sendMessage', request)`. Rejects with CallError. Retries an
 * rpc that only reads until the time-out. Sends any other rpc once; after an error with `resend` the caller may repeat it with
 * the same ids.
 */
export type RpcApi = (<S extends keyof ContractServices, R extends RpcName<S>>(
  service: S,
  rpc: R,
  request: RpcRequest<S, R>,
  options?: RpcCallOptions,
) => Promise<RpcReply<S, R>>) & {
  readonly [S in keyof ContractServices & string as Uncapitalize<S>]: {
    readonly [R in RpcName<S>]: (request: RpcRequest<S, R>, options?: RpcCallOptions) => Promise<RpcReply<S, R>>;
  };
};

type UntypedCall = (request: object, options?: RpcCallOptions) => Promise<object>;

/** `onReply` receives every reply before the caller does, and must not throw. */
export function rpcApi(invoker: RpcInvoker, onReply: (rpc: ClientRpc, request: object, reply: object) => void): RpcApi {
  const invoke = async (rpc: ClientRpc, request: object, { timeoutMs, signal }: RpcCallOptions = {}): Promise<object> => {
    const reply = await invoker.invoke(rpc, request, { timeoutMs, signal, repeat: rpc.reads });
    onReply(rpc, request, reply);
    return reply;
  };
  const call = (service: string, name: string, request: object, options?: RpcCallOptions): Promise<object> =>
    invoke(getRpc(service, name), request, options);
  const services: Record<string, Record<string, UntypedCall>> = {};
  for (const rpc of CLIENT_RPCS) {
    const key = rpc.service.charAt(0).toLowerCase() + rpc.service.slice(1);
    services[key] ??= {};
    services[key][rpc.handler] = (request, options) => invoke(rpc, request, options);
  }
  return Object.assign(call, services) as unknown as RpcApi;
}
