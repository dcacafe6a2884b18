import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Publisher } from '../../infra/ports/index.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { FIXTURE_PARTITIONS } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import type { im } from '../../proto/rpc.ts';

onEveryStore('domain events', (fixture, store) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, toUserId: fixture().bob, text });
  const waitForEvents = (count: number) => waitFor(() => fixture().domainEvents.length >= count, `${count} events`);

  test('a stored message emits an event with its message id, in the partition of its conversation', async () => {
    await fixture().start('Logic');
    const reply = decodeSendReply(await fixture().ask('Logic.SendMessage', message('hello')));
    await waitForEvents(1);
    const { conversationId, messageId, time } = reply;
    expect(fixture().domainEvents).toMatchObject([
      {
        id: messageId,
        key: conversationId,
        time,
        absentUserIds: [],
        messageStored: { conversationId, seq: 1, text: 'hello', senderId: fixture().alice },
        partition: partitionOf(conversationId, FIXTURE_PARTITIONS),
      },
    ]);
  });

  test('an event lists users without a connection as absent, and no others', async () => {
    await fixture().start('Logic');
    fixture().routes.entries.delete(fixture().bob);
    await fixture().ask('Logic.SendMessage', message('nobody there'));
    await waitForEvents(1);
    expect(fixture().domainEvents[0]?.absentUserIds).toEqual([fixture().bob]);
    expect(fixture().domainEvents[0]?.messageStored?.text).toBe('nobody there');
    await fixture().ask('Logic.SendMessage', { ...message('to myself'), toUserId: fixture().alice });
    await waitForEvents(2);
    expect(fixture().domainEvents[1]?.absentUserIds).toEqual([]);
  });

  test('the routes of event users and of push users are looked up in one call', async () => {
    await fixture().start('Fixture');
    fixture().routes.entries.delete(fixture().bob);
    await fixture().ask('Fixture.Change', { text: 'about me', toUserId: fixture().bob });
    await waitForEvents(2);
    const profile = fixture().domainEvents.find(({ profileChanged }) => profileChanged);
    expect(profile).toMatchObject({
      key: fixture().alice,
      absentUserIds: [fixture().bob],
      profileChanged: { profile: { about: 'about me' } },
    });
    expect(fixture().routes.lookups).toBe(1);
  });

  test('while routes are unavailable events are published, with no user listed as absent', async () => {
    await fixture().start('Logic');
    fixture().routes.isDown = true;
    await fixture().ask('Logic.SendMessage', message('hello'));
    await waitForEvents(1);
    expect(fixture().domainEvents[0]).toMatchObject({ absentUserIds: [], messageStored: { text: 'hello' } });
  });

  test('each event has a unique id and the time when its command was accepted', async () => {
    await fixture().start('Fixture');
    const before = Date.now();
    await fixture().ask('Fixture.Change', { text: 'one', toUserId: fixture().bob });
    await fixture().ask('Fixture.Change', { text: 'two', toUserId: fixture().bob });
    await waitForEvents(4);
    const ids = fixture().domainEvents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const topic = fixture().topics.service('Fixture');
    expect([...ids].sort()).toEqual(
      [0, 1].flatMap((offset) =>
        [0, 1].map((n) => `${topic}.${partitionOf(fixture().alice, FIXTURE_PARTITIONS)}.${offset}.0.${n}`),
      ),
    );
    for (const { time } of fixture().domainEvents) expect(time).toBeGreaterThanOrEqual(before);
  });

  test('events of one user under one key arrive in the order of the commands', async () => {
    await fixture().start('Logic');
    for (let i = 0; i < 200; i++) fixture().send('Logic.SendMessage', message(`m${i}`));
    await waitForEvents(200);
    expect(fixture().domainEvents.map(({ messageStored }) => messageStored?.seq)).toEqual(
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
  });

  test('a refused command emits no event, and a resent command emits no second event', async () => {
    await fixture().start('Fixture');
    await fixture().start('Logic');
    expect(failureCode(await fixture().ask('Fixture.Change', { text: 'refuse', toUserId: fixture().bob }))).toBe('BAD_ARGUMENT');
    const id = randomBytes(16);
    await fixture().ask('Logic.SendMessage', message('once', id));
    await fixture().ask('Logic.SendMessage', message('once', id));
    await fixture().ask('Logic.SendMessage', message('the last'));
    await waitForEvents(2);
    expect(fixture().domainEvents.map(({ messageStored }) => messageStored?.text)).toEqual(['once', 'the last']);
  });

  test('an instance without domain events emits none and serves its commands', async () => {
    await fixture().start('Logic', { withoutDomainEvents: true });
    await fixture().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => fixture().pushed.length === 1, 'the push');
    expect(fixture().domainEvents).toEqual([]);
  });

  test('after a crash between commit and publish, the new owner publishes each stored event once', async () => {
    const never = new Promise<void>(() => undefined);
    const bus = withoutDrain(fixture().bus);
    const dying = await fixture().start('Logic', { afterCommit: () => never, bus });
    const dyingFixture = await fixture().start('Fixture', { afterCommit: () => never, bus });
    fixture().routes.entries.delete(fixture().bob);
    const requests = [
      fixture().send('Logic.SendMessage', message('hello')),
      fixture().send('Fixture.Keep', { text: 'kept', toUserId: fixture().bob }),
      fixture().send('Fixture.Change', { text: 'changed', toUserId: fixture().bob }),
    ];
    await expect.poll(async () => (await fixture().history(fixture().alice, fixture().bob)).length, { timeout: 10_000 }).toBe(2);
    expect(fixture().domainEvents).toEqual([]);
    void dying.close();
    void dyingFixture.close();

    await fixture().start('Logic');
    await fixture().start('Fixture');
    await waitFor(() => requests.every((id) => fixture().replies(id).length > 0), 'the answers');
    await waitForEvents(3);
    const ids = fixture().domainEvents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    const event = fixture().domainEvents.find(({ messageStored }) => messageStored);
    expect(event).toMatchObject({ id: `${event?.key}.${event?.messageStored?.seq}`, absentUserIds: [fixture().bob] });
    expect(fixture().domainEvents.find(({ profileChanged }) => profileChanged)?.profileChanged?.profile?.about).toBe('changed');
  });

  test('an event that is published twice has the same id both times', async () => {
    // The first instance dies before it marks its events as published.
    const batches = { ...store().batches, advancePublished: async () => undefined };
    const first = await fixture().start('Fixture', { bus: withoutDrain(fixture().bus), batches });
    await fixture().ask('Fixture.Change', { text: 'changed', toUserId: fixture().bob });
    await waitForEvents(2);
    await first.close();
    await fixture().start('Fixture');
    await waitForEvents(4);
    const [a, b, c, d] = fixture().domainEvents.map(({ id, key }) => `${id} ${key}`);
    expect([c, d].sort()).toEqual([a, b].sort());
  });

  test('replies do not wait for events, and a record counts as published only with its events', async () => {
    const held = Promise.withResolvers<void>();
    const sent: im.Envelope.$Properties[] = [];
    const holding: Publisher = {
      send: (_topic, _partition, envelope) => void sent.push(envelope),
      flush: () => held.promise,
      queuedBytes: 0,
    };
    const topic = fixture().topics.service('Fixture');
    const partition = partitionOf(fixture().alice, FIXTURE_PARTITIONS);
    const outbox = () => store().batches.readOutbox('fixture', topic, partition, 0, 10);
    const serving = await fixture().start('Fixture', { domainEventPublisher: holding });
    for (const text of ['one', 'two', 'three', 'four']) await fixture().ask('Fixture.Change', { text, toUserId: fixture().bob });
    expect(sent).toHaveLength(8);
    expect(await outbox()).toHaveLength(4);
    held.resolve();
    await serving.close();
    expect(await outbox()).toEqual([]);
  });
});
