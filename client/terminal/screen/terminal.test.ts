// What stands on the screen, judged by a small terminal that does what is written to it.
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openTerminal } from './open-terminal.ts';
import type { ScreenLine } from './screen.ts';
import type { Terminal } from './terminal.ts';

interface Screen {
  /** The rows that are not empty, without space at their ends. */
  rows(): string[];
  write(text: string): void;
}

/**
 * Understands what readline writes: text, CR, LF, moves of the cursor, erasing. Wraps like a terminal: when the next character
 * comes.
 */
function emulate(columns: number): Screen {
  const rows: string[][] = [[]];
  let x = 0;
  let y = 0;
  const put = (character: string): void => {
    const width = /[\u1100-\u115f\u2e80-\uffdc]/u.test(character) ? 2 : 1;
    if (x + width > columns) {
      x = 0;
      y += 1;
    }
    rows[y] ??= [];
    const row = rows[y] ?? [];
    while (row.length < x) row.push(' ');
    row[x] = character;
    if (width === 2) row[x + 1] = '';
    x += width;
  };
  const obey = (count: number, command: string): void => {
    if (command === 'A') y = Math.max(0, y - count);
    else if (command === 'B') y += count;
    else if (command === 'C') x = Math.min(columns - 1, x + count);
    else if (command === 'D') x = Math.max(0, x - count);
    else if (command === 'G') x = count - 1;
    else if (command === 'J') {
      rows.length = Math.min(rows.length, y + 1);
      rows[y] = (rows[y] ?? []).slice(0, x);
    } else throw new Error(`not understood: ${command}`);
  };
  return {
    rows: () => [...rows].map((row) => (row ?? []).join('').trimEnd()).filter((row) => row !== ''),
    write(text) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with it
      for (const [part, count, command] of text.matchAll(/\u001b\[(\d*)([A-Z])|[\s\S]/gu)) {
        if (command) obey(Number(count || (command === 'J' ? 0 : 1)), command);
        else if (part === '\r') x = 0;
        else if (part === '\n') {
          x = 0;
          y += 1;
          rows[y] ??= [];
        } else put(part);
      }
    },
  };
}

interface Seat {
  readonly terminal: Terminal;
  readonly entered: { line: string; echo: ScreenLine }[];
  readonly ended: () => boolean;
  type(text: string): void;
  rows(): string[];
}

function sit(columns = 30): Seat {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 12 });
  const screen = emulate(columns);
  output.setEncoding('utf8').on('data', (text: string) => screen.write(text));
  const terminal = openTerminal(input, output);
  onTestFinished(() => terminal.close());
  const entered: Seat['entered'] = [];
  let ended = false;
  terminal.listen({
    line: (line, echo) => entered.push({ line, echo }),
    end: () => {
      ended = true;
    },
  });
  return { terminal, entered, ended: () => ended, type: (text) => void input.write(text), rows: () => screen.rows() };
}

function shows(context: Seat, rows: string[]): Promise<void> {
  return vi.waitFor(() => expect(context.rows()).toEqual(rows));
}

const LONG = 'a text that is longer than a row, and longer than two of them';

test.each(['at once', 'key by key'])(
  'lines that come in while a text over several rows is typed, %s, take nothing away',
  async (how) => {
    const context = sit();
    context.terminal.prompt('bob> ');
    if (how === 'at once') context.type(LONG);
    else for (const key of LONG) context.type(key);
    const typed = ['bob> a text that is longer tha', 'n a row, and longer than two o', 'f them'];
    await shows(context, typed);
    for (const text of ['one', 'two', `three ${LONG}`]) context.terminal.print(text);
    await shows(context, ['one', 'two', 'three a text that is longer th', 'an a row, and longer than two', 'of them', ...typed]);
    context.type('!\r');
    await vi.waitFor(() => expect(context.entered.map(({ line }) => line)).toEqual([`${LONG}!`]));
  },
);

test('lines that come in while the cursor is in an upper row of what is typed take nothing away', async () => {
  const context = sit();
  context.terminal.prompt('bob> ');
  context.type(LONG);
  // Home.
  context.type('\u0001');
  await vi.waitFor(() => expect(context.rows()).toHaveLength(3));
  context.terminal.print('one');
  context.terminal.print('two');
  context.type('X');
  await shows(context, ['one', 'two', 'bob> Xa text that is longer th', 'an a row, and longer than two', 'of them']);
});

test('a line that was entered changes where it stands, whatever was pasted after it', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  context.type('first\rsecond\rhalf');
  await vi.waitFor(() => expect(context.entered).toHaveLength(2));
  context.terminal.print('news');
  expect(context.entered.map(({ echo }, n) => echo.replace(`… ${n + 1}`))).toEqual([true, true]);
  await shows(context, ['… 1', '… 2', 'news', '> half']);
});

