import { describe, expect, test } from 'vitest';
import { member, sample } from '../../testing/members.ts';
import { applyEvent, type ClusterEvent, EMPTY_CLUSTER } from './cluster.ts';

function viewAfter(...events: readonly ClusterEvent[]) {
  return events.reduce(applyEvent, EMPTY_CLUSTER);
}

const snapshot = (...members: ReturnType<typeof member>[]): ClusterEvent => ({
  type: 'snapshot',
  reply: { isCurrent: true, latency: {}, members },
});

describe('members', () => {
  test('of a snapshot replace those that are known', () => {
    const view = viewAfter(snapshot(member('gate', 0)), snapshot(member('auth', 0)));
    expect(view.members.map(({ instance }) => instance)).toEqual(['auth-0']);
    expect(view.isKnown).toBe(true);
  });

  test('that join, change and go are merged by role and instance', () => {
    const view = viewAfter(
      snapshot(member('gate', 0), member('gate', 1)),
      { type: 'joined', member: member('auth', 0) },
      { type: 'changed', member: member('gate', 1, { state: 'draining' }) },
      { type: 'gone', member: member('gate', 0) },
    );
    expect(view.members.map(({ instance, state }) => `${instance} ${state}`)).toEqual(['auth-0 ready', 'gate-1 draining']);
  });

  test('two roles may use one name', () => {
    const view = viewAfter(snapshot(member('gate', 0, { instance: 'a' })), {
      type: 'joined',
      member: member('auth', 0, { instance: 'a' }),
    });
    expect(view.members).toHaveLength(2);
  });

  test('are in the order of their numbers', () => {
    const view = viewAfter(snapshot(...[10, 2, 1].map((number) => member('logic', number))));
    expect(view.members.map(({ instance }) => instance)).toEqual(['logic-1', 'logic-2', 'logic-10']);
  });
});

describe('samples', () => {
  test('of a history that is read again are each kept once, in order', () => {
    const view = viewAfter(
      { type: 'sample', sample: sample(20) },
      { type: 'history', reply: { stepSeconds: 5, samples: [sample(10), sample(20)] } },
      { type: 'sample', sample: sample(30) },
    );
    expect(view.samples.map(({ at }) => at)).toEqual([10, 20, 30]);
  });

  test('of more than an hour give way', () => {
    const samples = Array.from({ length: 800 }, (_, i) => sample(i * 5000));
    const view = viewAfter({ type: 'history', reply: { stepSeconds: 5, samples } });
    expect(view.samples).toHaveLength(720);
    expect(view.samples.at(-1)?.at).toBe(799 * 5000);
  });
});
