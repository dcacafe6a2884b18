// For suites of logic's stores: one store for all tests of a suite, each of which makes users of its own.
import { afterAll, beforeAll, describe } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import type { Batch, Batches } from '../ports.ts';
import { kept, type LogicStoreWorld, type Records, reading, records, stored } from './store-world.ts';

type Handle<T> = (stored: LogicStored) => Promise<T>;

/** What the tests of a suite work with. All of it is there within a test only. */
export interface StoreSuite {
  world(): LogicStoreWorld;
  batches(): Batches<LogicStored>;
  /** Runs one batch that takes the next record and stores it. */
  inBatch<T>(work: (batch: Batch<LogicStored>) => Promise<T>, options?: { isolated?: boolean }): Promise<T>;
  /** One command in a batch of its own. */
  run<T>(handle: Handle<T>): Promise<T>;
  /** All at once in one batch, as the runtime runs commands of different users. */
  together<T>(handles: readonly Handle<T>[]): Promise<T[]>;
  /** In a batch that takes nothing. */
  read<T>(handle: Handle<T>): Promise<T>;
}

/** Describes a store that `makeWorld` makes; it is closed behind the last test. */
export function describeStore(
  title: string,
  makeWorld: () => Promise<LogicStoreWorld>,
  tests: (suite: StoreSuite) => void,
): void {
  describe(title, () => {
    let world: LogicStoreWorld;
    let batches: Batches<LogicStored>;
    let log: Records;
    beforeAll(async () => {
      world = await makeWorld();
      batches = world.connect();
      log = await records(batches);
    });
    afterAll(() => world?.close());

    const inBatch: StoreSuite['inBatch'] = (work, options) => stored(batches, log, work, options);
    tests({
      world: () => world,
      batches: () => batches,
      inBatch,
      run: (handle) => inBatch((batch) => kept(batch, handle)),
      together: (handles) => inBatch((batch) => Promise.all(handles.map((handle) => kept(batch, handle)))),
      read: (handle) => reading(batches, handle),
    });
  });
}
