// A user registers with a mailed code, logs in on a second device and resets the password, on embedded and on real servers. No
// output of the processes contains a secret.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { getRpc } from '../../client/sdk/api/contract.ts';
import { openTransport } from '../../client/sdk/node/transport.ts';
import { type Client, createClient } from '../../client/sdk/node.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { newId } from '../../proto/ids.ts';
import { allServices, im, topicNames } from '../../proto/rpc.ts';
import { startMailServer } from '../../tools/servers/mail-server.ts';
import { generateSecrets, startServices } from '../../tools/servers/service-processes.ts';

const ADDRESS = 'alice@example.org';
const FIRST = 'the first pass phrase';
const SECOND = 'the second pass phrase';
const WRONG = 'a wrong pass phrase';

/** A running server that requires an e-mail address to register. */
interface Fixture {
  readonly gates: readonly string[];
  /** The text of the next mail to ADDRESS. */
  mail(): Promise<string>;
  /** Skips the minute that verify waits between two mails to one address. */
  minuteLater(): Promise<void>;
  /** Stops the processes and returns their log lines, and the records or files that they leave. */
  output(): Promise<string>;
}

async function embedded(): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'im-identity-'));
  const said: string[] = [];
  const mails: string[] = [];
  const note = (...what: unknown[]): void => void said.push(inspect(what, { depth: 8, breakLength: Number.POSITIVE_INFINITY }));
  const env = { IM_DATA_FOLDER: folder, IM_REGISTRATION: 'code', IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  const server = await startEmbedded(readConfig('embedded', { env, argv: [] }), {
    log: { debug: note, info: note, warn: note, error: note },
    onFatal: note,
    print: (mail) => mails.push(mail),
  });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await server.stop();
    running = false;
  };
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    gates: [server.tcp, server.ws],
    mail: () =>
      vi.waitFor(() => {
        const mail = mails.shift();
        if (!mail?.includes(ADDRESS)) throw new Error('no mail yet');
        return mail;
      }),
    async minuteLater() {
      const now = Date.now.bind(Date);
      vi.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
    },
    async output() {
      await stop();
      // Only the log and the tables of the services: the files of the mails contain the codes on purpose.
      const files = (await readdir(folder)).filter((name) => name.startsWith('store.db'));
      const kept = await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')));
      if (kept.length === 0) throw new Error('no store');
      return [...said, ...kept].join('\n');
    },
  };
}

async function distributed(): Promise<Fixture> {
  const servers = await realServers(['kafka', 'mysql', 'redis']);
  onTestFinished(() => servers.release());
  const mail = await startMailServer();
  onTestFinished(() => mail.stop());
  const lines: string[] = [];
  const env = { ...servers.env, ...generateSecrets(), IM_SMTP_URL: mail.url, IM_REGISTRATION: 'code', IM_LOG_LEVEL: 'debug' };
  const services = await startServices(env, { gate: 2, auth: 1, verify: 1, logic: 1 }, { onLine: (line) => lines.push(line) });
  onTestFinished(() => services.stop());
  await services.waitUntilReady();
  return {
    gates: services.byRole('gate').map(({ addresses }) => addresses.tcp ?? ''),
    mail: async () => (await mail.nextMail(ADDRESS)).text,
    async minuteLater() {
      const redis = new Redis(servers.redis);
      const keys = await redis.keys('im:code:mails:*');
      if (keys.length === 0) throw new Error('no record of a sent mail');
      await redis.del(keys);
      redis.disconnect();
    },
    async output() {
      await services.stop();
      return [...lines, ...(await recordsOf(servers.kafka.split(','), servers.generation))].join('\n');
    },
  };
}

/** All records of all topics, including the dead letters. */
async function recordsOf(brokers: readonly string[], generation: number): Promise<string[]> {
  const note = (): void => undefined;
  const log = { debug: note, info: note, warn: note, error: note };
  const bus = kafkaBus({ brokers, replication: 1, instance: `reader.${newId()}`, log });
  onTestFinished(() => bus.close());
  const topics = topicNames(generation);
  const names = allServices().map((service) => topics.service((service as { name: string }).name));
  const found: string[] = [];
  for (const topic of [...names, topics.gate, topics.call, topics.deadLetter]) {
    const ends = new Map<number, number>();
    const { promise: read, resolve } = Promise.withResolvers<void>();
    const reached = (): void => {
      if (ends.size === 0) resolve();
    };
    const consumption = await bus.consume({
      group: `reader.${newId()}`,
      topic,
      onAssigned: async (ranges) => {
        for (const { partition, earliest, end } of ranges) if (end > earliest) ends.set(partition, end);
        reached();
        return new Map(ranges.map(({ partition, earliest }) => [partition, earliest]));
      },
      onRevoked: async () => undefined,
      onRecords(partition, records) {
        for (const { value } of records) found.push(Buffer.from(value).toString('latin1'));
        if ((records.at(-1)?.offset ?? -1) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition);
        reached();
      },
    });
    await read;
    await consumption.close();
  }
  return found;
}

function codeIn(mail: string): string {
  const [code] = /(?<!\d)\d{6}(?!\d)/.exec(mail) ?? [];
  if (code === undefined) throw new Error('no code in the mail');
  return code;
}

