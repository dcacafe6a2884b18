import { expect, test } from 'vitest';
import type { FateLine } from './fate-log.ts';
import { countBroken } from './main.ts';
import { verifyFates } from './verify.ts';

const SUFFIX = 'ab'.repeat(12);
const idOf = (message: number): string => message.toString(16).padStart(8, '0') + SUFFIX;

/** Participants 0 and 1 are in conversation A. Each sent a message, which has a seq and is with the other one. */
const PERFECT: readonly FateLine[] = [
  ['run', { format: 1, target: 'stack', scenario: 'chat' }],
  ['process', { idSuffix: SUFFIX }],
  ['sent', 0, 0],
  ['sent', 1, 1],
  ['sent', 2, 0],
  ['acked', 0, 1],
  ['arrived', 1, 1, 0, 'push'],
  ['acked', 1, 2],
  ['arrived', 0, 2, 1, 'push'],
  ['acked', 2, 3],
  ['arrived', 1, 3, 2, 'push'],
  ['participant', 0, 'A', 'alice', 0, 1],
  ['participant', 1, 'A', 'bob', 0, 1],
  ['read-store'],
  ['stored', 'A', 1, idOf(0)],
  ['stored', 'A', 2, idOf(1)],
  ['stored', 'A', 3, idOf(2)],
  ['end'],
];

function replace(from: FateLine, ...to: FateLine[]): FateLine[] {
  const lines = PERFECT.flatMap((line) => (JSON.stringify(line) === JSON.stringify(from) ? to : [line]));
  expect(lines).not.toEqual(PERFECT);
  return lines;
}

test('a run in which every message arrived once and in order has nothing broken', async () => {
  const verification = await verifyFates(PERFECT);
  expect(verification).toMatchObject({ messages: 3, acked: 3, store: { texts: 3, missing: 0, twice: 0 } });
  expect(countBroken(verification)).toBe(0);
});

test.each<[what: string, lines: FateLine[], counts: object]>([
  // The receiver then also knows that a seq is missing.
  ['a message that its receiver lacks', replace(['arrived', 1, 1, 0, 'push']), { lost: 1, unverified: 0 }],
  [
    'a message that a receiver lacks which could not pull',
    replace(['arrived', 1, 3, 2, 'push']).map(
      (line) => (line[0] === 'participant' ? [...line.slice(0, 5), 0] : line) as FateLine,
    ),
    { lost: 0, unverified: 1 },
  ],
  [
    'a message under two seqs',
    replace(['arrived', 1, 3, 2, 'push'], ['arrived', 1, 3, 2, 'push'], ['arrived', 1, 4, 2, 'sync']),
    { duplicated: 1 },
  ],
  ['an acknowledgement with another seq', replace(['acked', 2, 3], ['acked', 2, 3], ['acked', 2, 5]), { duplicated: 1 }],
  [
    'a message that overtakes an earlier one',
    [...replace(['arrived', 1, 1, 0, 'push'], ['arrived', 1, 3, 0, 'push'])].map((line) =>
      JSON.stringify(line) === '["arrived",1,3,2,"push"]' ? ['arrived', 1, 1, 2, 'push'] : line,
    ) as FateLine[],
    { outOfOrder: 1 },
  ],
  ['a push to a stranger', replace(['end'], ['misdelivered'], ['end']), { misdelivered: 1 }],
  [
    'two messages under one seq',
    replace(['arrived', 1, 3, 2, 'push'], ['arrived', 1, 3, 2, 'push'], ['arrived', 1, 1, 2, 'push']),
    { conflicts: 1 },
  ],
  [
    'a seq that cannot be pulled',
    replace(['acked', 2, 3], ['acked', 2, 4]).map(
      (line) => (JSON.stringify(line) === '["arrived",1,3,2,"push"]' ? ['arrived', 1, 4, 2, 'push'] : line) as FateLine,
    ),
    { holes: 1, store: { missing: 1 } },
  ],
  ['a message that the store lacks', replace(['stored', 'A', 2, idOf(1)]), { store: { texts: 2, missing: 1, twice: 0 } }],
  [
    'a message that the store has twice',
    replace(['end'], ['stored', 'A', 4, idOf(1)], ['end']),
    { store: { missing: 0, twice: 1 } },
  ],
])('%s is found', async (_what, lines, counts) => {
  const verification = await verifyFates(lines);
  expect(verification).toMatchObject(counts);
  expect(countBroken(verification)).toBeGreaterThan(0);
});

test('what was refused or never acknowledged is not lost', async () => {
  const lines = replace(['acked', 2, 3], ['refused', 2]).filter((line) => JSON.stringify(line) !== '["arrived",1,3,2,"push"]');
  expect(await verifyFates(lines)).toMatchObject({ messages: 3, acked: 2, lost: 0, unverified: 0 });
});
