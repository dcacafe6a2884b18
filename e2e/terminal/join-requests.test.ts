// Groups that are joined by request, as who asks and their admins see it at their terminals, against the real gate and services.
import { expect, test, vi } from 'vitest';
import type { TerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn: seat } = terminalFixture();

/** Makes a group that is joined by request; resolves with its id. */
async function groupByRequest(owner: TerminalUser, name: string): Promise<string> {
  owner.input.write(`/group ${name}\r/entry request\r`);
  await owner.sees('now asks its admins');
  return /\/join (\S+)/.exec(owner.output())?.[1] ?? '';
}

test('who asks to join is told to the admins at once, shown in their prompt, and let in', async () => {
  const ada = await seat('ada', { terminal: true });
  const bo = await seat('bo');
  const id = await groupByRequest(ada, 'Climbers');
  bo.input.write(`/join ${id} we met at the wall\n`);
  await bo.sees('The admins of Climbers have your request.');
  await ada.sees('· bo wants to join Climbers: we met at the wall (/admit bo, /refuse bo)');
  await ada.sees('(1 wants to join) Climbers> ');
  ada.input.write('/requests\r');
  await ada.sees(': we met at the wall');
  await ada.sees('/admit NAME lets somebody in');
  ada.input.write('/admit bo\r');
  await ada.sees('Climbers: ada let in bo');
  await bo.sees('Climbers: ada let in bo');
  ada.input.write('/requests\r');
  await ada.sees('Nobody asks to join.');
  await vi.waitFor(() =>
    expect(ada.output().lastIndexOf('Climbers> ')).toBeGreaterThan(ada.output().lastIndexOf('wants to join)')),
  );
  bo.input.write('/to #Climbers\nhello all\n');
  await ada.sees('Climbers · bo: hello all');
});

test('who is refused stays outside, and one who does not ask cannot be let in', async () => {
  const cy = await seat('cy');
  const di = await seat('di');
  const id = await groupByRequest(cy, 'Divers');
  di.input.write(`/join ${id}\n`);
  await cy.sees('· di wants to join Divers (/admit di, /refuse di)');
  cy.input.write('/refuse di\n/refuse di\n/admit di\n/members\n');
  await cy.sees('di: not let in.');
  await vi.waitFor(() => expect(cy.output().split('di does not ask to join, or is a member already.')).toHaveLength(3));
  await cy.sees('  cy (owner)');
  expect(cy.output()).not.toContain('cy let in');
  di.input.write('/to #Divers\n');
  await di.sees('There is no #Divers.');
});

test('requests that came while an admin was away are told when he is back, with where to look', async () => {
  const eli = await seat('eli');
  const id = await groupByRequest(eli, 'Rowers');
  eli.input.write('/quit\n');
  await eli.exit;
  const [fay, gil] = [await seat('fay'), await seat('gil')];
  for (const each of [fay, gil]) {
    each.input.write(`/join ${id}\n`);
    await each.sees('The admins of Rowers have your request.');
  }
  const again = await seat('eli', { flags: ['--lang', 'zh'] });
  await again.sees('· 2 人申请加入 Rowers（先 /to #Rowers，再 /requests）');
  again.input.write('/to #Rowers\n/requests\n/admit fay\n/refuse gil\n');
  await again.sees('  gil, ');
  await again.sees('Rowers: eli 同意 fay 加入群');
  await again.sees('gil：已拒绝加入。');
});

test('who becomes an admin is told of the requests that are open', async () => {
  const [hu, ian] = [await seat('hu'), await seat('ian')];
  const id = await groupByRequest(hu, 'Runners');
  const jo = await seat('jo');
  jo.input.write(`/join ${id}\n`);
  hu.input.write('/invite ian\n');
  await ian.sees('Runners: hu brought in ian');
  ian.input.write('/to #Runners\n/requests\n');
  await ian.sees('only admins of the group may do that');
  hu.input.write('/role ian admin\n');
  await ian.sees('· Somebody wants to join Runners (/requests)');
});

test('a group is opened to everybody, and closed to all but who is invited', async () => {
  const kit = await seat('kit');
  const lu = await seat('lu');
  const id = await groupByRequest(kit, 'Walkers');
  kit.input.write('/entry invitation\n');
  await kit.sees('Only who is invited joins now');
  lu.input.write(`/join ${id}\n`);
  await lu.sees('there is no such group, or it can only be joined by invitation');
  kit.input.write('/entry open\n');
  await kit.sees('Everybody may join now');
  lu.input.write(`/join ${id}\n`);
  await lu.sees('You write to Walkers.');
});
