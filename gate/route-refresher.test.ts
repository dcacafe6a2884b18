import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import type { Log, Route, Routes } from '../infra/ports/index.ts';
import { im } from '../proto/rpc.ts';
import type { Connection } from './connection.ts';
import { Connections } from './connections.ts';
import { RouteRefresher } from './route-refresher.ts';
import { FIND_USER, type GateFixture, gateFixture, waitUntil } from './testing/gate-fixture.ts';
import { MemoryLog, SLOT } from './testing/memory-log.ts';
import type { WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BOB = { userId: 'bob', sessionId: 'desktop', epoch: 1 };

/** Routes in a store that can be cut off, or emptied. */
class BreakableRoutes implements Routes {
  away = false;
  asserted: { at: number; count: number }[] = [];
  #routes = memoryRoutes();

  lose(): void {
    this.#routes = memoryRoutes();
  }

  async bind(entries: Parameters<Routes['bind']>[0]): Promise<void> {
    return this.#reached().bind(entries);
  }
  async unbind(entries: Parameters<Routes['unbind']>[0]): Promise<void> {
    return this.#reached().unbind(entries);
  }
  async refresh(instance: string, entries: Parameters<Routes['refresh']>[1]): Promise<string[]> {
    const routes = this.#reached();
    this.asserted.push({ at: performance.now(), count: entries.length });
    return routes.refresh(instance, entries);
  }
  async lookup(users: readonly string[]): Promise<Route[][]> {
    return this.#reached().lookup(users);
  }
  async removeGate(instance: string): Promise<void> {
    return this.#reached().removeGate(instance);
  }

  #reached(): Routes {
    if (this.away) throw new Error('the store is away');
    return this.#routes;
  }
}

describe('routes', () => {
  let world: GateFixture;
  let routes: BreakableRoutes;

  beforeEach(async () => {
    routes = new BreakableRoutes();
    world = await gateFixture({ routes });
  });
  afterEach(() => world.close());

  const found = async (user: string): Promise<Route[]> => (await routes.lookup([user]))[0] ?? [];
  const resyncs = (client: WireClient): number => client.framesOf(im.Frame.Kind.RESYNC).length;

  test('that are lost are back soon, and whoever may have missed a push is told to sync, once', async () => {
    const alice = await world.client('tcp');
    const bob = await world.client('ws');
    const connection = await world.logIn(alice, ALICE);
    await world.logIn(bob, BOB);
    await waitUntil(() => resyncs(alice) === 1 && resyncs(bob) === 1);
    expect(await found('alice')).toEqual([
      { sessionId: 'phone', epoch: 1, address: { instance: world.instance, slot: SLOT, connection } },
    ]);
    routes.lose();
    await waitUntil(() => resyncs(alice) === 2 && resyncs(bob) === 2);
    expect(await found('alice')).toHaveLength(1);
    await twoRounds(routes);
    expect(resyncs(alice)).toBe(2);
  });

  test('that cannot be reached disturb no traffic; when they can, everybody is told to sync', async () => {
    const alice = await world.client('tcp');
    await world.logIn(alice, ALICE);
    await waitUntil(() => resyncs(alice) === 1);
    routes.away = true;
    await waitUntil(() => world.logLines.some((line) => line.message === 'routes cannot be reached'));
    const bob = await world.client('ws');
    await world.logIn(bob, BOB);
    alice.command(FIND_USER, 2);
    world.reply((await world.waitForCommand(FIND_USER)).envelope);
    await waitUntil(() => alice.reply(2) !== undefined);
    routes.away = false;
    await waitUntil(() => resyncs(alice) === 2 && resyncs(bob) >= 1);
    expect(world.logLines.filter((line) => line.level === 'warn')).toHaveLength(1);
    await expect.poll(() => found('bob')).toHaveLength(1);
  });

  test('of a connection that has gone are removed, at the latest when the store is back', async () => {
    const alice = await world.client('tcp');
    const bob = await world.client('ws');
    await world.logIn(alice, ALICE);
    await world.logIn(bob, BOB);
    await expect.poll(async () => [...(await found('alice')), ...(await found('bob'))]).toHaveLength(2);
    alice.destroy();
    await expect.poll(() => found('alice')).toEqual([]);
    routes.away = true;
    bob.destroy();
    await waitUntil(() => world.gate.connectionCount() === 0);
    await waitUntil(() => world.logLines.some((line) => line.level === 'warn'));
    routes.away = false;
    await expect.poll(() => found('bob')).toEqual([]);
  });

  test('of a session that moved to another gate stay there when the first one notices late', async () => {
    const log = new MemoryLog();
    const second = await gateFixture({ routes, log, instance: 'gate-2.test' });
    try {
      const old = await world.client('tcp');
      await world.logIn(old, ALICE);
      await expect.poll(() => found('alice')).toHaveLength(1);
      const moved = await second.client('ws');
      await second.logIn(moved, { ...ALICE, epoch: 2 });
      await expect.poll(async () => (await found('alice')).map((route) => route.address.instance)).toEqual(['gate-2.test']);
      await twoRounds(routes);
      old.destroy();
      await waitUntil(() => world.gate.connectionCount() === 0);
      await twoRounds(routes);
      expect((await found('alice')).map((route) => route.address.instance)).toEqual(['gate-2.test']);
    } finally {
      await second.close();
    }
  });

  test('of a gate that stops do not count any more', async () => {
    await world.logIn(await world.client('tcp'), ALICE);
    await expect.poll(() => found('alice')).toHaveLength(1);
    await world.gate.stop();
    expect(await found('alice')).toEqual([]);
  });
});

