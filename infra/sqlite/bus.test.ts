import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Bus, LogRecord } from '../ports/index.ts';
import { busContract } from '../testing/bus/bus-contract.ts';
import { HandledRecords, joinTestMember, record, series } from '../testing/bus/bus-member.ts';
import type { BusFixture } from '../testing/bus/bus-suite.ts';
import { sqliteBus } from './bus.ts';

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const one of open.splice(0).reverse()) await one.close();
});
function opened<T extends { close(): void | Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

let topics = 0;
async function fixture(): Promise<BusFixture> {
  const database = new DatabaseSync(':memory:');
  const bus = sqliteBus({ database });
  return {
    bus: () => bus,
    topic: () => `topic.${++topics}`,
    async close() {
      await bus.close();
      database.close();
    },
  };
}
busContract('embedded', fixture);

const HOUR_MS = 3_600_000;
async function openBus(database: DatabaseSync, options: { retentionMs?: number; volatile?: boolean } = {}): Promise<Bus> {
  const bus = opened(sqliteBus({ database, volatileTopics: options.volatile ? ['t'] : [] }));
  await bus.ensureTopics([{ name: 't', partitions: 1, retentionMs: options.retentionMs ?? HOUR_MS }]);
  return bus;
}

describe('the embedded log', () => {
  test('records, offsets and partition counts survive a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bus-'));
    opened({ close: () => rmSync(folder, { recursive: true }) });
    const before = new DatabaseSync(join(folder, 'log.db'));
    const first = await openBus(before);
    await first.publish(series('t', 0, 0, 3));
    await first.close();
    before.close();
    const database = opened(new DatabaseSync(join(folder, 'log.db')));
    const second = await openBus(database);
    await second.publish(series('t', 0, 3, 4));
    const handled = new HandledRecords();
    await joinTestMember(second, 'g', 't', handled);
    await expect.poll(() => handled.texts.get(0)).toEqual(['0:0', '0:1', '0:2', '0:3']);
    await expect(second.ensureTopics([{ name: 't', partitions: 2, retentionMs: HOUR_MS }])).rejects.toThrow('1 partitions');
  });

  test.each([{ volatile: false }, { volatile: true }])(
    'records older than the retention are deleted, and offsets continue (volatile: $volatile)',
    async (options) => {
      vi.useFakeTimers({ toFake: ['Date', 'setInterval'] });
      const database = opened(new DatabaseSync(':memory:'));
      const bus = await openBus(database, { retentionMs: 60_000, ...options });
      await bus.publish(series('t', 0, 0, 2500));
      vi.setSystemTime(Date.now() + 50_000);
      await bus.publish(series('t', 0, 2500, 2510));
      vi.setSystemTime(Date.now() + 20_000);
      vi.advanceTimersByTime(30_000);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      const handled = new HandledRecords();
      handled.positions.set(0, 2500);
      const reader = await joinTestMember(bus, 'g', 't', handled);
      expect(reader.owned).toEqual([{ partition: 0, earliest: 2500, end: 2510 }]);
      await expect.poll(() => handled.count()).toBe(10);
      reader.commit(new Map([[0, 2510]]));
      vi.advanceTimersByTime(90_000);
      vi.advanceTimersByTime(90_000);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      await bus.publish(series('t', 0, 2510, 2511));
      await expect.poll(() => handled.positions.get(0)).toBe(2511);
      await reader.close();
      const again = await joinTestMember(bus, 'g', 't', handled);
      expect(again.owned).toEqual([{ partition: 0, earliest: 2510, end: 2511 }]);
    },
  );

  test('a clock that is set forward past the retention deletes nothing that a group has not processed', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval'] });
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database, { retentionMs: 60_000 });
    const truncate = async (): Promise<void> => {
      vi.advanceTimersByTime(30_000);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const offsets = () =>
      database
        .prepare('SELECT record_offset AS n FROM bus_record ORDER BY n')
        .all()
        .map(({ n }) => n);
    const received: LogRecord[] = [];
    const consumption = await bus.consume({
      group: 'g',
      topic: 't',
      onAssigned: async () => new Map([[0, 0]]),
      onRevoked: async () => undefined,
      onRecords: (_, records) => void received.push(...records),
    });
    await bus.publish(series('t', 0, 0, 5));
    await expect.poll(() => received.length).toBe(5);
    consumption.commit(new Map([[0, 2]]));
    vi.setSystemTime(Date.now() + 10 * 24 * HOUR_MS);
    await truncate();
    expect(offsets()).toEqual([2, 3, 4]);
    consumption.commit(new Map([[0, 5]]));
    await truncate();
    expect(offsets()).toEqual([]);
    await bus.publish(series('t', 0, 5, 6));
    await expect.poll(() => received.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a consumer whose records were deleted unread must choose a new start and never skips records silently', async () => {
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database);
    const handled = new HandledRecords();
    const reader = await joinTestMember(bus, 'g', 't', handled);
    await bus.publish(series('t', 0, 0, 5));
    await expect.poll(() => handled.count()).toBe(5);
    reader.pause(0);
    await bus.publish(series('t', 0, 5, 9));
    database.exec('DELETE FROM bus_record WHERE record_offset < 8');
    reader.resume(0);
    await expect.poll(() => reader.events).toEqual(['assigned 0', 'drained', 'assigned 0']);
    expect(reader.owned).toEqual([{ partition: 0, earliest: 8, end: 9 }]);
    expect(handled.count()).toBe(5);
  });

  test('a volatile topic is not written to the database', async () => {
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database, { volatile: true });
    await bus.publish(series('t', 0, 0, 3));
    const handled = new HandledRecords();
    await joinTestMember(bus, 'g', 't', handled);
    await expect.poll(() => handled.count()).toBe(3);
    expect(database.prepare('SELECT count(*) AS n FROM bus_record').get()).toEqual({ n: 0 });
  });

  test('a volatile partition keeps all records that some reader still needs, and a bounded number of others', async () => {
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database, { volatile: true });
    const followed: number[] = [];
    const onRecords = (some: readonly LogRecord[]): void => void followed.push(...some.map(({ offset }) => offset));
    await bus.follow({ topic: 't', partition: 0, onRecords, onGap: () => followed.push(-1) });
    const handled = new HandledRecords();
    const slow = await joinTestMember(bus, 'slow', 't', handled);
    slow.pause(0);
    const megabyte = () => ({ topic: 't', partition: 0, value: new Uint8Array(1024 * 1024) });
    const earliest = async (): Promise<number | undefined> => {
      const asked = await joinTestMember(bus, `ask ${followed.length}`, 't', new HandledRecords(), { starts: new Map() });
      await asked.close();
      return asked.owned[0]?.earliest;
    };
    for (let i = 0; i < 20; i++) await bus.publish([megabyte()]);
    await expect.poll(() => followed.length, { timeout: 10_000 }).toBe(20);
    expect(await earliest()).toBe(0);
    slow.resume(0);
    await expect.poll(() => handled.count(), { timeout: 10_000 }).toBe(20);
    expect(await earliest()).toBeGreaterThanOrEqual(12);
    expect(followed).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('a follower whose records were deleted unread reports a gap and continues after it', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval'] });
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database, { retentionMs: 60_000, volatile: true });
    const events: (number | string)[] = [];
    const onRecords = (some: readonly LogRecord[]): void => void events.push(...some.map(({ offset }) => offset));
    await bus.follow({ topic: 't', partition: 0, onRecords, onGap: () => events.push('missed') });
    await bus.publish(series('t', 0, 0, 3));
    vi.setSystemTime(Date.now() + 70_000);
    vi.advanceTimersByTime(30_000);
    await bus.publish(series('t', 0, 3, 5));
    await expect.poll(() => events).toEqual(['missed', 3, 4]);
  });

  test('all publish calls of one turn of the event loop are one transaction', async () => {
    const database = opened(new DatabaseSync(':memory:'));
    const bus = await openBus(database);
    const exec = vi.spyOn(database, 'exec');
    await Promise.all(Array.from({ length: 20 }, (_, i) => bus.publish([record('t', 0, String(i))])));
    expect(exec.mock.calls).toEqual([['BEGIN IMMEDIATE'], ['COMMIT']]);
  });

  test('while another process locks the database, publishing waits, is not reachable, and continues in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bus-'));
    opened({ close: () => rmSync(folder, { recursive: true }) });
    const database = opened(new DatabaseSync(join(folder, 'log.db'), { timeout: 1 }));
    const bus = await openBus(database);
    const other = opened(new DatabaseSync(join(folder, 'log.db')));
    other.exec('BEGIN EXCLUSIVE');
    const published = [bus.publish(series('t', 0, 0, 2)), bus.publish(series('t', 0, 2, 3))];
    await expect.poll(() => bus.reachable).toBe(false);
    other.exec('COMMIT');
    await Promise.all(published);
    expect(bus.reachable).toBe(true);
    const handled = new HandledRecords();
    await joinTestMember(bus, 'g', 't', handled);
    await expect.poll(() => handled.texts.get(0)).toEqual(['0:0', '0:1', '0:2']);
  });

  test('publishing to a topic that does not exist yet waits for it', async () => {
    const database = opened(new DatabaseSync(':memory:'));
    const bus = opened(sqliteBus({ database }));
    const published = bus.publish([record('later', 0, 'a')]);
    const following = bus.follow({ topic: 'later', partition: 0, onRecords: () => undefined, onGap: () => undefined });
    await expect.poll(() => bus.reachable).toBe(false);
    await bus.ensureTopics([{ name: 'later', partitions: 1, retentionMs: HOUR_MS }]);
    await published;
    await following;
  });
});
