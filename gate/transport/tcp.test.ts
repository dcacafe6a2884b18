import type { Socket as NetSocket } from 'node:net';
import { expect, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { FIND_USER, gateFixture, SEND_MESSAGE, waitUntil } from '../testing/gate-fixture.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };

test('a TCP client that closes its writing side gets the replies to its commands before the gate closes', async () => {
  const fixture = await gateFixture({ routes: memoryRoutes() });
  try {
    const client = await fixture.client('tcp');
    await fixture.logIn(client, ALICE);
    client.command(SEND_MESSAGE, 2);
    client.command(FIND_USER, 3);
    (client.raw as NetSocket).end();
    const { envelope: first } = await fixture.waitForCommand(SEND_MESSAGE);
    const { envelope: second } = await fixture.waitForCommand(FIND_USER);
    fixture.reply(first);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(client.isClosed).toBe(false);
    fixture.reply(second);
    await waitUntil(() => client.isClosed);
    expect(client.reply(3)).toBeDefined();
  } finally {
    await fixture.close();
  }
});
