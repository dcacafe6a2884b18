// The order in which entered lines take effect.

/**
 * A text goes to the recipient that earlier lines have selected, so texts wait for selections. Commands wait for selections and
 * for earlier commands. Texts never wait for commands.
 */
export class LineQueue {
  #selections: Promise<void> = Promise.resolve();
  #commands: Promise<void> = Promise.resolve();
  #pendingSelections = 0;
  #isClosed = false;
  readonly #waiting = new Set<{ readonly line: string }>();

  /** Runs `act` after all selections entered before; at once where none is pending. */
  enterText(line: string, act: () => void): void {
    if (this.#pendingSelections === 0) act();
    else this.#selections = this.#runAfter(line, this.#selections, act);
  }

  /** Runs `act` after all selections entered before; later lines wait for it. */
  enterSelection(line: string, act: () => Promise<void>): void {
    this.#addSelection(line, this.#selections, act);
  }

  /** Runs `act` after everything entered before; later texts and commands wait for it. */
  enterBarrier(line: string, act: () => Promise<void>): void {
    this.#addSelection(line, this.whenIdle(), act);
  }

  /** Runs `act` after all selections and commands entered before. */
  enterCommand(line: string, act: () => Promise<void>): void {
    this.#commands = this.#runAfter(line, this.whenIdle(), act);
  }

  /** Resolves when every line entered so far has taken effect. */
  async whenIdle(): Promise<void> {
    await Promise.all([this.#selections, this.#commands]);
  }

  /** Lines that still wait, in the order of their entry. */
  get waitingLines(): readonly string[] {
    return [...this.#waiting].map(({ line }) => line);
  }

  /** Lines that still wait never run. */
  close(): void {
    this.#isClosed = true;
  }

  #addSelection(line: string, before: Promise<unknown>, act: () => Promise<void>): void {
    this.#pendingSelections += 1;
    this.#selections = this.#runAfter(line, before, act).finally(() => {
      this.#pendingSelections -= 1;
    });
  }

  async #runAfter(line: string, before: Promise<unknown>, act: () => Promise<void> | void): Promise<void> {
    const entry = { line };
    this.#waiting.add(entry);
    await before;
    if (this.#isClosed) return;
    this.#waiting.delete(entry);
    await act();
  }
}
