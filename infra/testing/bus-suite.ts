// Where the promises of a Bus are tried: a log, the buses of several processes, and topics that were never used.
import { afterAll, beforeAll } from 'vitest';
import type { Bus } from '../ports/index.ts';

/** One log, and buses as several processes would have them. */
export interface BusFixture {
  /** The bus of a process with that name; where everything is one process, always the same one. */
  bus(instance: string): Bus;
  /** A topic name that was never used. */
  topic(): string;
  close(): Promise<void>;
}

/** Of a suite; nothing of it is there before its first test. */
export interface BusSuite {
  readonly fixture: BusFixture;
  /** The bus of the process "one". */
  readonly bus: Bus;
  newFixture(): Promise<BusFixture>;
  /** Makes a topic; resolves with its name. */
  newTopic(partitions: number): Promise<string>;
  /** Has it closed after the last test. */
  closeLater<T extends { close(): Promise<void> }>(one: T): T;
}

export const HOUR_MS = 3_600_000;
export const WAIT = { timeout: 20_000, interval: 10 };

/** To be called in a `describe`: the world is made before its first test, and closed after its last one. */
export function busSuite(newFixture: () => Promise<BusFixture>): BusSuite {
  let world: BusFixture | undefined;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    world = await newFixture();
  });
  afterAll(async () => {
    await Promise.all(open.map((one) => one.close()));
    await world?.close();
  });
  const suite: BusSuite = {
    get fixture() {
      if (!world) throw new Error('only within a test');
      return world;
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