test('lines are concluded in the order of their conclusion, below what has come meanwhile', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  context.type('1\r2\r3\r');
  await vi.waitFor(() => expect(context.entered).toHaveLength(3));
  const [one, two, three] = context.entered.map(({ echo }) => echo);
  one?.finish('✓ 1');
  await shows(context, ['✓ 1', '> 2', '> 3', '>']);
  context.terminal.print('news');
  two?.finish('✓ 2');
  await shows(context, ['✓ 1', '> 3', 'news', '✓ 2', '>']);
  three?.finish('✓ 3');
  await shows(context, ['✓ 1', 'news', '✓ 2', '✓ 3', '>']);
});

test('a line that has left the screen, or whose place is not certain, is concluded by being shown again', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  context.type('gone\r');
  await vi.waitFor(() => expect(context.entered).toHaveLength(1));
  for (let n = 1; n <= 12; n += 1) context.terminal.print(`news ${n}`);
  expect(context.entered[0]?.echo.replace('…')).toBe(false);
  context.entered[0]?.echo.finish('✓ gone');
  context.type('wide 你好你好你好你好你好\r');
  await vi.waitFor(() => expect(context.entered).toHaveLength(2));
  context.entered[1]?.echo.finish('✓ wide');
  await vi.waitFor(() => expect(context.rows().slice(-4)).toEqual(['✓ gone', '> wide 你好你好你好你好你好', '✓ wide', '>']));
});

test('a secret is never shown, not even by what comes in meanwhile or by the arrow keys', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  const answer = context.terminal.ask('Password: ', { secret: true });
  context.type('hidden w');
  context.terminal.print('news');
  context.type('ord\r');
  expect(await answer).toBe('hidden word');
  context.type('\u001b[Aup\r');
  await vi.waitFor(() => expect(context.entered.map(({ line }) => line)).toEqual(['up']));
  await shows(context, ['news', 'Password:', '> up', '>']);
});

test('text typed before the first question is not shown, and never counts as a message', async () => {
  const context = sit();
  context.type('my pass word\rmy pass');
  context.terminal.print('Welcome');
  await shows(context, ['Welcome']);
  const answer = context.terminal.ask('Password: ', { secret: true });
  context.type('hidden\r');
  expect(await answer).toBe('hidden');
  context.type('half');
  context.terminal.print('news');
  context.terminal.prompt('> ');
  await shows(context, ['Welcome', 'Password:', 'news', '> half']);
  context.type('\u0015\u001b[Aup\r');
  await vi.waitFor(() => expect(context.entered.map(({ line }) => line)).toEqual(['up']));
});

test('lines typed before the prompt are shown and taken when it comes, where nothing is asked', async () => {
  const context = sit();
  context.type('/to bob\rhello\rhal');
  context.terminal.print('Welcome');
  await shows(context, ['Welcome']);
  context.terminal.prompt('> ');
  await shows(context, ['Welcome', '> /to bob', '> hello', '> hal']);
  expect(context.entered.map(({ line }) => line)).toEqual(['/to bob', 'hello']);
  expect(context.entered[1]?.echo.replace('… hello')).toBe(true);
  await shows(context, ['Welcome', '> /to bob', '… hello', '> hal']);
});

test('a question takes one line; Ctrl-C leaves the question, and only then the terminal', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  const first = context.terminal.ask('Address: ');
  context.type('me@example.org\r/help\r');
  expect(await first).toBe('me@example.org');
  await vi.waitFor(() => expect(context.entered.map(({ line }) => line)).toEqual(['/help']));
  const second = context.terminal.ask('Code: ');
  context.type('12\u0003');
  expect(await second).toBeUndefined();
  expect(context.ended()).toBe(false);
  context.type('x\u0003');
  await vi.waitFor(() => expect(context.ended()).toBe(true));
  context.terminal.print('the last words');
  await shows(context, ['Address: me@example.org', '> /help', 'Code:', 'the last words']);
  expect(await context.terminal.ask('Once more: ')).toBeUndefined();
});

test('whatever comes after the end begins on a row of its own', async () => {
  const context = sit();
  context.terminal.prompt('> ');
  context.terminal.print('the last line');
  context.type('half');
  await shows(context, ['the last line', '> half']);
  context.terminal.close();
  const tidy = sit();
  tidy.terminal.prompt('> ');
  tidy.terminal.close();
  await vi.waitFor(() => expect(tidy.rows()).toEqual([]));
  expect(context.rows()).toEqual(['the last line', '> half']);
});
