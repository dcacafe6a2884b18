// Both services of verify behind the runtime: requests and replies of a gate, and the traces in the log and in the store.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryBudgets } from '../infra/memory/budgets.ts';
import { memoryLimits } from '../infra/memory/limits.ts';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { topicSpecs } from '../infra/messaging/topics.ts';
import { type Batches, type LogRecord, StoreFailed } from '../infra/ports/index.ts';
import { generateSealKeys, opener, sealer } from '../infra/process/seal.ts';
import { type RunningService, serve } from '../infra/service/runtime.ts';
import { sqliteBatches } from '../infra/sqlite/batches.ts';
import { sqliteBus } from '../infra/sqlite/bus.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { newId } from '../proto/ids.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../proto/rpc.ts';
import { codeSecrets } from './codes.ts';
import { codesHandlers, verifyHandlers } from './handlers.ts';
import { type Mail, MailFailed } from './ports.ts';
import { sqliteCodes } from './store/sqlite-codes.ts';
import { differentCode, REGISTER, readMailedCode, recordingLog, recordingMailer } from './testing/verify-fixture.ts';

const GATE = { topic: 'im.gate.1', partition: 0, instance: 'gate-1.AAAAAAAA' };
const ALICE = 'very.secret.alice@example.org';

/** Batches whose commits fail, so that another instance runs their commands again. */
function failCommits(batches: Batches<undefined>): Batches<undefined> {
  return {
    ...batches,
    open: (...args) => ({
      ...batches.open(...args),
      commit: () => Promise.reject(new StoreFailed('the connection was lost')),
    }),
  };
}

function readFolder(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
}

