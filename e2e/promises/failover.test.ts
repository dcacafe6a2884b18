// Promises about failover: every command gets its reply even if a service dies between commit and publish.
import { expect, test, vi } from 'vitest';
import type { DistributedParts } from '../testing/deployment.ts';
import { latestRelation, newMessageId, PASSWORD, rejectedWith, type TestDevice } from '../testing/device.ts';
import { describeDistributedPromises } from '../testing/test-system.ts';

const PAIRS = 12;

describeDistributedPromises(
  'failover',
  (system) => {
    const services = (): DistributedParts['services'] => {
      const { distributed } = system();
      if (!distributed) throw new Error('this test needs a distributed deployment');
      return distributed.services;
    };

    test('when a logic dies between commit and publish, its commands still get their replies and receipts are pushed', {
      timeout: 60_000,
    }, async () => {
      const pairs = await Promise.all(
        Array.from({ length: PAIRS }, () => system().newUsers(2) as Promise<[TestDevice, TestDevice]>),
      );
      const conversationIds = await Promise.all(
        pairs.map(
          async ([writer, reader]) =>
            (await writer.logic.sendMessage({ ...newMessageId(), toUserId: reader.userId, text: 'one' })).conversationId,
        ),
      );
      const dying = services().logic[0];
      await dying?.dieAfterCommit();
      const replies = await Promise.all(
        pairs.map(([, reader], i) => reader.callLogic('markRead', { conversationId: conversationIds[i] ?? '', seq: 1 })),
      );
      expect(await dying?.waitForExit()).toBe('SIGKILL');
      expect(replies).toMatchObject(pairs.map(() => ({ code: 'ok', reply: { seq: 1, unread: 0 } })));
      for (const [writer, reader] of pairs)
        await vi.waitFor(() =>
          expect(writer.pushes.flatMap(({ receipt }) => receipt ?? [])).toContainEqual(
            expect.objectContaining({ userId: reader.userId, readSeq: 1, deliveredSeq: 1 }),
          ),
        );
      await dying?.restart();
    });

    test('a deleted account loses its friendships and transfers its groups exactly once, even if auth and logic die meanwhile', {
      timeout: 60_000,
    }, async () => {
      const { auth: auths, logic: logics } = services();
      const [auth] = auths;
      const [dave, erin] = await system().newFriends();
      const groupId = await system().createGroup(dave, [erin]);
      const gone = dave.userId;
      await Promise.all(logics.map((logic) => logic.kill()));
      await auth?.dieAfterCommit();
      // The reply may be lost when auth dies. The resend then finds the account deleted or the session ended.
      const asked = dave.client.deleteAccount(PASSWORD).catch(() => undefined);
      expect(await auth?.waitForExit()).toBe('SIGKILL');
      await auth?.restart();
      await Promise.all(logics.map((logic) => logic.restart()));
      await asked;
      await expect
        .poll(async () => (await erin.logic.listGroups({})).groups, { timeout: 20_000 })
        .toMatchObject([{ groupId: groupId, ownerId: erin.userId, memberCount: 1 }]);
      await expect.poll(async () => (await erin.logic.listFriends({})).friends, { timeout: 20_000 }).toEqual([]);
      await vi.waitFor(() => expect(latestRelation(erin, gone)).toMatchObject({ friend: false, other: { name: '' } }));
      await expect(erin.client.send(gone, 'are you there?')).rejects.toEqual(rejectedWith('NO_SUCH_USER'));
      const { messages } = await erin.logic.pullMessages({ conversationId: groupId });
      const what = messages.map(({ body }) => (JSON.parse(body ?? '') as { what: string }).what);
      expect(what).toEqual(['created', 'transferred', 'left']);
    });
  },
  'own',
);
