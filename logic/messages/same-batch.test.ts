// Conflicting commands in one batch: each sees the effects of the commands before it.
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { type GroupFixture, groupFixture } from '../testing/group-fixture.ts';
import { decodeSendReply, failureCode, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { RECALLED, REACTED } = im.MessageKind;
const ROUNDS = 10;

onEveryStore('conflicting commands in one batch', (fixture, store) => {
  let groups: GroupFixture;
  beforeEach(async () => {
    await fixture().start('Logic');
    groups = await groupFixture(fixture(), store());
  });

  /** Sends commands of different users at the same moment. Returns their replies. */
  async function sendTogether(commands: readonly [user: string, rpc: string, request: object][]): Promise<im.Envelope[]> {
    const sent = commands.map(([userId, rpc, request]) => fixture().send(`Logic.${rpc}`, request, { userId }));
    return Promise.all(sent.map((request) => waitFor(() => fixture().replies(request)[0], 'a reply')));
  }
  const id = () => ({ clientMessageId: randomBytes(16) });
  const pull = async (userId: string, conversationId: string) =>
    (await groups.call(userId, 'pullMessages', { conversationId, limit: 200 })).messages as im.Message[];

  test.each([
    ['removed', 'RemoveFromGroup', {}, 'NOT_A_MEMBER'],
    ['muted', 'MuteMember', { seconds: 3600 }, 'MUTED'],
  ])('a member who posts while an admin has them %s either posts before it or is refused', async (_what, rpc, how, refusal) => {
    for (let round = 0; round < ROUNDS; round++) {
      const [ownerId, member] = (await groups.addUsers(2)) as [string, string];
      const groupId = await groups.createGroup(ownerId, [member]);
      const say: [string, string, object] = [member, 'SendMessage', { ...id(), conversationId: groupId, text: 'hello' }];
      const act: [string, string, object] = [ownerId, rpc, { groupId: groupId, userId: member, ...how }];
      const replies = await sendTogether(round % 2 ? [say, act] : [act, say]);
      const said = replies[round % 2 ? 0 : 1];
      if (!said) throw new Error('no reply');
      const all = await pull(ownerId, groupId);
      const last = all.find(({ kind, seq }) => kind === im.MessageKind.SYSTEM && seq > 1)?.seq ?? 0;
      if (said.failure) expect(failureCode(said)).toBe(refusal);
      else expect(decodeSendReply(said).seq).toBeLessThan(last);
    }
  });

  // The actor sends this many other messages first, so that their command requests the group lock later.
  test.each([0, 1, 2, 3])(
    'a user who joins or is removed during a message gets its push only if they may see it (%i commands before)',
    async (later) => {
      for (let round = 0; round < ROUNDS; round++) {
        const [ownerId, speaker, other] = (await groups.addUsers(3)) as [string, string, string];
        const joins = round % 4 > 1;
        const groupId = await groups.createGroup(ownerId, joins ? [speaker] : [speaker, other], {
          joinPolicy: im.JoinPolicy.OPEN,
        });
        const say: [string, string, object] = [speaker, 'SendMessage', { ...id(), conversationId: groupId, text: 'hello' }];
        const act: [string, string, object] = joins
          ? [other, 'JoinGroup', { groupId: groupId }]
          : [ownerId, 'RemoveFromGroup', { groupId: groupId, userId: other }];
        const [actor] = act;
        const note = (): [string, string, object] => [actor, 'SendMessage', { ...id(), toUserId: actor, text: 'a note' }];
        await sendTogether([note()]);
        const before = Array.from({ length: later }, note);
        const replies = await sendTogether(round % 2 ? [say, ...before, act] : [...before, act, say]);
        const said = round % 2 ? replies[0] : replies.at(-1);
        if (!said) throw new Error('no reply');
        const { seq } = decodeSendReply(said);
        const system = (await pull(ownerId, groupId)).findLast(({ kind }) => kind === im.MessageKind.SYSTEM)?.seq ?? 0;
        const delivered = groups.pushesTo(other).flatMap(({ messageStored }) => messageStored ?? []);
        const isDelivered = delivered.some((message) => message.conversationId === groupId && message.seq === seq);
        expect(isDelivered).toBe(joins ? seq > system : seq < system);
      }
    },
  );

  test('a reaction at the same moment as a recall is stored before the recall or refused', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [alice, bob] = (await groups.addUsers(2)) as [string, string];
      const { conversationId } = await groups.call(alice, 'sendMessage', { ...id(), toUserId: bob, text: 'oops' });
      const react: [string, string, object] = [bob, 'React', { ...id(), conversationId, seq: 1, emoji: '👍' }];
      const recall: [string, string, object] = [alice, 'RecallMessage', { ...id(), conversationId, seq: 1 }];
      await sendTogether(round % 2 ? [react, recall] : [recall, react]);
      const all = await pull(alice, conversationId);
      const recalled = all.findIndex(({ kind }) => kind === RECALLED);
      expect(recalled).toBeGreaterThan(0);
      expect(all.findIndex(({ kind }) => kind === REACTED)).toBeLessThan(recalled);
    }
  });
});
