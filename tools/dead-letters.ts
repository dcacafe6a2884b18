// `npm run dead-letters -- list` lists dead letters, `-- replay NUMBER…` sends them to their service again.

import { kafkaBus } from '../infra/kafka/bus.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Bus, LogRecord } from '../infra/ports/index.ts';
import { ConfigError, readConfig } from '../infra/process/config/read.ts';
import { isHelpRequested } from '../infra/process/config/sources.ts';
import { openLog } from '../infra/process/log.ts';
import { newId } from '../proto/ids.ts';
import { im, type Topics, topicNames } from '../proto/rpc.ts';

/** A dead letter and its offset in the dead-letter topic, which names it. */
export interface DeadLetterRecord {
  readonly offset: number;
  readonly letter: im.DeadLetter;
}

/** All dead letters in the topic, oldest first. */
export async function readDeadLetters(bus: Bus, topics: Topics): Promise<DeadLetterRecord[]> {
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
    onRecords: (_partition, records) => {
      found.push(...records.map(decodeDeadLetter));
      if ((records.at(-1)?.offset ?? -1) + 1 >= last) reached();
    },
  });
  await end;
  await consumption.close();
  return found;
}

/**
 * Sends the envelope of a dead letter to its partition again, unchanged. The command id stays the same, so a message is stored
 * only once even if it is replayed several times. For a whole record it sends all envelopes; throws if the record cannot be
 * decoded. Resolves when they are durable.
 */
export async function replayDeadLetter(bus: Bus, { letter }: DeadLetterRecord): Promise<void> {
  const { topic, partition, index, value } = letter;
  // Use a new pack, because consumers drop a pack number that they have seen.
  const out = publisher(bus, { instance: `replay.${newId()}` });
  const envelopes = index < 0 ? im.Pack.decode(value).envelopes : [im.Envelope.decode(value)];
  if (envelopes.length === 0) throw new Error('the record contains no command to replay');
  for (const envelope of envelopes) out.send(topic, partition, envelope);
  await out.flush();
}

function decodeDeadLetter(record: LogRecord): DeadLetterRecord {
  try {
    return { offset: record.offset, letter: im.DeadLetter.decode(Buffer.from(record.value)) as im.DeadLetter };
  } catch {
    // The record is not a dead letter; the list shows it as such.
    return {
      offset: record.offset,
      letter: im.DeadLetter.create({ index: -1, cause: 'not a dead letter', value: Buffer.from(record.value) }) as im.DeadLetter,
    };
  }
}

function show({ offset, letter }: DeadLetterRecord): string {
  const where = `${letter.topic} ${letter.partition}@${letter.offset}${letter.index < 0 ? '' : `[${letter.index}]`}`;
  return `${offset}\t${new Date(letter.time).toISOString()}\t${letter.group}\t${where}\t${letter.cause}`;
}

const USAGE = `usage: npm run dead-letters -- list            lists all dead letters with their numbers
       npm run dead-letters -- replay NUMBER…  sends these to their service again
       npm run dead-letters -- replay all
IM_KAFKA_BROKERS, in the environment or in the file of --config FILE, says where Kafka is.
`;

async function main(argv: readonly string[]): Promise<number> {
  if (isHelpRequested(argv)) {
    process.stdout.write(USAGE);
    return 0;
  }
  const at = argv.indexOf('--config');
  const [verb, ...numbers] = at < 0 ? argv : argv.toSpliced(at, 2);
  if ((verb !== 'list' && verb !== 'replay') || (verb === 'replay' && numbers.length === 0)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const config = readConfig('tools', { argv: at < 0 ? [] : argv.slice(at, at + 2) });
  const log = openLog({ role: 'tools', instance: config.instance, level: 'warn' });
  const bus = kafkaBus({ ...config.kafka, instance: `dead-letters.${newId()}`, log });
  try {
    const letters = await readDeadLetters(bus, topicNames(config.topics.generation));
    return verb === 'list' ? list(letters) : await replay(bus, letters, numbers);
  } finally {
    await bus.close();
  }
}

function list(letters: readonly DeadLetterRecord[]): number {
  for (const letter of letters) console.log(show(letter));
  console.log(`${letters.length} dead letters`);
  return 0;
}

async function replay(bus: Bus, letters: readonly DeadLetterRecord[], numbers: readonly string[]): Promise<number> {
  let failed = 0;
  for (const letter of letters) {
    if (!numbers.includes('all') && !numbers.includes(String(letter.offset))) continue;
    try {
      await replayDeadLetter(bus, letter);
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
