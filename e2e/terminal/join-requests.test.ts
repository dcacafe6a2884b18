// Groups that users join by request, as applicants and admins see them, against the real gate and services.
import { expect, test, vi } from 'vitest';
import type { TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn, befriend } = terminalFixture();

/** Creates a group that users join by request; resolves with its id. */
async function createGroupByRequest(owner: TerminalUser, name: string): Promise<string> {
  owner.input.write(`/group ${name}\r/entry request\r`);
  await owner.sees('Users can now ask to join');
  return /\/join (\S+)/.exec(owner.output())?.[1] ?? '';
}

test('a request to join is printed for the admins at once, shown in their prompt, and accepted', async () => {
  const ada = await signIn('ada', { terminal: true });
  const bo = await signIn('bo');
  const id = await createGroupByRequest(ada, 'Climbers');
  bo.input.write(`/join ${id} we met at the wall\n`);
  await bo.sees('Your request was sent to the admins of Climbers.');
  await ada.sees('· bo wants to join Climbers: we met at the wall (/admit bo, /refuse bo)');
  await ada.sees('(1 wants to join) Climbers> ');
  ada.input.write('/requests\r');
  await ada.sees(': we met at the wall');
  await ada.sees('/admit NAME accepts a request');
  ada.input.write('/admit bo\r');
  await ada.sees('Climbers: ada accepted bo');
  await bo.sees('Climbers: ada accepted bo');
  ada.input.write('/requests\r');
  await ada.sees('There are no requests to join.');
  await vi.waitFor(() =>
    expect(ada.output().lastIndexOf('Climbers> ')).toBeGreaterThan(ada.output().lastIndexOf('wants to join)')),
  );
  bo.input.write('/to #Climbers\nhello all\n');
  await ada.sees('Climbers · bo: hello all');
});

test('a refused user does not join, and a user without a request cannot be accepted', async () => {
  const cy = await signIn('cy');
  const di = await signIn('di');
  const id = await createGroupByRequest(cy, 'Divers');
  di.input.write(`/join ${id}\n`);
  await cy.sees('· di wants to join Divers (/admit di, /refuse di)');
  cy.input.write('/refuse di\n/refuse di\n/admit di\n/members\n');
  await cy.sees('di: refused.');
  await vi.waitFor(() => expect(cy.output().split('di has not asked to join, or is already a member.')).toHaveLength(3));
  await cy.sees('  cy (owner)');
  expect(cy.output()).not.toContain('cy accepted');
  di.input.write('/to #Divers\n');
  await di.sees('There is no #Divers.');
});

test('requests that arrived while an admin was offline are announced at their next start', async () => {
  const eli = await signIn('eli');
  const id = await createGroupByRequest(eli, 'Rowers');
  eli.input.write('/quit\n');
  await eli.exit;
  const [fay, gil] = [await signIn('fay'), await signIn('gil')];
  for (const each of [fay, gil]) {
    each.input.write(`/join ${id}\n`);
    await each.sees('Your request was sent to the admins of Rowers.');
  }
  const again = await signIn('eli', { flags: ['--lang', 'zh'] });
  await again.sees('· 2 人申请加入 Rowers（先 /to #Rowers，再 /requests）');
  again.input.write('/to #Rowers\n/requests\n/admit fay\n/refuse gil\n');
  await again.sees('  gil, ');
  await again.sees('Rowers: eli 同意 fay 加入群');
  await again.sees('gil：已拒绝加入。');
});

test('a new admin is notified of the open requests', async () => {
  const [hu, ian] = [await signIn('hu'), await signIn('ian')];
  const id = await createGroupByRequest(hu, 'Runners');
  const jo = await signIn('jo');
  jo.input.write(`/join ${id}\n`);
  await befriend('hu', 'ian');
  hu.input.write('/invite ian\n');
  await ian.sees('Runners: hu invited ian');
  ian.input.write('/to #Runners\n/requests\n');
  await ian.sees('only admins of the group may do that');
  hu.input.write('/role ian admin\n');
  await ian.sees('· Somebody wants to join Runners (/requests)');
});

test('an owner opens a group to all users, and restricts it to invited users', async () => {
  const kit = await signIn('kit');
  const lu = await signIn('lu');
  const id = await createGroupByRequest(kit, 'Walkers');
  kit.input.write('/entry invitation\n');
  await kit.sees('Users can join now only if an admin invites');
  lu.input.write(`/join ${id}\n`);
  await lu.sees('there is no such group, or it can only be joined by invitation');
  kit.input.write('/entry open\n');
  await kit.sees('Anyone can join now');
  lu.input.write(`/join ${id}\n`);
  await lu.sees('You write to Walkers.');
});
