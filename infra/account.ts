// `npm run account -- disable NAME` closes somebody's account and ends all sessions of it, `-- enable NAME` opens it again.
import { type im as Contract, im, topicsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { CallError, type Calls, openCalls, rpc } from './call.ts';
import { ConfigError, readConfig } from './config.ts';
import { kafkaBus } from './kafka/bus.ts';
import { openLog } from './log.ts';
import { publisher } from './publisher.ts';

const ANSWER_MS = 10_000;

const USAGE = `usage: npm run account -- disable NAME    closes the account of this name, address or user id and ends its sessions
       npm run account -- enable NAME     opens it again
Where Kafka is stands in the environment or in the file of --config FILE, as for the services. Needs a running auth.`;

const disableAccount = rpc(im.Auth, 'disableAccount');

/** Asks auth to close or open an account. Rejects with CallError: REFUSED with NO_SUCH_USER, or TIMEOUT where no auth runs. */
export function setDisabled(calls: Calls, account: string, disabled: boolean): Promise<Contract.DisableAccountReply> {
  return calls.call(disableAccount, { account, disabled }, { deadlineMs: ANSWER_MS });
}

function explained(error: unknown): string {
  if (!(error instanceof CallError)) return String(error);
  if (error.code === 'NO_SUCH_USER') return 'there is no such account';
  if (error.kind === 'REFUSED' || error.kind === 'BAD_PAYLOAD') return error.message;
  return 'nobody answered: does an auth run on this Kafka?';
}

async function main(argv: readonly string[]): Promise<number> {
  const at = argv.indexOf('--config');
  const [verb, account, ...more] = at < 0 ? argv : argv.toSpliced(at, 2);
  if ((verb !== 'disable' && verb !== 'enable') || account === undefined || more.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const config = readConfig('tools', { argv: at < 0 ? [] : argv.slice(at, at + 2) });
  const instance = `account.${newId()}`;
  const log = openLog({ role: 'tools', instance, level: 'warn' });
  const bus = kafkaBus({ ...config.kafka, instance, log });
  const { commandPartitions, gatePartitions, generation } = config.topics;
  const calls = await openCalls({
    bus,
    publisher: publisher(bus, { instance }),
    log,
    topics: topicsOf(generation),
    partitions: { command: commandPartitions, call: gatePartitions },
    instance,
  });
  try {
    const { user, sessionsEnded } = await setDisabled(calls, account, verb === 'disable');
    console.log(verb === 'disable' ? `${user} is closed, ${sessionsEnded} sessions ended` : `${user} is open`);
    return 0;
  } catch (error) {
    console.error(explained(error));
    return 1;
  } finally {
    await calls.close();
    await bus.close();
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
