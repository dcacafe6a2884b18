// npm run stack: real Kafka, MySQL and Redis on this machine, with or without the services, until Ctrl-C.
import { parseArgs } from 'node:util';
import { SERVER_KINDS, startServers } from './servers.ts';
import { countsOf, newSecrets, type Services, startServices } from './services.ts';

const USAGE = `npm run stack                                        Kafka, MySQL and Redis
npm run stack -- --services gate=1,auth=1,logic=2    and the services
`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { services: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) return say(USAGE);
  const counts = values.services ? countsOf(values.services) : {};
  const stopped = untilSignal();

  say('Starting Kafka, MySQL and Redis …');
  const servers = await Promise.race([startServers(SERVER_KINDS, { say }), stopped]);
  if (!servers) return;
  let services: Services | undefined;
  try {
    const env = { ...servers.env, ...newSecrets() };
    say(
      Object.entries(env)
        .map(([name, value]) => `export ${name}='${value}'`)
        .join('\n'),
    );
    if (values.services) {
      services = await startServices(env, counts, { onLine: (line, name) => say(`${name.padEnd(8)} ${line}`) });
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
        '\nIn another terminal: paste the lines above, then `npm run gate`, `npm run auth`, `npm run logic`. Ctrl-C stops the servers.',
      );
    }
    await stopped;
    say('Stopping …');
  } finally {
    await services?.stop();
    await servers.stop();
  }
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
    process.exit(1);
  },
);
