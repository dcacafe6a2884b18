// A logic that dies between its commit and its pushes, in groups: whoever takes over finds in the store whom each message was
// for.
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { RunningService } from '../../infra/service/runtime.ts';
import { sqlBatches } from '../../infra/sql/batch.ts';
import { commitBatch, keepCommand, readOnly, testPartition } from '../../infra/testing/batch-fixture.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { addToGroup, endMembership } from '../store/groups/testing/groups-fixture.ts';
import { logicStore } from '../store/logic-store.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { decodeSendReply, waitFor, withoutDrain } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const SECOND_DEVICE = 77;

onEveryStore('a takeover', (world, store) => {
  let groups: GroupFixture;
  let dying: RunningService;
  let isDead: boolean;
  /** As a process of its own has them. */
  const ownBatches = () => sqlBatches(store().connection(), logicStore);
  beforeEach(async () => {
    isDead = false;
    const never = new Promise<void>(() => undefined);
    // Once dead it stands still behind a commit, and leaves the group without a word.
    dying = await world().start('Logic', {
      afterCommit: () => (isDead ? never : Promise.resolve()),
      bus: withoutDrain(world().bus),
      batches: ownBatches(),
    });
    groups = await groupFixture(world(), store());
  });

  /** What other instances do meanwhile, who own other partitions. */
  async function elsewhere(handle: (logic: LogicStore) => Promise<unknown>): Promise<void> {
    const batches = ownBatches();
    await commitBatch(batches, await testPartition(batches), (batch) => keepCommand(batch, handle));
  }
  const lastSeq = (user: string, group: string) =>
    readOnly(store().batches, async ({ conversations }) => (await conversations.findMembership(user, group))?.lastSeq);
  const id = () => ({ clientMessageId: randomBytes(16) });
  /** How often a connection was pushed each message of a group behind `after`. */
  const heard = (events: readonly im.Push[], group: string, after: number): number[] =>
    events
      .flatMap(({ messageStored }) => messageStored ?? [])
      .filter(({ conversation, seq }) => conversation === group && (seq ?? 0) > after)
      .map(({ seq }) => seq ?? 0)
      .sort((a, b) => a - b);
  const heardBySecondDevice = (group: string, after: number): number[] =>
    heard(
      groups.pushes.filter(({ targets }) => targets.includes(SECOND_DEVICE)).map(({ event }) => event),
      group,
      after,
    );

  test('a group message is pushed once to everybody who was a member then, also to who has gone since, and not to who has joined behind it', async () => {
    const [ann, ben, cay, dan] = (await groups.addUsers(4)) as [string, string, string, string];
    const group = await groups.createGroup(ann, [ben, cay], { joinPolicy: im.JoinPolicy.OPEN });
    const [route] = world().routes.entries.get(ben) ?? [];
    if (!route) throw new Error('ben has no route');
    const second = { ...route, session: 'second', address: { ...route.address, connection: SECOND_DEVICE } };
    world().routes.entries.set(ben, [route, second]);
    const { connection } = route.address;

    isDead = true;
    const hello = world().send('Logic.SendMessage', { ...id(), conversation: group, text: 'hello' }, { user: ben, connection });
    await expect.poll(() => lastSeq(ann, group), { timeout: 10_000 }).toBe(2);
    await elsewhere((logic) => addToGroup(logic, group, dan));
    await elsewhere((logic) => endMembership(logic, group, cay));
    void dying.close();

    await world().start('Logic', { batches: ownBatches() });
    const reply = await waitFor(() => world().replies(hello)[0], 'the reply');
    expect(decodeSendReply(reply).seq).toBe(2);
    // What comes behind it in the same partition, and to the same connections, comes after it.
    await world().ask('Logic.SendMessage', { ...id(), conversation: group, text: 'and now' }, { user: ben, connection });
    await waitFor(() => heard(groups.pushesTo(dan), group, 1).includes(5), 'the next message');
    const everybody = { ann: [2, 5], ben: [], second: [2, 5], cay: [2], dan: [5] };
    expect({
      ann: heard(groups.pushesTo(ann), group, 1),
      ben: heard(groups.pushesTo(ben), group, 1),
      second: heardBySecondDevice(group, 1),
      cay: heard(groups.pushesTo(cay), group, 1),
      dan: heard(groups.pushesTo(dan), group, 1),
    }).toEqual(everybody);
    expect(world().replies(hello)).toHaveLength(1);
  });

  test('a hundred messages to a group are each pushed once to those who were there', async () => {
    const [ann, ben, cay, dan] = (await groups.addUsers(4)) as [string, string, string, string];
    const group = await groups.createGroup(ann, [ben, cay], { joinPolicy: im.JoinPolicy.OPEN });
    const texts = 50;
    isDead = true;
    const sent = [ann, ben].flatMap((user) =>
      Array.from({ length: texts }, (_, n) =>
        world().send('Logic.SendMessage', { ...id(), conversation: group, text: `${n}` }, { user }),
      ),
    );
    await expect.poll(() => lastSeq(ann, group), { timeout: 10_000 }).toBeGreaterThan(1);
    await elsewhere((logic) => addToGroup(logic, group, dan));
    void dying.close();

    await world().start('Logic', { batches: ownBatches() });
    const replies = await waitFor(() => {
      const all = sent.map((request) => world().replies(request));
      return all.every(([reply]) => reply) && all.flat();
    }, 'all replies');
    const seqs = replies.map((reply) => decodeSendReply(reply).seq).sort((a, b) => a - b);
    expect(new Set(seqs).size).toBe(2 * texts);
    await vi.waitFor(() => expect(heard(groups.pushesTo(cay), group, 1)).toEqual(seqs), { timeout: 10_000 });
    const joined = (await groups.findConversation(dan, group))?.firstSeq ?? 0;
    expect(heard(groups.pushesTo(dan), group, 1)).toEqual(seqs.filter((seq) => seq > joined));
    // Those that came before him were told by the one that took over.
    expect(seqs.some((seq) => seq < joined)).toBe(true);
  });
});
