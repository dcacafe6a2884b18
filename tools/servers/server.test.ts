import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type LaunchedProcess, restartableServer } from './server.ts';

test('a server that is restarting can be stopped before it serves', async () => {
  const first = Promise.withResolvers<string>();
  const launched: LaunchedProcess = { exited: first.promise, kill: async () => first.resolve('SIGKILL') };
  let starts = 0;
  const server = await restartableServer('somewhere', async (signal) => {
    starts += 1;
    if (starts === 1) return launched;
    await once(signal, 'abort');
    throw new Error('killed before it served');
  });
  await server.kill();
  expect(await server.waitForExit()).toBe('SIGKILL');
  const starting = expect(server.start()).rejects.toThrow('killed before it served');
  await server.stop();
  await starting;
  expect(starts).toBe(2);
});
