// What the Tab key completes: commands, and the names of users and groups that this client knows.
import type { Recipient } from '../recipients.ts';
import type { Completion } from '../screen/terminal.ts';

/** What follows a name: nothing, a text, or further names. A name with spaces needs quotes before the latter. */
type After = 'nothing' | 'text' | 'names';

const COMMANDS_WITH_NAMES: ReadonlyMap<string, After> = new Map([
  ...['/to', '/accept', '/decline', '/unfriend', '/block', '/unblock', '/profile'].map((name) => [name, 'nothing'] as const),
  ...['/unsilence', '/remove', '/ban', '/unban', '/transfer', '/admit', '/refuse'].map((name) => [name, 'nothing'] as const),
  ...['/friend', '/remark', '/role', '/silence'].map((name) => [name, 'text'] as const),
  ['/invite', 'names'],
]);

const OPENING_QUOTE = /^["“”„＂「『]/;

/** Completes the line that ends at the cursor, from the `known` users and groups. */
export function completeLine(line: string, commands: readonly string[], known: readonly Recipient[]): Completion {
  const [, command = '', argument] = /^(\/\S*)(?:\s+(.*))?$/s.exec(line) ?? [];
  if (argument === undefined) {
    if (!line.startsWith('/')) return { typed: '', matches: [] };
    const matches = startingWith(commands, line);
    return { typed: line, matches: shorten(matches.length === 1 ? [`${matches[0]} `] : matches, line) };
  }
  const after = COMMANDS_WITH_NAMES.get(command);
  if (!after) return { typed: '', matches: [] };
  const users = known.filter(({ userId }) => userId !== undefined).map(({ name }) => name);
  const groups = known.filter(({ userId }) => userId === undefined).map(({ name }) => `#${name}`);
  const names = [...new Set(command === '/to' ? [...users, ...groups] : users)].filter(Boolean);
  for (const typed of after === 'names' ? listTails(argument) : [argument]) {
    const begun = typed.replace(OPENING_QUOTE, '');
    const isQuoted = begun !== typed;
    const matches = startingWith(names, begun);
    if (matches.length > 0)
      return { typed, matches: shorten(matches, begun, (name) => writeName(name, after, isQuoted), isQuoted) };
  }
  return { typed: '', matches: [] };
}

/** The argument from each of its words to its end. */
function listTails(argument: string): string[] {
  const starts = [...argument.matchAll(/(?<=^|[\s,，、;；])\S/g)].map(({ index }) => index);
  return starts.length > 0 ? starts.map((start) => argument.slice(start)) : [argument];
}

function startingWith(words: readonly string[], beginning: string): string[] {
  return words.filter((word) => word.toLowerCase().startsWith(beginning.toLowerCase())).sort();
}

/** A single match as it is written in a command; of several what they share, if that is more than what was typed. */
function shorten(matches: readonly string[], typed: string, write = (word: string) => word, isQuoted = false): string[] {
  const [first = ''] = matches;
  if (matches.length === 1) return [write(first)];
  let length = first.length;
  while (!matches.every((match) => match.toLowerCase().startsWith(first.slice(0, length).toLowerCase()))) length -= 1;
  return length > typed.length ? [`${isQuoted ? '"' : ''}${first.slice(0, length)}`] : [...matches];
}

function writeName(name: string, after: After, isQuoted: boolean): string {
  const written = isQuoted || (after !== 'nothing' && name.includes(' ')) ? `"${name}"` : name;
  return after === 'nothing' ? written : `${written} `;
}
