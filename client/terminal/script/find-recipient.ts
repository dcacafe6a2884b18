// The recipient of --to.
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import { disambiguateGroups, findRecipients, type Recipient } from '../recipients.ts';
import { printable } from '../screen/printable.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface RecipientFailure {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly sentence: string;
}

// The server looks for no name that no account can have.
const UNKNOWN: ReadonlySet<string> = new Set(['NO_SUCH_USER', 'BAD_NAME', 'NAME_INVISIBLE', 'NAME_MIXES_SCRIPTS']);

/** The one user or group of that name, or why there is none. */
export async function findOnlyRecipient({ client, texts }: ChatContext, name: string): Promise<Recipient | RecipientFailure> {
  try {
    // The list of this user's groups may still be on its way.
    await client.sync().catch(() => undefined);
    const found = await findRecipients(client, name);
    const [only] = found;
    if (only && found.length === 1) return only;
    const handles = disambiguateGroups(found).map(({ handle }) => `"${printable(handle)}"`);
    const sentence = `${texts.severalGroups(printable(only?.name ?? name))} ${handles.join(', ')}`;
    return { exitCode: EXIT.UNKNOWN_RECIPIENT, code: 'SEVERAL_GROUPS', sentence };
  } catch (error) {
    const { code } = asCallError(error);
    if (!UNKNOWN.has(code)) return { exitCode: EXIT.FAILED, code, sentence: texts.sentence(describeError(error, texts)) };
    return { exitCode: EXIT.UNKNOWN_RECIPIENT, code: 'NO_SUCH_RECIPIENT', sentence: texts.unknownRecipient(printable(name)) };
  }
}
