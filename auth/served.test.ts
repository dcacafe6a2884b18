// Auth behind the runtime: what a gate sends and gets, and what is left of it in the log and in the store.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { embeddedAccountReader, embeddedAuthStored } from '../infra/embedded/accounts.ts';
import { embeddedBackOff } from '../infra/embedded/back-off.ts';
import { embeddedBatches } from '../infra/embedded/batches.ts';
import { embeddedBus } from '../infra/embedded/bus.ts';
import { embeddedRoutes } from '../infra/embedded/routes.ts';
import { openStore } from '../infra/embedded/store.ts';
import type { Log, Sealer } from '../infra/ports.ts';
import { publisher } from '../infra/publisher.ts';
import { newSealKeys, opener, sealer } from '../infra/seal.ts';
import { serve } from '../infra/serve.ts';
import { topicSpecs } from '../infra/topics.ts';
import { allServices, im, routesOf, topicsOf } from '../proto/contract.ts';
import { authHandlers } from './handlers.ts';
import type { Account } from './ports.ts';
import { countedPasswords, credentials, fakeCodes, OPEN } from './test-world.ts';
import { tokens } from './tokens.ts';

const PASSWORD = 'tOpSeCrEt-pAsSwOrD';
const GATE = { topic: 'im.gate.1', partition: 0, instance: 'gate-1.AAAAAAAA' };

