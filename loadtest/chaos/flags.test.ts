import { expect, test } from 'vitest';
import { formatSchedule, parseChaosFlags } from './flags.ts';

const parse = (...argv: string[]) => {
  const flags = parseChaosFlags(argv, () => 77);
  if (flags === 'help') throw new Error('not help');
  return flags;
};

test('without flags a run has a new seed and 120 s of faults', () => {
  expect(parse()).toMatchObject({ seed: 77, seconds: 120, clients: 200, rate: 200, shrink: false });
  expect(parse().faults.length).toBeGreaterThan(8);
  expect(parse('--seed', '5').faults).toEqual(parse('--seed', '5').faults);
});

test('a printed schedule can be given back', () => {
  const { faults } = parse('--seed', '5');
  expect(parse('--schedule', formatSchedule(faults)).faults).toEqual(faults);
  const links = 'one-way mysql:logic-0@3, cut clients:gate-1@4';
  expect(formatSchedule(parse('--schedule', links).faults)).toBe(links);
  expect(parse('--schedule', 'kill logic-0@3,freeze mysql@12.5').faults).toEqual([
    { kind: 'kill', process: 'logic-0', atSeconds: 3 },
    { kind: 'freeze', process: 'mysql', atSeconds: 12.5 },
  ]);
});

test.each([
  [['--seconds', 'x'], '--seconds takes a whole number of at least 20, not "x"'],
  [['--clients', '30'], '--clients must be divisible into groups of 20, and 30 is not'],
  [['--only', 'thunder'], '--only thunder leaves no fault'],
  [['--schedule', 'melt gate-0@3'], '"melt gate-0@3" is not one'],
  [['--schedule', 'slow gate-0@3'], '"slow gate-0@3" is not one'],
  [['--schedule', 'kill gate-0:kafka@3'], '"kill gate-0:kafka@3" is not one'],
  [['--brokers', '2'], '--brokers takes 1 or 3, not "2"'],
  [['--without', 'luck'], '--without takes dedupe, fence, replay, not "luck"'],
  [['--disk', '5'], '--disk takes a whole number of at least 200, not "5"'],
  [['--schedule', 'kill gate-0@300'], '--schedule: kill gate-0@300 comes after the 120 --seconds'],
  [['--schedule', 'kill gate-0@3', '--only', 'kill'], '--schedule and --only exclude each other'],
])('%s is refused in a sentence', (argv, sentence) => {
  expect(() => parse(...argv)).toThrow(sentence);
});
