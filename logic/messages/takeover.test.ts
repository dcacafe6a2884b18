// An instance of logic dies between its commit and its pushes. The next instance reads the receivers of each message from the
// store.

import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { RunningService } from '../../infra/service/runtime.ts';
import { sqlBatches } from '../../infra/sql/batch.ts';
import { commitBatch, keepCommand, readOnly, testPartition } from '../../infra/testing/batch-fixture.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { addToGroup, endMembership } from '../store/groups/testing/groups-fixture.ts';
import { logicStore } from '../store/logic-store.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { decodeSendReply, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const SECOND_DEVICE = 77;

onEveryStore('takeover after a crash between commit and push', (fixture, store) => {
  let groups: GroupFixture;
  let dying: RunningService;
  let isDead: boolean;
  /** The batches of a separate process. */
  const ownBatches = () => sqlBatches(store().connection(), logicStore);
  beforeEach(async () => {
    isDead = false;
    const never = new Promise<void>(() => undefined);
    // A "dead" instance hangs after its commit, and leaves the consumer group without draining.
    dying = await fixture().start('Logic', {
      afterCommit: () => (isDead ? never : Promise.resolve()),
      bus: withoutDrain(fixture().bus),
      batches: ownBatches(),
    });
    groups = await groupFixture(fixture(), store());
  });

  /** Runs a command as another instance, which owns other partitions, does in the meantime. */
  async function elsewhere(handle: (logic: LogicStore) => Promise<unknown>): Promise<void> {
    const batches = ownBatches();
    await commitBatch(batches, await testPartition(batches), (batch) => keepCommand(batch, handle));
  }
  const lastSeq = (userId: string, groupId: string) =>
    readOnly(store().batches, async ({ conversations }) => (await conversations.findMembership(userId, groupId))?.lastSeq);
  const id = () => ({ clientMessageId: randomBytes(16) });
  /** The seqs above `after` that were pushed to a connection, including duplicates. */
  const pushedSeqs = (events: readonly im.Push[], groupId: string, after: number): number[] =>
    events
      .flatMap(({ messageStored }) => messageStored ?? [])
      .filter(({ conversationId, seq }) => conversationId === groupId && (seq ?? 0) > after)
      .map(({ seq }) => seq ?? 0)
      .sort((a, b) => a - b);
  const pushedToSecondDevice = (groupId: string, after: number): number[] =>
    pushedSeqs(
      groups.pushes.filter(({ targets }) => targets.includes(SECOND_DEVICE)).map(({ event }) => event),
      groupId,
      after,
    );

  test('the next instance pushes a group message once to each member of that moment, and not to later members', async () => {
    const [ann, ben, cay, dan] = (await groups.addUsers(4)) as [string, string, string, string];
    const groupId = await groups.createGroup(ann, [ben, cay], { joinPolicy: im.JoinPolicy.OPEN });
    const [route] = fixture().routes.entries.get(ben) ?? [];
    if (!route) throw new Error('ben has no route');
    const second = { ...route, sessionId: 'second', address: { ...route.address, connection: SECOND_DEVICE } };
    fixture().routes.entries.set(ben, [route, second]);
    const { connection } = route.address;

    isDead = true;
    const hello = fixture().send(
      'Logic.SendMessage',
      { ...id(), conversationId: groupId, text: 'hello' },
      { userId: ben, connection },
    );
    await expect.poll(() => lastSeq(ann, groupId), { timeout: 10_000 }).toBe(2);
    await elsewhere((logic) => addToGroup(logic, groupId, dan));
    await elsewhere((logic) => endMembership(logic, groupId, cay));
    void dying.close();

    await fixture().start('Logic', { batches: ownBatches() });
    const reply = await waitFor(() => fixture().replies(hello)[0], 'the reply');
    expect(decodeSendReply(reply).seq).toBe(2);
    // A later message in the same partition arrives later on the same connections.
    await fixture().ask('Logic.SendMessage', { ...id(), conversationId: groupId, text: 'and now' }, { userId: ben, connection });
    await waitFor(() => pushedSeqs(groups.pushesTo(dan), groupId, 1).includes(5), 'the next message');
    const everybody = { ann: [2, 5], ben: [], second: [2, 5], cay: [2], dan: [5] };
    expect({
      ann: pushedSeqs(groups.pushesTo(ann), groupId, 1),
      ben: pushedSeqs(groups.pushesTo(ben), groupId, 1),
      second: pushedToSecondDevice(groupId, 1),
      cay: pushedSeqs(groups.pushesTo(cay), groupId, 1),
      dan: pushedSeqs(groups.pushesTo(dan), groupId, 1),
    }).toEqual(everybody);
    expect(fixture().replies(hello)).toHaveLength(1);
  });

  test('the next instance answers a reaction that was set already like the first one, and stores nothing', async () => {
    const [ann, ben] = (await groups.addUsers(2)) as [string, string];
    const groupId = await groups.createGroup(ann, [ben]);
    const seq = await groups.sendText(ann, groupId);
    const react = (remove: boolean) => ({ ...id(), conversationId: groupId, seq, emoji: '👍', remove });
    await groups.call(ben, 'react', react(false));
    isDead = true;
    const again = fixture().send('Logic.React', react(false), { userId: ben });
    const removed = fixture().send('Logic.React', react(true), { userId: ben });
    await expect.poll(() => lastSeq(ann, groupId), { timeout: 10_000 }).toBe(seq + 2);
    void dying.close();

    await fixture().start('Logic', { batches: ownBatches() });
    const replies = await Promise.all([again, removed].map((request) => waitFor(() => fixture().replies(request)[0], 'a reply')));
    expect(replies.map((reply) => decodeSendReply(reply).seq)).toEqual([0, seq + 2]);
    expect(fixture().deadLetters).toEqual([]);
    expect(await lastSeq(ann, groupId)).toBe(seq + 2);
  });

  test('the next instance pushes each of 100 group messages once to the members at the time of that message', async () => {
    const [ann, ben, cay, dan] = (await groups.addUsers(4)) as [string, string, string, string];
    const groupId = await groups.createGroup(ann, [ben, cay], { joinPolicy: im.JoinPolicy.OPEN });
    const texts = 50;
    isDead = true;
    const sent = [ann, ben].flatMap((userId) =>
      Array.from({ length: texts }, (_, n) =>
        fixture().send('Logic.SendMessage', { ...id(), conversationId: groupId, text: `${n}` }, { userId }),
      ),
    );
    await expect.poll(() => lastSeq(ann, groupId), { timeout: 10_000 }).toBeGreaterThan(1);
    await elsewhere((logic) => addToGroup(logic, groupId, dan));
    void dying.close();

    await fixture().start('Logic', { batches: ownBatches() });
    const replies = await waitFor(() => {
      const all = sent.map((request) => fixture().replies(request));
      return all.every(([reply]) => reply) && all.flat();
    }, 'all replies');
    const seqs = replies.map((reply) => decodeSendReply(reply).seq).sort((a, b) => a - b);
    expect(new Set(seqs).size).toBe(2 * texts);
    await vi.waitFor(() => expect(pushedSeqs(groups.pushesTo(cay), groupId, 1)).toEqual(seqs), { timeout: 10_000 });
    const joined = (await groups.findConversation(dan, groupId))?.firstSeq ?? 0;
    expect(pushedSeqs(groups.pushesTo(dan), groupId, 1)).toEqual(seqs.filter((seq) => seq > joined));
    // The next instance has pushed the messages from before the join.
    expect(seqs.some((seq) => seq < joined)).toBe(true);
  });
});
