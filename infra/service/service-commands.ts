// What one service tells another: a command in the name of a user, kept with the outcome of the one that led to it until it stands in the other's topic.

import { partitionOf } from '../../proto/partition.ts';
import { im, type Rpc, rpcsByNumber } from '../../proto/rpc.ts';
import type { Log, Publisher } from '../ports/index.ts';
import type { QueuedCommand } from './record-decoder.ts';

/** Where services are told anything. */
export interface ServiceTopics {
  readonly partitions: number;
  topic(service: string): string;
}

/** The `nth` thing a command tells. Its id is the same whenever it is published. */
export function encodeServiceCommand(
  { source, partition, offset, index, caller }: QueuedCommand<unknown>,
  { service, rpc, request, user: userId, nth }: { service: object; rpc: string; request: unknown; user: string; nth: number },
): im.Outcome.ServiceCommand.$Properties {
  if (!source.serviceCommandsEnabled) throw new Error(`a command that tells ${rpc} is served without commandPartitions`);
  const route = routeTo(service, rpc);
  return {
    service: route.service,
    rpc: route.number,
    userId,
    id: `${source.topic}.${partition}.${offset}.${index}.${nth}`,
    payload: route.request.encode(request as object).finish(),
    acceptedAt: caller.acceptedAt,
  };
}

/** To its handler the id is where another caller's address would be: nobody waits for an answer. */
export function sendServiceCommand(
  { publisher, serviceCommands, log }: { publisher: Publisher; serviceCommands: ServiceTopics | undefined; log: Log },
  { service, rpc, userId, id, payload, acceptedAt }: im.Outcome.ServiceCommand.$Properties,
): void {
  if (!serviceCommands || !service || !rpc || !userId || !id) {
    log.error({ service, rpc, user: userId, id }, 'another service could not be told');
    return;
  }
  publisher.send(serviceCommands.topic(service), partitionOf(userId, serviceCommands.partitions), {
    kind: im.Envelope.Kind.COMMAND,
    rpc,
    requestId: 1,
    userId,
    replyTo: { instance: id },
    acceptedAt: acceptedAt ?? 0,
    traceId: id,
    payload: payload ?? null,
  });
}

const known = new Map<object, ReadonlyMap<number, Rpc>>();

function routeTo(service: object, rpc: string): Rpc {
  const routes = known.get(service) ?? rpcsByNumber([service]);
  known.set(service, routes);
  const route = [...routes.values()].find(({ handler }) => handler === rpc);
  if (!route || route.sealed) throw new Error(`the service has no rpc ${rpc} that can be told`);
  return route;
}
