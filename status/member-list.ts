// The members as /members shows them.
import type { Members } from './members.ts';

/** `isCurrent`: false while reports do not come through the log, so that the list may be old. */
export function describeMembers(members: Members): object {
  return {
    isCurrent: members.isHearing,
    droppedReports: members.dropped,
    members: members.list().map(({ report, isDoubled }) => ({
      role: report.role,
      instance: report.instance,
      state: report.draining ? 'draining' : report.missing.length > 0 ? 'not ready' : 'ready',
      missing: report.missing,
      ...(isDoubled && { warning: 'two processes use this IM_INSTANCE: give each its own' }),
      version: report.version,
      uptimeSeconds: report.uptimeSeconds,
      adminUrl: report.adminUrl,
      addresses: report.addresses,
      services: report.services.map(({ service, owned, paused }) => ({ service, owned, paused })),
      connections: report.connections,
      maxConnections: report.maxConnections,
      cpuPercent: report.cpuPermille / 10,
      memoryMiB: Math.round(report.memoryBytes / 1024 / 1024),
      eventLoopDelayMs: report.eventLoopDelayUs / 1000,
    })),
  };
}
