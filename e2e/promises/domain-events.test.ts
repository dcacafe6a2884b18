// Promises about domain events: what other systems read from the topic im.events.
import { expect, test, vi } from 'vitest';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';
import { newMessageId, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const SOON = { timeout: 15_000, interval: 100 };
const PARTITIONS = 8;

/** A short description of an event for comparisons. */
function said({ messageStored, receipt, groupChanged, profileChanged, relationChanged }: im.DomainEvent): string {
  if (messageStored) {
    const { kind, seq, text, emoji, body } = messageStored;
    return `${seq} ${im.MessageKind[kind ?? 0]} ${text}${emoji}${body ? (JSON.parse(body) as { what: string }).what : ''}`;
  }
  if (receipt) return `read up to ${receipt.readSeq}`;
  if (groupChanged) return `group ${groupChanged.name}, ${groupChanged.memberCount} members`;
  if (profileChanged) return `profile ${profileChanged.profile?.about}`;
  const requests = `${relationChanged?.incomingRequest ? ' asks' : ''}${relationChanged?.outgoingRequest ? ' is asked' : ''}`;
  return `relation ${relationChanged?.other?.name}${requests}`;
}

describePromises('domain events', (system) => {
  /** The events under a key, in their order. */
  async function of(key: string): Promise<im.DomainEvent[]> {
    const published = await system().publishedEvents(key);
    for (const { partition } of published) expect(partition).toBe(partitionOf(key, PARTITIONS));
    return published.map(({ event }) => event);
  }
  const saidOf = async (key: string): Promise<string[]> => (await of(key)).map(said);

  test('every stored change is published once under its key; refused and repeated commands publish nothing', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const request = { ...newMessageId(), toUserId: bob.userId, text: 'hello' };
    const { conversationId } = await alice.logic.sendMessage(request);
    await alice.logic.sendMessage(request);
    await alice.callLogic('sendMessage', { ...newMessageId(), toUserId: bob.userId, text: '' });
    await alice.logic.editMessage({ ...newMessageId(), conversationId, seq: 1, text: 'hello!' });
    await alice.logic.sendMessage({ ...newMessageId(), conversationId, text: 'oops' });
    await alice.logic.recallMessage({ ...newMessageId(), conversationId, seq: 3 });
    await alice.callLogic('recallMessage', { ...newMessageId(), conversationId, seq: 1000 });
    await bob.logic.react({ ...newMessageId(), conversationId, seq: 1, emoji: '👍' });
    await bob.logic.markRead({ conversationId, seq: 5 });
    await bob.logic.markRead({ conversationId, seq: 5 });
    await alice.logic.updateProfile({ about: 'new here' });
    await alice.logic.requestFriend({ userId: bob.userId, greeting: 'it is me' });
    await alice.callLogic('requestFriend', { userId: alice.userId });
    const groupId = await system().createGroup(alice, [bob]);
    await alice.logic.updateGroup({ groupId, name: 'best friends' });
    await alice.logic.updateProfile({ about: 'the end' });
    const own = ['1 TEXT hello', '2 EDITED hello!', '3 TEXT oops', '4 RECALLED '];
    await vi.waitFor(async () => {
      expect((await saidOf(conversationId)).sort()).toEqual([...own, '5 REACTED 👍', 'read up to 5'].sort());
      expect(await saidOf(alice.userId)).toEqual(['profile new here', `relation ${bob.name} is asked`, 'profile the end']);
      expect(await saidOf(bob.userId)).toEqual([`relation ${alice.name} asks`]);
      expect((await saidOf(groupId)).sort()).toEqual(
        ['1 SYSTEM created', '2 SYSTEM renamed', 'group friends, 2 members', 'group best friends, 2 members'].sort(),
      );
    }, SOON);
    // The events of one user arrive in the order of their commands.
    expect((await saidOf(conversationId)).filter((one) => own.includes(one))).toEqual(own);
    const all = (await Promise.all([conversationId, alice.userId, bob.userId, groupId].map(of))).flat();
    expect(new Set(all.map((event) => event.id)).size).toBe(all.length);
    expect((await of(conversationId))[0]).toMatchObject({ id: `${conversationId}.1`, messageStored: { senderId: alice.userId } });
  });

  test('an event of a message names the members who were offline', async () => {
    const [alice, bob, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const groupId = await system().createGroup(alice, [bob, cay]);
    const { userId } = bob;
    bob.close();
    const absentNow = async () => {
      const { messageId } = await alice.logic.sendMessage({ ...newMessageId(), conversationId: groupId, text: 'who is here?' });
      return vi.waitFor(async () => {
        const published = (await of(groupId)).find((event) => event.id === messageId);
        expect(published).toBeDefined();
        return published?.absentUserIds;
      }, SOON);
    };
    await expect.poll(absentNow, SOON).toEqual([userId]);
  });
});
