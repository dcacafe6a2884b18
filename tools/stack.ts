// `npm run stack`: real Kafka, MySQL and Redis and a mail server on this machine, with or without the services, until Ctrl-C.
import { parseArgs } from 'node:util';
import { SETTINGS } from '../infra/process/config/settings.ts';
import { onStopSignal } from '../infra/process/stop-signals.ts';
import { formatMailForConsole } from '../verify/mail/console-format.ts';
import { findPortsInUse } from './servers/child-processes.ts';
import { SERVER_KINDS, type Servers, startServers } from './servers/servers.ts';
import { gatePorts, parseServiceCounts, type ServiceProcesses, startServices } from './servers/service-processes.ts';
import { type SupervisorOptions, superviseAll, supervisedServer } from './servers/supervisor.ts';
import { COMMANDS_HELP, StackCommands } from './stack-commands.ts';
import { operatorToken, stackSettings } from './stack-settings.ts';

/** The default port of `npm run gate`, and of the chat's --gate. */
const DEFAULT_PORT = Number(SETTINGS.IM_TCP_PORT.fallback);
const MAX_PORT = 65535;

const USAGE = `\
npm run stack                                        starts Kafka, MySQL and Redis, and a mail server that prints the mails;
                                                     prints export lines for services that you run in other terminals
npm run stack -- --services gate=1,auth=1,logic=2    starts the services too; with auth also one verify, unless verify=N is given;
                                                     with status=1 also the operator's page and API
              -- --services ... --ports-from 7200    gates listen from that port on: TCP 7200 and WebSocket 7201,
                                                     then 7202 and 7203 ... (without it from ${DEFAULT_PORT}); the first
                                                     status tells clients the gates at 7199

While services run, it takes commands on its standard input:
${COMMANDS_HELP.replaceAll(/^/gm, '  ')}

Everything that dies is restarted: services, and Kafka, MySQL and Redis at their addresses with their data (Redis has none).
Settings of the environment reach the services. IM_SMTP_URL and IM_MAIL_FROM: mails are sent. IM_REGISTRATION=code: users need an
e-mail address. IM_KAFKA_BROKERS (and IM_TOPIC_GENERATION), IM_MYSQL_URL, IM_REDIS_URL: these servers are used.
`;

type Counts = ReturnType<typeof parseServiceCounts>;

