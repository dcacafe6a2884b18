// Muted and hidden conversations, as a user sees them at their terminal, against the real gate and services.
import { expect, test, vi } from 'vitest';
import type { TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn, befriend } = terminalFixture();

/** Signs two users in. The first one writes to the second, mutes that conversation and then selects their own. */
async function signInAndMute(one: string, other: string): Promise<[TerminalUser, TerminalUser]> {
  const me = await signIn(one, { terminal: true });
  const sender = await signIn(other);
  me.input.write(`/to ${other}\rhello\r/mute\r/to ${one}\r`);
  await me.sees('Muted: new messages are counted but not shown');
  await me.sees(`You write to ${one}.`);
  await sender.sees(`${one}: hello`);
  return [me, sender];
}

test('messages in a muted conversation are counted in the prompt and not shown, until the user selects it', async () => {
  const [ann, bob] = await signInAndMute('ann', 'bob');
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
  // A selected conversation shows its messages and marks them as read.
  bob.input.write('third\n');
  await ann.sees('bob: third');
  ann.input.write('/unread\r');
  await ann.sees('Nothing is unread.');
});

test('/mute hides the messages of the selected conversation at once, and a new text shows them again', async () => {
  const cat = await signIn('cat', { terminal: true });
  const dov = await signIn('dov');
  cat.input.write('/to dov\rhello\r/mute\r');
  await cat.sees('Muted: new messages are counted but not shown');
  dov.input.write('/to cat\nare you there?\n');
  await cat.sees('(1 unread in muted) dov> ');
  expect(cat.output()).not.toContain('dov: are you there?');
  cat.input.write('back again\r');
  await cat.sees('1 unread here that was not shown');
  await dov.sees('cat: back again');
  dov.input.write('good\n');
  await cat.sees('dov: good');
});

test('a muted message that mentions its reader is shown, and one that mentions a longer name is not', async () => {
  const [eve, fin] = await signInAndMute('eve', 'fin');
  fin.input.write('/to eve\n@evelyn not you\nbut you, @Eve!\n');
  await eve.sees('fin: but you, @Eve!');
  expect(eve.output()).not.toContain('@evelyn');
  await eve.sees('(2 unread in muted) eve> ');
  eve.input.write('/to fin\r');
  await eve.sees('1 unread here that was not shown: /history shows them.');
});

test('a muted conversation reports no unseen messages if all unread ones were shown', async () => {
  const [nan, olu] = await signInAndMute('nan', 'olu');
  olu.input.write('/to nan\nthis is for @nan\n');
  await nan.sees('olu: this is for @nan');
  await nan.sees('(1 unread in muted) nan> ');
  nan.input.write('/to olu\r/unread\r');
  await nan.sees('Nothing is unread.');
  expect(nan.output()).not.toContain('unread here');
});

test('after /unmute messages are shown again', async () => {
  const [gus, hal] = await signInAndMute('gus', 'hal');
  gus.input.write('/to hal\r/unmute\r/to gus\r');
  await gus.sees('Not muted any more.');
  await vi.waitFor(() => expect(gus.output().split('You write to gus.')).toHaveLength(3));
  hal.input.write('/to gus\nhello again\n');
  await gus.sees('hal: hello again');
});

test('muted messages that arrived while the chat was closed are counted at the next start and not shown', async () => {
  const [ira, joe] = await signInAndMute('ira', 'joe');
  ira.input.write('/quit\r');
  await ira.exit;
  joe.input.write('/to ira\nwhile you were away\n');
  await joe.sees('✓ me → ira: while you were away');
  const again = await signIn('ira', { terminal: true });
  await again.sees('(1 unread in muted) > ');
  expect(again.output()).not.toContain('while you were away');
});

test('/unhide lists a hidden conversation again, and /list reports when all are hidden', async () => {
  const kim = await signIn('kim');
  const lou = await signIn('lou');
  kim.input.write('/list\n');
  await kim.sees('No conversations yet.');
  kim.input.write('/to lou\nhello\n/hide\n/list\n');
  await kim.sees('All conversations are hidden. ');
  kim.input.write('/unhide\n');
  await kim.sees('Not hidden any more.');
  const before = kim.output().length;
  kim.input.write('/list\n');
  await vi.waitFor(() => expect(kim.output().slice(before)).toContain('me → lou: hello'));
  await lou.sees('kim: hello');
});

test('a muted group shows system messages about its reader, and none about others', async () => {
  const kim = await signIn('kim');
  const leo = await signIn('leo', { terminal: true });
  await signIn('mia');
  await befriend('kim', 'leo', 'mia');
  kim.input.write('/group Readers\n/invite leo\n');
  await leo.sees('Readers: kim invited leo');
  leo.input.write('/to #readers\r/mute\r/to leo\r');
  await leo.sees('Muted: new messages are counted but not shown');
  await leo.sees('You write to leo.');
  kim.input.write('/invite mia\n/role leo admin\n');
  await leo.sees('Readers: kim changed the role of leo');
  expect(leo.output()).not.toContain('invited mia');
});
