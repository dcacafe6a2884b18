// Time-outs of all connections, found in one pass: no connection has a timer of its own.
import { type im as Contract, im } from '../proto/contract.ts';
import { failureOf, ImError } from '../proto/errors.ts';
import { type Connection, Hold } from './connection.ts';
import type { Flow } from './flow.ts';
import { PONG } from './frames.ts';
import type { GateLimits } from './limits.ts';
import type { Pending } from './pending.ts';

/** What is due for a connection at `now`: answers to commands nobody answered, a sign of life, or the end. */
export function sweep(connection: Connection, now: number, limits: GateLimits, flow: Flow): void {
  if (connection.pendingCount > 0) expire(connection, now, flow);
  if (!connection.open) return;
  if (connection.held()) {
    // Its PINGs are not read now: it must not take the gate for dead and come back elsewhere, with all the others.
    if (now - connection.comfortedAt >= limits.heartbeatIntervalMs) {
      connection.comfortedAt = now;
      connection.send(PONG);
    }
  } else if (now - connection.heardAt > limits.idleTimeoutMs) {
    connection.close(im.CloseReason.IDLE_TIMEOUT);
    return;
  }
  if (connection.session && now > connection.resumeBy && connection.pendingCount === 0) {
    connection.close(im.CloseReason.RESUME_AGAIN);
    return;
  }
  const waitsForUs = connection.held(Hold.BIND) || connection.held(Hold.GATE);
  if (!connection.session && !waitsForUs && now - connection.logInSince > limits.logInTimeoutMs)
    connection.close(im.CloseReason.LOG_IN_TIMEOUT);
}

function expire(connection: Connection, now: number, flow: Flow): void {
  for (let late = connection.pending.takeExpired(now); late; late = connection.pending.takeExpired(now)) {
    const answer = { failure: failureFor(late, flow) };
    if (late.route.binds) {
      // Routes may lead here for a session whose log-in nobody heard the end of: another user must never log in behind them.
      connection.replyAndClose(late, answer, im.CloseReason.LOG_IN_TIMEOUT, `${late.route.name} was not answered in time`);
    } else connection.reply(late, answer);
    if (!connection.open) return;
  }
}

function failureFor(late: Pending, flow: Flow): Contract.Failure.$Properties {
  const { name } = late.route;
  if (!flow.isDurable(late.sent)) return failureOf(new ImError('BUSY', `${name} waits at the gate; its outcome is unknown`));
  return failureOf(new ImError('UNAVAILABLE', `nobody answered ${name} in time; its outcome is unknown`));
}
