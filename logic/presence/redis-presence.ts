// Presence in Redis: what the routes' scripts have noted, told to each watcher once, by any number of instances.
import { PRESENCE_TIMES, type PresenceTimes } from '../../infra/ports/presence-times.ts';
import { luaScript, type RedisClient } from '../../infra/redis/client.ts';
import { setAwayScript, takePendingScript, watchScript } from '../../infra/redis/presence-tracking.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../ports/index.ts';

// Where nobody says how many: what fits into one answer of Redis.
const MAX_WATCHERS = 100_000;

/** Made with the times of the routes it belongs to. */
export function redisPresence(
  client: RedisClient,
  { times = PRESENCE_TIMES }: { readonly times?: PresenceTimes } = {},
): PresenceStore {
  const runSetAway = luaScript(client, setAwayScript(times));
  const runWatch = luaScript(client, watchScript(times));
  const runTakeNews = luaScript(client, takePendingScript(times));

  async function ask(watcher: string, users: readonly string[]): Promise<UserPresence[] | number> {
    const answer = (await runWatch([], [watcher, ...users])) as string[] | number;
    if (typeof answer === 'number') return answer;
    return users.map((user, i) => ({ user, state: Number(answer[i * 2]), lastSeen: Number(answer[i * 2 + 1]) }));
  }

  return {
    watch: ask,

    async getStates(users) {
      const answer = await ask('', users);
      return typeof answer === 'number' ? [] : answer;
    },

    async setAway(user, session, away) {
      await runSetAway([], [user, session, away ? 1 : 0]);
    },

    async takeChanges(limit, watchers = MAX_WATCHERS) {
      const [more, told] = (await runTakeNews([], [limit, watchers])) as [number, string[][]];
      return { more: more === 1, changes: told.map(changeOf) };
    },
  };
}

function changeOf([user = '', state, lastSeen, ...watchers]: string[]): PresenceChange {
  return { user, state: Number(state), lastSeen: Number(lastSeen), watchers };
}
