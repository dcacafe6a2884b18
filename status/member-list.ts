// The members as /members shows them.

import type { im } from '../proto/rpc.ts';
import { describeLatency, describeLoad, describeServed } from './load.ts';
import type { Member, Members } from './members.ts';

/** The admin ports, as the service discovery of Prometheus over HTTP wants them. */
export function listTargets(members: Members): object {
  return members.list().flatMap(({ report: { adminUrl, instance, role } }) => {
    const url = URL.parse(adminUrl);
    return url ? [{ targets: [url.host], labels: { instance, role } }] : [];
  });
}

/** `isCurrent`: false while reports do not come through the log, so that the list may be old. */
export function describeMembers(members: Pick<Members, 'list' | 'isHearing' | 'dropped'>): object {
  const list = members.list();
  return {
    isCurrent: members.isHearing,
    droppedReports: members.dropped,
    latency: describeLatency(list),
    members: list.map(describeMember),
  };
}

/** One member as /members shows it. */
export function describeMember(member: Member): object {
  return {
    role: member.report.role,
    instance: member.report.instance,
    state: member.report.draining ? 'draining' : member.report.missing.length > 0 ? 'not ready' : 'ready',
    missing: member.report.missing,
    ...(member.isDoubled && { warning: 'two processes use this IM_INSTANCE: give each its own' }),
    version: member.report.version,
    uptimeSeconds: member.report.uptimeSeconds,
    adminUrl: member.report.adminUrl,
    addresses: member.report.addresses,
    logLevel: member.report.logLevel,
    startedAt: new Date(Date.now() - member.report.uptimeSeconds * 1000).toISOString(),
    services: member.report.services.map((served) => describeServed(served, member)),
    connections: member.report.connections,
    sessions: member.report.sessions,
    maxConnections: member.report.maxConnections,
    cpuPercent: member.report.cpuPermille / 10,
    memoryMiB: Math.round(member.report.memoryBytes / 1024 / 1024),
    eventLoopDelayMs: member.report.eventLoopDelayUs / 1000,
    ...(member.report.hashes && { hashes: describeHashes(member.report.hashes as im.InstanceReport.HashQueue) }),
    load: describeLoad(member),
  };
}

/** Plain numbers: protobuf writes large ones as texts, and leaves zeros out. */
function describeHashes({ waiting, running, done, refused }: im.InstanceReport.HashQueue): object {
  return { waiting, running, done, refused };
}
