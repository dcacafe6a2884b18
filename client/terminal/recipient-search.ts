// The command /to: finds the recipient by name and selects them.
import type { ChatContext } from './chat-context.ts';
import { asCallError, describeError } from './failure.ts';
import { disambiguateGroups, findKnownRecipients, findRecipients, type Recipient, type UserNames } from './recipients.ts';
import { formatConversation } from './screen/history.ts';
import { printable } from './screen/printable.ts';
import type { SelectedRecipient } from './selected-recipient.ts';

/** Selects the recipient of that name, or none, and prints the result. Lists the groups if several share the name. */
export async function selectByName(
  context: ChatContext,
  names: UserNames,
  selected: SelectedRecipient,
  name: string,
): Promise<void> {
  const { client, terminal, texts } = context;
  // Deselect first: if the search fails, the next line must not go to the previous recipient.
  selected.select(undefined);
  if (client.state !== 'online') {
    const known = findKnownRecipients(client, name);
    if (known.length > 0) await selectAmong(context, names, selected, known);
    else terminal.print(texts.unknownWhileOffline(printable(name)));
    return;
  }
  try {
    await selectAmong(context, names, selected, await findRecipients(client, name));
  } catch (error) {
    const isUnknown = asCallError(error).code === 'NO_SUCH_USER';
    const known = isUnknown ? [] : findKnownRecipients(client, name);
    if (known.length > 0) await selectAmong(context, names, selected, known);
    else {
      const why = isUnknown ? texts.noSuchUser(printable(name)) : texts.sentence(describeError(error, texts));
      terminal.print(texts.notChosen(why));
    }
  }
}

async function selectAmong(
  context: ChatContext,
  names: UserNames,
  selected: SelectedRecipient,
  candidates: readonly Recipient[],
): Promise<void> {
  const { terminal, texts } = context;
  const [first] = candidates;
  const only = candidates.length === 1 ? first : undefined;
  selected.select(only);
  if (!only) return listGroups(context, names, candidates);
  terminal.print(texts.writingTo(printable(only.name)));
  selected.view(only);
}

async function listGroups(context: ChatContext, names: UserNames, groups: readonly Recipient[]): Promise<void> {
  const { client, terminal, texts } = context;
  terminal.print(texts.severalGroups(printable(groups[0]?.name ?? '')));
  for (const { recipient, handle } of disambiguateGroups(groups)) {
    const state = client.conversations.get(recipient.conversationId);
    const line = state ? await formatConversation(context, names, state) : '';
    terminal.print(`  /to ${printable(handle)} ${line}`);
  }
}
