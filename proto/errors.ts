// ImError is the only error that crosses a service boundary. One table says for every code whether a client should resend.
import { im } from './rpc.ts';

type CodeName = keyof typeof im.Code;

/**
 * Whether a resend of the same request with the same ids can succeed, and after how many milliseconds. A new code does not
 * compile without an entry here.
 */
const RETRY: Record<CodeName, { retry: im.Retry; afterMs: number }> = {
  CODE_UNSPECIFIED: never(),
  UNKNOWN_ROUTE: never(),
  NOT_LOGGED_IN: never(),
  ALREADY_LOGGED_IN: never(),
  FORBIDDEN: never(),
  UNAVAILABLE: resend(1000),
  BUSY: resend(500),
  BAD_REQUEST_ID: never(),
  BAD_PAYLOAD: never(),
  EXPIRED: resend(0),
  INTERNAL_ERROR: never(),
  BAD_ARGUMENT: never(),
  BAD_TEXT: never(),
  BAD_NAME: never(),
  NAME_TAKEN: never(),
  BAD_PASSWORD: never(),
  WRONG_CREDENTIALS: never(),
  BAD_TOKEN: never(),
  TOO_MANY_TRIES: resend(1000),
  BAD_ADDRESS: never(),
  WRONG_CODE: never(),
  ACCOUNT_DISABLED: never(),
  NO_SUCH_SESSION: never(),
  NAME_TOO_SIMILAR: never(),
  NAME_INVISIBLE: never(),
  NAME_MIXES_SCRIPTS: never(),
  NO_SUCH_USER: never(),
  NO_SUCH_CONVERSATION: never(),
  BAD_MESSAGE_ID: never(),
  ID_REUSED: never(),
  TEXT_EMPTY: never(),
  TEXT_TOO_LONG: never(),
  BAD_LIMIT: never(),
  BLOCKED: never(),
  NOT_FRIENDS: never(),
  ALREADY_FRIENDS: never(),
  NO_SUCH_REQUEST: never(),
  NO_SUCH_GROUP: never(),
  NOT_ALLOWED: never(),
  NOT_A_MEMBER: never(),
  GROUP_TOO_LARGE: never(),
  OWNER_STAYS: never(),
  MUTED: resend(1000),
  NO_SUCH_MESSAGE: never(),
  NOT_YOURS: never(),
  TOO_LATE: never(),
  BAD_BODY: never(),
  BAD_REACTION: never(),
  BANNED: never(),
  TOO_MANY_REQUESTS: resend(60_000),
  MAIL_FAILED: resend(5000),
};

function never(): { retry: im.Retry; afterMs: number } {
  return { retry: im.Retry.NEVER, afterMs: 0 };
}

function resend(afterMs: number): { retry: im.Retry; afterMs: number } {
  return { retry: im.Retry.RESEND, afterMs };
}

/**
 * The rejection of a command, as the client receives it. `message` is English, for a developer. `retryAfterMs` overrides the
 * delay of the code. `suggestion`: what the user may have meant.
 */
export class ImError extends Error {
  override readonly name = 'ImError';
  readonly code: CodeName;
  readonly retryAfterMs: number | undefined;
  readonly suggestion: string | undefined;

  constructor(code: CodeName, message: string, options: { retryAfterMs?: number; suggestion?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.suggestion = options.suggestion;
  }
}

/** The error in the form that a reply carries. */
export function toFailure(error: ImError): im.Failure.$Properties {
  const { retry, afterMs } = RETRY[error.code];
  const { code, message, retryAfterMs = afterMs, suggestion = '' } = error;
  return { code: im.Code[code], message, retry, retryAfterMs, suggestion };
}
