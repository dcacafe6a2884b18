// A private Redis that keeps nothing on disk.
import { join } from 'node:path';
import { createTempFolder, findFreePorts, startServerProcess } from './child-processes.ts';
import { probeRedis } from './probes.ts';
import { type RestartableServer, restartableServer } from './server.ts';

/** 1024 databases: each test gets one of its own. */
export const REDIS_SETTINGS: readonly string[] = ['--save', '', '--appendonly', 'no', '--databases', '1024'];

/** Starts Redis on a free port of 127.0.0.1. */
export async function startRedis(): Promise<RestartableServer> {
  const folder = createTempFolder('redis');
  const [port] = (await findFreePorts(1)) as [number];
  const url = `redis://127.0.0.1:${port}`;
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return restartableServer(url, (signal) =>
    startServerProcess('redis-server', [...own, ...REDIS_SETTINGS], {
      file: join(folder, 'output.log'),
      readyMs: 20_000,
      signal,
      probe: () => probeRedis(url),
    }),
  );
}