interface StackOptions {
  readonly help: boolean;
  /** Instances of each service; undefined: start none. */
  readonly counts: Counts | undefined;
  readonly portsFrom: number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function printNamed(line: string, name: string): void {
  print(`${name.padEnd(8)} ${line}`);
}

interface Stack {
  readonly servers: Servers;
  readonly services: ServiceProcesses;
  /** Of the services. */
  readonly env: Readonly<Record<string, string>>;
  readonly watched: SupervisorOptions;
}

/** Printed with the usage. */
class UsageError extends Error {}

/** Throws UsageError. */
function parseOptions(): StackOptions {
  try {
    const options = { services: { type: 'string' }, 'ports-from': { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ options });
    const counts = values.services === undefined ? undefined : parseServiceCounts(values.services);
    const portsFrom = values['ports-from'];
    if (portsFrom !== undefined && !counts) throw new Error('--ports-from needs --services: it sets the ports of the gates');
    return { help: values.help === true, counts, portsFrom: portsFrom === undefined ? DEFAULT_PORT : portOf(portsFrom, counts) };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

function portOf(text: string, counts: Counts = {}): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const [, last] = gatePorts(port, Math.max(0, (counts.gate ?? 1) - 1));
  if (port < 2 || last > MAX_PORT)
    throw new Error(`--ports-from: "${text}" leaves too few ports up to ${MAX_PORT} for the gates`);
  return port;
}

async function main(): Promise<void> {
  const { help, counts, portsFrom } = parseOptions();
  if (help) return print(USAGE);
  // Check this before the servers start, which takes long.
  if (counts) await assertPortsFree(portsFrom, counts);
  const stopped = untilSignal();

  print('Starting Kafka, MySQL and Redis …');
  const servers = await Promise.race([startServers(SERVER_KINDS, { print }), stopped]);
  if (!servers) return;
  const keeping = new AbortController();
  void stopped.then(() => keeping.abort());
  const watched = { print: printNamed, signal: keeping.signal };
  const serversKept = superviseAll(
    SERVER_KINDS.map((kind) => supervisedServer(kind, servers[kind], printNamed)),
    watched,
  );
  const mail = await mailServer();
  let services: ServiceProcesses | undefined;
  try {
    const env = { ...servers.env, ...stackSettings(process.env), ...mail.env };
    print(
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
        .join('\n'),
    );
    if (counts) {
      const withVerify = { ...(counts.auth ? { verify: 1 } : {}), ...counts };
      services = await startServices(env, withVerify, { gatePortsFrom: portsFrom, onLine: printNamed });
      await serveUntil(stopped, { servers, services, env, watched });
    } else {
      printProcesses(servers);
      const commands = '`npm run gate`, `npm run auth`, `npm run logic` or `npm run verify`';
      print(`\nIn another terminal: paste the lines above, then run ${commands}.`);
      print('Ctrl-C stops the servers.');
    }
    await stopped;
    print('Stopping …');
  } finally {
    keeping.abort();
    await serversKept;
    await services?.stop();
    await mail.stop();
    await servers.stop();
  }
}

/**
 * Prints first steps when all services are ready, and supervises them. Rejects when one ends before it is ready: a restart would
 * not help.
 */
async function serveUntil(stopped: Promise<undefined>, { servers, services, env, watched }: Stack): Promise<void> {
  const areReady = await Promise.race([services.waitUntilReady().then(() => true), stopped]);
  if (!areReady) return;
  printProcesses(servers, services);
  if (services.byRole('gate').length > 0) printFirstSteps(services);
  printOperatorSteps(services, env);
  new StackCommands(services, watched).readFrom(process.stdin);
}

/** Throws where a port of a gate or of status is in use. */
async function assertPortsFree(portsFrom: number, { gate = 0, status = 0 }: Counts): Promise<void> {
  const ofGates = Array.from({ length: gate }, (_, number) => gatePorts(portsFrom, number)).flat();
  const taken = await findPortsInUse(status > 0 ? [portsFrom - 1, ...ofGates] : ofGates);
  if (taken.length === 0) return;
  const ports = `${taken.join(' and ')} of 127.0.0.1 ${taken.length === 1 ? 'is' : 'are'}`;
  throw new Error(
    `Port ${ports} taken (by \`npm start\`, or another stack?). ` +
      `Stop what listens there, or choose others with --ports-from, as in\n` +
      `  npm run stack -- --services ... --ports-from ${portsFrom + 200}`,
  );
}

/** A mail server that prints its mails, unless the environment names another one. */
async function mailServer(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  if (process.env.IM_SMTP_URL) return { env: {}, stop: async () => undefined };
  // Imported here: its packages are development dependencies.
  const { startMailServer } = await import('./servers/mail-server.ts');
  const server = await startMailServer({ onMail: (mail) => print(formatMailForConsole(mail)) });
  return { env: { IM_SMTP_URL: server.url }, stop: () => server.stop() };
}

function printProcesses(servers: Servers, services?: ServiceProcesses): void {
  print('');
  for (const kind of SERVER_KINDS) {
    const { pid, address } = servers[kind];
    printNamed([...(pid === undefined ? [] : ['process', pid]), address].join('  '), kind);
  }
  for (const { name, pid, addresses } of services?.all ?? [])
    printNamed(['process', pid, ...Object.values(addresses)].join('  '), name);
}

function printFirstSteps(services: ServiceProcesses): void {
  const status = services.byRole('status')[0]?.addresses.gates;
  // Name all gates, so that a chat continues when one gate dies.
  const gates = services.byRole('gate').map(({ addresses: { tcp } }) => ` --gate ${tcp}`);
  const flags = status === undefined ? gates.join('') : ` --status ${status}`;
  const where = flags === ` --gate tcp://127.0.0.1:${DEFAULT_PORT}` ? '' : flags;
  print(`
Try, in two other terminals:
  npm run chat -- --as alice${where}
  npm run chat -- --as bob${where}
Ctrl-C stops everything. Type help for commands such as drain, restart and scale.\n`);
}

function printOperatorSteps(services: ServiceProcesses, env: Readonly<Record<string, string>>): void {
  const admin = services.byRole('status')[0]?.addresses.admin;
  const token = operatorToken(env);
  if (admin === undefined || token === undefined) return;
  print(`The operator's page: ${admin}/page/ (any name, and as password ${token})
On the command line: IM_ADMIN_URL=${admin} IM_ADMIN_TOKEN=${token} npm run admin -- members\n`);
}

/** Resolves at the first signal to stop; a second signal ends the process, and with it everything it started. */
function untilSignal(): Promise<undefined> {
  return new Promise((resolve) => onStopSignal(() => resolve(undefined)));
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
