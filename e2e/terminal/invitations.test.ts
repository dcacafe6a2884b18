// Invitations to groups, as users see them at their terminals, against the real gate and services.
import { expect, test, vi } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn, befriend } = terminalFixture();

test('a stranger is asked before they are a member, and a friend is a member at once', async () => {
  const [amy, bea] = [await signIn('amy'), await signIn('bea')];
  await signIn('cem');
  await befriend('amy', 'cem');
  amy.input.write('/group Bakers\n/invite bea cem\nnobody else reads this\n');
  await amy.sees('bea is not your friend and got an invitation');
  await amy.sees('Bakers: amy invited cem');
  await bea.sees('· amy invites you to the group Bakers (/accept #Bakers, /decline #Bakers)');
  amy.input.write('/invitations\n');
  await amy.sees('bea is invited to Bakers since');
  bea.input.write('/accept #bakers\n');
  await bea.sees('You are a member of Bakers now: /to #Bakers');
  bea.input.write('/to #bakers\nhello\n');
  await amy.sees('Bakers: bea has joined');
  await amy.sees('Bakers · bea: hello');
  expect(bea.output()).not.toContain('nobody else');
});

test('an invitation waits for a user who was away, who declines it; nothing is open then', async () => {
  const dora = await signIn('dora');
  const away = await signIn('emil');
  away.input.end('/quit\n');
  await away.exit;
  dora.input.write('/group Divers\n/invite emil\n');
  await dora.sees('emil is not your friend');
  const emil = await signIn('emil', { flags: ['--lang', 'zh'] });
  await emil.sees('· dora 邀请您加入群 Divers（/accept #Divers，/decline #Divers）');
  emil.input.write('/invitations\n/decline #Divers\n/accept #Divers\n/invitations\n');
  await emil.sees('#Divers：已拒绝。');
  await emil.sees('没有来自 #Divers 的邀请。');
  await emil.sees('没有待处理的邀请。');
});

test('the inviter withdraws an invitation; of two groups of one name the id tells which', async () => {
  const [fay, gil] = [await signIn('fay'), await signIn('gil')];
  fay.input.write('/group team\n/invite gil\n/remove gil\n/invitations\n');
  await fay.sees('gil is not invited any more.');
  await fay.sees('There are no open invitations.');
  fay.input.write('/invite gil\n/group team\n/invite gil\n');
  await vi.waitFor(() => expect(gil.output().split('fay invites you').length).toBe(4), { timeout: 20_000 });
  gil.input.write('/accept #team\n');
  await gil.sees('Several groups called team invite you.');
  const [, id = ''] = / {2}#(\S+): 1 member/.exec(gil.output()) ?? [];
  gil.input.write(`/accept #${id}\n`);
  await gil.sees('You are a member of team now');
});
