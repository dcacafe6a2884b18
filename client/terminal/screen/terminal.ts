// The terminal: lines come in, lines go out, and neither disturbs the other.
import readline from 'node:readline';
import { PassThrough, type Readable, Writable } from 'node:stream';
import { createScreen, type ScreenLine } from './screen.ts';

export interface Terminal {
  /** Somebody sits before it, who can be asked. */
  readonly interactive: boolean;
  /** Shows a line above what is being typed. */
  print(line: string): void;
  /** What stands before the line being typed, from now on. */
  prompt(text: string): void;
  /** What is entered next is the answer; undefined where nobody can be asked, leaves instead, or interrupts. One question at a time. */
  ask(question: string, options?: { secret?: boolean }): Promise<string | undefined>;
  /** Resolves when the user interrupts; never where nobody sits before it. */
  readonly interrupted: Promise<undefined>;
  /** Takes every line that is entered and answers no question, those before this call included. `end`: once, last, when the input ends or the user interrupts. */
  listen(take: TerminalListener): void;
  close(): void;
}

export interface TerminalListener {
  /** `echo`: the line on the screen as it was typed. */
  line(line: string, echo: ScreenLine): void;
  /** Something is being typed that is not a command: with each key, where there are keys. */
  typing?(): void;
  end(): void;
}

export type TerminalInput = Readable & { isTTY?: boolean };
export type TerminalOutput = Writable & { isTTY?: boolean; columns?: number; rows?: number };

// Control characters would let a sender move the cursor; bidi controls let him write what is not there.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else, fit to be shown on one line of a terminal. */
export function printable(text: string): string {
  return text.replace(/\r?\n/g, ' ⏎ ').replace(UNSAFE, '\ufffd');
}

// Enough to know which one it was.
const EXCERPT_CHARACTERS = 60;

/** The beginning of such a text, to say which one is meant. */
export function excerpt(text: string, most = EXCERPT_CHARACTERS): string {
  const characters = [...text];
  return printable(characters.length > most ? `${characters.slice(0, most).join('')}…` : text);
}

export function openTerminal(input: TerminalInput, output: TerminalOutput): Terminal {
  return input.isTTY === true && output.isTTY === true ? openScreen(input, output) : openPipe(input, output);
}

/** Hands lines on once somebody listens. */
function inbound(): Required<TerminalListener> & { listen(take: TerminalListener): void } {
  let listener: TerminalListener | undefined;
  let early: ((to: TerminalListener) => void)[] = [];
  const pass = (what: (to: TerminalListener) => void): void => {
    if (listener) what(listener);
    else early.push(what);
  };
  return {
    line: (line, echo) => pass((to) => to.line(line, echo)),
    // Who listens later need not know.
    typing: () => listener?.typing?.(),
    end: () => pass((to) => to.end()),
    listen(take) {
      listener = take;
      for (const what of early) what(take);
      early = [];
    },
  };
}

/** Lines of a file or another program: nothing that was written can be changed, and nobody be asked. */
function openPipe(input: TerminalInput, output: TerminalOutput): Terminal {
  const reader = readline.createInterface({ input, terminal: false });
  const { line, end, listen } = inbound();
  const print = (text: string): void => void output.write(`${text}\n`);
  reader.on('line', (text) => line(text, { replace: () => false, finish: print }));
  reader.on('close', end);
  return {
    interactive: false,
    print,
    prompt() {
      // Nobody types.
    },
    ask: async () => undefined,
    interrupted: new Promise(() => undefined),
    listen,
    close: () => reader.close(),
  };
}

interface Question {
  readonly text: string;
  readonly secret: boolean;
  answer(line: string | undefined): void;
}

