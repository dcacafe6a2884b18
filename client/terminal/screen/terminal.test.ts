// The contents of the screen, read from a small terminal emulator.
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
 * Understands the output of readline: text, CR, LF, cursor moves, erasing. Wraps as a terminal does: only when the next character
 * is written.
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
  const execute = (count: number, command: string): void => {
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
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the commands of a terminal begin with it
      for (const [part, count, command] of text.matchAll(/\u001b\[(\d*)([A-Z])|[\s\S]/gu)) {
        if (command) execute(Number(count || (command === 'J' ? 0 : 1)), command);
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

interface TestTerminal {
  readonly terminal: Terminal;
  readonly entered: { line: string; echo: ScreenLine }[];
  readonly ended: () => boolean;
  type(text: string): void;
  rows(): string[];
}

function openTestTerminal(columns = 30): TestTerminal {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows: 12 });
  const screen = emulate(columns);
  output.setEncoding('utf8').on('data', (text: string) => screen.write(text));
  const terminal = openTerminal(input, output);
  onTestFinished(() => terminal.close());
  const entered: TestTerminal['entered'] = [];
  let ended = false;
  terminal.listen({
    line: (line, echo) => entered.push({ line, echo }),
    end: () => {
      ended = true;
    },
  });
  return { terminal, entered, ended: () => ended, type: (text) => void input.write(text), rows: () => screen.rows() };
}

function waitForRows(testTerminal: TestTerminal, rows: string[]): Promise<void> {
  return vi.waitFor(() => expect(testTerminal.rows()).toEqual(rows));
}

const LONG = 'a text that is longer than a row, and longer than two of them';

test.each(['at once', 'key by key'])(
  'while the user types a text of several rows, %s, printed lines remove none of it',
  async (how) => {
    const testTerminal = openTestTerminal();
    testTerminal.terminal.prompt('bob> ');
    if (how === 'at once') testTerminal.type(LONG);
    else for (const key of LONG) testTerminal.type(key);
    const typed = ['bob> a text that is longer tha', 'n a row, and longer than two o', 'f them'];
    await waitForRows(testTerminal, typed);
    for (const text of ['one', 'two', `three ${LONG}`]) testTerminal.terminal.print(text);
    await waitForRows(testTerminal, [
      'one',
      'two',
      'three a text that is longer th',
      'an a row, and longer than two',
      'of them',
      ...typed,
    ]);
    testTerminal.type('!\r');
    await vi.waitFor(() => expect(testTerminal.entered.map(({ line }) => line)).toEqual([`${LONG}!`]));
  },
);

test('lines printed while the cursor is in an upper row of the input remove none of it', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('bob> ');
  testTerminal.type(LONG);
  // Home.
  testTerminal.type('\u0001');
  await vi.waitFor(() => expect(testTerminal.rows()).toHaveLength(3));
  testTerminal.terminal.print('one');
  testTerminal.terminal.print('two');
  testTerminal.type('X');
  await waitForRows(testTerminal, ['one', 'two', 'bob> Xa text that is longer th', 'an a row, and longer than two', 'of them']);
});

test('an entered line is replaced in its place, also when more lines were pasted after it', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  testTerminal.type('first\rsecond\rhalf');
  await vi.waitFor(() => expect(testTerminal.entered).toHaveLength(2));
  testTerminal.terminal.print('news');
  expect(testTerminal.entered.map(({ echo }, n) => echo.replace(`… ${n + 1}`))).toEqual([true, true]);
  await waitForRows(testTerminal, ['… 1', '… 2', 'news', '> half']);
});

test('finished lines are in the order of their completion, below lines printed meanwhile', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  testTerminal.type('1\r2\r3\r');
  await vi.waitFor(() => expect(testTerminal.entered).toHaveLength(3));
  const [one, two, three] = testTerminal.entered.map(({ echo }) => echo);
  one?.finish('✓ 1');
  await waitForRows(testTerminal, ['✓ 1', '> 2', '> 3', '>']);
  testTerminal.terminal.print('news');
  two?.finish('✓ 2');
  await waitForRows(testTerminal, ['✓ 1', '> 3', 'news', '✓ 2', '>']);
  three?.finish('✓ 3');
  await waitForRows(testTerminal, ['✓ 1', 'news', '✓ 2', '✓ 3', '>']);
});

test('finishing a line that has scrolled away, or whose position is uncertain, prints it again', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  testTerminal.type('gone\r');
  await vi.waitFor(() => expect(testTerminal.entered).toHaveLength(1));
  for (let n = 1; n <= 12; n += 1) testTerminal.terminal.print(`news ${n}`);
  expect(testTerminal.entered[0]?.echo.replace('…')).toBe(false);
  testTerminal.entered[0]?.echo.finish('✓ gone');
  testTerminal.type('wide 你好你好你好你好你好\r');
  await vi.waitFor(() => expect(testTerminal.entered).toHaveLength(2));
  testTerminal.entered[1]?.echo.finish('✓ wide');
  await vi.waitFor(() => expect(testTerminal.rows().slice(-4)).toEqual(['✓ gone', '> wide 你好你好你好你好你好', '✓ wide', '>']));
});

