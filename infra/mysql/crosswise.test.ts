// Batches of two processes that change rows of the same conversations at the same time, each its own side first.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { conversationOf, newId } from '../../proto/ids.ts';
import { kept, message, records, say, stored } from '../contract/store-world.ts';
import type { Batches } from '../ports.ts';
import { describeReal } from '../servers/testing.ts';
import { type MysqlWorld, mysqlWorld } from './testing.ts';

const PAIRS = 100;
const ROUNDS = 30;

describeReal('two processes on MySQL', ['mysql'], () => {
  let world: MysqlWorld;
  beforeAll(async () => {
    world = await mysqlWorld();
  });
  afterAll(() => world.close());

  test('those who read and answer each other wait in one order: no batch is ended for a deadlock', async () => {
    const pairs = Array.from({ length: PAIRS }, () => [newId(), newId()] as const);
    for (const user of pairs.flat()) await world.addPerson({ user, name: user, nameKey: user });
    const first = world.connect();
    const said = await records(first);
    await stored(first, said, (batch) =>
      Promise.all(pairs.map(([one, other]) => kept(batch, (logic) => say(logic, message(one, other))))),
    );

    /** Each has read what the other has said, all in one batch; a batch that fails is not tried again. */
    async function reads(batches: Batches<LogicStored>, sides: readonly (readonly [string, string])[]): Promise<void> {
      const from = await records(batches);
      for (let round = 0; round < ROUNDS; round++) {
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        const marks = sides.map(([me, peer]) =>
          kept(batch, async ({ conversations }) => {
            const conversation = conversationOf(me, peer);
            await conversations.change(me, conversation, { readSeq: 1 });
            conversations.peerReached(peer, conversation, { readSeq: 1, deliveredSeq: 1 });
          }),
        );
        await Promise.all(marks);
        await batch.commit([]);
        from.next++;
      }
    }
    const others = pairs.map(([one, other]) => [other, one] as const);
    const ended = await Promise.allSettled([reads(world.connect(), pairs), reads(world.connect(), others)]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });
});
