// Checks the strings of a request by the rules of its fields in the contract: the option (text_rule), docs/protocol/text.md.
import type protobuf from 'protobufjs/light.js';

/** The names of im.TextRule. */
export type TextRule = 'OPAQUE' | 'FORMAT' | 'LINE' | 'PARAGRAPHS' | 'LABEL';

/** Returns why a field of the request does not accept its text, or undefined. Cleans lines and labels. Takes a decoded one. */
export type TextCheck = (request: object) => string | undefined;

// Most texts have these characters alone. Then no other test is needed.
const PLAIN = /^[\n\r\t -~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule is about. A class of units is the fastest.
const UNSAFE_IN_PARAGRAPHS = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f]/;
// Bidi controls also order the characters around the text, which belong to the program that shows it.
const UNSAFE_IN_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const ALL_UNSAFE_IN_LINE = new RegExp(UNSAFE_IN_LINE, 'gu');
// Anything that a reader sees: blanks and invisible characters alone show nothing. U+2800 is a blank.
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const BLANK = /^\s*$/;
// UTS 39, 5.4: no language needs more than four.
const PILED_IN_LINE = /[\p{Mn}\p{Me}]{5}/u;
// UAX 15, 12: a text in the stream-safe format has at most 30.
const PILED_IN_PARAGRAPHS = /[\p{Mn}\p{Me}]{31}/u;
const SURPLUS_MARKS = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

/** Whether the text has a character that a reader sees. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Why a field with this rule does not accept the text; undefined if it does. */
export function findTextFault(rule: TextRule, text: string): string | undefined {
  if (rule !== 'LINE' && rule !== 'PARAGRAPHS') return undefined;
  if (rule === 'PARAGRAPHS' && PLAIN.test(text)) return undefined;
  const [unsafe] = (rule === 'LINE' ? UNSAFE_IN_LINE : UNSAFE_IN_PARAGRAPHS).exec(text) ?? [];
  if (!text.isWellFormed()) return 'must not have half of a character';
  if (unsafe !== undefined) return `must not have the character U+${toHex(unsafe)}`;
  if (rule === 'LINE' && !BLANK.test(text) && !isVisible(text)) return 'must have something to see';
  const isPiled = (rule === 'LINE' ? PILED_IN_LINE : PILED_IN_PARAGRAPHS).test(text);
  return isPiled ? 'must not have so many accents on one letter' : undefined;
}

/** The line in NFC, without blanks around it and with single ones in it, so that names that look the same are the same. */
export function cleanLine(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replace(/\s{2,}/g, ' ');
}

/**
 * The text with U+FFFD for what a line does not accept, and empty if it shows nothing. A program names a device for its user, so
 * a label is never refused.
 */
export function cleanLabel(text: string): string {
  const label = text.replace(ALL_UNSAFE_IN_LINE, '\ufffd').replace(SURPLUS_MARKS, '$1');
  return isVisible(label) ? label : '';
}

/** The rule of a string field; undefined if the contract does not say. */
export function textRuleOf(field: protobuf.Field): TextRule | undefined {
  return (field.options?.['(text_rule)'] ?? field.options?.['(im.text_rule)']) as TextRule | undefined;
}

/** The check for all texts of a message. It visits only the fields with a rule, because each message passes it. */
export function textCheckOf(type: protobuf.Type): TextCheck {
  const checks = type.fieldsArray.flatMap((field) => {
    const check = fieldCheckOf(field.resolve());
    return check ? [{ name: field.name, check }] : [];
  });
  return (message) => {
    const values = message as Record<string, unknown>;
    for (const { name, check } of checks) {
      const value = values[name];
      for (const one of Array.isArray(value) ? value : [value]) {
        const fault = one ? check(one as never, values) : undefined;
        if (fault !== undefined) return fault;
      }
    }
    return undefined;
  };
}

/** `value` is a text or a message. */
type FieldCheck = (value: never, message: Record<string, unknown>) => string | undefined;

function fieldCheckOf(field: protobuf.Field): FieldCheck | undefined {
  const { name, resolvedType } = field;
  if (resolvedType) return 'fieldsArray' in resolvedType ? textCheckOf(resolvedType) : undefined;
  const rule = textRuleOf(field);
  if (rule === 'LABEL')
    return (text: string, message) => {
      message[name] = cleanLabel(text);
      return undefined;
    };
  if (rule !== 'LINE' && rule !== 'PARAGRAPHS') return undefined;
  const wireName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (text: string, message) => {
    const fault = findTextFault(rule, text);
    if (rule === 'LINE' && fault === undefined && !field.repeated) message[name] = cleanLine(text);
    return fault && `${wireName} ${fault}`;
  };
}

function toHex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
