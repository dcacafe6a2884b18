// Contract suite of the Batches port: the commands of a batch. Part of batches-contract.ts.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Batches, DataError } from '../../../infra/ports/index.ts';
import {
  commitBatch,
  keepCommand,
  outboxRow,
  outboxTexts,
  readOnly,
  readPosition,
  testPartition,
} from '../../../infra/testing/batch-fixture.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import type { LogicStore } from '../../ports/index.ts';
import {
  countMessages,
  directMessage,
  invalidMessage,
  type LogicStoreFixture,
  readConversations,
  readMessages,
  sendDirect,
  startCommand,
} from './store-fixture.ts';

/** Adds its tests to the surrounding suite. `suite` may be called once the suite's `beforeAll` has run. */
export function batchCommandsContract(suite: () => LogicStoreFixture): void {
  let fixture: LogicStoreFixture;
  let batches: Batches<LogicStore>;
  beforeAll(() => {
    fixture = suite();
    batches = fixture.connect();
  });

  describe('commands', () => {
    test('a discarded command stores nothing, and the next command gets its seq', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const again = directMessage(alice, bob);
      await commitBatch(batches, from, async (batch) => {
        await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
        expect(await (await startCommand(batch, again)).discard()).toBe(true);
        const next = await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice)));
        expect(next.message.seq).toBe(2);
        const anew = await keepCommand(batch, (logic) => sendDirect(logic, again));
        expect(anew).toMatchObject({ isNew: true, message: { seq: 3 } });
      });
      const pulled = await readOnly(batches, (logic) => readMessages(logic, bob, directConversationId(alice, bob), 0, 10));
      expect(pulled?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    test('a discarded command that created a conversation leaves none', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      await commitBatch(batches, from, async (batch) => {
        expect(await (await startCommand(batch, directMessage(alice, bob))).discard()).toBe(true);
      });
      expect(
        await readOnly(batches, (logic) => readMessages(logic, alice, directConversationId(alice, bob), 0, 10)),
      ).toBeUndefined();
      expect(await readOnly(batches, (logic) => readConversations(logic, alice, '', 10))).toEqual([]);
    });

    test('a command that took a seq before another one cannot be discarded alone: the batch runs again without it', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const early = await startCommand(batch, directMessage(alice, bob));
      const late = await startCommand(batch, directMessage(bob, alice));
      await late.keep();
      expect(await early.discard()).toBe(false);
      await batch.rollback();
      const again = await commitBatch(batches, from, (next) =>
        keepCommand(next, (logic) => sendDirect(logic, directMessage(bob, alice))),
      );
      expect(again.message.seq).toBe(1);
      expect(await countMessages(batches, alice, bob)).toBe(1);
    });

    test('a batch without claims reads beside an open batch, and cannot write', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const open = batches.open(from.group, from.topic, [from.claim()]);
      await keepCommand(open, (logic) => sendDirect(logic, directMessage(alice, bob)));
      const other = fixture.connect();
      expect(await readOnly(other, ({ people }) => people.exists(alice))).toBe(false);
      await open.rollback();
      const unclaimed = other.open(from.group, from.topic, []);
      await expect(keepCommand(unclaimed, (logic) => sendDirect(logic, directMessage(alice, bob)))).rejects.toThrow(
        'without claims',
      );
      await expect(unclaimed.commit([])).rejects.toThrow('without claims');
      await unclaimed.rollback();
      expect(await countMessages(batches, alice, bob)).toBe(0);
    });

    test('a batch without claims finds a message that is stored', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = directMessage(alice, bob);
      const { message: first } = await commitBatch(batches, from, (batch) =>
        keepCommand(batch, (logic) => sendDirect(logic, sent)),
      );
      const again = await readOnly(batches, (logic) => sendDirect(logic, sent));
      expect(again.isNew).toBe(false);
      expect(again.message).toMatchObject({ seq: first.seq, time: first.time, text: first.text });
    });
  });

  describe('undecided commands', () => {
    test('block the commit, and so does a discarded one that left a gap', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const waiting = batches.open(from.group, from.topic, [from.claim()]);
      await startCommand(waiting, directMessage(alice, bob));
      await expect(waiting.commit([])).rejects.toThrow('neither kept nor discarded');
      const gap = batches.open(from.group, from.topic, [from.claim()]);
      const early = await startCommand(gap, directMessage(alice, bob));
      await keepCommand(gap, (logic) => sendDirect(logic, directMessage(alice, bob)));
      expect(await early.discard()).toBe(false);
      await expect(gap.commit([])).rejects.toThrow('left a gap');
      const next = await commitBatch(batches, from, (batch) =>
        keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob))),
      );
      expect(next.message.seq).toBe(1);
    });

    test('are invisible to readers, and so are the messages after them', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const append = () => keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
      const pull = (afterSeq: number) =>
        keepCommand(batch, (logic) => readMessages(logic, alice, directConversationId(alice, bob), afterSeq, 10));
      await append();
      const pending = await startCommand(batch, directMessage(bob, alice));
      expect(await keepCommand(batch, (logic) => readConversations(logic, bob, '', 10))).toMatchObject([
        { lastMessage: { seq: 1 } },
      ]);
      await append();
      expect(await pull(0)).toMatchObject({ messages: [{ seq: 1 }] });
      expect(await pull(1)).toMatchObject({ messages: [] });
      await pending.keep();
      expect(await pull(0)).toMatchObject({ messages: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], lastSeq: 3 });
      expect(await pull(1)).toMatchObject({ messages: [{ seq: 2 }, { seq: 3 }], lastSeq: 3 });
      await batch.rollback();
    });

    test('cannot be discarded alone once another command has returned their message: the batch must run again', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = directMessage(alice, bob);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const first = await startCommand(batch, sent);
      expect((await keepCommand(batch, (logic) => sendDirect(logic, sent))).isNew).toBe(false);
      expect(await first.discard()).toBe(false);
      await batch.rollback();
      expect(await countMessages(batches, alice, bob)).toBe(0);
    });
  });

  describe('isolated batches', () => {
    test('in an isolated batch a refused row fails its command alone', async () => {
      const from = await testPartition(batches);
      const [alice, bob, carol] = [newId(), newId(), newId()];
      await commitBatch(
        batches,
        from,
        async (batch) => {
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)));
          const refused = keepCommand(batch, (logic) => sendDirect(logic, invalidMessage(bob, alice)));
          await expect(refused).rejects.toBeInstanceOf(DataError);
          const opening = keepCommand(batch, (logic) => sendDirect(logic, invalidMessage(carol, alice)));
          await expect(opening).rejects.toBeInstanceOf(DataError);
          const next = await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice)));
          expect(next.message.seq).toBe(2);
        },
        { isolated: true, outbox: [outboxRow(0, 1, 'refused')] },
      );
      expect(await countMessages(batches, alice, bob)).toBe(2);
      expect(
        await readOnly(batches, (logic) => readMessages(logic, carol, directConversationId(alice, carol), 0, 1)),
      ).toBeUndefined();
      expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      expect(await outboxTexts(batches, from)).toEqual(['0.1 refused']);
    });

    test('commands of an isolated batch see each other, and one that threw stores nothing', async () => {
      const from = await testPartition(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = directMessage(alice, bob);
      await commitBatch(
        batches,
        from,
        async (batch) => {
          await keepCommand(batch, (logic) => sendDirect(logic, sent));
          expect(await keepCommand(batch, (logic) => sendDirect(logic, sent))).toMatchObject({
            isNew: false,
            message: { seq: 1 },
          });
          expect(await (await startCommand(batch, directMessage(alice, bob))).discard()).toBe(true);
          expect((await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob)))).message.seq).toBe(2);
        },
        { isolated: true },
      );
      expect(await countMessages(batches, alice, bob)).toBe(2);
    });
  });
}
