// A private Redis that keeps nothing on disk.
import { join } from 'node:path';
import { freePorts, startServer, tempFolder } from './children.ts';
import { probeRedis } from './probes.ts';
import { type Server, serverOf } from './server.ts';

/** 1024 databases: each test gets one of its own. */
export const REDIS_SETTINGS: readonly string[] = ['--save', '', '--appendonly', 'no', '--databases', '1024'];

/** Starts Redis on a free port of 127.0.0.1. */
export async function startRedis(): Promise<Server> {
  const folder = tempFolder('redis');
  const [port] = (await freePorts(1)) as [number];
  const url = `redis://127.0.0.1:${port}`;
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return serverOf(url, (signal) =>
    startServer('redis-server', [...own, ...REDIS_SETTINGS], {
      file: join(folder, 'output.log'),
      readyMs: 20_000,
      signal,
      probe: () => probeRedis(url),
    }),
  );
}
