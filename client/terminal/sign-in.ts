// Coming in: with the session kept from the last time, else with the password, else as somebody new.
import { randomUUID } from 'node:crypto';
import type { im } from '../../proto/rpc.ts';
import { DEFAULT_TIMING } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { asCallError, describeError } from './failure.ts';
import { printable } from './screen/printable.ts';
import { askNewPassword, randomInvalidEmail, resetPassword, withVerificationCode } from './verification-codes.ts';

export interface SignInOptions {
  readonly name: string;
  /** Asked for where it is not given. */
  readonly password: string | undefined;
  /** Of the last time. */
  readonly token: string | undefined;
  /** Where. */
  readonly gate: string;
}

/** What to say, and whether the client is logged in. */
export interface SignInResult {
  readonly isLoggedIn: boolean;
  readonly message: string;
}

const TRIES = 3;
// No password is that short.
const RESET = '/reset';
// A password is hashed in less, even where others wait for theirs.
const USUAL_ANSWER_MS = 3000;
const LOOK_EVERY_MS = 500;

export async function signIn(context: ChatContext, who: SignInOptions): Promise<SignInResult> {
  const { client, terminal, texts } = context;
  const { name, password, token, gate } = who;
  try {
    if (token !== undefined) {
      const resumed = await answered(context, client.resume(token)).catch((error: unknown) => {
        if (asCallError(error).code !== 'BAD_TOKEN') throw error;
        terminal.print(texts.sessionGone(gate));
      });
      if (resumed) return welcome(context, resumed, false);
    }
    if (password !== undefined) return await enter(context, name, password);
    if (!terminal.interactive) return refused(texts.passwordNeeded);
    return !isAddress(name) && (await isFree(context, name)) ? await join(context, name) : await comeBack(context, name);
  } catch (error) {
    return refused(texts.notLoggedIn(describeError(error, texts)));
  }
}

function welcome({ texts }: ChatContext, { name }: im.LoggedIn, isNew: boolean): SignInResult {
  return { isLoggedIn: true, message: texts.greeting(printable(name), isNew) };
}

function refused(message: string): SignInResult {
  return { isLoggedIn: false, message };
}

/** No name has an @, in any form of it. */
function isAddress(name: string): boolean {
  return name.normalize('NFKC').includes('@');
}

/** Who exists has another password; of an address only that is told. */
function wrongPassword({ texts }: ChatContext, name: string): string {
  return isAddress(name) ? texts.wrongForEmail : texts.wrongPassword(printable(name));
}

/** With a password that was given: a name that nobody has is registered with it. */
async function enter(context: ChatContext, name: string, password: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  const welcomed = await logIn(context, name, password);
  if (welcomed) return welcomed;
  if (isAddress(name)) return refused(wrongPassword(context, name));
  const registered = await register(context, name, password);
  if (typeof registered === 'object') return registered;
  // The other two are said of a name that somebody has as well.
  if (registered === 'NAME_TAKEN' || !(await isFree(context, name))) return refused(wrongPassword(context, name));
  if (registered === 'BAD_PASSWORD') return refused(texts.notLoggedIn(texts.failure(registered)));
  return terminal.interactive ? await joinByMail(context, name, password) : refused(texts.emailNeeded);
}

/**
 * Whether nobody has the name, found out by registering it in vain: that somebody has it is told before the code, which is none, is looked at.
 * Rejects where it cannot be a name.
 */
async function isFree(context: ChatContext, name: string): Promise<boolean> {
  const inVain = context.client.register({ name, password: randomUUID(), email: randomInvalidEmail(), code: 'none' });
  const code = await answered(context, inVain).then(
    () => 'registered',
    (error: unknown) => {
      const { code } = asCallError(error);
      if (code === 'WRONG_CODE' || code === 'NAME_TAKEN') return code;
      throw error;
    },
  );
  return code === 'WRONG_CODE';
}

async function comeBack(context: ChatContext, name: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  for (let tries = 0; tries < TRIES; ) {
    const password = await terminal.ask(texts.password(printable(name)), { secret: true });
    if (!password) return refused(texts.notLoggedIn(texts.noPassword));
    if (password === RESET) {
      await resetPassword(context).catch((error: unknown) => terminal.print(describeError(error, texts)));
      continue;
    }
    const welcomed = await logIn(context, name, password);
    if (welcomed) return welcomed;
    tries += 1;
    terminal.print(wrongPassword(context, name));
    terminal.print(texts.forgotten);
  }
  return refused(texts.notLoggedIn(texts.wrongPasswords(TRIES)));
}

async function join(context: ChatContext, name: string): Promise<SignInResult> {
  const { terminal, texts } = context;
  terminal.print(texts.newName(printable(name)));
  for (;;) {
    const password = await askNewPassword(context);
    if (password === undefined) return refused(texts.notRegistered);
    const registered = await register(context, name, password);
    if (typeof registered === 'object') return registered;
    if (registered === 'ADDRESS_WANTED') return joinByMail(context, name, password);
    // Somebody was faster.
    if (registered === 'NAME_TAKEN') return refused(wrongPassword(context, name));
    terminal.print(texts.failure(registered));
  }
}

async function joinByMail(context: ChatContext, name: string, password: string): Promise<SignInResult> {
  const { client, terminal, texts } = context;
  terminal.print(texts.emailRequired);
  for (;;) {
    const email = (await terminal.ask(texts.email))?.trim();
    if (!email) return refused(texts.notRegistered);
    try {
      const registered = await withVerificationCode(context, email, 'REGISTER', (code) =>
        client.register({ name, password, email, code }),
      );
      return registered ? welcome(context, registered, true) : refused(texts.notRegistered);
    } catch (error) {
      if (!ANOTHER_ADDRESS.has(asCallError(error).code)) throw error;
      terminal.print(describeError(error, texts));
    }
  }
}

/** No mail went out: to another address, or later, one may. */
const ANOTHER_ADDRESS: ReadonlySet<string> = new Set(['BAD_ADDRESS', 'MAIL_FAILED', 'TOO_MANY_REQUESTS']);

/** Undefined: the name and the password do not belong together. */
async function logIn(context: ChatContext, name: string, password: string): Promise<SignInResult | undefined> {
  try {
    return welcome(context, await answered(context, context.client.logIn(name, password)), false);
  } catch (error) {
    if (asCallError(error).code !== 'WRONG_CREDENTIALS') throw error;
    return undefined;
  }
}

async function register(
  context: ChatContext,
  name: string,
  password: string,
): Promise<SignInResult | 'NAME_TAKEN' | 'BAD_PASSWORD' | 'ADDRESS_WANTED'> {
  try {
    return welcome(context, await answered(context, context.client.register({ name, password })), true);
  } catch (error) {
    const { code } = asCallError(error);
    if (code === 'NAME_TAKEN' || code === 'BAD_PASSWORD') return code;
    if (code === 'BAD_ADDRESS') return 'ADDRESS_WANTED';
    throw error;
  }
}

/** The answer of the server; says once, when it takes long, that there is a connection and yet no answer. */
async function answered<T>({ client, terminal, texts }: ChatContext, answer: Promise<T>): Promise<T> {
  let silentMs = 0;
  const watch = setInterval(() => {
    silentMs = client.state === 'connected' ? silentMs + LOOK_EVERY_MS : 0;
    if (silentMs < USUAL_ANSWER_MS) return;
    clearInterval(watch);
    terminal.print(texts.serviceUnavailable(DEFAULT_TIMING.logInTimeoutMs / 1000));
  }, LOOK_EVERY_MS);
  try {
    return await answer;
  } finally {
    clearInterval(watch);
  }
}
