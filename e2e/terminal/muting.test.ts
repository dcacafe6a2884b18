// Conversations that are muted or hidden, as their user sees them at his terminal, against the real gate and services.
import { expect, test, vi } from 'vitest';
import type { TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn: seat } = terminalFixture();

/** Two who have talked; the first one has muted the second, and then chosen himself. */
async function muted(one: string, other: string): Promise<[TerminalUser, TerminalUser]> {
  const me = await seat(one, { terminal: true });
  const talker = await seat(other);
  me.input.write(`/to ${other}\rhello\r/mute\r/to ${one}\r`);
  await me.sees('Muted: its messages are counted, not shown');
  await me.sees(`You write to ${one}.`);
  await talker.sees(`${one}: hello`);
  return [me, talker];
}

test('what is said in a muted conversation is counted in the prompt, not shown, until it is looked at', async () => {
  const [ann, bob] = await muted('ann', 'bob');
  bob.input.write('/to ann\nfirst\nsecond\n/edit second, better\n');
  await bob.sees('* me → ann changed: second → second, better');
  await ann.sees('(2 unread in muted) ann> ');
  ann.input.write('/unread\r');
  await ann.sees('(2 unread) (muted)');
  expect(ann.output()).not.toContain('bob: first');
  expect(ann.output()).not.toContain('bob changed');
  ann.input.write('/to bob\r');
  await ann.sees('2 unread here that were not shown: /history shows them.');
  ann.input.write('/history\r');
  await ann.sees('bob: first');
  // As long as it is looked at it shows, and is read.
  bob.input.write('third\n');
  await ann.sees('bob: third');
  ann.input.write('/unread\r');
  await ann.sees('Nothing is unread.');
});

test('muting the conversation one writes in silences it at once; writing there again follows it', async () => {
  const cat = await seat('cat', { terminal: true });
  const dov = await seat('dov');
  cat.input.write('/to dov\rhello\r/mute\r');
  await cat.sees('Muted: its messages are counted, not shown');
  dov.input.write('/to cat\nare you there?\n');
  await cat.sees('(1 unread in muted) dov> ');
  expect(cat.output()).not.toContain('dov: are you there?');
  cat.input.write('back again\r');
  await cat.sees('1 unread here that was not shown');
  await dov.sees('cat: back again');
  dov.input.write('good\n');
  await cat.sees('dov: good');
});

test('a message that names its reader shows, muted or not, and nobody of a longer name is meant', async () => {
  const [eve, fin] = await muted('eve', 'fin');
  fin.input.write('/to eve\n@evelyn not you\nbut you, @Eve!\n');
  await eve.sees('fin: but you, @Eve!');
  expect(eve.output()).not.toContain('@evelyn');
  await eve.sees('(2 unread in muted) eve> ');
  eve.input.write('/to fin\r');
  await eve.sees('1 unread here that was not shown: /history shows them.');
});

test('of a muted conversation nothing is said to be unseen where all that is unread was shown', async () => {
  const [nan, olu] = await muted('nan', 'olu');
  olu.input.write('/to nan\nthis is for @nan\n');
  await nan.sees('olu: this is for @nan');
  await nan.sees('(1 unread in muted) nan> ');
  nan.input.write('/to olu\r/unread\r');
  await nan.sees('Nothing is unread.');
  expect(nan.output()).not.toContain('unread here');
});

test('after /unmute messages show as before', async () => {
  const [gus, hal] = await muted('gus', 'hal');
  gus.input.write('/to hal\r/unmute\r/to gus\r');
  await gus.sees('Not muted any more.');
  await vi.waitFor(() => expect(gus.output().split('You write to gus.')).toHaveLength(3));
  hal.input.write('/to gus\nhello again\n');
  await gus.sees('hal: hello again');
});

test('what was said while the chat was closed stays unseen too, and is counted at the next start', async () => {
  const [ira, joe] = await muted('ira', 'joe');
  ira.input.write('/quit\r');
  await ira.exit;
  joe.input.write('/to ira\nwhile you were away\n');
  await joe.sees('✓ me → ira: while you were away');
  const again = await seat('ira', { terminal: true });
  await again.sees('(1 unread in muted) > ');
  expect(again.output()).not.toContain('while you were away');
});

test('a conversation that was hidden is listed again after /unhide, and where all are it is said', async () => {
  const kim = await seat('kim');
  const lou = await seat('lou');
  kim.input.write('/list\n');
  await kim.sees('No conversations yet.');
  kim.input.write('/to lou\nhello\n/hide\n/list\n');
  await kim.sees('All conversations are hidden: ');
  kim.input.write('/unhide\n');
  await kim.sees('Not hidden any more.');
  const before = kim.output().length;
  kim.input.write('/list\n');
  await vi.waitFor(() => expect(kim.output().slice(before)).toContain('me → lou: hello'));
  await lou.sees('kim: hello');
});

test('what is done to the reader himself in a muted group shows, what others do does not', async () => {
  const kim = await seat('kim');
  const leo = await seat('leo', { terminal: true });
  await seat('mia');
  kim.input.write('/group Readers\n/invite leo\n');
  await leo.sees('Readers: kim brought in leo');
  leo.input.write('/to #readers\r/mute\r/to leo\r');
  await leo.sees('Muted: its messages are counted, not shown');
  await leo.sees('You write to leo.');
  kim.input.write('/invite mia\n/role leo admin\n');
  await leo.sees('Readers: kim changed the role of leo');
  expect(leo.output()).not.toContain('brought in mia');
});
