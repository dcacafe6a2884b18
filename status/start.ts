// Composes status: it reads what every process reports, shows it, and lets operators act.
import { setTimeout as sleep } from 'node:timers/promises';
import { PackReader } from '../infra/messaging/pack-reader.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { type Batches, eventStream, type HttpHandler, jsonAnswer, type LogRecord, textAnswer } from '../infra/ports/index.ts';
import type { AdminPages } from '../infra/process/admin/admin-server.ts';
import type { StatusConfig } from '../infra/process/config/read.ts';
import { type ServiceConnections, serveOver } from '../infra/process/connect.ts';
import { startHttpServer } from '../infra/process/http/http-server.ts';
import { RateWindow } from '../infra/process/rate-window.ts';
import { isWildcard } from '../infra/process/url-host.ts';
import { UnverifiedRecord } from '../proto/pack-signature.ts';
import { im } from '../proto/rpc.ts';
import { LiveStreams } from './api/live.ts';
import { publishClusterState } from './cluster-state.ts';
import { answerGates } from './gates-server.ts';
import { describeMembers, listTargets } from './member-list.ts';
import { MemberLog } from './member-log.ts';
import { Members } from './members.ts';
import { registryHandlers } from './registry.ts';
import { decodeReport, removeUnknown } from './report-limits.ts';

/** Clients reach it, so it takes more than the admin port. */
const GATES_SERVER = {
  settings: { host: 'IM_STATUS_HOST', port: 'IM_STATUS_PORT' },
  maxConnections: 2000,
  maxRequestsPerSecond: 4000,
};

const CHECK_EVERY_MS = 50;
/** Per minute, about dropped reports. */
const DROPPED_LINES = 10;

export interface StatusAdapters {
  readonly connections: ServiceConnections;
  /** The process id in the reports of this process. */
  readonly ownProcess: string;
  /** Of the port for operators. */
  readonly pages: AdminPages;
}

/**
 * Runs status until the process stops; resolves, when it reads reports, with the members, the URL of /gates on this machine,
 * and the one that clients are told: undefined where there is none.
 */
export async function startStatus(
  { connections, ownProcess, pages }: StatusAdapters,
  settings: StatusConfig['status'],
): Promise<{ readonly members: Members; readonly gates: string; readonly toldUrl: string | undefined }> {
  const { bus, topics, packs, log, newInstanceName, onStop } = connections;
  const members = await followMembers(connections, ownProcess);
  showMembers(pages, members);
  const server = await startHttpServer({ ...settings, ...GATES_SERVER, log, handle: answerGates(members) });
  onStop('gates for clients', () => server.stop());
  const ownPublisher = publisher(bus, { instance: newInstanceName(), signer: packs.signer });
  // An address to listen on leads clients nowhere, or to themselves.
  const statusUrl = settings.publicUrl ?? (isWildcard(settings.host) ? undefined : server.url);
  if (statusUrl === undefined) log.warn({}, 'clients are not told where to ask for gates: set IM_PUBLIC_STATUS_URL');
  onStop('state of the cluster', publishClusterState({ members, publisher: ownPublisher, topics, ownProcess, statusUrl }));
  return { members, gates: server.url, toldUrl: statusUrl };
}

/** Resolves when every living instance has been heard: an act on all of them must not miss one. */
export async function untilAllReported(members: Members): Promise<void> {
  while (!members.hasHeardAll) await sleep(CHECK_EVERY_MS);
}

/** Answers other services until the process stops; resolves once it reads their calls. */
export async function serveRegistry(
  connections: ServiceConnections,
  batches: Batches<undefined>,
  members: Members,
): Promise<void> {
  const handlers = registryHandlers(members);
  await serveOver(connections, { service: im.Registry, handlers, batches, lostCommands: 'skip' });
}

/** The pages /members, /members/watch and /targets of a port for operators. */
export function showMembers(pages: AdminPages, members: Members): void {
  pages.set('/members', () => jsonAnswer(200, describeMembers(members)));
  pages.set('/members/watch', answerWatch(new LiveStreams({ members })));
  // What Prometheus scrapes.
  pages.set('/targets', () => jsonAnswer(200, listTargets(members)));
}

