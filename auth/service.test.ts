// Auth behind the runtime: what a gate sends and receives, and what remains in the log and in the store.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryBudgets } from '../infra/memory/budgets.ts';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import type { Bus, Log, Sealer } from '../infra/ports/index.ts';
import { generateSealKeys, opener, sealer } from '../infra/process/seal.ts';
import { type RunningService, serve } from '../infra/service/runtime.ts';
import { sqliteBatches, sqliteReader } from '../infra/sqlite/batches.ts';
import { sqliteBus } from '../infra/sqlite/bus.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { withoutDrain } from '../infra/testing/bus/without-drain.ts';
import { testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../proto/rpc.ts';
import { authHandlers } from './handlers.ts';
import type { Account } from './ports.ts';
import { sessionTokens } from './session-tokens.ts';
import { accountReader, authTables } from './store/accounts.ts';
import {
  countingPasswordHasher,
  credentials,
  fakeVerificationCodes,
  newRequestId,
  OPEN_SETTINGS,
} from './testing/auth-fixture.ts';

const PASSWORD = 'tOpSeCrEt-pAsSwOrD';
const GATE = { topic: 'im.gate.1', partition: 0, instance: 'gate-1.AAAAAAAA' };

/** The service on a store in a folder, a gate's side of the bus, and all output of both. */
async function makeFixture() {
  const folder = mkdtempSync(join(tmpdir(), 'im-auth-'));
  const store = openSqliteStore(join(folder, 'store.db'));
  const topics = topicNames(1);
  const bus = sqliteBus({ database: store.database });
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: 1, gate: 1 }));
  const packs = testServicePacks(topics);
  const keys = generateSealKeys();
  const lines: string[] = [];
  const line = (fields: object, message: string): void => {
    const plain = (_key: string, value: unknown): unknown =>
      value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value;
    lines.push(JSON.stringify({ message, fields }, plain));
  };
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const reader = accountReader(sqliteReader(store));
  let byName = reader.findByName;
  const codes = fakeVerificationCodes();
  const handlers = authHandlers({
    passwords: countingPasswordHasher(),
    tokens: sessionTokens([randomBytes(32)]),
    accounts: { ...reader, findByName: (nameKey) => byName(nameKey) },
    codes,
    budgets: memoryBudgets(),
    settings: OPEN_SETTINGS,
  });
  const running: RunningService[] = [];
  let instances = 0;

  /** One process of the service. */
  async function start(faults: { bus?: Bus; afterCommit?: () => Promise<void> } = {}): Promise<RunningService> {
    const instance = `auth.${++instances}`;
    const serving = await serve({
      bus,
      publisher: publisher(bus, { instance, signer: packs.signer }),
      packs,
      batches: sqliteBatches(store, authTables),
      routes: memoryRoutes(),
      log,
      topics,
      gatePartitions: 1,
      service: im.Auth,
      handlers,
      opener: opener([keys.privateKey]),
      instance,
      commandPartitions: 1,
      lostCommands: 'skip',
      onFatal: (error) => line({ err: error }, 'fatal'),
      ...faults,
    });
    // A process that stops in the middle of a batch cannot close.
    if (!faults.afterCommit) running.push(serving);
    return serving;
  }

  const arrived: im.Envelope[] = [];
  const deadLetters: im.DeadLetter[] = [];
  await bus.follow({
    topic: topics.gate,
    partition: 0,
    onGap: () => undefined,
    onRecords: (records) => arrived.push(...records.flatMap(({ value }) => im.Pack.decode(value).envelopes as im.Envelope[])),
  });
  await bus.follow({
    topic: topics.deadLetter,
    partition: 0,
    onGap: () => undefined,
    onRecords: (records) => deadLetters.push(...records.map(({ value }) => im.DeadLetter.decode(value) as im.DeadLetter)),
  });

  const atGate = publisher(bus, { instance: GATE.instance, signer: testGateSigner });
  const routes = new Map([...rpcsByNumber([im.Auth]).values()].map((route) => [route.handler, route]));
  let requests = 0;

  /** Sends a command and returns its request id. */
  function post(gate: Sealer, handler: string, request: object, envelope: object = {}): number {
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
      timeoutMs: 60_000,
      acceptedAt: Date.now(),
      payload: route.sealed ? gate.seal(payload) : payload,
      ...envelope,
    });
    return requestId;
  }

  const repliesTo = (requestId: number): im.Envelope[] =>
    arrived.filter((one) => one.kind === im.Envelope.Kind.REPLY && one.requestId === requestId);

  function replyTo(requestId: number): Promise<im.Envelope> {
    return vi.waitFor(() => {
      const [reply] = repliesTo(requestId);
      if (!reply) throw new Error('no reply');
      return reply;
    }, 10_000);
  }

  return {
    arrived,
    deadLetters,
    lines,
    codes,
    start,
    post,
    repliesTo,
    replyTo,
    send: (...command: Parameters<typeof post>) => replyTo(post(...command)),
    count: (table: string): unknown => store.statement(`SELECT COUNT(*) AS rows FROM ${table}`).get()?.rows,
    bus,
    newGate: () => sealer(keys.publicKey),
    findWith: (other: (nameKey: string) => Promise<Account | undefined>) => {
      byName = other;
    },
    /** All bytes of the store's files: tables, log and outbox. */
    written: () => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file)))),
    close: async () => {
      await Promise.all(running.map((serving) => serving.close()));
      await bus.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

let fixture: Awaited<ReturnType<typeof makeFixture>>;
let serving: RunningService;
beforeEach(async () => {
  fixture = await makeFixture();
  serving = await fixture.start();
});
afterEach(() => fixture.close());

const open = (gate: Sealer, reply: im.Envelope): im.LoggedIn => im.LoggedIn.decode(gate.openReply(reply.payload)) as im.LoggedIn;

test('LogIn travels sealed to auth, and its reply travels sealed back with the session to bind', async () => {
  const gate = fixture.newGate();
  const request = credentials('Alice', { password: PASSWORD });
  const registered = await fixture.send(gate, 'register', request);
  const { userId, sessionId, token } = open(gate, registered);
  expect(registered.bind).toMatchObject({ userId: userId, sessionId: sessionId, epoch: 1 });
  expect(() => fixture.newGate().openReply(registered.payload)).toThrow('did not seal');

  // The reply was lost. The resend on another connection gets the same reply, and the first connection is closed.
  const resent = await fixture.send(gate, 'register', request, { connection: 2 });
  expect(open(gate, resent)).toMatchObject({ userId, sessionId, token });
  const closed = await vi.waitFor(() => {
    const close = fixture.arrived.find(({ kind }) => kind === im.Envelope.Kind.CLOSE);
    if (!close) throw new Error('no connection was closed');
    return close;
  });
  expect(closed.targets).toEqual([1]);
  expect(im.Close.decode(closed.payload).reason).toBe(im.CloseReason.SESSION_REPLACED);

  const resumed = await fixture.send(gate, 'resume', { token }, { connection: 3 });
  expect(resumed.bind).toMatchObject({ userId: userId, sessionId: sessionId, epoch: 3 });
});

test('no password, token or code appears in the log, tables, dead letters, log lines or envelopes', async () => {
  const [NEW, CODE, EMAIL] = ['nEwSeCrEt-pAsSwOrD', '91 82 73 64', 'alice@example.org'];
  const gate = fixture.newGate();
  for (const purpose of [im.CodePurpose.REGISTER, im.CodePurpose.RESET_PASSWORD, im.CodePurpose.CHANGE_EMAIL])
    for (const email of [EMAIL, 'new@example.org']) fixture.codes.issue(email, purpose, CODE);
  const request = credentials('Alice', { password: PASSWORD, email: EMAIL, code: CODE });
  const reply = await fixture.send(gate, 'register', request);
  const registered = open(gate, reply);
  const mine = { userId: registered.userId, sessionId: registered.sessionId };
  const proof = { clientRequestId: newRequestId(), email: EMAIL, code: CODE, newPassword: NEW, password: NEW };

  const refused = await fixture.send(gate, 'logIn', credentials('Alice', { password: `${PASSWORD}!` }));
  expect(refused.failure?.code).toBe(im.Code.WRONG_CREDENTIALS);
  await fixture.send(gate, 'resume', { token: registered.token });
  const refreshed = await fixture.send(gate, 'refreshToken', {}, mine);
  const { token } = im.RefreshTokenReply.decode(gate.openReply(refreshed.payload));
  const done = [
    await fixture.send(gate, 'resetPassword', proof, mine),
    await fixture.send(gate, 'changePassword', { ...proof, currentPassword: NEW, newPassword: PASSWORD }, mine),
    await fixture.send(gate, 'changeEmail', { ...proof, email: 'new@example.org', password: PASSWORD }, mine),
    await fixture.send(gate, 'exportAccount', {}, mine),
    await fixture.send(gate, 'listSessions', {}, mine),
  ];
  expect(done.map(({ failure }) => failure?.message)).toEqual(done.map(() => undefined));
  fixture.findWith(() => {
    throw new TypeError('a bug');
  });
  const broken = await fixture.send(gate, 'logIn', credentials('Alice', { password: PASSWORD }));
  expect(broken.failure?.code).toBe(im.Code.INTERNAL_ERROR);
  await vi.waitFor(() => expect(fixture.deadLetters).toHaveLength(1));

  const envelopes = fixture.arrived.map((envelope) => Buffer.from(im.Envelope.encode(envelope).finish()));
  const deadLetters = fixture.deadLetters.map((deadLetter) => Buffer.from(im.DeadLetter.encode(deadLetter).finish()));
  const everything = Buffer.concat([fixture.written(), ...envelopes, ...deadLetters, Buffer.from(fixture.lines.join('\n'))]);
  // Public values are found, so the search covers the right places.
  for (const found of ['argon2id$', 'new@example.org']) expect(everything.includes(found)).toBe(true);
  const macs = [registered.token, token].map((one) => Buffer.from(one, 'base64url').subarray(22));
  for (const secret of [PASSWORD, PASSWORD.slice(2, -2), NEW, CODE, registered.token, token, ...macs])
    expect(everything.includes(secret)).toBe(false);
});

test('after a process dies between commit and reply, its successor replies, and a resend gets the same reply', async () => {
  await serving.close();
  const never = new Promise<void>(() => undefined);
  // A dead process leaves its group without finishing anything.
  const bus = withoutDrain(fixture.bus);
  const dying = await fixture.start({ bus, afterCommit: () => never });
  const gate = fixture.newGate();
  fixture.codes.issue('alice@example.org', im.CodePurpose.REGISTER, '918273');
  const request = credentials('Alice', { password: PASSWORD, email: 'alice@example.org', code: '918273' });
  const first = fixture.post(gate, 'register', request);
  await expect.poll(() => fixture.count('accounts')).toBe(1);
  expect(fixture.repliesTo(first)).toEqual([]);
  void dying.close();

  await fixture.start();
  const answered = await fixture.replyTo(first);
  const resent = await fixture.send(gate, 'register', request, { connection: 2 });
  expect(open(gate, resent)).toEqual(open(gate, answered));
  expect([answered.bind?.epoch, resent.bind?.epoch]).toEqual([1, 2]);
  expect([fixture.count('accounts'), fixture.count('sessions'), fixture.codes.consumeCount()]).toEqual([1, 1, 1]);
});

test('a request sealed for another key, or malformed, fails with BAD_PAYLOAD and affects no other request', async () => {
  const stranger = sealer(generateSealKeys().publicKey);
  for (const envelope of [{}, { payload: Buffer.from('garbage') }, { payload: Buffer.alloc(0) }]) {
    const reply = await fixture.send(stranger, 'logIn', credentials('Alice', { password: PASSWORD }), envelope);
    expect(reply.failure?.code).toBe(im.Code.BAD_PAYLOAD);
  }
  const gate = fixture.newGate();
  const reply = await fixture.send(gate, 'logIn', {}, { payload: gate.seal(Buffer.from([0x0a, 0xff, 1])) });
  expect(reply.failure?.code).toBe(im.Code.BAD_PAYLOAD);
  expect((await fixture.send(gate, 'register', credentials('Alice', { password: PASSWORD }))).failure).toBeFalsy();
});

test('LogIn waits while accounts cannot be read, and is answered afterwards', async () => {
  const gate = fixture.newGate();
  await fixture.send(gate, 'register', credentials('Alice', { password: PASSWORD }));
  let asked = 0;
  fixture.findWith(async () => {
    asked++;
    if (asked < 2) throw new Error('MySQL is away');
    return undefined;
  });
  const reply = await fixture.send(gate, 'logIn', credentials('Alice', { password: PASSWORD }));
  expect(reply.failure?.code).toBe(im.Code.WRONG_CREDENTIALS);
  expect(asked).toBe(2);
});
