// npm run stack: real Kafka, MySQL and Redis and a mail server on this machine, with or without the services, until Ctrl-C.
import { parseArgs } from 'node:util';
import { forConsole } from '../mail/console.ts';
import { SERVER_KINDS, startServers } from './servers.ts';
import { countsOf, newSecrets, type Services, startServices } from './services.ts';

const USAGE = `npm run stack                                        Kafka, MySQL and Redis, and a mail server that shows the mails here;
                                                     prints export lines, with which services are run by hand in other terminals
npm run stack -- --services gate=1,auth=1,logic=2    and the services; with auth one verify, unless verify=N says otherwise

SMTP_URL and MAIL_FROM in the environment: mails are sent. REGISTRATION=code: only with an address. KAFKA_BROKERS, MYSQL_URL, REDIS_URL: these are used.
`;

/** Settings of the services that may be given in the environment. */
const GIVEN = ['SMTP_URL', 'MAIL_FROM', 'REGISTRATION'];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What stands behind what cannot be understood is how it is used. */
class UsageError extends Error {}

/** How many of each service are asked for; undefined: none are to be started. Throws UsageError. */
function asked(): { help: boolean; counts: ReturnType<typeof countsOf> | undefined } {
  try {
    const { values } = parseArgs({ options: { services: { type: 'string' }, help: { type: 'boolean' } } });
    return { help: values.help === true, counts: values.services === undefined ? undefined : countsOf(values.services) };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n\n${USAGE}`, { cause });
  }
}

async function main(): Promise<void> {
  const { help, counts } = asked();
  if (help) return say(USAGE);
  const stopped = untilSignal();

  say('Starting Kafka, MySQL and Redis …');
  const servers = await Promise.race([startServers(SERVER_KINDS, { say }), stopped]);
  if (!servers) return;
  const mail = await mailServer();
  let services: Services | undefined;
  try {
    const env = { ...servers.env, ...newSecrets(), REGISTRATION: 'open', ...mail.env, ...given() };
    say(
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
        .join('\n'),
    );
    if (counts) {
      const withVerify = { ...(counts.auth ? { verify: 1 } : {}), ...counts };
      services = await startServices(env, withVerify, { onLine: (line, name) => say(`${name.padEnd(8)} ${line}`) });
      let stopping = false;
      void stopped.then(() => {
        stopping = true;
      });
      for (const service of services.all) {
        void service.ended().then((how) => {
          if (!stopping) say(`${service.name.padEnd(8)} ended with ${how}. It is not started again; the others go on.`);
        });
      }
      if ((await Promise.race([services.ready().then(() => true), stopped])) && services.of('gate').length > 0)
        sayWhatToTry(services);
    } else {
      say(
        '\nIn another terminal: paste the lines above, then `npm run gate`, `npm run auth`, `npm run logic`, `npm run verify`. Ctrl-C stops the servers.',
      );
    }
    await stopped;
    say('Stopping …');
  } finally {
    await services?.stop();
    await mail.stop();
    await servers.stop();
  }
}

function given(): Record<string, string> {
  return Object.fromEntries(GIVEN.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** One of our own, whose mails are shown here, unless the environment names another one. */
async function mailServer(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  if (process.env.SMTP_URL) return { env: {}, stop: async () => undefined };
  // What it is made of is there for development only.
  const { startMailServer } = await import('./mail.ts');
  const { url, stop } = await startMailServer({ onMail: (mail) => say(forConsole(mail)) });
  return { env: { SMTP_URL: url }, stop };
}

function sayWhatToTry(services: Services): void {
  const gates = services.of('gate').map(({ name, addresses }) => `${name}  ${addresses.tcp}  ${addresses.ws}`);
  const [first, second = first] = services.of('gate').map(({ addresses }) => addresses.tcp);
  say(`\n${gates.join('\n')}

Try, in two other terminals:
  npm run chat -- --as alice --gate ${first}
  npm run chat -- --as bob --gate ${second}
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
