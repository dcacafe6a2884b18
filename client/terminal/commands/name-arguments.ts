// How commands read names from their argument. A name may contain spaces, so a word is not always a whole name.
import type { Client } from '../../sdk/index.ts';
import { asCallError } from '../failure.ts';

export interface NameAndRest {
  readonly name: string;
  readonly rest: string;
}

export interface FoundUser {
  readonly userId: string;
  readonly name: string;
}

/** Quotes as Western and Chinese keyboards write them. Names contain none of them. */
const QUOTED = /^(?:["“”„＂]([^"“”„＂]+)["“”„＂]|[「『]([^「」『』]+)[」』])\s*(.*)$/s;
/** Each candidate costs a request, and longer names can be quoted. */
const MAX_WORDS = 4;

/** The name that the whole argument is, with or without quotes. */
export function parseName(argument: string): string {
  const [, quoted, bracketed, rest] = QUOTED.exec(argument) ?? [];
  return rest === '' ? (quoted ?? bracketed ?? argument).trim() : argument;
}

/** The ways to read "NAME TEXT", the longest name first. A quoted name leaves one way. */
export function listReadings(argument: string): readonly NameAndRest[] {
  const [, quoted, bracketed, rest = ''] = QUOTED.exec(argument) ?? [];
  const name = quoted ?? bracketed;
  if (name !== undefined) return [{ name: name.trim(), rest }];
  const ends = [...argument.matchAll(/\S+/g)].slice(0, MAX_WORDS).map(({ 0: word, index }) => index + word.length);
  return ends.reverse().map((end) => ({ name: argument.slice(0, end).trim(), rest: argument.slice(end).trim() }));
}

/** Splits names that commas separate; the names between two commas may still be several. */
export function splitNames(argument: string): readonly string[] {
  return argument
    .split(/[,，、;；]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** The user of the first reading whose name somebody has; `known` users need no request. */
export async function findReading(
  client: Client,
  readings: readonly NameAndRest[],
  known: readonly FoundUser[] = [],
): Promise<(FoundUser & { readonly rest: string }) | undefined> {
  for (const { name, rest } of readings) {
    const user = known.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (user) return { userId: user.userId, name: user.name, rest };
  }
  const found = await Promise.all(readings.map(({ name }) => findUser(client, name)));
  const at = found.findIndex((user) => user !== undefined);
  const user = found[at];
  return user && { userId: user.userId, name: user.name, rest: readings[at]?.rest ?? '' };
}

/** Undefined if nobody has the name. */
export async function findUser(client: Client, name: string): Promise<FoundUser | undefined> {
  return client.call.logic.findUser({ name }).catch((error: unknown) => {
    if (asCallError(error).code !== 'NO_SUCH_USER') throw error;
    return undefined;
  });
}

/** Reads several names in a row, each as long as possible. Names that nobody has are returned word by word. */
export async function findSeveral(
  client: Client,
  argument: string,
): Promise<{ readonly users: readonly FoundUser[]; readonly unknown: readonly string[] }> {
  const users: FoundUser[] = [];
  const unknown: string[] = [];
  for (let rest of splitNames(argument)) {
    while (rest !== '') {
      const readings = listReadings(rest);
      const found = await findReading(client, readings);
      const shortest = readings.at(-1) ?? { name: rest, rest: '' };
      if (found) users.push(found);
      else unknown.push(shortest.name);
      rest = (found ?? shortest).rest;
    }
  }
  return { users, unknown };
}
