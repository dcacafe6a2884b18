// The fixture of the Bus contract suite: a log, the buses of several processes, and unused topics.
import { afterAll, beforeAll } from 'vitest';
import type { Bus } from '../../ports/index.ts';

/** One log, and the buses of several processes on it. */
export interface BusFixture {
  /** The bus of the process with that name. A bus for one process only returns the same bus for every name. */
  bus(instance: string): Bus;
  /** A topic name that was never used. */
  topic(): string;
  close(): Promise<void>;
}

/** The objects that the tests of a suite use. They exist only from the first test on. */
export interface BusSuite {
  readonly fixture: BusFixture;
  /** The bus of the process "one". */
  readonly bus: Bus;
  newFixture(): Promise<BusFixture>;
  /** Creates a topic. Resolves with its name. */
  newTopic(partitions: number): Promise<string>;
  /** Closes it after the last test. */
  closeLater<T extends { close(): Promise<void> }>(one: T): T;
}

export const HOUR_MS = 3_600_000;
export const WAIT = { timeout: 20_000, interval: 10 };

/** Call it in a `describe`. The fixture is made before the first test and closed after the last one. */
export function busSuite(newFixture: () => Promise<BusFixture>): BusSuite {
  let fixture: BusFixture | undefined;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    fixture = await newFixture();
  });
  afterAll(async () => {
    await Promise.all(open.map((one) => one.close()));
    await fixture?.close();
  });
  const suite: BusSuite = {
    get fixture() {
      if (!fixture) throw new Error('the fixture exists only within a test');
      return fixture;
    },
    get bus() {
      return suite.fixture.bus('one');
    },
    newFixture,
    async newTopic(partitions) {
      const topic = suite.fixture.topic();
      await suite.bus.ensureTopics([{ name: topic, partitions, retentionMs: HOUR_MS }]);
      return topic;
    },
    closeLater(one) {
      open.push(one);
      return one;
    },
  };
  return suite;
}
