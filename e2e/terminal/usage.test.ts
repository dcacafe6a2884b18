// The usage hints for incomplete commands.
import { test } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn } = terminalFixture();

test.each([
  ['/friend', '/friend NAME, and an optional greeting'],
  ['/accept', '/accept NAME'],
  ['/group', '/group NAME, with a name'],
  ['/join', '/join ID'],
  ['/edit', '/edit TEXT'],
  ['/react', '/react EMOJI'],
  ['/remark', '/remark NAME TEXT'],
  ['/role bob king', '/role NAME admin'],
  ['/silence bob 99999', '/silence NAME MINUTES, from 1 to 43200'],
  ['/remove', '/remove NAME'],
  ['/ban', '/ban NAME'],
  ['/unban bob', 'No group is selected.'],
  ['/bans', 'No group is selected.'],
  ['/bans now', '/bans takes no further text'],
  ['/transfer bob', 'No group is selected.'],
  ['/dissolve', '/dissolve NAME'],
  ['/erase x', '/erase, or /erase N'],
  ['/pin', 'Select one first'],
  ['/leave', 'No group is selected.'],
  ['/recall', 'Select one first'],
  ['/recall now', '/recall takes no further text'],
  ['/join nothing', 'there is no such group'],
  ['/admit', '/admit NAME'],
  ['/refuse', '/refuse NAME'],
  ['/admit bob', 'No group is selected.'],
  ['/requests', 'No group is selected.'],
  ['/requests now', '/requests takes no further text'],
  ['/entry', '/entry open, /entry request or /entry invitation'],
  ['/entry closed', '/entry open, /entry request or /entry invitation'],
  ['/entry open', 'No group is selected.'],
])('%s prints its usage or what is missing', async (line, answer) => {
  const user = await signIn('quinn');
  user.input.write(`${line}\n`);
  await user.sees(answer);
});
