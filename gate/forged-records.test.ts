// What reaches clients when somebody without the services' keys writes to the topic of the gates.
import { afterEach, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import type { PackSigner } from '../infra/ports/index.ts';
import { servicePackKeys } from '../infra/process/pack-keys.ts';
import { testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { type im as Contract, im } from '../proto/rpc.ts';
import { FIND_USER, type GateFixture, gateFixture, TOPICS, waitUntil } from './testing/gate-fixture.ts';
import { SLOT } from './testing/memory-log.ts';

const fixtures: GateFixture[] = [];
afterEach(async () => {
  for (const fixture of fixtures.splice(0)) await fixture.close();
});

async function start(instance: string): Promise<GateFixture> {
  const fixture = await gateFixture({ routes: memoryRoutes(), instance });
  fixtures.push(fixture);
  return fixture;
}

const unsigned: PackSigner = { sign: (message) => message };
const ofAStranger = servicePackKeys({ packServiceSecrets: [Buffer.alloc(32, 99)], packGateSecrets: [] }, TOPICS).signer;

function publish(fixture: GateFixture, envelope: Contract.Envelope.$Properties, signer: PackSigner, slot = SLOT): void {
  const place = { topic: TOPICS.gate, partition: slot };
  const { instance } = fixture;
  const message = im.Pack.encode({ version: 1, producer: 'x', number: 1, envelopes: [{ ...envelope, instance }] }).finish();
  fixture.log.publishBytes(signer.sign(message, place, instance));
}

test.each<[string, PackSigner, number]>([
  ['without a key', unsigned, SLOT],
  ['with the key of the gates', testGateSigner, SLOT],
  ['with the key of other services', ofAStranger, SLOT],
  ['as a copy from another slot', testServicePacks().signer, SLOT + 1],
])('a reply, a push and a close that somebody writes %s reach no client', async (_, signer, slot) => {
  const fixture = await start('gate-1');
  const client = await fixture.client('tcp');
  const connection = await fixture.logIn(client, { userId: 'alice', sessionId: 's', epoch: 1 });
  client.command(FIND_USER, 2);
  const { envelope } = await fixture.waitForCommand(FIND_USER);
  const target = { rpc: FIND_USER, requestId: 2, connection, targets: [connection] };
  const { REPLY, PUSH, CLOSE } = im.Envelope.Kind;
  const payload = im.Close.encode({ reason: im.CloseReason.SESSION_REPLACED }).finish();
  for (const kind of [REPLY, PUSH, CLOSE]) publish(fixture, { ...target, kind, payload, pushId: 'forged' }, signer, slot);
  fixture.reply(envelope, { payload: Buffer.from('genuine') });
  await waitUntil(() => client.reply(2) !== undefined);
  expect(Buffer.from(client.reply(2)?.payload ?? []).toString()).toBe('genuine');
  expect(client.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  expect(client.isClosed).toBe(false);
  const reports = fixture.logLines.filter(({ message }) => message === 'unverified record dropped');
  expect(reports).toHaveLength(3);
});

test('a record for another gate of the slot is ignored without a report', async () => {
  const one = await start('gate-1');
  const two = await start('gate-2');
  const client = await one.client('ws');
  const connection = await one.logIn(client, { userId: 'alice', sessionId: 's', epoch: 1 });
  const push = { kind: im.Envelope.Kind.PUSH, targets: [connection], pushId: 'for the other' };
  const place = { topic: TOPICS.gate, partition: SLOT };
  const message = im.Pack.encode({
    version: 1,
    producer: 'x',
    number: 1,
    envelopes: [{ ...push, instance: one.instance }],
  }).finish();
  one.log.publishBytes(testServicePacks().signer.sign(message, place, two.instance));
  publish(one, { ...push, pushId: 'for this one' }, testServicePacks().signer);
  await waitUntil(() => client.framesOf(im.Frame.Kind.PUSH).length > 0);
  expect(client.framesOf(im.Frame.Kind.PUSH).map(({ pushId }) => pushId)).toEqual(['for this one']);
  expect(one.logLines.filter(({ level }) => level === 'error')).toEqual([]);
});
