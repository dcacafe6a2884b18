// Log → client: replies, session binds, pushes and hang-ups.
import { type EnvelopeReader, type FollowOptions, type Log, type Sealer, startSpan } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { heldMs } from '../proto/pack.ts';
import { partitionOf } from '../proto/partition.ts';
import { type im as Contract, im } from '../proto/rpc.ts';
import { traceIdOf } from '../proto/trace-context.ts';
import type { Connection } from './connection/connection.ts';
import type { Connections } from './connection/connections.ts';
import type { PendingCommand } from './connection/pending-commands.ts';
import type { GateMetrics } from './monitoring/gate-metrics.ts';
import type { GateTimings } from './settings.ts';
import { OutgoingFrame, RESYNC } from './transport/outgoing-frame.ts';

interface SessionIdentity {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: number;
}

export interface OutboundOptions {
  readonly instance: string;
  readonly slot: number;
  readonly reader: EnvelopeReader;
  readonly commandPartitions: number;
  readonly connections: Connections;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly metrics: Pick<GateMetrics, 'measureLog' | 'countPushes' | 'countDropped' | 'deliverySeconds'>;
  readonly timings: Pick<GateTimings, 'resumeWithinMs' | 'resumeAfterMissedMs'>;
  /** Removes the route of a session whose connection is closed or cannot be bound. */
  unbind(bound: SessionIdentity): void;
}

/** Handles the records of this gate's partition of the reply topic. Never throws: a malformed record is logged and skipped. */
export function outboundHandler(options: OutboundOptions): Pick<FollowOptions, 'onRecords' | 'onGap'> {
  const { reader, slot } = options;
  return {
    onRecords(records) {
      const startedMs = performance.now();
      reader.forEachEnvelope(slot, records, (envelope, sentAtMs) => {
        try {
          deliver(options, envelope, sentAtMs);
        } catch (error) {
          options.log.error(
            { err: error, traceId: traceIdOf(envelope.traceContext) },
            'envelope not delivered, its reply or push is lost',
          );
        }
      });
      options.metrics.deliverySeconds.observe((performance.now() - startedMs) / 1000);
    },
    onGap() {
      options.log.warn({ connections: options.connections.count }, 'records may have been missed, telling all clients to sync');
      options.connections.sendToBound(RESYNC);
      // The missed records may include the end of a session.
      for (const connection of options.connections.all()) connection.resumeWithin(options.timings.resumeAfterMissedMs);
    },
  };
}

function deliver(options: OutboundOptions, envelope: Contract.Envelope, sentAtMs: number): void {
  // Gates may share a partition.
  if (envelope.instance !== options.instance) return;
  if (envelope.kind === im.Envelope.Kind.REPLY) deliverReply(options, envelope);
  else if (envelope.kind === im.Envelope.Kind.PUSH) deliverPush(options, envelope, sentAtMs);
  else if (envelope.kind === im.Envelope.Kind.CLOSE) deliverClose(options, envelope);
  else
    options.log.error(
      { kind: envelope.kind, traceId: traceIdOf(envelope.traceContext) },
      'envelope of an unexpected kind dropped',
    );
}

/** A push with a time-out is ephemeral: it is dropped when it is late, and on connections whose outgoing buffer fills up. */
function deliverPush({ connections, metrics }: OutboundOptions, push: Contract.Envelope, sentAtMs: number): void {
  const { targets, payload, pushId, timeoutMs, acceptedAtMs, traceContext } = push;
  const isEphemeral = timeoutMs > 0;
  if (isEphemeral && heldMs(sentAtMs, push) > timeoutMs) {
    metrics.countDropped('late', targets.length);
    return;
  }
  const span = startSpan('push', traceContext, { kind: 'consumer', attributes: { 'im.connections': targets.length } });
  let frame: OutgoingFrame | undefined;
  let written = 0;
  for (const target of targets) {
    const connection = connections.get(target);
    // No user has logged in on this connection yet. Its client syncs after the log-in.
    if (!connection?.session) continue;
    if (isEphemeral && connection.isCongested) {
      metrics.countDropped('congested', 1);
      continue;
    }
    frame ??= new OutgoingFrame({ kind: im.Frame.Kind.PUSH, payload, pushId });
    connection.send(frame);
    written++;
  }
  metrics.countPushes(written, acceptedAtMs);
  span?.end();
}

function deliverClose({ connections }: OutboundOptions, { targets, payload }: Contract.Envelope): void {
  const { reason } = im.Close.decode(payload);
  for (const target of targets) connections.get(target)?.close(reason);
}

function deliverReply(options: OutboundOptions, envelope: Contract.Envelope): void {
  const connection = options.connections.get(envelope.connection);
  const command = connection?.pendingCount ? connection.pending.peek(envelope.requestId, envelope.rpc) : undefined;
  if (!connection || !command) {
    // A late or repeated reply. Its session has no connection, so remove the route, unless the first copy of the reply bound it.
    if (envelope.bind && !isBoundTo(connection, envelope.bind)) options.unbind(toIdentity(envelope.bind));
    return;
  }
  connection.pending.remove(envelope.requestId);
  command.heldUs = envelope.heldUs;
  options.metrics.measureLog(command, performance.now());
  if (envelope.pauseMs > 0) connection.reader.pauseFor(envelope.pauseMs);
  connection.reply(command, openReply(options, connection, command, envelope));
}

/** The reply as the client receives it. Binds the connection only if the client gets a reply of success. */
function openReply(
  options: OutboundOptions,
  connection: Connection,
  command: PendingCommand,
  envelope: Contract.Envelope,
): { payload?: Uint8Array; failure?: Contract.Failure.$Properties } {
  const { bind, failure } = envelope;
  const traceId = (): string => traceIdOf(command.trace.context);
  const { rpc } = command;
  const mayBind = bind && !failure && rpc.binds && !connection.session;
  try {
    if (failure) return { failure };
    const payload = rpc.sealed ? options.sealer.openReply(envelope.payload) : envelope.payload;
    if (mayBind) bindTo(options, connection, toIdentity(bind));
    return { payload };
  } catch (error) {
    options.log.error(
      { err: error, rpc: rpc.name, traceId: traceId() },
      'sealed reply not decrypted, the client gets INTERNAL_ERROR',
    );
    return { failure: toFailure(new ImError('INTERNAL_ERROR', 'the gate cannot decrypt the reply')) };
  } finally {
    if (bind && !isBoundTo(connection, bind)) {
      options.unbind(toIdentity(bind));
      options.log.warn({ rpc: rpc.name, traceId: traceId() }, 'bind rejected, route removed');
    }
  }
}

function bindTo(options: OutboundOptions, connection: Connection, identity: SessionIdentity): void {
  if (identity.userId === '' || identity.sessionId === '') throw new Error('the bind lacks a user or a session');
  connection.session = { ...identity, partition: partitionOf(identity.userId, options.commandPartitions) };
  connection.resumeWithin(options.timings.resumeWithinMs);
}

function isBoundTo(connection: Connection | undefined, bind: Contract.Bind.$Properties): boolean {
  const session = connection?.session;
  return session?.sessionId === bind.sessionId && session?.epoch === bind.epoch;
}

function toIdentity(bind: Contract.Bind.$Properties): SessionIdentity {
  return { userId: bind.userId ?? '', sessionId: bind.sessionId ?? '', epoch: bind.epoch ?? 0 };
}
