// How Redis is set up and how full it is, for an operator.
import type { RedisState } from '../ports/index.ts';
import type { RedisClient } from './client.ts';

/** Rejects when Redis is unavailable. */
export async function readRedisState(client: RedisClient): Promise<RedisState> {
  const facts = parseInfo(await client.info());
  const valkey = facts.get('valkey_version');
  const [stops, saves] = await Promise.all([readSetting(client, 'stop-writes-on-bgsave-error'), readSetting(client, 'save')]);
  return {
    version: valkey === undefined ? (facts.get('redis_version') ?? '') : `Valkey ${valkey}`,
    major: Number.parseInt(facts.get('redis_version') ?? '', 10) || 0,
    isCluster: facts.get('redis_mode') === 'cluster',
    isReplica: facts.get('role') === 'slave',
    usedBytes: Number(facts.get('used_memory') ?? 0),
    maxBytes: Number(facts.get('maxmemory') ?? 0),
    evictionPolicy: facts.get('maxmemory_policy') ?? '',
    saves: saves !== '',
    hasSaved: facts.get('rdb_last_bgsave_status') !== 'err',
    stopsWithoutSaving: stops === 'yes' && saves !== '',
  };
}

function parseInfo(info: string): ReadonlyMap<string, string> {
  return new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** '' where there is no CONFIG, as on some hosted servers: they look after their disks. */
async function readSetting(client: RedisClient, name: string): Promise<string> {
  const pair = await client.call('CONFIG', 'GET', name).catch(() => []);
  return Array.isArray(pair) ? String(pair[1] ?? '') : '';
}
