import { expect, test } from 'vitest';
import { describeTarget } from './audit-target.ts';
import { splitNames } from './names.ts';
import { Notes } from './notes.ts';

test('a note of success goes by itself, and one of failure stays until it is dismissed', () => {
  const due: (() => void)[] = [];
  const notes = new Notes((_ms, work) => void due.push(work));
  notes.addDone('done');
  notes.addFailed('failed', 'why');
  for (const work of due) work();
  expect(notes.list).toEqual([{ number: 2, kind: 'failed', text: 'failed', detail: 'why' }]);
  notes.dismiss(2);
  expect(notes.list).toEqual([]);
});

test('of many notes the newest three are shown', () => {
  const notes = new Notes(() => undefined);
  for (const text of ['a', 'b', 'c', 'd']) notes.addDone(text);
  expect(notes.list.map(({ text }) => text)).toEqual(['b', 'c', 'd']);
});

test('names may have commas of any keyboard between them, and count once', () => {
  expect(splitNames(' alice，bob、alice;  ,王小明\n')).toEqual(['alice', 'bob', '王小明']);
  expect(splitNames('  ')).toEqual([]);
});

test('the target of an act reads as its parameters, also one that was cut off', () => {
  expect(describeTarget('{"account":"alice","users":["a"]}')).toBe('account: alice, users: ["a"]');
  expect(describeTarget('{"text":"very lo')).toBe('{"text":"very lo');
});
