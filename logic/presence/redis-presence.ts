// The port PresenceStore in Redis. Of all instances, one takes each change.
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { luaScript, type RedisClient } from '../../infra/redis/client.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';
import { setAwayScript, takePendingScript, watchScript } from './redis-presence-scripts.ts';

/** The default: this many fit into one reply of Redis. */
const MAX_WATCHERS = 100_000;

/** `times` are those of the routes in the same Redis. */
export function redisPresence(
  client: RedisClient,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  const runSetAway = luaScript(client, setAwayScript(times));
  const runWatch = luaScript(client, watchScript(times));
  const runTakePending = luaScript(client, takePendingScript(times));

  async function watch(watcher: string, userIds: readonly string[]): Promise<UserPresence[] | number> {
    const reply = (await runWatch([], [watcher, ...userIds])) as string[] | number;
    if (typeof reply === 'number') return reply;
    return userIds.map((userId, i) => ({ userId, state: Number(reply[i * 2]), lastSeen: Number(reply[i * 2 + 1]) }));
  }

  return {
    watch,

    async getStates(userIds) {
      const states = await watch('', userIds);
      return typeof states === 'number' ? [] : states;
    },

    async setAway(userId, sessionId, away) {
      await runSetAway([], [userId, sessionId, away ? 1 : 0]);
    },

    async takeChanges(limit, watchers = MAX_WATCHERS) {
      const [more, announcements] = (await runTakePending([], [limit, watchers])) as [number, string[][]];
      return { more: more === 1, changes: announcements.map(decodeChange) };
    },
  };
}

function decodeChange([userId = '', state, lastSeen, ...watchers]: string[]): PresenceChange {
  return { userId, state: Number(state), lastSeen: Number(lastSeen), watchers };
}