test('an escape sequence in a text never reaches the screen or a pipe', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('\u0007> ');
  testTerminal.type('mine\r');
  await vi.waitFor(() => expect(testTerminal.entered).toHaveLength(1));
  testTerminal.terminal.print('a\u001b[2Jb\u009b2J');
  testTerminal.entered[0]?.echo.replace('…\u001b[Amine');
  await waitForRows(testTerminal, ['…\ufffd[Amine', 'a\ufffd[2Jb\ufffd2J', '\ufffd>']);
  testTerminal.entered[0]?.echo.finish('✓\u001b[Amine');
  await waitForRows(testTerminal, ['a\ufffd[2Jb\ufffd2J', '✓\ufffd[Amine', '\ufffd>']);

  const output = new PassThrough();
  const pipe = openTerminal(new PassThrough(), output);
  onTestFinished(() => pipe.close());
  pipe.print('two\nlines \u001b[2J');
  expect(String(output.read())).toBe('two\nlines \ufffd[2J\n');
});

test('a secret answer is never shown, even when lines are printed or the arrow keys are used', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  const answer = testTerminal.terminal.ask('Password: ', { secret: true });
  testTerminal.type('hidden w');
  testTerminal.terminal.print('news');
  testTerminal.type('ord\r');
  expect(await answer).toBe('hidden word');
  testTerminal.type('\u001b[Aup\r');
  await vi.waitFor(() => expect(testTerminal.entered.map(({ line }) => line)).toEqual(['up']));
  await waitForRows(testTerminal, ['news', 'Password:', '> up', '>']);
});

test('text typed before the first question is not shown and is never sent as a message', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.type('my pass word\rmy pass');
  testTerminal.terminal.print('Welcome');
  await waitForRows(testTerminal, ['Welcome']);
  const answer = testTerminal.terminal.ask('Password: ', { secret: true });
  testTerminal.type('hidden\r');
  expect(await answer).toBe('hidden');
  testTerminal.type('half');
  testTerminal.terminal.print('news');
  testTerminal.terminal.prompt('> ');
  await waitForRows(testTerminal, ['Welcome', 'Password:', 'news', '> half']);
  testTerminal.type('\u0015\u001b[Aup\r');
  await vi.waitFor(() => expect(testTerminal.entered.map(({ line }) => line)).toEqual(['up']));
});

test('lines typed before the prompt are shown and entered when it appears, if no question is asked', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.type('/to bob\rhello\rhal');
  testTerminal.terminal.print('Welcome');
  await waitForRows(testTerminal, ['Welcome']);
  testTerminal.terminal.prompt('> ');
  await waitForRows(testTerminal, ['Welcome', '> /to bob', '> hello', '> hal']);
  expect(testTerminal.entered.map(({ line }) => line)).toEqual(['/to bob', 'hello']);
  expect(testTerminal.entered[1]?.echo.replace('… hello')).toBe(true);
  await waitForRows(testTerminal, ['Welcome', '> /to bob', '… hello', '> hal']);
});

test('a question takes one line; the first Ctrl-C cancels the question, the second ends the terminal', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  const first = testTerminal.terminal.ask('Address: ');
  testTerminal.type('me@example.org\r/help\r');
  expect(await first).toBe('me@example.org');
  await vi.waitFor(() => expect(testTerminal.entered.map(({ line }) => line)).toEqual(['/help']));
  const second = testTerminal.terminal.ask('Code: ');
  testTerminal.type('12\u0003');
  expect(await second).toBeUndefined();
  expect(testTerminal.ended()).toBe(false);
  testTerminal.type('x\u0003');
  await vi.waitFor(() => expect(testTerminal.ended()).toBe(true));
  testTerminal.terminal.print('the last words');
  await waitForRows(testTerminal, ['Address: me@example.org', '> /help', 'Code:', 'the last words']);
  expect(await testTerminal.terminal.ask('Once more: ')).toBeUndefined();
});

test('output after the end of the terminal begins on a new row', async () => {
  const testTerminal = openTestTerminal();
  testTerminal.terminal.prompt('> ');
  testTerminal.terminal.print('the last line');
  testTerminal.type('half');
  await waitForRows(testTerminal, ['the last line', '> half']);
  testTerminal.terminal.close();
  const tidy = openTestTerminal();
  tidy.terminal.prompt('> ');
  tidy.terminal.close();
  await vi.waitFor(() => expect(tidy.rows()).toEqual([]));
  expect(testTerminal.rows()).toEqual(['the last line', '> half']);
});
