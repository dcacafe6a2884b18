import { expect, onTestFinished, test, vi } from 'vitest';
import { ProcessStartError } from './child-processes.ts';
import type { RestartableServer } from './server.ts';
import type { ServiceProcess } from './service-processes.ts';
import { type SupervisedProcess, superviseAll, supervisedServer, supervisedService } from './supervisor.ts';

/** A service that ends when the test says so; nothing else of it is looked at. */
function service(name: string): {
  service: ServiceProcess;
  kept: SupervisedProcess;
  end(how: string): void;
  readonly starts: number;
} {
  let life = Promise.withResolvers<string>();
  let starts = 0;
  const double = {
    name,
    waitForExit: () => life.promise,
    async restart() {
      life = Promise.withResolvers();
      starts += 1;
    },
  };
  return {
    service: double as unknown as ServiceProcess,
    kept: supervisedService(double as unknown as ServiceProcess),
    end: (how) => life.resolve(how),
    get starts() {
      return starts;
    },
  };
}

function watch(all: readonly { readonly kept: SupervisedProcess }[], firstPauseMs = 2) {
  const lines: string[] = [];
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const over = superviseAll(
    all.map(({ kept }) => kept),
    { print: (line, name) => lines.push(`${name} ${line}`), signal: controller.signal, firstPauseMs },
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
    // A longer pause, because it died at once.
    'logic-0 ended with exit code 1, is started again in 0.004 s; the others go on.',
  ]);
});

test('a service that dies before it serves is started again', async () => {
  const failing = service('auth-0');
  const restart = vi.spyOn(failing.service, 'restart').mockRejectedValue(new Error('auth-0: ended before it was ready'));
  const { lines } = watch([failing]);
  failing.end('SIGKILL');
  await vi.waitFor(() => expect(restart.mock.calls.length).toBeGreaterThan(2));
  expect(lines.slice(0, 2)).toEqual([
    'auth-0 ended by SIGKILL, is started again in 0.002 s; the others go on.',
    'auth-0 ended by SIGKILL, is started again in 0.004 s; the others go on.',
  ]);
});

test('when a start fails, the supervisor prints the reason and tries again', async () => {
  const failing = service('auth-0');
  const why = 'spawn node EAGAIN: the system allows no more processes: end some, or raise `ulimit -u`';
  vi.spyOn(failing.service, 'restart').mockRejectedValueOnce(new ProcessStartError(why));
  const { lines } = watch([failing]);
  failing.end('SIGKILL');
  await vi.waitFor(() => expect(failing.starts).toBe(1));
  expect(lines).toEqual([
    'auth-0 ended by SIGKILL, is started again in 0.002 s; the others go on.',
    `auth-0 could not be started, is tried again in 0.004 s; the others go on: ${why}`,
  ]);
});

test('a server is started again after any exit, and a line says when it serves again', async () => {
  const life = service('redis');
  const said: string[] = [];
  const server = {
    waitForExit: () => life.service.waitForExit(),
    start: () => life.service.restart(),
    pid: 12,
  } as unknown as RestartableServer;
  const { lines } = watch([{ kept: supervisedServer('redis', server, (line, name) => said.push(`${name} ${line}`)) }]);
  life.end('exit code 0');
  await vi.waitFor(() => expect(said).toEqual(['redis serves again  process  12']));
  expect(lines).toEqual(['redis ended with exit code 0, is started again in 0.002 s; the services wait for it.']);
});

test.each([
  ['exit code 0', 'as it was told to'],
  ['exit code 2', 'its set-up is wrong'],
])('after %s nothing is started again', async (how, why) => {
  const ended = service('gate-0');
  const { lines, over } = watch([ended]);
  ended.end(how);
  await over;
  expect(ended.starts).toBe(0);
  expect(lines).toEqual([expect.stringContaining(why)]);
});

test('after the abort nothing is started again, not even a process that had died before', async () => {
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
