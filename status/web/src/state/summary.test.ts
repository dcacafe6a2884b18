import { describe, expect, test } from 'vitest';
import { member, served } from '../../testing/members.ts';
import type { ShownMember } from '../replies.ts';
import { EMPTY_CLUSTER } from './cluster.ts';
import { countNewLetters, findProblems, listPartitions, sumGates, sumLag } from './summary.ts';

function problemsOf(members: readonly ShownMember[], isCurrent = true): string[] {
  return findProblems({ ...EMPTY_CLUSTER, members, isCurrent, isKnown: true }).map(({ kind }) => kind);
}

const gate = member('gate', 0);

describe('the lag', () => {
  const members = [
    member('logic', 0, { services: [served('logic', [1, 7])] }),
    member('logic', 1, { services: [served('logic', [0, 30], { paused: 1 })] }),
    member('auth', 0, { services: [served('auth', [2])] }),
  ];

  test('of a service is the sum over its instances, the worst first', () => {
    expect(sumLag(members)).toEqual([
      { service: 'logic', lag: 38, partitions: 4, paused: 1, instances: 2 },
      { service: 'auth', lag: 2, partitions: 1, paused: 0, instances: 1 },
    ]);
  });

  test('of partitions comes the worst first, and a paused one before all', () => {
    const paused = member('verify', 0, {
      services: [served('verify', [0], { partitions: [{ partition: 5, position: 1, lag: 0, paused: true }] })],
    });
    expect(listPartitions([...members, paused]).map(({ service, lag }) => `${service} ${lag}`)).toEqual([
      'verify 0',
      'logic 30',
      'logic 7',
      'auth 2',
      'logic 1',
      'logic 0',
    ]);
  });
});

test('gates are counted with their room; other instances are not', () => {
  const members = [
    member('gate', 0, { connections: 4, sessions: 3 }),
    member('gate', 1, { state: 'draining' }),
    member('auth', 0),
  ];
  expect(sumGates(members)).toEqual({ gates: 2, readyGates: 1, connections: 4, sessions: 3, room: 200 });
});

test('new dead letters are those of all services', () => {
  expect(
    countNewLetters([member('a', 0, { services: [served('x', [], { deadLetters: 2 }), served('y', [], { deadLetters: 3 })] })]),
  ).toBe(5);
});

describe('problems', () => {
  test('are none before the members are known, and none when all is well', () => {
    expect(findProblems(EMPTY_CLUSTER)).toEqual([]);
    expect(problemsOf([gate])).toEqual([]);
  });

  test.each<[string, readonly ShownMember[]]>([
    ['missing', [gate, member('auth', 0, { state: 'not ready', missing: ['Kafka: is unavailable'] })]],
    ['warning', [gate, member('auth', 0, { warning: 'two processes use this IM_INSTANCE' })]],
    ['draining', [gate, member('auth', 0, { state: 'draining' })]],
    ['busy', [gate, member('auth', 0, { cpuPercent: 97 })]],
    ['late', [gate, member('auth', 0, { eventLoopDelayMs: 900 })]],
    ['full', [{ ...gate, connections: 95 }]],
    ['lag', [gate, member('logic', 0, { services: [served('logic', [600, 600])] })]],
    ['versions', [gate, member('auth', 0, { version: '2.0.0' })]],
    ['noGate', [member('auth', 0)]],
  ])('%s is one', (kind, members) => expect(problemsOf(members)).toEqual([kind]));

  test('a paused partition is one', () => {
    const partitions = [{ partition: 3, position: 1, lag: 0, paused: true }];
    expect(problemsOf([gate, member('logic', 0, { services: [served('logic', [], { partitions })] })])).toEqual([
      'pausedPartition',
    ]);
  });

  test('what users meet comes before what may become bad', () => {
    expect(problemsOf([member('auth', 0, { cpuPercent: 97, missing: ['Kafka'] })], false)).toEqual([
      'notCurrent',
      'noGate',
      'missing',
      'busy',
    ]);
  });
});
