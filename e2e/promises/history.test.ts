// Promises about history and about messages that arrive while a user is offline.
import { expect, test, vi } from 'vitest';
import { receivedTexts, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describePromises } from '../testing/test-system.ts';

const MESSAGES = 25;
const PAGE = 10;

describePromises('history', (system) => {
  test('a client reads history in both directions, page by page, without a gap', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const all = Array.from({ length: MESSAGES }, (_, i) => `message ${i}`);
    const [first] = await Promise.all(all.map((text) => alice.client.send(bob.userId, text)));
    const conversationId = first?.conversationId ?? '';
    const up: string[] = [];
    for (let [after, more] = [0, true]; more; ) {
      const page = await bob.client.history(conversationId, { after, limit: PAGE });
      up.push(...page.messages.map(({ text }) => text));
      after = page.messages.at(-1)?.seq ?? 0;
      more = page.more;
    }
    expect(up).toEqual(all);
    const down: string[] = [];
    for (let [before, more] = [Number.MAX_SAFE_INTEGER, true]; more; ) {
      const page = await bob.client.history(conversationId, { before, limit: PAGE });
      expect(page.messages.length).toBeLessThanOrEqual(PAGE);
      down.unshift(...page.messages.map(({ text }) => text));
      before = page.messages[0]?.seq ?? 0;
      more = page.more;
    }
    expect(down).toEqual(all);
    await expect(bob.logic.pullMessages({ conversationId, limit: 201 })).rejects.toEqual(rejectedWith('BAD_LIMIT'));
    expect(await bob.logic.pullMessages({ conversationId, afterSeq: 2 ** 50 })).toMatchObject({
      messages: [],
      lastSeq: MESSAGES,
    });
    const stranger = await system().newUser();
    await expect(stranger.logic.pullMessages({ conversationId })).rejects.toEqual(rejectedWith('NO_SUCH_CONVERSATION'));
  });

  test('messages sent while the recipient is offline arrive once and in order after the next log-in', async () => {
    const [alice, bob] = (await system().newUsers(2)) as [TestDevice, TestDevice];
    const { userId } = bob;
    bob.close();
    const all = Array.from({ length: 250 }, (_, i) => `message ${i}`);
    await Promise.all(all.map((text) => alice.client.send(userId, text)));
    const back = await system().secondDevice(bob);
    await vi.waitFor(() => expect(receivedTexts(back)).toEqual(all), { timeout: 10_000 });
  });
});
