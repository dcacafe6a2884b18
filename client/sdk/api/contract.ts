// The contract by name: which services there are, and the rpc that belongs to a name.
import {
  allServices,
  type im,
  type ReplyOf,
  type RequestShape,
  type Rpc,
  type RpcsOf,
  rpcsByNumber,
} from '../../../proto/rpc.ts';

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

export const ALL_RPCS: readonly Rpc[] = [...rpcsByNumber(allServices()).values()];

const rpcsByName: ReadonlyMap<string, Rpc> = new Map(ALL_RPCS.map((rpc) => [`${rpc.service}.${rpc.handler}`, rpc]));

/** Throws TypeError when the contract has no such rpc. */
export function getRpc(service: string, name: string): Rpc {
  const rpc = rpcsByName.get(`${service}.${name}`);
  if (!rpc) throw new TypeError(`the contract has no rpc ${service}.${name}`);
  return rpc;
}
