// The screen: lines come in, lines go out, and neither disturbs the other.

import readline from 'node:readline';
import { PassThrough, type Readable, type Writable } from 'node:stream';

export interface Terminal {
  /** Each line that is entered, in order; ends with the input, or when the user interrupts. */
  readonly lines: AsyncIterable<string>;
  /** Shows a line above what is being typed. */
  print(line: string): void;
  /** What stands before the line being typed. */
  prompt(text: string): void;
  /** Removes the line that was just entered from the screen, where that is possible. */
  eraseEntered(line: string): void;
  close(): void;
}

export type Input = Readable & { isTTY?: boolean };
export type Output = Writable & { isTTY?: boolean; columns?: number };

// Control characters would let a sender move the cursor; bidi controls let him write what is not there.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else, fit to be shown on one line of a terminal. */
export function printable(text: string): string {
  return text.replace(/\r?\n/g, ' ⏎ ').replace(UNSAFE, '\ufffd');
}

export function openTerminal(input: Input, output: Output): Terminal {
  const interactive = input.isTTY === true && output.isTTY === true;
  const reader = readline.createInterface({ input, output, terminal: interactive, prompt: '' });
  reader.on('SIGINT', () => reader.close());
  let prompt = '';
  return {
    lines: reader,
    print(line) {
      if (!interactive) {
        output.write(`${line}\n`);
        return;
      }
      readline.cursorTo(output, 0);
      readline.clearScreenDown(output);
      output.write(`${line}\n`);
      reader.prompt(true);
    },
    prompt(text) {
      prompt = text;
      reader.setPrompt(text);
      if (interactive) reader.prompt(true);
    },
    eraseEntered(line) {
      // Every character may be two columns wide; a line that may have wrapped stays.
      if (!interactive || 2 * (prompt.length + line.length) > (output.columns ?? 80)) return;
      readline.moveCursor(output, 0, -1);
      readline.cursorTo(output, 0);
      readline.clearScreenDown(output);
    },
    close() {
      reader.close();
    },
  };
}

/** Asks for something that must not be seen. Undefined where nobody can be asked, or the input ends. */
export async function askSecretly(input: Input, output: Output, question: string): Promise<string | undefined> {
  if (input.isTTY !== true) return undefined;
  output.write(question);
  const reader = readline.createInterface({ input, output: new PassThrough().resume(), terminal: true });
  reader.on('SIGINT', () => reader.close());
  const answer = await new Promise<string | undefined>((resolve) => {
    reader.once('line', resolve);
    reader.once('close', () => resolve(undefined));
  });
  reader.close();
  output.write('\n');
  return answer;
}
