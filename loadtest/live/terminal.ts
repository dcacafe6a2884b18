// What a run says while it runs: lines that stay, and one line that is painted again on a terminal.

/** Prints a line that stays. */
export interface Print {
  (line: string): void;
  /** Replaces the last line, where there is a terminal. */
  readonly repaint?: (line: LiveLine) => void;
}

/** Pieces of a line, with the colour that a terminal gives them. */
export type LiveLine = readonly { readonly text: string; readonly color?: 'red' | 'yellow' | 'dim' }[];

export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  /** False where NO_COLOR is set, which Node honours. */
  hasColors?(): boolean;
}

const CODES = { red: 31, yellow: 33, dim: 2 } as const;
const ERASE = '\r\x1b[K';
/** Also for a terminal that says 0, as one without a window does. */
const DEFAULT_COLUMNS = 80;

/** On a terminal, lines appear above the one that is painted again. `clear` takes that one away. */
export function printTo(stream: TerminalStream): Print & { clear(): void } {
  if (!stream.isTTY)
    return Object.assign((line: string) => void stream.write(`${line}\n`), {
      clear: () => undefined,
    });
  let live = '';
  const print = (line: string): void => void stream.write(`${live && ERASE}${line}\n${live}`);
  return Object.assign(print, {
    repaint(line: LiveLine): void {
      live = fitLine(line, (stream.columns || DEFAULT_COLUMNS) - 1, stream.hasColors?.() ?? false);
      stream.write(`${ERASE}${live}`);
    },
    clear(): void {
      if (live) stream.write(ERASE);
      live = '';
    },
  });
}

export function plainLine(line: LiveLine): string {
  return line.map(({ text }) => text).join('  ');
}

/** A line that wraps could not be painted again: it is cut. */
function fitLine(line: LiveLine, columns: number, hasColors: boolean): string {
  let room = columns;
  return line
    .map(({ text, color }, index) => {
      const shown = `${index === 0 ? '' : '  '}${text}`.slice(0, Math.max(0, room));
      room -= shown.length;
      return hasColors && color && shown ? `\x1b[${CODES[color]}m${shown}\x1b[0m` : shown;
    })
    .join('');
}
