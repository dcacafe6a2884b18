import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { readClusterState } from './cluster-state.ts';
import { Members } from './members.ts';

/** Members with a clock of the test. */
function membersAt() {
  let nowMs = 0;
  const members = new Members(() => nowMs);
  let number = 0;
  return {
    members,
    report(role: string, ...services: string[]) {
      const served = services.map((service) => ({ service }));
      const report = { role, instance: role, process: role, number: ++number, services: served };
      members.take(im.InstanceReport.decode(im.InstanceReport.encode(report).finish()) as im.InstanceReport);
    },
    hear(seconds: number) {
      for (let i = 0; i < seconds; i++) {
        nowMs += 1000;
        members.markHeard();
      }
    },
    hearNothing(seconds: number) {
      nowMs += seconds * 1000;
    },
  };
}

test('status names the services with a living instance, once it knows which are gone', () => {
  const { members, report, hear, hearNothing } = membersAt();
  const read = () => readClusterState({ members, ownProcess: 'own', statusUrl: 'http://status' });
  members.markHeard();
  report('logic', 'logic', 'presence');
  // An instance that has not reported yet may live.
  expect(read()).toBeUndefined();
  hear(3);
  report('auth', 'auth');
  hear(1);
  expect(read()).toEqual({ process: 'own', services: ['auth'], statusUrls: ['http://status'] });
  report('logic', 'logic', 'presence');
  expect(read()?.services).toEqual(['auth', 'logic', 'presence']);
  const untold = readClusterState({ members, ownProcess: 'own', statusUrl: undefined });
  expect(untold?.statusUrls).toEqual([]);
  // Kafka is away: what is known may be old.
  hearNothing(10);
  expect(read()).toBeUndefined();
});
