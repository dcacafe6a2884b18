// Faults of MySQL and Redis that are more than a lost process.
import { setTimeout as sleep } from 'node:timers/promises';
import { runMysqlStatements } from '../../../tools/servers/mysql-statements.ts';
import { runRedisCommands } from '../../../tools/servers/probes.ts';
import { startRedis } from '../../../tools/servers/redis.ts';
import type { RestartableServer } from '../../../tools/servers/servers.ts';
import type { Network } from '../network/network.ts';

export const READ_ONLY_SECONDS = 5;
const REPLICATED_MS = 20_000;

/** Resolves when it can be written again. */
export async function makeReadOnly(mysqlUrl: string): Promise<void> {
  await runMysqlStatements(mysqlUrl, ['SET GLOBAL read_only = 1']);
  try {
    await sleep(READ_ONLY_SECONDS * 1000);
  } finally {
    await runMysqlStatements(mysqlUrl, ['SET GLOBAL read_only = 0']);
  }
}

export async function loseRedisData(redisUrl: string): Promise<void> {
  await runRedisCommands(redisUrl, 'FLUSHALL');
}

/** Redis, of which another server may become the primary. */
export class RedisPair {
  readonly #network: Network;
  #primary: RestartableServer;
  #other: RestartableServer | undefined;

  constructor(primary: RestartableServer, network: Network) {
    this.#primary = primary;
    this.#network = network;
  }

  get primary(): RestartableServer {
    return this.#primary;
  }

  /** Kills the primary, makes its replica one, and moves its address there, as an operator's tool does. */
  async failOver(): Promise<void> {
    this.#other ??= await startRedis();
    await this.#other.start();
    const { hostname, port } = new URL(this.#primary.address);
    await runRedisCommands(this.#other.address, `REPLICAOF ${hostname} ${port}`);
    await waitForReplica(this.#other.address);
    await this.#primary.kill();
    await runRedisCommands(this.#other.address, 'REPLICAOF NO ONE');
    [this.#primary, this.#other] = [this.#other, this.#primary];
    this.#network.moveTo('redis', this.#primary.address);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#primary.stop(), this.#other?.stop()]);
  }
}

async function waitForReplica(url: string): Promise<void> {
  const endMs = performance.now() + REPLICATED_MS;
  while (!(await runRedisCommands(url, 'INFO replication')).includes('master_link_status:up')) {
    if (performance.now() > endMs) throw new Error(`the replica at ${url} did not get its data within ${REPLICATED_MS} ms`);
    await sleep(100);
  }
}
