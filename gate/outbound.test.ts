import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import type { Route, Routes } from '../infra/ports/index.ts';
import { packHeldFor } from '../infra/testing/held-pack.ts';
import { testServicePacks } from '../infra/testing/test-packs.ts';
import { im } from '../proto/rpc.ts';
import {
  FIND_USER,
  fakeSealedReply,
  type GateFixture,
  gateFixture,
  LOG_IN,
  LOG_OUT,
  SEND_MESSAGE,
  TOPICS,
  waitUntil,
} from './testing/gate-fixture.ts';
import { SLOT } from './testing/memory-log.ts';
import type { Transport, WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };
const PUSH_PAYLOAD = im.Push.encode({ messageStored: { text: 'hello', seq: 1 } }).finish();

describe.each<Transport>(['tcp', 'ws'])('replies and pushes over %s', (transport) => {
  let fixture: GateFixture;
  let client: WireClient;
  let routes: Routes;

  beforeEach(async () => {
    routes = memoryRoutes();
    fixture = await gateFixture({ routes });
    client = await fixture.client(transport);
  });
  afterEach(() => fixture.close());

  test('each reply reaches its request, whatever the order of arrival', async () => {
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 70);
    client.command(FIND_USER, 30);
    const first = await fixture.waitForCommand(FIND_USER, 0);
    const second = await fixture.waitForCommand(FIND_USER, 1);
    fixture.reply(second.envelope, { payload: Buffer.from('second') });
    fixture.reply(first.envelope, { failure: { code: im.Code.NO_SUCH_USER, message: 'nobody' } });
    await waitUntil(() => client.framesOf(im.Frame.Kind.REPLY).length === 3);
    expect(Buffer.from(client.reply(30)?.payload ?? []).toString()).toBe('second');
    expect(client.failure(70)).toBe('NO_SUCH_USER');
  });

  test('a repeated reply, a reply to another rpc and a reply for another gate are dropped', async () => {
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    const { envelope } = await fixture.waitForCommand(FIND_USER);
    fixture.reply({ ...envelope, rpc: SEND_MESSAGE });
    fixture.reply({ ...envelope, replyTo: { partition: 3, instance: 'gate-2.other' } });
    fixture.reply({ ...envelope, connection: envelope.connection + 1 });
    fixture.reply(envelope, { payload: Buffer.from('right') });
    fixture.reply(envelope, { payload: Buffer.from('double') });
    await waitForPong(client);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => frame.requestId)).toEqual([1, 2]);
    expect(Buffer.from(client.reply(2)?.payload ?? []).toString()).toBe('right');
  });

  test('a sealed reply is decrypted, and a reply that cannot be decrypted fails the command and binds no session', async () => {
    client.command(LOG_IN, 1);
    const first = await fixture.waitForCommand(LOG_IN, 0);
    fixture.reply(first.envelope, { payload: Buffer.from('not sealed'), bind: ALICE });
    await waitUntil(() => client.reply(1) !== undefined);
    expect(client.failure(1)).toBe('INTERNAL_ERROR');
    client.command(FIND_USER, 2);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(client.failure(2)).toBe('NOT_LOGGED_IN');

    client.command(LOG_IN, 3);
    const second = await fixture.waitForCommand(LOG_IN, 1);
    fixture.reply(second.envelope, { payload: fakeSealedReply(Buffer.from('token')), bind: ALICE });
    await waitUntil(() => client.reply(3) !== undefined);
    expect(Buffer.from(client.reply(3)?.payload ?? []).toString()).toBe('token');
  });

  test('a push reaches exactly its targets, with its id', async () => {
    const other = await fixture.client(transport);
    const third = await fixture.client(transport);
    const targets = [await fixture.logIn(client, ALICE), await fixture.logIn(other, { ...ALICE, sessionId: 'desktop' })];
    await fixture.logIn(third, { userId: 'bob', sessionId: 'x', epoch: 1 });
    fixture.log.publish([
      {
        kind: im.Envelope.Kind.PUSH,
        instance: fixture.instance,
        targets: [...targets, 4711],
        payload: PUSH_PAYLOAD,
        pushId: 'e1',
      },
      { kind: im.Envelope.Kind.PUSH, instance: 'gate-2.other', targets, payload: PUSH_PAYLOAD, pushId: 'e2' },
    ]);
    for (const one of [client, other, third]) await waitForPong(one);
    for (const one of [client, other]) {
      expect(one.framesOf(im.Frame.Kind.PUSH).map((frame) => frame.pushId)).toEqual(['e1']);
      expect(Buffer.from(one.framesOf(im.Frame.Kind.PUSH)[0]?.payload ?? [])).toEqual(Buffer.from(PUSH_PAYLOAD));
    }
    expect(third.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  });

  test('ephemeral pushes are dropped when late or when the client reads slowly, and messages still arrive', async () => {
    const connection = await fixture.logIn(client, ALICE);
    const at = { kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: [connection] };
    const now = { ...at, timeoutMs: 60_000 };
    const late = { ...now, payload: PUSH_PAYLOAD, pushId: 'late' };
    fixture.log.publish([{ ...now, payload: PUSH_PAYLOAD, pushId: 'in time' }]);
    fixture.log.publish([late], SLOT, packHeldFor(60_001, late));
    await waitForPong(client);
    expect(client.framesOf(im.Frame.Kind.PUSH).map((frame) => frame.pushId)).toEqual(['in time']);

    client.stopReading();
    const ballast = Buffer.alloc(30_000);
    for (let i = 0; i < 2000; i++) {
      fixture.log.publish([{ ...now, payload: ballast, pushId: 'ephemeral' }]);
      if (i % 20 === 0) await new Promise(setImmediate);
    }
    fixture.log.publish([{ ...at, payload: PUSH_PAYLOAD, pushId: 'message' }]);
    expect(fixture.gate.connectionCount()).toBe(1);
    client.raw.resume();
    await waitUntil(() => client.framesOf(im.Frame.Kind.PUSH).at(-1)?.pushId === 'message');
    expect(client.framesOf(im.Frame.Kind.PUSH).length).toBeLessThan(1000);
    expect(client.isClosed).toBe(false);
  });

  test('a connection without a log-in receives no pushes', async () => {
    client.command(LOG_IN, 1);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    fixture.log.publish([
      { kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: [envelope.connection], payload: PUSH_PAYLOAD },
    ]);
    fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await waitForPong(client);
    expect(client.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  });

  test('a hang-up closes its connection with the text and reconnect advice of its reason', async () => {
    const connection = await fixture.logIn(client, ALICE);
    client.command(LOG_OUT, 2);
    const { envelope } = await fixture.waitForCommand(LOG_OUT);
    fixture.reply(envelope, { payload: im.LogOutReply.encode({}).finish() });
    const payload = im.Close.encode({ reason: im.CloseReason.LOGGED_OUT }).finish();
    fixture.log.publish([{ kind: im.Envelope.Kind.CLOSE, instance: fixture.instance, targets: [connection], payload }]);
    await waitUntil(() => client.isClosed);
    expect(client.reply(2)).toBeDefined();
    expect(client.frames.at(-1)?.kind).toBe(im.Frame.Kind.CLOSE);
    expect(client.close).toMatchObject({ reason: 'LOGGED_OUT', reconnect: false, message: 'logged out' });
    expect(fixture.gate.connectionCount()).toBe(0);
  });

  test('malformed records are logged and skipped', async () => {
    const connection = await fixture.logIn(client, ALICE);
    const place = { topic: TOPICS.gate, partition: SLOT };
    for (const malformed of [Buffer.from([0x22, 0x7f, 0x01]), im.Pack.encode({ version: 99 }).finish()])
      fixture.log.publishBytes(testServicePacks().signer.sign(malformed, place, fixture.instance));
    fixture.log.publish([
      { kind: im.Envelope.Kind.CLOSE, instance: fixture.instance, targets: [connection], payload: Buffer.from([0xff]) },
    ]);
    fixture.log.publish([
      { kind: im.Envelope.Kind.PUSH, instance: fixture.instance, targets: [connection], payload: PUSH_PAYLOAD },
    ]);
    await waitUntil(() => client.framesOf(im.Frame.Kind.PUSH).length === 1);
    expect(fixture.logLines.filter((line) => line.level === 'error')).toHaveLength(3);
  });

  test('after a gap in the log the gate tells every logged-in client to sync', async () => {
    const anonymous = await fixture.client(transport);
    await fixture.logIn(client, ALICE);
    fixture.log.reportMissed();
    await waitUntil(() => client.framesOf(im.Frame.Kind.RESYNC).length > 0);
    await waitForPong(anonymous);
    expect(anonymous.framesOf(im.Frame.Kind.RESYNC)).toEqual([]);
  });
});

