// What is promised where pushes get lost: a push is never the only way.
import { describe, expect, test, vi } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { receivedTexts, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';
import { createGroup } from './messages.ts';

const SOON = { timeout: 15_000 };
/** Nothing is found by comparing, but at the first bind: what is missing has to be seen by its seq. */
export const NEVER_SYNCS = { syncMinMs: 600_000, syncMaxMs: 600_000, syncSoonMs: 600_000 };

export function gapPromises(server: () => TestSystem): void {
  describe('pushes that get lost', () => {
    test('are missed by their seq: who does not get most of them still shows every message of a group once and in order', async () => {
      const [ann, ben, cay] = (await server().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
      const lost = new Set<number>();
      const dropsPush = ({ messageStored }: im.Push): boolean => {
        const seq = messageStored?.seq ?? 0;
        // The first ones, single ones and long rows of them; the last one arrives.
        const isLost = seq < 4 || seq % 7 === 0 || (seq > 30 && seq < 80);
        if (isLost) lost.add(seq);
        return isLost;
      };
      const deaf = await server().secondDevice(cay, { dropsPush, timing: NEVER_SYNCS });
      const group = await createGroup(ann, [ben, cay]);
      const writers = [ann, ben].map(async ({ client }, writer) => {
        for (let i = 0; i < 50; i++) await client.send({ conversation: group }, `${writer}.${i}`);
      });
      await Promise.all(writers);
      const { seq: last } = await ann.client.send({ conversation: group }, 'last');
      expect(last).toBe(102);
      const expected = Array.from({ length: last }, (_, i) => i + 1);
      for (const device of [deaf, cay])
        await vi.waitFor(() => expect(device.messages.map(({ seq }) => seq)).toEqual(expected), SOON);
      expect(receivedTexts(deaf)).toEqual(receivedTexts(cay));
      expect(lost.size).toBeGreaterThan(50);
      for (const { messages } of [deaf, cay])
        for (const writer of [0, 1]) {
          const own = messages.filter(({ text }) => text.startsWith(`${writer}.`)).map(({ text }) => text);
          expect(own).toEqual(Array.from({ length: 50 }, (_, i) => `${writer}.${i}`));
        }
    });

    test('are found where they are edits, recalls and reactions: each message is shown as it is then', async () => {
      const [alice, bob] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const dropsPush = ({ messageStored }: im.Push): boolean => (messageStored?.target ?? 0) > 0;
      const deaf = await server().secondDevice(bob, { dropsPush, timing: NEVER_SYNCS });
      const changed = new Map<number, string>();
      deaf.client.on('changed', ({ target, message: { text, recalled, reactions } }) =>
        changed.set(target, `${recalled ? 'recalled' : text}${reactions.map(({ emoji }) => emoji).join('')}`),
      );
      const first = await alice.client.send(bob.user, 'helo');
      const second = await alice.client.send(bob.user, 'oops');
      await vi.waitFor(() => expect(receivedTexts(deaf)).toEqual(['helo', 'oops']));
      await alice.client.edit(first, 'hello');
      await bob.client.react(first, '👍');
      await alice.client.recall(second);
      await vi.waitFor(() => expect(deaf.pushedMessages(first.conversation)).toHaveLength(5));
      await alice.client.send(bob.user, 'there');
      await vi.waitFor(
        () =>
          expect([...changed].sort()).toEqual([
            [1, 'hello👍'],
            [2, 'recalled'],
          ]),
        SOON,
      );
      await vi.waitFor(() => expect(deaf.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]));
    });

    test('are found by the next sync where they were the last ones and nothing shows a gap', async () => {
      const [alice, bob] = (await server().newUsers(2)) as [TestDevice, TestDevice];
      const deaf = await server().secondDevice(bob, { dropsPush: () => true, timing: { syncMinMs: 300, syncMaxMs: 600 } });
      const all = ['one', 'two', 'three'];
      for (const text of all) {
        await alice.client.send(bob.user, text);
        await vi.waitFor(() => expect(receivedTexts(deaf).at(-1)).toBe(text), SOON);
      }
      expect(receivedTexts(deaf)).toEqual(all);
      await vi.waitFor(() => expect(deaf.client.conversations.with(alice.user)).toMatchObject({ unread: 3, lastSeq: 3 }), SOON);
    });
  });
}
