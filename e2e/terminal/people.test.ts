// Friends, profiles and names, as users see them at their terminals, against the real gate and services.
import { expect, test, vi } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn } = terminalFixture();

test('users ask for, accept and end a friendship, and friends see each other come online', async () => {
  const ann = await signIn('ann');
  const ben = await signIn('ben', { flags: ['--lang', 'zh'] });
  ann.input.write('/friend ben it is me\n');
  await ann.sees('ben: you have asked to be friends.');
  await ben.sees('ann 请求加您为好友：it is me');
  ben.input.write('/friends\n/accept ann\n');
  await ann.sees('· ben and you are friends.');
  await ben.sees('您和 ann 已是好友');
  ann.input.write('/friends\n');
  await ann.sees('  ben: online');
  ann.input.write('/friend ben\n');
  await ann.sees('you are friends already');
  ann.input.write('/unfriend ben\n/friends\n');
  await ann.sees('ben is not your friend any more.');
  await ann.sees('No friends yet');
});

test('a declined request cannot be declined again, and a blocked user cannot send to the user who blocked them', async () => {
  const cleo = await signIn('cleo');
  const dan = await signIn('dan');
  cleo.input.write('/friend dan\n');
  await dan.sees('cleo wants to be your friend (/accept cleo, /decline cleo)');
  dan.input.write('/decline cleo\n/decline cleo\n/block cleo\n/friends\n');
  await dan.sees('cleo: declined.');
  await dan.sees('this user has not sent you a friend request');
  await dan.sees('cleo: blocked.');
  cleo.input.write('/to dan\nare you there?\n');
  await cleo.sees('✗ Not sent: "are you there?": you have blocked this user, or this user has blocked you');
  dan.input.write('/unblock cleo\n');
  await dan.sees('cleo is not blocked any more.');
  cleo.input.write('now?\n');
  await dan.sees('cleo: now?');
});

test('users cannot ask or block themselves, and cannot accept a request twice', async () => {
  const yan = await signIn('yan');
  const zoe = await signIn('zoe');
  yan.input.write('/friend yan\n/block yan\n/friend zoe\n');
  await yan.sees('zoe: you have asked to be friends.');
  expect(yan.output().split('That is you.')).toHaveLength(3);
  await zoe.sees('yan wants to be your friend');
  zoe.input.write('/accept yan\n/accept yan\n');
  await zoe.sees('There is nothing to accept: yan');
  await zoe.sees('· yan and you are friends.');
});

test('/profile shows the nickname of a user', async () => {
  const ole = await signIn('ole');
  const pia = await signIn('pia');
  ole.input.write('/nick Ole the Great\n');
  await ole.sees('  Ole the Great (ole)');
  pia.input.write('/profile ole\n/profile nobody-there\n/profile\n');
  await pia.sees('  Ole the Great (ole)');
  await pia.sees('There is no nobody-there.');
  await pia.sees('  pia');
});

test('/remark, /pin, /mute, /hide and /erase affect only the user who enters them', async () => {
  const ray = await signIn('ray');
  const tea = await signIn('tea');
  ray.input.write('/remark tea Tee\n/to tea\n/pin\n/friend tea\n');
  await ray.sees('tea is not your friend.');
  await ray.sees('this conversation has no messages yet');
  await tea.sees('ray wants to be your friend');
  tea.input.write('/accept ray\n');
  await ray.sees('· tea and you are friends.');
  ray.input.write('one\ntwo\n/remark tea Tee\n/friends\n/pin\n/mute\n/list\n/erase\n/history\n/hide\n/list\n');
  await ray.sees('tea has the remark Tee now.');
  await ray.sees('  tea (Tee): online');
  await ray.sees('(pinned) (muted)');
  await ray.sees('One message is gone for you');
  await ray.sees('Hidden from /list');
  await ray.sees('All conversations are hidden. ');
  const [, history = ''] = ray.output().split('Others keep what they have.');
  expect(history).toContain('✓ me → tea: one');
  expect(history).not.toContain('two');
  tea.input.write('/to ray\n/history\n');
  await vi.waitFor(() => expect(tea.output().split('ray: two').length).toBeGreaterThan(2));
});