test('thousands of routes are asserted in calls of at most 500, each once in a round', async () => {
  const routes = new BreakableRoutes();
  const connections = new Connections();
  const resynced: number[] = [];
  for (let number = 1; number <= 8 * 600; number++) {
    const connection = {
      number,
      isOpen: true,
      session: { userId: `user-${number}`, sessionId: 's', epoch: 1 },
      send: () => resynced.push(number),
    };
    connections.add(connection as unknown as Connection);
  }
  const none: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const now = (): number => performance.now();
  const assertions = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: none,
    intervalMs: 160,
    now,
  });
  try {
    await waitUntil(() => routes.asserted.length >= 16);
    expect(routes.asserted.slice(0, 16).map(({ count }) => count)).toEqual(Array.from({ length: 8 }, () => [500, 100]).flat());
    expect(new Set(resynced).size).toBe(8 * 600);
    expect(resynced).toHaveLength(8 * 600);
  } finally {
    await assertions.stop();
  }
});

test('a connection that closes while the routes before its own are asserted does not get its route back', async () => {
  const connections = new Connections();
  const open: { isOpen: boolean }[] = [];
  for (let i = 1; i <= 600; i++) {
    const connection = {
      number: 8 * i + 1,
      isOpen: true,
      session: { userId: `user-${i}`, sessionId: 's', epoch: 1 },
      send: () => undefined,
    };
    open.push(connection);
    connections.add(connection as unknown as Connection);
  }
  const asserted: string[][] = [];
  const answered = Promise.withResolvers<string[]>();
  const routes = Object.assign(new BreakableRoutes(), {
    refresh: (_: string, entries: Parameters<Routes['refresh']>[1]) => {
      asserted.push(entries.map(({ user }) => user));
      return answered.promise;
    },
  });
  const none: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const now = (): number => performance.now();
  const assertions = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: none,
    intervalMs: 60_000,
    now,
  });
  try {
    expect(asserted).toHaveLength(1);
    const last = open.at(-1);
    if (last) last.isOpen = false;
    answered.resolve([]);
    await waitUntil(() => asserted.length === 2);
    expect(asserted.map((users) => users.length)).toEqual([500, 99]);
    expect(asserted[1]).not.toContain('user-600');
  } finally {
    await assertions.stop();
  }
});

test('a gate that was frozen for so long that it did not count tells everybody to sync', async () => {
  const routes = new BreakableRoutes();
  const connections = new Connections();
  let resyncs = 0;
  const session = { userId: 'alice', sessionId: 's', epoch: 1 };
  connections.add({ number: 1, isOpen: true, session, send: () => resyncs++ } as unknown as Connection);
  await routes.refresh('gate-1.a', [{ user: 'alice', route: { sessionId: 's', epoch: 1, address: address(1) } }]);
  const none: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  let frozenMs = 0;
  const now = (): number => performance.now() + frozenMs;
  const assertions = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: none,
    intervalMs: 80,
    now,
  });
  try {
    await twoRounds(routes);
    expect(resyncs).toBe(0);
    frozenMs = 10_001;
    await waitUntil(() => resyncs === 1);
    await twoRounds(routes);
    expect(resyncs).toBe(1);
  } finally {
    await assertions.stop();
  }
});

function address(connection: number): Route['address'] {
  return { instance: 'gate-1.a', slot: SLOT, connection };
}

/** Every route has been asserted twice since the call: eight ticks make a round. */
async function twoRounds(routes: BreakableRoutes): Promise<void> {
  const until16 = routes.asserted.length + 16;
  await waitUntil(() => routes.asserted.length >= until16);
}
