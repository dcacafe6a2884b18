// What a message may say.

import { ImError } from '../../proto/errors.ts';
import { isId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicSettings } from '../handlers.ts';
import type { MessageContent, StoredMessage } from '../ports/index.ts';

const CLIENT_MESSAGE_ID_BYTES = 16;
const MAX_DEPTH = 8;
const MAX_MENTIONS = 50;
const MAX_EMOJI_BYTES = 32;
// Also without the variation selector that makes an emoji of a character that is a symbol as well: not every keyboard sends it.
const EMOJI = /^\p{RGI_Emoji}$/v;
const VARIATION_SELECTOR = '\ufe0f';

/** Nothing but a text. */
export const EMPTY_CONTENT: Omit<MessageContent, 'text'> = {
  kind: im.MessageKind.TEXT,
  body: '',
  replyTo: 0,
  mentions: [],
  target: 0,
  emoji: '',
  removed: false,
};

/** Throws BAD_MESSAGE_ID for anything but 16 bytes. */
export function assertClientMessageId(clientMessageId: Uint8Array): void {
  if (clientMessageId.length !== CLIENT_MESSAGE_ID_BYTES)
    throw new ImError('BAD_MESSAGE_ID', `client_message_id is 16 random bytes, not ${clientMessageId.length}`);
}

/** Throws where no message of this kind can have this text and body. Only TEXT to CUSTOM are sent by users. */
export function assertContent(kind: im.MessageKind, text: string, body: string, { maxTextBytes }: LogicSettings): void {
  if (!isUserMessageKind(kind)) throw new ImError('BAD_ARGUMENT', `messages of kind ${kind} are not sent by users`);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxTextBytes)
    throw new ImError('TEXT_TOO_LONG', `the text has ${bytes} bytes of UTF-8; ${maxTextBytes} are allowed`);
  if (kind === im.MessageKind.TEXT) {
    if (text === '') throw new ImError('TEXT_EMPTY', 'a message needs a text');
    if (body !== '') throw new ImError('BAD_BODY', 'a message of kind TEXT has no body');
  } else checkBody(body, maxTextBytes);
}

/** Whether users send messages of this kind, and change them. */
export function isUserMessageKind(kind: im.MessageKind): boolean {
  return kind >= im.MessageKind.TEXT && kind <= im.MessageKind.CUSTOM;
}

/** Throws where the seq is none that any message can have. */
export function assertSeq(seq: number): void {
  if (!Number.isSafeInteger(seq)) throw new ImError('BAD_ARGUMENT', 'this is no seq that any message can have');
}

/** The user ids a message mentions, each once. */
export function parseMentions(mentions: readonly string[]): readonly string[] {
  if (mentions.length === 0) return mentions;
  if (mentions.length > MAX_MENTIONS) throw new ImError('BAD_ARGUMENT', `a message mentions at most ${MAX_MENTIONS} users`);
  if (!mentions.every(isId)) throw new ImError('BAD_ARGUMENT', 'mentions are user ids');
  return [...new Set(mentions)];
}

/** Throws BAD_REACTION for anything but one emoji. */
export function assertEmoji(emoji: string): void {
  const isOne = EMOJI.test(emoji) || EMOJI.test(`${emoji}${VARIATION_SELECTOR}`);
  if (!isOne || Buffer.byteLength(emoji) > MAX_EMOJI_BYTES)
    throw new ImError('BAD_REACTION', `a reaction is one emoji of at most ${MAX_EMOJI_BYTES} bytes of UTF-8`);
}

/**
 * Throws ID_REUSED where a stored message is not what this request would have stored. What was edited or recalled since is compared by what is left of it.
 */
export function assertSameMessage(stored: StoredMessage, asked: MessageContent): void {
  const isChanged = stored.edited || stored.recalled;
  const same =
    stored.kind === asked.kind &&
    stored.replyTo === asked.replyTo &&
    stored.target === asked.target &&
    stored.emoji === asked.emoji &&
    stored.removed === asked.removed &&
    (isChanged || (stored.text === asked.text && stored.body === asked.body && sameIds(stored.mentions, asked.mentions)));
  if (!same) throw new ImError('ID_REUSED', 'this client_message_id belongs to another message; every message needs its own');
}

function sameIds(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((user, i) => user === other[i]);
}

function checkBody(body: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(body);
  if (bytes > maxBytes) throw new ImError('BAD_BODY', `the body has ${bytes} bytes of UTF-8; ${maxBytes} are allowed`);
  // Before it is parsed: what is nested deeper never gets to the parser.
  if (depthOf(body) > MAX_DEPTH) throw new ImError('BAD_BODY', `the body is nested deeper than ${MAX_DEPTH} levels`);
  if (!isObject(body)) throw new ImError('BAD_BODY', 'the body is a JSON object');
}

function isObject(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** How deep brackets are nested in what may be JSON. */
function depthOf(json: string): number {
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
