// The port Letters on the dead-letter topic. The topic only grows: what became of a letter is a later record, its settlement.
import type { Bus, LogRecord, PackKeys, PackSigner, PackVerifier } from '../../infra/ports/index.ts';
import { newId } from '../../proto/ids.ts';
import { type LogPlace, UnverifiedRecord } from '../../proto/pack-signature.ts';
import { allServices, im, rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import { ApiError } from '../api/endpoint.ts';
import { matchesFilter } from '../api/letters-filter.ts';
import type { Letter, LetterDetails, Letters, LettersFilter } from '../ports.ts';
import { serially, within, withinDeadline } from './durable.ts';
import { type LetterContent, resending, settleMany } from './many-letters.ts';

const { DROPPED, REPLAYED } = im.DeadLetter.Settlement.How;
/** The newest records of the topic that a list looks at. */
const MAX_READ = 1000;
/** How long a caller waits for the letters: for earlier readers, for Kafka, and for all records. */
const READ_WITHIN_MS = 15_000;
/** A list is read again after this time, so that a page that asks often costs little. */
const LIST_LIVES_MS = 3000;

/** A dead letter and its offset in the dead-letter topic, which names it. */
export interface DeadLetterRecord {
  readonly offset: number;
  readonly letter: im.DeadLetter;
}

/** The keys of services, and the signer of gates: a replay is signed as the dead letter was. */
export interface ReplayKeys extends PackKeys {
  readonly gateSigner: PackSigner;
}

export function logDeadLetters(bus: Bus, topics: Topics, keys: ReplayKeys, readWithinMs = READ_WITHIN_MS): Letters {
  const topic = recentLetters(bus, topics, keys, readWithinMs);
  const { find, list, settle } = topic;
  /** Two calls at once would both take the letters that are open. */
  const inTurn = serially();
  return {
    list,
    async show(number) {
      const record = await find(number);
      return toDetails(record, settlementsOf(await topic.read()));
    },
    async replay(number, by) {
      const record = await find(number);
      await withinDeadline(replayDeadLetter(bus, keys, record)).catch((error: unknown) => {
        if (error instanceof ApiError) throw error;
        throw new ApiError(409, 'CANNOT_REPLAY', `this dead letter cannot be replayed: ${(error as Error).message}`);
      });
      await withinDeadline(settle([number], REPLAYED, by));
    },
    async drop(number, by) {
      await find(number);
      await withinDeadline(settle([number], DROPPED, by));
    },
    replayMany: (filter, by) =>
      inTurn(async () => {
        const fitting = await topic.listFitting(filter);
        const records = new Map((await topic.read()).map((record) => [record.offset, record]));
        const { add, send } = resending(bus);
        const prepare = (number: number): void => add(contentToReplay(keys, records.get(number) as DeadLetterRecord));
        const numbers = fitting.filter(({ state }) => state === 'open').map(({ number }) => number);
        return settleMany({ numbers, prepare, send, settle: (some) => settle(some, REPLAYED, by) });
      }),
    dropMany: (filter, by) =>
      inTurn(async () => {
        const numbers = (await topic.listFitting(filter)).map(({ number }) => number);
        return settleMany({ numbers, settle: (some) => settle(some, DROPPED, by) });
      }),
  };
}

/** The newest records of the topic, which are read again now and then. */
function recentLetters(bus: Bus, topics: Topics, keys: PackKeys, readWithinMs: number) {
  /** One reader at a time: while Kafka is away each one would stay. */
  const inTurn = serially();
  let recent: { readonly records: Promise<DeadLetterRecord[]>; readAtMs: number } | undefined;
  const read = (): Promise<DeadLetterRecord[]> => {
    if (recent && performance.now() - recent.readAtMs <= LIST_LIVES_MS) return recent.records;
    const records = readDeadLetters(bus, topics, keys, { withinMs: readWithinMs, inTurn });
    const own = { records, readAtMs: Number.POSITIVE_INFINITY };
    recent = own;
    const keep = (): void => {
      own.readAtMs = performance.now();
    };
    const forget = (): void => {
      if (recent === own) recent = undefined;
    };
    records.then(keep, forget);
    return records;
  };
  const list = async (): Promise<Letter[]> => {
    const records = await read();
    const settled = settlementsOf(records);
    return records
      .filter(({ offset, letter }) => !letter.settlement && settled.get(offset) !== DROPPED)
      .map((record) => toLetter(record, settled))
      .reverse();
  };
  return {
    read,
    list,
    /** Those that fit now, the oldest first. */
    async listFitting(filter: LettersFilter): Promise<Letter[]> {
      recent = undefined;
      return (await list()).filter((letter) => matchesFilter(letter, filter)).reverse();
    },
    async find(number: number): Promise<DeadLetterRecord> {
      const found = (await read()).find(({ offset, letter }) => offset === number && !letter.settlement);
      if (!found) throw new ApiError(404, 'NO_SUCH_LETTER', `there is no dead letter ${number} among the last ${MAX_READ}`);
      return found;
    },
    async settle(numbers: readonly number[], how: im.DeadLetter.Settlement.How, by: string): Promise<void> {
      const place = { topic: topics.deadLetter, partition: 0 };
      const records = numbers.map((letter) => {
        const settlement = { index: -1, time: Date.now(), settlement: { letter, how, by } };
        return { ...place, value: keys.signer.sign(im.DeadLetter.encode(settlement).finish(), place, '') };
      });
      await bus.publish(records);
      recent = undefined;
    },
  };
}

interface Reading {
  readonly withinMs: number;
  /** Runs one reader after the other. */
  inTurn<T>(read: () => Promise<T>): Promise<T>;
}

/** The last records of the topic, oldest first, settlements included. Rejects with a 504 when Kafka does not show all in time. */
export function readDeadLetters(
  bus: Bus,
  topics: Topics,
  keys: Pick<PackKeys, 'verifier'>,
  { withinMs, inTurn }: Reading = { withinMs: READ_WITHIN_MS, inTurn: (read) => read() },
): Promise<DeadLetterRecord[]> {
  const late = new AbortController();
  const records = inTurn(async () => (late.signal.aborted ? [] : readTopic(bus, topics, keys, late.signal)));
  return within(records, withinMs, 'Kafka does not show the dead letters in time: is it running?').finally(() => late.abort());
}

/** Resolves when it holds nothing of Kafka any more, which may be long after it was abandoned. */
async function readTopic(
  bus: Bus,
  topics: Topics,
  { verifier }: Pick<PackKeys, 'verifier'>,
  abandoned: AbortSignal,
): Promise<DeadLetterRecord[]> {
  const found: DeadLetterRecord[] = [];
  const { promise: end, resolve: reached } = Promise.withResolvers<void>();
  let last = 0;
  const place = { topic: topics.deadLetter, partition: 0 };
  abandoned.addEventListener('abort', () => reached(), { once: true });
  const consumption = await bus.consume({
    // Use a new group each time, so that it reads the topic alone. It commits nothing.
    group: `dead-letters.${newId()}`,
    topic: topics.deadLetter,
    onAssigned: async (ranges) => {
      const range = ranges[0];
      last = range?.end ?? 0;
      if (!range || range.earliest >= range.end) reached();
      return new Map(ranges.map(({ partition, earliest, end }) => [partition, Math.max(earliest, end - MAX_READ)]));
    },
    onRevoked: async () => undefined,
    onRecords: (_partition, records) => {
      found.push(...records.map((record) => decodeDeadLetter(record, place, verifier)));
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
export async function replayDeadLetter(bus: Bus, keys: ReplayKeys, record: DeadLetterRecord): Promise<void> {
  const { add, send } = resending(bus);
  add(contentToReplay(keys, record));
  await send();
}

function contentToReplay(keys: ReplayKeys, { letter }: DeadLetterRecord): LetterContent {
  const { topic, partition } = letter;
  const { author, envelopes } = contentOf(letter, keys.verifier);
  if (envelopes.length === 0) throw new Error('the record contains no command to replay');
  return { topic, partition, envelopes, signer: author === 'gate' ? keys.gateSigner : keys.signer };
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

type Settlements = ReadonlyMap<number, im.DeadLetter.Settlement.How>;

function settlementsOf(records: readonly DeadLetterRecord[]): Settlements {
  return new Map(
    records.flatMap(({ letter: { settlement } }) => (settlement ? [[settlement.letter ?? 0, settlement.how ?? 0] as const] : [])),
  );
}

function toLetter({ offset, letter }: DeadLetterRecord, settled: Settlements): Letter {
  const { topic, partition, index, group, cause, time } = letter;
  const place = topic === '' ? '' : `${topic} ${partition}@${letter.offset}${index < 0 ? '' : `[${index}]`}`;
  const state = settled.get(offset) === REPLAYED ? 'replayed' : 'open';
  return { number: offset, at: time, service: group, place, cause, state };
}

function toDetails(record: DeadLetterRecord, settled: Settlements): LetterDetails {
  const { stack, instance, author, value, index } = record.letter;
  const command = index < 0 ? undefined : describeCommand(value);
  return { ...toLetter(record, settled), stack, instance, author, bytes: value.length, ...(command && { command }) };
}

/** Without its payload, which may hold what a user wrote. */
function describeCommand(value: Uint8Array): LetterDetails['command'] | undefined {
  try {
    const { rpc, userId, traceId, acceptedAt } = im.Envelope.decode(value) as im.Envelope;
    return { rpc: rpcsByNumber(allServices()).get(rpc)?.name ?? String(rpc), userId, traceId, acceptedAt };
  } catch {
    return undefined;
  }
}
