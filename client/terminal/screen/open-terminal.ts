// Chooses the kind of terminal.
import { InteractiveTerminal } from './interactive-terminal.ts';
import { PipeTerminal } from './pipe-terminal.ts';
import type { Terminal, TerminalInput, TerminalOutput } from './terminal.ts';

/** Interactive where both streams are a TTY. */
export function openTerminal(input: TerminalInput, output: TerminalOutput): Terminal {
  const isInteractive = input.isTTY === true && output.isTTY === true;
  return isInteractive ? new InteractiveTerminal(input, output) : new PipeTerminal(input, output);
}
