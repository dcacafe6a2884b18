// Friends, groups and what becomes of messages, as people at their terminals see it, against the real gate and services.
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../sdk.ts';
import { embeddedWorld } from '../test-embedded.ts';
import { type Person, sitDown } from './test-seat.ts';

const server = embeddedWorld({ TRIES_PER_ADDRESS: '1000' });

async function seat(name: string, options: { terminal?: boolean; flags?: string[]; gate?: string } = {}): Promise<Person> {
  const { terminal = false, flags = [], gate = server.tcp } = options;
  const argv = ['--as', name, '--gate', gate, '--state', join(server.folder, `${name}.json`), '--device', 'desktop', ...flags];
  const person = sitDown({ flags: argv, environment: { IM_PASSWORD: 'longenough' }, terminal });
  await person.sees(flags.includes('zh') ? name : `Welcome`);
  return person;
}

test('friends ask, accept, see each other come, and part', async () => {
  const ann = await seat('ann');
  const ben = await seat('ben', { flags: ['--lang', 'zh'] });
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

test('a request that is declined is gone, and who is blocked reaches nobody', async () => {
  const cleo = await seat('cleo');
  const dan = await seat('dan');
  cleo.input.write('/friend dan\n');
  await dan.sees('cleo wants to be your friend (/accept cleo, /decline cleo)');
  dan.input.write('/decline cleo\n/decline cleo\n/block cleo\n/friends\n');
  await dan.sees('cleo: declined.');
  await dan.sees('nobody of that name asks to be your friend');
  await dan.sees('cleo: blocked.');
  cleo.input.write('/to dan\nare you there?\n');
  await cleo.sees('✗ Not sent: "are you there?": one of you has blocked the other');
  dan.input.write('/unblock cleo\n');
  await dan.sees('cleo is not blocked any more.');
  cleo.input.write('now?\n');
  await dan.sees('cleo: now?');
});

test('a group is made, others come in, all talk in it, and who leaves has left', async () => {
  const eva = await seat('eva');
  const finn = await seat('finn');
  const gus = await seat('gus');
  eva.input.write('/group Climbers\nfirst\n/invite finn nobody-here\n');
  await eva.sees('You write to your new group Climbers.');
  await eva.sees('✓ me → Climbers: first');
  await eva.sees('There is no nobody-here.');
  await finn.sees('Climbers: eva brought in finn');
  const id = /\/join (\S+)/.exec(eva.shown())?.[1] ?? '';
  gus.input.write(`/join ${id}\nhello all\n`);
  await gus.sees('You write to Climbers.');
  await eva.sees('Climbers · gus: hello all');
  await finn.sees('Climbers · gus: hello all');
  finn.input.write('/to #climbers\n/members\n/groups\nme too\n');
  await finn.sees('  eva (owner)');
  await finn.sees('  gus');
  await finn.sees(`  Climbers: 3 members, ${id}`);
  await eva.sees('Climbers · finn: me too');
  finn.input.write('/leave\n');
  await finn.sees('You have left Climbers.');
  await eva.sees('Climbers: finn has left');
  finn.input.write('anybody?\n/list\n');
  await finn.sees('Nobody is chosen. Choose whom to write to first');
  await finn.sees('(you have left)');
  eva.input.write('/leave\n');
  await eva.sees('the owner of a group cannot leave it');
});

test('messages are edited, taken back and reacted to, and everybody sees it', async () => {
  const hal = await seat('hal');
  const ida = await seat('ida');
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
  await hal.sees('* ida takes back 👍 to: hello');
  await ida.sees('that is no single emoji');
  hal.input.write('/recall\n');
  await ida.sees('* hal took back: hello');
  await hal.sees('* me → ida took back: hello');
});

test('/recall and /edit mean the message entered last, and once it is taken back no earlier one', async () => {
  const rob = await seat('rob');
  const sue = await seat('sue');
  rob.input.write('/to sue\nfirst\nsecond\n/recall\nthird\n');
  await sue.sees('* rob took back: second');
  await sue.sees('rob: third');
  rob.input.write('/recall\n/recall\n/edit other\n/history\n');
  await rob.sees('* me → sue took back: third');
  await vi.waitFor(() => expect(rob.shown().split('taken back already; earlier ones stay')).toHaveLength(3));
  await rob.sees('✓ me → sue: first');
  expect(sue.shown()).not.toContain('took back: first');
});

test('a change of a message that was never shown here does not pretend to know it', async () => {
  const tom = await seat('tom');
  const una = await seat('una');
  tom.input.write('/to una\nbefore\n');
  await una.sees('tom: before');
  una.input.write('/quit\n');
  await una.exit;
  await tom.sees('✓ me → una: before');
  const again = await seat('una');
  tom.input.write('/edit after\n');
  await again.sees('* tom changed an earlier message: after');
  tom.input.write('/recall\n');
  await again.sees('* tom took back: after');
});

test('of two groups of one name it is asked which one is meant, and the beginning of its id answers', async () => {
  const vic = await seat('vic');
  vic.input.write('/group team\nto the first\n/group team\nto the second\n');
  await vic.sees('✓ me → team: to the second');
  vic.input.write('/to #team\nfor nobody\n');
  await vic.sees('Several of your groups are called team.');
  await vic.sees('Nobody is chosen. Choose whom to write to first');
  const [, handle = ''] = /\/to (#team:\S+) .*to the first/.exec(vic.shown()) ?? [];
  expect(handle).toMatch(/^#team:.{6,}$/);
  vic.input.write(`/to ${handle}\nagain\n/history\n`);
  await vic.sees('✓ me → team: again');
  await vi.waitFor(() => expect(vic.shown().split('to the first').length).toBeGreaterThan(3));
  expect(vic.shown()).not.toContain('There is no');
});

test('who is removed from the group he writes in is told, and writes to nobody', async () => {
  const wes = await seat('wes');
  const xia = await seat('xia', { flags: ['--lang', 'zh'] });
  wes.input.write('/group Rowers\n/invite xia\n');
  await xia.sees('Rowers');
  xia.input.write('/to #rowers\nhello\n');
  await wes.sees('Rowers · xia: hello');
  const kicker = createClient({ gates: [server.tcp] });
  onTestFinished(() => kicker.close());
  await kicker.logIn('wes', 'longenough');
  const { user } = await kicker.call.logic.findUser({ name: 'xia' });
  const [, group = ''] = /\/join (\S+)/.exec(wes.shown()) ?? [];
  await kicker.call.logic.removeFromGroup({ group, user });
  await xia.sees('您已不是 Rowers 的成员。');
  xia.input.write('anybody?\n/to nobody-here\n');
  await xia.sees('没有选择任何人。请先选择发给谁：/to 名字');
  await xia.sees('没有用户 nobody-here。没有选择任何人。');
});

test('nobody asks or blocks himself, and what was accepted is not accepted again', async () => {
  const yan = await seat('yan');
  const zoe = await seat('zoe');
  yan.input.write('/friend yan\n/block yan\n/friend zoe\n');
  await yan.sees('zoe: you have asked to be friends.');
  expect(yan.shown().split('That is you.')).toHaveLength(3);
  await zoe.sees('yan wants to be your friend');
  zoe.input.write('/accept yan\n/accept yan\n');
  await zoe.sees('There is nothing to accept: yan');
  await zoe.sees('· yan and you are friends.');
});

test('what was read shows, and what is unread is counted until it is looked at', async () => {
  const jo = await seat('jo', { terminal: true });
  const kim = await seat('kim');
  jo.input.write('/to kim\r');
  await jo.sees('You write to kim.');
  jo.input.write('look at this\r');
  await jo.sees('✓ me → kim: look at this');
  await kim.sees('jo: look at this');
  kim.input.write('/unread\n');
  await kim.sees('jo: look at this (1 unread)');
  expect(jo.shown()).not.toContain('✓✓');
  kim.input.write('/to jo\n/unread\n');
  await kim.sees('Nothing is unread.');
  await jo.sees('✓✓ me → kim: look at this');
  jo.input.write('and this\r');
  await jo.sees('✓✓ me → kim: and this');
});

test('who is typing shows where one writes to him, until his message comes', async () => {
  const lea = await seat('lea', { terminal: true });
  const max = await seat('max', { terminal: true });
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
  expect(lea.shown().lastIndexOf('(max is typing…)')).toBeLessThan(lea.shown().lastIndexOf('max: hello'));
});

test('earlier messages are shown page by page', async () => {
  const nia = await seat('nia');
  nia.input.write(`/to nia\n${Array.from({ length: 9 }, (_, n) => `note ${n + 1}`).join('\n')}\n`);
  await nia.sees('note 9');
  const before = nia.shown().length;
  nia.input.write('/history 4\n/more\n/more\n/more\n');
  await nia.sees('That was the first one.');
  const notes = nia
    .shown()
    .slice(before)
    .match(/note \d/g);
  expect(notes).toEqual([6, 7, 8, 9, 2, 3, 4, 5, 1].map((n) => `note ${n}`));
  expect(
    nia
      .shown()
      .slice(before)
      .match(/\/more shows/g),
  ).toHaveLength(2);
});

test('a profile is shown, with the name one wants to be called by', async () => {
  const ole = await seat('ole');
  const pia = await seat('pia');
  ole.input.write('/nick Ole the Great\n');
  await ole.sees('  Ole the Great (ole)');
  pia.input.write('/profile ole\n/profile nobody-there\n/profile\n');
  await pia.sees('  Ole the Great (ole)');
  await pia.sees('There is no nobody-there.');
  await pia.sees('  pia');
});

test('an owner makes admins, silences, removes, hands the group on, and only the owner ends it, by its name', async () => {
  const own = await seat('owen');
  const pat = await seat('patty');
  own.input.write('/group Divers\n/invite patty\n/role patty admin\n/silence patty 10\n');
  await own.sees('Divers: owen changed the role of patty');
  await pat.sees('Divers: owen silenced patty');
  pat.input.write('/to #divers\nhello?\n/role owen member\n/silence owen 5\n/dissolve Divers\n');
  await pat.sees('you are silenced in this group; try again in ');
  await vi.waitFor(() => expect(pat.shown().split('Only the owner of the group may do that.')).toHaveLength(3));
  await pat.sees('Admins of the group may do that to its members');
  own.input.write('/unsilence patty\n/role patty member\n/transfer patty\n');
  await pat.sees('Divers: owen handed the group on to patty');
  pat.input.write('/remove owen\n');
  await own.sees('You are no member of Divers any more.');
  pat.input.write('/dissolve divers\n/dissolve Divers\nanybody?\n');
  await pat.sees('The group chosen is called Divers');
  await pat.sees('Divers has ended.');
  await pat.sees('Nobody is chosen. Choose whom to write to first');
});

test('a friend gets a name of my own, a conversation is pinned, muted and hidden, and what is erased is gone for me alone', async () => {
  const ray = await seat('ray');
  const tea = await seat('tea');
  ray.input.write('/remark tea Tee\n/to tea\n/pin\n/friend tea\n');
  await ray.sees('tea is not your friend.');
  await ray.sees('nothing has been said there yet');
  await tea.sees('ray wants to be your friend');
  tea.input.write('/accept ray\n');
  await ray.sees('· tea and you are friends.');
  ray.input.write('one\ntwo\n/remark tea Tee\n/friends\n/pin\n/mute\n/list\n/erase\n/history\n/hide\n/list\n');
  await ray.sees('tea is Tee to you.');
  await ray.sees('  tea (Tee): online');
  await ray.sees('(pinned) (muted)');
  await ray.sees('One message is gone for you');
  await ray.sees('Hidden from /list');
  await ray.sees('No conversations yet.');
  const [, history = ''] = ray.shown().split('Others keep what they have.');
  expect(history).toContain('✓ me → tea: one');
  expect(history).not.toContain('two');
  tea.input.write('/to ray\n/history\n');
  await vi.waitFor(() => expect(tea.shown().split('ray: two').length).toBeGreaterThan(2));
});

test.each([
  ['/friend', '/friend NAME, and a greeting'],
  ['/accept', '/accept NAME'],
  ['/group', '/group NAME, with a name'],
  ['/join', '/join ID'],
  ['/edit', '/edit TEXT'],
  ['/react', '/react EMOJI'],
  ['/remark', '/remark NAME TEXT'],
  ['/role bob king', '/role NAME admin'],
  ['/silence bob 99999', '/silence NAME MINUTES, from 1 to 43200'],
  ['/remove', '/remove NAME'],
  ['/transfer bob', 'No group is chosen.'],
  ['/dissolve', '/dissolve NAME'],
  ['/erase x', '/erase, or /erase N'],
  ['/pin', 'Choose whom to write to first'],
  ['/leave', 'No group is chosen.'],
  ['/recall', 'Choose whom to write to first'],
  ['/recall now', '/recall, with nothing after it'],
  ['/join nothing', 'there is no such group'],
])('%s says what it needs', async (line, answer) => {
  const someone = await seat('quinn');
  someone.input.write(`${line}\n`);
  await someone.sees(answer);
});
