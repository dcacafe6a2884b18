// CallError: the only error with which the SDK rejects.

import type { im } from '../../../proto/rpc.ts';
import { toHex } from '../ids/bytes.ts';
import { wire } from '../wire/wire.ts';

/** Failures on this side of the connection, without a reply of the server. */
export type LocalErrorCode =
  /** The connection ended before the reply arrived: outcome unknown. */
  | 'CONNECTION_LOST'
  /** No reply within the caller's time-out: outcome unknown. */
  | 'TIMEOUT'
  /** The caller gave up (`signal`): outcome unknown. */
  | 'ABORTED'
  /** The session or the client has ended, and nothing is retried. The outcome of a request in flight is unknown. */
  | 'CLOSED'
  /** Larger than the gate's limit; never sent. */
  | 'FRAME_TOO_LARGE'
  /** Too many messages are unacknowledged; never sent. */
  | 'OUTBOX_FULL'
  /** The server's reply cannot be decoded. */
  | 'BAD_REPLY';

/** The server's code, or a local one. A code that this client does not know (of a newer server) is its number as text. */
export type CallErrorCode = keyof typeof im.Code | LocalErrorCode | `${number}`;

export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: CallErrorCode;
  /** True: the same request with the same ids may be sent again, after `retryAfterMs`. */
  readonly resend: boolean;
  readonly retryAfterMs: number;
  /** With BAD_ADDRESS: the e-mail address that the user may have meant. Otherwise empty. */
  readonly suggestion: string;
  /** 32 hex digits by which the operators of the server find the request; empty without a reply. */
  readonly traceId: string;

  constructor(
    code: CallErrorCode,
    message: string,
    options: { resend?: boolean; retryAfterMs?: number; suggestion?: string; traceId?: string; cause?: unknown } = {},
  ) {
    super(`${code}: ${message}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.resend = options.resend ?? (code === 'CONNECTION_LOST' || code === 'TIMEOUT' || code === 'ABORTED');
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.suggestion = options.suggestion ?? '';
    this.traceId = options.traceId ?? '';
  }
}

// W3C Trace Context: a span and flags may follow.
const TRACE_ID_DIGITS = 32;

// The same request may succeed later, but a user is waiting and must see the reason.
const CONCERNS_USER: ReadonlySet<CallErrorCode> = new Set<CallErrorCode>([
  'TOO_MANY_TRIES',
  'TOO_MANY_REQUESTS',
  'MAIL_FAILED',
  'MUTED',
]);

/** True when the failure does not depend on the request: the client may resend it without asking the user. */
export function isTransient(error: CallError): boolean {
  return error.resend && !CONCERNS_USER.has(error.code);
}

/** The error for a failure of the server. `traceId`: as in the reply. */
export function toCallError(failure: im.Failure.$Properties, traceId: Uint8Array | null | undefined): CallError {
  const number = failure.code ?? wire.Code.CODE_UNSPECIFIED;
  const code = (wire.Code[number] as keyof typeof im.Code | undefined) ?? (`${number}` as const);
  return new CallError(code, failure.message ?? '', {
    resend: failure.retry === wire.Retry.RESEND,
    retryAfterMs: failure.retryAfterMs ?? 0,
    suggestion: failure.suggestion ?? '',
    traceId: toHex(traceId ?? []).slice(0, TRACE_ID_DIGITS),
  });
}
