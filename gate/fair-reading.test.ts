import { afterEach, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { FIND_USER, type GateFixture, gateFixture, waitUntil } from './testing/gate-fixture.ts';
import type { SentEnvelope } from './testing/memory-log.ts';
import type { WireClient } from './testing/wire-client.ts';

const CLIENTS = 20;
const IN_FLIGHT = 4;
const ROUNDS = 5;

let fixture: GateFixture;
afterEach(() => fixture.close());

test.each([1, 100])(
  'a congested gate serves every waiting client before it serves one again (%i pending commands per client)',
  async (maxPendingCommands) => {
    await crowd({ maxPendingCommands });
    for (let answered = 0; answered < CLIENTS * ROUNDS; answered++) {
      await waitUntil(() => commands().length > answered);
      fixture.reply((commands()[answered] as SentEnvelope).envelope);
      // Let the gate read its sockets between two replies, as it does between two fetches of the log.
      await new Promise(setImmediate);
    }
    const turns = new Map<number, number>();
    for (const { envelope } of commands().slice(0, CLIENTS * ROUNDS)) {
      turns.set(envelope.connection, (turns.get(envelope.connection) ?? 0) + 1);
    }
    expect(turns.size).toBe(CLIENTS);
    // The gate serves the first clients before it has read from the others.
    expect(Math.min(...turns.values())).toBeGreaterThanOrEqual(ROUNDS - 2);
  },
);

test('a congested gate reads again as soon as half of its commands are answered, without waiting for a timer', async () => {
  await crowd({ maxPendingCommands: 100 }, 60_000);
  for (let i = 0; i < IN_FLIGHT / 2; i++) fixture.reply((commands()[i] as SentEnvelope).envelope);
  await waitUntil(() => commands().length === IN_FLIGHT + IN_FLIGHT / 2);
});

function commands(): SentEnvelope[] {
  return fixture.log.sent.filter(({ envelope }) => envelope.rpc === FIND_USER);
}

/** Connects clients that all send more than the gate reads at once. */
async function crowd(limits: { maxPendingCommands: number }, pauseCheckIntervalMs = 10): Promise<void> {
  fixture = await gateFixture({
    routes: memoryRoutes(),
    limits: { ...limits, maxCommandsInFlight: IN_FLIGHT },
    timings: { pauseCheckIntervalMs, routeRefreshIntervalMs: 8000 },
  });
  const clients: WireClient[] = [];
  for (let i = 0; i < CLIENTS; i++) {
    const client = await fixture.client(i % 2 === 0 ? 'tcp' : 'ws');
    // They send only after all are logged in.
    await fixture.logIn(client, { userId: `user-${i}`, sessionId: 's', epoch: 1 });
    clients.push(client);
  }
  for (const client of clients) for (let i = 0; i < 2 * ROUNDS; i++) client.command(FIND_USER, i + 2);
  await waitUntil(() => commands().length === IN_FLIGHT);
}
