// Promises about lost pushes: a client gets every message even if its push is lost.
import { expect, test, vi } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { NEVER_SYNCS, receivedTexts, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const SOON = { timeout: 15_000 };

describePromises('lost pushes', (system) => {
  test('a device that loses most pushes of a group still delivers every message once and in order', async () => {
    const [ann, ben, cay] = (await system().newUsers(3)) as [TestDevice, TestDevice, TestDevice];
    const lost = new Set<number>();
    const dropsPush = ({ messageStored }: im.Push): boolean => {
      const seq = messageStored?.seq ?? 0;
      // Drops the first pushes, single ones and long runs; the last one arrives.
      const isLost = seq < 4 || seq % 7 === 0 || (seq > 30 && seq < 80);
      if (isLost) lost.add(seq);
      return isLost;
    };
    const lossyDevice = await system().secondDevice(cay, { dropsPush, timing: NEVER_SYNCS });
    const groupId = await system().createGroup(ann, [ben, cay]);
    const writers = [ann, ben].map(async ({ client }, writer) => {
      for (let i = 0; i < 50; i++) await client.send({ conversationId: groupId }, `${writer}.${i}`);
    });
    await Promise.all(writers);
    const { seq: last } = await ann.client.send({ conversationId: groupId }, 'last');
    expect(last).toBe(102);
    const expected = Array.from({ length: last }, (_, i) => i + 1);
    for (const device of [lossyDevice, cay])
      await vi.waitFor(() => expect(device.messages.map(({ seq }) => seq)).toEqual(expected), SOON);
    expect(receivedTexts(lossyDevice)).toEqual(receivedTexts(cay));
    expect(lost.size).toBeGreaterThan(50);
    for (const { messages } of [lossyDevice, cay])
      for (const writer of [0, 1]) {
        const own = messages.filter(({ text }) => text.startsWith(`${writer}.`)).map(({ text }) => text);
        expect(own).toEqual(Array.from({ length: 50 }, (_, i) => `${writer}.${i}`));
      }
  });

  test('a device that loses the pushes of changes still shows each message in its present state', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const dropsPush = ({ messageStored }: im.Push): boolean => (messageStored?.target ?? 0) > 0;
    const lossyDevice = await system().secondDevice(bob, { dropsPush, timing: NEVER_SYNCS });
    const changed = new Map<number, string>();
    lossyDevice.client.on('changed', ({ target, message: { text, recalled, reactions } }) =>
      changed.set(target, `${recalled ? 'recalled' : text}${reactions.map(({ emoji }) => emoji).join('')}`),
    );
    const first = await alice.client.send(bob.userId, 'helo');
    const second = await alice.client.send(bob.userId, 'oops');
    await vi.waitFor(() => expect(receivedTexts(lossyDevice)).toEqual(['helo', 'oops']));
    await alice.client.edit(first, 'hello');
    await bob.client.react(first, '👍');
    await alice.client.recall(second);
    await vi.waitFor(() => expect(lossyDevice.pushedMessages(first.conversationId)).toHaveLength(5));
    await alice.client.send(bob.userId, 'there');
    await vi.waitFor(
      () =>
        expect([...changed].sort()).toEqual([
          [1, 'hello👍'],
          [2, 'recalled'],
        ]),
      SOON,
    );
    await vi.waitFor(() => expect(lossyDevice.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]));
  });

  test('the next sync delivers messages whose pushes were the last ones and were lost', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const lossyDevice = await system().secondDevice(bob, { dropsPush: () => true, timing: { syncMinMs: 300, syncMaxMs: 600 } });
    const all = ['one', 'two', 'three'];
    for (const text of all) {
      await alice.client.send(bob.userId, text);
      await vi.waitFor(() => expect(receivedTexts(lossyDevice).at(-1)).toBe(text), SOON);
    }
    expect(receivedTexts(lossyDevice)).toEqual(all);
    await vi.waitFor(
      () => expect(lossyDevice.client.conversations.with(alice.userId)).toMatchObject({ unread: 3, lastSeq: 3 }),
      SOON,
    );
  });
});
