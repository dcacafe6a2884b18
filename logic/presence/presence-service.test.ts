// Presence behind the runtime, beside Logic on one log.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { publisher } from '../../infra/messaging/publisher.ts';
import { type RunningService, serve } from '../../infra/service/runtime.ts';
import { sqliteBatches } from '../../infra/sqlite/batches.ts';
import { openSqliteStore, type SqliteStore } from '../../infra/sqlite/store.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { PresenceStore, SocialGraphReader } from '../ports/index.ts';
import { type RuntimeFixture, runtimeFixture } from '../testing/runtime/runtime-fixture.ts';
import { sqliteTestStore } from '../testing/runtime/test-stores.ts';
import { memoryPresence } from './memory-presence.ts';
import { presenceHandlers } from './presence-handlers.ts';

let world: RuntimeFixture;
let positions: SqliteStore;
let servings: RunningService[];
beforeEach(async () => {
  world = await runtimeFixture(await sqliteTestStore());
  positions = openSqliteStore(':memory:');
  servings = [];
});
afterEach(async () => {
  for (const serving of servings) await serving.close();
  await world.close();
  positions.close();
});

async function startPresence(parts: {
  presence?: Partial<PresenceStore>;
  acquaintances?: Partial<SocialGraphReader>;
}): Promise<void> {
  const socialGraph = {
    filterFriends: async () => new Set<string>(),
    findOtherParticipants: async () => [world.bob],
    ...parts.acquaintances,
  };
  const { bus, routes, log, topics } = world;
  const instance = newId();
  servings.push(
    await serve({
      ...{ bus, routes, log, topics, instance },
      publisher: publisher(bus, { instance }),
      batches: sqliteBatches(positions, () => undefined),
      service: im.Presence,
      handlers: presenceHandlers({ presence: { ...memoryPresence(memoryRoutes()), ...parts.presence }, socialGraph }),
      lostCommands: 'skip',
      onFatal: (error) => {
        throw error;
      },
    }),
  );
}
const message = (text: string) => ({ clientMessageId: randomBytes(16), to: world.bob, text });

test('a message is answered and pushed while a thousand typings wait for a store that does not answer', async () => {
  await world.start('Logic');
  const stuck = Promise.withResolvers<string[]>();
  await startPresence({ acquaintances: { findOtherParticipants: () => stuck.promise } });
  const waiting = world.send('Presence.Typing', { conversation: newId() });
  for (let i = 0; i < 1000; i++) world.send('Presence.Typing', { conversation: newId() });
  const reply = await world.ask('Logic.SendMessage', message('hello'));
  expect(reply.failure).toBeFalsy();
  await vi.waitFor(() => expect(world.pushed.map(({ text }) => text)).toContain('hello'));
  expect(world.replies(waiting)).toEqual([]);
  stuck.resolve([]);
  await vi.waitFor(() => expect(world.replies(waiting)).toHaveLength(1));
});

test('a message is answered while the store of presence is away, and commands of presence expire with their answer', async () => {
  await world.start('Logic');
  let away = true;
  await startPresence({ presence: { setAway: async () => (away ? Promise.reject(new Error('away')) : undefined) } });
  const set = world.send('Presence.SetPresence', { away: true }, { deadline: Date.now() + 300 });
  expect((await world.ask('Logic.SendMessage', message('hello'))).failure).toBeFalsy();
  await vi.waitFor(() => expect(world.replies(set)[0]?.failure?.code).toBe(im.Code.EXPIRED), 3000);
  away = false;
  expect((await world.ask('Presence.SetPresence', { away: true })).failure).toBeFalsy();
});

test('typing is pushed to the other one, and is not found in any store', async () => {
  await startPresence({});
  const before = positions.query('SELECT count(*) FROM outbox');
  expect((await world.ask('Presence.Typing', { conversation: newId() })).failure).toBeFalsy();
  await vi.waitFor(() => expect(world.pushed).toHaveLength(1));
  expect(positions.query('SELECT count(*) FROM outbox')).toEqual(before);
});

test('typing has a deadline on its way to a gate, a message has none', async () => {
  await world.start('Logic');
  await startPresence({});
  const events: im.Envelope[] = [];
  await world.bus.follow({
    ...{ topic: world.topics.gate, partition: 0, onGap: () => undefined },
    onRecords: (records) => {
      const envelopes = records.flatMap((record) => im.Pack.decode(record.value).envelopes) as im.Envelope[];
      events.push(...envelopes.filter(({ kind }) => kind === im.Envelope.Kind.PUSH));
    },
  });
  await world.ask('Presence.Typing', { conversation: newId() });
  await world.ask('Logic.SendMessage', message('hello'));
  await vi.waitFor(() => expect(events.map(({ deadline }) => deadline > 0)).toEqual([true, false]));
  expect(events[0]?.deadline).toBeGreaterThan(Date.now());
  expect(events[0]?.deadline).toBeLessThanOrEqual(Date.now() + 3000);
});

test('typing that has waited for more than three seconds is answered and told to nobody', async () => {
  const stuck = Promise.withResolvers<string[]>();
  let asked = 0;
  await startPresence({
    acquaintances: { findOtherParticipants: () => (asked++ === 0 ? stuck.promise : Promise.resolve([world.bob])) },
  });
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const late = world.send('Presence.Typing', { conversation: newId() });
    await vi.waitFor(() => expect(asked).toBe(1));
    vi.setSystemTime(Date.now() + 3001);
    stuck.resolve([world.bob]);
    await vi.waitFor(() => expect(world.replies(late)).toHaveLength(1));
    await world.ask('Presence.Typing', { conversation: newId() });
    await vi.waitFor(() => expect(world.pushed.length).toBeGreaterThan(0));
    expect(world.pushed).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('too many users are refused with the code that says so', async () => {
  await startPresence({});
  const users = Array.from({ length: 501 }, newId);
  expect((await world.ask('Presence.WatchPresence', { users })).failure?.code).toBe(im.Code.BAD_LIMIT);
});
