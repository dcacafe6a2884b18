// What verify needs from the outside. Codes are never stored: a random nonce is, and the code is derived from it with a secret of the server.
import type { im } from '../proto/rpc.ts';

/** One code, alive or used: the nonce it is derived from. */
export interface CodeNonce {
  /** 16 random bytes. */
  readonly nonce: Uint8Array;
  /** Which of the server's secrets the code is derived with: secrets may be changed while codes live. */
  readonly keyId: number;
}

/** What became of a request for a code. */
export type CodeGrant =
  /** Mail this one. It may have been mailed before. */
  | (CodeNonce & { readonly granted: true; readonly lifetimeMs: number })
  /** Asked too soon (a mail a minute), or too often (mails a day), or the code was tried too often and still lives. */
  | { readonly granted: false; readonly waitMs: number };

/** What became of a try. */
export type CodeAttempt =
  | (CodeNonce & { readonly state: 'alive' })
  /** Used up by this very request, before. */
  | (CodeNonce & { readonly state: 'used-by-this' })
  /** There is none, or another request has used it up. */
  | { readonly state: 'none' }
  /** This caller, or all callers together, have tried too often. */
  | { readonly state: 'too-many'; readonly waitMs: number };

export interface CodeRules {
  /** How long a code lives from when it was made; asking again does not prolong it. */
  readonly lifetimeMs: number;
  /** At most one mail to an address in this time. */
  readonly mailEveryMs: number;
  readonly mailsPerDay: number;
  /** Wrong tries of one caller at one code. */
  readonly triesPerCaller: number;
  /** Wrong tries of all callers together at one code. */
  readonly triesPerCode: number;
  /** Who used a code up is known at least so long, also where the code would have expired before: a resend comes later than what it repeats. */
  readonly useKeptMs: number;
}

/**
 * Codes and how often they were mailed and tried, over all instances of verify. Each call is one atomic step. `address` is the address' key (proto/text/email.ts).
 * Throws when the store is away.
 */
export interface CodeStore {
  /**
   * Grants a mail with the living code of (address, purpose), or with `fresh` where none lives; a used one does not live. The same `command` asking again is granted again
   * what it was granted before, uncounted, as long as that lives: a mail that may not have gone out goes out with the same code.
   */
  grant(
    ask: { emailKey: string; purpose: im.CodePurpose; command: string; fresh: CodeNonce },
    rules: CodeRules,
  ): Promise<CodeGrant>;
  /** The mail of this command did not go out: it counts neither against the minute nor against the day. The code stays. */
  revokeMail(address: string, purpose: im.CodePurpose, command: string): Promise<void>;
  /** Counts a try of `caller`, before anybody has compared anything: of many tries at once no more get through than may. A try of the request that used the code up is not counted. */
  attempt(
    try_: { emailKey: string; purpose: im.CodePurpose; caller: string; use: string },
    rules: CodeRules,
  ): Promise<CodeAttempt>;
  /** Uses the code up. False where it does not live any more, is another one by now, or somebody else was faster. */
  consume(
    used: { emailKey: string; purpose: im.CodePurpose; nonce: Uint8Array; use: string },
    rules: CodeRules,
  ): Promise<boolean>;
}

export interface Mail {
  /** One address, checked. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Resolves when a mail server has taken the mail over. Throws MailFailed within 8 s, after retries where that can help. */
  send(mail: Mail): Promise<void>;
}

/** The mail did not go out. `permanent`: this server will never take a mail for that address. The message names neither the mail's content nor any secret. */
export class MailFailed extends Error {
  override readonly name = 'MailFailed';
  readonly permanent: boolean;
  constructor(message: string, options: { permanent: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.permanent = options.permanent;
  }
}
