// The lines above what is being typed. A line that was shown may still change: a message from "on its way" to "stored".
import readline from 'node:readline';
import type { Writable } from 'node:stream';

/** A line on the screen. */
export interface ScreenLine {
  /** Changes it where it stands, also after its conclusion. False, and nothing happens, where it cannot be reached any more. */
  replace(line: string): boolean;
  /** Its last state, below everything that was concluded before; where it cannot be reached any more it is shown again. */
  finish(line: string): void;
}

export interface ScreenOptions {
  readonly output: Writable & { readonly rows?: number };
  /** How many rows a text takes. */
  rowsOf(text: string): number;
  /** How many rows are needed for what is being typed. */
  inputRows(): number;
  /** Runs `change` with the input taken off the screen and the cursor where it began, and shows it again below what was written. */
  withInputErased(change: () => void): void;
}

export interface Screen {
  print(line: string): void;
  /** A line that stands there already, just above the input. */
  trackLine(line: string): ScreenLine;
  /** Where the lines stand is not known any more. */
  reset(): void;
}

interface Block {
  readonly text: string;
  /** Its last state is still to come. */
  readonly open: boolean;
}

const USUAL_ROWS = 24;
// Further up nobody looks for what has changed.
const MAX_BLOCKS = 50;

export function createScreen({ output, rowsOf, inputRows, withInputErased }: ScreenOptions): Screen {
  /** What stands directly above the input, the lowest last, as far as its place is known for certain. */
  let blocks: Block[] = [];

  function append(block: Block): void {
    // What may take another row on another terminal hides where everything above it stands.
    if (isCertain(block.text)) blocks.push(block);
    else blocks = [];
    if (blocks.length > MAX_BLOCKS) blocks.shift();
  }

  /** Some characters are one column wide here and two there; and what just fills its row may have begun the next one. */
  function isCertain(text: string): boolean {
    const doubtful = [...text].filter((character) => character > '~').length;
    return rowsOf(text) === rowsOf(`${text}${'x'.repeat(doubtful)}x`);
  }

  function print(line: string): void {
    withInputErased(() => output.write(`${line}\n`));
    append({ text: line, open: false });
  }

  function isOnScreen(index: number): boolean {
    const rows = blocks.slice(index).reduce((sum, { text }) => sum + rowsOf(text), inputRows());
    return index >= 0 && rows < (output.rows ?? USUAL_ROWS);
  }

  /** Writes everything from a block on anew. */
  function rewrite(index: number, next: readonly Block[]): void {
    const rows = blocks.slice(index).reduce((sum, { text }) => sum + rowsOf(text), 0);
    withInputErased(() => {
      readline.moveCursor(output, 0, -rows);
      readline.clearScreenDown(output);
      for (const { text } of next) output.write(`${text}\n`);
    });
    blocks = blocks.slice(0, index);
    for (const block of next) append(block);
  }

  function adopt(line: string): ScreenLine {
    let mine: Block = { text: line, open: true };
    append(mine);
    return {
      replace(text) {
        const index = blocks.indexOf(mine);
        if (!isOnScreen(index)) return false;
        mine = { text, open: mine.open };
        rewrite(index, [mine, ...blocks.slice(index + 1)]);
        return true;
      },
      finish(text) {
        const index = blocks.indexOf(mine);
        if (!isOnScreen(index)) {
          print(text);
          return;
        }
        const below = blocks.slice(index + 1);
        mine = { text, open: false };
        const isLast = below.every(({ open }) => open);
        rewrite(index, isLast ? [mine, ...below] : [...below, mine]);
      },
    };
  }

  return {
    print,
    trackLine: adopt,
    reset() {
      blocks = [];
    },
  };
}
