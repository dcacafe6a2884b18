// Commands that are about another user, by his name.

import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/terminal.ts';

/** Does something to the user of that name; says so where nobody is called so, where it is oneself, or how the command is used where no name is given. */
export type WithUser = (name: string, usage: string, act: (user: string, called: string) => Promise<unknown>) => Promise<void>;

/** `takesOneself`: commands that may be about oneself. */
export function createWithUser(
  { client, terminal, texts }: ChatContext,
  takesOneself: ReadonlySet<string> = new Set(),
): WithUser {
  return async (name, usage, act) => {
    if (name === '') {
      terminal.print(texts.usageOf(usage));
      return;
    }
    const found = await client.call.logic.findUser({ name }).catch((error: unknown) => {
      if (asCallError(error).code !== 'NO_SUCH_USER') throw error;
    });
    if (found && found.user === client.me?.userId && !takesOneself.has(usage)) terminal.print(texts.thatIsYou);
    else if (found) await act(found.user, printable(found.name));
    else terminal.print(texts.noSuchUser(printable(name)));
  };
}
