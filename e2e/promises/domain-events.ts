// What is promised of what other systems are told.
import { describe, expect, test, vi } from 'vitest';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';
import { newMessageId, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';
import { createGroup } from './messages.ts';

const SOON = { timeout: 15_000, interval: 100 };
const PARTITIONS = 8;

/** In a few words. */
function said({ messageStored, receipt, groupChanged, profileChanged, relationChanged }: im.DomainEvent): string {
  if (messageStored) {
    const { kind, seq, text, emoji, body } = messageStored;
    return `${seq} ${im.MessageKind[kind ?? 0]} ${text}${emoji}${body ? (JSON.parse(body) as { what: string }).what : ''}`;
  }
  if (receipt) return `read up to ${receipt.readSeq}`;
  if (groupChanged) return `group ${groupChanged.name}, ${groupChanged.members} members`;
  if (profileChanged) return `profile ${profileChanged.profile?.about}`;
  return `relation ${relationChanged?.other?.name}${relationChanged?.asksMe ? ' asks' : ''}${relationChanged?.asked ? ' is asked' : ''}`;
}

export function eventPromises(server: () => TestSystem): void {
  describe('other systems', () => {
    /** What was told under a key, in its order. */
    async function of(key: string): Promise<im.DomainEvent[]> {
      const told = (await server().publishedEvents()).filter(({ event }) => event.key === key);
      for (const { partition } of told) expect(partition).toBe(partitionOf(key, PARTITIONS));
      return told.map(({ event }) => event);
    }
    const saidOf = async (key: string): Promise<string[]> => (await of(key)).map(said);

    test('are told of everything that is stored, once and under its key, and of nothing that is refused or sent again', async () => {
      const [alice, bob] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const request = { ...newMessageId(), to: bob.user, text: 'hello' };
      const { conversation } = await alice.logic.sendMessage(request);
      await alice.logic.sendMessage(request);
      await alice.callLogic('sendMessage', { ...newMessageId(), to: bob.user, text: '' });
      await alice.logic.editMessage({ ...newMessageId(), conversation, seq: 1, text: 'hello!' });
      await alice.logic.sendMessage({ ...newMessageId(), conversation, text: 'oops' });
      await alice.logic.recallMessage({ ...newMessageId(), conversation, seq: 3 });
      await alice.callLogic('recallMessage', { ...newMessageId(), conversation, seq: 1000 });
      await bob.logic.react({ ...newMessageId(), conversation, seq: 1, emoji: '👍' });
      await bob.logic.markRead({ conversation, seq: 5 });
      await bob.logic.markRead({ conversation, seq: 5 });
      await alice.logic.updateProfile({ about: 'new here' });
      await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
      await alice.callLogic('requestFriend', { user: alice.user });
      const groupId = await createGroup(alice, [bob]);
      await alice.logic.updateGroup({ groupId, name: 'best friends' });
      await alice.logic.updateProfile({ about: 'the end' });
      const own = ['1 TEXT hello', '2 EDITED hello!', '3 TEXT oops', '4 RECALLED '];
      await vi.waitFor(async () => {
        expect((await saidOf(conversation)).sort()).toEqual([...own, '5 REACTED 👍', 'read up to 5'].sort());
        expect(await saidOf(alice.user)).toEqual(['profile new here', `relation ${bob.name} is asked`, 'profile the end']);
        expect(await saidOf(bob.user)).toEqual([`relation ${alice.name} asks`]);
        expect((await saidOf(groupId)).sort()).toEqual(
          ['1 SYSTEM created', '2 SYSTEM renamed', 'group friends, 2 members', 'group best friends, 2 members'].sort(),
        );
      }, SOON);
      // What one has done comes in the order he has done it.
      expect((await saidOf(conversation)).filter((one) => own.includes(one))).toEqual(own);
      const all = (await Promise.all([conversation, alice.user, bob.user, groupId].map(of))).flat();
      expect(new Set(all.map((happened) => happened.id)).size).toBe(all.length);
      expect((await of(conversation))[0]).toMatchObject({ id: `${conversation}.1`, messageStored: { sender: alice.user } });
    });

    test('are told who is to be notified: who was not there', async () => {
      const [alice, bob, cay] = (await server().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const group = await createGroup(alice, [bob, cay]);
      const { user } = bob;
      bob.close();
      const absentNow = async () => {
        const { messageId } = await alice.logic.sendMessage({ ...newMessageId(), conversation: group, text: 'who is here?' });
        return vi.waitFor(async () => {
          const told = (await of(group)).find((happened) => happened.id === messageId);
          expect(told).toBeDefined();
          return told?.absent;
        }, SOON);
      };
      await expect.poll(absentNow, SOON).toEqual([user]);
    });
  });
}
