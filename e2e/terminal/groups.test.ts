// Groups, as users see them at their terminals, against the real gate and services.
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { server, signIn, befriend } = terminalFixture();

test('users create a group, invite and join, exchange messages in it, and leave', async () => {
  const eva = await signIn('eva');
  const finn = await signIn('finn');
  const gus = await signIn('gus');
  await befriend('eva', 'finn');
  eva.input.write('/group Climbers\nfirst\n/invite finn nobody-here\n');
  await eva.sees('You write to your new group Climbers.');
  await eva.sees('✓ me → Climbers: first');
  await eva.sees('There is no nobody-here.');
  await finn.sees('Climbers: eva invited finn');
  const id = /\/join (\S+)/.exec(eva.output())?.[1] ?? '';
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
  await finn.sees('No recipient is selected. Select one first');
  await finn.sees('(you have left)');
  eva.input.write('/leave\n');
  await eva.sees('the owner of a group cannot leave it');
});

test('if two groups share a name, the chat lists both, and the beginning of an id selects one', async () => {
  const vic = await signIn('vic');
  vic.input.write('/group team\nto the first\n/group team\nto the second\n');
  await vic.sees('✓ me → team: to the second');
  vic.input.write('/to #team\nfor nobody\n');
  await vic.sees('Several of your groups are called team.');
  await vic.sees('No recipient is selected. Select one first');
  const [, handle = ''] = /\/to (#team:\S+) .*to the first/.exec(vic.output()) ?? [];
  expect(handle).toMatch(/^#team:.{6,}$/);
  vic.input.write(`/to ${handle}\nagain\n/history\n`);
  await vic.sees('✓ me → team: again');
  await vi.waitFor(() => expect(vic.output().split('to the first').length).toBeGreaterThan(3));
  expect(vic.output()).not.toContain('There is no');
});

test('a former member who joins again can write, even if others wrote in the meantime', async () => {
  const ida = await signIn('ida');
  const jan = await signIn('jan');
  ida.input.write('/group Weavers\n');
  await ida.sees('You write to your new group Weavers.');
  const [, id = ''] = /\/join (\S+)/.exec(ida.output()) ?? [];
  jan.input.write(`/join ${id}\n`);
  await ida.sees('Weavers: jan has joined');
  for (const [i, round] of ['first', 'second'].entries()) {
    jan.input.write('/leave\n');
    await vi.waitFor(() => expect(ida.output().split('Weavers: jan has left')).toHaveLength(i + 2));
    jan.input.write('/list\n');
    await vi.waitFor(() => expect(jan.output().split('(you have left)')).toHaveLength(i + 2));
    ida.input.write(`while gone, ${round}\n`);
    await ida.sees(`✓ me → Weavers: while gone, ${round}`);
    jan.input.write(`/join ${id}\n`);
    await vi.waitFor(() => expect(jan.output().split('Weavers: jan has joined')).toHaveLength(i + 3), { timeout: 5000 });
    jan.input.write(`back, ${round}\n`);
    await ida.sees(`Weavers · jan: back, ${round}`);
  }
  expect(jan.output()).not.toContain('You are not a member');
});

test('a member who was removed with unread messages can write after they join again', async () => {
  const kay = await signIn('kay');
  const luc = await signIn('luc');
  await befriend('kay', 'luc');
  kay.input.write('/group Potters\n/invite luc\nunread\n/remove luc\n');
  await luc.sees('Potters · kay: unread');
  await luc.sees('Potters: kay removed luc');
  luc.input.write('/list\n');
  await luc.sees('(1 unread) (you have left)');
  // Then the reply to luc's command arrives before the group's system message about luc.
  kay.input.write('while gone\n');
  await kay.sees('✓ me → Potters: while gone');
  const [, id = ''] = /\/join (\S+)/.exec(kay.output()) ?? [];
  luc.input.write(`/join ${id}\nhere again\n`);
  await luc.sees('Potters: luc has joined');
  luc.input.write('and still\n');
  await kay.sees('Potters · luc: and still');
  expect(luc.output()).not.toContain('You are not a member');
});

test('a removal from the selected group notifies the member and clears their recipient', async () => {
  const wes = await signIn('wes');
  const xia = await signIn('xia', { flags: ['--lang', 'zh'] });
  await befriend('wes', 'xia');
  wes.input.write('/group Rowers\n/invite xia\n');
  await xia.sees('Rowers');
  xia.input.write('/to #rowers\nhello\n');
  await wes.sees('Rowers · xia: hello');
  const kicker = createClient({ gates: [server.tcp] });
  onTestFinished(() => kicker.close());
  await kicker.logIn('wes', 'longenough');
  const { userId } = await kicker.call.logic.findUser({ name: 'xia' });
  const [, groupId = ''] = /\/join (\S+)/.exec(wes.output()) ?? [];
  await kicker.call.logic.removeFromGroup({ groupId, userId });
  await xia.sees('您已不是 Rowers 的成员。');
  xia.input.write('anybody?\n/to nobody-here\n');
  await xia.sees('没有选择任何人。请先选择发给谁：/to 名字');
  await xia.sees('没有用户 nobody-here。没有选择任何人。');
});

test('an admin bans a member, who cannot come back until the ban is lifted', async () => {
  const ned = await signIn('ned');
  const oda = await signIn('oda');
  await befriend('ned', 'oda');
  ned.input.write('/group Sailors\n/bans\n/invite oda\n');
  await ned.sees('Nobody is banned from this group.');
  await oda.sees('Sailors: ned invited oda');
  const [, id = ''] = /\/join (\S+)/.exec(ned.output()) ?? [];
  ned.input.write('/ban oda\n/bans\n');
  await ned.sees('oda is not in the group and cannot come back: /unban oda ends that.');
  await ned.sees('  oda, ');
  await oda.sees('Sailors: ned removed oda');
  oda.input.write(`/join ${id}\n`);
  await oda.sees('may not come back to the group: an admin has banned them');
  ned.input.write('/unban oda\n');
  await ned.sees('oda may come back to the group.');
  oda.input.write(`/join ${id}\n`);
  await oda.sees('Sailors: oda has joined');
});

test('an owner appoints admins, mutes members and transfers the group; only the owner dissolves it, by name', async () => {
  const own = await signIn('owen');
  const pat = await signIn('patty');
  await befriend('owen', 'patty');
  own.input.write('/group Divers\n/invite patty\n/role patty admin\n/silence patty 10\n');
  await own.sees('Divers: owen changed the role of patty');
  await pat.sees('Divers: owen muted or unmuted patty');
  pat.input.write('/to #divers\nhello?\n/role owen member\n/silence owen 5\n/dissolve Divers\n');
  await pat.sees('you are muted in this group; try again in ');
  await vi.waitFor(() => expect(pat.output().split('Only the owner of the group may do that.')).toHaveLength(3));
  await pat.sees('Admins may do that to members');
  own.input.write('/unsilence patty\n/role patty member\n/transfer patty\n');
  await pat.sees('Divers: owen transferred the group to patty');
  pat.input.write('/remove owen\n');
  await own.sees('You are not a member of Divers any more.');
  pat.input.write('/dissolve divers\n/dissolve Divers\nanybody?\n');
  await pat.sees('The selected group is called Divers');
  await pat.sees('Divers is dissolved.');
  await pat.sees('No recipient is selected. Select one first');
});

test('an admin is told of a ban that another admin has made or lifted', async () => {
  const [rex, sue] = [await signIn('rex'), await signIn('sue')];
  await signIn('tim');
  await befriend('rex', 'sue');
  rex.input.write('/group Hikers\n/invite sue\n/role sue admin\n');
  await sue.sees('Hikers: rex changed the role of sue');
  rex.input.write('/ban "tim"\n/unban tim\n');
  await rex.sees('\ntim is not in the group and cannot come back');
  await sue.sees('· rex banned tim from Hikers.');
  await sue.sees('· rex lets tim come back to Hikers.');
  expect(rex.output()).not.toContain('rex banned tim');
});
