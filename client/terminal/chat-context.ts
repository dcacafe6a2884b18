// The objects that all parts of the chat share.
import type { Client } from '../sdk/index.ts';
import type { CodeRequester } from './code-requester.ts';
import type { Terminal } from './screen/terminal.ts';
import type { ChatTexts } from './texts/chat-texts.ts';

export interface ChatContext {
  readonly client: Client;
  readonly terminal: Terminal;
  /** The texts in the user's language. */
  readonly texts: ChatTexts;
  /** Codes requested in this run and not used yet: purpose and e-mail address → when the code expires, in ms since 1970. */
  readonly unusedCodes: Map<string, number>;
  readonly codeRequester: CodeRequester;
}
