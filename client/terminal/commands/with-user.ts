// Commands that name another user.
import type { ChatContext } from '../chat-context.ts';
import { printable } from '../screen/printable.ts';
import { type FoundUser, findReading, listReadings, parseName } from './name-arguments.ts';

/**
 * Calls `act` with the id and the printable name of the user whose name the argument is, with or without quotes. Prints a hint
 * instead if no name is given, no such user exists, or the name is the user's own.
 */
export type WithUser = (
  argument: string,
  command: string,
  act: (userId: string, displayName: string) => Promise<unknown>,
) => Promise<void>;

/** The same for an argument NAME TEXT, with the longest name that somebody has. `known` users are preferred. */
export type WithUserAndText = (
  argument: string,
  command: string,
  act: (userId: string, displayName: string, text: string) => Promise<unknown>,
  known?: readonly FoundUser[],
) => Promise<void>;

/** `allowsSelf`: commands that accept the user's own name. */
export function createWithUser(context: ChatContext, allowsSelf: ReadonlySet<string> = new Set()): WithUser {
  return (argument, command, act) => {
    const readings = argument === '' ? [] : [{ name: parseName(argument), rest: '' }];
    return actOn(context, readings, { command, allowsSelf: allowsSelf.has(command) }, act);
  };
}

export function createWithUserAndText(context: ChatContext): WithUserAndText {
  return (argument, command, act, known) =>
    actOn(context, listReadings(argument), { command, allowsSelf: false, ...(known && { known }) }, act);
}

async function actOn(
  { client, terminal, texts }: ChatContext,
  readings: ReturnType<typeof listReadings>,
  { command, allowsSelf, known }: { command: string; allowsSelf: boolean; known?: readonly FoundUser[] },
  act: (userId: string, displayName: string, text: string) => Promise<unknown>,
): Promise<void> {
  if (readings.length === 0) {
    terminal.print(texts.usageOf(command));
    return;
  }
  const found = await findReading(client, readings, known);
  if (found && found.userId === client.me?.userId && !allowsSelf) terminal.print(texts.thatIsYou);
  else if (found) await act(found.userId, printable(found.name), found.rest);
  else terminal.print(texts.noSuchUser(printable(readings.at(-1)?.name ?? '')));
}
