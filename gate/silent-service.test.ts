// What a service that does not answer costs the commands for other services.
import { afterEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import { FIND_USER, type GateFixture, gateFixture, LOG_IN, SEND_MESSAGE, waitUntil } from './testing/gate-fixture.ts';
import type { WireClient } from './testing/wire-client.ts';

let fixture: GateFixture;
afterEach(() => fixture.close());

test('without a living instance reads are refused at once, and messages go into the log', async () => {
  const living = { isLiving: (service: string) => service === 'Auth', statusUrls: ['http://status:7003'] };
  fixture = await gateFixture({ routes: memoryRoutes(), living });
  const client = await fixture.client('tcp');
  await fixture.logIn(client, { userId: 'alice', sessionId: 's', epoch: 1 });
  client.command(FIND_USER, 2);
  await waitUntil(() => client.reply(2) !== undefined);
  expect(client.reply(2)?.failure).toMatchObject({ code: im.Code.UNAVAILABLE, retry: im.Retry.RESEND });
  client.command(SEND_MESSAGE, 3);
  await fixture.waitForCommand(SEND_MESSAGE);
  expect(fixture.log.sent.map(({ envelope }) => envelope.rpc)).toEqual([LOG_IN, SEND_MESSAGE]);
  await fixture.gate.stop();
  await waitUntil(() => client.isClosed);
  const close = im.Close.decode(client.frames.at(-1)?.payload ?? new Uint8Array());
  expect(close.statusUrls).toEqual(['http://status:7003']);
});

async function start(maxCommandsInFlight: number): Promise<void> {
  fixture = await gateFixture({ routes: memoryRoutes(), limits: { maxCommandsInFlight } });
}

describe('a service that does not answer', () => {
  const LIST_SESSIONS = 107;

  test('takes only its own allowance of commands in flight: commands for another service go on', async () => {
    await start(50);
    const ofAuth: WireClient[] = [];
    for (let i = 0; i < 20; i++) {
      const client = await fixture.client(i % 2 ? 'tcp' : 'ws');
      await fixture.logIn(client, { userId: `user-${i}`, sessionId: 's', epoch: 1 });
      ofAuth.push(client);
    }
    const bob = await fixture.client('tcp');
    await fixture.logIn(bob, { userId: 'bob', sessionId: 's', epoch: 1 });
    for (const client of ofAuth) for (let i = 2; i < 12; i++) client.command(LIST_SESSIONS, i);
    const sessions = () => fixture.log.sent.filter(({ envelope }) => envelope.rpc === LIST_SESSIONS);
    await waitUntil(() => sessions().length === 50);
    for (let i = 0; i < 20; i++) {
      bob.command(FIND_USER, 100 + i);
      const { envelope } = await fixture.waitForCommand(FIND_USER, i);
      fixture.reply(envelope);
      await waitUntil(() => bob.reply(100 + i) !== undefined);
    }
    expect(sessions()).toHaveLength(50);
    // A client whose next command is for the other service waits for nobody, and keeps its own order.
    const waiting = ofAuth.at(-1) as WireClient;
    waiting.command(FIND_USER, 50);
    // As auth answers, all get their turn, in their order.
    let answered = 0;
    await waitUntil(() => {
      for (const { envelope } of sessions().slice(answered)) {
        answered++;
        fixture.reply(envelope);
      }
      return answered === 200;
    });
    await fixture.waitForCommand(FIND_USER, 20);
    const ofWaiting = fixture.log.sent.map(({ envelope }) => envelope).filter(({ userId }) => userId === 'user-19');
    expect(ofWaiting.map(({ rpc }) => rpc)).toEqual([...new Array(10).fill(LIST_SESSIONS), FIND_USER]);
  });

  test('commands of clients that are not logged in wait for it as well', async () => {
    await start(4);
    const users = await Promise.all(Array.from({ length: 4 }, () => fixture.client('tcp')));
    for (const [i, user] of users.entries()) await fixture.logIn(user, { userId: `user-${i}`, sessionId: 's', epoch: 1 });
    for (const user of users) user.command(LIST_SESSIONS, 2);
    await fixture.waitForCommand(LIST_SESSIONS, 3);
    const stranger = await fixture.client('ws');
    stranger.command(LOG_IN, 1);
    users[0]?.command(FIND_USER, 3);
    await fixture.waitForCommand(FIND_USER);
    expect(fixture.log.sent.filter(({ envelope }) => envelope.rpc === LOG_IN)).toHaveLength(4);
    for (let i = 0; i < 4; i++) fixture.reply((await fixture.waitForCommand(LIST_SESSIONS, i)).envelope);
    await fixture.waitForCommand(LOG_IN, 4);
  });
});
