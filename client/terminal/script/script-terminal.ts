// The terminal of a chat whose output a program reads: no prompt, no question, no control of a screen.
import type { Terminal, TerminalOutput } from '../screen/terminal.ts';
import { formatAsJson, formatAsPlain, type ScriptEvent } from './script-event.ts';

export interface ScriptStreams {
  readonly output: TerminalOutput;
  /** Standard error. */
  readonly errors: TerminalOutput;
}

/** Passes on one event. */
export type EmitEvent = (event: ScriptEvent) => void;

export function createEmitter({ output, errors }: ScriptStreams, isJson: boolean): EmitEvent {
  return (event) => {
    const plain = isJson ? { line: formatAsJson(event), isError: false } : formatAsPlain(event);
    if (plain) (plain.isError ? errors : output).write(`${plain.line}\n`);
  };
}

/** What the other parts of the chat print becomes a note. */
export function createScriptTerminal(emit: EmitEvent): Terminal {
  return {
    interactive: false,
    interrupted: new Promise<undefined>(() => undefined),
    print: (sentence) => emit({ event: 'note', sentence }),
    prompt: () => undefined,
    ask: async () => undefined,
    // The lines of a script are texts: ScriptRun reads them itself.
    listen: () => undefined,
    close: () => undefined,
  };
}
