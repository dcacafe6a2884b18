// The rules for the content of messages: kind, text, body, mentions, emoji.

import { ImError } from '../../proto/errors.ts';
import { isId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { findTextFault, isVisible } from '../../proto/text/text-rules.ts';
import type { MessageContent, StoredMessage } from '../ports/index.ts';
import type { LogicSettings } from '../settings.ts';

const CLIENT_MESSAGE_ID_BYTES = 16;
const MAX_BODY_DEPTH = 8;
// JSON without these has nothing that a text must not have, so it is not searched.
const ESCAPED_OR_UNUSUAL = /\\[ubf]|[^\n\r\t -~]/;
const MAX_MENTIONS = 50;
// The longest emoji is a couple with two skin tones: 19 units with all selectors.
const MAX_EMOJI_UNITS = 40;
const EMOJI = /^\p{RGI_Emoji}$/v;
const VARIATION_SELECTOR = '\ufe0f';
// A symbol that is an emoji only with the selector. A skin tone behind it replaces the selector.
const NEEDS_SELECTOR = /[\p{Emoji}--\p{Emoji_Presentation}--\p{Emoji_Modifier}](?!\p{Emoji_Modifier})/gv;

/** A message of kind TEXT that has nothing but its text. */
export const EMPTY_CONTENT: Omit<MessageContent, 'text'> = {
  kind: im.MessageKind.TEXT,
  body: '',
  replyTo: 0,
  mentions: [],
  target: 0,
  emoji: '',
  removed: false,
};

/** Throws BAD_MESSAGE_ID unless the id has 16 bytes. */
export function assertClientMessageId(clientMessageId: Uint8Array): void {
  if (clientMessageId.length !== CLIENT_MESSAGE_ID_BYTES)
    throw new ImError('BAD_MESSAGE_ID', `client_message_id must be 16 random bytes, not ${clientMessageId.length}`);
}

/** Throws when a message of this kind cannot have this text and body. Users may send only the kinds TEXT to CUSTOM. */
export function assertContent(kind: im.MessageKind, text: string, body: string, { maxTextBytes }: LogicSettings): void {
  if (!isUserMessageKind(kind)) throw new ImError('BAD_ARGUMENT', `users cannot send messages of kind ${kind}`);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxTextBytes)
    throw new ImError('TEXT_TOO_LONG', `the text has ${bytes} bytes of UTF-8, the limit is ${maxTextBytes}`);
  if (kind === im.MessageKind.TEXT) {
    if (!isVisible(text)) throw new ImError('TEXT_EMPTY', 'the text of a message must have something to see');
    if (body !== '') throw new ImError('BAD_BODY', 'a message of kind TEXT must not have a body');
  } else checkBody(body, maxTextBytes);
}

/** Whether users can send and change messages of this kind. */
export function isUserMessageKind(kind: im.MessageKind): boolean {
  return kind >= im.MessageKind.TEXT && kind <= im.MessageKind.CUSTOM;
}

/** Throws BAD_ARGUMENT for a number that cannot be a seq. */
export function assertSeq(seq: number): void {
  if (!Number.isSafeInteger(seq)) throw new ImError('BAD_ARGUMENT', 'a seq must be a safe integer');
}

/** The user ids a message mentions, without duplicates. Throws BAD_ARGUMENT. */
export function parseMentions(mentions: readonly string[]): readonly string[] {
  if (mentions.length === 0) return mentions;
  if (mentions.length > MAX_MENTIONS) throw new ImError('BAD_ARGUMENT', `a message can mention at most ${MAX_MENTIONS} users`);
  if (!mentions.every(isId)) throw new ImError('BAD_ARGUMENT', 'mentions must be user ids');
  return [...new Set(mentions)];
}

/**
 * The fully qualified form of exactly one emoji (UTS 51): keyboards leave out variation selectors or add needless ones, and all
 * forms are one reaction. Throws BAD_REACTION for any other text.
 */
export function normalizeEmoji(emoji: string): string {
  if (emoji.length <= MAX_EMOJI_UNITS) {
    const bare = emoji.replaceAll(VARIATION_SELECTOR, '');
    const qualified = bare.replace(NEEDS_SELECTOR, `$&${VARIATION_SELECTOR}`);
    for (const form of [qualified, bare]) if (EMOJI.test(form)) return form;
  }
  throw new ImError('BAD_REACTION', 'a reaction must be exactly one emoji');
}

/** Throws ID_REUSED when the earlier message differs from the requested one. Text edited or recalled since is not compared. */
export function assertSameMessage(earlier: StoredMessage, requested: MessageContent): void {
  const isChanged = earlier.edited || earlier.recalled;
  const isSame =
    earlier.kind === requested.kind &&
    earlier.replyTo === requested.replyTo &&
    earlier.target === requested.target &&
    earlier.emoji === requested.emoji &&
    earlier.removed === requested.removed &&
    (isChanged ||
      (earlier.text === requested.text && earlier.body === requested.body && sameIds(earlier.mentions, requested.mentions)));
  if (!isSame) throw new ImError('ID_REUSED', 'another message has this client_message_id; use a new one for every message');
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((userId, i) => userId === other[i]);
}

function checkBody(body: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(body);
  if (bytes > maxBytes) throw new ImError('BAD_BODY', `the body has ${bytes} bytes of UTF-8, the limit is ${maxBytes}`);
  // Check this before parsing, because the parser is recursive and deep nesting could overflow the stack.
  if (nestingDepth(body) > MAX_BODY_DEPTH)
    throw new ImError('BAD_BODY', `the body is nested deeper than ${MAX_BODY_DEPTH} levels`);
  const value = parseObject(body);
  if (!value) throw new ImError('BAD_BODY', 'the body must be a JSON object');
  const fault = ESCAPED_OR_UNUSUAL.test(body) ? findFaultIn(value) : undefined;
  if (fault !== undefined) throw new ImError('BAD_BODY', `a text in the body ${fault}`);
}

/** Why one of the texts or keys does not follow the rule of a message's text. The nesting is bounded. */
function findFaultIn(value: unknown): string | undefined {
  if (typeof value === 'string') return findTextFault('PARAGRAPHS', value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const fault = findTextFault('PARAGRAPHS', key) ?? findFaultIn(member);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function parseObject(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The nesting depth of brackets outside strings. The text need not be valid JSON. */
function nestingDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let i = 0; i < json.length; i++) {
    const char = json[i];
    if (isInString && char === '\\') i++;
    else if (char === '"') isInString = !isInString;
    else if (!isInString && (char === '{' || char === '[')) deepest = Math.max(deepest, ++depth);
    else if (!isInString && (char === '}' || char === ']')) depth--;
  }
  return deepest;
}
