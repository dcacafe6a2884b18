// Real servers for tests: see servers.ts for where they come from, global-setup.ts for who starts them.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, inject, test } from 'vitest';
import { runRedisCommands, runSql } from '../../tools/servers/probes.ts';
import { ADDRESS_SETTINGS, type ServerKind } from '../../tools/servers/servers.ts';
import type { RealServersReply } from '../../tools/servers/testing/global-setup.ts';

export type RealServers<K extends ServerKind> = Record<K, string> & {
  /** For `topicsOf`: no topic of this generation has ever been used. */
  readonly generation: number;
  /** The same under the names the services read. */
  readonly env: Record<string, string>;
  /** Drops the database and empties the Redis database. */
  release(): Promise<void>;
};

/**
 * Addresses of running servers of these kinds: a new, empty MySQL database and Redis database per call; Kafka is shared, so use topics of `generation` only.
 * They are started when they are first asked for. Throws when they cannot be had.
 */
export async function realServers<K extends ServerKind>(kinds: readonly K[]): Promise<RealServers<K>> {
  const answer = await ask(kinds);
  if ('problem' in answer) throw new Error(answer.problem);
  const { addresses, generation } = answer;
  const env = Object.fromEntries(kinds.map((kind) => [ADDRESS_SETTINGS[kind], addresses[kind] ?? '']));
  return {
    ...(addresses as Record<K, string>),
    generation,
    env: { ...env, TOPIC_GENERATION: String(generation) },
    async release() {
      if (addresses.mysql) await runSql(addresses.mysql, `DROP DATABASE ${new URL(addresses.mysql).pathname.slice(1)}`);
      if (addresses.redis)
        await runRedisCommands(addresses.redis, `SELECT ${new URL(addresses.redis).pathname.slice(1)}`, 'FLUSHDB');
    },
  };
}

/**
 * A `describe` whose tests need real servers. Where they cannot be had its tests are reported as skipped, with the reason in the title;
 * with REQUIRE_REAL=1 one test fails in their place.
 */
export function describeReal(title: string, kinds: readonly ServerKind[], body: () => void): void {
  describe(title, async () => {
    const answer = await ask(kinds);
    if (!('problem' in answer)) {
      body();
    } else if (process.env.REQUIRE_REAL === '1') {
      test('its servers can be had', () => {
        throw new Error(answer.problem);
      });
    } else {
      describe.skip(`(skipped: ${answer.problem})`, body);
    }
  });
}

async function ask(kinds: readonly ServerKind[]): Promise<RealServersReply> {
  if (inject('realServers') === '') return { problem: 'npm run test:unit starts no servers' };
  const body = await new Promise<string>((resolve, reject) => {
    request({ socketPath: inject('realServers'), path: `/${kinds.join(',')}` }, (response) =>
      text(response).then(resolve, reject),
    )
      .once('error', reject)
      .end();
  });
  return JSON.parse(body) as RealServersReply;
}
