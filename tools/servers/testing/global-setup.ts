// One set of real servers for a whole test run: started when the first test file asks, by kind, and stopped at its end.
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createTempFolder } from '../child-processes.ts';
import { runRedisCommands, runSql } from '../probes.ts';
import { type RestartableServer, type ServerKind, startServers } from '../servers.ts';

/** What a test file is told: addresses of its own, or why there are none. */
export type RealServersReply =
  | { readonly addresses: Partial<Record<ServerKind, string>>; readonly generation: number }
  | { readonly problem: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket on which this file answers. */
    realServers: string;
  }
}

const started = new Map<ServerKind, Promise<RestartableServer>>();
const problems = new Set<string>();
// Topics of one generation are never used again, not even by the next run on the same Kafka: 100,000 numbers for each second.
let generation = Math.floor(Date.now() / 1000) * 100_000;

/** Called by vitest once per run; returns what is to be done at its end. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const path = join(createTempFolder('tests'), 'socket');
  const http = createServer((request, response) => {
    const kinds = (request.url ?? '').slice(1).split(',').filter(Boolean) as ServerKind[];
    answer(kinds).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  project.provide('realServers', path);
  return async () => {
    http.close();
    http.closeAllConnections();
    const servers = await Promise.allSettled(started.values());
    await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
    for (const problem of problems) console.warn(`\nSKIPPED: tests on real servers. ${problem}`);
  };
}

async function answer(kinds: readonly ServerKind[]): Promise<RealServersReply> {
  try {
    const servers = await Promise.all(kinds.map(async (kind) => [kind, await shared(kind)] as const));
    generation += 1;
    const own = generation;
    const addresses = await Promise.all(
      servers.map(async ([kind, { address }]) => [kind, await fresh(kind, address, own)] as const),
    );
    return { addresses: Object.fromEntries(addresses), generation: own };
  } catch (error) {
    const problem = (error as Error).message.trimEnd();
    problems.add(problem);
    return { problem };
  }
}

function shared(kind: ServerKind): Promise<RestartableServer> {
  let server = started.get(kind);
  if (!server) {
    server = startServers([kind], { print: (line) => console.log(line) }).then((servers) => servers[kind]);
    started.set(kind, server);
  }
  return server;
}

/** An address of which nobody else makes use: a new database, an empty Redis database. Kafka is shared, its topics are told apart by generation. */
async function fresh(kind: ServerKind, address: string, number: number): Promise<string> {
  if (kind === 'kafka') return address;
  const url = new URL(address);
  if (kind === 'mysql') {
    const name = `im_test_${number}`;
    await runSql(address, `CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
  } else {
    const databases = Number((await runRedisCommands(address, 'CONFIG GET databases')).split('\r\n')[4]);
    // Never 0: on a given Redis that is where somebody else's data is.
    const database = 1 + (number % (databases - 1));
    await runRedisCommands(address, `SELECT ${database}`, 'FLUSHDB');
    url.pathname = `/${database}`;
  }
  return url.href;
}
