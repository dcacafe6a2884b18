// Makes texts of others safe for one line of a terminal.

// Control characters would let a sender move the cursor; bidi controls would let them reorder what is shown.
const CONTROLS = /[\p{Cc}--\n]/gv;
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Replaces line breaks by ⏎ and control characters by U+FFFD. */
export function printable(text: string): string {
  return text.replace(/\r?\n/g, ' ⏎ ').replace(UNSAFE, '\ufffd');
}

/**
 * The block without control characters, except line ends. The terminals print every block through it, so that an escape sequence
 * never reaches a screen, also from a text that `printable` was forgotten for.
 */
export function withoutControls(block: string): string {
  return block.replace(CONTROLS, '\ufffd');
}

// Enough to recognize a text.
const EXCERPT_LENGTH = 60;

/** The printable beginning of a text, at most `maxLength` characters and an ellipsis. */
export function excerpt(text: string, maxLength = EXCERPT_LENGTH): string {
  const characters = [...text];
  return printable(characters.length > maxLength ? `${characters.slice(0, maxLength).join('')}…` : text);
}
