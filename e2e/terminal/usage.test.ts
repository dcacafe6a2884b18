// The usage hints for incomplete commands.
import { test } from 'vitest';
import { terminalFixture } from './testing/terminal-fixture.ts';

const { signIn } = terminalFixture();

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
  ['/admit', '/admit NAME'],
  ['/refuse', '/refuse NAME'],
  ['/admit bob', 'No group is chosen.'],
  ['/requests', 'No group is chosen.'],
  ['/requests now', '/requests, with nothing after it'],
  ['/entry', '/entry open, /entry request or /entry invitation'],
  ['/entry closed', '/entry open, /entry request or /entry invitation'],
  ['/entry open', 'No group is chosen.'],
])('%s prints its usage or what is missing', async (line, answer) => {
  const user = await signIn('quinn');
  user.input.write(`${line}\n`);
  await user.sees(answer);
});
