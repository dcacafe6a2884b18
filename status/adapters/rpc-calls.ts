// The client for rpcs of services, opened by the first call: most requests to the API need none.
import { setTimeout as sleep } from 'node:timers/promises';
import { type RpcClient, RpcError } from '../../infra/messaging/rpc-client.ts';
import { connectRpcClient, type ServiceConnections } from '../../infra/process/connect.ts';

const OPEN_WITHIN_MS = 10_000;

export type RpcCalls = Pick<RpcClient, 'call'>;

export function rpcCalls(connections: ServiceConnections): RpcCalls {
  let opening: Promise<RpcClient> | undefined;
  const open = async (): Promise<RpcClient> => {
    opening ??= connectRpcClient(connections);
    const controller = new AbortController();
    const timeout = sleep(OPEN_WITHIN_MS, undefined, { signal: controller.signal }).then((): never => {
      throw new RpcError(
        'UNAVAILABLE',
        'Kafka does not show the topic of replies: check IM_KAFKA_BROKERS and IM_GATE_PARTITIONS',
      );
    });
    return Promise.race([opening, timeout]).finally(() => controller.abort());
  };
  return { call: async (rpc, request, options) => (await open()).call(rpc, request, options) };
}
