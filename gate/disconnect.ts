// Every reason for which the gate closes a connection: the text for the client, and whether the client should reconnect.
import { im } from '../proto/rpc.ts';
import { OutgoingFrame } from './transport/outgoing-frame.ts';

export type CloseReason = im.CloseReason;

interface Disconnect {
  readonly text: string;
  readonly reconnect: boolean;
  readonly afterMs: number;
}

/** A new reason does not compile without an entry here. */
const DISCONNECTS: Record<keyof typeof im.CloseReason, Disconnect> = {
  CLOSE_REASON_UNSPECIFIED: reconnect('the connection is closed', 1000),
  GATE_STOPPING: reconnect('this gate is stopping', 0),
  IDLE_TIMEOUT: reconnect('the client was silent for too long', 0),
  LOG_IN_TIMEOUT: reconnect('no log-in succeeded in time', 1000),
  BAD_FRAME: stayAway('the bytes are not a frame of this protocol'),
  FRAME_TOO_LARGE: stayAway('the frame is too large'),
  UNSUPPORTED_VERSION: stayAway('this protocol version is not supported'),
  SLOW_READER: reconnect('the client reads too slowly', 1000),
  FLOODING: stayAway('the client sent too much after the gate had stopped reading'),
  SESSION_REPLACED: stayAway('the session was resumed on another connection'),
  LOGGED_OUT: stayAway('logged out'),
  SESSION_ENDED: stayAway('the session has ended'),
  DEVICE_REPLACED: stayAway('a newer session on a device of the same kind replaced this one'),
  PASSWORD_CHANGED: stayAway('the password was changed: log in again'),
  ACCOUNT_CLOSED: stayAway('the account is closed'),
  ACCOUNT_DELETED: stayAway('the account was deleted'),
  RESUME_AGAIN: reconnect('resume the session', 0),
  GATE_FULL: reconnect('this gate is full', 2000),
};

/** Another gate takes the client: status says which. */
const ASK_STATUS: ReadonlySet<CloseReason> = new Set([im.CloseReason.GATE_STOPPING, im.CloseReason.GATE_FULL]);

/**
 * The last frame of a connection. `detail` replaces the reason's own text, `afterMs` its own delay. `statusUrls`: where clients
 * ask for another gate, if the reason asks them to.
 */
export function closeFrame(
  reason: CloseReason,
  options: { detail?: string; afterMs?: number; statusUrls?: readonly string[] } = {},
): OutgoingFrame {
  const disconnect = DISCONNECTS[closeReasonName(reason)];
  const payload = im.Close.encode({
    reason,
    message: options.detail ?? disconnect.text,
    reconnect: disconnect.reconnect,
    reconnectAfterMs: options.afterMs ?? disconnect.afterMs,
    statusUrls: ASK_STATUS.has(reason) ? [...(options.statusUrls ?? [])] : [],
  }).finish();
  return new OutgoingFrame({ kind: im.Frame.Kind.CLOSE, payload });
}

/** The reason's name, for the log. A reason that this gate does not know yet is "unspecified". */
export function closeReasonName(reason: CloseReason): keyof typeof im.CloseReason {
  return (im.CloseReason[reason] as keyof typeof im.CloseReason | undefined) ?? 'CLOSE_REASON_UNSPECIFIED';
}

function reconnect(text: string, afterMs: number): Disconnect {
  return { text, reconnect: true, afterMs };
}

function stayAway(text: string): Disconnect {
  return { text, reconnect: false, afterMs: 0 };
}

const ABUSES: ReadonlySet<CloseReason> = new Set([
  im.CloseReason.BAD_FRAME,
  im.CloseReason.FRAME_TOO_LARGE,
  im.CloseReason.FLOODING,
]);

/** Whether no honest client of this protocol ends its connection this way. */
export function isAbuse(reason: CloseReason): boolean {
  return ABUSES.has(reason);
}
