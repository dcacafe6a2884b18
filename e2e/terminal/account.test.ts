// Coming in, and looking after the account, at a server that wants an address of everybody.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/index.ts';
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
  const ports = { TCP_PORT: '0', WS_PORT: '0', HTTP_PORT: '0' };
  const env = { DATA_FOLDER: join(folder, 'data'), REGISTRATION: 'code', MAX_COMMANDS_PER_SECOND: '1000', ...ports };
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

function sit(name: string, place = name, ...flags: string[]): TerminalUser {
  const state = join(folder, `${place}.json`);
  return startTerminalUser({ flags: ['--as', name, '--gate', server.tcp, '--state', state, ...flags], terminal: true });
}

/** The code of the newest mail to the address, once there is one after the `after` first mails. */
function mailed(address: string, after = 0): Promise<string> {
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

async function registered(name: string): Promise<TerminalUser> {
  const person = sit(name);
  await person.sees(`Nobody is called ${name} yet: this makes a new account.`);
  await person.answers('New password', PASSWORD);
  await person.answers('again: ', PASSWORD);
  await person.sees('This server wants an e-mail address');
  await person.answers('E-mail address: ', `${name}@example.org`);
  await person.answers('Code', await mailed(`${name}@example.org`));
  await person.sees(`Welcome, ${name}: you are registered.`);
  return person;
}

async function says(person: TerminalUser, line: string): Promise<void> {
  person.input.write(`${line}\r`);
}

test('a new name is told to be new, and gets its account by password, address and code; nothing secret is shown', async () => {
  const alice = sit('alice');
  await alice.answers('New password', 'short');
  await alice.answers('again: ', 'short');
  await alice.sees('a password has 8 to 128 characters');
  await alice.answers('New password', PASSWORD);
  await alice.answers('again: ', 'something else');
  await alice.sees('not the same password twice');
  await alice.answers('New password', PASSWORD);
  await alice.answers('again: ', PASSWORD);
  await alice.answers('E-mail address: ', 'alice at home');
  await alice.sees('that is no e-mail address');
  await alice.answers('E-mail address: ', 'alice@example.org');
  await alice.sees('A code of six digits was mailed to alice@example.org. It is good for 10 min.');
  await alice.answers('Code', '000 00');
  await alice.sees('That is not the code');
  const code = await mailed('alice@example.org');
  await alice.answers('Code', ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await alice.sees('Welcome, alice: you are registered.');
  expect(alice.output()).not.toContain(PASSWORD);
});

test('a wrong password of a name that exists says so, and a forgotten one is reset by a mailed code', async () => {
  const first = await registered('benedict');
  await says(first, '/quit');
  await first.exit;
  const again = sit('benedict', 'benedict-elsewhere', '--device', 'phone');
  await again.answers('Password of benedict: ', 'a wrong secret');
  await again.sees('Wrong password: benedict exists, and this is not its password.');
  await again.sees('Forgotten? Enter /reset');
  const before = mails.length;
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  // The pause between two mails is the address', and the code before was for something else: none is asked for.
  await again.sees('not so soon again; try again in ');
  expect(mails.length).toBe(before);
  // A mail a minute goes to one address.
  const now = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
  onTestFinished(() => void vi.restoreAllMocks());
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  await again.sees('If an account has this address, the code of six digits that was mailed to benedict@example.org');
  await again.answers('Code', '');
  await again.answers('Password of benedict: ', '/reset');
  await again.answers('E-mail address: ', 'benedict@example.org');
  await again.sees('or type the code that was mailed before');
  await again.answers('Code', await mailed('benedict@example.org', before));
  for (const password of ['benedict', 'a new secret']) {
    await again.answers('New password', password);
    await again.answers('again: ', password);
  }
  await again.sees('a password has 8 to 128 characters and is not the name');
  await again.sees('The new password is set.');
  await again.answers('Password of benedict: ', 'a new secret');
  await again.sees('Welcome back, benedict.');
});

test('who cannot be asked for an address is told to come by a terminal', async () => {
  const flags = ['--as', 'piped', '--gate', server.tcp, '--state', join(folder, 'piped.json')];
  const piped = startTerminalUser({ flags, environment: { IM_PASSWORD: PASSWORD } });
  expect(await piped.exit).toBe(1);
  await piped.sees('This server registers nobody without an e-mail address: start the chat in a terminal');
});

test('a given password that is wrong is told as such, whatever it looks like and wherever it comes from', async () => {
  const first = await registered('karl');
  await says(first, '/quit');
  await first.exit;
  for (const password of ['a wrong secret', 'short']) {
    const flags = ['--as', 'karl', '--gate', server.tcp, '--state', join(folder, 'karl-elsewhere.json')];
    const piped = startTerminalUser({ flags, environment: { IM_PASSWORD: password } });
    expect(await piped.exit).toBe(1);
    await piped.sees('Wrong password: karl exists, and this is not its password.');
    const asked = sit('karl', 'karl-elsewhere', '--password', password);
    expect(await asked.exit).toBe(1);
    await asked.sees('Wrong password: karl exists');
    expect(asked.output()).not.toContain('E-mail address');
  }
  const bad = sit('nobody-yet', 'nobody-yet', '--password', 'short');
  expect(await bad.exit).toBe(1);
  await bad.sees('Not logged in: a password has 8 to 128 characters');
});

test('of an address nothing is claimed: there may be no account, or another password', async () => {
  const given = sit('nobody@example.org', 'nobody', '--password', 'a wrong secret');
  expect(await given.exit).toBe(1);
  await given.sees('There is no account with this address and password. To register give --as NAME');
  const asked = sit('nobody@example.org', 'nobody');
  await asked.answers('Password of nobody@example.org: ', 'a wrong secret');
  await asked.sees('There is no account with this address and password.');
  expect(asked.output()).not.toContain('exists');
});

test('who gives up, or has three wrong passwords, is told that he is not logged in', async () => {
  const first = await registered('lena');
  await says(first, '/quit');
  await first.exit;
  const wrong = sit('lena', 'lena-elsewhere');
  for (const password of ['wrong one', 'wrong two', 'wrong three']) await wrong.answers('Password of lena: ', password);
  expect(await wrong.exit).toBe(1);
  await wrong.sees('Not logged in: 3 wrong passwords.');
  const quiet = sit('lena', 'lena-elsewhere');
  await quiet.answers('Password of lena: ', '');
  expect(await quiet.exit).toBe(1);
  await quiet.sees('Not logged in: no password was given.');
  const stranger = sit('lena-is-new');
  await stranger.answers('New password', '');
  expect(await stranger.exit).toBe(1);
  await stranger.sees('Not registered: you gave up.');
});

test('sessions are shown and ended, and a second device of the same kind takes the first one over', async () => {
  const first = await registered('carol');
  const phone = sit('carol@example.org', 'carol-phone', '--device', 'phone');
  await phone.answers('Password of carol@example.org: ', PASSWORD);
  await phone.sees('Welcome back, carol.');
  await says(first, '/sessions');
  await first.sees('1  phone, terminal: since');
  await first.sees(', last connected ');
  await first.sees('(this one)');
  await says(first, '/end 2');
  await first.sees('That is this session');
  await says(first, '/end 1');
  await first.sees('That session has ended.');
  expect(await phone.exit).toBe(1);
  await phone.sees('this session was ended from another device');
  const second = sit('carol', 'carol-second');
  await second.answers('Password of carol: ', PASSWORD);
  await second.sees('Welcome back, carol.');
  expect(await first.exit).toBe(1);
  await first.sees('you logged in on another device of this kind');
});

test('a changed password ends the other sessions, and is the one that counts', async () => {
  const dora = await registered('dora');
  const phone = sit('dora', 'dora-phone', '--device', 'phone');
  await phone.answers('Password of dora: ', PASSWORD);
  await phone.sees('Welcome back');
  await says(dora, '/password');
  await dora.answers('Current password: ', 'a wrong secret');
  await dora.sees('the password is wrong');
  expect(dora.output().split('New password')).toHaveLength(2);
  await says(dora, '/password');
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

test('an address is changed by the code mailed to the new one; what is wrong is told before a mail goes out', async () => {
  const emil = await registered('emil');
  const before = mails.length;
  await says(emil, '/address');
  await emil.answers('New e-mail address: ', 'emil at home');
  await emil.sees('that is no e-mail address');
  expect(emil.output()).not.toContain('Current password: ');
  await says(emil, '/address');
  await emil.answers('New e-mail address: ', 'emil@example.net');
  await emil.answers('Current password: ', 'a wrong secret');
  await emil.sees('the password is wrong');
  expect(mails.length).toBe(before);
  await says(emil, '/address');
  await emil.answers('New e-mail address: ', 'emil@example.net');
  await emil.answers('Current password: ', PASSWORD);
  await emil.answers('Code', await mailed('emil@example.net'));
  await emil.sees('Your address is emil@example.net now.');
  await says(emil, '/address');
  await emil.answers('New e-mail address: ', '');
  await emil.sees('Nothing was changed.');
});

test('an export holds account and messages, for its owner alone, and never replaces a file', async () => {
  const frank = await registered('frank');
  const file = join(folder, 'frank-export.json');
  await says(frank, '/to frank');
  await says(frank, 'to be taken along');
  await frank.sees('✓ me → frank: to be taken along');
  await says(frank, `/export ${file}`);
  await frank.sees(`${file}: your account and 1 messages.`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    name: 'frank',
    address: 'frank@example.org',
    conversations: [{ peerName: 'frank', messages: [{ seq: 1, text: 'to be taken along' }] }],
  });
  await writeFile(file, 'mine');
  await says(frank, `/export ${file}`);
  await frank.sees('was not written');
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test('logging out everywhere ends all sessions, and the next start asks for the password', async () => {
  const gina = await registered('gina');
  const phone = sit('gina', 'gina-phone', '--device', 'phone');
  await phone.answers('Password of gina: ', PASSWORD);
  await phone.sees('Welcome back');
  await says(gina, '/logout everywhere');
  expect(await gina.exit).toBe(0);
  expect(await phone.exit).toBe(1);
  const again = sit('gina');
  await again.sees('Password of gina: ');
});

test('a deleted account is gone: its name is new again, and its messages are from nobody', async () => {
  const hugo = await registered('hugo');
  const ines = await registered('ines');
  await says(hugo, '/to ines');
  await says(hugo, 'farewell');
  await ines.sees('hugo: farewell');
  await says(hugo, '/delete');
  await hugo.sees('This deletes the account hugo for good');
  await hugo.answers('Password (Enter: keep', '');
  await hugo.sees('Nothing was changed.');
  await says(hugo, '/delete');
  await hugo.answers('Password (Enter: keep', PASSWORD);
  expect(await hugo.exit).toBe(0);
  await hugo.sees('The end: the account is deleted.');
  await says(ines, '/list');
  await ines.sees('deleted user: farewell');
  const again = sit('hugo');
  await again.sees('Nobody is called hugo yet');
});
