import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Publisher } from '../../infra/ports/index.ts';
import { FIXTURE_PARTITIONS } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor, withoutDrain } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import type { im } from '../../proto/rpc.ts';

onEveryStore('what has happened', (world, store) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, to: world().bob, text });
  const told = (count: number) => waitFor(() => world().domainEvents.length >= count, `${count} events`);

  test('a stored message is told under its conversation, in the partition of that key, with its message id', async () => {
    await world().start('Logic');
    const reply = decodeSendReply(await world().ask('Logic.SendMessage', message('hello')));
    await told(1);
    const { conversation, messageId, time } = reply;
    expect(world().domainEvents).toMatchObject([
      {
        id: messageId,
        key: conversation,
        time,
        absent: [],
        messageStored: { conversation, seq: 1, text: 'hello', sender: world().alice },
        partition: partitionOf(conversation, FIXTURE_PARTITIONS),
      },
    ]);
  });

  test('who has no connection when it is told is named as absent, who has one is not', async () => {
    await world().start('Logic');
    world().routes.entries.delete(world().bob);
    await world().ask('Logic.SendMessage', message('nobody there'));
    await told(1);
    expect(world().domainEvents[0]?.absent).toEqual([world().bob]);
    expect(world().domainEvents[0]?.messageStored?.text).toBe('nobody there');
    await world().ask('Logic.SendMessage', { ...message('to myself'), to: world().alice });
    await told(2);
    expect(world().domainEvents[1]?.absent).toEqual([]);
  });

  test('users of events alone are looked up with those of pushes, at once', async () => {
    await world().start('Fixture');
    world().routes.entries.delete(world().bob);
    await world().ask('Fixture.Change', { text: 'about me', to: world().bob });
    await told(2);
    const profile = world().domainEvents.find(({ profileChanged }) => profileChanged);
    expect(profile).toMatchObject({
      key: world().alice,
      absent: [world().bob],
      profileChanged: { profile: { about: 'about me' } },
    });
    expect(world().routes.lookups).toBe(1);
  });

  test('while the routes are away events are told all the same, and nobody is called absent', async () => {
    await world().start('Logic');
    world().routes.isDown = true;
    await world().ask('Logic.SendMessage', message('hello'));
    await told(1);
    expect(world().domainEvents[0]).toMatchObject({ absent: [], messageStored: { text: 'hello' } });
  });

  test('each event has an id of its own, and the time when its command was accepted', async () => {
    await world().start('Fixture');
    const before = Date.now();
    await world().ask('Fixture.Change', { text: 'one', to: world().bob });
    await world().ask('Fixture.Change', { text: 'two', to: world().bob });
    await told(4);
    const ids = world().domainEvents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const topic = world().topics.service('Fixture');
    expect([...ids].sort()).toEqual(
      [0, 1].flatMap((offset) =>
        [0, 1].map((n) => `${topic}.${partitionOf(world().alice, FIXTURE_PARTITIONS)}.${offset}.0.${n}`),
      ),
    );
    for (const { time } of world().domainEvents) expect(time).toBeGreaterThanOrEqual(before);
  });

  test("one user's events under one key come in the order of the commands", async () => {
    await world().start('Logic');
    for (let i = 0; i < 200; i++) world().send('Logic.SendMessage', message(`m${i}`));
    await told(200);
    expect(world().domainEvents.map(({ messageStored }) => messageStored?.seq)).toEqual(
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
  });

  test('a refused command tells nothing, a resend tells nothing again', async () => {
    await world().start('Fixture');
    await world().start('Logic');
    expect(failureCode(await world().ask('Fixture.Change', { text: 'refuse', to: world().bob }))).toBe('BAD_ARGUMENT');
    const id = randomBytes(16);
    await world().ask('Logic.SendMessage', message('once', id));
    await world().ask('Logic.SendMessage', message('once', id));
    await world().ask('Logic.SendMessage', message('the last'));
    await told(2);
    expect(world().domainEvents.map(({ messageStored }) => messageStored?.text)).toEqual(['once', 'the last']);
  });

  test('an instance that is to tell nothing tells nothing and serves all the same', async () => {
    await world().start('Logic', { withoutDomainEvents: true });
    await world().ask('Logic.SendMessage', message('hello'));
    await waitFor(() => world().pushed.length === 1, 'the push');
    expect(world().domainEvents).toEqual([]);
  });

  test('who takes over after a death between commit and publish tells what the dead one had stored, from the tables and from the outbox, once by id', async () => {
    const never = new Promise<void>(() => undefined);
    const bus = withoutDrain(world().bus);
    const dying = await world().start('Logic', { afterCommit: () => never, bus });
    const dyingFixture = await world().start('Fixture', { afterCommit: () => never, bus });
    world().routes.entries.delete(world().bob);
    const requests = [
      world().send('Logic.SendMessage', message('hello')),
      world().send('Fixture.Keep', { text: 'kept', to: world().bob }),
      world().send('Fixture.Change', { text: 'changed', to: world().bob }),
    ];
    await expect.poll(async () => (await world().history(world().alice, world().bob)).length, { timeout: 10_000 }).toBe(2);
    expect(world().domainEvents).toEqual([]);
    void dying.close();
    void dyingFixture.close();

    await world().start('Logic');
    await world().start('Fixture');
    await waitFor(() => requests.every((id) => world().replies(id).length > 0), 'the answers');
    await told(3);
    const ids = world().domainEvents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    const stored = world().domainEvents.find(({ messageStored }) => messageStored);
    expect(stored).toMatchObject({ id: `${stored?.key}.${stored?.messageStored?.seq}`, absent: [world().bob] });
    expect(world().domainEvents.find(({ profileChanged }) => profileChanged)?.profileChanged?.profile?.about).toBe('changed');
  });

  test('what was told twice has the same id both times', async () => {
    // The first instance dies before what it has told is marked.
    const batches = { ...store().batches, published: async () => undefined };
    const first = await world().start('Fixture', { bus: withoutDrain(world().bus), batches });
    await world().ask('Fixture.Change', { text: 'changed', to: world().bob });
    await told(2);
    await first.close();
    await world().start('Fixture');
    await told(4);
    const [a, b, c, d] = world().domainEvents.map(({ id, key }) => `${id} ${key}`);
    expect([c, d].sort()).toEqual([a, b].sort());
  });

  test('replies do not wait for events, and a command is not done with before its events are told', async () => {
    const held = Promise.withResolvers<void>();
    const sent: im.Envelope.$Properties[] = [];
    const holding: Publisher = {
      send: (_topic, _partition, envelope) => void sent.push(envelope),
      flush: () => held.promise,
      queuedBytes: 0,
    };
    const topic = world().topics.service('Fixture');
    const partition = partitionOf(world().alice, FIXTURE_PARTITIONS);
    const outbox = () => store().batches.readOutbox('fixture', topic, partition, 0, 10);
    const serving = await world().start('Fixture', { domainEventPublisher: holding });
    for (const text of ['one', 'two', 'three', 'four']) await world().ask('Fixture.Change', { text, to: world().bob });
    expect(sent).toHaveLength(8);
    expect(await outbox()).toHaveLength(4);
    held.resolve();
    await serving.close();
    expect(await outbox()).toEqual([]);
  });
});
