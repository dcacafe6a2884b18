// What is promised of what other systems are told.
import { describe, expect, test, vi } from 'vitest';
import { im } from '../proto/contract.ts';
import { partitionOf } from '../proto/partition.ts';
import { type Device, id } from './test-devices.ts';
import { groupOf } from './test-promises-messages.ts';
import type { Server } from './test-servers.ts';

const SOON = { timeout: 15_000, interval: 100 };
const PARTITIONS = 8;

/** In a few words. */
function said({ messageStored, receipt, groupChanged, profileChanged, relationChanged }: im.Happened): string {
  if (messageStored) {
    const { kind, seq, text, emoji, body } = messageStored;
    return `${seq} ${im.MessageKind[kind ?? 0]} ${text}${emoji}${body ? (JSON.parse(body) as { what: string }).what : ''}`;
  }
  if (receipt) return `read up to ${receipt.readSeq}`;
  if (groupChanged) return `group ${groupChanged.name}, ${groupChanged.members} members`;
  if (profileChanged) return `profile ${profileChanged.profile?.about}`;
  return `relation ${relationChanged?.other?.name}${relationChanged?.asksMe ? ' asks' : ''}${relationChanged?.asked ? ' is asked' : ''}`;
}

export function eventPromises(server: () => Server): void {
  describe('other systems', () => {
    /** What was told under a key, in its order. */
    async function of(key: string): Promise<im.Happened[]> {
      const told = (await server().told()).filter(({ happened }) => happened.key === key);
      for (const { partition } of told) expect(partition).toBe(partitionOf(key, PARTITIONS));
      return told.map(({ happened }) => happened);
    }
    const saidOf = async (key: string): Promise<string[]> => (await of(key)).map(said);

    test('are told of everything that is stored, once and under its key, and of nothing that is refused or sent again', async () => {
      const [alice, bob] = (await server().people(2)) as [Device, Device];
      const request = { ...id(), to: bob.user, text: 'hello' };
      const { conversation } = await alice.logic.sendMessage(request);
      await alice.logic.sendMessage(request);
      await alice.outcome('sendMessage', { ...id(), to: bob.user, text: '' });
      await alice.logic.editMessage({ ...id(), conversation, seq: 1, text: 'hello!' });
      await alice.logic.sendMessage({ ...id(), conversation, text: 'oops' });
      await alice.logic.recallMessage({ ...id(), conversation, seq: 3 });
      await alice.outcome('recallMessage', { ...id(), conversation, seq: 1000 });
      await bob.logic.react({ ...id(), conversation, seq: 1, emoji: '👍' });
      await bob.logic.markRead({ conversation, seq: 5 });
      await bob.logic.markRead({ conversation, seq: 5 });
      await alice.logic.updateProfile({ about: 'new here' });
      await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
      await alice.outcome('requestFriend', { user: alice.user });
      const group = await groupOf(alice, [bob]);
      await alice.logic.updateGroup({ group, name: 'best friends' });
      await alice.logic.updateProfile({ about: 'the end' });
      const own = ['1 TEXT hello', '2 EDITED hello!', '3 TEXT oops', '4 RECALLED '];
      await vi.waitFor(async () => {
        expect((await saidOf(conversation)).sort()).toEqual([...own, '5 REACTED 👍', 'read up to 5'].sort());
        expect(await saidOf(alice.user)).toEqual(['profile new here', `relation ${bob.name} is asked`, 'profile the end']);
        expect(await saidOf(bob.user)).toEqual([`relation ${alice.name} asks`]);
        expect((await saidOf(group)).sort()).toEqual(
          ['1 SYSTEM created', '2 SYSTEM renamed', 'group friends, 2 members', 'group best friends, 2 members'].sort(),
        );
      }, SOON);
      // What one has done comes in the order he has done it.
      expect((await saidOf(conversation)).filter((one) => own.includes(one))).toEqual(own);
      const all = (await Promise.all([conversation, alice.user, bob.user, group].map(of))).flat();
      expect(new Set(all.map((happened) => happened.id)).size).toBe(all.length);
      expect((await of(conversation))[0]).toMatchObject({ id: `${conversation}.1`, messageStored: { sender: alice.user } });
    });

    test('are told who is to be notified: who was not there', async () => {
      const [alice, bob, cay] = (await server().people(3)) as [Device, Device, Device];
      const group = await groupOf(alice, [bob, cay]);
      const { user } = bob;
      bob.close();
      const absentNow = async () => {
        const { messageId } = await alice.logic.sendMessage({ ...id(), conversation: group, text: 'who is here?' });
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
