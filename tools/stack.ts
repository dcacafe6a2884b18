// npm run stack: real Kafka, MySQL and Redis and a mail server on this machine, with or without the services, until Ctrl-C.
import { parseArgs } from 'node:util';
import { SETTINGS } from '../infra/process/config/settings.ts';
import { formatMailForConsole } from '../verify/mail/console-format.ts';
import { findPortsInUse } from './servers/child-processes.ts';
import { SERVER_KINDS, type Servers, startServers } from './servers/servers.ts';
import {
  gatePorts,
  generateSecrets,
  parseServiceCounts,
  type ServiceProcesses,
  startServices,
} from './servers/service-processes.ts';
import { type SupervisorOptions, superviseAll, supervisedServer, supervisedService } from './servers/supervisor.ts';

/** As `npm run gate` by itself, and as the chat looks for it. */
const DEFAULT_PORT = Number(SETTINGS.TCP_PORT.fallback);
const MAX_PORT = 65535;

const USAGE = `npm run stack                                        Kafka, MySQL and Redis, and a mail server that shows the mails here;
                                                     prints export lines, with which services are run by hand in other terminals
npm run stack -- --services gate=1,auth=1,logic=2    and the services; with auth one verify, unless verify=N says otherwise
              -- --services ... --ports-from 7200    gates from that port on: TCP 7200 and WebSocket 7201, the second one 7202 and 7203 ...
                                                     (otherwise from ${DEFAULT_PORT})

What dies is started again: services, and Kafka, MySQL and Redis at their addresses, with the data they had (Redis has none). SMTP_URL and MAIL_FROM in the environment: mails are sent. REGISTRATION=code: only with an address.
KAFKA_BROKERS (and TOPIC_GENERATION), MYSQL_URL, REDIS_URL: these are used.
`;

/** Settings of the services that may be given in the environment. */
const GIVEN = ['SMTP_URL', 'MAIL_FROM', 'REGISTRATION', 'TOPIC_GENERATION'];

type Counts = ReturnType<typeof parseServiceCounts>;

interface Asked {
  readonly help: boolean;
  /** How many of each service; undefined: none are to be started. */
  readonly counts: Counts | undefined;
  readonly portsFrom: number;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sayOf(line: string, name: string): void {
  say(`${name.padEnd(8)} ${line}`);
}

/** What stands behind what cannot be understood is how it is used. */
class UsageError extends Error {}

/** Throws UsageError. */
function asked(): Asked {
  try {
    const options = { services: { type: 'string' }, 'ports-from': { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ options });
    const counts = values.services === undefined ? undefined : parseServiceCounts(values.services);
    const portsFrom = values['ports-from'];
    if (portsFrom !== undefined && !counts) throw new Error('--ports-from goes with --services: it says where the gates listen');
    return { help: values.help === true, counts, portsFrom: portsFrom === undefined ? DEFAULT_PORT : portOf(portsFrom, counts) };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

function portOf(text: string, counts: Counts = {}): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  const [, last] = gatePorts(port, Math.max(0, (counts.gate ?? 1) - 1));
  if (port < 1 || last > MAX_PORT) throw new Error(`--ports-from: "${text}" is no port that has enough of them behind it`);
  return port;
}

async function main(): Promise<void> {
  const { help, counts, portsFrom } = asked();
  if (help) return say(USAGE);
  // Before anything that takes long.
  if (counts) await assureGatePorts(portsFrom, counts);
  const stopped = untilSignal();

  say('Starting Kafka, MySQL and Redis …');
  const servers = await Promise.race([startServers(SERVER_KINDS, { print: say }), stopped]);
  if (!servers) return;
  const keeping = new AbortController();
  void stopped.then(() => keeping.abort());
  const watched = { print: sayOf, signal: keeping.signal };
  const serversKept = superviseAll(
    SERVER_KINDS.map((kind) => supervisedServer(kind, servers[kind], sayOf)),
    watched,
  );
  const mail = await mailServer();
  let services: ServiceProcesses | undefined;
  try {
    const env = { ...servers.env, ...generateSecrets(), REGISTRATION: 'open', ...mail.env, ...given() };
    say(
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
        .join('\n'),
    );
    if (counts) {
      const withVerify = { ...(counts.auth ? { verify: 1 } : {}), ...counts };
      services = await startServices(env, withVerify, { gatePortsFrom: portsFrom, onLine: sayOf });
      await serveUntil(stopped, servers, services, watched);
    } else {
      sayWhatRuns(servers);
      say(
        '\nIn another terminal: paste the lines above, then `npm run gate`, `npm run auth`, `npm run logic`, `npm run verify`. Ctrl-C stops the servers.',
      );
    }
    await stopped;
    say('Stopping …');
  } finally {
    keeping.abort();
    await serversKept;
    await services?.stop();
    await mail.stop();
    await servers.stop();
  }
}

/** Says what to try once all of them serve, and keeps them running. Rejects when one ends before that: another start would not help. */
async function serveUntil(
  stopped: Promise<undefined>,
  servers: Servers,
  services: ServiceProcesses,
  watched: SupervisorOptions,
): Promise<void> {
  const areReady = await Promise.race([services.waitUntilReady().then(() => true), stopped]);
  if (!areReady) return;
  sayWhatRuns(servers, services);
  if (services.byRole('gate').length > 0) sayWhatToTry(services);
  await superviseAll(services.all.map(supervisedService), watched);
}

/** Throws where a gate could not listen. */
async function assureGatePorts(portsFrom: number, { gate = 0 }: Counts): Promise<void> {
  const taken = await findPortsInUse(Array.from({ length: gate }, (_, number) => gatePorts(portsFrom, number)).flat());
  if (taken.length === 0) return;
  throw new Error(
    `Port ${taken.join(' and ')} of 127.0.0.1 ${taken.length === 1 ? 'is' : 'are'} taken (by \`npm start\`, or another stack?): stop what listens there, or choose others with --ports-from, as in
  npm run stack -- --services ... --ports-from ${portsFrom + 200}`,
  );
}

function given(): Record<string, string> {
  return Object.fromEntries(GIVEN.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** One of our own, whose mails are shown here, unless the environment names another one. */
async function mailServer(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  if (process.env.SMTP_URL) return { env: {}, stop: async () => undefined };
  // What it is made of is there for development only.
  const { startMailServer } = await import('./servers/mail-server.ts');
  const { url, stop } = await startMailServer({ onMail: (mail) => say(formatMailForConsole(mail)) });
  return { env: { SMTP_URL: url }, stop };
}

function sayWhatRuns(servers: Servers, services?: ServiceProcesses): void {
  say('');
  for (const kind of SERVER_KINDS) {
    const { pid, address } = servers[kind];
    sayOf([...(pid === undefined ? [] : ['process', pid]), address].join('  '), kind);
  }
  for (const { name, pid, addresses } of services?.all ?? [])
    sayOf(['process', pid, ...Object.values(addresses)].join('  '), name);
}

function sayWhatToTry(services: ServiceProcesses): void {
  // A chat that knows all gates goes on when one is gone.
  const flags = services
    .byRole('gate')
    .map(({ addresses: { tcp } }) => ` --gate ${tcp}`)
    .join('');
  const where = flags === ` --gate tcp://127.0.0.1:${DEFAULT_PORT}` ? '' : flags;
  say(`
Try, in two other terminals:
  npm run chat -- --as alice${where}
  npm run chat -- --as bob${where}
Ctrl-C stops everything.\n`);
}

/** Resolves at the first signal to stop; a second one ends the process at once, and with it all it started. */
function untilSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1);
        asked = true;
        resolve(undefined);
      });
    }
  });
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
