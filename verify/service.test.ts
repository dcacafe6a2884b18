// Verify behind the runtime: both of its services, what a gate or auth sends and gets, and what is left of it in the log and in the store.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { memoryBackOff } from '../infra/memory/back-off.ts';
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
import { newId } from '../proto/ids.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../proto/rpc.ts';
import { codeSecrets } from './codes.ts';
import { codesHandlers, verifyHandlers } from './handlers.ts';
import { type Mail, MailFailed } from './ports.ts';
import { sqliteCodes } from './store/sqlite-codes.ts';
import { differentCode, REGISTER, readMailedCode, recordingLog, recordingMailer } from './testing/verify-fixture.ts';

const GATE = { topic: 'im.gate.1', partition: 0, instance: 'gate-1.AAAAAAAA' };
const ALICE = 'very.secret.alice@example.org';

/** Commits of these batches are lost: what they took runs again elsewhere. */
function losing(batches: Batches<undefined>): Batches<undefined> {
  return {
    ...batches,
    open: (...args) => ({
      ...batches.open(...args),
      commit: () => Promise.reject(new StoreFailed('the connection was lost')),
    }),
  };
}

function bytesIn(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
}

/** Both services on a store in a folder, a gate's side of them, and everything that anybody wrote down. */
async function makeWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'im-verify-'));
  const store = openSqliteStore(join(folder, 'store.db'));
  // Apart, so that the addresses it has to hold are not taken for leaks.
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
  const handlers = {
    Verify: verifyHandlers({
      secrets,
      codes,
      mailer,
      limits: memoryLimits(),
      backOff: memoryBackOff(),
      log,
      codeMs: 600_000,
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
      publisher: publisher(bus, { instance }),
      batches: on,
      routes: memoryRoutes(),
      log,
      topics,
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

  const arrived: im.Envelope[] = [];
  const letters: im.DeadLetter[] = [];
  const follow = (topic: string, onRecords: (records: readonly LogRecord[]) => void) =>
    bus.follow({ topic, partition: 0, onGap: () => undefined, onRecords });
  await follow(topics.gate, (records) =>
    arrived.push(...records.flatMap(({ value }) => im.Pack.decode(value).envelopes as im.Envelope[])),
  );
  await follow(topics.deadLetter, (records) =>
    letters.push(...records.map(({ value }) => im.DeadLetter.decode(value) as im.DeadLetter)),
  );

  const atGate = publisher(bus, { instance: GATE.instance });
  const routes = new Map([...rpcsByNumber([im.Verify, im.Codes]).values()].map((route) => [route.handler, route]));
  let requests = 0;

  /** Returns the request's id. */
  function send(handler: string, request: object): number {
    const route = routes.get(handler);
    if (!route) throw new Error(`no rpc ${handler}`);
    const requestId = ++requests;
    atGate.send(topics.service(route.service), 0, {
      kind: im.Envelope.Kind.COMMAND,
      rpc: route.number,
      requestId,
      connection: 1,
      replyTo: GATE,
      deadline: Date.now() + 60_000,
      acceptedAt: Date.now(),
      clientIp: '192.0.2.1',
      payload: gate.seal(route.request.encode(request).finish()),
    });
    return requestId;
  }

  const repliesTo = (requestId: number): im.Envelope[] =>
    arrived.filter((one) => one.kind === im.Envelope.Kind.REPLY && one.requestId === requestId);

  async function replyTo(requestId: number): Promise<im.Envelope> {
    return vi.waitFor(() => {
      const [reply] = repliesTo(requestId);
      if (!reply) throw new Error(`no reply to ${requestId}`);
      return reply;
    }, 10_000);
  }

  return {
    gate,
    letters,
    lines,
    mailer,
    batches,
    start,
    send,
    repliesTo,
    replyTo,
    ask: (handler: string, request: object): Promise<im.Envelope> => replyTo(send(handler, request)),
    /** The files of the store of codes. */
    codesWritten: () => bytesIn(codesFolder).toString('latin1'),
    /** Everything else anybody wrote: the store's files with the log and the outbox in them, what went to the gate, dead letters, log lines. */
    written: (): string => {
      const envelopes = arrived.map((envelope) => Buffer.from(im.Envelope.encode(envelope).finish()));
      const dead = letters.map((letter) => Buffer.from(im.DeadLetter.encode(letter).finish()));
      return Buffer.concat([bytesIn(folder), ...envelopes, ...dead, Buffer.from(lines.join('\n'))]).toString('latin1');
    },
    close: async () => {
      for (const serving of running) await serving.close();
      await bus.close();
      for (const one of [store, codesStore]) one.close();
      for (const one of [folder, codesFolder]) rmSync(one, { recursive: true });
    },
  };
}

let world: Awaited<ReturnType<typeof makeWorld>>;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const codeOf = ({ failure }: im.Envelope): string => im.Code[failure?.code ?? 0] ?? '';
const request = { email: ALICE, purpose: REGISTER };
const check = (code: string, use: Uint8Array = randomBytes(16)) => ({ ...request, code, use, clientIp: '192.0.2.1' });

test('a code is requested and checked over sealed envelopes', async () => {
  await world.start('Verify');
  await world.start('Codes');
  const asked = await world.ask('requestCode', request);
  expect(im.RequestCodeReply.decode(world.gate.openReply(asked.payload))).toMatchObject({
    codeLivesSeconds: 600,
    nextRequestAfterSeconds: 60,
  });
  const code = readMailedCode(world.mailer.sent[0]);
  expect(codeOf(await world.ask('checkCode', check(differentCode(code))))).toBe('WRONG_CODE');
  const use = randomBytes(16);
  for (let i = 0; i < 3; i++) expect((await world.ask('checkCode', check(code, use))).failure).toBeFalsy();
  expect(codeOf(await world.ask('checkCode', check(code)))).toBe('WRONG_CODE');
});

test('RequestCode that runs again elsewhere after a lost commit mails the same code and is answered once', async () => {
  const first = await world.start('Verify', losing(world.batches));
  const asked = world.send('requestCode', request);
  await vi.waitFor(() => expect(world.lines.join()).toContain('batch not stored'), 10_000);
  expect(world.mailer.sent).toHaveLength(1);
  expect(world.repliesTo(asked)).toEqual([]);
  await first.stop();

  await world.start('Verify');
  const reply = await world.replyTo(asked);
  expect(reply.failure).toBeFalsy();
  expect(world.mailer.sent).toHaveLength(2);
  expect(readMailedCode(world.mailer.sent[1])).toBe(readMailedCode(world.mailer.sent[0]));
  // The next one is asked behind it, so its own answer is all there is by then.
  expect(codeOf(await world.ask('requestCode', request))).toBe('TOO_MANY_REQUESTS');
  expect(world.repliesTo(asked)).toHaveLength(1);
});

test('CheckCode that runs again elsewhere after a lost commit does not burn the code', async () => {
  await world.start('Verify');
  await world.ask('requestCode', request);
  const code = readMailedCode(world.mailer.sent[0]);
  const first = await world.start('Codes', losing(world.batches));
  const checked = world.send('checkCode', check(code));
  await vi.waitFor(() => expect(world.lines.join()).toContain('batch not stored'), 10_000);
  await first.stop();
  await world.start('Codes');
  expect((await world.replyTo(checked)).failure).toBeFalsy();
});

test('codes are checked while a mail is being sent', async () => {
  await world.start('Verify');
  await world.start('Codes');
  await world.ask('requestCode', request);
  const taken = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<Mail>();
  vi.spyOn(world.mailer, 'send').mockImplementation((mail) => {
    arrived.resolve(mail);
    return taken.promise;
  });
  const slow = world.send('requestCode', { ...request, email: 'bob@example.org' });
  await arrived.promise;
  expect((await world.ask('checkCode', check(readMailedCode(world.mailer.sent[0])))).failure).toBeFalsy();
  expect(world.repliesTo(slow)).toEqual([]);
  taken.resolve();
  expect((await world.replyTo(slow)).failure).toBeFalsy();
});

test('no code and no e-mail address appears in the log, the store, a reply, a dead letter or a log line', async () => {
  await world.start('Codes');
  const lost = await world.start('Verify', losing(world.batches));
  const asked = world.send('requestCode', request);
  await vi.waitFor(() => expect(world.lines.join()).toContain('batch not stored'), 10_000);
  await lost.stop();
  await world.start('Verify');
  await world.replyTo(asked);
  const code = readMailedCode(world.mailer.sent[0]);
  expect(codeOf(await world.ask('checkCode', check(differentCode(code))))).toBe('WRONG_CODE');
  expect((await world.ask('checkCode', check(code))).failure).toBeFalsy();
  expect(codeOf(await world.ask('requestCode', request))).toBe('TOO_MANY_REQUESTS');
  expect((await world.ask('tellOwner', { ...request, language: 'en' })).failure).toBeFalsy();
  world.mailer.failWith(new MailFailed('refused', { permanent: true }));
  expect(codeOf(await world.ask('requestCode', { ...request, email: `2.${ALICE}` }))).toBe('MAIL_FAILED');
  expect(codeOf(await world.ask('tellOwner', { ...request, language: 'en' }))).toBe('MAIL_FAILED');
  world.mailer.failWith(new TypeError('a bug'));
  expect(codeOf(await world.ask('requestCode', { ...request, email: `3.${ALICE}` }))).toBe('INTERNAL_ERROR');
  await vi.waitFor(() => expect(world.letters).toHaveLength(1));

  const everything = world.written();
  // What is not secret is found: the search looks in the right place.
  expect(everything).toContain('a mail was not taken');
  expect(everything).toContain('a bug');
  expect(everything).toContain('too many mails were asked for');
  expect(everything.toLowerCase()).not.toContain('secret.alice');
  expect(world.codesWritten()).toContain(ALICE);
  // Not within longer numbers: times have such digits too.
  for (const secret of [code, differentCode(code)])
    expect(world.codesWritten() + everything).not.toMatch(new RegExp(`(?<![0-9])${secret}(?![0-9])`));
});
