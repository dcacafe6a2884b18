// The ports of verify. A store keeps nonces and never codes: a secret of the server derives the code from its nonce.
import type { im } from '../proto/rpc.ts';

/** The nonce that a code is derived from. The code is alive or used. */
export interface CodeNonce {
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
  /** Names the secret that derives the code. Operators may rotate secrets while codes live. */
  readonly keyId: number;
}

/** The outcome of a request for a code. */
export type CodeGrant =
  /** The code to mail. An earlier mail may have carried it already. */
  | (CodeNonce & { readonly granted: true; readonly lifetimeMs: number })
  /** Too early (one mail a minute), or too many mails today. */
  | { readonly granted: false; readonly waitMs: number };

/** The outcome of an attempt. */
export type CodeAttempt =
  | (CodeNonce & { readonly state: 'alive' })
  /** The same request has consumed the code before. */
  | (CodeNonce & { readonly state: 'used-by-this' })
  /** There is no living code, or another request has consumed it. */
  | { readonly state: 'none' }
  /** The code has had too many attempts. */
  | { readonly state: 'too-many'; readonly waitMs: number };

export interface CodeRules {
  /** The lifetime of a code from its creation. Further requests do not extend it. */
  readonly lifetimeMs: number;
  /** A mailbox gets at most one mail in this interval. */
  readonly mailEveryMs: number;
  readonly mailsPerDay: number;
  /** Wrong attempts per code. After them it is dead, and the next request makes another one. */
  readonly attemptsPerCode: number;
  /**
   * The store knows the request that consumed a code for at least this time, even past the expiry of the code: a resend may
   * arrive later than the code expires.
   */
  readonly useKeptMs: number;
}

/**
 * The codes with their counts of mails and attempts, shared by all instances of verify. Each call is one atomic step. `owner` is
 * the e-mail address of a code and who requested it (`codeOwner`), `mailbox` the mailbox that its mails reach
 * (proto/text/mailbox.ts). Methods throw while the store is unavailable.
 */
export interface CodeStore {
  /**
   * Grants a mail with the living code of (owner, purpose), or with `fresh` if none is alive. A used code is not alive, nor one
   * that has had too many attempts. A repeated `command` gets the same code again while that code lives, and the repeat is not
   * counted: the first mail may not have gone out.
   */
  grant(
    ask: { owner: string; mailbox: string; purpose: im.CodePurpose; command: string; fresh: CodeNonce },
    rules: CodeRules,
  ): Promise<CodeGrant>;
  /** Call it when the mail of this command was not sent: it no longer counts for the interval and the day. The code stays. */
  revokeMail(mailbox: string, command: string): Promise<void>;
  /**
   * Counts an attempt before the code is compared: concurrent attempts never exceed the limit. An attempt of the request that
   * consumed the code is not counted.
   */
  attempt(by: { owner: string; purpose: im.CodePurpose; useId: string }, rules: CodeRules): Promise<CodeAttempt>;
  /** Consumes the code. Returns false if it has expired, was replaced, or another request consumed it first. */
  consume(used: { owner: string; purpose: im.CodePurpose; nonce: Uint8Array; useId: string }, rules: CodeRules): Promise<boolean>;
}

export interface Mail {
  /** One normalized e-mail address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves when a mail server has accepted the mail. Retries transient failures. Throws MailFailed within 8 s. */
  send(mail: Mail): Promise<void>;
}

/**
 * The mail did not go out. `permanent`: the mail server will never accept a mail for this e-mail address. The message contains
 * neither the content of the mail nor a secret.
 */
export class MailFailed extends Error {
  override readonly name = 'MailFailed';
  readonly permanent: boolean;
  constructor(message: string, options: { permanent: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.permanent = options.permanent;
  }
}
