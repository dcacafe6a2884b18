import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { Log } from '../ports/index.ts';
import { LivingServices } from './living-services.ts';

function livingAt() {
  let nowMs = 0;
  const lines: string[] = [];
  const note = (_: object, message: string): void => void lines.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const living = new LivingServices(log, () => nowMs);
  const take = (process: string, services: string[], statusUrls: string[] = []): void =>
    living.take(im.ClusterState.decode(im.ClusterState.encode({ process, services, statusUrls }).finish()) as im.ClusterState);
  const wait = (ms: number): void => {
    nowMs += ms;
  };
  return { living, lines, take, wait };
}

test('as long as no status has said anything, every service counts as living', () => {
  expect(livingAt().living.isLiving('Logic')).toBe(true);
});

test('a service that status does not name has no living instance, until status names it again', () => {
  const { living, lines, take, wait } = livingAt();
  take('status-0', ['auth']);
  expect([living.isLiving('Auth'), living.isLiving('Logic'), living.isLiving('Logic')]).toEqual([true, false, false]);
  wait(1000);
  take('status-0', ['auth', 'logic']);
  expect(living.isLiving('Logic')).toBe(true);
  expect(lines).toEqual([
    'no instance of the service runs: what waits for its reply is refused with UNAVAILABLE',
    'an instance of the service runs again',
  ]);
});

test('when status falls silent, as in an outage of Kafka, nobody counts as dead', () => {
  const { living, take, wait } = livingAt();
  take('status-0', ['auth'], ['http://status']);
  wait(3400);
  expect(living.isLiving('Logic')).toBe(false);
  wait(200);
  expect(living.isLiving('Logic')).toBe(true);
});

test('clients are sent to each status that lives, and in a silence of all to those that spoke last', () => {
  const { living, take, wait } = livingAt();
  expect(living.statusUrls).toEqual([]);
  take('status-0', ['auth'], ['http://gone']);
  wait(3000);
  take('status-1', ['auth'], ['http://one']);
  expect(living.statusUrls).toEqual(['http://gone', 'http://one']);
  wait(1000);
  take('status-2', ['auth'], ['http://two']);
  expect(living.statusUrls).toEqual(['http://one', 'http://two']);
  wait(60_000);
  expect(living.statusUrls).toEqual(['http://one', 'http://two']);
});

test('of several processes of status one that knows a living instance is enough', () => {
  const { living, take } = livingAt();
  take('status-0', ['auth'], ['http://one']);
  take('status-1', ['auth', 'logic'], ['http://two', 'http://one']);
  expect(living.isLiving('Logic')).toBe(true);
  expect(living.statusUrls).toEqual(['http://one', 'http://two']);
});

test('starts of status, however many, take no memory', () => {
  const { living, take } = livingAt();
  for (let n = 0; n < 1000; n++) take(`status-${n}`, ['auth'], [`http://${n}`]);
  expect(living.statusUrls).toHaveLength(64);
});
