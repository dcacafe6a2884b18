import { expect, onTestFinished, test, vi } from 'vitest';
import { keepRunning } from './keep-running.ts';
import type { Service } from './services.ts';

/** A service that ends when the test says so; nothing else of it is looked at. */
function service(name: string): { service: Service; end(how: string): void; readonly starts: number } {
  let life = Promise.withResolvers<string>();
  let starts = 0;
  const double = {
    name,
    ended: () => life.promise,
    async restart() {
      life = Promise.withResolvers();
      starts += 1;
    },
  };
  return {
    service: double as unknown as Service,
    end: (how) => life.resolve(how),
    get starts() {
      return starts;
    },
  };
}

function watch(services: readonly { service: Service }[], firstPauseMs = 2) {
  const lines: string[] = [];
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const over = keepRunning(
    services.map((each) => each.service),
    { say: (line, name) => lines.push(`${name} ${line}`), signal: controller.signal, firstPauseMs },
  );
  return { lines, over, abort: () => controller.abort() };
}

test('a service that dies is started again, the others are left alone, and one line says so', async () => {
  const [one, other] = [service('logic-0'), service('logic-1')];
  const { lines } = watch([one, other]);
  one.end('SIGKILL');
  await vi.waitFor(() => expect(one.starts).toBe(1));
  one.end('exit code 1');
  await vi.waitFor(() => expect(one.starts).toBe(2));
  expect(other.starts).toBe(0);
  expect(lines).toEqual([
    'logic-0 ended by SIGKILL, is started again in 0.002 s; the others go on.',
    // Longer: it has died at once.
    'logic-0 ended with exit code 1, is started again in 0.004 s; the others go on.',
  ]);
});

test('one that does not even start is tried again', async () => {
  const failing = service('auth-0');
  const restart = vi.spyOn(failing.service, 'restart').mockRejectedValue(new Error('no memory left'));
  const { lines } = watch([failing]);
  failing.end('SIGKILL');
  await vi.waitFor(() => expect(restart.mock.calls.length).toBeGreaterThan(2));
  expect(lines.length).toBeGreaterThan(2);
});

test.each([
  ['exit code 0', 'as it was told to'],
  ['exit code 2', 'its configuration is wrong'],
])('after %s nothing is started again', async (how, why) => {
  const ended = service('gate-0');
  const { lines, over } = watch([ended]);
  ended.end(how);
  await over;
  expect(ended.starts).toBe(0);
  expect(lines).toEqual([expect.stringContaining(why)]);
});

test('at the end nothing is started again, not even what has died before', async () => {
  const [dead, alive] = [service('logic-0'), service('logic-1')];
  const { lines, over, abort } = watch([dead, alive], 60_000);
  dead.end('SIGKILL');
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  abort();
  alive.end('exit code 0');
  await over;
  expect([dead.starts, alive.starts]).toEqual([0, 0]);
  expect(lines).toHaveLength(1);
});
