// Composes the API for operators.
import { currentTraceId, type HttpHandler, type PackSigner } from '../../infra/ports/index.ts';
import { VERSION } from '../../infra/process/admin/instance-reporter.ts';
import type { ServiceConnections } from '../../infra/process/connect.ts';
import { newId } from '../../proto/ids.ts';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';
import type { Identity } from '../api/endpoint.ts';
import { allEndpoints } from '../api/endpoints/all.ts';
import { callerAddresses } from '../api/identity.ts';
import { LiveStreams } from '../api/live.ts';
import { type ApiOptions, answerApi } from '../api/router.ts';
import { examine, type ServerProbes } from '../doctor/doctor.ts';
import { History } from '../history.ts';
import { LagHistory } from '../lag.ts';
import type { Members } from '../members.ts';
import type { AuditLog, KeptMails } from '../ports.ts';
import { logControl } from './control.ts';
import { logDeadLetters } from './dead-letters.ts';
import { rpcCalls } from './rpc-calls.ts';
import { rpcGroups, rpcUsers } from './users.ts';

export interface ApiAdapters {
  readonly connections: ServiceConnections;
  readonly members: Members;
  /** The process id in the reports of this process. */
  readonly ownProcess: string;
  /** Clients are not told where this status is; false without it, as where there is no status. */
  readonly isUntold?: boolean;
  /** Signs replayed commands of clients. */
  readonly gateSigner: PackSigner;
  readonly audit: AuditLog;
  readonly mails?: KeptMails;
  readonly probes: ServerProbes;
  identify(...request: Parameters<ApiOptions['identify']>): Identity | undefined;
  /** IP addresses and networks of proxies, which report the address of a caller. */
  readonly proxies?: readonly string[];
}

export const API_PATHS = ['/api/', '/openapi.json'] as const;

export function openApi(adapters: ApiAdapters): HttpHandler {
  const {
    connections,
    members,
    ownProcess,
    gateSigner,
    audit,
    mails,
    probes,
    identify,
    proxies = [],
    isUntold = false,
  } = adapters;
  const { bus, log, topics, packs, partitions, living, controls, onStop } = connections;
  const calls = rpcCalls(connections);
  const history = new History(members);
  onStop('history of loads', history.start());
  const services = allServices().map((service) => [...rpcsByNumber([service]).values()][0]?.service ?? '');
  const lag = new LagHistory({ members, services, topics, partitions: partitions.command, readEnds: probes.readEnds });
  onStop('history of lag', lag.start());
  const endpoints = allEndpoints({
    members,
    own: { process: ownProcess, drain: () => controls.run(newDrain(), currentTraceId() ?? '', log) },
    history,
    lag,
    live: new LiveStreams({ members, history }),
    version: VERSION,
    users: rpcUsers(calls),
    groups: rpcGroups(calls),
    letters: logDeadLetters(bus, topics, { ...packs, gateSigner }),
    control: logControl(connections),
    audit,
    mails,
    async examine() {
      const { isHearing: isCurrent } = members;
      const services = await lag.describe();
      return examine({ members: members.list(), isCurrent, statusUrls: living.statusUrls, isUntold, services, probes });
    },
  });
  return answerApi({ endpoints, identify, addressOf: callerAddresses(proxies), audit, log });
}

function newDrain(): im.InstanceCommand {
  return im.InstanceCommand.create({ id: newId(), drain: true }) as im.InstanceCommand;
}