/** Both services on a store in a folder, the gate that calls them, and everything that they write. */
async function openFixture() {
  const folder = mkdtempSync(join(tmpdir(), 'im-verify-'));
  const store = openSqliteStore(join(folder, 'store.db'));
  // A store of its own: it must contain e-mail addresses, which would look like leaks.
  const codesFolder = mkdtempSync(join(tmpdir(), 'im-verify-codes-'));
  const codesStore = openSqliteStore(join(codesFolder, 'store.db'));
  const topics = topicNames(1);
  const bus = sqliteBus({ database: store.database });
  await bus.ensureTopics(topicSpecs(topics, allServices(), { command: 1, gate: 1 }));
  const keys = generateSealKeys();
  const gate = sealer(keys.publicKey);
  const { lines, log } = recordingLog();
  const mailer = recordingMailer();
  const secrets = codeSecrets([randomBytes(32)]);
  const codes = sqliteCodes(codesStore);
  const packs = testServicePacks(topics);
  const handlers = {
    Verify: verifyHandlers({
      secrets,
      codes,
      mailer,
      limits: memoryLimits(),
      budgets: memoryBudgets(),
      log,
      codeMs: 600_000,
      mailsPerHour: 1000,
      service: 'im',
    }),
    Codes: codesHandlers({ secrets, codes, codeMs: 600_000 }),
  };
  const batches = sqliteBatches(store, () => undefined);
  const running = new Set<RunningService>();

  async function start(service: 'Verify' | 'Codes', on = batches): Promise<{ stop(): Promise<void> }> {
    const instance = `verify.${newId().slice(0, 8)}`;
    const serving = await serve({
      bus,
      publisher: publisher(bus, { instance, signer: packs.signer }),
      packs,
      batches: on,
      routes: memoryRoutes(),
      log,
      topics,
      gatePartitions: 1,
      service: im[service],
      handlers: handlers[service],
      opener: opener([keys.privateKey]),
      instance,
      lostCommands: 'skip',
      onFatal: (error) => log.error({ err: error }, 'fatal'),
    });
    running.add(serving);
    return {
      stop: async () => {
        running.delete(serving);
        await serving.close();
      },
    };
  }

  const received: im.Envelope[] = [];
  const deadLetters: im.DeadLetter[] = [];
  const follow = (topic: string, onRecords: (records: readonly LogRecord[]) => void) =>
    bus.follow({ topic, partition: 0, onGap: () => undefined, onRecords });
  for (const topic of [topics.gate, topics.call])
    await follow(topic, (records) =>
      received.push(...records.flatMap(({ value }) => im.Pack.decode(value).envelopes as im.Envelope[])),
    );
  await follow(topics.deadLetter, (records) =>
    deadLetters.push(...records.map(({ value }) => im.DeadLetter.decode(value) as im.DeadLetter)),
  );

  const gatePublisher = publisher(bus, { instance: GATE.instance, signer: testGateSigner });
  const authPublisher = publisher(bus, { instance: 'auth.1', signer: packs.signer });
  const routes = new Map([...rpcsByNumber([im.Verify, im.Codes]).values()].map((route) => [route.handler, route]));
  let requests = 0;

  /** Sends a command as a gate does, or as auth if it is internal. Returns its request id. */
  function send(handler: string, request: object): number {
    const route = routes.get(handler);
    if (!route) throw new Error(`no rpc ${handler}`);
    const requestId = ++requests;
    const isInternal = route.access === 'INTERNAL';
    (isInternal ? authPublisher : gatePublisher).send(topics.service(route.service), 0, {
      kind: im.Envelope.Kind.COMMAND,
      rpc: route.number,
      requestId,
      connection: 1,
      replyTo: isInternal ? { ...GATE, topic: topics.call } : GATE,
      timeoutMs: 60_000,
      acceptedAt: Date.now(),
      clientIp: '192.0.2.1',
      payload: gate.seal(route.request.encode(request).finish()),
    });
    return requestId;
  }

  const repliesTo = (requestId: number): im.Envelope[] =>
    received.filter((envelope) => envelope.kind === im.Envelope.Kind.REPLY && envelope.requestId === requestId);

  async function replyTo(requestId: number): Promise<im.Envelope> {
    return vi.waitFor(() => {
      const [reply] = repliesTo(requestId);
      if (!reply) throw new Error(`no reply to ${requestId}`);
      return reply;
    }, 10_000);
  }

  return {
    gate,
    deadLetters,
    lines,
    mailer,
    batches,
    start,
    send,
    repliesTo,
    replyTo,
    ask: (handler: string, request: object): Promise<im.Envelope> => replyTo(send(handler, request)),
    /** Returns the files of the code store. */
    readCodeStore: () => readFolder(codesFolder).toString('latin1'),
    /** Returns all other output: the store's files with log and outbox, envelopes to the gate, dead letters, log lines. */
    readOutput: (): string => {
      const envelopes = received.map((envelope) => Buffer.from(im.Envelope.encode(envelope).finish()));
      const dead = deadLetters.map((letter) => Buffer.from(im.DeadLetter.encode(letter).finish()));
      return Buffer.concat([readFolder(folder), ...envelopes, ...dead, Buffer.from(lines.join('\n'))]).toString('latin1');
    },
    close: async () => {
      for (const serving of running) await serving.close();
      await bus.close();
      for (const one of [store, codesStore]) one.close();
      for (const one of [folder, codesFolder]) rmSync(one, { recursive: true });
    },
  };
}

let fixture: Awaited<ReturnType<typeof openFixture>>;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

const codeOf = ({ failure }: im.Envelope): string => im.Code[failure?.code ?? 0] ?? '';
const request = { email: ALICE, purpose: REGISTER };
const check = (code: string, useId: Uint8Array = randomBytes(16)) => ({ ...request, code, useId, clientIp: '192.0.2.1' });

test('a gate requests and checks a code over sealed envelopes', async () => {
  await fixture.start('Verify');
  await fixture.start('Codes');
  const reply = await fixture.ask('requestCode', request);
  expect(im.RequestCodeReply.decode(fixture.gate.openReply(reply.payload))).toMatchObject({
    codeLivesSeconds: 600,
    nextRequestAfterSeconds: 60,
  });
  const code = readMailedCode(fixture.mailer.sent[0]);
  expect(codeOf(await fixture.ask('checkCode', check(differentCode(code))))).toBe('WRONG_CODE');
  const useId = randomBytes(16);
  for (let i = 0; i < 3; i++) expect((await fixture.ask('checkCode', check(code, useId))).failure).toBeFalsy();
  expect(codeOf(await fixture.ask('checkCode', check(code)))).toBe('WRONG_CODE');
});

