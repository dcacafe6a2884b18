// Signs in: with the session of the last run, else with a password, else by registration.
import { randomUUID } from 'node:crypto';
import type { im } from '../../proto/rpc.ts';
import { DEFAULT_TIMING } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { asCallError, describeError } from './failure.ts';
import { printable } from './screen/printable.ts';
import { askEmail, askNewPassword, randomInvalidEmail, resetPassword, withVerificationCode } from './verification-codes.ts';

export interface SignInOptions {
  readonly name: string;
  /** Undefined: the terminal asks for it. */
  readonly password: string | undefined;
  /** Token of the session of the last run. */
  readonly token: string | undefined;
  /** URL of the gate. */
  readonly gate: string;
}

/** `message` is for the user, in both cases; `code` says why they are not logged in. */
export interface SignInResult {
  readonly isLoggedIn: boolean;
  readonly message: string;
  readonly code?: string;
}

const MAX_ATTEMPTS = 3;
// Shorter than any password.
const RESET = '/reset';
// Longer than the hashing of a password, even if others are hashed first.
const USUAL_REPLY_MS = 3000;
const CHECK_INTERVAL_MS = 500;

export async function signIn(context: ChatContext, who: SignInOptions): Promise<SignInResult> {
  const { client, terminal, texts } = context;
  const { name, password, token, gate } = who;
  try {
    if (token !== undefined) {
      const resumed = await withSlowReplyHint(context, client.resume(token)).catch((error: unknown) => {
        if (asCallError(error).code !== 'BAD_TOKEN') throw error;
        terminal.print(texts.sessionGone(gate));
      });
      if (resumed) return completeSignIn(context, resumed, false);
    }
    if (password !== undefined) return await logInOrRegister(context, name, password);
    if (!terminal.interactive) return failSignIn(texts.passwordNeeded, 'PASSWORD_NEEDED');
    return !isAddress(name) && (await isFree(context, name))
      ? await askPasswordAndRegister(context, name)
      : await askPasswordAndLogIn(context, name);
  } catch (error) {
    return failSignIn(texts.notLoggedIn(describeError(error, texts)), asCallError(error).code);
  }
}

function completeSignIn({ texts }: ChatContext, { name }: im.LoggedIn, isNew: boolean): SignInResult {
  return { isLoggedIn: true, message: texts.greeting(printable(name), isNew) };
}

function failSignIn(message: string, code = 'NOT_LOGGED_IN'): SignInResult {
  return { isLoggedIn: false, message, code };
}

/** Names contain no @, in no Unicode form. */
function isAddress(name: string): boolean {
  return name.normalize('NFKC').includes('@');
}

/** The text may say that a name exists, because names are public. It must not say this of an e-mail address. */
function wrongPassword({ texts }: ChatContext, name: string): string {
  return isAddress(name) ? texts.wrongForEmail : texts.wrongPassword(printable(name));
}

/** With a given password: logs in, or registers the name if it is free. */
async function logInOrRegister(context: ChatContext, name: string, password: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  const result = await logIn(context, name, password);
  if (result) return result;
  if (isAddress(name)) return failSignIn(wrongPassword(context, name), 'WRONG_CREDENTIALS');
  const registered = await register(context, name, password);
  if (typeof registered === 'object') return registered;
  // BAD_PASSWORD and BAD_ADDRESS are also the replies for a taken name.
  if (registered === 'NAME_TAKEN' || !(await isFree(context, name)))
    return failSignIn(wrongPassword(context, name), 'WRONG_CREDENTIALS');
  if (registered === 'BAD_PASSWORD') return failSignIn(texts.notLoggedIn(texts.failure(registered)), registered);
  return terminal.interactive ? await registerWithEmail(context, name, password) : failSignIn(texts.emailNeeded, 'EMAIL_NEEDED');
}

/**
 * Whether the name is free. To find out, it sends a registration that cannot succeed, because the server checks the name before
 * the code. Rejects if the name is invalid.
 */
async function isFree(context: ChatContext, name: string): Promise<boolean> {
  const attempt = context.client.register({ name, password: randomUUID(), email: randomInvalidEmail(), code: 'none' });
  const code = await withSlowReplyHint(context, attempt).then(
    () => 'registered',
    (error: unknown) => {
      const { code } = asCallError(error);
      if (code === 'WRONG_CODE' || code === 'NAME_TAKEN') return code;
      throw error;
    },
  );
  return code === 'WRONG_CODE';
}

