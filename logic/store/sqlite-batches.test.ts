import { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Batch, type Batches, PositionMoved, StoreFailed } from '../../infra/ports/index.ts';
import { sqliteBatches } from '../../infra/sqlite/batches.ts';
import { sqliteBus } from '../../infra/sqlite/bus.ts';
import { openSqliteStore, type SqliteStore } from '../../infra/sqlite/store.ts';
import { commitBatch, keepCommand, type TestPartition, testPartition } from '../../infra/testing/batch-fixture.ts';
import { newId } from '../../proto/ids.ts';
import type { LogicStore } from '../ports/index.ts';
import { logicStore } from './logic-store.ts';
import { batchesContract } from './testing/batches-contract.ts';
import { logicStoreContract } from './testing/logic-store-contract.ts';
import { sqliteStoreFixture } from './testing/sqlite-store.ts';
import { directMessage, sendDirect } from './testing/store-fixture.ts';

batchesContract('the SQLite store', sqliteStoreFixture);
logicStoreContract('the SQLite store', sqliteStoreFixture);

describe('the SQLite store', () => {
  let store: SqliteStore;
  let batches: Batches<LogicStore>;
  let log: TestPartition;
  const [alice, bob] = [newId(), newId()];
  const append = (batch: Batch<LogicStore>, sent = directMessage(alice, bob)) =>
    keepCommand(batch, (logic) => sendDirect(logic, sent));
  const open = (from: TestPartition) => batches.open(from.group, from.topic, [from.claim()]);

  beforeEach(async () => {
    store = openSqliteStore(':memory:');
    batches = sqliteBatches(store, logicStore);
    log = await testPartition(batches);
  });
  afterEach(() => store.close());

  test('a batch waits for the previous one from its first read on, so that its reads are true until its commit', async () => {
    const [first, second] = [open(log), open(await testPartition(batches))];
    await append(first);
    const order: string[] = [];
    const waiting = append(second).then(({ message: { seq } }) => order.push(`second got ${seq}`));
    await append(first);
    order.push('first commits');
    await first.commit([]);
    await waiting;
    expect(order).toEqual(['first commits', 'second got 3']);
    await second.commit([]);
  });

  test('between the steps of a batch other code uses the file and sees nothing of the batch', async () => {
    const batch = open(log);
    for (let seq = 1; seq <= 3; seq++) {
      expect((await append(batch)).message.seq).toBe(seq);
      expect(store.query('SELECT * FROM messages')).toEqual([]);
      const conversationId = Buffer.alloc(16, seq);
      store.transaction(() =>
        store.statement('INSERT INTO conversations (conversation_id, seq, last_ordinal) VALUES (?, 0, 0)').run(conversationId),
      );
    }
    await batch.commit([]);
    expect(store.query('SELECT seq FROM messages ORDER BY seq')).toEqual([[1], [2], [3]]);
    expect(store.query('SELECT COUNT(*) FROM conversations')).toEqual([[4]]);
  });

  test('a batch rolled back while it waits for the store does not block the next one', async () => {
    const [first, second, third] = [open(log), open(await testPartition(batches)), open(await testPartition(batches))];
    await append(first);
    const waiting = append(second);
    const behind = append(third);
    await second.rollback();
    await first.rollback();
    await expect(waiting).rejects.toBeInstanceOf(StoreFailed);
    expect((await behind).message.seq).toBe(1);
    await third.commit([]);
  });

  test('a batch whose commit failed does not block the next one', async () => {
    const moved = batches.open(log.group, log.topic, [log.claim({ start: 5, end: 6 })]);
    await expect(moved.commit([])).rejects.toBeInstanceOf(PositionMoved);
    const next = open(log);
    await append(next);
    await next.commit([]);
  });

  test('a batch that has ended refuses further calls', async () => {
    const batch = open(log);
    await append(batch);
    await batch.commit([]);
    await expect(append(batch)).rejects.toBeInstanceOf(StoreFailed);
    await expect(batch.commit([])).rejects.toBeInstanceOf(StoreFailed);
    await batch.rollback();
    expect((await batches.loadPositions(log.group, log.topic, [{ partition: 0, earliest: 0, end: 0 }])).get(0)?.next).toBe(1);
  });

  /** The statements that write, of a batch in which one user sends to this many others, one after the other. */
  async function countStatements(messages: number): Promise<number> {
    const exec = vi.spyOn(store.database, 'exec');
    const run = vi.spyOn(StatementSync.prototype, 'run');
    await commitBatch(batches, await testPartition(batches), async (batch) => {
      for (let n = 0; n < messages; n++) await append(batch, directMessage(alice, newId()));
    });
    const texts = exec.mock.calls.flatMap(([sql]) => sql.split(';'));
    const count = run.mock.calls.length + texts.filter((sql) => /^\s*(INSERT|UPDATE|DELETE)/.test(sql)).length;
    exec.mockRestore();
    run.mockRestore();
    return count;
  }

  test('many commands of one user in one batch take as many statements each as few of them', async () => {
    const few = await countStatements(25);
    expect(await countStatements(100)).toBeLessThan(5 * few);
  });

  test('a batch of many steps stays cheap while others publish in each turn, and they are served before it ends', async () => {
    const bus = sqliteBus({ database: store.database });
    onTestFinished(() => bus.close());
    await bus.ensureTopics([{ name: 't', partitions: 1, retentionMs: 60_000 }]);
    let [published, isRunning] = [0, true];
    const publishing = (async () => {
      for (; isRunning; await nextTurn())
        await bus.publish([{ topic: 't', partition: 0, value: Buffer.from('x') }]).then(() => published++);
    })();
    const few = await countStatements(25);
    const before = published;
    expect(await countStatements(100)).toBeLessThan(8 * few);
    expect(published).toBeGreaterThan(before + 3);
    isRunning = false;
    await publishing;
  });

  test('a batch that was interrupted counts every message as unread once', async () => {
    await commitBatch(batches, log, async (batch) => {
      await append(batch);
      await append(batch);
    });
    await commitBatch(batches, log, async (batch) => {
      await append(batch);
      await append(batch);
    });
    expect({ ...store.statement('SELECT seq, last_ordinal FROM conversations').get() }).toEqual({ seq: 4, last_ordinal: 4 });
  });

  test('a batch whose partition another instance advanced throws at its first read', async () => {
    const batch = batches.open(log.group, log.topic, [log.claim({ start: 5, end: 6 })]);
    await expect(append(batch)).rejects.toBeInstanceOf(PositionMoved);
    await batch.rollback();
  });

  test('a batch does not commit when another process has advanced its partition meanwhile', async () => {
    const batch = open(log);
    await append(batch);
    store.statement('UPDATE consumer_position SET next_offset = 1').run();
    await expect(batch.commit([])).rejects.toBeInstanceOf(PositionMoved);
    expect(store.statement('SELECT count(*) AS count FROM messages').get()?.count).toBe(0);
  });
});
