import { expect, test } from 'vitest';
import type { Bus } from '../../infra/ports/index.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { FIXTURE_PARTITIONS } from '../../logic/testing/runtime/fixture-service.ts';
import { failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('a command enqueued for another service', (fixture, store) => {
  const never = new Promise<void>(() => undefined);

  /** The commands that arrive in Logic's topic from now on. */
  async function arriving(): Promise<im.Envelope[]> {
    const envelopes: im.Envelope[] = [];
    for (let partition = 0; partition < FIXTURE_PARTITIONS; partition++)
      await fixture().bus.follow({
        topic: fixture().topics.service('Logic'),
        partition,
        onGap: () => undefined,
        onRecords: (records) => {
          const arrived = records.flatMap((record) => im.Pack.decode(record.value).envelopes as im.Envelope[]);
          envelopes.push(...arrived.filter(({ userId }) => partitionOf(userId, FIXTURE_PARTITIONS) === partition));
        },
      });
    return envelopes;
  }

  const isForgotten = (userId: string) => () =>
    fixture().domainEvents.some(({ key, profileChanged }) => key === userId && profileChanged?.profile?.name === '');

  test('arrives in the name of the user, in the order of their commands, with a unique id and no reply address', async () => {
    const envelopes = await arriving();
    await fixture().start('Fixture');
    for (const toUserId of [fixture().bob, fixture().alice]) await fixture().ask('Fixture.Enqueue', { toUserId });
    await waitFor(() => envelopes.length === 2, 'both commands');
    const prefix = `${fixture().topics.service('Fixture')}.${partitionOf(fixture().alice, FIXTURE_PARTITIONS)}`;
    expect(envelopes).toMatchObject([
      { userId: fixture().bob, connection: 0, replyTo: { topic: '', instance: `${prefix}.0.0.0` } },
      { userId: fixture().alice, connection: 0, replyTo: { topic: '', instance: `${prefix}.1.0.0` } },
    ]);
  });

  test('runs when the other service is available again', async () => {
    await store().removeUser(fixture().bob);
    const telling = await fixture().start('Fixture');
    await fixture().ask('Fixture.Enqueue', { toUserId: fixture().bob });
    await telling.close();
    await fixture().start('Logic');
    await waitFor(isForgotten(fixture().bob), 'that bob is forgotten');
    expect(fixture().deadLetters).toEqual([]);
  });

  test('is not sent by a refused command', async () => {
    const envelopes = await arriving();
    await fixture().start('Fixture');
    expect(failureCode(await fixture().ask('Fixture.Enqueue', { toUserId: fixture().bob, text: 'refuse' }))).toBe('BAD_ARGUMENT');
    await fixture().ask('Fixture.Enqueue', { toUserId: fixture().alice });
    await waitFor(() => envelopes.length > 0, 'the command');
    expect(envelopes.map(({ userId }) => userId)).toEqual([fixture().alice]);
  });

  test('survives a crash between commit and publish: the new owner sends it with the same id', async () => {
    const envelopes = await arriving();
    await store().removeUser(fixture().bob);
    await fixture().start('Logic');
    const dying = await fixture().start('Fixture', { afterCommit: () => never, bus: withoutDrain(fixture().bus) });
    fixture().send('Fixture.Enqueue', { toUserId: fixture().bob });
    await isStored();
    expect(envelopes).toEqual([]);
    void dying.close();
    await fixture().start('Fixture');
    await waitFor(isForgotten(fixture().bob), 'that bob is forgotten');
    const prefix = `${fixture().topics.service('Fixture')}.${partitionOf(fixture().alice, FIXTURE_PARTITIONS)}`;
    expect(envelopes.map(({ replyTo }) => replyTo?.instance)).toEqual([`${prefix}.0.0.0`]);
  });

  test('survives even if the command that caused it was deleted from the log before the takeover', async () => {
    await store().removeUser(fixture().bob);
    await fixture().start('Logic');
    const dying = await fixture().start('Fixture', { afterCommit: () => never, bus: withoutDrain(fixture().bus) });
    fixture().send('Fixture.Enqueue', { toUserId: fixture().bob });
    await isStored();
    void dying.close();
    const { bus } = fixture();
    const emptied: Bus = {
      ...withoutDrain(bus),
      consume: (options) =>
        bus.consume({
          ...options,
          onAssigned: (ranges) => options.onAssigned(ranges.map((range) => ({ ...range, earliest: range.end }))),
        }),
    };
    await fixture().start('Fixture', { bus: emptied });
    await waitFor(isForgotten(fixture().bob), 'that bob is forgotten');
  });

  /** Waits until the fixture's command is committed: its outcome stands in the outbox. */
  async function isStored(): Promise<void> {
    const topic = fixture().topics.service('Fixture');
    const { batches } = store();
    let rows = 0;
    const look = async (): Promise<void> => {
      rows = (await batches.readOutbox('fixture', topic, partitionOf(fixture().alice, FIXTURE_PARTITIONS), 0, 10)).length;
    };
    await waitFor(() => {
      void look();
      return rows > 0;
    }, 'the outcome in the outbox');
  }
});
