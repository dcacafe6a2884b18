// What a batch has written so far, in memory: the rows its commands put over those of the database, and the writes the commit applies.

/** Names one kind of row in a batch, looked up by a key of the table's own choosing. Made once, at module level; compared by identity. */
export class Overlay<Row> {
  /** For the compiler alone: ties the rows put to the rows found. */
  declare readonly row: Row;
}

/** Numbers without gaps, per key. Both functions run synchronously; `save` inside the commit's transaction. */
export interface Counter {
  /** The last number given under this key, 0 for none. */
  load(key: string): number;
  save(key: string, last: number): void;
}

/**
 * What a table adapter works with: one command's view of its batch.
 *
 * Reads: ask `written` first, then the database, both inside one `read`. Writes: inside a `read` as well (so that what was looked up
 * still holds), `put` the row for later reads of this batch and `write` the statement for the commit. A command sees what it wrote
 * itself and what kept commands wrote, never what an undecided or discarded one did; numbers alone are taken for all at once.
 * Two undecided commands may thus write colliding rows: the commit then throws DataError and they run again one after the other.
 */
export interface CommandView {
  /** Runs a synchronous query when the batch has its turn: from then on nothing else changes the store until the batch ends. Rejects with PositionMoved. */
  read<T>(query: () => T): Promise<T>;
  /** The row this batch has put under the key, if any. */
  written<Row>(overlay: Overlay<Row>, key: string): Row | undefined;
  /** All rows this batch has put, newest last; a key put by a kept command and by this one comes twice. */
  allWritten<Row>(overlay: Overlay<Row>): Iterable<Row>;
  put<Row>(overlay: Overlay<Row>, key: string, row: Row): void;
  /** Keeps a write for the commit's transaction, where writes run in the order of `keep` and within a command in the order of calls. Throws in a batch without claims. */
  write(apply: () => void): void;
  /** The next number of a key. Throws in a batch without claims. */
  take(counter: Counter, key: string): number;
}

export interface CommandState {
  readonly view: CommandView;
  /** What it wrote becomes part of the batch. */
  keep(): void;
  /** Forgets what it wrote. False when another command has taken a number after one of this command's: then the batch cannot commit any more. */
  discard(): boolean;
}

export interface BatchState {
  command(read: CommandView['read']): CommandState;
  /** Runs the writes of the kept commands, and of one more, and saves the counters. Call it inside a transaction. */
  apply(also?: CommandState): void;
  /** Throws where a command that wrote is neither kept nor discarded, or a discarded one has left a gap. */
  assertDecided(): void;
}

interface Numbers {
  readonly stored: number;
  last: number;
}

function loaded(stored: number): Numbers {
  return { stored, last: stored };
}

interface Taken {
  readonly counter: Counter;
  readonly key: string;
  readonly number: number;
}

export function batchState(writable: boolean): BatchState {
  const kept: (() => void)[] = [];
  const keptLayer = layer();
  const counters = new Map<Counter, Map<string, Numbers>>();
  const undecided = new Map<CommandState, readonly (() => void)[]>();
  let gap = false;

  function take(counter: Counter, key: string): Taken {
    const numbers = counters.get(counter) ?? new Map<string, Numbers>();
    counters.set(counter, numbers);
    const known = numbers.get(key) ?? loaded(counter.load(key));
    numbers.set(key, known);
    known.last++;
    return { counter, key, number: known.last };
  }

  /** False when somebody took the number after it. */
  function giveBack({ counter, key, number }: Taken): boolean {
    const known = counters.get(counter)?.get(key);
    if (known?.last !== number) return false;
    known.last--;
    return true;
  }

  function command(read: CommandView['read']): CommandState {
    const writes: (() => void)[] = [];
    const taken: Taken[] = [];
    const own = layer();

    function assertWritable(): void {
      if (!writable) throw new Error('a batch without claims cannot write');
      undecided.set(state, writes);
    }

    const state: CommandState = {
      view: {
        read,
        written: (overlay, key) => own.get(overlay, key) ?? keptLayer.get(overlay, key),
        *allWritten(overlay) {
          yield* keptLayer.values(overlay);
          yield* own.values(overlay);
        },
        put(overlay, key, row) {
          assertWritable();
          own.put(overlay, key, row);
        },
        write(apply) {
          assertWritable();
          writes.push(apply);
        },
        take(counter, key) {
          assertWritable();
          const next = take(counter, key);
          taken.push(next);
          return next.number;
        },
      },
      keep() {
        if (!undecided.delete(state)) return;
        own.moveTo(keptLayer);
        kept.push(...writes);
      },
      discard() {
        if (!undecided.delete(state)) return true;
        for (const number of taken.reverse()) if (!giveBack(number)) gap = true;
        return !gap;
      },
    };
    return state;
  }

  return {
    command,
    apply(also) {
      for (const write of kept) write();
      for (const write of (also && undecided.get(also)) ?? []) write();
      for (const [counter, numbers] of counters)
        for (const [key, { stored, last }] of numbers) if (last !== stored) counter.save(key, last);
    },
    assertDecided() {
      if (gap) throw new Error('a discarded command has left a gap: the batch must run again without it');
      if (undecided.size > 0) throw new Error('a command that wrote is neither kept nor discarded');
    },
  };
}

/** Rows of many overlays, each row under its key. */
function layer() {
  const overlays = new Map<Overlay<unknown>, Map<string, unknown>>();
  return {
    get<Row>(overlay: Overlay<Row>, key: string): Row | undefined {
      // Only `put` writes here, and it ties the row's type to the overlay.
      return overlays.get(overlay)?.get(key) as Row | undefined;
    },
    values<Row>(overlay: Overlay<Row>): Iterable<Row> {
      return (overlays.get(overlay)?.values() ?? []) as Iterable<Row>;
    },
    put<Row>(overlay: Overlay<Row>, key: string, row: Row): void {
      const rows = overlays.get(overlay);
      if (rows) rows.set(key, row);
      else overlays.set(overlay, new Map([[key, row]]));
    },
    moveTo(other: { put<Row>(overlay: Overlay<Row>, key: string, row: Row): void }): void {
      for (const [overlay, rows] of overlays) for (const [key, row] of rows) other.put(overlay, key, row);
      overlays.clear();
    },
  };
}
