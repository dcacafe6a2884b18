// The port Routes in Redis. Each user has one string with a line per session: "session epoch slot connection instance". Each gate
// has one short-lived key. A script touches keys of many users, so this works on one Redis (with replicas), not on a cluster.
import type { Route, Routes, UserRoute } from '../ports/index.ts';
import { PRESENCE_TIMES, type PresenceTimes } from '../ports/presence-times.ts';
import { luaScript, type RedisClient } from './client.ts';
import { GATE_KEY, presenceTracking, USER_KEY } from './presence-tracking.ts';
import { bindScript, refreshScript, unbindScript } from './routes-scripts.ts';

// Several refresh intervals, so that a route expires only if no gate refreshes it.
const USER_TTL_MS = 60_000;

/** The port Routes over all instances that use this Redis. The scripts also track users for presence, by `times`. */
export function redisRoutes(
  client: RedisClient,
  { times = PRESENCE_TIMES, gateTtlMs = times.gateTtlMs }: { readonly gateTtlMs?: number; readonly times?: PresenceTimes } = {},
): Routes {
  const tracking = presenceTracking(times);
  const bind = luaScript(client, bindScript(tracking));
  const unbind = luaScript(client, unbindScript(tracking));
  const refresh = luaScript(client, refreshScript(tracking));
  // Gates seen in routes. A lookup reads their keys together with the users, so it takes one round trip unless a route names a
  // new gate.
  let knownGates = new Set<string>();

  return {
    async bind(entries) {
      if (entries.length === 0) return;
      await bind(entries.map(userKey), [USER_TTL_MS, ...entries.flatMap(({ route }) => routeArgs(route))]);
    },

    async unbind(entries) {
      if (entries.length === 0) return;
      const args = entries.flatMap(({ sessionId, epoch }) => [sessionId, epoch]);
      await unbind(entries.map(userKey), args);
    },

    async refresh(instance, entries) {
      const args = [gateTtlMs, USER_TTL_MS, ...entries.flatMap(({ route }) => routeArgs(route))];
      const missing = (await refresh([GATE_KEY + instance, ...entries.map(userKey)], args)) as number[];
      const userIds = missing.map((index) => entries[index]?.userId);
      return [...new Set(userIds.filter((userId) => userId !== undefined))];
    },

    async lookup(userIds) {
      if (userIds.length === 0) return [];
      const gates = [...knownGates];
      const values = await client.mget(...userIds.map((userId) => USER_KEY + userId), ...gates.map((gate) => GATE_KEY + gate));
      const routes = values.slice(0, userIds.length).map(parseRoutes);
      const living = new Set(gates.filter((_, index) => values[userIds.length + index] !== null));
      const named = new Set(routes.flatMap((list) => list.map((route) => route.address.instance)));
      const unknown = [...named].filter((gate) => !knownGates.has(gate));
      if (unknown.length > 0) {
        const keys = await client.mget(...unknown.map((gate) => GATE_KEY + gate));
        unknown.forEach((gate, index) => {
          if (keys[index] !== null) living.add(gate);
        });
      }
      knownGates = living;
      return routes.map((list) => list.filter((route) => living.has(route.address.instance)));
    },

    async removeGate(instance) {
      await client.del(GATE_KEY + instance);
    },
  };
}

function userKey({ userId }: Pick<UserRoute, 'userId'>): string {
  return USER_KEY + userId;
}

function routeArgs({ sessionId, epoch, address }: Route): [string, number, string] {
  return [sessionId, epoch, `${address.slot} ${address.connection} ${address.instance}`];
}

function parseRoutes(value: string | null): Route[] {
  if (value === null || value === '') return [];
  return value.split('\n').map((line) => {
    const [sessionId = '', epoch, slot, connection, instance = ''] = line.split(' ');
    return { sessionId, epoch: Number(epoch), address: { instance, slot: Number(slot), connection: Number(connection) } };
  });
}
