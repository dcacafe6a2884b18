// For suites of logic's stores: one store for all tests of a suite, each of which makes users of its own.
import { afterAll, beforeAll, describe } from 'vitest';
import type { Batch, Batches } from '../../../infra/ports/index.ts';
import { commitBatch, keepCommand, readOnly, type TestPartition, testPartition } from '../../../infra/testing/batch-fixture.ts';
import type { LogicStore } from '../../ports/index.ts';
import type { LogicStoreFixture } from './store-fixture.ts';

type Handle<T> = (stored: LogicStore) => Promise<T>;

/** What the tests of a suite work with. All of it is there within a test only. */
export interface StoreSuite {
  fixture(): LogicStoreFixture;
  batches(): Batches<LogicStore>;
  /** Runs one batch that takes the next record and stores it. */
  inBatch<T>(work: (batch: Batch<LogicStore>) => Promise<T>, options?: { isolated?: boolean }): Promise<T>;
  /** One command in a batch of its own. */
  run<T>(handle: Handle<T>): Promise<T>;
  /** All at once in one batch, as the runtime runs commands of different users. */
  runTogether<T>(handles: readonly Handle<T>[]): Promise<T[]>;
  /** In a batch that takes nothing. */
  read<T>(handle: Handle<T>): Promise<T>;
}

/** Describes a store that `makeWorld` makes; it is closed behind the last test. */
export function describeStore(
  title: string,
  makeWorld: () => Promise<LogicStoreFixture>,
  tests: (suite: StoreSuite) => void,
): void {
  describe(title, () => {
    let world: LogicStoreFixture;
    let batches: Batches<LogicStore>;
    let log: TestPartition;
    beforeAll(async () => {
      world = await makeWorld();
      batches = world.connect();
      log = await testPartition(batches);
    });
    afterAll(() => world?.close());

    const inBatch: StoreSuite['inBatch'] = (work, options) => commitBatch(batches, log, work, options);
    tests({
      fixture: () => world,
      batches: () => batches,
      inBatch,
      run: (handle) => inBatch((batch) => keepCommand(batch, handle)),
      runTogether: (handles) => inBatch((batch) => Promise.all(handles.map((handle) => keepCommand(batch, handle)))),
      read: (handle) => readOnly(batches, handle),
    });
  });
}
