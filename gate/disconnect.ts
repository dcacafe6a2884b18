// Every reason we hang up: what the client is told, and whether it should come back.
import { im } from '../proto/rpc.ts';
import { OutgoingFrame } from './outgoing-frame.ts';

export type CloseReason = im.CloseReason;

interface Disconnect {
  readonly text: string;
  readonly reconnect: boolean;
  readonly afterMs: number;
}

/** Total: a new reason does not compile without its line. */
const DISCONNECTS: Record<keyof typeof im.CloseReason, Disconnect> = {
  CLOSE_REASON_UNSPECIFIED: again('the connection is closed', 1000),
  GATE_STOPPING: again('this gate stops', 0),
  IDLE_TIMEOUT: again('nothing was heard for too long', 0),
  LOG_IN_TIMEOUT: again('nobody logged in in time', 1000),
  BAD_FRAME: never('not a frame of this protocol'),
  FRAME_TOO_LARGE: never('a frame is too large'),
  UNSUPPORTED_VERSION: never('this protocol version is not served'),
  SLOW_READER: again('too much is waiting to be read', 1000),
  FLOODING: never('too much was sent after the gate had stopped reading'),
  SESSION_REPLACED: never('the session was resumed on another connection'),
  LOGGED_OUT: never('logged out'),
  SESSION_ENDED: never('the session has ended'),
  DEVICE_REPLACED: never('a newer session on a device of this kind took its place'),
  PASSWORD_CHANGED: never('the password was changed: log in again'),
  ACCOUNT_CLOSED: never('the account is closed'),
  ACCOUNT_DELETED: never('the account was deleted'),
  RESUME_AGAIN: again('resume the session', 0),
  GATE_FULL: again('this gate is full', 2000),
};

/** The last frame of a connection. `detail` replaces the reason's own text, `afterMs` its own waiting time. */
export function closeFrame(reason: CloseReason, options: { detail?: string; afterMs?: number } = {}): OutgoingFrame {
  const disconnect = DISCONNECTS[closeReasonName(reason)];
  const payload = im.Close.encode({
    reason,
    message: options.detail ?? disconnect.text,
    reconnect: disconnect.reconnect,
    reconnectAfterMs: options.afterMs ?? disconnect.afterMs,
  }).finish();
  return new OutgoingFrame({ kind: im.Frame.Kind.CLOSE, payload });
}

/** The reason's name, for the log; a reason this gate does not know yet is unspecified. */
export function closeReasonName(reason: CloseReason): keyof typeof im.CloseReason {
  return (im.CloseReason[reason] as keyof typeof im.CloseReason | undefined) ?? 'CLOSE_REASON_UNSPECIFIED';
}

function again(text: string, afterMs: number): Disconnect {
  return { text, reconnect: true, afterMs };
}

function never(text: string): Disconnect {
  return { text, reconnect: false, afterMs: 0 };
}