/** The service on a store in a folder, a gate's side of it, and everything that anybody wrote down. */
async function makeWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'im-auth-'));
  const store = openStore(join(folder, 'store.db'));
  const topics = topicsOf(1);
  const bus = embeddedBus({ database: store.database });
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: 1, gate: 1 }));
  const keys = newSealKeys();
  const lines: string[] = [];
  const line = (fields: object, message: string): void => {
    const plain = (_key: string, value: unknown): unknown =>
      value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value;
    lines.push(JSON.stringify({ message, fields }, plain));
  };
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const reader = embeddedAccountReader(store);
  let byName = reader.byName;
  const codes = fakeCodes();
  const serving = await serve({
    bus,
    publisher: publisher(bus, { instance: 'auth.AAAAAAAA' }),
    batches: embeddedBatches(store, embeddedAuthStored(store)),
    routes: embeddedRoutes(),
    log,
    topics,
    service: im.Auth,
    handlers: authHandlers({
      passwords: countedPasswords(),
      tokens: tokens([randomBytes(32)]),
      accounts: { ...reader, byName: (nameKey) => byName(nameKey) },
      codes,
      backOff: embeddedBackOff(),
      settings: OPEN,
    }),
    opener: opener([keys.privateKey]),
    instance: 'auth.AAAAAAAA',
    lostCommands: 'skip',
    fatal: (error) => line({ err: error }, 'fatal'),
  });

  const arrived: im.Envelope[] = [];
  const letters: im.DeadLetter[] = [];
  await bus.follow({
    topic: topics.gate,
    partition: 0,
    missed: () => undefined,
    records: (records) => arrived.push(...records.flatMap(({ value }) => im.Pack.decode(value).envelopes as im.Envelope[])),
  });
  await bus.follow({
    topic: topics.deadLetter,
    partition: 0,
    missed: () => undefined,
    records: (records) => letters.push(...records.map(({ value }) => im.DeadLetter.decode(value) as im.DeadLetter)),
  });

  const atGate = publisher(bus, { instance: GATE.instance });
  const routes = new Map([...routesOf([im.Auth]).values()].map((route) => [route.handler, route]));
  let requests = 0;

  async function send(gate: Sealer, handler: string, request: object, envelope: object = {}): Promise<im.Envelope> {
    const route = routes.get(handler);
    if (!route) throw new Error(`no rpc ${handler}`);
    const requestId = ++requests;
    const payload = route.request.encode(request).finish();
    atGate.send(topics.service('Auth'), 0, {
      kind: im.Envelope.Kind.COMMAND,
      rpc: route.number,
      requestId,
      connection: 1,
      replyTo: GATE,
      deadline: Date.now() + 60_000,
      acceptedAt: Date.now(),
      payload: route.sealed ? gate.seal(payload) : payload,
      ...envelope,
    });
    return vi.waitFor(() => {
      const reply = arrived.find((one) => one.kind === im.Envelope.Kind.REPLY && one.requestId === requestId);
      if (!reply) throw new Error(`no reply to ${handler}`);
      return reply;
    }, 10_000);
  }

  return {
    arrived,
    letters,
    lines,
    send,
    newGate: () => sealer(keys.publicKey),
    findWith: (other: (nameKey: string) => Promise<Account | undefined>) => {
      byName = other;
    },
    /** All bytes of the store's files: tables, log and outbox. */
    written: () => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file)))),
    close: async () => {
      await serving.close();
      await bus.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let world: Awaited<ReturnType<typeof makeWorld>>;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const open = (gate: Sealer, reply: im.Envelope): im.LoggedIn => im.LoggedIn.decode(gate.openReply(reply.payload)) as im.LoggedIn;

test('a log-in goes sealed to auth and its reply sealed back, with the session it binds', async () => {
  const gate = world.newGate();
  const request = credentials('Alice', { password: PASSWORD });
  const registered = await world.send(gate, 'register', request);
  const { user, session, token } = open(gate, registered);
  expect(registered.bind).toMatchObject({ user, session, epoch: 1 });
  expect(() => world.newGate().openReply(registered.payload)).toThrow('did not seal');

  // The reply was lost: the resend, on another connection, gets the same; the connection it was on is hung up.
  const resent = await world.send(gate, 'register', request, { connection: 2 });
  expect(open(gate, resent)).toMatchObject({ user, session, token });
  const closed = await vi.waitFor(() => {
    const close = world.arrived.find(({ kind }) => kind === im.Envelope.Kind.CLOSE);
    if (!close) throw new Error('nobody was hung up');
    return close;
  });
  expect(closed.targets).toEqual([1]);
  expect(im.Close.decode(closed.payload).reason).toBe(im.CloseReason.SESSION_REPLACED);

  const resumed = await world.send(gate, 'resume', { token }, { connection: 3 });
  expect(resumed.bind).toMatchObject({ user, session, epoch: 3 });
});

test('neither log nor tables nor dead letters nor log lines nor envelopes hold a password or a token', async () => {
  const gate = world.newGate();
  const registered = open(gate, await world.send(gate, 'register', credentials('Alice', { password: PASSWORD })));
  const refused = await world.send(gate, 'logIn', credentials('Alice', { password: `${PASSWORD}!` }));
  expect(refused.failure?.code).toBe(im.Code.WRONG_CREDENTIALS);
  await world.send(gate, 'resume', { token: registered.token });
  world.findWith(() => {
    throw new TypeError('a bug');
  });
  const broken = await world.send(gate, 'logIn', credentials('Alice', { password: PASSWORD }));
  expect(broken.failure?.code).toBe(im.Code.INTERNAL_ERROR);
  await vi.waitFor(() => expect(world.letters).toHaveLength(1));

  const envelopes = world.arrived.map((envelope) => Buffer.from(im.Envelope.encode(envelope).finish()));
  const letters = world.letters.map((letter) => Buffer.from(im.DeadLetter.encode(letter).finish()));
  const everything = Buffer.concat([world.written(), ...envelopes, ...letters, Buffer.from(world.lines.join('\n'))]);
  // What is not secret is found: the search looks in the right place.
  expect(everything.includes('scrypt$')).toBe(true);
  for (const secret of [
    PASSWORD,
    PASSWORD.slice(2, -2),
    registered.token,
    Buffer.from(registered.token, 'base64url').subarray(22),
  ])
    expect(everything.includes(secret)).toBe(false);
});

test('what was sealed for another key, and what is no request at all, is BAD_PAYLOAD and disturbs nobody', async () => {
  const stranger = sealer(newSealKeys().publicKey);
  for (const envelope of [{}, { payload: Buffer.from('garbage') }, { payload: Buffer.alloc(0) }]) {
    const reply = await world.send(stranger, 'logIn', credentials('Alice', { password: PASSWORD }), envelope);
    expect(reply.failure?.code).toBe(im.Code.BAD_PAYLOAD);
  }
  const gate = world.newGate();
  const reply = await world.send(gate, 'logIn', {}, { payload: gate.seal(Buffer.from([0x0a, 0xff, 1])) });
  expect(reply.failure?.code).toBe(im.Code.BAD_PAYLOAD);
  expect((await world.send(gate, 'register', credentials('Alice', { password: PASSWORD }))).failure).toBeFalsy();
});

test('while accounts cannot be read a log-in waits, and is answered once they can', async () => {
  const gate = world.newGate();
  await world.send(gate, 'register', credentials('Alice', { password: PASSWORD }));
  let asked = 0;
  world.findWith(async () => {
    asked++;
    if (asked < 2) throw new Error('MySQL is away');
    return undefined;
  });
  const reply = await world.send(gate, 'logIn', credentials('Alice', { password: PASSWORD }));
  expect(reply.failure?.code).toBe(im.Code.WRONG_CREDENTIALS);
  expect(asked).toBe(2);
});
