// Contract suite of the Batches port for stores with tables: effects and positions are one transaction.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Batches, DataError, PositionMoved } from '../../../infra/ports/index.ts';
import {
  commitBatch,
  keepCommand,
  outboxRow,
  outboxTexts,
  readOnly,
  readPosition,
  testPartition,
} from '../../../infra/testing/batch-fixture.ts';
import { claim, positionsContract, range } from '../../../infra/testing/positions-contract.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import type { LogicStore } from '../../ports/index.ts';
import { batchCommandsContract } from './batch-commands-contract.ts';
import {
  countMessages,
  directMessage,
  invalidMessage,
  type LogicStoreFixture,
  readMessages,
  sendDirect,
} from './store-fixture.ts';

const TOPIC = 'test.topic';

export function batchesContract(name: string, makeWorld: () => Promise<LogicStoreFixture>): void {
  describe(`${name} keeps the promises of Batches:`, () => {
    let fixture: LogicStoreFixture;
    let batches: Batches<LogicStore>;
    beforeAll(async () => {
      fixture = await makeWorld();
      batches = fixture.connect();
    });
    afterAll(() => fixture.close());

    positionsContract(() => fixture);

    describe('one transaction', () => {
      test('effects, positions and outbox rows are stored together', async () => {
        const from = await testPartition(batches);
        const [alice, bob] = [newId(), newId()];
        await commitBatch(batches, from, (batch) => keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob))), {
          outbox: [outboxRow(0, 0, 'answer')],
        });
        expect(await countMessages(batches, alice, bob)).toBe(1);
        expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
        expect(await outboxTexts(batches, from)).toEqual(['0.0 answer']);
      });

      test('a batch whose commands only read advances its position', async () => {
        const from = await testPartition(batches);
        await commitBatch(batches, from, (batch) => keepCommand(batch, ({ people }) => people.exists(newId())));
        expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      });

      test('nothing of a batch is visible before its commit', async () => {
        const from = await testPartition(batches);
        const [alice, bob] = [newId(), newId()];
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
        const other = fixture.connect();
        const conversationId = directConversationId(alice, bob);
        expect(await readOnly(other, (logic) => readMessages(logic, alice, conversationId, 0, 10))).toBeUndefined();
        await batch.commit([]);
        expect((await readOnly(other, (logic) => readMessages(logic, alice, conversationId, 0, 10)))?.lastSeq).toBe(1);
      });

      test('a batch that was rolled back, once or twice, stores nothing', async () => {
        const from = await testPartition(batches);
        const [alice, bob] = [newId(), newId()];
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
        await batch.rollback();
        await batch.rollback();
        expect(await countMessages(batches, alice, bob)).toBe(0);
        expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
        const seq = await commitBatch(batches, from, (next) =>
          keepCommand(next, (logic) => sendDirect(logic, directMessage(alice, bob))),
        );
        expect(seq.message.seq).toBe(1);
      });

      test('a row that the store refuses is a DataError, and neither effects nor position are stored', async () => {
        const from = await testPartition(batches);
        const [alice, bob] = [newId(), newId()];
        const refused = commitBatch(
          batches,
          from,
          async (batch) => {
            await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
            await keepCommand(batch, (logic) => sendDirect(logic, invalidMessage(bob, alice)));
          },
          { outbox: [outboxRow(0, 0, 'answer')] },
        );
        await expect(refused).rejects.toBeInstanceOf(DataError);
        expect(await countMessages(batches, alice, bob)).toBe(0);
        expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
        expect(await outboxTexts(batches, from)).toEqual([]);
      });
    });

    describe('a moved position', () => {
      test('a batch that does not start at the row stores nothing and names the partition', async () => {
        const group = newId();
        const [alice, bob] = [newId(), newId()];
        await batches.loadPositions(group, TOPIC, [range(0), range(1), range(2)]);
        await batches.open(group, TOPIC, [claim(1, 0, 2)]).commit([]);
        for (const stale of [claim(1, 0, 1), claim(1, 1, 3), claim(1, 3, 4)]) {
          const batch = batches.open(group, TOPIC, [claim(0, 0, 1), stale, claim(2, 0, 1)]);
          const run = async () => {
            await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
            await batch.commit([]);
          };
          await expect(run()).rejects.toThrow(new PositionMoved([1]));
          await batch.rollback();
        }
        expect(await countMessages(batches, alice, bob)).toBe(0);
        const loaded = await batches.loadPositions(group, TOPIC, [range(0), range(1), range(2)]);
        expect([...loaded.values()].map(({ next }) => next)).toEqual([0, 2, 0]);
      });

      test('of two batches open on the same records exactly one is stored', async () => {
        const from = await testPartition(batches);
        const [alice, bob] = [newId(), newId()];
        const sent = directMessage(alice, bob);
        const runs = [batches, fixture.connect()].map(async (each) => {
          await commitBatch(each, from, (batch) => keepCommand(batch, (logic) => sendDirect(logic, sent)));
        });
        const ends = await Promise.allSettled(runs);
        expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(ends.find((end) => end.status === 'rejected')?.reason).toBeInstanceOf(PositionMoved);
        expect(await countMessages(batches, alice, bob)).toBe(1);
        expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      });
    });

    batchCommandsContract(() => fixture);
  });
}
