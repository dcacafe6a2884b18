// What runs, how it is, and what an operator makes it do.
import type { ServicePartitions } from '../../lag.ts';
import { describeMembers } from '../../member-list.ts';
import type { Member } from '../../members.ts';
import { ApiError, type Endpoint, endpoint } from '../endpoint.ts';
import { anyText, instance, instances, level, role } from '../fields.ts';
import type { ApiParts } from '../parts.ts';
import { anyObject, boolean, list, number, object, oneOf, optional } from '../schema.ts';
import { untilDraining, untilLogLevel } from './acted-processes.ts';

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

export function controlEndpoints({ members, control, own }: ApiParts): Endpoint[] {
  return [
    endpoint('POST /api/instances/{instance}/drain', {
      name: 'drain',
      summary:
        'Stops an instance as SIGTERM does: a gate sends its clients to other gates first. It needs the role where instances ' +
        'of several roles have this name. The status that answers drains after its answer.',
      role: 'operate',
      params: { instance },
      query: { role: optional(role) },
      reply: instances,
      async handle({ params, query, afterAnswer }) {
        const { report } = findInstance(members, params.instance, query.role);
        if (report.process === own.process) afterAnswer(() => own.drain());
        else await untilDraining(members, report, () => control.drain([report]));
        return { instances: [report.instance] };
      },
    }),
    endpoint('POST /api/log-level', {
      name: 'logLevel',
      summary:
        'Sets the log level of one instance, or of all, until it restarts. It needs the role where instances of several roles ' +
        'have the name.',
      role: 'operate',
      body: { level: oneOf(...level), instance: optional(instance), role: optional(role) },
      reply: instances,
      async handle({ body }) {
        if (body.role !== undefined && body.instance === undefined)
          throw new ApiError(400, 'BAD_REQUEST', 'a role needs the name of an instance');
        const found = body.instance === undefined ? members.list() : [findInstance(members, body.instance, body.role)];
        const reports = found.map(({ report }) => report);
        await control.setLogLevel(reports, body.level);
        const done = await untilLogLevel(members, reports, body.level);
        if (body.instance !== undefined && done.length === 0)
          throw new ApiError(409, 'GONE', `${body.instance} ended before it set its level`);
        return { instances: done.map((report) => report.instance) };
      },
    }),
  ];
}

/** Throws where none, or more than one, is meant: an act must not choose. */
function findInstance(members: ApiParts['members'], name: string, role: string | undefined): Member {
  const named = members.list().filter(({ report }) => report.instance === name);
  const [found, other] = named.filter(({ report }) => role === undefined || report.role === role);
  const what = role === undefined ? name : `${role}/${name}`;
  if (!found) throw new ApiError(404, 'NO_SUCH_INSTANCE', `no living instance is called ${what}: see members`);
  if (other) {
    const names = named.map(({ report }) => `${report.role}/${name}`);
    throw new ApiError(409, 'AMBIGUOUS', `${names.join(' and ')} have this name: say which, with the role`);
  }
  if (found.isDoubled) throw new ApiError(409, 'AMBIGUOUS', `two processes use the name ${what}: give each its own IM_INSTANCE`);
  return found;
}
