// Starts the stack as a target: real Kafka, MySQL and Redis, and one process per service.
import { sessionTokens } from '../../auth/session-tokens.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { runMysqlStatements } from '../../tools/servers/mysql-statements.ts';
import { SERVER_KINDS, startServers } from '../../tools/servers/servers.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';
import type { CutKind, LoadTestFlags } from '../cli/settings.ts';
import { asksStatus } from '../scenarios/resume-storm.ts';
import { accountInserts, generateAccounts } from './accounts.ts';
import { findListeningPid } from './listening-process.ts';
import type { RunningTarget } from './running-target.ts';
import { collectGarbage, createPasswordUsers, printProblems, targetEnvironment } from './target-environment.ts';

const silentLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Starts its own servers, so that a load test never fills a database that is in use. */
export async function startStack(flags: LoadTestFlags, print: (line: string) => void): Promise<RunningTarget> {
  const servers = await startServers(SERVER_KINDS, { private: true, print });
  const secrets = generateSecrets();
  let services: ServiceProcesses | undefined;
  const close = async (): Promise<void> => {
    await services?.stop();
    await servers.stop();
  };
  try {
    await migrateMysql(servers.mysql.address, silentLog);
    const accounts = generateAccounts(flags.clients, sessionTokens([Buffer.from(secrets.IM_TOKEN_SECRET, 'base64url')]).issue);
    const passwordAccounts = await createPasswordUsers(flags);
    const inserts = accountInserts([...accounts, ...passwordAccounts], 'CURRENT_TIMESTAMP(3)');
    await runMysqlStatements(servers.mysql.address, inserts);
    const environment = { ...servers.env, ...secrets, ...targetEnvironment(flags) };
    const counts = { ...flags.services, ...(asksStatus(flags) && { status: 1 }) };
    services = await startServices(environment, counts, { onLine: (line, name) => printProblems(name, line, print) });
    await services.waitUntilReady();
    const started = services;
    const statusUrl = services.byRole('status')[0]?.addresses.gates;
    const pidsOf = (role: 'gate' | 'auth' | 'logic'): number[] => started.byRole(role).map(({ pid }) => pid);
    const serverPids = SERVER_KINDS.map((kind) => [kind, findServerPids(servers[kind].address)] as const);
    return {
      name: `stack (${flags.services.gate} gate, ${flags.services.auth} auth, ${flags.services.logic} logic)`,
      urls: services.byRole('gate').map(({ addresses }) => addresses[flags.transport] ?? ''),
      accounts,
      passwordAccounts,
      usedBefore: false,
      roles: new Map([['gate', pidsOf('gate')], ['auth', pidsOf('auth')], ['logic', pidsOf('logic')], ...serverPids]),
      gatePids: pidsOf('gate'),
      // A restart changes the process ids.
      collectGarbage: () => collectGarbage(pidsOf('gate')),
      ...(statusUrl !== undefined && { statusUrl }),
      cut: (kind) => cutConnections(kind, started, print),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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

/** The process that listens at a server's address, if it runs on this machine. */
function findServerPids(address: string): number[] {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address.split(',')[0]}`);
  const pid = hostname === '127.0.0.1' || hostname === 'localhost' ? findListeningPid(Number(port)) : undefined;
  return pid === undefined ? [] : [pid];
}

function ignore(): undefined {
  return undefined;
}
