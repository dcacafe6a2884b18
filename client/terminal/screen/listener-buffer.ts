// Keeps entered lines until the chat listens.
import type { ScreenLine } from './screen.ts';
import type { Completion, TerminalListener } from './terminal.ts';

export class ListenerBuffer {
  #listener: TerminalListener | undefined;
  #early: ((listener: TerminalListener) => void)[] = [];

  line(line: string, echo: ScreenLine): void {
    this.#pass((listener) => listener.line(line, echo));
  }

  /** Drops the event while no listener is set. */
  typing(): void {
    this.#listener?.typing?.();
  }

  complete(line: string): Completion {
    return this.#listener?.complete?.(line) ?? { typed: line, matches: [] };
  }

  end(): void {
    this.#pass((listener) => listener.end());
  }

  listen(listener: TerminalListener): void {
    this.#listener = listener;
    for (const call of this.#early) call(listener);
    this.#early = [];
  }

  #pass(call: (listener: TerminalListener) => void): void {
    if (this.#listener) call(this.#listener);
    else this.#early.push(call);
  }
}
