import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { findFreePorts } from '../../../tools/servers/child-processes.ts';
import type { Servers, startServers } from '../../../tools/servers/servers.ts';
import { startPlace } from './chaos-place.ts';

test('when something fails behind the start of the servers, they stop and no proxy listens', async () => {
  const [nobody, proxied] = (await findFreePorts(2)) as [number, number];
  const stop = vi.fn(async () => Promise.reject(new Error('it does not stop')));
  const proxies: string[] = [];
  const start = (async (_kinds, options) => {
    proxies.push((await options?.kafka?.advertise?.(`127.0.0.1:${proxied}`, 0)) ?? '');
    return { mysql: { address: `mysql://root:secret@127.0.0.1:${nobody}/im` }, stop } as unknown as Servers;
  }) as typeof startServers;
  const options = { brokers: 1, diskMib: undefined, instances: [], imports: [], print: () => undefined };
  await expect(startPlace(options, start)).rejects.toThrow(/ECONNREFUSED/);
  expect(stop).toHaveBeenCalledOnce();
  // Its port is free again.
  const server = createServer().listen(Number(proxies[0]?.split(':')[1]), '127.0.0.1');
  await vi.waitFor(() => expect(server.listening).toBe(true), { timeout: 10_000 });
  server.close();
});
