import { afterEach, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { FIND_USER, type GateFixture, gateFixture, waitUntil } from './testing/gate-fixture.ts';
import type { SentEnvelope } from './testing/memory-log.ts';
import type { WireClient } from './testing/wire-client.ts';

const CLIENTS = 20;
const UNDER_WAY = 4;
const ROUNDS = 5;

let world: GateFixture;
afterEach(() => world.close());

test.each([1, 100])(
  'a gate that is full takes turns: nobody is served again before all who wait have been, with %i commands of a client under way at once',
  async (maxPendingCommands) => {
    await crowd({ maxPendingCommands });
    for (let answered = 0; answered < CLIENTS * ROUNDS; answered++) {
      await waitUntil(() => commands().length > answered);
      world.reply((commands()[answered] as SentEnvelope).envelope);
      // What the sockets have is read between two answers, as it is between two fetches of the log.
      await new Promise(setImmediate);
    }
    const turns = new Map<number, number>();
    for (const { envelope } of commands().slice(0, CLIENTS * ROUNDS)) {
      turns.set(envelope.connection, (turns.get(envelope.connection) ?? 0) + 1);
    }
    expect(turns.size).toBe(CLIENTS);
    // Who comes first is served while the others have not even been heard.
    expect(Math.min(...turns.values())).toBeGreaterThanOrEqual(ROUNDS - 2);
  },
);

test('a gate that is full reads on as soon as half of it has been answered, without waiting for a clock', async () => {
  await crowd({ maxPendingCommands: 100 }, 60_000);
  for (let i = 0; i < UNDER_WAY / 2; i++) world.reply((commands()[i] as SentEnvelope).envelope);
  await waitUntil(() => commands().length === UNDER_WAY + UNDER_WAY / 2);
});

function commands(): SentEnvelope[] {
  return world.log.sent.filter(({ envelope }) => envelope.rpc === FIND_USER);
}

/** Clients that have all sent more than the gate takes at once. */
async function crowd(limits: { maxPendingCommands: number }, pauseCheckIntervalMs = 10): Promise<void> {
  world = await gateFixture({
    routes: memoryRoutes(),
    limits: { ...limits, maxCommandsInFlight: UNDER_WAY },
    timings: { pauseCheckIntervalMs, routeRefreshIntervalMs: 8000 },
  });
  const clients: WireClient[] = [];
  for (let i = 0; i < CLIENTS; i++) {
    const client = await world.client(i % 2 === 0 ? 'tcp' : 'ws');
    // Nothing is taken from them before all are there.
    await world.logIn(client, { userId: `user-${i}`, sessionId: 's', epoch: 1 });
    clients.push(client);
  }
  for (const client of clients) for (let i = 0; i < 2 * ROUNDS; i++) client.command(FIND_USER, i + 2);
  await waitUntil(() => commands().length === UNDER_WAY);
}
