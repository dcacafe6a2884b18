import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import type { Route, Routes } from '../infra/ports/index.ts';
import { im } from '../proto/rpc.ts';
import {
  FIND_USER,
  fakeSealedReply,
  type GateFixture,
  gateFixture,
  LOG_IN,
  LOG_OUT,
  SEND_MESSAGE,
  waitUntil,
} from './testing/gate-fixture.ts';
import type { Transport, WireClient } from './testing/wire-client.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 4 };
const EVENT = im.Push.encode({ messageStored: { text: 'hello', seq: 1 } }).finish();

describe.each<Transport>(['tcp', 'ws'])('answers over %s', (transport) => {
  let world: GateFixture;
  let client: WireClient;
  let routes: Routes;

  beforeEach(async () => {
    routes = memoryRoutes();
    world = await gateFixture({ routes });
    client = await world.client(transport);
  });
  afterEach(() => world.close());

  test('replies reach the request they answer, in whatever order they come', async () => {
    await world.logIn(client, ALICE);
    client.command(FIND_USER, 70);
    client.command(FIND_USER, 30);
    const first = await world.waitForCommand(FIND_USER, 0);
    const second = await world.waitForCommand(FIND_USER, 1);
    world.reply(second.envelope, { payload: Buffer.from('second') });
    world.reply(first.envelope, { failure: { code: im.Code.NO_SUCH_USER, message: 'nobody' } });
    await waitUntil(() => client.framesOf(im.Frame.Kind.REPLY).length === 3);
    expect(Buffer.from(client.reply(30)?.payload ?? []).toString()).toBe('second');
    expect(client.failure(70)).toBe('NO_SUCH_USER');
  });

  test('a double reply, one to another rpc and one to another gate are dropped', async () => {
    await world.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    const { envelope } = await world.waitForCommand(FIND_USER);
    world.reply({ ...envelope, rpc: SEND_MESSAGE });
    world.reply({ ...envelope, replyTo: { partition: 3, instance: 'gate-2.other' } });
    world.reply({ ...envelope, connection: envelope.connection + 1 });
    world.reply(envelope, { payload: Buffer.from('right') });
    world.reply(envelope, { payload: Buffer.from('double') });
    await sync(client);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => frame.requestId)).toEqual([1, 2]);
    expect(Buffer.from(client.reply(2)?.payload ?? []).toString()).toBe('right');
  });

  test('the reply to a sealed command is opened; one that cannot be opened is an error and binds nothing', async () => {
    client.command(LOG_IN, 1);
    const first = await world.waitForCommand(LOG_IN, 0);
    world.reply(first.envelope, { payload: Buffer.from('not sealed'), bind: ALICE });
    await waitUntil(() => client.reply(1) !== undefined);
    expect(client.failure(1)).toBe('INTERNAL_ERROR');
    client.command(FIND_USER, 2);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(client.failure(2)).toBe('NOT_LOGGED_IN');

    client.command(LOG_IN, 3);
    const second = await world.waitForCommand(LOG_IN, 1);
    world.reply(second.envelope, { payload: fakeSealedReply(Buffer.from('token')), bind: ALICE });
    await waitUntil(() => client.reply(3) !== undefined);
    expect(Buffer.from(client.reply(3)?.payload ?? []).toString()).toBe('token');
  });

  test('an event goes to its targets, with its id, and to nobody else', async () => {
    const other = await world.client(transport);
    const third = await world.client(transport);
    const targets = [await world.logIn(client, ALICE), await world.logIn(other, { ...ALICE, sessionId: 'desktop' })];
    await world.logIn(third, { userId: 'bob', sessionId: 'x', epoch: 1 });
    world.log.publish([
      { kind: im.Envelope.Kind.PUSH, instance: world.instance, targets: [...targets, 4711], payload: EVENT, pushId: 'e1' },
      { kind: im.Envelope.Kind.PUSH, instance: 'gate-2.other', targets, payload: EVENT, pushId: 'e2' },
    ]);
    for (const one of [client, other, third]) await sync(one);
    for (const one of [client, other]) {
      expect(one.framesOf(im.Frame.Kind.PUSH).map((frame) => frame.pushId)).toEqual(['e1']);
      expect(Buffer.from(one.framesOf(im.Frame.Kind.PUSH)[0]?.payload ?? [])).toEqual(Buffer.from(EVENT));
    }
    expect(third.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  });

  test('what is worth something only now is not sent later, and hangs up nobody who reads slowly: messages still arrive', async () => {
    const connection = await world.logIn(client, ALICE);
    const at = { kind: im.Envelope.Kind.PUSH, instance: world.instance, targets: [connection] };
    const now = { ...at, deadline: Date.now() + 60_000 };
    world.log.publish([{ ...now, payload: EVENT, pushId: 'in time' }]);
    world.log.publish([{ ...at, deadline: Date.now() - 1, payload: EVENT, pushId: 'late' }]);
    await sync(client);
    expect(client.framesOf(im.Frame.Kind.PUSH).map((frame) => frame.pushId)).toEqual(['in time']);

    client.stopReading();
    const ballast = Buffer.alloc(30_000);
    for (let i = 0; i < 2000; i++) {
      world.log.publish([{ ...now, payload: ballast, pushId: 'ephemeral' }]);
      if (i % 20 === 0) await new Promise(setImmediate);
    }
    world.log.publish([{ ...at, payload: EVENT, pushId: 'message' }]);
    expect(world.gate.connectionCount()).toBe(1);
    client.raw.resume();
    await waitUntil(() => client.framesOf(im.Frame.Kind.PUSH).at(-1)?.pushId === 'message');
    expect(client.framesOf(im.Frame.Kind.PUSH).length).toBeLessThan(1000);
    expect(client.isClosed).toBe(false);
  });

  test('a connection nobody is logged in on gets no events', async () => {
    client.command(LOG_IN, 1);
    const { envelope } = await world.waitForCommand(LOG_IN);
    world.log.publish([
      { kind: im.Envelope.Kind.PUSH, instance: world.instance, targets: [envelope.connection], payload: EVENT },
    ]);
    world.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await sync(client);
    expect(client.framesOf(im.Frame.Kind.PUSH)).toEqual([]);
  });

  test('a hang-up reaches its connection with all that the reason means', async () => {
    const connection = await world.logIn(client, ALICE);
    client.command(LOG_OUT, 2);
    const { envelope } = await world.waitForCommand(LOG_OUT);
    world.reply(envelope, { payload: im.LogOutReply.encode({}).finish() });
    const payload = im.Close.encode({ reason: im.CloseReason.LOGGED_OUT }).finish();
    world.log.publish([{ kind: im.Envelope.Kind.CLOSE, instance: world.instance, targets: [connection], payload }]);
    await waitUntil(() => client.isClosed);
    expect(client.reply(2)).toBeDefined();
    expect(client.frames.at(-1)?.kind).toBe(im.Frame.Kind.CLOSE);
    expect(client.close).toMatchObject({ reason: 'LOGGED_OUT', reconnect: false, message: 'logged out' });
    expect(world.gate.connectionCount()).toBe(0);
  });

  test('records that cannot be read are logged and passed over', async () => {
    const connection = await world.logIn(client, ALICE);
    world.log.publishBytes(Buffer.from([0x22, 0x7f, 0x01]));
    world.log.publishBytes(im.Pack.encode({ version: 99 }).finish());
    world.log.publish([
      { kind: im.Envelope.Kind.CLOSE, instance: world.instance, targets: [connection], payload: Buffer.from([0xff]) },
    ]);
    world.log.publish([{ kind: im.Envelope.Kind.PUSH, instance: world.instance, targets: [connection], payload: EVENT }]);
    await waitUntil(() => client.framesOf(im.Frame.Kind.PUSH).length === 1);
    expect(world.logLines.filter((line) => line.level === 'error')).toHaveLength(3);
  });

  test('when records may have been missed everybody logged in is told to sync', async () => {
    const anonymous = await world.client(transport);
    await world.logIn(client, ALICE);
    world.log.reportMissed();
    await waitUntil(() => client.framesOf(im.Frame.Kind.RESYNC).length > 0);
    await sync(anonymous);
    expect(anonymous.framesOf(im.Frame.Kind.RESYNC)).toEqual([]);
  });
});

