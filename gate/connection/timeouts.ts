// Checks the time-outs of all connections in one pass, so that a connection needs no timer.
import { ImError, toFailure } from '../../proto/errors.ts';
import { type im as Contract, im } from '../../proto/rpc.ts';
import type { Backpressure } from '../backpressure.ts';
import type { GateLimits, GateTimings } from '../settings.ts';
import { PONG } from '../transport/outgoing-frame.ts';
import type { Connection } from './connection.ts';
import { PauseReason } from './frame-reader.ts';
import type { PendingCommand } from './pending-commands.ts';

export interface TimeoutSettings {
  readonly limits: GateLimits;
  readonly timings: GateTimings;
}

/**
 * Does what is due for a connection at `now`: fails expired commands, sends a keepalive, or closes the connection. Returns how
 * many commands expired.
 */
export function enforceTimeouts(
  connection: Connection,
  now: number,
  { limits, timings }: TimeoutSettings,
  backpressure: Backpressure,
): number {
  const expired = connection.pendingCount > 0 ? expireCommands(connection, now, backpressure) : 0;
  if (connection.isOpen) enforceConnectionTimeouts(connection, now, { limits, timings });
  return expired;
}

function enforceConnectionTimeouts(connection: Connection, now: number, { limits, timings }: TimeoutSettings): void {
  connection.finishIfAnswered();
  if (connection.isStalled(now, timings.stalledAfterMs)) {
    connection.close(im.CloseReason.SLOW_READER);
    return;
  }
  if (connection.reader.isTooLongBeforeLogIn) {
    connection.close(im.CloseReason.FRAME_TOO_LARGE, { detail: 'a frame before log-in is smaller' });
    return;
  }
  const { reader } = connection;
  if (reader.isPaused()) {
    reader.restartFrameTimer();
    // The gate does not read the PINGs of a paused client. Without a keepalive, all paused clients would reconnect at once.
    if (now - reader.lastKeepaliveAt >= limits.heartbeatIntervalMs) {
      reader.lastKeepaliveAt = now;
      connection.send(PONG);
    }
  } else if (now - reader.lastHeardAt > limits.idleTimeoutMs) {
    connection.close(im.CloseReason.IDLE_TIMEOUT);
    return;
  }
  if (now - reader.budget.partialSince > timings.frameTimeoutMs) {
    connection.close(im.CloseReason.IDLE_TIMEOUT, { detail: 'a frame was not completed in time' });
    return;
  }
  if (connection.session && now > connection.resumeBy && connection.pendingCount === 0) {
    connection.close(im.CloseReason.RESUME_AGAIN);
    return;
  }
  const waitsForGate = reader.isPaused(PauseReason.BIND) || reader.isPaused(PauseReason.GATE);
  if (!connection.session && !waitsForGate && now - reader.logInTimeoutStart > limits.logInTimeoutMs)
    connection.close(im.CloseReason.LOG_IN_TIMEOUT);
}

function expireCommands(connection: Connection, now: number, backpressure: Backpressure): number {
  let count = 0;
  for (let late = connection.pending.takeExpired(now); late; late = connection.pending.takeExpired(now)) {
    count++;
    const reply = { failure: failureFor(late, backpressure) };
    if (late.rpc.binds) {
      // The log-in may have succeeded in auth and have a route to this connection, so close it: no other user may log in on it.
      connection.replyAndClose(late, reply, im.CloseReason.LOG_IN_TIMEOUT, `${late.rpc.name} was not answered in time`);
    } else connection.reply(late, reply);
    if (!connection.isOpen) break;
  }
  return count;
}

function failureFor(late: PendingCommand, backpressure: Backpressure): Contract.Failure.$Properties {
  const { name } = late.rpc;
  if (!backpressure.isDurable(late.sequence))
    return toFailure(new ImError('BUSY', `${name} is still queued at the gate; its outcome is unknown`));
  return toFailure(new ImError('UNAVAILABLE', `no service answered ${name} in time; its outcome is unknown`));
}
