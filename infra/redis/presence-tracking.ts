// What the scripts of routes record for presence in Redis. Logic's presence scripts read it.
//
//   im:gates           gates with routes, living or dead
//   im:at:<gate>       users with a route to the gate: only they are checked when the gate dies
//   im:online          online user → when to check their routes again (a sorted set)
//   im:pending         user → when to announce their state, if it differs from the announced one
//   im:announced       user → "state time": what was announced last
//   im:away:<user>     the user's sessions that are away from their devices
//   im:watch:<user>    watcher → until when they are notified
//   im:seen:<user>     when the user was last online
//   im:heartbeat       exists while gates send heartbeats
//   im:warm-up         exists for a while after heartbeats return: 'emptied' after a loss of data, else 'no-heartbeat'
//   im:known           missing when Redis was emptied
import type { PresenceTimes } from '../ports/presence-times.ts';

export const USER_KEY = 'im:route:';
export const GATE_KEY = 'im:gate:';

export const PRESENCE_KEYS = {
  gates: 'im:gates',
  atGate: 'im:at:',
  online: 'im:online',
  pending: 'im:pending',
  announced: 'im:announced',
  away: 'im:away:',
  watch: 'im:watch:',
  seen: 'im:seen:',
  heartbeat: 'im:heartbeat',
  warmUp: 'im:warm-up',
  known: 'im:known',
} as const;

/** Sets the Lua variable `now`, in milliseconds, from the clock of Redis: the only one that all instances share. */
export const READ_CLOCK = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)`;

/** The next run of the presence notifier announces the state of the user. `user` is the name of a Lua variable. */
export const announceSoon = (user: string): string => `redis.call('ZADD', '${PRESENCE_KEYS.pending}', 'LT', now, ${user})`;

/** Lua statements for the scripts of routes. The names in backquotes are Lua variables of those scripts. */
export interface PresenceTracking {
  /** `user` has a new route to `gate`. */
  readonly routeAdded: string;
  /** `user` has no route to `gate` any more. */
  readonly routeRemoved: string;
  /** One route of `user` is unbound; others remain. */
  readonly oneRouteUnbound: string;
  /** The last route of `user` is unbound. */
  readonly lastRouteUnbound: string;
  /** A gate has sent a heartbeat. */
  readonly gateAlive: string;
}

/** Nearly every refresh finds all its routes: it runs none of the statements that work per route. */
export function presenceTracking(times: PresenceTimes): PresenceTracking {
  const { gates, atGate, online, pending, away, heartbeat, warmUp, known } = PRESENCE_KEYS;
  return {
    routeAdded: `
    if redis.call('SADD', '${atGate}' .. gate, user) == 1 then redis.call('SADD', '${gates}', gate) end
    local isNew = redis.call('ZADD', '${online}', now + ${times.recheckMs}, user) == 1
    if isNew or redis.call('EXISTS', '${away}' .. user) == 1 then ${announceSoon('user')} end`,
    routeRemoved: `
    redis.call('SREM', '${atGate}' .. gate, user)`,
    // If all remaining sessions are away, the user is announced as away, unless this session returns before.
    oneRouteUnbound: `
    if redis.call('EXISTS', '${away}' .. user) == 1 then
      redis.call('ZADD', '${pending}', 'NX', now + ${times.graceMs}, user)
    end`,
    lastRouteUnbound: `
    redis.call('ZADD', '${online}', 'XX', now + ${times.graceMs}, user)`,
    gateAlive: `
    if redis.call('EXISTS', '${heartbeat}') == 0 then
      -- A previous warm-up after a loss of data may not have ended: not all gates have refreshed their routes since.
      local emptied = redis.call('SETNX', '${known}', '1') == 1 or redis.call('GET', '${warmUp}') == 'emptied'
      redis.call('SET', '${warmUp}', emptied and 'emptied' or 'no-heartbeat', 'PX', ${times.warmUpMs})
    end
    redis.call('SET', '${heartbeat}', '1', 'PX', ${times.noHeartbeatMs})`,
  };
}
