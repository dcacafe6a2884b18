// A user of a chat, for tests: types, and reads the output.
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, vi } from 'vitest';
import { runChat } from '../main.ts';

/** The chat tries to log in for 30 s, and hashing has a low priority on a busy machine. */
const LOG_IN_MS = 35_000;

export interface TerminalUser {
  readonly input: PassThrough;
  readonly exit: Promise<number>;
  /** All output so far, errors included; for a terminal including the codes that move its cursor. */
  output(): string;
  /** What went to standard error. */
  errors(): string;
  /** Waits until the output contains this. */
  sees(text: string): Promise<void>;
  /** Waits for the question, in the output after the last answered one, and answers it. */
  answers(question: string, answer: string): Promise<void>;
}

export interface TerminalUserOptions {
  readonly flags: readonly string[];
  readonly environment?: Record<string, string>;
  /** The chat runs in a terminal and can ask questions; otherwise its lines come from a pipe. */
  readonly terminal?: boolean;
}

export function startTerminalUser({ flags, environment = {}, terminal = false }: TerminalUserOptions): TerminalUser {
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  const output = Object.assign(new PassThrough(), { isTTY: terminal, columns: 100, rows: 50 });
  let shown = '';
  let answeredAt = 0;
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const errors = new PassThrough();
  let mistakes = '';
  errors.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    mistakes += text;
  });
  const exit = runChat({ argv: flags, environment, input, output, errors });
  onTestFinished(async () => {
    input.end();
    await exit;
  });
  const seenAfter = (start: number, text: string): Promise<void> =>
    vi.waitFor(() => expect(shown.slice(start)).toContain(text), { timeout: LOG_IN_MS });
  return {
    input,
    exit,
    output: () => shown,
    errors: () => mistakes,
    sees: (text) => seenAfter(0, text),
    async answers(question, answer) {
      await seenAfter(answeredAt, question);
      answeredAt = shown.length;
      input.write(`${answer}\r`);
    },
  };
}
