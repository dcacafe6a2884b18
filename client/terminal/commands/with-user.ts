// Commands that name another user.
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/printable.ts';

/**
 * Calls `act` with the id and the printable name of the user of that name. Prints a hint instead if no name is given, no such
 * user exists, or the name is the user's own.
 */
export type WithUser = (
  name: string,
  command: string,
  act: (userId: string, displayName: string) => Promise<unknown>,
) => Promise<void>;

/** `allowsSelf`: commands that accept the user's own name. */
export function createWithUser({ client, terminal, texts }: ChatContext, allowsSelf: ReadonlySet<string> = new Set()): WithUser {
  return async (name, command, act) => {
    if (name === '') {
      terminal.print(texts.usageOf(command));
      return;
    }
    const found = await client.call.logic.findUser({ name }).catch((error: unknown) => {
      if (asCallError(error).code !== 'NO_SUCH_USER') throw error;
    });
    if (found && found.userId === client.me?.userId && !allowsSelf.has(command)) terminal.print(texts.thatIsYou);
    else if (found) await act(found.userId, printable(found.name));
    else terminal.print(texts.noSuchUser(printable(name)));
  };
}
