// The interface of a terminal, or of a pipe in place of a terminal.
import type { Readable, Writable } from 'node:stream';
import type { ScreenLine } from './screen.ts';

export interface Terminal {
  /** True if a user can be asked questions; false for input from a file or another program. */
  readonly interactive: boolean;
  /** Shows a line above what is being typed. */
  print(line: string): void;
  /** Sets the text before the line being typed. */
  prompt(text: string): void;
  /**
   * Asks a question and resolves with the answer; with undefined if the terminal is not interactive, or when the user ends the
   * input or interrupts. Ask one question at a time. A secret answer is not shown.
   */
  ask(question: string, options?: { secret?: boolean }): Promise<string | undefined>;
  /** Resolves when the user interrupts; never where the terminal is not interactive. */
  readonly interrupted: Promise<undefined>;
  /** Passes on every line that answers no question, including the lines before this call. */
  listen(listener: TerminalListener): void;
  close(): void;
}

export interface Completion {
  /** The end of the line that a single match replaces. Several are listed. */
  readonly typed: string;
  readonly matches: readonly string[];
}

export interface TerminalListener {
  /** `echo`: the line on the screen as it was typed. */
  line(line: string, echo: ScreenLine): void;
  /** Called for each key while the line is not a command. */
  typing?(): void;
  /** Called for the Tab key, with the line up to the cursor. */
  complete?(line: string): Completion;
  /** Called once, last, when the input ends or the user interrupts. */
  end(): void;
}

export type TerminalInput = Readable & { isTTY?: boolean };
export type TerminalOutput = Writable & { isTTY?: boolean; columns?: number; rows?: number };
