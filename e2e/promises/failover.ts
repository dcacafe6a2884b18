// What is promised on real parts alone: that a death between commit and publish leaves nobody without his answer.
import { expect, test, vi } from 'vitest';
import type { RealDeployment } from '../testing/deployment.ts';
import { latestRelation, newMessageId, PASSWORD, rejectedWith, type TestDevice } from '../testing/device.ts';
import type { TestSystem } from '../testing/test-system.ts';
import { createGroup } from './messages.ts';

const PAIRS = 12;

export function realPromises(server: () => TestSystem): void {
  const real = (): RealDeployment => {
    const { real: parts } = server();
    if (!parts) throw new Error('only on real parts');
    return parts;
  };

  test('a logic that dies between commit and publish: whoever has read is answered all the same, and the others are told', {
    timeout: 60_000,
  }, async () => {
    const pairs = await Promise.all(
      Array.from({ length: PAIRS }, () => server().newUsers(2) as Promise<[TestDevice, TestDevice]>),
    );
    const conversations = await Promise.all(
      pairs.map(
        async ([writer, reader]) =>
          (await writer.logic.sendMessage({ ...newMessageId(), to: reader.user, text: 'one' })).conversation,
      ),
    );
    const dying = real().services.byRole('logic')[0];
    await dying?.dieAfterCommit();
    const replies = await Promise.all(
      pairs.map(([, reader], i) => reader.callLogic('markRead', { conversation: conversations[i] ?? '', seq: 1 })),
    );
    expect(await dying?.waitForExit()).toBe('SIGKILL');
    expect(replies).toMatchObject(pairs.map(() => ({ code: 'ok', reply: { seq: 1, unread: 0 } })));
    for (const [writer, reader] of pairs)
      await vi.waitFor(() =>
        expect(writer.pushes.flatMap(({ receipt }) => receipt ?? [])).toContainEqual(
          expect.objectContaining({ user: reader.user, readSeq: 1, deliveredSeq: 1 }),
        ),
      );
    await dying?.restart();
  });

  test('who deletes his account is forgotten, whatever dies meanwhile: his friendships end and his groups pass on, once', {
    timeout: 60_000,
  }, async () => {
    const { services } = real();
    const [auth] = services.byRole('auth');
    const [dave, erin] = await server().newFriends();
    const group = await createGroup(dave, [erin]);
    const gone = dave.user;
    await Promise.all(services.byRole('logic').map((logic) => logic.kill()));
    await auth?.dieAfterCommit();
    // His answer may be lost with auth: what is asked again finds it done, or the session ended.
    const asked = dave.client.deleteAccount(PASSWORD).catch(() => undefined);
    expect(await auth?.waitForExit()).toBe('SIGKILL');
    await auth?.restart();
    await Promise.all(services.byRole('logic').map((logic) => logic.restart()));
    await asked;
    await expect
      .poll(async () => (await erin.logic.listGroups({})).groups, { timeout: 20_000 })
      .toMatchObject([{ group, owner: erin.user, members: 1 }]);
    await expect.poll(async () => (await erin.logic.listFriends({})).friends, { timeout: 20_000 }).toEqual([]);
    await vi.waitFor(() => expect(latestRelation(erin, gone)).toMatchObject({ friend: false, other: { name: '' } }));
    await expect(erin.client.send(gone, 'are you there?')).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
    const { messages } = await erin.logic.pullMessages({ conversation: group });
    const what = messages.map(({ body }) => (JSON.parse(body ?? '') as { what: string }).what);
    expect(what).toEqual(['created', 'transferred', 'left']);
  });
}
