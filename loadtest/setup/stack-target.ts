// Starts the stack as a target: real Kafka, MySQL and Redis, and one process per service.
import { sessionTokens } from '../../auth/session-tokens.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { runMysqlStatements } from '../../tools/servers/mysql-statements.ts';
import { SERVER_KINDS, type Servers, startServers } from '../../tools/servers/servers.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  type ServiceRole,
  startServices,
} from '../../tools/servers/service-processes.ts';
import type { CutKind, LoadTestFlags } from '../cli/settings.ts';
import { readMysqlMessages } from '../proof/read-store.ts';
import { describeEvent } from '../report/events.ts';
import { countAccounts } from '../scenarios/index.ts';
import { asksStatus } from '../scenarios/resume-storm.ts';
import { accountInserts, generateAccounts } from './accounts.ts';
import { findServerPids } from './listening-process.ts';
import { runThenClose } from './run-then-close.ts';
import type { RunningTarget } from './running-target.ts';
import { injectFault } from './stack-faults.ts';
import { collectGarbage, createPasswordUsers, printProblems, targetEnvironment } from './target-environment.ts';

/** Those whose processor time and memory are reported. */
const SERVICES = ['gate', 'auth', 'logic'] as const;
const silentLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** A target whose processes may be made to fail. */
export interface StackTarget extends RunningTarget {
  readonly services: ServiceProcesses;
  readonly servers: Servers;
}

/** Servers that run already, and what lies between them and the services. */
export interface StackPlace {
  readonly servers: Servers;
  /** The environment of one instance. */
  envOf(name: string, base: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** Where clients find the gate of this name. */
  gateUrl(name: string): string;
}

/** Starts its own servers, so that a load test never fills a database that is in use. With a place it stops them in the end. */
export async function startStack(flags: LoadTestFlags, print: (line: string) => void, place?: StackPlace): Promise<StackTarget> {
  const servers = place?.servers ?? (await startServers(SERVER_KINDS, { private: true, print }));
  const secrets = generateSecrets();
  let services: ServiceProcesses | undefined;
  const close = async (): Promise<void> => {
    await runThenClose(async () => await services?.stop(), [() => servers.stop()]);
  };
  try {
    const accounts = await createAccounts(flags, servers.mysql.address, secrets.IM_TOKEN_SECRET);
    const environment = { ...servers.env, ...secrets, ...targetEnvironment(flags) };
    const counts = { ...flags.services, ...(asksStatus(flags) && { status: 1 }) };
    services = await startServices(environment, counts, {
      onLine: (line, name) => printProblems(name, line, print),
      envOf: (name) => place?.envOf(name, environment) ?? {},
    });
    await services.waitUntilReady();
    const started = services;
    const statusUrl = services.byRole('status')[0]?.addresses.gates;
    const pidsOf = (role: ServiceRole): number[] => started.byRole(role).map(({ pid }) => pid);
    const readServerPids = () => SERVER_KINDS.map((kind) => [kind, findServerPids(servers[kind].address)] as const);
    let serverPids = readServerPids();
    return {
      services,
      servers,
      name: `stack (${flags.services.gate} gate, ${flags.services.auth} auth, ${flags.services.logic} logic)`,
      urls: services
        .byRole('gate')
        .map(({ name, addresses }) => place?.gateUrl(name) ?? addresses[flags.transport === 'tcp' ? 'tcp' : 'ws'] ?? ''),
      ...accounts,
      usedBefore: false,
      roles: () => new Map([...SERVICES.map((role) => [role, pidsOf(role)] as const), ...serverPids]),
      readStored: () => readMysqlMessages(servers.mysql.address),
      adminUrls: () => started.all.flatMap(({ addresses }) => addresses.admin ?? []),
      async injectFault(fault) {
        print(describeEvent(fault));
        await injectFault(fault, started, servers);
        serverPids = readServerPids();
      },
      gatePids: pidsOf('gate'),
      // A restart changes the process ids.
      collectGarbage: () => collectGarbage(pidsOf('gate')),
      ...(statusUrl !== undefined && { statusUrl }),
      cut: (kind) => cutConnections(kind, started, print),
      close,
    };
  } catch (error) {
    await close().catch(ignore);
    throw error;
  }
}

async function createAccounts(
  flags: LoadTestFlags,
  mysqlUrl: string,
  tokenSecret: string,
): Promise<Pick<RunningTarget, 'accounts' | 'passwordAccounts'>> {
  await migrateMysql(mysqlUrl, silentLog);
  const accounts = generateAccounts(countAccounts(flags), sessionTokens([Buffer.from(tokenSecret, 'base64url')]).issue);
  const passwordAccounts = await createPasswordUsers(flags);
  await runMysqlStatements(mysqlUrl, accountInserts([...accounts, ...passwordAccounts], 'CURRENT_TIMESTAMP(3)'));
  return { accounts, passwordAccounts };
}

async function cutConnections(
  kind: Exclude<CutKind, 'connections'>,
  services: ServiceProcesses,
  print: (line: string) => void,
): Promise<void> {
  const gates = services.byRole('gate');
  const [first] = gates;
  if (kind === 'gates') await Promise.all(gates.map((gate) => gate.restart()));
  else if (kind === 'gate') await first?.kill();
  else for (const service of kind === 'drain' && first ? [first] : services.all) await restartInOrder(service, print);
}

async function restartInOrder(service: ServiceProcess, print: (line: string) => void): Promise<void> {
  const startedMs = performance.now();
  await service.stop();
  const stoppedMs = performance.now();
  await service.restart();
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  print(
    `${service.name} stopped in ${seconds(stoppedMs - startedMs)} s, was ready after ${seconds(performance.now() - startedMs)} s`,
  );
}

function ignore(): undefined {
  return undefined;
}
