// Presence through the service runtime, together with Logic on one log.
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

let fixture: RuntimeFixture;
let positions: SqliteStore;
let servings: RunningService[];
beforeEach(async () => {
  fixture = await runtimeFixture(await sqliteTestStore());
  positions = openSqliteStore(':memory:');
  servings = [];
});
afterEach(async () => {
  for (const serving of servings) await serving.close();
  await fixture.close();
  positions.close();
});

async function startPresence(parts: {
  presence?: Partial<PresenceStore>;
  socialGraph?: Partial<SocialGraphReader>;
}): Promise<void> {
  const reader = {
    filterFriends: async () => new Set<string>(),
    findOtherParticipants: async () => [fixture.bob],
    isFormerMember: async () => false,
    ...parts.socialGraph,
  };
  const { bus, packs, routes, log, topics } = fixture;
  const instance = newId();
  servings.push(
    await serve({
      ...{ bus, routes, log, topics, instance, gatePartitions: 1 },
      publisher: publisher(bus, { instance, signer: packs.signer }),
      packs,
      batches: sqliteBatches(positions, () => undefined),
      service: im.Presence,
      handlers: presenceHandlers({
        presence: Object.assign(memoryPresence(memoryRoutes()), parts.presence),
        socialGraph: reader,
      }),
      lostCommands: 'skip',
      onFatal: (error) => {
        throw error;
      },
    }),
  );
}
const message = (text: string) => ({ clientMessageId: randomBytes(16), toUserId: fixture.bob, text });

test('a message is acknowledged and pushed while 1000 Typing commands wait for a silent store', async () => {
  await fixture.start('Logic');
  const stuck = Promise.withResolvers<string[]>();
  await startPresence({ socialGraph: { findOtherParticipants: () => stuck.promise } });
  const waiting = fixture.send('Presence.Typing', { conversationId: newId() });
  for (let i = 0; i < 1000; i++) fixture.send('Presence.Typing', { conversationId: newId() });
  const reply = await fixture.ask('Logic.SendMessage', message('hello'));
  expect(reply.failure).toBeFalsy();
  await vi.waitFor(() => expect(fixture.pushed.map(({ text }) => text)).toContain('hello'));
  expect(fixture.replies(waiting)).toEqual([]);
  stuck.resolve([]);
  await vi.waitFor(() => expect(fixture.replies(waiting)).toHaveLength(1));
});

test('while the presence store is unavailable, messages are acknowledged and presence commands expire', async () => {
  await fixture.start('Logic');
  let away = true;
  await startPresence({ presence: { setAway: async () => (away ? Promise.reject(new Error('away')) : undefined) } });
  const set = fixture.send('Presence.SetPresence', { away: true }, { timeoutMs: 300 });
  expect((await fixture.ask('Logic.SendMessage', message('hello'))).failure).toBeFalsy();
  await vi.waitFor(() => expect(fixture.replies(set)[0]?.failure?.code).toBe(im.Code.EXPIRED), 3000);
  away = false;
  expect((await fixture.ask('Presence.SetPresence', { away: true })).failure).toBeFalsy();
});

test('Typing is pushed to the peer and not stored', async () => {
  await startPresence({});
  const before = positions.query('SELECT count(*) FROM outbox');
  expect((await fixture.ask('Presence.Typing', { conversationId: newId() })).failure).toBeFalsy();
  await vi.waitFor(() => expect(fixture.pushed).toHaveLength(1));
  expect(positions.query('SELECT count(*) FROM outbox')).toEqual(before);
});

test('a Typing push is worth sending for 3 s, and a message push for ever', async () => {
  await fixture.start('Logic');
  await startPresence({});
  const events: im.Envelope[] = [];
  await fixture.bus.follow({
    ...{ topic: fixture.topics.gate, partition: 0, onGap: () => undefined },
    onRecords: (records) => {
      const envelopes = records.flatMap((record) => im.Pack.decode(record.value).envelopes) as im.Envelope[];
      events.push(...envelopes.filter(({ kind }) => kind === im.Envelope.Kind.PUSH));
    },
  });
  await fixture.ask('Presence.Typing', { conversationId: newId() });
  await fixture.ask('Logic.SendMessage', message('hello'));
  await vi.waitFor(() => expect(events.map(({ timeoutMs }) => timeoutMs > 0)).toEqual([true, false]));
  expect(events[0]?.timeoutMs).toBeLessThanOrEqual(3000);
});

test('Typing that has waited longer than three seconds is acknowledged and not pushed', async () => {
  await startPresence({});
  expect((await fixture.ask('Presence.Typing', { conversationId: newId() }, { heldMs: 3001 })).failure).toBeFalsy();
  await fixture.ask('Presence.Typing', { conversationId: newId() }, { clockAheadMs: -60_000 });
  await vi.waitFor(() => expect(fixture.pushed.length).toBeGreaterThan(0));
  expect(fixture.pushed).toHaveLength(1);
});

test('WatchPresence with 501 users is BAD_LIMIT', async () => {
  await startPresence({});
  const userIds = Array.from({ length: 501 }, newId);
  expect((await fixture.ask('Presence.WatchPresence', { userIds })).failure?.code).toBe(im.Code.BAD_LIMIT);
});
