// The proof of a run: one JSON array per line for everything that a client sent, was told and received. loadtest/README.md
// describes the lines.
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** Lines are written in pieces, so that the load process seldom waits for the disk. */
const PIECE_LINES = 1_000;

/** `arrived`: how it arrived, and -2 as the message for one of an earlier run. */
export type FateLine =
  | readonly ['run', { readonly format: 1; readonly target: string; readonly scenario: string }]
  | readonly ['process', { readonly idSuffix: string }]
  | readonly ['participant', participant: number, conversationId: string, userId: string, baseSeq: number, pulled: 0 | 1]
  | readonly ['sent', message: number, participant: number]
  | readonly ['acked', message: number, seq: number]
  | readonly ['refused', message: number]
  | readonly ['arrived', participant: number, seq: number, message: number, by: 'push' | 'sync' | 'final-pull']
  | readonly ['misdelivered']
  | readonly ['stored', conversationId: string, seq: number, clientMessageId: string]
  | readonly ['read-store']
  | readonly ['end'];

export class FateLog {
  readonly #stream: WriteStream;
  #lines: string[] = [];

  /** Replaces the file. */
  constructor(path: string) {
    this.#stream = createWriteStream(path);
    // `close` reports it.
    this.#stream.on('error', () => undefined);
  }

  write(line: FateLine): void {
    this.#lines.push(JSON.stringify(line));
    if (this.#lines.length >= PIECE_LINES) this.#flush();
  }

  /** Resolves when everything is in the file. Rejects when it could not be written. */
  async close(): Promise<void> {
    this.#flush();
    this.#stream.end();
    if (this.#stream.errored) throw this.#stream.errored;
    await once(this.#stream, 'close');
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#stream.write(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }
}