function openScreen(input: TerminalInput, output: TerminalOutput): Terminal {
  let question: Question | undefined;
  let prompt: string | undefined;
  /** The prompt, or a question, stands on the screen. */
  let shown = false;
  let ended = false;
  let closed = false;
  /** Lines entered before anything was asked for. */
  let typedAhead: string[] = [];
  // Before the first prompt or question nobody knows what is being typed: it may be the password that is about to be asked for.
  const echo = echoTo(output, () => question?.secret === true || !isKnown());
  const reader = readline.createInterface({ input, output: echo, terminal: true, prompt: '' });
  const rowsOf = ruler(output);
  const { line, typing, end, listen } = inbound();
  const { promise: interrupted, resolve: leave } = Promise.withResolvers<undefined>();
  const screen = createScreen({ output, rowsOf, inputRows, withInputErased: withoutInput });
  output.on('resize', screen.reset);

  /** What is being typed is the answer to a question, or stands behind a prompt. */
  function isKnown(): boolean {
    return question !== undefined || prompt !== undefined;
  }

  function inputRows(): number {
    if (question) return rowsOf(question.text + (question.secret ? '' : reader.line));
    return rowsOf((prompt ?? '') + reader.line);
  }

  function rowsToCursor(): number {
    if (question?.secret) return rowsOf(question.text) - 1;
    if (!isKnown()) return 0;
    return shown || reader.line !== '' ? reader.getCursorPos().rows : 0;
  }

  function erase(): void {
    readline.moveCursor(output, 0, -rowsToCursor());
    readline.cursorTo(output, 0);
    readline.clearScreenDown(output);
  }

  function withoutInput(change: () => void): void {
    erase();
    change();
    show();
  }

  function show(): void {
    if (closed || ended) return;
    shown = isKnown();
    if (question?.secret) output.write(question.text);
    else if (shown) showInput(reader);
  }

  /** Ends the question, whose text stays on the screen with what was typed. */
  function answered(text: string | undefined): void {
    const { answer } = question ?? {};
    if (question?.secret) output.write('\n');
    if (question) screen.trackLine(question.text + (question.secret ? '' : (text ?? '')));
    question = undefined;
    reader.setPrompt(prompt ?? '');
    answer?.(text);
  }

  function forgetTyped(): void {
    reader.write(null, { ctrl: true, name: 'e' });
    reader.write(null, { ctrl: true, name: 'u' });
  }

  // After readline has seen it: of a text that is pasted readline does not notice that it has gone on to another row.
  input.on('keypress', () => {
    drewRows(reader, reader.getCursorPos().rows);
    if (!question && reader.line !== '' && !reader.line.startsWith('/')) typing();
  });
  reader.on('line', (text) => {
    shown = false;
    if (question) answered(text);
    else if (!isKnown()) typedAhead.push(text);
    else line(text, screen.trackLine((prompt ?? '') + text));
    if (!shown) show();
  });
  // A secret must not come back with the arrow keys.
  reader.on('history', (history: string[]) => {
    if (question || !isKnown()) history.shift();
  });
  reader.on('SIGINT', () => {
    if (!question) {
      reader.close();
      return;
    }
    forgetTyped();
    if (!question.secret) output.write('\n');
    answered(undefined);
    show();
  });
  reader.on('close', () => {
    ended = true;
    if (question) answered(undefined);
    leave(undefined);
    end();
  });

  return {
    interactive: true,
    print: screen.print,
    prompt(text) {
      if (question) {
        prompt = text;
        return;
      }
      withoutInput(() => {
        prompt = text;
        reader.setPrompt(text);
        for (const typed of typedAhead) output.write(`${text}${typed}\n`);
      });
      for (const typed of typedAhead.splice(0)) line(typed, screen.trackLine(text + typed));
    },
    ask(text, { secret = false } = {}) {
      if (ended) return Promise.resolve(undefined);
      // It was not meant for this question; and what was meant for it is asked for again, rather than taken for a message.
      typedAhead = [];
      if (reader.line !== '') forgetTyped();
      return new Promise((resolve) => {
        withoutInput(() => {
          question = { text, secret, answer: resolve };
          reader.setPrompt(secret ? '' : text);
        });
      });
    },
    interrupted,
    listen,
    close() {
      if (closed) return;
      // Whatever comes next on this screen begins on a row of its own.
      if (reader.line !== '') output.write('\n');
      else erase();
      closed = true;
      reader.close();
    },
  };
}

/** Draws prompt and line from where the cursor stands. */
function showInput(reader: readline.Interface): void {
  drewRows(reader, 0);
  reader.prompt(true);
}

/** Readline draws its line anew so many rows further up: what was printed since it drew it last would be lost. */
function drewRows(reader: readline.Interface, rows: number): void {
  Object.assign(reader, { prevRows: rows });
}

/** The screen for readline: what is typed does not appear while it is secret. */
function echoTo(output: TerminalOutput, isSecret: () => boolean): Writable {
  const echo = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      if (!isSecret()) output.write(chunk);
      done();
    },
  });
  Object.defineProperty(echo, 'columns', { get: () => output.columns });
  output.on('resize', () => echo.emit('resize'));
  return echo;
}

/** How many rows a text takes, as readline itself counts. */
function ruler(output: TerminalOutput): (text: string) => number {
  const paper = Object.defineProperty(new PassThrough().resume(), 'columns', { get: () => output.columns });
  const measure = readline.createInterface({ input: new PassThrough(), output: paper, terminal: true });
  return (text) => {
    measure.setPrompt(text);
    const { rows, cols } = measure.getCursorPos();
    return cols === 0 && rows > 0 ? rows : rows + 1;
  };
}
