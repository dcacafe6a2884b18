// An interactive terminal: readline edits the line that is being typed, and all output is printed above it.
import readline from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { ListenerBuffer } from './listener-buffer.ts';
import { printable, withoutControls } from './printable.ts';
import { Screen } from './screen.ts';
import type { Terminal, TerminalInput, TerminalListener, TerminalOutput } from './terminal.ts';

interface Question {
  readonly text: string;
  readonly secret: boolean;
  resolve(line: string | undefined): void;
}

export class InteractiveTerminal implements Terminal {
  readonly interactive = true;
  readonly interrupted: Promise<undefined>;
  readonly #output: TerminalOutput;
  readonly #reader: readline.Interface;
  readonly #screen: Screen;
  readonly #listeners = new ListenerBuffer();
  readonly #countRows: (text: string) => number;
  readonly #interrupt: () => void;
  #question: Question | undefined;
  #prompt: string | undefined;
  /** The prompt or a question is on the screen. */
  #isInputShown = false;
  #hasEnded = false;
  #isClosed = false;
  /** Lines entered before the first prompt or question. */
  #typedAhead: string[] = [];

  // Function properties instead of methods, because the chat copies the terminal and replaces `print`.
  readonly print = (line: string): void => this.#screen.print(line);
  readonly prompt = (text: string): void => this.#setPrompt(withoutControls(text));
  readonly ask = (text: string, options: { secret?: boolean } = {}): Promise<string | undefined> =>
    this.#ask(withoutControls(text), options);
  readonly listen = (listener: TerminalListener): void => this.#listeners.listen(listener);
  readonly close = (): void => this.#close();

  constructor(input: TerminalInput, output: TerminalOutput) {
    const interruption = Promise.withResolvers<undefined>();
    this.interrupted = interruption.promise;
    this.#interrupt = () => interruption.resolve(undefined);
    this.#output = output;
    // Do not show text typed before the first prompt or question: it may be the password for the next question.
    const echo = echoStream(output, () => this.#question?.secret === true || !this.#hasPurpose());
    const completer = (line: string): readline.CompleterResult => this.#complete(line);
    this.#reader = readline.createInterface({ input, output: echo, terminal: true, prompt: '', completer });
    this.#countRows = rowCounter(output);
    this.#screen = new Screen({
      output,
      countRows: this.#countRows,
      inputRows: () => this.#inputRows(),
      withInputErased: (change) => this.#withInputErased(change),
    });
    output.on('resize', () => this.#screen.reset());
    // Runs after readline has handled the key, because for pasted text readline does not notice that the input grew by a row.
    input.on('keypress', () => this.#handleKey());
    this.#reader.on('line', (text) => this.#handleLine(text));
    this.#reader.on('history', (history: string[]) => {
      // Remove secrets from the history, so that the arrow keys do not show them.
      if (this.#question || !this.#hasPurpose()) history.shift();
    });
    this.#reader.on('SIGINT', () => this.#handleInterrupt());
    this.#reader.on('close', () => this.#handleEnd());
  }

