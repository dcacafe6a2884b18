import { afterEach, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import { FIND_USER, type GateFixture, gateFixture, LOG_IN, SEND_MESSAGE, waitUntil } from './testing/gate-fixture.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };

let fixture: GateFixture;
afterEach(() => fixture.close());

test('what no service could decode, and what is larger than any request of its rpc, does not enter the log', async () => {
  fixture = await gateFixture({ routes: memoryRoutes() });
  const client = await fixture.client('ws');
  const garbage = (bytes: number): Buffer => Buffer.alloc(bytes, 0xff);
  const valid = (bytes: number): Uint8Array => im.FindUserRequest.encode({ name: 'x'.repeat(bytes) }).finish();
  client.command(LOG_IN, 11, garbage(20));
  client.command(301, 12, garbage(3));
  client.command(LOG_IN, 13, im.LogInRequest.encode({ name: 'x'.repeat(5000) }).finish());
  await waitUntil(() => [11, 12, 13].every((id) => client.reply(id) !== undefined));
  expect([11, 12, 13].map((id) => client.failure(id))).toEqual(new Array(3).fill('BAD_PAYLOAD'));
  await fixture.logIn(client, ALICE);
  client.command(FIND_USER, 21, valid(9000));
  client.command(SEND_MESSAGE, 22, garbage(9000));
  client.command(FIND_USER, 23, valid(7000));
  const { envelope } = await fixture.waitForCommand(FIND_USER);
  await waitUntil(() => [21, 22].every((id) => client.reply(id) !== undefined));
  expect([21, 22].map((id) => client.failure(id))).toEqual(['BAD_PAYLOAD', 'BAD_PAYLOAD']);
  expect(envelope.payload).toHaveLength(7003);
  expect(fixture.log.sent.map((sent) => sent.envelope.rpc)).toEqual([LOG_IN, FIND_USER]);
});
