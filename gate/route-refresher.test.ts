import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import type { Log, Route, Routes } from '../infra/ports/index.ts';
import { im } from '../proto/rpc.ts';
import type { Connection } from './connection/connection.ts';
import { Connections } from './connection/connections.ts';
import { RouteRefresher } from './route-refresher.ts';
import { FIND_USER, type GateFixture, gateFixture, waitUntil } from './testing/gate-fixture.ts';
import { MemoryLog, SLOT } from './testing/memory-log.ts';
import type { WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const BOB = { userId: 'bob', sessionId: 'desktop', epoch: 1 };

/** Routes in a store that can be made unreachable, or emptied. */
class BreakableRoutes implements Routes {
  isDown = false;
  refreshed: { at: number; count: number }[] = [];
  #routes = memoryRoutes();

  clear(): void {
    this.#routes = memoryRoutes();
  }

  async bind(entries: Parameters<Routes['bind']>[0]): Promise<void> {
    return this.#reach().bind(entries);
  }
  async unbind(entries: Parameters<Routes['unbind']>[0]): Promise<void> {
    return this.#reach().unbind(entries);
  }
  async refresh(instance: string, entries: Parameters<Routes['refresh']>[1]): Promise<string[]> {
    const routes = this.#reach();
    this.refreshed.push({ at: performance.now(), count: entries.length });
    return routes.refresh(instance, entries);
  }
  async lookup(userIds: readonly string[]): Promise<Route[][]> {
    return this.#reach().lookup(userIds);
  }
  async removeGate(instance: string): Promise<void> {
    return this.#reach().removeGate(instance);
  }

  #reach(): Routes {
    if (this.isDown) throw new Error('the store is down');
    return this.#routes;
  }
}

describe('the routes of a gate', () => {
  let fixture: GateFixture;
  let routes: BreakableRoutes;

  beforeEach(async () => {
    routes = new BreakableRoutes();
    fixture = await gateFixture({ routes });
  });
  afterEach(() => fixture.close());

  const lookUp = async (userId: string): Promise<Route[]> => (await routes.lookup([userId]))[0] ?? [];
  const resyncs = (client: WireClient): number => client.framesOf(im.Frame.Kind.RESYNC).length;

  test('the gate restores routes that the store has lost, and tells their clients once to sync', async () => {
    const alice = await fixture.client('tcp');
    const bob = await fixture.client('ws');
    const connection = await fixture.logIn(alice, ALICE);
    await fixture.logIn(bob, BOB);
    await waitUntil(() => resyncs(alice) === 1 && resyncs(bob) === 1);
    expect(await lookUp('alice')).toEqual([
      { sessionId: 'phone', epoch: 1, address: { instance: fixture.instance, slot: SLOT, connection } },
    ]);
    routes.clear();
    await waitUntil(() => resyncs(alice) === 2 && resyncs(bob) === 2);
    expect(await lookUp('alice')).toHaveLength(1);
    await twoRounds(routes);
    expect(resyncs(alice)).toBe(2);
  });

  test('traffic continues while the route store is unavailable, and afterwards the gate tells all clients to sync', async () => {
    const alice = await fixture.client('tcp');
    await fixture.logIn(alice, ALICE);
    await waitUntil(() => resyncs(alice) === 1);
    routes.isDown = true;
    await waitUntil(() => fixture.logLines.some((line) => line.message === 'route store unavailable, pushes may be lost'));
    const bob = await fixture.client('ws');
    await fixture.logIn(bob, BOB);
    alice.command(FIND_USER, 2);
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope);
    await waitUntil(() => alice.reply(2) !== undefined);
    routes.isDown = false;
    await waitUntil(() => resyncs(alice) === 2 && resyncs(bob) >= 1);
    expect(fixture.logLines.filter((line) => line.level === 'warn')).toHaveLength(1);
    await expect.poll(() => lookUp('bob')).toHaveLength(1);
  });

  test('the route of a closed connection is removed, at the latest when the store is available again', async () => {
    const alice = await fixture.client('tcp');
    const bob = await fixture.client('ws');
    await fixture.logIn(alice, ALICE);
    await fixture.logIn(bob, BOB);
    await expect.poll(async () => [...(await lookUp('alice')), ...(await lookUp('bob'))]).toHaveLength(2);
    alice.destroy();
    await expect.poll(() => lookUp('alice')).toEqual([]);
    routes.isDown = true;
    bob.destroy();
    await waitUntil(() => fixture.gate.connectionCount() === 0);
    await waitUntil(() => fixture.logLines.some((line) => line.level === 'warn'));
    routes.isDown = false;
    await expect.poll(() => lookUp('bob')).toEqual([]);
  });

  test('the route of a session that moved to another gate stays when the first gate notices the move late', async () => {
    const log = new MemoryLog();
    const second = await gateFixture({ routes, log, instance: 'gate-2' });
    try {
      const old = await fixture.client('tcp');
      await fixture.logIn(old, ALICE);
      await expect.poll(() => lookUp('alice')).toHaveLength(1);
      const moved = await second.client('ws');
      await second.logIn(moved, { ...ALICE, epoch: 2 });
      await expect.poll(async () => (await lookUp('alice')).map((route) => route.address.instance)).toEqual([second.instance]);
      await twoRounds(routes);
      old.destroy();
      await waitUntil(() => fixture.gate.connectionCount() === 0);
      await twoRounds(routes);
      expect((await lookUp('alice')).map((route) => route.address.instance)).toEqual([second.instance]);
    } finally {
      await second.close();
    }
  });

  test('the routes of a stopped gate no longer count', async () => {
    await fixture.logIn(await fixture.client('tcp'), ALICE);
    await expect.poll(() => lookUp('alice')).toHaveLength(1);
    await fixture.gate.stop();
    expect(await lookUp('alice')).toEqual([]);
  });
});

