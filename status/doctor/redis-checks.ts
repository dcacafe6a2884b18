// Redis: its version and role, and whether it takes writes when its memory or its disk is full.
import type { RedisState } from '../../infra/ports/index.ts';
import { bad, type Finding, good, type Mistake } from './findings.ts';

const MIN_MAJOR = 7;
const NEARLY_FULL = 0.9;
const MIB = 1024 ** 2;

export function examineRedis(redis: RedisState): Finding[] {
  const mistakes = [examineKind(redis), examineMemory(redis), examineSaving(redis)].flat();
  if (mistakes.length === 0) return [good('servers', 'Redis', describe(redis))];
  return mistakes.map(({ text, remedy }) => bad('servers', 'Redis', text, remedy));
}

function describe({ version, usedBytes, maxBytes }: RedisState): string {
  const used = Math.round(usedBytes / MIB);
  return `${version}, ${maxBytes === 0 ? `${used} MiB` : `${used} of ${Math.round(maxBytes / MIB)} MiB`}`;
}

function examineKind({ version, major, isCluster, isReplica }: RedisState): Mistake[] {
  const found: Mistake[] = [];
  if (major < MIN_MAJOR) found.push({ text: `is version ${version}`, remedy: 'run Redis 7 or Valkey, or a later version' });
  if (isCluster)
    found.push({ text: 'is a cluster, and scripts touch keys of many users at once', remedy: 'run one server with replicas' });
  if (isReplica)
    found.push({
      text: 'is a replica: it takes no writes',
      remedy: 'let IM_REDIS_URL lead to the primary, or promote this one (REPLICAOF NO ONE)',
    });
  return found;
}

function examineMemory({ usedBytes, maxBytes, evictionPolicy }: RedisState): Mistake[] {
  const found: Mistake[] = [];
  if (evictionPolicy.startsWith('allkeys'))
    found.push({
      text: `maxmemory-policy is ${evictionPolicy}: a full Redis forgets routes and the positions of verify`,
      remedy: 'set maxmemory-policy noeviction, or one of volatile-*',
    });
  if (maxBytes > 0 && usedBytes >= NEARLY_FULL * maxBytes)
    found.push({
      text: `uses ${Math.round(usedBytes / MIB)} of ${Math.round(maxBytes / MIB)} MiB: the cache takes no more values`,
      remedy: 'raise maxmemory: about 1 KB for each user who is active within five minutes',
    });
  return found;
}

function examineSaving({ hasSaved, saves, stopsWithoutSaving }: RedisState): Mistake[] {
  const found: Mistake[] = [];
  if (stopsWithoutSaving)
    found.push({
      text: 'takes no writes while it cannot save, and pushes stop then',
      remedy: 'set stop-writes-on-bgsave-error no',
    });
  if (saves && !hasSaved)
    found.push({
      text: 'could not save the last time',
      remedy: 'look at its log: is its disk full, or has it too little memory?',
    });
  return found;
}
