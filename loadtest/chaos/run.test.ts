import { expect, test } from 'vitest';
import { judge } from '../report/result.ts';
import { reportFixture } from '../report/testing/result-fixture.ts';
import { listBroken } from './run.ts';

const result = (changes: object = {}) => judge({ ...reportFixture(), allSent: 100, ...changes }, []);
const sound = { texts: 100, faults: [] };

test('a run in which everything was acknowledged and is in the store held', () => {
  expect(listBroken(result(), sound)).toEqual([]);
  expect(listBroken(result({ unacknowledged: 3, refused: 1 }), { ...sound, texts: 96 })).toEqual([]);
  // Nobody knows whether an unacknowledged message is in the store.
  expect(listBroken(result({ unacknowledged: 3, refused: 1 }), { ...sound, texts: 99 })).toEqual([]);
});

test.each([
  [{ lost: 2 }, sound, 'lost 2'],
  [{ unacknowledged: 100 }, { ...sound, texts: 0 }, 'no message was acknowledged, so nothing was checked'],
  [{}, { ...sound, texts: 99 }, '100 messages were acknowledged, and the store has 99'],
  [{}, { ...sound, texts: 101 }, '100 messages were sent, and the store has 101'],
  [{}, { ...sound, faults: ['2 conversations whose seqs have gaps'] }, '2 conversations whose seqs have gaps'],
])('%j with the store %j is broken: %s', (changes, store, reason) => {
  expect(listBroken(result(changes), store)).toContain(reason);
});
