// Registration, log-in and account commands, at a server that requires an e-mail address.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { startTerminalUser, type TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';

const PASSWORD = 'a first secret';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const mails: string[] = [];
let folder: string;
let server: EmbeddedServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-account-'));
  const ports = { IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  const env = { IM_DATA_FOLDER: join(folder, 'data'), IM_REGISTRATION: 'code', IM_MAX_COMMANDS_PER_SECOND: '1000', ...ports };
  const onFatal = (error: Error): void => {
    throw error;
  };
  const config = readConfig('embedded', { env, argv: [] });
  server = await startEmbedded(config, { log: silent, onFatal, print: (mail) => mails.push(mail) });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function startUser(name: string, stateName = name, ...flags: string[]): TerminalUser {
  const state = join(folder, `${stateName}.json`);
  return startTerminalUser({ flags: ['--as', name, '--gate', server.tcp, '--state', state, ...flags], terminal: true });
}

/** Resolves with the code of the newest mail to the address; ignores the first `after` mails. */
function waitForCode(address: string, after = 0): Promise<string> {
  return vi.waitFor(
    () => {
      const mail = mails.slice(after).findLast((text) => text.includes(address));
      const [code] = /(?<!\d)\d{6}(?!\d)/.exec(mail ?? '') ?? [];
      if (code === undefined) throw new Error(`no mail to ${address}`);
      return code;
    },
    { timeout: 10_000 },
  );
}

async function registerUser(name: string): Promise<TerminalUser> {
  const user = startUser(name);
  await user.sees(`There is no account ${name} yet.`);
  await user.answers('New password', PASSWORD);
  await user.answers('again: ', PASSWORD);
  await user.sees('This server requires an e-mail address');
  await user.answers('E-mail address: ', `${name}@example.org`);
  await user.answers('Code', await waitForCode(`${name}@example.org`));
  await user.sees(`Welcome, ${name}: you are registered.`);
  return user;
}

async function enter(user: TerminalUser, line: string): Promise<void> {
  user.input.write(`${line}\r`);
}

test('a new name is registered with a password, an e-mail address and a code, and no secret is shown', async () => {
  const alice = startUser('alice');
  await alice.answers('New password', 'short');
  await alice.answers('again: ', 'short');
  await alice.sees('a password must have 8 to 128 characters');
  await alice.answers('New password', PASSWORD);
  await alice.answers('again: ', 'something else');
  await alice.sees('The two passwords differ');
  await alice.answers('New password', PASSWORD);
  await alice.answers('again: ', PASSWORD);
  await alice.answers('E-mail address: ', 'alice at home');
  await alice.sees('this is not an e-mail address');
  await alice.answers('E-mail address: ', 'alice@example.org');
  await alice.sees('A code of six digits was mailed to alice@example.org. It is valid for 10 min.');
  await alice.answers('Code', '000 00');
  await alice.sees('The code is wrong');
  const code = await waitForCode('alice@example.org');
  await alice.answers('Code', ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await alice.sees('Welcome, alice: you are registered.');
  expect(alice.output()).not.toContain(PASSWORD);
});

test('a wrong password for an existing name is reported, and a mailed code resets a forgotten password', async () => {
  const first = await registerUser('benedict');
  await enter(first, '/quit');
  await first.exit;
  const again = startUser('benedict', 'benedict-elsewhere', '--device', 'phone');
  await again.answers('Password of benedict: ', 'a wrong secret');
  await again.sees('Wrong password: the account benedict exists and has another password.');
  await again.sees('Forgotten? Enter /reset');
  const before = mails.length;
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  // The limit is per e-mail address, and the earlier code was for another purpose, so the chat asks for no code.
  await again.sees('too many requests; try again in ');
  expect(mails.length).toBe(before);
  // The limit is one mail per minute and address.
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
  onTestFinished(() => void vi.restoreAllMocks());
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  await again.sees('If an account has this address, a code of six digits was mailed to benedict@example.org');
  await again.answers('Code', '');
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  await again.sees('or type the code from the earlier mail');
  await again.answers('Code', await waitForCode('benedict@example.org', before));
  for (const password of ['benedict', 'a new secret']) {
    await again.answers('New password', password);
    await again.answers('again: ', password);
  }
  await again.sees('a password must have 8 to 128 characters and differ from the name');
  await again.sees('The new password is set.');
  await again.answers('Password of benedict: ', 'a new secret');
  await again.sees('Welcome back, benedict.');
});

test('a registration without a terminal fails, and the chat prints that it needs a terminal', async () => {
  const flags = ['--as', 'piped', '--gate', server.tcp, '--state', join(folder, 'piped.json')];
  const piped = startTerminalUser({ flags, environment: { IM_PASSWORD: PASSWORD } });
  expect(await piped.exit).toBe(1);
  await piped.sees('This server requires an e-mail address to register: start the chat in a terminal');
});

test('a wrong password from a flag or the environment is reported as wrong, even if it is too short', async () => {
  const first = await registerUser('karl');
  await enter(first, '/quit');
  await first.exit;
  for (const password of ['a wrong secret', 'short']) {
    const flags = ['--as', 'karl', '--gate', server.tcp, '--state', join(folder, 'karl-elsewhere.json')];
    const piped = startTerminalUser({ flags, environment: { IM_PASSWORD: password } });
    expect(await piped.exit).toBe(1);
    await piped.sees('Wrong password: the account karl exists and has another password.');
    const asked = startUser('karl', 'karl-elsewhere', '--password', password);
    expect(await asked.exit).toBe(1);
    await asked.sees('Wrong password: the account karl exists');
    expect(asked.output()).not.toContain('E-mail address');
  }
  const bad = startUser('nobody-yet', 'nobody-yet', '--password', 'short');
  expect(await bad.exit).toBe(1);
  await bad.sees('Not logged in: a password must have 8 to 128 characters');
});

test('a failed log-in with an e-mail address does not reveal whether the account exists', async () => {
  const given = startUser('nobody@example.org', 'nobody', '--password', 'a wrong secret');
  expect(await given.exit).toBe(1);
  await given.sees('There is no account with this address and password. To register, use --as NAME');
  const asked = startUser('nobody@example.org', 'nobody');
  await asked.answers('Password of nobody@example.org: ', 'a wrong secret');
  await asked.sees('There is no account with this address and password.');
  expect(asked.output()).not.toContain('exists');
});

test('the chat ends without a log-in after three wrong passwords or an empty answer', async () => {
  const first = await registerUser('lena');
  await enter(first, '/quit');
  await first.exit;
  const wrong = startUser('lena', 'lena-elsewhere');
  for (const password of ['wrong one', 'wrong two', 'wrong three']) await wrong.answers('Password of lena: ', password);
  expect(await wrong.exit).toBe(1);
  await wrong.sees('Not logged in: 3 wrong passwords.');
  const quiet = startUser('lena', 'lena-elsewhere');
  await quiet.answers('Password of lena: ', '');
  expect(await quiet.exit).toBe(1);
  await quiet.sees('Not logged in: no password was given.');
  const stranger = startUser('lena-is-new');
  await stranger.answers('New password', '');
  expect(await stranger.exit).toBe(1);
  await stranger.sees('Not registered: canceled.');
});

test('a user lists and ends their sessions, and a second device of the same kind replaces the first', async () => {
  const first = await registerUser('carol');
  const phone = startUser('carol@example.org', 'carol-phone', '--device', 'phone');
  await phone.answers('Password of carol@example.org: ', PASSWORD);
  await phone.sees('Welcome back, carol.');
  await enter(first, '/sessions');
  await first.sees('1  phone, terminal: since');
  await first.sees(', last connected ');
  await first.sees('(this one)');
  await enter(first, '/end 2');
  await first.sees('That is this session');
  await enter(first, '/end 1');
  await first.sees('That session has ended.');
  expect(await phone.exit).toBe(1);
  await phone.sees('this session was ended from another device');
  const second = startUser('carol', 'carol-second');
  await second.answers('Password of carol: ', PASSWORD);
  await second.sees('Welcome back, carol.');
  expect(await first.exit).toBe(1);
  await first.sees('you logged in on another device of this kind');
});

test('a password change ends the other sessions, and only the new password is valid', async () => {
  const dora = await registerUser('dora');
  const phone = startUser('dora', 'dora-phone', '--device', 'phone');
  await phone.answers('Password of dora: ', PASSWORD);
  await phone.sees('Welcome back');
  await enter(dora, '/password');
  await dora.answers('Current password: ', 'a wrong secret');
  await dora.sees('the password is wrong');
  expect(dora.output().split('New password')).toHaveLength(2);
  await enter(dora, '/password');
  await dora.answers('Current password: ', PASSWORD);
  await dora.answers('New password', 'another secret');
  await dora.answers('again: ', 'another secret');
  await dora.sees('The new password is set.');
  expect(await phone.exit).toBe(1);
  await phone.sees('the password was changed elsewhere');
  const client = createClient({ gates: [server.tcp] });
  await expect(client.logIn('dora', 'another secret')).resolves.toMatchObject({ name: 'dora' });
  client.close();
});

test('a code mailed to the new address changes the e-mail address, and mistakes are reported before a mail is sent', async () => {
  const emil = await registerUser('emil');
  const before = mails.length;
  await enter(emil, '/address');
  await emil.answers('New e-mail address: ', 'emil at home');
  await emil.sees('this is not an e-mail address');
  expect(emil.output()).not.toContain('Current password: ');
  await emil.answers('New e-mail address: ', 'emil@example,net');
  await emil.sees('this is not an e-mail address; did you mean emil@example.net?');
  await emil.answers('New e-mail address: ', 'emil@example.net');
  await emil.answers('Current password: ', 'a wrong secret');
  await emil.sees('the password is wrong');
  expect(mails.length).toBe(before);
  await enter(emil, '/address');
  await emil.answers('New e-mail address: ', ' ＜ｅｍｉｌ＠ｅｘａｍｐｌｅ。ｎｅｔ＞ ');
  await emil.answers('Current password: ', PASSWORD);
  await emil.answers('Code', await waitForCode('emil@example.net'));
  await emil.sees('Your address is emil@example.net now.');
  await enter(emil, '/address');
  await emil.answers('New e-mail address: ', '');
  await emil.sees('Nothing was changed.');
});

test('an export contains account and messages, only its owner can read it, and it never replaces a file', async () => {
  const frank = await registerUser('frank');
  const file = join(folder, 'frank-export.json');
  await enter(frank, '/to frank');
  await enter(frank, 'to be taken along');
  await frank.sees('✓ me → frank: to be taken along');
  await enter(frank, `/export ${file}`);
  await frank.sees(`${file}: your account and 1 messages.`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    name: 'frank',
    email: 'frank@example.org',
    conversations: [{ peerName: 'frank', messages: [{ seq: 1, text: 'to be taken along' }] }],
  });
  await writeFile(file, 'mine');
  await enter(frank, `/export ${file}`);
  await frank.sees('was not written');
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test('a log-out everywhere ends all sessions, and the next start asks for the password', async () => {
  const gina = await registerUser('gina');
  const phone = startUser('gina', 'gina-phone', '--device', 'phone');
  await phone.answers('Password of gina: ', PASSWORD);
  await phone.sees('Welcome back');
  await enter(gina, '/logout everywhere');
  expect(await gina.exit).toBe(0);
  expect(await phone.exit).toBe(1);
  const again = startUser('gina');
  await again.sees('Password of gina: ');
});

test('a deletion frees the name of the account, and its messages show a deleted user as their sender', async () => {
  const hugo = await registerUser('hugo');
  const ines = await registerUser('ines');
  await enter(hugo, '/to ines');
  await enter(hugo, 'farewell');
  await ines.sees('hugo: farewell');
  await enter(hugo, '/delete');
  await hugo.sees('This deletes the account hugo for ever');
  await hugo.answers('Password (Enter: keep', '');
  await hugo.sees('Nothing was changed.');
  await enter(hugo, '/delete');
  await hugo.answers('Password (Enter: keep', PASSWORD);
  expect(await hugo.exit).toBe(0);
  await hugo.sees('The session has ended: the account is deleted.');
  await enter(ines, '/list');
  await ines.sees('deleted user: farewell');
  const again = startUser('hugo');
  await again.sees('There is no account hugo yet');
});
