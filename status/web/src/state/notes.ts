// What acts have brought about: each result is said once, and stays long enough to be read.

export interface Note {
  readonly number: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
  /** What the server says in addition. */
  readonly detail: string;
}

/** A failure stays until somebody dismisses it. */
const DONE_STAYS_MS = 8000;
/** An older note gives way. */
const MAX_NOTES = 3;

export class Notes {
  readonly #listeners = new Set<() => void>();
  readonly #after: (ms: number, work: () => void) => void;
  #notes: readonly Note[] = [];
  #last = 0;

  constructor(after: (ms: number, work: () => void) => void = (ms, work) => void setTimeout(work, ms)) {
    this.#after = after;
  }

  get list(): readonly Note[] {
    return this.#notes;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  addDone(text: string): void {
    const number = this.#add({ kind: 'done', text, detail: '' });
    this.#after(DONE_STAYS_MS, () => this.dismiss(number));
  }

  addFailed(text: string, detail: string): void {
    this.#add({ kind: 'failed', text, detail });
  }

  dismiss(number: number): void {
    this.#set(this.#notes.filter((note) => note.number !== number));
  }

  #add(note: Omit<Note, 'number'>): number {
    const number = ++this.#last;
    this.#set([...this.#notes, { ...note, number }].slice(-MAX_NOTES));
    return number;
  }

  #set(notes: readonly Note[]): void {
    this.#notes = notes;
    for (const listener of this.#listeners) listener();
  }
}
