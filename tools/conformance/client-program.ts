// The client program under test: gets instructions as lines of JSON on its stdin, and says on its stdout what has happened.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What the program is asked to do, one line each. */
export type Instruction =
  | { readonly do: 'connect'; readonly gate: string; readonly name: string; readonly password: string }
  | { readonly do: 'send'; readonly to: string; readonly text: string }
  | { readonly do: 'quit' };

/** What the program says. It may say other things, which do not count. */
export interface ProgramEvent {
  readonly event: string;
  readonly text?: string;
  readonly seq?: number;
  readonly reason?: string;
}

const QUIT_MS = 3000;

export class ClientProgram {
  readonly events: ProgramEvent[] = [];
  /** What it has written to its stderr, for the report. */
  stderr = '';
  hasEnded = false;
  readonly #process: ChildProcess;

  constructor(command: string) {
    this.#process = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const { stdin, stdout, stderr } = this.#process;
    stdin?.on('error', () => undefined);
    if (stdout) createInterface({ input: stdout }).on('line', (line) => this.#read(line));
    stderr?.on('data', (chunk: Buffer) => {
      this.stderr = `${this.stderr}${chunk}`.slice(-2000);
    });
    this.#process.once('exit', () => {
      this.hasEnded = true;
    });
  }

  instruct(instruction: Instruction): void {
    this.#process.stdin?.write(`${JSON.stringify(instruction)}\n`);
  }

  eventsOf(event: string): ProgramEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const exit = once(this.#process, 'exit');
    this.instruct({ do: 'quit' });
    this.#process.stdin?.end();
    const timer = setTimeout(() => this.#kill(), QUIT_MS);
    await exit;
    clearTimeout(timer);
  }

  /** The shell and what it has started. */
  #kill(): void {
    try {
      process.kill(-(this.#process.pid ?? 0), 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #read(line: string): void {
    try {
      const event: unknown = JSON.parse(line);
      if (typeof event === 'object' && event !== null && 'event' in event) this.events.push(event as ProgramEvent);
    } catch {
      // A line that is not JSON is the program's own output.
    }
  }
}
