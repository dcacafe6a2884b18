// The vitest global set-up: one set of real servers for a whole test run. Each kind of server starts at the first request for it,
// and all stop at the end.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import type {
  AcquiredServers,
  PrivateServerGroup,
  RealServerAddresses,
  ServerProblem,
  ServerRequest,
} from '../../../infra/testing/server-requests.ts';
import { createTempFolder } from '../child-processes.ts';
import { runRedisCommands, runSql } from '../probes.ts';
import { ADDRESS_SETTINGS, type RestartableServer, type ServerKind, type Servers, startServers } from '../servers.ts';

const sharedServers = new Map<ServerKind, Promise<RestartableServer>>();
const privateGroups = new Map<number, Servers>();
const problems = new Set<string>();
let lastGroup = 0;
// Each test gets a new generation, whose topics no test has used, even in an earlier run on the same Kafka. The number starts
// from the time in seconds × 100,000, so a run would need 100,000 tests per second to reach numbers of a later run.
let generation = Math.floor(Date.now() / 1000) * 100_000;

/** Vitest calls this once per run, and calls the returned function at the end of the run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const path = join(createTempFolder('tests'), 'socket');
  const http = createServer((request, response) => {
    reply(json(request) as Promise<ServerRequest>).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  project.provide('realServers', path);
  return async () => {
    http.close();
    http.closeAllConnections();
    const servers = await Promise.allSettled(sharedServers.values());
    await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
    await Promise.all([...privateGroups.values()].map((group) => group.stop()));
    for (const problem of problems) console.warn(`\nSKIPPED: tests on real servers. ${problem}`);
  };
}

async function reply(message: Promise<ServerRequest>): Promise<object> {
  const request = await message;
  try {
    return await handle(request);
  } catch (error) {
    const problem = (error as Error).message.trimEnd();
    if (request.action === 'acquire') problems.add(problem);
    return { problem } satisfies ServerProblem;
  }
}

async function handle(request: ServerRequest): Promise<object> {
  switch (request.action) {
    case 'acquire':
      return acquire(request.kinds);
    case 'release':
      await release(request.addresses);
      return {};
    case 'start-private':
      return startPrivate(request.kinds);
    case 'kill':
      await privateGroup(request.group)[request.kind].kill();
      return {};
    case 'restart':
      await privateGroup(request.group)[request.kind].start();
      return {};
    case 'stop-private':
      await privateGroup(request.group).stop();
      privateGroups.delete(request.group);
      return {};
  }
}

async function acquire(kinds: readonly ServerKind[]): Promise<AcquiredServers> {
  const servers = await Promise.all(kinds.map(async (kind) => [kind, await sharedServer(kind)] as const));
  generation += 1;
  const number = generation;
  const addresses = await Promise.all(
    servers.map(async ([kind, { address }]) => [kind, await isolatedAddress(kind, address, number)] as const),
  );
  const env = Object.fromEntries(addresses.map(([kind, address]) => [ADDRESS_SETTINGS[kind], address]));
  return { addresses: Object.fromEntries(addresses), env, generation: number };
}

function sharedServer(kind: ServerKind): Promise<RestartableServer> {
  let server = sharedServers.get(kind);
  if (!server) {
    server = startServers([kind], { print: (line) => console.log(line) }).then((servers) => servers[kind]);
    sharedServers.set(kind, server);
  }
  return server;
}

/**
 * Creates a new database on the server and returns its address. Kafka has no databases: tests use topics of their own generation.
 */
async function isolatedAddress(kind: ServerKind, address: string, number: number): Promise<string> {
  if (kind === 'kafka') return address;
  const url = new URL(address);
  if (kind === 'mysql') {
    const name = `im_test_${number}`;
    await runSql(address, `CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
  } else {
    const databases = Number((await runRedisCommands(address, 'CONFIG GET databases')).split('\r\n')[4]);
    // Database 0 is never used: if the environment names this Redis, database 0 may hold other data.
    const database = 1 + (number % (databases - 1));
    await runRedisCommands(address, `SELECT ${database}`, 'FLUSHDB');
    url.pathname = `/${database}`;
  }
  return url.href;
}

async function release({ mysql, redis }: RealServerAddresses): Promise<void> {
  if (mysql) await runSql(mysql, `DROP DATABASE ${new URL(mysql).pathname.slice(1)}`);
  if (redis) await runRedisCommands(redis, `SELECT ${new URL(redis).pathname.slice(1)}`, 'FLUSHDB');
}

async function startPrivate(kinds: readonly ServerKind[]): Promise<PrivateServerGroup> {
  const servers = await startServers(kinds, { private: true });
  lastGroup += 1;
  privateGroups.set(lastGroup, servers);
  return { group: lastGroup, addresses: Object.fromEntries(kinds.map((kind) => [kind, servers[kind].address])) };
}

function privateGroup(group: number): Servers {
  const servers = privateGroups.get(group);
  if (!servers) throw new Error(`there is no private server group ${group}`);
  return servers;
}