  #setPrompt(text: string): void {
    if (this.#question) {
      this.#prompt = text;
      return;
    }
    this.#withInputErased(() => {
      this.#prompt = text;
      this.#reader.setPrompt(text);
      for (const typed of this.#typedAhead) this.#output.write(`${text}${typed}\n`);
    });
    for (const typed of this.#typedAhead.splice(0)) this.#listeners.line(typed, this.#screen.trackLine(text + typed));
  }

  #ask(text: string, { secret = false }: { secret?: boolean }): Promise<string | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined);
    // Drop lines typed before the question: they are not its answer, and an answer must not be sent as a message.
    this.#typedAhead = [];
    if (this.#reader.line !== '') this.#eraseTyped();
    return new Promise((resolve) => {
      this.#withInputErased(() => {
        this.#question = { text, secret, resolve };
        this.#reader.setPrompt(secret ? '' : text);
      });
    });
  }

  #close(): void {
    if (this.#isClosed) return;
    // Output after the end of the chat begins on a new row.
    if (this.#reader.line !== '') this.#output.write('\n');
    else this.#eraseInput();
    this.#isClosed = true;
    this.#reader.close();
  }

  #handleKey(): void {
    setDrawnRows(this.#reader, this.#reader.getCursorPos().rows);
    if (!this.#question && this.#reader.line !== '' && !this.#reader.line.startsWith('/')) this.#listeners.typing();
  }

  /** Lists several matches itself: readline would write them below the line, where the next output erases them. */
  #complete(line: string): readline.CompleterResult {
    if (this.#question || !this.#hasPurpose()) return [[], line];
    const { typed, matches } = this.#listeners.complete(line);
    if (matches.length > 1) this.print(matches.map((match) => `  ${printable(match)}`).join(''));
    return [matches.length === 1 ? [...matches] : [], typed];
  }

  #handleLine(text: string): void {
    this.#isInputShown = false;
    if (this.#question) this.#answer(text);
    else if (!this.#hasPurpose()) this.#typedAhead.push(text);
    else this.#listeners.line(text, this.#screen.trackLine((this.#prompt ?? '') + text));
    if (!this.#isInputShown) this.#showInput();
  }

  #handleInterrupt(): void {
    if (!this.#question) {
      this.#reader.close();
      return;
    }
    this.#eraseTyped();
    if (!this.#question.secret) this.#output.write('\n');
    this.#answer(undefined);
    this.#showInput();
  }

  #handleEnd(): void {
    this.#hasEnded = true;
    if (this.#question) this.#answer(undefined);
    this.#interrupt();
    this.#listeners.end();
  }

  /** Ends the question. Its text stays on the screen, with the answer unless that is secret. */
  #answer(line: string | undefined): void {
    const question = this.#question;
    if (question?.secret) this.#output.write('\n');
    if (question) this.#screen.trackLine(question.text + (question.secret ? '' : (line ?? '')));
    this.#question = undefined;
    this.#reader.setPrompt(this.#prompt ?? '');
    question?.resolve(line);
  }

  /** True if the typed text is the answer to a question or follows a prompt. */
  #hasPurpose(): boolean {
    return this.#question !== undefined || this.#prompt !== undefined;
  }

  #inputRows(): number {
    const { line } = this.#reader;
    if (this.#question) return this.#countRows(this.#question.text + (this.#question.secret ? '' : line));
    return this.#countRows((this.#prompt ?? '') + line);
  }

  #rowsToCursor(): number {
    if (this.#question?.secret) return this.#countRows(this.#question.text) - 1;
    if (!this.#hasPurpose()) return 0;
    return this.#isInputShown || this.#reader.line !== '' ? this.#reader.getCursorPos().rows : 0;
  }

  #withInputErased(change: () => void): void {
    this.#eraseInput();
    change();
    this.#showInput();
  }

  #eraseInput(): void {
    readline.moveCursor(this.#output, 0, -this.#rowsToCursor());
    readline.cursorTo(this.#output, 0);
    readline.clearScreenDown(this.#output);
  }

  #showInput(): void {
    if (this.#isClosed || this.#hasEnded) return;
    this.#isInputShown = this.#hasPurpose();
    if (this.#question?.secret) this.#output.write(this.#question.text);
    else if (this.#isInputShown) {
      setDrawnRows(this.#reader, 0);
      this.#reader.prompt(true);
    }
  }

  #eraseTyped(): void {
    this.#reader.write(null, { ctrl: true, name: 'e' });
    this.#reader.write(null, { ctrl: true, name: 'u' });
  }
}

/**
 * Tells readline from how many rows above the cursor it must redraw its line, after other output was printed.
 */
function setDrawnRows(reader: readline.Interface, rows: number): void {
  Object.assign(reader, { prevRows: rows });
}

/** The output for readline; it writes nothing while the input is secret. */
function echoStream(output: TerminalOutput, isSecret: () => boolean): Writable {
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

/** Counts the rows that a text takes, as readline itself counts them. */
function rowCounter(output: TerminalOutput): (text: string) => number {
  const paper = Object.defineProperty(new PassThrough().resume(), 'columns', { get: () => output.columns });
  const measure = readline.createInterface({ input: new PassThrough(), output: paper, terminal: true });
  return (text) => {
    measure.setPrompt(text);
    const { rows, cols } = measure.getCursorPos();
    return cols === 0 && rows > 0 ? rows : rows + 1;
  };
}