describe('binding a session', () => {
  let fixture: GateFixture;
  let routes: Routes;

  beforeEach(async () => {
    routes = memoryRoutes();
    fixture = await gateFixture({ routes, limits: { commandTimeoutMs: 100 } });
  });
  afterEach(() => fixture.close());

  /** Binds a route, as auth does before it replies. */
  const bindRoute = (session: typeof ALICE, connection: number): Promise<void> => {
    const address = { instance: fixture.instance, slot: 3, connection };
    return routes.bind([{ userId: session.userId, route: { sessionId: session.sessionId, epoch: session.epoch, address } }]);
  };
  const lookUp = async (userId: string): Promise<Route[]> => (await routes.lookup([userId]))[0] ?? [];

  test('a bind in the reply to a command that does not bind is rejected, and its route is removed', async () => {
    const client = await fixture.client('tcp');
    const connection = await fixture.logIn(client, ALICE);
    const mallory = { userId: 'mallory', sessionId: 'm', epoch: 1 };
    client.command(FIND_USER, 2);
    await bindRoute(mallory, connection);
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope, { bind: mallory });
    await waitUntil(() => client.reply(2) !== undefined);
    client.command(FIND_USER, 3);
    expect((await fixture.waitForCommand(FIND_USER, 1)).envelope.userId).toBe('alice');
    await expect.poll(() => lookUp('mallory')).toEqual([]);
  });

  test('a log-in that is answered after the client disconnected leaves no route', async () => {
    const client = await fixture.client('ws');
    client.command(LOG_IN, 1);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    client.destroy();
    await waitUntil(() => fixture.gate.connectionCount() === 0);
    await bindRoute(ALICE, envelope.connection);
    expect(await lookUp('alice')).toHaveLength(1);
    fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await expect.poll(() => lookUp('alice')).toEqual([]);
  });

  test('a log-in that is answered too late binds no session, and its client is disconnected with UNAVAILABLE', async () => {
    const client = await fixture.client('tcp');
    client.command(LOG_IN, 1);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    await waitUntil(() => client.isClosed);
    expect(client.failure(1)).toBe('UNAVAILABLE');
    expect(fixture.logLines.filter(({ message }) => message.startsWith('timeout:'))).toMatchObject([{ fields: { count: 1 } }]);
    expect(client.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    await bindRoute(ALICE, envelope.connection);
    fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await expect.poll(() => lookUp('alice')).toEqual([]);
    expect(client.framesOf(im.Frame.Kind.REPLY)).toHaveLength(1);
  });

  test('a repeated bind leaves the live route in place', async () => {
    const client = await fixture.client('tcp');
    client.command(LOG_IN, 1);
    const { envelope } = await fixture.waitForCommand(LOG_IN);
    await bindRoute(ALICE, envelope.connection);
    for (let i = 0; i < 2; i++) fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    client.command(FIND_USER, 2);
    fixture.reply((await fixture.waitForCommand(FIND_USER)).envelope);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(await lookUp('alice')).toHaveLength(1);
  });

  test('a reply after the deadline is dropped, also when the client has reused its request id', async () => {
    const client = await fixture.client('tcp');
    await fixture.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    const late = await fixture.waitForCommand(FIND_USER, 0);
    await waitUntil(() => client.failure(2) === 'UNAVAILABLE');
    client.frames.length = 0;
    client.command(FIND_USER, 2);
    const again = await fixture.waitForCommand(FIND_USER, 1);
    fixture.reply(late.envelope, { payload: Buffer.from('late') });
    fixture.reply(again.envelope, { payload: Buffer.from('right') });
    await waitUntil(() => client.reply(2) !== undefined);
    await waitForPong(client);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => Buffer.from(frame.payload).toString())).toEqual(['right']);
  });
});

/** Resolves when everything sent to this client before has arrived. */
async function waitForPong(client: WireClient): Promise<void> {
  const before = client.framesOf(im.Frame.Kind.PONG).length;
  client.send({ kind: im.Frame.Kind.PING });
  await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length > before);
}