/** Nobody opens a stream for HEAD, which gets the headers alone: it would count for ever. */
function answerWatch(live: LiveStreams): HttpHandler {
  return ({ method }) => {
    const stream = method === 'HEAD' ? () => undefined : live.open();
    return stream ? eventStream(stream) : textAnswer(503, 'too many watch the members: close one, or ask another status');
  };
}

/** The members, as the reports say from now on. `ownProcess`: the process id in the reports of this process. */
export async function followMembers(connections: ServiceConnections, ownProcess: string): Promise<Members> {
  const { bus, log, topics, packs, partitions, metrics, onStop } = connections;
  const members = new Members();
  const taker = { members, unknown: { count: 0 }, ownProcess, partitions: partitions.command };
  const dropped = new RateWindow(DROPPED_LINES, (count) => log.warn({ count }, 'further reports dropped'));
  const memberLog = new MemberLog(log, dropped);
  memberLog.follow(members);
  const reader = new PackReader({ topic: topics.status, verifier: packs.verifier, log });
  const following = await bus.follow({
    topic: topics.status,
    partition: 0,
    onRecords: (records) => {
      for (const record of records) takeReports({ ...taker, memberLog, reader }, record);
    },
    // The next report of each process says everything again.
    onGap: () => undefined,
  });
  onStop('reading of reports', () => following.close());
  metrics.gauge('im_members', 'Living instances that report.', () => members.list().length);
  const help = 'Living instances of each service of which this status has seen one.';
  metrics.gauges('im_service_instances', help, 'service', countInstances(members));
  metrics.countOf('im_reports_stale_total', 'Reports that said nothing new.', () => members.dropped.stale);
  metrics.countOf('im_reports_malformed_total', 'Reports that could not be used.', () => members.dropped.malformed);
  const excess = 'Reports of new names, while more are known than a deployment has.';
  metrics.countOf('im_reports_excess_total', excess, () => members.dropped.excess);
  const unknown = 'Services and partitions in reports that this deployment does not have.';
  metrics.countOf('im_reported_unknown_total', unknown, () => taker.unknown.count);
  return members;
}

/** A service keeps its place when its last instance has died: that 0 is what somebody has to see. */
function countInstances(members: Members): () => Iterable<readonly [service: string, count: number]> {
  const counts = new Map<string, number>();
  return () => {
    for (const service of counts.keys()) counts.set(service, 0);
    for (const { report } of members.list())
      for (const { service } of report.services) if (service) counts.set(service, (counts.get(service) ?? 0) + 1);
    return counts;
  };
}

interface ReportTaker {
  readonly members: Members;
  readonly memberLog: MemberLog;
  readonly reader: PackReader;
  readonly ownProcess: string;
  /** Of each service. */
  readonly partitions: number;
  /** Services and partitions that were left out of reports. */
  readonly unknown: { count: number };
}

/** Takes the reports of one record. A gate's key may report gates only, which run no services. */
function takeReports(taker: ReportTaker, record: LogRecord): void {
  const { members, memberLog, reader, ownProcess } = taker;
  let pack: ReturnType<PackReader['open']>;
  try {
    pack = reader.open(0, record);
  } catch (error) {
    members.dropped.malformed++;
    // The reader has logged what nobody with a key wrote.
    if (!(error instanceof UnverifiedRecord)) memberLog.logDropped('malformed');
    return;
  }
  for (const envelope of pack?.envelopes ?? []) {
    const report = envelope?.kind === im.Envelope.Kind.REPORT ? decodeReport(envelope.payload) : undefined;
    if (!report || (pack?.author === 'gate' && (report.role !== 'gate' || report.services.length > 0))) {
      members.dropped.malformed++;
      memberLog.logDropped('malformed', report);
      continue;
    }
    taker.unknown.count += removeUnknown(report, taker.partitions);
    const dropped = members.take(report);
    if (dropped) memberLog.logDropped(dropped, report);
    else memberLog.checkClock(report);
    if (report.process === ownProcess) members.markHeard();
  }
}
