// Lines of standard input. A process in the background that reads its terminal is stopped (SIGTTIN), and its children with it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';

/** Who brings a job to the foreground types after that. */
const CHECK_EVERY_MS = 500;

/** Calls `onLine` until the input ends. Reads a terminal only while this process is in its foreground. */
export function readLines(input: NodeJS.ReadableStream & { readonly isTTY?: boolean }, onLine: (line: string) => void): void {
  // Such as a terminal that closes.
  input.on('error', () => undefined);
  const open = (): Interface => createInterface({ input }).on('line', onLine);
  if (!input.isTTY) return void open();
  let lines: Interface | undefined;
  const check = (): void => {
    if (!isInForeground()) lines?.pause();
    else if (lines) lines.resume();
    else lines = open();
  };
  check();
  setInterval(check, CHECK_EVERY_MS).unref();
  // After Ctrl-Z and `bg`.
  process.on('SIGCONT', check);
}

/** True also without a terminal of its own, such as after `setsid`: then nothing stops a process that reads. */
function isInForeground(): boolean {
  const [group, foreground] = readProcessGroups();
  return foreground === undefined || foreground <= 0 || foreground === group;
}

/** The process group of this process, and the one in the foreground of its terminal. Empty where nobody tells. */
function readProcessGroups(): readonly number[] {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' })
        .trim()
        .split(/\s+/)
        .map(Number);
    // The name in parentheses may hold anything. Then: state, parent, group, session, terminal, group in the foreground.
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [Number(fields[2]), Number(fields[5])];
  } catch {
    return [];
  }
}
