// What runs, how it is, and what an operator makes it do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServicePartitions } from '../../lag.ts';
import { describeMembers } from '../../member-list.ts';
import type { Member } from '../../members.ts';
import { ApiError, type Endpoint, endpoint } from '../endpoint.ts';
import { anyText, instance, instances, level } from '../fields.ts';
import type { ApiParts } from '../parts.ts';
import { anyObject, boolean, list, number, object, oneOf, optional } from '../schema.ts';

/** The reports show the effect within a second or two. */
const CONFIRM_WITHIN_MS = 8000;
const CHECK_EVERY_MS = 100;

const PARTITION = object({
  partition: number,
  owner: anyText,
  position: optional(number),
  lag: optional(number),
  oldestSeconds: optional(number),
  paused: boolean,
});

export function viewEndpoints({ members, lag, examine }: ApiParts): Endpoint[] {
  return [
    endpoint('GET /api/members', {
      name: 'members',
      summary: 'Every living instance: state, load, partitions, version.',
      role: 'read',
      reply: anyObject,
      handle: () => describeMembers(members),
    }),
    endpoint('GET /api/gates', {
      name: 'gates',
      summary: 'The gates, and how much room each has.',
      role: 'read',
      reply: object({ gates: list(anyObject) }),
      handle: () => ({
        gates: members
          .list()
          .filter(({ report }) => report.addresses.length > 0)
          .map(({ report }) => ({
            instance: report.instance,
            addresses: report.addresses,
            connections: report.connections,
            maxConnections: report.maxConnections,
            draining: report.draining,
          })),
      }),
    }),
    endpoint('GET /api/lag', {
      name: 'lag',
      summary: 'Each partition of each service: its owner (empty: nobody), its position, and what waits there since when.',
      role: 'read',
      reply: object({
        isCurrent: boolean,
        services: list(object({ service: anyText, topic: anyText, partitions: list(PARTITION) })),
      }),
      handle: async () => ({ isCurrent: members.isHearing, services: (await lag.describe()).map(withoutUnknown) }),
    }),
    endpoint('GET /api/doctor', {
      name: 'doctor',
      summary: 'Checks the set-up of servers and instances, and says how to mend what is wrong.',
      role: 'read',
      reply: object({
        findings: list(object({ check: anyText, isGood: boolean, subject: anyText, text: anyText, remedy: anyText })),
      }),
      handle: async () => ({ findings: await examine() }),
    }),
  ];
}

/** Without the fields that are not known: JSON has no undefined. */
function withoutUnknown({ partitions, ...service }: ServicePartitions) {
  return {
    ...service,
    partitions: partitions.map(({ partition, owner, position, lag, oldestSeconds, paused }) => ({
      partition,
      owner,
      ...(position !== undefined && { position }),
      ...(lag !== undefined && { lag }),
      ...(oldestSeconds !== undefined && { oldestSeconds }),
      paused,
    })),
  };
}

export function controlEndpoints({ members, control }: ApiParts): Endpoint[] {
  const named = (name: string): Member[] => {
    const found = members.list().filter(({ report }) => report.instance === name);
    if (found.length === 0) throw new ApiError(404, 'NO_SUCH_INSTANCE', `no living instance is called ${name}: see members`);
    return found;
  };
  return [
    endpoint('POST /api/instances/{instance}/drain', {
      name: 'drain',
      summary: 'Stops an instance as SIGTERM does: a gate sends its clients to other gates first.',
      role: 'operate',
      params: { instance },
      reply: instances,
      async handle({ params }) {
        const found = named(params.instance);
        await control.drain(found.map(({ report }) => report));
        const isAlive = ({ report }: Member): boolean =>
          members.list().some((now) => now.report.process === report.process && !now.report.draining);
        await confirm(() => !found.some(isAlive), `${params.instance} has not begun to drain`);
        return { instances: [params.instance] };
      },
    }),
    endpoint('POST /api/log-level', {
      name: 'logLevel',
      summary: 'Sets the log level of one instance, or of all, until it restarts.',
      role: 'operate',
      body: { level: oneOf(...level), instance: optional(instance) },
      reply: instances,
      async handle({ body }) {
        const found = body.instance === undefined ? members.list() : named(body.instance);
        await control.setLogLevel(
          found.map(({ report }) => report),
          body.level,
        );
        const wanted = new Set(found.map(({ report }) => report.process));
        const hasOther = (): boolean =>
          members.list().some(({ report }) => wanted.has(report.process) && report.logLevel !== body.level);
        await confirm(() => !hasOther(), 'not every instance reports the new level');
        return { instances: found.map(({ report }) => report.instance) };
      },
    }),
  ];
}

async function confirm(isDone: () => boolean, otherwise: string): Promise<void> {
  const stopAt = performance.now() + CONFIRM_WITHIN_MS;
  while (!isDone()) {
    if (performance.now() > stopAt) throw new ApiError(504, 'NOT_CONFIRMED', `${otherwise} within ${CONFIRM_WITHIN_MS / 1000} s`);
    await sleep(CHECK_EVERY_MS);
  }
}
