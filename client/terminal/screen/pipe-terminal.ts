// Input from a file or another program: printed lines cannot change, and no question can be asked.
import readline from 'node:readline';
import { ListenerBuffer } from './listener-buffer.ts';
import { withoutControls } from './printable.ts';
import type { Terminal, TerminalInput, TerminalListener, TerminalOutput } from './terminal.ts';

export class PipeTerminal implements Terminal {
  readonly interactive = false;
  readonly interrupted = new Promise<undefined>(() => undefined);
  readonly #output: TerminalOutput;
  readonly #reader: readline.Interface;
  readonly #listeners = new ListenerBuffer();

  // Function properties instead of methods, because the chat copies the terminal and replaces `print`.
  readonly print = (line: string): void => void this.#output.write(`${withoutControls(line)}\n`);
  readonly prompt = (): void => undefined;
  readonly ask = async (): Promise<undefined> => undefined;
  readonly listen = (listener: TerminalListener): void => this.#listeners.listen(listener);
  readonly close = (): void => this.#reader.close();

  constructor(input: TerminalInput, output: TerminalOutput) {
    this.#output = output;
    this.#reader = readline.createInterface({ input, terminal: false });
    this.#reader.on('line', (text) => this.#listeners.line(text, { replace: () => false, finish: this.print }));
    this.#reader.on('close', () => this.#listeners.end());
  }
}
