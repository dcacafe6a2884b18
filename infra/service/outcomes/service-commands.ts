// Commands that one service enqueues for another. They are stored with the outcome of the command that caused them, and then
// published to the topic of the other service.
import { partitionOf } from '../../../proto/partition.ts';
import { im, type Rpc, rpcsByNumber } from '../../../proto/rpc.ts';
import type { Log, Publisher } from '../../ports/index.ts';
import type { QueuedCommand } from '../record-decoder.ts';

/** The command topics of the other services. */
export interface ServiceTopics {
  readonly partitions: number;
  topic(service: string): string;
}

export interface ServiceCommandRequest {
  /** The reflected service, such as `im.Logic`. */
  readonly service: object;
  /** The handler's name. */
  readonly rpc: string;
  readonly request: unknown;
  readonly userId: string;
  /** Its index among the commands that one command enqueues. */
  readonly nth: number;
}

/**
 * Encodes an enqueued command. Its id is the same each time it is published. Throws if the rpc does not exist or is sealed.
 */
export function encodeServiceCommand(
  { source, partition, offset, index, caller, envelope }: QueuedCommand<unknown>,
  { service, rpc: rpcName, request, userId, nth }: ServiceCommandRequest,
): im.Outcome.ServiceCommand.$Properties {
  if (!source.serviceCommandsEnabled) throw new Error(`${rpcName} cannot be enqueued: serve this service with commandPartitions`);
  const rpc = findRpc(service, rpcName);
  return {
    service: rpc.service,
    rpc: rpc.number,
    userId,
    id: `${source.topic}.${partition}.${offset}.${index}.${nth}`,
    payload: rpc.request.encode(request as object).finish(),
    acceptedAt: caller.acceptedAt,
    traceContext: envelope.traceContext,
  };
}

/**
 * Publishes an enqueued command. Its id takes the place of the caller's instance, because no caller waits for the reply. `cause`:
 * the trace context of what publishes it; without it, of the command that enqueued it.
 */
export function sendServiceCommand(
  { publisher, serviceCommands, log }: { publisher: Publisher; serviceCommands: ServiceTopics | undefined; log: Log },
  { service, rpc, userId, id, payload, acceptedAt, traceContext }: im.Outcome.ServiceCommand.$Properties,
  cause?: Uint8Array,
): void {
  if (!serviceCommands || !service || !rpc || !userId || !id) {
    log.error(
      { service, rpc, userId, id },
      'service command dropped: it is incomplete, or this service has no commandPartitions',
    );
    return;
  }
  publisher.send(serviceCommands.topic(service), partitionOf(userId, serviceCommands.partitions), {
    kind: im.Envelope.Kind.COMMAND,
    rpc,
    requestId: 1,
    userId,
    replyTo: { instance: id },
    acceptedAt: acceptedAt ?? 0,
    traceContext: cause ?? traceContext ?? null,
    payload: payload ?? null,
  });
}

const rpcsOfServices = new Map<object, ReadonlyMap<number, Rpc>>();

function findRpc(service: object, name: string): Rpc {
  const rpcs = rpcsOfServices.get(service) ?? rpcsByNumber([service]);
  rpcsOfServices.set(service, rpcs);
  const rpc = [...rpcs.values()].find(({ handler }) => handler === name);
  if (!rpc || rpc.sealed) throw new Error(`cannot enqueue ${name}: the service has no such rpc, or it is sealed`);
  return rpc;
}
