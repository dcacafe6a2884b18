// npm run loadtest: starts what is to be measured, loads it, says what came of it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'mysql2/promise';
import { passwordHasher } from '../auth/password/password-hasher.ts';
import { sessionTokens } from '../auth/session-tokens.ts';
import { openDataFolder } from '../embedded/data-folder.ts';
import { migrateMysql } from '../infra/mysql/migration.ts';
import { openSqliteStore } from '../infra/sqlite/store.ts';
import { type Child, createTempFolder, startChild } from '../tools/servers/child-processes.ts';
import { SERVER_KINDS, startServers } from '../tools/servers/servers.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../tools/servers/service-processes.ts';
import { FlagError, type LoadTestFlags, parseFlags, USAGE } from './cli/flags.ts';
import { exitCodeFor, formatReport } from './report/report.ts';
import { writeResultFiles } from './report/result-files.ts';
import { runLoadTest } from './run.ts';
import { scenarioOf } from './scenarios/index.ts';
import {
  accountInserts,
  type GeneratedAccount,
  generateAccounts,
  generatePasswordUsers,
  type PasswordUser,
  type TokenAccount,
} from './setup/accounts.ts';
import { findListeningPid } from './setup/listening-process.ts';
import { existingTarget, type RunningTarget } from './setup/running-target.ts';

const ROOT = join(import.meta.dirname, '..');
const READY_MS = 60_000;
const STOP_MS = 12_000;
const STORM_PASSWORD = 'correct horse battery staple';
/** Logs, databases, Kafka connections: what a process has open beside its clients. */
const SPARE_FILES = 200;

async function start(flags: LoadTestFlags): Promise<RunningTarget> {
  if (flags.target.kind === 'address') return existingTarget(flags, flags.target);
  return flags.target.kind === 'stack' ? await startStack(flags) : await startEmbedded(flags);
}

