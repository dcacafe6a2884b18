// What one service tells another: a command in the name of a user, kept with the outcome of the one that led to it until it stands in the other's topic.
import { im, type Route, routesOf } from '../../proto/contract.ts';
import { partitionOf } from '../../proto/partition.ts';
import type { Log, Publisher } from '../ports.ts';
import type { Task } from './decode.ts';

/** Where services are told anything. */
export interface Services {
  readonly partitions: number;
  topic(service: string): string;
}

/** The `nth` thing a command tells. Its id is the same whenever it is published. */
export function toldOf(
  { source, partition, offset, index, caller }: Task<unknown>,
  { service, rpc, request, user, nth }: { service: object; rpc: string; request: unknown; user: string; nth: number },
): im.Outcome.Told.$Properties {
  if (!source.tellsServices) throw new Error(`a command that tells ${rpc} is served without commandPartitions`);
  const route = routeTo(service, rpc);
  return {
    service: route.service,
    rpc: route.number,
    user,
    id: `${source.topic}.${partition}.${offset}.${index}.${nth}`,
    payload: route.request.encode(request as object).finish(),
    acceptedAt: caller.acceptedAt,
  };
}

/** To its handler the id is where another caller's address would be: nobody waits for an answer. */
export function sendTold(
  { publisher, services, log }: { publisher: Publisher; services: Services | undefined; log: Log },
  { service, rpc, user, id, payload, acceptedAt }: im.Outcome.Told.$Properties,
): void {
  if (!services || !service || !rpc || !user || !id) {
    log.error({ service, rpc, user, id }, 'another service could not be told');
    return;
  }
  publisher.send(services.topic(service), partitionOf(user, services.partitions), {
    kind: im.Envelope.Kind.COMMAND,
    rpc,
    requestId: 1,
    user,
    replyTo: { instance: id },
    acceptedAt: acceptedAt ?? 0,
    traceId: id,
    payload: payload ?? null,
  });
}

const known = new Map<object, ReadonlyMap<number, Route>>();

function routeTo(service: object, rpc: string): Route {
  const routes = known.get(service) ?? routesOf([service]);
  known.set(service, routes);
  const route = [...routes.values()].find(({ handler }) => handler === rpc);
  if (!route || route.sealed) throw new Error(`the service has no rpc ${rpc} that can be told`);
  return route;
}