test('thousands of routes are refreshed in calls of at most 500, each once per round', async () => {
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
  const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const now = (): number => performance.now();
  const refresher = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: silentLog,
    intervalMs: 160,
    now,
  });
  try {
    await waitUntil(() => routes.refreshed.length >= 16);
    expect(routes.refreshed.slice(0, 16).map(({ count }) => count)).toEqual(Array.from({ length: 8 }, () => [500, 100]).flat());
    expect(new Set(resynced).size).toBe(8 * 600);
    expect(resynced).toHaveLength(8 * 600);
  } finally {
    await refresher.stop();
  }
});

test('a connection that closes during a refresh does not get its route back', async () => {
  const connections = new Connections();
  const fakes: { isOpen: boolean }[] = [];
  for (let i = 1; i <= 600; i++) {
    const connection = {
      number: 8 * i + 1,
      isOpen: true,
      session: { userId: `user-${i}`, sessionId: 's', epoch: 1 },
      send: () => undefined,
    };
    fakes.push(connection);
    connections.add(connection as unknown as Connection);
  }
  const refreshed: string[][] = [];
  const answered = Promise.withResolvers<string[]>();
  const routes = Object.assign(new BreakableRoutes(), {
    refresh: (_: string, entries: Parameters<Routes['refresh']>[1]) => {
      refreshed.push(entries.map(({ userId }) => userId));
      return answered.promise;
    },
  });
  const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const now = (): number => performance.now();
  const refresher = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: silentLog,
    intervalMs: 60_000,
    now,
  });
  try {
    expect(refreshed).toHaveLength(1);
    const last = fakes.at(-1);
    if (last) last.isOpen = false;
    answered.resolve([]);
    await waitUntil(() => refreshed.length === 2);
    expect(refreshed.map((userIds) => userIds.length)).toEqual([500, 99]);
    expect(refreshed[1]).not.toContain('user-600');
  } finally {
    await refresher.stop();
  }
});

test('a gate that was frozen for longer than its route TTL tells all clients to sync', async () => {
  const routes = new BreakableRoutes();
  const connections = new Connections();
  let resyncs = 0;
  const session = { userId: 'alice', sessionId: 's', epoch: 1 };
  connections.add({ number: 1, isOpen: true, session, send: () => resyncs++ } as unknown as Connection);
  await routes.refresh('gate-1.a', [{ userId: 'alice', route: { sessionId: 's', epoch: 1, address: address(1) } }]);
  const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  let frozenMs = 0;
  const now = (): number => performance.now() + frozenMs;
  const refresher = new RouteRefresher({
    routes,
    connections,
    instance: 'gate-1.a',
    slot: SLOT,
    log: silentLog,
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
    await refresher.stop();
  }
});

function address(connection: number): Route['address'] {
  return { instance: 'gate-1.a', slot: SLOT, connection };
}

/** Resolves when every route has been refreshed twice: eight ticks make a round. */
async function twoRounds(routes: BreakableRoutes): Promise<void> {
  const wanted = routes.refreshed.length + 16;
  await waitUntil(() => routes.refreshed.length >= wanted);
}
