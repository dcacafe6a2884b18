// What every Batches promises of its commands, as tests; part of the suite in batches.ts.
import { beforeAll, describe, expect, test } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { conversationOf, newId } from '../../proto/ids.ts';
import { type Batches, DataError } from '../ports.ts';
import {
  countBetween,
  kept,
  type LogicStoreWorld,
  listFor,
  message,
  outboxRow,
  outboxTexts,
  positionOf,
  pullFor,
  reading,
  records,
  refusedMessage,
  say,
  stored,
  undecided,
} from './store-world.ts';

/** Adds its tests to the suite around it, whose world is there once its `beforeAll` has run. */
export function commandsContract(suite: () => LogicStoreWorld): void {
  let world: LogicStoreWorld;
  let batches: Batches<LogicStored>;
  beforeAll(() => {
    world = suite();
    batches = world.connect();
  });

  describe('commands', () => {
    test('a discarded command leaves nothing, and its seq goes to the next one', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const again = message(alice, bob);
      await stored(batches, from, async (batch) => {
        await kept(batch, (logic) => say(logic, message(alice, bob)));
        expect(await (await undecided(batch, again)).discard()).toBe(true);
        const next = await kept(batch, (logic) => say(logic, message(bob, alice)));
        expect(next.message.seq).toBe(2);
        const anew = await kept(batch, (logic) => say(logic, again));
        expect(anew).toMatchObject({ first: true, message: { seq: 3 } });
      });
      const pulled = await reading(batches, (logic) => pullFor(logic, bob, conversationOf(alice, bob), 0, 10));
      expect(pulled?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    test('a discarded command that opened a conversation leaves no conversation', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      await stored(batches, from, async (batch) => {
        expect(await (await undecided(batch, message(alice, bob))).discard()).toBe(true);
      });
      expect(await reading(batches, (logic) => pullFor(logic, alice, conversationOf(alice, bob), 0, 10))).toBeUndefined();
      expect(await reading(batches, (logic) => listFor(logic, alice, '', 10))).toEqual([]);
    });

    test('a command that took a seq before another one cannot be discarded alone: the batch runs again without it', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const early = await undecided(batch, message(alice, bob));
      const late = await undecided(batch, message(bob, alice));
      await late.keep();
      expect(await early.discard()).toBe(false);
      await batch.rollback();
      const again = await stored(batches, from, (next) => kept(next, (logic) => say(logic, message(bob, alice))));
      expect(again.message.seq).toBe(1);
      expect(await countBetween(batches, alice, bob)).toBe(1);
    });

    test('a batch without claims reads, beside one that is open, and cannot write', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const open = batches.open(from.group, from.topic, [from.claim()]);
      await kept(open, (logic) => say(logic, message(alice, bob)));
      const other = world.connect();
      expect(await reading(other, ({ people }) => people.exists(alice))).toBe(false);
      await open.rollback();
      const unclaimed = other.open(from.group, from.topic, []);
      await expect(kept(unclaimed, (logic) => say(logic, message(alice, bob)))).rejects.toThrow('without claims');
      await expect(unclaimed.commit([])).rejects.toThrow('without claims');
      await unclaimed.rollback();
      expect(await countBetween(batches, alice, bob)).toBe(0);
    });

    test('a batch without claims finds a message that was stored before', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = message(alice, bob);
      const { message: first } = await stored(batches, from, (batch) => kept(batch, (logic) => say(logic, sent)));
      const again = await reading(batches, (logic) => say(logic, sent));
      expect(again.first).toBe(false);
      expect(again.message).toMatchObject({ seq: first.seq, time: first.time, text: first.text });
    });
  });

  describe('undecided commands', () => {
    test('hold the commit up, and so does one that was discarded and left a gap', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const waiting = batches.open(from.group, from.topic, [from.claim()]);
      await undecided(waiting, message(alice, bob));
      await expect(waiting.commit([])).rejects.toThrow('neither kept nor discarded');
      const gap = batches.open(from.group, from.topic, [from.claim()]);
      const early = await undecided(gap, message(alice, bob));
      await kept(gap, (logic) => say(logic, message(alice, bob)));
      expect(await early.discard()).toBe(false);
      await expect(gap.commit([])).rejects.toThrow('left a gap');
      const next = await stored(batches, from, (batch) => kept(batch, (logic) => say(logic, message(alice, bob))));
      expect(next.message.seq).toBe(1);
    });

    test('are not seen by readers, and neither is what lies behind them', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const append = () => kept(batch, (logic) => say(logic, message(alice, bob)));
      const pull = (afterSeq: number) => kept(batch, (logic) => pullFor(logic, alice, conversationOf(alice, bob), afterSeq, 10));
      await append();
      const pending = await undecided(batch, message(bob, alice));
      expect(await kept(batch, (logic) => listFor(logic, bob, '', 10))).toMatchObject([{ last: { seq: 1 } }]);
      await append();
      expect(await pull(0)).toMatchObject({ messages: [{ seq: 1 }] });
      expect(await pull(1)).toMatchObject({ messages: [] });
      await pending.keep();
      expect(await pull(0)).toMatchObject({ messages: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], lastSeq: 3 });
      expect(await pull(1)).toMatchObject({ messages: [{ seq: 2 }, { seq: 3 }], lastSeq: 3 });
      await batch.rollback();
    });

    test('cannot be discarded alone once another command was answered with their message: the batch must run again', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = message(alice, bob);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const first = await undecided(batch, sent);
      expect((await kept(batch, (logic) => say(logic, sent))).first).toBe(false);
      expect(await first.discard()).toBe(false);
      await batch.rollback();
      expect(await countBetween(batches, alice, bob)).toBe(0);
    });
  });

  describe('one by one', () => {
    test('in an isolated batch a refused row concerns its command alone', async () => {
      const from = await records(batches);
      const [alice, bob, carol] = [newId(), newId(), newId()];
      await stored(
        batches,
        from,
        async (batch) => {
          await kept(batch, (logic) => say(logic, message(alice, bob)));
          const refused = kept(batch, (logic) => say(logic, refusedMessage(bob, alice)));
          await expect(refused).rejects.toBeInstanceOf(DataError);
          const opening = kept(batch, (logic) => say(logic, refusedMessage(carol, alice)));
          await expect(opening).rejects.toBeInstanceOf(DataError);
          const next = await kept(batch, (logic) => say(logic, message(bob, alice)));
          expect(next.message.seq).toBe(2);
        },
        { isolated: true, outbox: [outboxRow(0, 1, 'refused')] },
      );
      expect(await countBetween(batches, alice, bob)).toBe(2);
      expect(await reading(batches, (logic) => pullFor(logic, carol, conversationOf(alice, carol), 0, 1))).toBeUndefined();
      expect(await positionOf(batches, from)).toMatchObject({ next: 1 });
      expect(await outboxTexts(batches, from)).toEqual(['0.1 refused']);
    });

    test('commands of an isolated batch see each other, and one that threw leaves nothing', async () => {
      const from = await records(batches);
      const [alice, bob] = [newId(), newId()];
      const sent = message(alice, bob);
      await stored(
        batches,
        from,
        async (batch) => {
          await kept(batch, (logic) => say(logic, sent));
          expect(await kept(batch, (logic) => say(logic, sent))).toMatchObject({
            first: false,
            message: { seq: 1 },
          });
          expect(await (await undecided(batch, message(alice, bob))).discard()).toBe(true);
          expect((await kept(batch, (logic) => say(logic, message(alice, bob)))).message.seq).toBe(2);
        },
        { isolated: true },
      );
      expect(await countBetween(batches, alice, bob)).toBe(2);
    });
  });
}
