// `npm run dead-letters -- list` lists dead letters, `-- replay NUMBER…` sends them to their service again.

import { kafkaBus } from '../infra/kafka/bus.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Bus, LogRecord, PackKeys, PackSigner, PackVerifier } from '../infra/ports/index.ts';
import { ConfigError, readConfig } from '../infra/process/config/read.ts';
import { isHelpRequested } from '../infra/process/config/sources.ts';
import { openLog } from '../infra/process/logging/log.ts';
import { gatePackSigner, servicePackKeys } from '../infra/process/pack-keys.ts';
import { newId } from '../proto/ids.ts';
import { type LogPlace, UnverifiedRecord } from '../proto/pack-signature.ts';
import { im, type Topics, topicNames } from '../proto/rpc.ts';
import { parseArguments } from '../proto/text/arguments.ts';

/** A dead letter and its offset in the dead-letter topic, which names it. */
export interface DeadLetterRecord {
  readonly offset: number;
  readonly letter: im.DeadLetter;
}

/** The keys of services, and the signer of gates: a replay is signed as the dead letter was. */
export interface ReplayKeys extends PackKeys {
  readonly gateSigner: PackSigner;
}

/** All dead letters in the topic, oldest first. */
export async function readDeadLetters(
  bus: Bus,
  topics: Topics,
  { verifier }: Pick<PackKeys, 'verifier'>,
): Promise<DeadLetterRecord[]> {
  const found: DeadLetterRecord[] = [];
  const { promise: end, resolve: reached } = Promise.withResolvers<void>();
  let last = 0;
  const consumption = await bus.consume({
    // Use a new group each time, so that it reads the whole topic. It commits nothing.
    group: `dead-letters.${newId()}`,
    topic: topics.deadLetter,
    onAssigned: async (ranges) => {
      const range = ranges[0];
      last = range?.end ?? 0;
      if (!range || range.earliest >= range.end) reached();
      return new Map(ranges.map(({ partition, earliest }) => [partition, earliest]));
    },
    onRevoked: async () => undefined,
    onRecords: (partition, records) => {
      found.push(...records.map((record) => decodeDeadLetter(record, { topic: topics.deadLetter, partition }, verifier)));
      if ((records.at(-1)?.offset ?? -1) + 1 >= last) reached();
    },
  });
  await end;
  await consumption.close();
  return found;
}

/**
 * Sends the envelope of a dead letter to its partition again, unchanged and signed by the same author. The command id stays the
 * same, so a message is stored only once even if it is replayed several times. For a whole record it sends all envelopes; throws
 * if the record cannot be verified or decoded. Resolves when they are durable.
 */
export async function replayDeadLetter(bus: Bus, keys: ReplayKeys, { letter }: DeadLetterRecord): Promise<void> {
  const { topic, partition } = letter;
  const { author, envelopes } = contentOf(letter, keys.verifier);
  if (envelopes.length === 0) throw new Error('the record contains no command to replay');
  const signer = author === 'gate' ? keys.gateSigner : keys.signer;
  // Use a new pack, because consumers drop a pack number that they have seen.
  const out = publisher(bus, { instance: `replay.${newId()}`, signer });
  for (const envelope of envelopes) out.send(topic, partition, envelope);
  await out.flush();
}

function contentOf(
  { topic, partition, index, author, value }: im.DeadLetter,
  verifier: PackVerifier,
): { author: string; envelopes: im.Envelope.$Properties[] } {
  if (index >= 0) {
    if (author !== 'gate' && author !== 'service') throw new Error('the dead letter does not say who wrote its command');
    return { author, envelopes: [im.Envelope.decode(value)] };
  }
  const verified = verifier.verify(value, { topic, partition });
  if (!verified) throw new Error('the record is for a gate');
  return { author: verified.author, envelopes: im.Pack.decode(verified.message).envelopes };
}

function decodeDeadLetter({ offset, value }: LogRecord, place: LogPlace, verifier: PackVerifier): DeadLetterRecord {
  try {
    const verified = verifier.verify(value, place);
    if (verified?.author !== 'service') throw new UnverifiedRecord('no service has signed it');
    return { offset, letter: im.DeadLetter.decode(Buffer.from(verified.message)) as im.DeadLetter };
  } catch (error) {
    // The list shows it as such, and nothing of it can be replayed.
    const cause = error instanceof UnverifiedRecord ? `not a dead letter: ${error.message}` : 'not a dead letter';
    return { offset, letter: im.DeadLetter.create({ index: -1, cause, value: Buffer.from(value) }) as im.DeadLetter };
  }
}

function show({ offset, letter }: DeadLetterRecord): string {
  const where = `${letter.topic} ${letter.partition}@${letter.offset}${letter.index < 0 ? '' : `[${letter.index}]`}`;
  return `${offset}\t${new Date(letter.time).toISOString()}\t${letter.group}\t${where}\t${letter.cause}`;
}

const USAGE = `usage: npm run dead-letters -- list            lists all dead letters with their numbers
       npm run dead-letters -- replay NUMBER…  sends these to their service again
       npm run dead-letters -- replay all
IM_KAFKA_BROKERS, in the environment or in the file of --config FILE, says where Kafka is; IM_PACK_SERVICE_SECRET and
IM_PACK_GATE_SECRET are those of the services.
`;

async function main(argv: readonly string[]): Promise<number> {
  if (isHelpRequested(argv)) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { configFile, positionals } = readArguments(argv);
  const [verb, ...numbers] = positionals;
  if ((verb !== 'list' && verb !== 'replay') || (verb === 'replay' && numbers.length === 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig('tools', { argv: configFile });
  const log = openLog({ role: 'tools', instance: config.instance, level: 'warn' });
  const bus = kafkaBus({ ...config.kafka, instance: `dead-letters.${newId()}`, log });
  try {
    const topics = topicNames(config.topics.generation);
    const keys = { ...servicePackKeys(config, topics), gateSigner: gatePackSigner(config.packGateSecrets) };
    const letters = await readDeadLetters(bus, topics, keys);
    return verb === 'list' ? list(letters) : await replay(letters, numbers, (letter) => replayDeadLetter(bus, keys, letter));
  } finally {
    await bus.close();
  }
}

function readArguments(argv: readonly string[]): { configFile: string[]; positionals: string[] } {
  try {
    const { values, positionals } = parseArguments(argv, { config: { type: 'string' } }, true);
    return { configFile: values.config === undefined ? [] : ['--config', values.config], positionals };
  } catch {
    return { configFile: [], positionals: [] };
  }
}

function list(letters: readonly DeadLetterRecord[]): number {
  for (const letter of letters) console.log(show(letter));
  console.log(`${letters.length} dead letters`);
  return 0;
}

async function replay(
  letters: readonly DeadLetterRecord[],
  numbers: readonly string[],
  send: (letter: DeadLetterRecord) => Promise<void>,
): Promise<number> {
  let failed = 0;
  for (const letter of letters) {
    if (!numbers.includes('all') && !numbers.includes(String(letter.offset))) continue;
    try {
      await send(letter);
      console.log(`replayed ${show(letter)}`);
    } catch (error) {
      failed++;
      console.error(`cannot be replayed, ${String(error)}: ${show(letter)}`);
    }
  }
  const missing = numbers.filter((number) => number !== 'all' && !letters.some(({ offset }) => String(offset) === number));
  for (const number of missing) console.error(`there is no dead letter ${number}; "list" shows the numbers`);
  return missing.length + failed > 0 ? 1 : 0;
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
