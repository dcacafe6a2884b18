import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, type ClientOptions, createClient } from '../../client/sdk/node.ts';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { welcomeText } from '../../embedded/welcome.ts';
import { SetupError } from '../../infra/ports/index.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { directConversationId } from '../../proto/ids.ts';

const PASSWORD = 'correct horse battery';
let dataFolder: string;
let cleanUps: (() => unknown)[];
let fatal: Error[];
let printed: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'im-embedded-'));
  cleanUps = [];
  fatal = [];
  printed = '';
});
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  rmSync(dataFolder, { recursive: true });
  expect(fatal).toEqual([]);
});

async function start(env: Record<string, string> = {}, keepMessagesMs = 0): Promise<EmbeddedServer> {
  const settings = { IM_DATA_FOLDER: dataFolder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0', ...env };
  const config = readConfig('embedded', { env: settings, argv: [] });
  const embedded = await startEmbedded(
    { ...config, duties: { ...config.duties, keepMessagesMs } },
    {
      log: silentLog,
      onFatal: (error) => fatal.push(error),
      print(text) {
        printed += text;
      },
    },
  );
  cleanUps.push(() => embedded.stop());
  return embedded;
}

function client(gate: string, options: Partial<ClientOptions> = {}): { client: Client; texts: string[] } {
  const timing = { reconnectMinMs: 10, reconnectMaxMs: 100 };
  const sdkClient = createClient({ gates: [gate], from: 'beginning', timing, ...options });
  const texts: string[] = [];
  sdkClient.on('message', ({ text }) => texts.push(text));
  cleanUps.push(() => sdkClient.close());
  return { client: sdkClient, texts };
}

test('two users exchange messages over TCP and WebSocket', async () => {
  const { tcp, ws } = await start();
  const [alice, bob] = [client(tcp), client(ws)];
  const [aliceAccount, bobAccount] = [
    await alice.client.register({ name: 'alice', password: PASSWORD }),
    await bob.client.register({ name: 'bob', password: PASSWORD }),
  ];
  const reply = await alice.client.send(bobAccount.userId, 'hello bob 👋');
  expect(reply).toMatchObject({ seq: 1, messageId: `${reply.conversationId}.1` });
  await expect.poll(() => bob.texts).toEqual(['hello bob 👋']);
  await bob.client.send(aliceAccount.userId, 'hello alice');
  await expect.poll(() => alice.texts).toEqual(['hello bob 👋', 'hello alice']);
});

test('messages past the retention time are deleted, and clients receive the next message without waiting for them', async () => {
  const first = await start();
  const [alice, bob] = [client(first.tcp), client(first.tcp)];
  await alice.client.register({ name: 'alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'bob', password: PASSWORD });
  bob.client.close();
  await alice.client.send(userId, 'long ago');
  alice.client.close();
  await first.stop();

  const second = await start({}, 1);
  const [sender, receiver] = [client(second.tcp), client(second.tcp)];
  const me = await sender.client.logIn('alice', PASSWORD);
  const conversationId = directConversationId(me.userId, userId);
  await expect.poll(() => sender.client.history(conversationId)).toMatchObject({ messages: [] });
  await receiver.client.logIn('bob', PASSWORD);
  expect((await sender.client.send(userId, 'now')).seq).toBe(2);
  await expect.poll(() => receiver.texts).toEqual(['now']);
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
test.each(['0.0.0.0', ...(hasIpv6 ? ['::', '::1'] : [])])('IM_HOST=%s: the printed addresses work', async (IM_HOST) => {
  const { tcp, ws } = await start({ IM_HOST });
  const [alice, bob] = [client(tcp), client(ws)];
  await alice.client.register({ name: 'alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'bob', password: PASSWORD });
  await alice.client.send(userId, 'hello');
  await expect.poll(() => bob.texts).toEqual(['hello']);
});

test('every file is readable by its owner alone, also in a folder that others may list and with files from before', async () => {
  chmodSync(dataFolder, 0o755);
  for (const name of ['store.db', 'lock.db']) writeFileSync(join(dataFolder, name), '', { mode: 0o644 });
  const { tcp } = await start();
  await client(tcp).client.register({ name: 'alice', password: PASSWORD });
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const modes = files.map(({ name, parentPath }) => [name, (statSync(join(parentPath, name)).mode & 0o777).toString(8)]);
  expect(modes.length).toBeGreaterThan(4);
  expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
});

test('sessions and messages survive a restart, and a message to an offline user arrives at their next log-in', async () => {
  const first = await start();
  const [alice, bob] = [client(first.tcp), client(first.tcp)];
  await alice.client.register({ name: 'alice', password: PASSWORD });
  const { userId } = await bob.client.register({ name: 'bob', password: PASSWORD });
  bob.client.close();
  await alice.client.send(userId, 'are you there?');
  const token = alice.client.me?.token ?? '';
  alice.client.close();
  await first.stop();

  const second = await start();
  const [aliceAgain, bobAgain] = [client(second.ws), client(second.tcp)];
  await bobAgain.client.logIn('Bob', PASSWORD);
  await expect.poll(() => bobAgain.texts).toEqual(['are you there?']);
  expect((await aliceAgain.client.resume(token)).name).toBe('alice');
  expect((await aliceAgain.client.send(userId, 'still me')).seq).toBe(2);
  await expect.poll(() => bobAgain.texts).toEqual(['are you there?', 'still me']);
});

/** The newest code mailed to the address, as the page shows it. */
async function mailedCode({ http }: EmbeddedServer, address: string): Promise<string> {
  const { mails } = (await (await fetch(`${http}api/mails`)).json()) as { mails: { to: string; text: string }[] };
  return /\d{6}/.exec(mails.find(({ to }) => to === address)?.text ?? '')?.[0] ?? '';
}

test('a mailed code is shown on the console and on the page, and a registration needs it', async () => {
  const first = await start({ IM_REGISTRATION: 'code' });
  const { client: alice } = client(first.tcp);
  await expect(alice.register({ name: 'alice', password: PASSWORD })).rejects.toMatchObject({ code: 'BAD_ADDRESS' });
  const email = 'alice@example.org';
  expect(await alice.requestCode(email, 'REGISTER')).toMatchObject({ codeLivesSeconds: 600 });
  const code = await mailedCode(first, email);
  expect(printed).toMatch(new RegExp(`Mail to ${email}[\\s\\S]*${code}`));
  await expect(alice.register({ name: 'alice', password: PASSWORD, email, code: '000000' })).rejects.toMatchObject({
    code: 'WRONG_CODE',
  });
  await alice.register({ name: 'alice', password: PASSWORD, email, code });
  await first.stop();

  const second = await start({ IM_REGISTRATION: 'code' });
  const { client: forgetful } = client(second.ws);
  // The limit of one mail per minute survives a restart.
  await expect(forgetful.requestCode(email, 'RESET_PASSWORD')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
});

test('a code mailed before a restart of server and client is valid after it, for the device that requested it', async () => {
  const first = await start();
  const email = 'bob@example.org';
  const codeRequester = crypto.getRandomValues(new Uint8Array(16));
  await client(first.tcp, { codeRequester }).client.requestCode(email, 'REGISTER');
  await first.stop();
  const second = await start();
  const code = await mailedCode(second, email);
  const { client: stranger } = client(second.tcp);
  const refused = { code: 'WRONG_CODE' };
  await expect(stranger.register({ name: 'eve', password: PASSWORD, email, code })).rejects.toMatchObject(refused);
  const { client: bob } = client(second.tcp, { codeRequester });
  expect(await bob.register({ name: 'bob', password: PASSWORD, email, code })).toMatchObject({ name: 'bob' });
  // A code is valid once.
  const { client: other } = client(second.tcp, { codeRequester });
  const again = other.register({ name: 'eve', password: PASSWORD, email: 'eve@example.org', code });
  await expect(again).rejects.toMatchObject(refused);
});

test('by default a registration needs no e-mail address', async () => {
  const { tcp } = await start();
  expect(await client(tcp).client.register({ name: 'alice', password: PASSWORD })).toMatchObject({ name: 'alice' });
  expect(printed).toBe('');
});

test('a client reconnects by itself after a restart on the same ports', async () => {
  const first = await start();
  const bob = client(first.tcp);
  const { userId } = await bob.client.register({ name: 'bob', password: PASSWORD });
  await first.stop();
  const second = await start({ IM_TCP_PORT: new URL(first.tcp).port });
  const alice = client(second.ws);
  await alice.client.register({ name: 'alice', password: PASSWORD });
  await alice.client.send(userId, 'welcome back');
  await expect.poll(() => bob.texts, { timeout: 10_000 }).toEqual(['welcome back']);
});

test('a second start on the same data folder fails with the pid of the first, which continues', async () => {
  const { tcp } = await start();
  await expect(start()).rejects.toThrow(`in use by the process ${process.pid}`);
  await client(tcp).client.register({ name: 'alice', password: PASSWORD });
});

test.each(['IM_TCP_PORT', 'IM_WS_PORT', 'IM_HTTP_PORT'])(
  'a port in use is reported with the setting that changes it: %s',
  async (name) => {
    const otherServer = createServer().listen(0, '127.0.0.1');
    cleanUps.push(() => otherServer.close());
    await once(otherServer, 'listening');
    const { port } = otherServer.address() as { port: number };
    const starting = start({ [name]: String(port) });
    await expect(starting).rejects.toThrow(SetupError);
    await expect(starting).rejects.toThrow(
      `port ${port} is in use: stop what uses it, or choose another one with ${name}=<port>`,
    );
    // The failed start has released the folder.
    await start();
  },
);

test('`npm start` prints only the reason when it cannot start', async () => {
  await start();
  const env = {
    PATH: process.env.PATH,
    IM_DATA_FOLDER: dataFolder,
    IM_TCP_PORT: '0',
    IM_WS_PORT: '0',
    IM_HTTP_PORT: '0',
    IM_LOG_LEVEL: 'info',
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../embedded/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [logged, printedErrors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const holder = `${dataFolder} is in use by the process ${process.pid}`;
  const reason = `${holder}: stop that one first, or choose another folder with IM_DATA_FOLDER=<folder>`;
  expect(printedErrors.trim()).toBe(`Not started: ${reason}`);
  expect(logged).toContain(reason);
  expect(logged).not.toMatch(/stack|\bat .*\.ts/);
  expect(code).toBe(2);
});

test('`npm start` prints its addresses and first commands, and keeps acknowledged messages after SIGKILL', async () => {
  async function launch() {
    const env = {
      PATH: process.env.PATH,
      IM_DATA_FOLDER: dataFolder,
      IM_TCP_PORT: '0',
      IM_WS_PORT: '0',
      IM_HTTP_PORT: '0',
      IM_LOG_LEVEL: 'info',
    };
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../embedded/main.ts')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUps.push(() => child.kill('SIGKILL'));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (!line.includes('"msg":"ready"')) continue;
      const { tcp, admin } = JSON.parse(line) as { tcp: string; admin: string };
      return { child, tcp, admin, output: lines.join('\n') };
    }
    throw new Error(`it ended before it was ready: ${lines.join('\n')}`);
  }
  const first = await launch();
  expect(first.output).toContain(first.tcp);
  expect(first.output).toContain(`npm run chat -- --as alice --gate ${first.tcp}\n`);
  expect(first.output).toMatch(/^ +http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/ +in a browser/m);
  const alice = client(first.tcp);
  const { userId } = await alice.client.register({ name: 'alice', password: PASSWORD });
  for (let n = 1; n <= 20; n++) await alice.client.send(userId, `note ${n}`);
  expect((await fetch(`${first.admin}/readyz`)).status).toBe(200);
  const metrics = await (await fetch(`${first.admin}/metrics`)).text();
  expect(metrics).toMatch(/^im_commands_total\{service="logic",rpc="Logic\.SendMessage",.*\} 20$/m);
  expect(metrics).toMatch(/^im_partitions_owned\{service="auth",.*\} 8$/m);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  alice.client.close();

  const second = await launch();
  const again = client(second.tcp);
  await again.client.logIn('alice', PASSWORD);
  await expect.poll(() => again.texts).toEqual(Array.from({ length: 20 }, (_, i) => `note ${i + 1}`));
  second.child.kill('SIGTERM');
  expect(await once(second.child, 'exit')).toEqual([0, null]);
});

test.each([
  ['127.0.0.1:7000', ''],
  ['0.0.0.0:7000', ''],
  ['127.0.0.1:7200', ' --gate tcp://127.0.0.1:7200'],
  ['0.0.0.0:7200', ' --gate tcp://127.0.0.1:7200'],
])('the welcome at %s prints commands that connect to it', (address, flags) => {
  const welcome = welcomeText('data', { tcp: `tcp://${address}`, ws: 'ws://127.0.0.1:7001', http: 'http://127.0.0.1:7002' });
  for (const name of ['alice', 'bob']) expect(welcome).toContain(`npm run chat -- --as ${name}${flags}\n`);
});
