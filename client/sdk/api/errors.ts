// CallError: the only error the SDK rejects with.
import { im } from '../../../proto/rpc.ts';

/** What went wrong on this side of the connection, without an answer of the server. */
export type LocalErrorCode =
  /** The connection ended before the answer came: outcome unknown. */
  | 'CONNECTION_LOST'
  /** No answer within the caller's own time: outcome unknown. */
  | 'TIMEOUT'
  /** The session or the client has ended; nothing is tried again. Outcome unknown for what was under way. */
  | 'CLOSED'
  /** Larger than the gate takes; never sent. */
  | 'FRAME_TOO_LARGE'
  /** Too many messages wait for their acknowledgement; never sent. */
  | 'OUTBOX_FULL'
  /** The server's answer cannot be read. */
  | 'BAD_REPLY';

/** The server's code, or a local one; a number as text where the server is newer than this client. */
export type CallErrorCode = keyof typeof im.Code | LocalErrorCode | `${number}`;

export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallErrorCode;
  /** True: the same request with the same ids may be sent again, after `retryAfterMs`. */
  readonly resend: boolean;
  readonly retryAfterMs: number;

  constructor(code: CallErrorCode, message: string, options: { resend?: boolean; retryAfterMs?: number; cause?: unknown } = {}) {
    super(`${code}: ${message}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.resend = options.resend ?? (code === 'CONNECTION_LOST' || code === 'TIMEOUT');
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

// The same request may succeed later, but somebody waits before a screen and must hear why.
const FOR_THE_USER: ReadonlySet<CallErrorCode> = new Set<CallErrorCode>([
  'TOO_MANY_TRIES',
  'TOO_MANY_REQUESTS',
  'MAIL_FAILED',
  'MUTED',
]);

/** True where the failure says nothing about the request: the same one may be sent again without asking anybody. */
export function isTransient(error: CallError): boolean {
  return error.resend && !FOR_THE_USER.has(error.code);
}

/** The error a Failure of the server stands for. */
export function toCallError(failure: im.Failure.$Properties): CallError {
  const number = failure.code ?? im.Code.CODE_UNSPECIFIED;
  const code = (im.Code[number] as keyof typeof im.Code | undefined) ?? (`${number}` as const);
  return new CallError(code, failure.message ?? '', {
    resend: failure.retry === im.Retry.RESEND,
    retryAfterMs: failure.retryAfterMs ?? 0,
  });
}
