// `npm run account -- disable NAME` disables an account and ends its sessions, `-- enable NAME` enables it again.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { withEmbeddedServices } from '../embedded/main.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import { openRpcClient, type RpcClient, RpcError, rpc } from '../infra/messaging/rpc-client.ts';
import { SetupError } from '../infra/ports/index.ts';
import { ConfigError, readConfig } from '../infra/process/config/read.ts';
import { isHelpRequested } from '../infra/process/config/sources.ts';
import { openLog } from '../infra/process/logging/log.ts';
import { servicePackKeys } from '../infra/process/pack-keys.ts';
import { newId } from '../proto/ids.ts';
import { type im as Contract, im, topicNames } from '../proto/rpc.ts';
import { parseArguments } from '../proto/text/arguments.ts';

const REPLY_TIMEOUT_MS = 10_000;

const USAGE = `\
usage: npm run account -- disable NAME    disables an account, by its name, e-mail address or user id, and ends its sessions
       npm run account -- enable NAME     enables it again
A name that begins with a hyphen follows two of them, as in: disable -- -bob. A user id needs none.
IM_KAFKA_BROKERS, in the environment or in the file of --config FILE, says where Kafka is; IM_PACK_SERVICE_SECRET and
IM_PACK_GATE_SECRET are those of the services. Auth has to be running.
With --embedded the account is one of an embedded server, which has to be stopped: IM_DATA_FOLDER names its data.
`;

const disableAccount = rpc(im.Auth, 'disableAccount');

/** Disables or enables an account. Rejects with RpcError: REFUSED with NO_SUCH_USER, or TIMEOUT where no auth runs. */
export function setAccountDisabled(calls: RpcClient, account: string, disabled: boolean): Promise<Contract.DisableAccountReply> {
  return calls.call(disableAccount, { account, disabled }, { deadlineMs: REPLY_TIMEOUT_MS });
}

function describeFailure(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (!(error instanceof RpcError)) return String(error);
  if (error.code === 'NO_SUCH_USER') return 'there is no such account';
  if (error.kind === 'REFUSED' || error.kind === 'BAD_PAYLOAD') return error.message;
  return 'no reply: start auth on this Kafka, or check IM_KAFKA_BROKERS, IM_TOPIC_GENERATION and IM_PACK_SERVICE_SECRET';
}

/** Calls the running services. */
async function callOverKafka<T>(argv: readonly string[], ask: (calls: RpcClient) => Promise<T>): Promise<T> {
  const config = readConfig('tools', { argv });
  const instance = `account.${newId()}`;
  const log = openLog({ role: 'tools', instance, level: 'warn' });
  const bus = kafkaBus({ ...config.kafka, instance, log });
  const { commandPartitions, gatePartitions, generation } = config.topics;
  const topics = topicNames(generation);
  const { signer, verifier } = servicePackKeys(config, topics);
  try {
    const calls = await openRpcClient({
      bus,
      publisher: publisher(bus, { instance, signer }),
      verifier,
      log,
      topics,
      partitions: { command: commandPartitions, call: gatePartitions },
      instance,
    });
    return await ask(calls).finally(() => calls.close());
  } finally {
    await bus.close();
  }
}

/** Starts the services on the data of a stopped embedded server for this one call. */
async function callOnDataFolder<T>(argv: readonly string[], ask: (calls: RpcClient) => Promise<T>): Promise<T> {
  const config = readConfig('embedded', { argv });
  if (!existsSync(config.dataFolder)) throw new SetupError(`there is no data folder ${resolve(config.dataFolder)}`);
  const log = openLog({ role: 'tools', instance: `account.${newId()}`, level: 'warn' });
  const broken = Promise.withResolvers<never>();
  return Promise.race([withEmbeddedServices(config, { log, onFatal: broken.reject }, ask), broken.promise]);
}

async function main(argv: readonly string[]): Promise<number> {
  if (isHelpRequested(argv)) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { values, positionals } = readArguments(argv);
  const [verb, account, ...more] = positionals;
  if ((verb !== 'disable' && verb !== 'enable') || account === undefined || more.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const disabled = verb === 'disable';
  const ask = values.embedded ? callOnDataFolder : callOverKafka;
  try {
    const configFile = values.config === undefined ? [] : ['--config', values.config];
    const { userId, sessionsEnded } = await ask(configFile, (calls) => setAccountDisabled(calls, account, disabled));
    process.stdout.write(disabled ? `${userId} is closed, ${sessionsEnded} sessions ended\n` : `${userId} is open\n`);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    process.stderr.write(`${describeFailure(error)}\n`);
    return 1;
  }
}

function readArguments(argv: readonly string[]) {
  const options = { config: { type: 'string' }, embedded: { type: 'boolean' } } as const;
  try {
    return parseArguments(argv, options, true);
  } catch {
    return { values: {}, positionals: [] };
  }
}

if (import.meta.main) {
  try {
    process.exit(await main(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.mistakes.join('\n'));
    process.exit(2);
  }
}
