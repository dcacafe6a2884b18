// What a chat without a screen says, one line for each event: as JSON, or as plain text.
import { printable } from '../screen/printable.ts';

/** A text of the input: `line` counts from 1. */
export interface InputText {
  readonly line: number;
  readonly text: string;
}

/** The fields of --json: docs/terminal.md describes them. Times are ISO 8601 in UTC. */
export type ScriptEvent =
  | { readonly event: 'loggedIn'; readonly userId: string; readonly name: string }
  | ScriptMessage
  | {
      readonly event: 'stored';
      readonly line: number;
      readonly clientMessageId: string;
      readonly messageId: string;
      readonly conversationId: string;
      readonly seq: number;
      readonly time: string;
    }
  | { readonly event: 'kept'; readonly clientMessageId: string; readonly text: string; readonly sentence: string }
  | { readonly event: 'connection'; readonly state: 'lost' | 'back'; readonly sentence: string }
  | { readonly event: 'notice'; readonly text: string; readonly time: string; readonly sentence: string }
  | ({ readonly event: 'error'; readonly code: string; readonly sentence: string } & Partial<InputText>)
  | { readonly event: 'note'; readonly sentence: string };

export interface ScriptMessage {
  readonly event: 'message';
  readonly messageId: string;
  readonly clientMessageId: string;
  readonly conversationId: string;
  readonly seq: number;
  /** Name of the group, or of the other user. */
  readonly conversation: string;
  readonly isGroup: boolean;
  readonly senderId: string;
  readonly sender: string;
  readonly own: boolean;
  readonly kind: string;
  readonly text: string;
  readonly body: string;
  readonly time: string;
  readonly replyTo: number;
  readonly mentions: readonly string[];
  readonly target: number;
  readonly emoji: string;
  readonly removed: boolean;
}

// JSON itself allows them: the C1 controls, one of which begins an escape sequence, bidi controls and line separators.
const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One line. Control characters of a text are escaped, so a terminal shows them and does not obey them. */
export function formatAsJson(event: ScriptEvent): string {
  return JSON.stringify(event).replace(UNSAFE_IN_JSON, (unsafe) => `\\u${unsafe.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `isError`: for standard error. Undefined: plain text does not have this event. */
export function formatAsPlain(event: ScriptEvent): { readonly line: string; readonly isError: boolean } | undefined {
  if (event.event === 'message') {
    const line = formatPlainMessage(event);
    return line === undefined ? undefined : { line, isError: false };
  }
  return 'sentence' in event ? { line: printable(event.sentence), isError: true } : undefined;
}

/** Four columns with tabs between: time, conversation, sender, text. Undefined for what only changes or accompanies messages. */
function formatPlainMessage(message: ScriptMessage): string | undefined {
  const { time, conversation, isGroup, sender, kind, text, body, target } = message;
  if (target > 0 || kind === 'SYSTEM') return undefined;
  const content = [...(kind === 'TEXT' ? [] : [`[${kind}]`]), ...(text ? [text] : []), ...(body ? [body] : [])].join(' ');
  return [time, (isGroup ? '#' : '') + conversation, sender, content].map(printable).join('\t');
}
