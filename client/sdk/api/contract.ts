// The contract by name: which services there are, and the rpc that belongs to a name.
import type { im, ReplyOf, RequestShape, RpcsOf } from '../../../proto/rpc.ts';
import { CLIENT_RPCS, type ClientRpc } from '../wire/wire.ts';

/** The services of the contract by name: `Logic`, `Auth`, ... */
export type ContractServices = {
  [K in keyof typeof im as (typeof im)[K] extends { prototype: { rpcImpl: unknown } } ? K : never]: (typeof im)[K] extends {
    prototype: infer S;
  }
    ? S
    : never;
};

/** The names of a service's rpcs: `sendMessage`, ... */
export type RpcName<S extends keyof ContractServices> = keyof RpcsOf<ContractServices[S]>;
export type RpcRequest<S extends keyof ContractServices, R extends RpcName<S>> = RequestShape<RpcsOf<ContractServices[S]>[R]>;
export type RpcReply<S extends keyof ContractServices, R extends RpcName<S>> = ReplyOf<RpcsOf<ContractServices[S]>[R]>;

const rpcsByName: ReadonlyMap<string, ClientRpc> = new Map(CLIENT_RPCS.map((rpc) => [`${rpc.service}.${rpc.handler}`, rpc]));

/** Throws TypeError when the contract has no such rpc for clients. */
export function getRpc(service: string, name: string): ClientRpc {
  const rpc = rpcsByName.get(`${service}.${name}`);
  if (!rpc) throw new TypeError(`the contract has no rpc ${service}.${name}`);
  return rpc;
}
