// The lines above the input. A printed line may still change, for example a message from "sending" to "stored".
import readline from 'node:readline';
import type { Writable } from 'node:stream';
import { withoutControls } from './printable.ts';

/** A line on the screen. */
export interface ScreenLine {
  /**
   * Replaces the line in its place, also after `finish`. Returns false, and does nothing, if the line has scrolled away.
   */
  replace(line: string): boolean;
  /** Shows the final text below the lines finished before; prints it again if the line has scrolled away. */
  finish(line: string): void;
}

export interface ScreenOptions {
  readonly output: Writable & { readonly rows?: number };
  /** The number of rows that a text takes. */
  countRows(text: string): number;
  /** The number of rows that the input takes. */
  inputRows(): number;
  /** Runs `change` with the input erased and the cursor at its start, and shows the input again below what was written. */
  withInputErased(change: () => void): void;
}

interface Block {
  readonly text: string;
  /** Not finished yet. */
  readonly open: boolean;
}

const DEFAULT_ROWS = 24;
// Enough, because users do not look for changes further up.
const MAX_BLOCKS = 50;

export class Screen {
  readonly #options: ScreenOptions;
  /** The lines directly above the input, the lowest last, as far as their position is certain. */
  #blocks: Block[] = [];

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  print(line: string): void {
    const { output, withInputErased } = this.#options;
    const text = withoutControls(line);
    withInputErased(() => output.write(`${text}\n`));
    this.#append({ text, open: false });
  }

  /** Tracks a line that is on the screen already, just above the input. */
  trackLine(line: string): ScreenLine {
    let block: Block = { text: line, open: true };
    this.#append(block);
    return {
      replace: (changed) => {
        const text = withoutControls(changed);
        const index = this.#blocks.indexOf(block);
        if (!this.#isOnScreen(index)) return false;
        block = { text, open: block.open };
        this.#rewrite(index, [block, ...this.#blocks.slice(index + 1)]);
        return true;
      },
      finish: (final) => {
        const text = withoutControls(final);
        const index = this.#blocks.indexOf(block);
        if (!this.#isOnScreen(index)) {
          this.print(text);
          return;
        }
        const below = this.#blocks.slice(index + 1);
        block = { text, open: false };
        const isLast = below.every(({ open }) => open);
        this.#rewrite(index, isLast ? [block, ...below] : [...below, block]);
      },
    };
  }

  /** The position of the lines is unknown from now on. */
  reset(): void {
    this.#blocks = [];
  }

  #append(block: Block): void {
    // If the height of a line is uncertain, the position of all lines above it is unknown.
    if (this.#isHeightCertain(block.text)) this.#blocks.push(block);
    else this.#blocks = [];
    if (this.#blocks.length > MAX_BLOCKS) this.#blocks.shift();
  }

  /** Terminals differ in the width of some characters, and in whether a full row moves the cursor to the next row. */
  #isHeightCertain(text: string): boolean {
    const { countRows } = this.#options;
    const doubtful = [...text].filter((character) => character > '~').length;
    return countRows(text) === countRows(`${text}${'x'.repeat(doubtful)}x`);
  }

  #isOnScreen(index: number): boolean {
    const { output, inputRows } = this.#options;
    return index >= 0 && this.#rowsFrom(index) + inputRows() < (output.rows ?? DEFAULT_ROWS);
  }

  /** Writes the blocks from `index` on anew. */
  #rewrite(index: number, next: readonly Block[]): void {
    const { output, withInputErased } = this.#options;
    const rows = this.#rowsFrom(index);
    withInputErased(() => {
      readline.moveCursor(output, 0, -rows);
      readline.clearScreenDown(output);
      for (const { text } of next) output.write(`${text}\n`);
    });
    this.#blocks = this.#blocks.slice(0, index);
    for (const block of next) this.#append(block);
  }

  #rowsFrom(index: number): number {
    const { countRows } = this.#options;
    return this.#blocks.slice(index).reduce((sum, { text }) => sum + countRows(text), 0);
  }
}
