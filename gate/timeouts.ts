// Time-outs of all connections, found in one pass: no connection has a timer of its own.

import { ImError, toFailure } from '../proto/errors.ts';
import { type im as Contract, im } from '../proto/rpc.ts';
import type { Backpressure } from './backpressure.ts';
import { type Connection, PauseReason } from './connection.ts';
import { PONG } from './outgoing-frame.ts';
import type { PendingCommand } from './pending-commands.ts';
import type { GateLimits } from './settings.ts';

/** What is due for a connection at `now`: answers to commands nobody answered, a sign of life, or the end. */
export function enforceTimeouts(connection: Connection, now: number, limits: GateLimits, flow: Backpressure): void {
  if (connection.pendingCount > 0) expire(connection, now, flow);
  if (!connection.isOpen) return;
  if (connection.isPaused()) {
    // Its PINGs are not read now: it must not take the gate for dead and come back elsewhere, with all the others.
    if (now - connection.lastKeepaliveAt >= limits.heartbeatIntervalMs) {
      connection.lastKeepaliveAt = now;
      connection.send(PONG);
    }
  } else if (now - connection.lastHeardAt > limits.idleTimeoutMs) {
    connection.close(im.CloseReason.IDLE_TIMEOUT);
    return;
  }
  if (connection.session && now > connection.resumeBy && connection.pendingCount === 0) {
    connection.close(im.CloseReason.RESUME_AGAIN);
    return;
  }
  const waitsForUs = connection.isPaused(PauseReason.BIND) || connection.isPaused(PauseReason.GATE);
  if (!connection.session && !waitsForUs && now - connection.logInTimeoutStart > limits.logInTimeoutMs)
    connection.close(im.CloseReason.LOG_IN_TIMEOUT);
}

function expire(connection: Connection, now: number, flow: Backpressure): void {
  for (let late = connection.pending.takeExpired(now); late; late = connection.pending.takeExpired(now)) {
    const answer = { failure: failureFor(late, flow) };
    if (late.rpc.binds) {
      // Routes may lead here for a session whose log-in nobody heard the end of: another user must never log in behind them.
      connection.replyAndClose(late, answer, im.CloseReason.LOG_IN_TIMEOUT, `${late.rpc.name} was not answered in time`);
    } else connection.reply(late, answer);
    if (!connection.isOpen) return;
  }
}

function failureFor(late: PendingCommand, flow: Backpressure): Contract.Failure.$Properties {
  const { name } = late.rpc;
  if (!flow.isDurable(late.sequence)) return toFailure(new ImError('BUSY', `${name} waits at the gate; its outcome is unknown`));
  return toFailure(new ImError('UNAVAILABLE', `nobody answered ${name} in time; its outcome is unknown`));
}
