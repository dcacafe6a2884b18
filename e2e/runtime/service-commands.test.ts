import { expect, test } from 'vitest';
import type { Bus } from '../../infra/ports/index.ts';
import { FIXTURE_PARTITIONS } from '../../logic/testing/runtime/fixture-service.ts';
import { failureCode, waitFor, withoutDrain } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('what one service tells another', (world, store) => {
  const never = new Promise<void>(() => undefined);

  /** Commands that came to Logic's topic. */
  async function arriving(): Promise<im.Envelope[]> {
    const envelopes: im.Envelope[] = [];
    for (let partition = 0; partition < FIXTURE_PARTITIONS; partition++)
      await world().bus.follow({
        topic: world().topics.service('Logic'),
        partition,
        onGap: () => undefined,
        onRecords: (records) => {
          const arrived = records.flatMap((record) => im.Pack.decode(record.value).envelopes as im.Envelope[]);
          envelopes.push(...arrived.filter(({ userId }) => partitionOf(userId, FIXTURE_PARTITIONS) === partition));
        },
      });
    return envelopes;
  }

  const isForgotten = (user: string) => () =>
    world().domainEvents.some(({ key, profileChanged }) => key === user && profileChanged?.profile?.name === '');

  test('comes in the name of the user and in the order of his commands, with an id of its own; nobody waits for the answer', async () => {
    const envelopes = await arriving();
    await world().start('Fixture');
    for (const to of [world().bob, world().alice]) await world().ask('Fixture.Tell', { to });
    await waitFor(() => envelopes.length === 2, 'both commands');
    const prefix = `${world().topics.service('Fixture')}.${partitionOf(world().alice, FIXTURE_PARTITIONS)}`;
    expect(envelopes).toMatchObject([
      { userId: world().bob, connection: 0, replyTo: { topic: '', instance: `${prefix}.0.0.0` } },
      { userId: world().alice, connection: 0, replyTo: { topic: '', instance: `${prefix}.1.0.0` } },
    ]);
  });

  test('is done when that service comes back, where it was away', async () => {
    await store().removeUser(world().bob);
    const telling = await world().start('Fixture');
    await world().ask('Fixture.Tell', { to: world().bob });
    await telling.close();
    await world().start('Logic');
    await waitFor(isForgotten(world().bob), 'that bob is forgotten');
    expect(world().deadLetters).toEqual([]);
  });

  test('is not told by what is refused', async () => {
    const envelopes = await arriving();
    await world().start('Fixture');
    expect(failureCode(await world().ask('Fixture.Tell', { to: world().bob, text: 'refuse' }))).toBe('BAD_ARGUMENT');
    await world().ask('Fixture.Tell', { to: world().alice });
    await waitFor(() => envelopes.length > 0, 'the command');
    expect(envelopes.map(({ userId }) => userId)).toEqual([world().alice]);
  });

  test('survives a death between commit and publish: who takes over tells it, with the same id', async () => {
    const envelopes = await arriving();
    await store().removeUser(world().bob);
    await world().start('Logic');
    const dying = await world().start('Fixture', { afterCommit: () => never, bus: withoutDrain(world().bus) });
    world().send('Fixture.Tell', { to: world().bob });
    await isStored();
    expect(envelopes).toEqual([]);
    void dying.close();
    await world().start('Fixture');
    await waitFor(isForgotten(world().bob), 'that bob is forgotten');
    const prefix = `${world().topics.service('Fixture')}.${partitionOf(world().alice, FIXTURE_PARTITIONS)}`;
    expect(envelopes.map(({ replyTo }) => replyTo?.instance)).toEqual([`${prefix}.0.0.0`]);
  });

  test('survives even when the command that led to it has left the log before anybody took over', async () => {
    await store().removeUser(world().bob);
    await world().start('Logic');
    const dying = await world().start('Fixture', { afterCommit: () => never, bus: withoutDrain(world().bus) });
    world().send('Fixture.Tell', { to: world().bob });
    await isStored();
    void dying.close();
    const { bus } = world();
    const emptied: Bus = {
      ...withoutDrain(bus),
      consume: (options) =>
        bus.consume({
          ...options,
          onAssigned: (ranges) => options.onAssigned(ranges.map((range) => ({ ...range, earliest: range.end }))),
        }),
    };
    await world().start('Fixture', { bus: emptied });
    await waitFor(isForgotten(world().bob), 'that bob is forgotten');
  });

  /** The fixture's command is committed: its outcome stands in the outbox. */
  async function isStored(): Promise<void> {
    const topic = world().topics.service('Fixture');
    const { batches } = store();
    let rows = 0;
    const look = async (): Promise<void> => {
      rows = (await batches.readOutbox('fixture', topic, partitionOf(world().alice, FIXTURE_PARTITIONS), 0, 10)).length;
    };
    await waitFor(() => {
      void look();
      return rows > 0;
    }, 'the outcome in the outbox');
  }
});
