// Changes, read marks and typing, as users see them at their terminals, against the real gate and services.
import { expect, onTestFinished, test, vi } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn, befriend } = terminalFixture();

test('both users see edits, recalls and reactions', async () => {
  const hal = await signIn('hal');
  const ida = await signIn('ida');
  hal.input.write('/to ida\nhelo\n');
  await ida.sees('hal: helo');
  await hal.sees('✓ me → ida: helo');
  hal.input.write('/edit hello\n');
  await ida.sees('* hal changed: helo → hello');
  await hal.sees('* me → ida changed: helo → hello');
  ida.input.write('/to hal\n/react 👍\n');
  await hal.sees('* ida 👍 to: hello');
  hal.input.write('/history\n');
  await hal.sees('ida: hello (edited) 👍');
  ida.input.write('/react 👍\n/react nonsense\n');
  await hal.sees('* ida removed 👍 to: hello');
  await ida.sees('this is not a single emoji');
  hal.input.write('/recall\n');
  await ida.sees('* hal recalled: hello');
  await hal.sees('* me → ida recalled: hello');
});

test('/recall and /edit change the message entered last, and never an earlier one after its recall', async () => {
  const rob = await signIn('rob');
  const sue = await signIn('sue');
  rob.input.write('/to sue\nfirst\nsecond\n/recall\nthird\n');
  await sue.sees('* rob recalled: second');
  await sue.sees('rob: third');
  rob.input.write('/recall\n/recall\n/edit other\n/history\n');
  await rob.sees('* me → sue recalled: third');
  await vi.waitFor(() => expect(rob.output().split('already recalled; earlier ones stay')).toHaveLength(3));
  await rob.sees('✓ me → sue: first');
  expect(sue.output()).not.toContain('recalled: first');
});

test('a change of a message that was never shown here does not quote it', async () => {
  const tom = await signIn('tom');
  const una = await signIn('una');
  tom.input.write('/to una\nbefore\n');
  await una.sees('tom: before');
  una.input.write('/quit\n');
  await una.exit;
  await tom.sees('✓ me → una: before');
  const again = await signIn('una');
  tom.input.write('/edit after\n');
  await again.sees('* tom changed an earlier message: after');
  tom.input.write('/recall\n');
  await again.sees('* tom recalled: after');
});

test('a read message has a mark, and unread messages are counted until the user reads them', async () => {
  const jo = await signIn('jo', { terminal: true });
  const kim = await signIn('kim');
  jo.input.write('/to kim\r');
  await jo.sees('You write to kim.');
  jo.input.write('look at this\r');
  await jo.sees('✓ me → kim: look at this');
  await kim.sees('jo: look at this');
  kim.input.write('/unread\n');
  await kim.sees('jo: look at this (1 unread)');
  expect(jo.output()).not.toContain('✓✓');
  kim.input.write('/to jo\n/unread\n');
  await kim.sees('Nothing is unread.');
  await jo.sees('✓✓ me → kim: look at this');
  jo.input.write('and this\r');
  await jo.sees('✓✓ me → kim: and this');
});

test('the prompt shows that the recipient is typing, until their message arrives', async () => {
  const lea = await signIn('lea', { terminal: true });
  const max = await signIn('max', { terminal: true });
  lea.input.write('/to max\r');
  await lea.sees('You write to max.');
  max.input.write('/to lea\r');
  await max.sees('You write to lea.');
  lea.input.write('hi\r');
  await max.sees('lea: hi');
  max.input.write('h');
  await lea.sees('(max is typing…) max> ');
  max.input.write('ello\r');
  await lea.sees('max: hello');
  // The last thing on the screen is the plain prompt again.
  await lea.sees('max: hello');
  expect(lea.output().lastIndexOf('(max is typing…)')).toBeLessThan(lea.output().lastIndexOf('max: hello'));
});

test('in a group the prompt names the user who is typing, not the group', async () => {
  const typist = await signIn('typist', { terminal: true });
  const reader = await signIn('reader', { terminal: true });
  const mei = await signIn('mei', { terminal: true, flags: ['--lang', 'zh'] });
  await befriend('typist', 'reader', 'mei');
  typist.input.write('/group Bakers\r/invite reader mei\r');
  for (const each of [reader, mei]) {
    await each.sees('Bakers');
    each.input.write('/to #bakers\r');
  }
  await reader.sees('You write to Bakers.');
  await mei.sees('现在发给 Bakers。');
  // They type on: a notice of typing that is late is dropped.
  typist.input.write('h');
  const typing = setInterval(() => typist.input.write('m'), 500);
  onTestFinished(() => clearInterval(typing));
  await reader.sees('(typist is typing…) Bakers> ');
  await mei.sees('(typist 正在输入…) Bakers> ');
  clearInterval(typing);
  typist.input.write('\r');
  await reader.sees('Bakers · typist: h');
});

test('earlier messages are shown page by page', async () => {
  const nia = await signIn('nia');
  nia.input.write(`/to nia\n${Array.from({ length: 9 }, (_, n) => `note ${n + 1}`).join('\n')}\n`);
  await nia.sees('note 9');
  const before = nia.output().length;
  nia.input.write('/history 4\n/more\n/more\n/more\n');
  await nia.sees('There are no earlier messages.');
  const notes = nia
    .output()
    .slice(before)
    .match(/note \d/g);
  expect(notes).toEqual([6, 7, 8, 9, 2, 3, 4, 5, 1].map((n) => `note ${n}`));
  expect(
    nia
      .output()
      .slice(before)
      .match(/\/more shows/g),
  ).toHaveLength(2);
});