interface Device {
  readonly client: Client;
  readonly tokens: string[];
  readonly ends: string[];
}

function device(gate: string | undefined, deviceToken?: string): Device {
  const options = { gates: [gate ?? ''], device: { kind: 'phone', name: 'of a test' } };
  const client = createClient({ ...options, ...(deviceToken !== undefined && { deviceToken }) });
  onTestFinished(() => client.close());
  const made: Device = { client, tokens: [], ends: [] };
  client.on('token', ({ token }) => made.tokens.push(token));
  client.on('closed', ({ reason }) => made.ends.push(reason));
  return made;
}

/** Sends a malformed LogIn that contains a password, and returns the code of its failure. */
async function sendMalformedLogIn(gate: string | undefined): Promise<string | undefined> {
  const { Kind } = im.Frame;
  const { promise: code, resolve } = Promise.withResolvers<string | undefined>();
  const payload = Buffer.from(`\u001a\u007f${WRONG}`);
  const { number } = getRpc('Auth', 'logIn');
  const transport = openTransport(gate ?? '', {
    onOpen: () => transport.send(im.Frame.encode({ kind: Kind.COMMAND, rpc: number, requestId: 1, payload }).finish()),
    onFrame(bytes) {
      const { kind, failure } = im.Frame.decode(bytes);
      if (kind === Kind.REPLY) resolve(im.Code[failure?.code ?? 0]);
    },
    onClosed: () => resolve(undefined),
  });
  onTestFinished(() => transport.close());
  return code;
}

async function runIdentityScenario(fixture: Fixture): Promise<void> {
  const [here, there] = fixture.gates;
  const first = device(here);
  await first.client.requestCode(ADDRESS, 'REGISTER');
  const registering = codeIn(await fixture.mail());
  const wrong = registering === '123456' ? '654321' : '123456';
  const account = { name: 'alice', password: FIRST, email: ADDRESS };
  await expect(first.client.register({ ...account, code: wrong })).rejects.toMatchObject({ code: 'WRONG_CODE' });
  await first.client.register({ ...account, code: `${registering.slice(0, 3)} ${registering.slice(3)}` });
  const { token: refreshed } = await first.client.call.auth.refreshToken({});

  const second = device(there);
  await expect(second.client.logIn('alice', WRONG)).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  await second.client.logIn(ADDRESS, FIRST);
  await vi.waitFor(() => expect(first.ends).toEqual(['DEVICE_REPLACED']), { timeout: 10_000 });
  expect(first.client.state).toBe('closed');
  await expect(device(here).client.resume(first.tokens[0] ?? '')).rejects.toMatchObject({ code: 'BAD_TOKEN' });
  const { sessions } = await second.client.call.auth.listSessions({});
  expect(sessions).toMatchObject([{ deviceKind: 'phone', deviceName: 'of a test', current: true }]);

  expect(await sendMalformedLogIn(here)).toBe('BAD_PAYLOAD');

  const forgetful = device(here);
  await expect(forgetful.client.requestCode(ADDRESS, 'RESET_PASSWORD')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  await fixture.minuteLater();
  await forgetful.client.requestCode(ADDRESS, 'RESET_PASSWORD');
  const resetting = codeIn(await fixture.mail());
  await forgetful.client.resetPassword({ email: ADDRESS, code: resetting, newPassword: SECOND });
  await vi.waitFor(() => expect(second.ends).toEqual(['PASSWORD_CHANGED']), { timeout: 10_000 });
  await expect(device(there).client.resume(second.tokens[0] ?? '')).rejects.toMatchObject({ code: 'BAD_TOKEN' });
  await expect(device(here).client.logIn('alice', FIRST)).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  // Strangers at this address use up what they have at the account. A device that has proved itself logs in all the same.
  for (let i = 0; i < 3; i++)
    await expect(device(here).client.logIn('alice', WRONG)).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  await expect(device(here).client.logIn('alice', SECOND)).rejects.toMatchObject({ code: 'TOO_MANY_TRIES' });
  const third = device(there, forgetful.client.deviceToken);
  await third.client.logIn('alice', SECOND);

  const output = await fixture.output();
  // The user id is not a secret. Finding it shows that the output is from this run.
  expect(output).toContain(third.client.me?.userId);
  for (const secret of [FIRST, SECOND, WRONG]) expect(output).not.toContain(secret);
  const tokens = [refreshed, ...first.tokens, ...second.tokens, ...third.tokens];
  for (const { client } of [first, forgetful, third]) tokens.push(client.deviceToken ?? '');
  expect(tokens.length).toBeGreaterThanOrEqual(7);
  for (const token of tokens) expect(output).not.toContain(token);
  for (const code of [registering, resetting]) expect(output).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
}

describe('on embedded parts', () => {
  test('a code, an account, two devices of one kind, a reset, and no secret in the log', async () => {
    await runIdentityScenario(await embedded());
  });
});

describeReal('on real parts, the mail over SMTP', ['kafka', 'mysql', 'redis'], () => {
  test('a code, an account, two devices of one kind, a reset, and no secret in any output, topic or dead letter', async () => {
    await runIdentityScenario(await distributed());
  }, 120_000);
});
