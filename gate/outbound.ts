// Log → client: reply, bind, event, hang-up.
import type { Log, LogRecord, Sealer } from '../infra/ports/index.ts';
import { ImError, toFailure } from '../proto/errors.ts';
import { partitionOf } from '../proto/partition.ts';
import { type im as Contract, im } from '../proto/rpc.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { OutgoingFrame, RESYNC } from './outgoing-frame.ts';
import type { PendingCommand } from './pending-commands.ts';
import type { GateTimings } from './settings.ts';

const PACK_VERSION = 1;

export interface OutboundOptions {
  readonly instance: string;
  readonly commandPartitions: number;
  readonly connections: Connections;
  readonly sealer: Sealer;
  readonly log: Log;
  readonly timings: Pick<GateTimings, 'resumeWithinMs' | 'resumeAfterMissedMs'>;
  /** A session was bound to a connection that cannot have it: its route leads nowhere. */
  unbind(bound: { userId: string; sessionId: string; epoch: number }): void;
}

/** The two sides of following this gate's partition of the reply topic. Neither throws: a record that cannot be read is logged and left out. */
export function outboundHandler(options: OutboundOptions): { records(records: readonly LogRecord[]): void; missed(): void } {
  return {
    records(records) {
      for (const record of records) {
        try {
          const pack = im.Pack.decode(record.value);
          if (pack.version !== PACK_VERSION) throw new Error(`pack version ${pack.version}`);
          for (const envelope of pack.envelopes) deliver(options, envelope as Contract.Envelope);
        } catch (error) {
          options.log.error({ offset: record.offset, error: String(error) }, 'a record for this gate cannot be read');
        }
      }
    },
    missed() {
      options.log.warn({ connections: options.connections.count }, 'records for this gate may have been missed');
      options.connections.sendToBound(RESYNC);
      // The end of a session may be among what was missed.
      for (const connection of options.connections.all()) connection.resumeWithin(options.timings.resumeAfterMissedMs);
    },
  };
}

function deliver(options: OutboundOptions, envelope: Contract.Envelope): void {
  // Gates may share a partition.
  if (envelope.instance !== options.instance) return;
  if (envelope.kind === im.Envelope.Kind.REPLY) reply(options, envelope);
  else if (envelope.kind === im.Envelope.Kind.PUSH) event(options, envelope);
  else if (envelope.kind === im.Envelope.Kind.CLOSE) hangUp(options, envelope);
  else options.log.error({ kind: envelope.kind, traceId: envelope.traceId }, 'an envelope no gate can use');
}

/** One with a deadline is worth something only until then, and is left out wherever messages wait already. */
function event({ connections }: OutboundOptions, { targets, payload, pushId, deadline }: Contract.Envelope): void {
  const isEphemeral = deadline > 0;
  if (isEphemeral && deadline < Date.now()) return;
  let frame: OutgoingFrame | undefined;
  for (const target of targets) {
    const connection = connections.get(target);
    // Not bound yet: it syncs once it is, and until then is nobody's.
    if (!connection?.session || (isEphemeral && connection.isCongested)) continue;
    frame ??= new OutgoingFrame({ kind: im.Frame.Kind.PUSH, payload, pushId });
    connection.send(frame);
  }
}

function hangUp({ connections }: OutboundOptions, { targets, payload }: Contract.Envelope): void {
  const { reason } = im.Close.decode(payload);
  for (const target of targets) connections.get(target)?.close(reason);
}

function reply(options: OutboundOptions, envelope: Contract.Envelope): void {
  const connection = options.connections.get(envelope.connection);
  const pending = connection?.pendingCount ? connection.pending.peek(envelope.requestId, envelope.rpc) : undefined;
  if (!connection || !pending) {
    // Too late, or the second of two. When it bound a session, that session is nowhere, unless it is the one bound here by the first.
    if (envelope.bind && !isBoundTo(connection, envelope.bind)) options.unbind(identityOf(envelope.bind));
    return;
  }
  connection.pending.remove(envelope.requestId);
  connection.reply(pending, answerOf(options, connection, pending, envelope));
}

/** What the client is told; binds the connection when it is told that it is logged in, and only then. */
function answerOf(
  options: OutboundOptions,
  connection: Connection,
  pending: PendingCommand,
  envelope: Contract.Envelope,
): { payload?: Uint8Array; failure?: Contract.Failure.$Properties } {
  const { bind, failure } = envelope;
  const mayBind = bind && !failure && pending.rpc.binds && !connection.session;
  try {
    if (failure) return { failure };
    const payload = pending.rpc.sealed ? options.sealer.openReply(envelope.payload) : envelope.payload;
    if (mayBind) bindTo(options, connection, identityOf(bind));
    return { payload };
  } catch (error) {
    options.log.error(
      { rpc: pending.rpc.name, traceId: envelope.traceId, error: String(error) },
      'a sealed reply cannot be opened',
    );
    return { failure: toFailure(new ImError('INTERNAL_ERROR', 'the reply cannot be opened')) };
  } finally {
    if (bind && !isBoundTo(connection, bind)) {
      options.unbind(identityOf(bind));
      options.log.warn({ rpc: pending.rpc.name, traceId: envelope.traceId }, 'a reply may not bind this connection');
    }
  }
}

function bindTo(options: OutboundOptions, connection: Connection, identity: ReturnType<typeof identityOf>): void {
  if (identity.userId === '' || identity.sessionId === '') throw new Error('a bind without user or session');
  connection.session = { ...identity, partition: partitionOf(identity.userId, options.commandPartitions) };
  connection.resumeWithin(options.timings.resumeWithinMs);
}

function isBoundTo(connection: Connection | undefined, bind: Contract.Bind.$Properties): boolean {
  const session = connection?.session;
  return session?.sessionId === bind.sessionId && session?.epoch === bind.epoch;
}

function identityOf(bind: Contract.Bind.$Properties): { userId: string; sessionId: string; epoch: number } {
  return { userId: bind.userId ?? '', sessionId: bind.sessionId ?? '', epoch: bind.epoch ?? 0 };
}
