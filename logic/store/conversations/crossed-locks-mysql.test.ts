// Batches of two processes that change rows of the same conversations at the same time, each its own side first.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Batches } from '../../../infra/ports/index.ts';
import { commitBatch, keepCommand, testPartition } from '../../../infra/testing/batch-fixture.ts';
import { describeReal } from '../../../infra/testing/real-servers.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import type { LogicStore } from '../../ports/index.ts';
import { type MysqlStoreFixture, mysqlStoreFixture } from '../testing/mysql-store.ts';
import { directMessage, sendDirect } from '../testing/store-fixture.ts';

const PAIRS = 100;
const ROUNDS = 30;

describeReal('two processes on MySQL', ['mysql'], () => {
  let fixture: MysqlStoreFixture;
  beforeAll(async () => {
    fixture = await mysqlStoreFixture();
  });
  afterAll(() => fixture.close());

  test('two processes that mark both sides of the same conversations as read cause no deadlock', async () => {
    const pairs = Array.from({ length: PAIRS }, () => [newId(), newId()] as const);
    for (const userId of pairs.flat()) await fixture.addPerson({ userId, name: userId, nameKey: userId });
    const first = fixture.connect();
    const said = await testPartition(first);
    await commitBatch(first, said, (batch) =>
      Promise.all(pairs.map(([one, other]) => keepCommand(batch, (logic) => sendDirect(logic, directMessage(one, other))))),
    );

    /** Each has read what the other has said, all in one batch; a batch that fails is not tried again. */
    async function reads(batches: Batches<LogicStore>, sides: readonly (readonly [string, string])[]): Promise<void> {
      const from = await testPartition(batches);
      for (let round = 0; round < ROUNDS; round++) {
        const batch = batches.open(from.group, from.topic, [from.claim()]);
        const marks = sides.map(([me, peerId]) =>
          keepCommand(batch, async ({ conversations }) => {
            const conversationId = directConversationId(me, peerId);
            await conversations.updateMembership(me, conversationId, { readSeq: 1 });
            conversations.advancePeerReceipt(peerId, conversationId, { readSeq: 1, deliveredSeq: 1 });
          }),
        );
        await Promise.all(marks);
        await batch.commit([]);
        from.next++;
      }
    }
    const others = pairs.map(([one, other]) => [other, one] as const);
    const ended = await Promise.allSettled([reads(fixture.connect(), pairs), reads(fixture.connect(), others)]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });
});