describe('binding', () => {
  let world: GateFixture;
  let routes: Routes;

  beforeEach(async () => {
    routes = memoryRoutes();
    world = await gateFixture({ routes, limits: { commandTimeoutMs: 100 } });
  });
  afterEach(() => world.close());

  /** As auth does it before it replies. */
  const bindRoute = (session: typeof ALICE, connection: number): Promise<void> => {
    const address = { instance: world.instance, slot: 3, connection };
    return routes.bind([{ userId: session.userId, route: { sessionId: session.sessionId, epoch: session.epoch, address } }]);
  };
  const found = async (user: string): Promise<Route[]> => (await routes.lookup([user]))[0] ?? [];

  test('a bind with the reply to a command that does not bind is not accepted, and its route is removed', async () => {
    const client = await world.client('tcp');
    const connection = await world.logIn(client, ALICE);
    const mallory = { userId: 'mallory', sessionId: 'm', epoch: 1 };
    client.command(FIND_USER, 2);
    await bindRoute(mallory, connection);
    world.reply((await world.waitForCommand(FIND_USER)).envelope, { bind: mallory });
    await waitUntil(() => client.reply(2) !== undefined);
    client.command(FIND_USER, 3);
    expect((await world.waitForCommand(FIND_USER, 1)).envelope.userId).toBe('alice');
    await expect.poll(() => found('mallory')).toEqual([]);
  });

  test('a log-in answered after its connection has gone leaves no route behind', async () => {
    const client = await world.client('ws');
    client.command(LOG_IN, 1);
    const { envelope } = await world.waitForCommand(LOG_IN);
    client.destroy();
    await waitUntil(() => world.gate.connectionCount() === 0);
    await bindRoute(ALICE, envelope.connection);
    expect(await found('alice')).toHaveLength(1);
    world.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await expect.poll(() => found('alice')).toEqual([]);
  });

  test('a log-in answered too late binds nobody: the client was told UNAVAILABLE and hung up', async () => {
    const client = await world.client('tcp');
    client.command(LOG_IN, 1);
    const { envelope } = await world.waitForCommand(LOG_IN);
    await waitUntil(() => client.isClosed);
    expect(client.failure(1)).toBe('UNAVAILABLE');
    expect(client.close).toMatchObject({ reason: 'LOG_IN_TIMEOUT', reconnect: true });
    await bindRoute(ALICE, envelope.connection);
    world.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    await expect.poll(() => found('alice')).toEqual([]);
    expect(client.framesOf(im.Frame.Kind.REPLY)).toHaveLength(1);
  });

  test('the same bind coming twice leaves the living route alone', async () => {
    const client = await world.client('tcp');
    client.command(LOG_IN, 1);
    const { envelope } = await world.waitForCommand(LOG_IN);
    await bindRoute(ALICE, envelope.connection);
    for (let i = 0; i < 2; i++) world.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind: ALICE });
    client.command(FIND_USER, 2);
    world.reply((await world.waitForCommand(FIND_USER)).envelope);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(await found('alice')).toHaveLength(1);
  });

  test('an answer after the deadline is dropped, also when the client has used its request id again', async () => {
    const client = await world.client('tcp');
    await world.logIn(client, ALICE);
    client.command(FIND_USER, 2);
    const late = await world.waitForCommand(FIND_USER, 0);
    await waitUntil(() => client.failure(2) === 'UNAVAILABLE');
    client.frames.length = 0;
    client.command(FIND_USER, 2);
    const again = await world.waitForCommand(FIND_USER, 1);
    world.reply(late.envelope, { payload: Buffer.from('late') });
    world.reply(again.envelope, { payload: Buffer.from('right') });
    await waitUntil(() => client.reply(2) !== undefined);
    await sync(client);
    expect(client.framesOf(im.Frame.Kind.REPLY).map((frame) => Buffer.from(frame.payload).toString())).toEqual(['right']);
  });
});

/** Everything sent to this client before has arrived. */
async function sync(client: WireClient): Promise<void> {
  const before = client.framesOf(im.Frame.Kind.PONG).length;
  client.send({ kind: im.Frame.Kind.PING });
  await waitUntil(() => client.framesOf(im.Frame.Kind.PONG).length > before);
}