/** Real Kafka, MySQL and Redis, and one process per service; all of it private: no database that somebody uses is ever filled with load. */
async function startStack(flags: LoadTestFlags): Promise<RunningTarget> {
  const servers = await startServers(SERVER_KINDS, { private: true, print: say });
  const secrets = generateSecrets();
  let services: ServiceProcesses | undefined;
  const close = async (): Promise<void> => {
    await services?.stop();
    await servers.stop();
  };
  try {
    await migrateMysql(servers.mysql.address, { debug: ignore, info: ignore, warn: ignore, error: ignore });
    const people = generateAccounts(flags.clients, sessionTokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue);
    const strangers = await strangersFor(flags);
    await fillMysql(servers.mysql.address, [...people, ...strangers]);
    const env = { ...servers.env, ...secrets, ...settingsFor(flags) };
    services = await startServices(env, flags.services, { onLine: (line, name) => complain(name, line) });
    await services.waitUntilReady();
    const pidsOf = (role: 'gate' | 'auth' | 'logic'): number[] => services?.byRole(role).map(({ pid }) => pid) ?? [];
    const serverPids = SERVER_KINDS.map((kind) => [kind, pidsAt(servers[kind].address)] as const);
    return {
      name: `stack (${flags.services.gate} gate, ${flags.services.auth} auth, ${flags.services.logic} logic)`,
      urls: services.byRole('gate').map(({ addresses }) => addresses[flags.transport] ?? ''),
      accounts: people,
      passwordAccounts: strangers,
      usedBefore: false,
      roles: new Map([['gate', pidsOf('gate')], ['auth', pidsOf('auth')], ['logic', pidsOf('logic')], ...serverPids]),
      gatePids: pidsOf('gate'),
      collectGarbage: () => collectGarbage(pidsOf('gate')),
      restartGates: async () => {
        await Promise.all(services?.byRole('gate').map((gate) => gate.restart()) ?? []);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Everything in one process, as `npm start` runs it, on a folder of its own. */
async function startEmbedded(flags: LoadTestFlags): Promise<RunningTarget> {
  const folder = createTempFolder('loadtest');
  const strangers = await strangersFor(flags);
  const people = fillFolder(folder, flags.clients, strangers);
  const child = await startChild(process.execPath, [join(ROOT, 'embedded/main.ts')], {
    cwd: ROOT,
    env: {
      DATA_FOLDER: folder,
      TCP_PORT: '0',
      WS_PORT: '0',
      HTTP_PORT: '0',
      ...settingsFor(flags),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = async (): Promise<void> => {
    // A profile is written at the end of an orderly stop only.
    child.process.kill('SIGTERM');
    const killer = setTimeout(() => child.process.kill('SIGKILL'), STOP_MS);
    await child.exited;
    clearTimeout(killer);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const addresses = await readyAddresses(child);
    return {
      name: 'embedded',
      urls: [addresses[flags.transport]],
      accounts: people,
      passwordAccounts: strangers,
      usedBefore: false,
      roles: new Map([['embedded', [child.pid]]]),
      gatePids: [child.pid],
      collectGarbage: () => collectGarbage([child.pid]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes the data folder with its secrets and tables, and puts the people in. */
function fillFolder(folder: string, count: number, strangers: readonly PasswordUser[]): TokenAccount[] {
  const { storeFile, secrets, release } = openDataFolder(folder);
  const store = openSqliteStore(storeFile);
  try {
    const people = generateAccounts(count, sessionTokens([secrets.tokenSecret]).issue);
    store.transaction(() => {
      for (const insert of accountInserts([...people, ...strangers], String(Date.now()))) store.database.exec(insert);
    });
    return people;
  } finally {
    store.close();
    release();
  }
}

/** Resolves with what the line "ready" says; rejects when the process ends before, or takes too long. */
function readyAddresses(child: Child): Promise<{ tcp: string; ws: string }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_MS} ms`)), READY_MS);
    void child.exited.then((how) => {
      clearTimeout(timer);
      reject(new Error(`the embedded services ended with ${how} before they were ready`));
    });
    const { stdout, stderr } = child.process;
    if (!stdout || !stderr) throw new TypeError('started without its output');
    createInterface({ input: stderr }).on('line', (line) => say(`embedded: ${line}`));
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      complain('embedded', line);
      if (!line.includes('"msg":"ready"')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as { tcp: string; ws: string });
    });
  });
}

/** One account for each log-in of a storm, with a real hash of its password. */
async function strangersFor(flags: LoadTestFlags): Promise<PasswordUser[]> {
  const count = scenarioOf(flags.scenario).countPasswordUsers?.(flags) ?? 0;
  if (count === 0) return [];
  const { hash, close } = passwordHasher();
  try {
    return generatePasswordUsers(count, STORM_PASSWORD, await hash(STORM_PASSWORD));
  } finally {
    await close();
  }
}

function settingsFor({ profileFolder, scenario }: LoadTestFlags): Record<string, string> {
  return {
    LOG_LEVEL: 'info',
    NODE_OPTIONS: nodeOptions(profileFolder),
    ...scenarioOf(scenario).settings,
  };
}

async function fillMysql(url: string, people: readonly GeneratedAccount[]): Promise<void> {
  const connection = await createConnection(url);
  try {
    for (const insert of accountInserts(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
  } finally {
    await connection.end();
  }
}

/** The process behind a server's address, when it runs on this machine. */
function pidsAt(address: string): number[] {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address.split(',')[0]}`);
  const pid = hostname === '127.0.0.1' || hostname === 'localhost' ? findListeningPid(Number(port)) : undefined;
  return pid === undefined ? [] : [pid];
}

function nodeOptions(profileFolder: string | undefined): string {
  const collectable = `--expose-gc --import=${pathToFileURL(join(import.meta.dirname, 'setup/collect-garbage.ts'))}`;
  return profileFolder === undefined ? collectable : `${collectable} --cpu-prof --cpu-prof-dir=${resolve(profileFolder)}`;
}

async function collectGarbage(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGUSR2');
  // The signal has no answer; a collection of a few hundred MiB takes less.
  await sleep(1_000);
}

/** Warnings and errors are worth seeing while a service is under load, and so is what is no log line at all. */
function complain(name: string, line: string): void {
  if (/^\{"level":"(debug|info)"/.test(line) || line.trim() === '') return;
  say(`${name}: ${line.slice(0, 300)}`);
}

function ignore(): undefined {
  return undefined;
}

/** Node raises its own limit as far as it may; what it starts, the gate among it, has the same. Throws where that is too low for so many sockets. */
function requireOpenFiles(sockets: number): void {
  const line = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  const allowed = Number(line?.[1] ?? Number.POSITIVE_INFINITY);
  if (allowed < sockets + SPARE_FILES)
    throw new FlagError([
      `${sockets} clients need ${sockets + SPARE_FILES} open files, ${allowed} are allowed: raise it with ulimit -n`,
    ]);
}

/** One line that is overwritten on a terminal, plain lines elsewhere. */
function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else process.stderr.write(`${line}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = parseFlags(argv);
  if (flags === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  requireOpenFiles(scenarioOf(flags.scenario).countSockets(flags));
  const target = await start(flags);
  try {
    const report = await runLoadTest(flags, target, say);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    process.stdout.write(formatReport(report));
    if (flags.jsonFile) writeFileSync(flags.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
    if (flags.recordName) say(`written to ${writeResultFiles(flags.recordName, report, argv)}.json`);
    return exitCodeFor(report);
  } finally {
    await target.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof FlagError) {
    process.stderr.write(`${error.mistakes.join('\n')}\n\n${USAGE}\n`);
    process.exitCode = 64;
  } else {
    process.stderr.write(`Nothing was measured: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 2;
  }
}
