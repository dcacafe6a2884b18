// What is promised on real parts alone: what other systems are told, and that a death between commit and publish leaves nobody without his answer.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { kafkaBus } from '../infra/kafka/bus.ts';
import type { Bus } from '../infra/ports.ts';
import { im, topicsOf } from '../proto/contract.ts';
import { type Device, id, lastRelation, PASSWORD, refused } from './test-devices.ts';
import { groupOf } from './test-promises-messages.ts';
import type { Server } from './test-servers.ts';
import type { Real } from './test-started.ts';

const ignore = (): void => undefined;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const PAIRS = 12;

export function realPromises(server: () => Server): void {
  let bus: Bus | undefined;
  const told: im.Happened[] = [];
  const real = (): Real => {
    const { real: parts } = server();
    if (!parts) throw new Error('only on real parts');
    return parts;
  };

  beforeAll(async () => {
    if (!server().real) return;
    const { kafka, generation } = real().servers;
    bus = kafkaBus({ brokers: [kafka], replication: 1, instance: 'promises', log: silent });
    await bus.consume({
      group: `promises-${generation}`,
      topic: topicsOf(generation).events,
      assigned: async (ranges) => new Map(ranges.map(({ partition, earliest }) => [partition, earliest])),
      drain: async () => undefined,
      records: (_partition, records) => {
        for (const { payload } of records.flatMap(({ value }) => im.Pack.decode(Buffer.from(value)).envelopes) as im.Envelope[])
          told.push(im.Happened.decode(payload) as im.Happened);
      },
    });
  });
  afterAll(() => bus?.close());

  test('other systems are told of messages, receipts, relations, profiles and groups, each under its key, once they are stored', async () => {
    const [alice, bob] = (await server().people(2)) as [Device, Device];
    bob.close();
    await expect.poll(async () => (await alice.outcome('sendMessage', { ...id(), to: bob.user, text: 'x' })).code).toBe('ok');
    const { conversation, seq } = await alice.logic.sendMessage({ ...id(), to: bob.user, text: 'hello' });
    await alice.logic.requestFriend({ user: bob.user, greeting: 'it is me' });
    await alice.logic.updateProfile({ about: 'new here' });
    const group = await groupOf(alice, [bob]);
    const bobBack = await server().second(bob);
    await bobBack.logic.markRead({ conversation, seq });
    const of = (key: string): im.Happened[] => told.filter((happened) => happened.key === key);
    await vi.waitFor(
      () => {
        expect(of(conversation)).toContainEqual(
          expect.objectContaining({
            id: `${conversation}.${seq}`,
            absent: [bob.user],
            messageStored: expect.objectContaining({ text: 'hello', sender: alice.user }),
          }),
        );
        expect(of(conversation).find(({ receipt }) => receipt)?.receipt).toMatchObject({ user: bob.user, readSeq: seq });
        expect(of(bob.user).find(({ relationChanged }) => relationChanged)?.relationChanged).toMatchObject({
          other: { user: alice.user },
          asksMe: true,
        });
        expect(of(alice.user).find(({ profileChanged }) => profileChanged)?.profileChanged).toMatchObject({
          profile: { about: 'new here' },
        });
        expect(of(group).find(({ groupChanged }) => groupChanged)?.groupChanged).toMatchObject({ name: 'friends', members: 2 });
        expect(of(group).find(({ messageStored }) => messageStored)?.messageStored).toMatchObject({
          kind: im.MessageKind.SYSTEM,
        });
      },
      { timeout: 10_000 },
    );
    // Nothing is told of what is refused.
    const before = of(alice.user).length;
    await alice.outcome('requestFriend', { user: alice.user });
    await alice.logic.updateProfile({ about: 'and here' });
    await expect.poll(() => of(alice.user).length).toBe(before + 1);
  });

  test('a logic that dies between commit and publish: whoever has read is answered all the same, and the others are told', {
    timeout: 60_000,
  }, async () => {
    const pairs = await Promise.all(Array.from({ length: PAIRS }, () => server().people(2) as Promise<[Device, Device]>));
    const conversations = await Promise.all(
      pairs.map(
        async ([writer, reader]) => (await writer.logic.sendMessage({ ...id(), to: reader.user, text: 'one' })).conversation,
      ),
    );
    const dying = real().services.of('logic')[0];
    await dying?.dieAfterCommit();
    const replies = await Promise.all(
      pairs.map(([, reader], i) => reader.outcome('markRead', { conversation: conversations[i] ?? '', seq: 1 })),
    );
    expect(await dying?.ended()).toBe('SIGKILL');
    expect(replies).toMatchObject(pairs.map(() => ({ code: 'ok', reply: { seq: 1, unread: 0 } })));
    for (const [writer, reader] of pairs)
      await vi.waitFor(() =>
        expect(writer.events.flatMap(({ receipt }) => receipt ?? [])).toContainEqual(
          expect.objectContaining({ user: reader.user, readSeq: 1, deliveredSeq: 1 }),
        ),
      );
    await dying?.restart();
  });

  test('who deletes his account is forgotten, whatever dies meanwhile: his friendships end and his groups pass on, once', {
    timeout: 60_000,
  }, async () => {
    const { services } = real();
    const [auth] = services.of('auth');
    const [dave, erin] = await server().friends();
    const group = await groupOf(dave, [erin]);
    const gone = dave.user;
    await Promise.all(services.of('logic').map((logic) => logic.kill()));
    await auth?.dieAfterCommit();
    // His answer may be lost with auth: what is asked again finds it done, or the session ended.
    const asked = dave.client.deleteAccount(PASSWORD).catch(() => undefined);
    expect(await auth?.ended()).toBe('SIGKILL');
    await auth?.restart();
    await Promise.all(services.of('logic').map((logic) => logic.restart()));
    await asked;
    await expect
      .poll(async () => (await erin.logic.listGroups({})).groups, { timeout: 20_000 })
      .toMatchObject([{ group, owner: erin.user, members: 1 }]);
    await expect.poll(async () => (await erin.logic.listFriends({})).friends, { timeout: 20_000 }).toEqual([]);
    await vi.waitFor(() => expect(lastRelation(erin, gone)).toMatchObject({ friend: false, other: { name: '' } }));
    await expect(erin.client.send(gone, 'are you there?')).rejects.toEqual(refused('NO_SUCH_USER'));
    const { messages } = await erin.logic.pullMessages({ conversation: group });
    const what = messages.map(({ body }) => (JSON.parse(body ?? '') as { what: string }).what);
    expect(what).toEqual(['created', 'transferred', 'left']);
  });
}