test('when another instance reruns RequestCode after a failed commit, it mails the same code and sends one reply', async () => {
  const first = await fixture.start('Verify', failCommits(fixture.batches));
  const requestId = fixture.send('requestCode', request);
  await vi.waitFor(() => expect(fixture.lines.join()).toContain('batch not stored'), 10_000);
  expect(fixture.mailer.sent).toHaveLength(1);
  expect(fixture.repliesTo(requestId)).toEqual([]);
  await first.stop();

  await fixture.start('Verify');
  const reply = await fixture.replyTo(requestId);
  expect(reply.failure).toBeFalsy();
  expect(fixture.mailer.sent).toHaveLength(2);
  expect(readMailedCode(fixture.mailer.sent[1])).toBe(readMailedCode(fixture.mailer.sent[0]));
  // The next request follows in the same partition, so by its reply every reply to the first has arrived.
  expect(codeOf(await fixture.ask('requestCode', request))).toBe('TOO_MANY_REQUESTS');
  expect(fixture.repliesTo(requestId)).toHaveLength(1);
});

test('when another instance reruns CheckCode after a failed commit, it accepts the code', async () => {
  await fixture.start('Verify');
  await fixture.ask('requestCode', request);
  const code = readMailedCode(fixture.mailer.sent[0]);
  const first = await fixture.start('Codes', failCommits(fixture.batches));
  const requestId = fixture.send('checkCode', check(code));
  await vi.waitFor(() => expect(fixture.lines.join()).toContain('batch not stored'), 10_000);
  await first.stop();
  await fixture.start('Codes');
  expect((await fixture.replyTo(requestId)).failure).toBeFalsy();
});

test('the service checks codes while a mail is in flight', async () => {
  await fixture.start('Verify');
  await fixture.start('Codes');
  await fixture.ask('requestCode', request);
  const delivery = Promise.withResolvers<void>();
  const sending = Promise.withResolvers<Mail>();
  vi.spyOn(fixture.mailer, 'send').mockImplementation((mail) => {
    sending.resolve(mail);
    return delivery.promise;
  });
  const slow = fixture.send('requestCode', { ...request, email: 'bob@example.org' });
  await sending.promise;
  expect((await fixture.ask('checkCode', check(readMailedCode(fixture.mailer.sent[0])))).failure).toBeFalsy();
  expect(fixture.repliesTo(slow)).toEqual([]);
  delivery.resolve();
  expect((await fixture.replyTo(slow)).failure).toBeFalsy();
});

test('the log, the store, replies, dead letters and log lines contain neither a code nor an e-mail address', async () => {
  await fixture.start('Codes');
  const failing = await fixture.start('Verify', failCommits(fixture.batches));
  const requestId = fixture.send('requestCode', request);
  await vi.waitFor(() => expect(fixture.lines.join()).toContain('batch not stored'), 10_000);
  await failing.stop();
  await fixture.start('Verify');
  await fixture.replyTo(requestId);
  const code = readMailedCode(fixture.mailer.sent[0]);
  expect(codeOf(await fixture.ask('checkCode', check(differentCode(code))))).toBe('WRONG_CODE');
  expect((await fixture.ask('checkCode', check(code))).failure).toBeFalsy();
  expect(codeOf(await fixture.ask('requestCode', request))).toBe('TOO_MANY_REQUESTS');
  expect((await fixture.ask('notifyOwner', { ...request, language: 'en' })).failure).toBeFalsy();
  fixture.mailer.failWith(new MailFailed('refused', { permanent: true }));
  expect(codeOf(await fixture.ask('requestCode', { ...request, email: `2.${ALICE}` }))).toBe('MAIL_FAILED');
  expect(codeOf(await fixture.ask('notifyOwner', { ...request, language: 'en' }))).toBe('MAIL_FAILED');
  fixture.mailer.failWith(new TypeError('a bug'));
  expect(codeOf(await fixture.ask('requestCode', { ...request, email: `3.${ALICE}` }))).toBe('INTERNAL_ERROR');
  await vi.waitFor(() => expect(fixture.deadLetters).toHaveLength(1));

  const everything = fixture.readOutput();
  // The search finds texts that are not secret, so it covers the right places.
  expect(everything).toContain('mail server did not accept a mail');
  expect(everything).toContain('a bug');
  expect(everything).toContain('too many mails were asked for');
  expect(everything.toLowerCase()).not.toContain('secret.alice');
  expect(fixture.readCodeStore()).toContain(ALICE);
  // Digits within longer numbers do not count: timestamps contain them too.
  for (const secret of [code, differentCode(code)])
    expect(fixture.readCodeStore() + everything).not.toMatch(new RegExp(`(?<![0-9])${secret}(?![0-9])`));
});
