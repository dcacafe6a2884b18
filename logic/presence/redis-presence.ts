// Presence in Redis, for any number of instances: the scripts of the routes track it, and each change is announced once.
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { luaScript, type RedisClient } from '../../infra/redis/client.ts';
import { setAwayScript, takePendingScript, watchScript } from '../../infra/redis/presence-tracking.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';

// The default limit. So many fit into one reply of Redis.
const MAX_WATCHERS = 100_000;

/** `times` must be the same as those of the routes. */
export function redisPresence(
  client: RedisClient,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  const runSetAway = luaScript(client, setAwayScript(times));
  const runWatch = luaScript(client, watchScript(times));
  const runTakePending = luaScript(client, takePendingScript(times));

  async function readStates(watcher: string, users: readonly string[]): Promise<UserPresence[] | number> {
    const answer = (await runWatch([], [watcher, ...users])) as string[] | number;
    if (typeof answer === 'number') return answer;
    return users.map((user, i) => ({ user, state: Number(answer[i * 2]), lastSeen: Number(answer[i * 2 + 1]) }));
  }

  return {
    watch: readStates,

    async getStates(users) {
      const answer = await readStates('', users);
      return typeof answer === 'number' ? [] : answer;
    },

    async setAway(user, session, away) {
      await runSetAway([], [user, session, away ? 1 : 0]);
    },

    async takeChanges(limit, watchers = MAX_WATCHERS) {
      const [more, changes] = (await runTakePending([], [limit, watchers])) as [number, string[][]];
      return { more: more === 1, changes: changes.map(decodeChange) };
    },
  };
}

function decodeChange([user = '', state, lastSeen, ...watchers]: string[]): PresenceChange {
  return { user, state: Number(state), lastSeen: Number(lastSeen), watchers };
}
