import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { Members } from './members.ts';
import { removeUnknown } from './report-limits.ts';

function report(fields: im.InstanceReport.$Properties): im.InstanceReport {
  const full = { role: 'logic', number: 1, ...fields };
  return im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport;
}

test('services and partitions that a deployment does not have are left out of a report, and counted', () => {
  const partitions = [0, 7, 8, 4_000_000].map((partition) => ({ partition, position: 5 }));
  const services = [{ service: 'logic', partitions }, { service: 'made-up', partitions }, { service: 'auth' }];
  const one = report({ instance: 'logic-0', process: 'p', services });
  expect(removeUnknown(one, 8)).toBe(3);
  expect(one.services.map(({ service }) => service)).toEqual(['logic', 'auth']);
  expect(one.services[0]?.partitions?.map(({ partition }) => partition)).toEqual([0, 7]);
  expect(removeUnknown(one, 8)).toBe(0);
});

test('a process that reports under ever new names fills 2000 places, and those that are known go on', () => {
  let nowMs = 0;
  const members = new Members(() => nowMs);
  for (let i = 0; i < 2100; i++) members.take(report({ instance: `made-up-${i}`, process: `p${i}` }));
  expect([members.list().length, members.dropped.excess]).toEqual([2000, 100]);
  expect(members.take(report({ instance: 'made-up-0', process: 'p0', number: 2 }))).toBeUndefined();
  // Those that do not report again are gone, and others get their places.
  for (; nowMs < 6000; nowMs += 1000) members.markHeard();
  expect(members.take(report({ instance: 'logic-0', process: 'p' }))).toBeUndefined();
});
