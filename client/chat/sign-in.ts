// Coming in: with the session kept from the last time, else with the password, else as somebody new.
import { randomUUID } from 'node:crypto';
import type { im } from '../../proto/contract.ts';
import { askNewPassword, resetPassword, type Seat, withCode } from './codes.ts';
import { failureOf, reasonOf } from './failure.ts';
import { printable } from './terminal.ts';

export interface Who {
  readonly name: string;
  /** Asked for where it is not given. */
  readonly password: string | undefined;
  /** Of the last time. */
  readonly token: string | undefined;
  /** Where. */
  readonly gate: string;
}

/** What to say, and whether the client is logged in. */
export interface Welcome {
  readonly entered: boolean;
  readonly line: string;
}

const TRIES = 3;
// No password is that short.
const RESET = '/reset';

export async function signIn(seat: Seat, who: Who): Promise<Welcome> {
  const { client, terminal, texts } = seat;
  const { name, password, token, gate } = who;
  try {
    if (token !== undefined) {
      const resumed = await client.resume(token).catch((error: unknown) => {
        if (failureOf(error).code !== 'BAD_TOKEN') throw error;
        terminal.print(texts.sessionGone(gate));
      });
      if (resumed) return welcome(seat, resumed, false);
    }
    if (password !== undefined) return await enter(seat, name, password);
    if (!terminal.interactive) return { entered: false, line: texts.passwordNeeded };
    return (await isFree(seat, name)) ? await join(seat, name) : await comeBack(seat, name);
  } catch (error) {
    return { entered: false, line: reasonOf(error, texts) };
  }
}

function welcome({ texts }: Seat, { name }: im.LoggedIn, isNew: boolean): Welcome {
  return { entered: true, line: texts.greeting(printable(name), isNew) };
}

/** With a password that was given: a name that nobody has is registered with it. */
async function enter(seat: Seat, name: string, password: string): Promise<Welcome> {
  const { terminal, texts } = seat;
  const welcomed = (await logIn(seat, name, password)) ?? (await register(seat, name, password));
  if (welcomed === 'address wanted')
    return terminal.interactive ? await joinByMail(seat, name, password) : { entered: false, line: texts.addressNeeded };
  return welcomed ?? { entered: false, line: texts.wrongPassword(printable(name)) };
}

/**
 * Whether nobody has the name, found out by registering it in vain: that somebody has it is told before the code, which is none, is looked at.
 * Rejects where it cannot be a name.
 */
async function isFree({ client }: Seat, name: string): Promise<boolean> {
  // Addresses are no names.
  if (name.includes('@')) return false;
  const nobody = `${randomUUID()}@example.invalid`;
  const code = await client.register({ name, password: randomUUID(), address: nobody, code: 'none' }).then(
    () => 'registered',
    (error: unknown) => {
      const { code } = failureOf(error);
      if (code === 'WRONG_CODE' || code === 'NAME_TAKEN') return code;
      throw error;
    },
  );
  return code === 'WRONG_CODE';
}

async function comeBack(seat: Seat, name: string): Promise<Welcome> {
  const { terminal, texts } = seat;
  const shown = printable(name);
  for (let tries = 0; tries < TRIES; ) {
    const password = await terminal.ask(texts.password(shown), { secret: true });
    if (!password) break;
    if (password === RESET) {
      await resetPassword(seat).catch((error: unknown) => terminal.print(reasonOf(error, texts)));
      continue;
    }
    const welcomed = await logIn(seat, name, password);
    if (welcomed) return welcomed;
    tries += 1;
    terminal.print(texts.wrongPassword(shown));
    terminal.print(texts.forgotten);
  }
  return { entered: false, line: texts.leftAsItIs };
}

async function join(seat: Seat, name: string): Promise<Welcome> {
  const { terminal, texts } = seat;
  terminal.print(texts.newName(printable(name)));
  for (;;) {
    const password = await askNewPassword(seat);
    if (password === undefined) return { entered: false, line: texts.leftAsItIs };
    try {
      const welcomed = await register(seat, name, password);
      if (welcomed === 'address wanted') return await joinByMail(seat, name, password);
      // Somebody was faster.
      return welcomed ?? { entered: false, line: texts.wrongPassword(printable(name)) };
    } catch (error) {
      if (failureOf(error).code !== 'BAD_PASSWORD') throw error;
      terminal.print(reasonOf(error, texts));
    }
  }
}

async function joinByMail(seat: Seat, name: string, password: string): Promise<Welcome> {
  const { client, terminal, texts } = seat;
  terminal.print(texts.addressWanted);
  for (;;) {
    const address = (await terminal.ask(texts.address))?.trim();
    if (!address) return { entered: false, line: texts.leftAsItIs };
    try {
      const registered = await withCode(seat, address, 'REGISTER', (code) => client.register({ name, password, address, code }));
      return registered ? welcome(seat, registered, true) : { entered: false, line: texts.leftAsItIs };
    } catch (error) {
      const { code } = failureOf(error);
      if (code !== 'BAD_ADDRESS' && code !== 'MAIL_FAILED') throw error;
      terminal.print(reasonOf(error, texts));
    }
  }
}

/** Undefined: the name and the password do not belong together. */
async function logIn(seat: Seat, name: string, password: string): Promise<Welcome | undefined> {
  try {
    return welcome(seat, await seat.client.logIn(name, password), false);
  } catch (error) {
    if (failureOf(error).code !== 'WRONG_CREDENTIALS') throw error;
    return undefined;
  }
}

/** Undefined: somebody has the name. */
async function register(seat: Seat, name: string, password: string): Promise<Welcome | 'address wanted' | undefined> {
  try {
    return welcome(seat, await seat.client.register({ name, password }), true);
  } catch (error) {
    const { code } = failureOf(error);
    if (code === 'NAME_TAKEN') return undefined;
    if (code === 'BAD_ADDRESS') return 'address wanted';
    throw error;
  }
}
