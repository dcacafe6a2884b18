// Names with spaces and long names, as users enter them at their terminals.
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parseFlags } from '../../client/terminal/flags.ts';
import { loadState, saveState } from '../../client/terminal/state-file.ts';
import { startTerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { server, signIn, befriend } = terminalFixture();

test('/friend and /remark find the longest name, and quotes say where a name ends', async () => {
  const tom = await signIn('tom');
  const anna = await signIn('anna');
  const maria = await signIn('anna maria');
  tom.input.write('/friend anna maria it is me\n');
  await maria.sees('tom wants to be your friend: it is me (/accept tom, /decline tom)');
  tom.input.write('/friend anna   it is tom\n');
  await anna.sees('tom wants to be your friend: it is tom (/accept tom, /decline tom)');
  tom.input.write('/unfriend “anna maria”\n/friend "anna" maria, it is me\n');
  await tom.sees('anna maria is not your friend any more.');
  maria.input.write('/friend tom\n');
  await tom.sees('anna maria wants to be your friend');
  tom.input.write('/accept anna maria\n/remark anna maria my sister\n');
  await tom.sees('anna maria has the remark my sister now.');
  anna.input.write('/accept "tom"\n');
  await tom.sees('· anna and you are friends.');
  // A name of a stranger does not take the first word of a remark.
  await signIn('anna of');
  tom.input.write('/remark anna of Aachen\n');
  await tom.sees('anna has the remark of Aachen now.');
});

test('/invite finds names with spaces, with commas and quotes or without', async () => {
  const uma = await signIn('uma');
  for (const name of ['bo', 'bo li', 'li', 'cy']) await signIn(name);
  await befriend('uma', 'bo', 'bo li', 'li', 'cy');
  uma.input.write('/group G1\n/invite bo li nobody-here cy\n');
  await uma.sees('There is no nobody-here.');
  await uma.sees('uma invited bo li, cy');
  uma.input.write('/group G2\n/invite "bo" li\n');
  await uma.sees('uma invited bo, li');
  uma.input.write('/group G3\n/invite bo，「bo li」，cy\n');
  await uma.sees('uma invited bo, bo li, cy');
});

test('/to takes a name in quotes', async () => {
  const eve = await signIn('eve');
  await signIn('ed gar');
  eve.input.write('/to "ed gar"\nhello\n');
  await eve.sees('You write to ed gar.');
});

test('Tab completes commands and known names, and quotes names with spaces where a text follows', async () => {
  for (const name of ['Zed Smith', 'Zed', 'Xi An']) await signIn(name);
  const kim = await signIn('kim', { terminal: true });
  kim.input.write('/to Zed Smith\rhello\r/to Xi An\rhello\r');
  await vi.waitFor(() => expect(kim.output()).toContain('✓ me → Xi An: hello'));
  // A Tab within pasted text completes nothing, so each key is a write of its own.
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) {
      kim.input.write(key);
      await new Promise(setImmediate);
    }
  };
  await press('/remar', '\t');
  await kim.sees('/remark ');
  await press('x', '\t');
  await kim.sees('/remark "Xi An" ');
  kim.input.write('mine\r');
  await kim.sees('Xi An is not your friend.');
  await press('/to zed s', '\t');
  await kim.sees('/to Zed Smith');
  kim.input.write('\r/to Zed\rhello\r');
  await vi.waitFor(() => expect(kim.output()).toContain('✓ me → Zed: hello'));
  await press('/invite Xi An, zed', '\t');
  await kim.sees('  Zed  Zed Smith');
});

test.each(['名'.repeat(26), '😀'.repeat(20), '名'.repeat(64), '\ud83d'])(
  'the session of a user called %s is kept in a file',
  (name) => {
    const gate = `tcp://${'long.'.repeat(40)}example:7000`;
    const paths = [name, `${name}x`].map((user) => {
      const flags = parseFlags(['--as', user, '--gate', gate], {});
      return 'stateFile' in flags ? join(server.folder, basename(flags.stateFile)) : '';
    });
    const state = { name, server: gate, token: 'secret', cursor: undefined, unacknowledged: [] };
    for (const path of paths) saveState(path, state);
    expect(new Set(paths).size).toBe(2);
    for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadState(paths[0] ?? '')?.token).toBe('secret');
  },
);

test('a state file that cannot be read or written is reported and does not end the chat with an error', async () => {
  const flags = ['--as', 'pat', '--gate', server.tcp, '--state'];
  const unreadable = startTerminalUser({ flags: [...flags, server.folder], environment: { IM_PASSWORD: 'longenough' } });
  await unreadable.sees('The file of the session cannot be read');
  expect(await unreadable.exit).toBe(2);
  const folder = join(server.folder, 'states');
  const file = join(folder, 'pat.json');
  const unwritable = startTerminalUser({ flags: [...flags, file], environment: { IM_PASSWORD: 'longenough' } });
  await unwritable.sees('Welcome');
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file in its place');
  unwritable.input.write('hello\n');
  await unwritable.sees(`The session and unsent messages cannot be saved: ${file}`);
  unwritable.input.write('/who\n');
  await unwritable.sees('You are pat.');
});