async function askPasswordAndLogIn(context: ChatContext, name: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  for (let attempts = 0; attempts < MAX_ATTEMPTS; ) {
    const password = await terminal.ask(texts.password(printable(name)), { secret: true });
    if (!password) return failSignIn(texts.notLoggedIn(texts.noPassword));
    if (password === RESET) {
      await resetPassword(context).catch((error: unknown) => terminal.print(describeError(error, texts)));
      continue;
    }
    const result = await logIn(context, name, password);
    if (result) return result;
    attempts += 1;
    terminal.print(wrongPassword(context, name));
    terminal.print(texts.forgotten);
  }
  return failSignIn(texts.notLoggedIn(texts.wrongPasswords(MAX_ATTEMPTS)));
}

async function askPasswordAndRegister(context: ChatContext, name: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  terminal.print(texts.newName(printable(name)));
  for (;;) {
    const password = await askNewPassword(context);
    if (password === undefined) return failSignIn(texts.notRegistered);
    const registered = await register(context, name, password);
    if (typeof registered === 'object') return registered;
    if (registered === 'EMAIL_REQUIRED') return registerWithEmail(context, name, password);
    // Another user has taken the name meanwhile.
    if (registered === 'NAME_TAKEN') return failSignIn(wrongPassword(context, name), 'WRONG_CREDENTIALS');
    terminal.print(texts.failure(registered));
  }
}

async function registerWithEmail(context: ChatContext, name: string, password: string): Promise<SignInResult> {
  const { client, terminal, texts } = context;
  terminal.print(texts.emailRequired);
  for (;;) {
    const email = await askEmail(context, texts.email);
    if (!email) return failSignIn(texts.notRegistered);
    try {
      const registered = await withVerificationCode(context, email, 'REGISTER', (code) =>
        client.register({ name, password, email, code }),
      );
      return registered ? completeSignIn(context, registered, true) : failSignIn(texts.notRegistered);
    } catch (error) {
      if (!RETRY_WITH_OTHER_EMAIL.has(asCallError(error).code)) throw error;
      terminal.print(describeError(error, texts));
    }
  }
}

/** With these codes no mail was sent: ask for the address again. */
const RETRY_WITH_OTHER_EMAIL: ReadonlySet<string> = new Set(['BAD_ADDRESS', 'MAIL_FAILED', 'TOO_MANY_REQUESTS']);

/** Undefined: wrong name or password. */
async function logIn(context: ChatContext, name: string, password: string): Promise<SignInResult | undefined> {
  try {
    return completeSignIn(context, await withSlowReplyHint(context, context.client.logIn(name, password)), false);
  } catch (error) {
    if (asCallError(error).code !== 'WRONG_CREDENTIALS') throw error;
    return undefined;
  }
}

async function register(
  context: ChatContext,
  name: string,
  password: string,
): Promise<SignInResult | 'NAME_TAKEN' | 'BAD_PASSWORD' | 'EMAIL_REQUIRED'> {
  try {
    return completeSignIn(context, await withSlowReplyHint(context, context.client.register({ name, password })), true);
  } catch (error) {
    const { code } = asCallError(error);
    if (code === 'NAME_TAKEN' || code === 'BAD_PASSWORD') return code;
    if (code === 'BAD_ADDRESS') return 'EMAIL_REQUIRED';
    throw error;
  }
}

/** Waits for a reply of the server; prints once, when it takes long, that the gate is reached but no service replies. */
async function withSlowReplyHint<T>({ client, terminal, texts }: ChatContext, reply: Promise<T>): Promise<T> {
  let silentMs = 0;
  const watch = setInterval(() => {
    silentMs = client.state === 'connected' ? silentMs + CHECK_INTERVAL_MS : 0;
    if (silentMs < USUAL_REPLY_MS) return;
    clearInterval(watch);
    terminal.print(texts.serviceUnavailable(DEFAULT_TIMING.logInTimeoutMs / 1000));
  }, CHECK_INTERVAL_MS);
  try {
    return await reply;
  } finally {
    clearInterval(watch);
  }
}
