// Batches in Redis, for services without SQL tables. Redis holds each group's position in each partition, the last pack of each
// producer, and the outbox.
import { ReplyError } from 'ioredis';
import {
  type Batch,
  type Batches,
  type Claim,
  type Log,
  type OutboxRow,
  type PartitionRange,
  type Position,
  PositionMoved,
  PRODUCER_TTL_MS,
  StoreFailed,
} from '../ports/index.ts';
import { ADVANCE, ADVANCE_PUBLISHED, LOAD, READ_NEXT } from './batches-scripts.ts';
import { luaScript, type RedisClient } from './client.ts';

// Longer than a reconnection takes while Redis is available. The consumer group gives a batch 3 s to end.
const CONFIRM_TIMEOUT_MS = 1000;
const CONFIRM_RETRY_MS = 25;

type Script = ReturnType<typeof luaScript>;

/**
 * The port Batches for a service without SQL tables: positions, producers and outbox rows in Redis. Each commit is one script.
 *
 * A position row only moves forward. If it is above the start of a batch, another instance has taken over (PositionMoved). If it
 * is missing or below the start, Redis has lost data (it was emptied, or failed over to a lagging replica). Then no other
 * instance has taken over: the batch commits, writes the row at its end, and logs a warning. So the owner of a partition never
 * stops after a loss.
 *
 * A crash keeps all promises of the port. A loss of Redis data does not. If a partition gets a new owner before the old owner
 * commits again, the new owner starts at the old position that is left, or at the earliest record of the log, and runs some
 * commands twice. A pack that was sent twice may run twice. Unpublished outcomes are produced again or are missing; then their
 * callers time out. A service that uses this adapter must tolerate that a command runs twice.
 *
 * While Redis is unavailable every call throws StoreFailed: batches wait, and none is lost.
 * Redis must not evict these keys (`maxmemory-policy noeviction` or `volatile-*`): they have no TTL.
 */
export function redisBatches(client: RedisClient, log: Log): Batches<undefined> {
  const load = luaScript(client, LOAD);
  const advance = luaScript(client, ADVANCE);
  const readNext = luaScript(client, READ_NEXT);
  const advancePublished = luaScript(client, ADVANCE_PUBLISHED);

  return {
    async loadPositions(group, topic, partitions) {
      const keys = partitions.flatMap(({ partition }) => [
        key('position', group, topic, partition),
        key('producers', group, topic, partition),
      ]);
      const earliest = partitions.map((range) => range.earliest);
      const rows = await rethrowAsStoreFailed(load(keys, [PRODUCER_TTL_MS / 1000, ...earliest]));
      return decodePositions(partitions, rows as LoadedRow[]);
    },
    async readOutbox(group, topic, partition, from, to) {
      const rows = await rethrowAsStoreFailed(client.zrangebyscoreBuffer(key('outbox', group, topic, partition), from, `(${to}`));
      return rows.map((member) => decodeOutboxRow(partition, member)).sort((a, b) => a.offset - b.offset || a.index - b.index);
    },
    async advancePublished(group, topic, offsets) {
      const keys = [...offsets.keys()].flatMap((partition) => [
        key('position', group, topic, partition),
        key('outbox', group, topic, partition),
      ]);
      await rethrowAsStoreFailed(advancePublished(keys, [...offsets.values()]));
    },
    open(group, topic, claims) {
      return openBatch({ client, log, group, topic, claims, advance, readNext });
    },
    openReads() {
      return openBatch({ client, log, group: '', topic: '', claims: [], advance, readNext });
    },
  };
}

interface BatchOptions {
  readonly client: RedisClient;
  readonly log: Log;
  readonly group: string;
  readonly topic: string;
  readonly claims: readonly Claim[];
  readonly advance: Script;
  readonly readNext: Script;
}

function openBatch(options: BatchOptions): Batch<undefined> {
  let ended = false;
  return {
    // Commands read and write nothing here, so keeping and discarding have no effect.
    beginCommand: () => ({ tx: undefined, keep: () => undefined, discard: () => true }),
    async commit(outbox) {
      if (options.claims.length === 0) throw new Error('a batch without claims cannot write');
      if (ended) throw new StoreFailed('the batch has ended');
      ended = true;
      await commit(options, outbox);
    },
    async rollback() {
      ended = true;
    },
  };
}

async function commit(options: BatchOptions, outbox: readonly OutboxRow[]): Promise<void> {
  const { client, log, group, topic, claims } = options;
  // Nothing was sent, so there is nothing to confirm.
  if (client.status !== 'ready') throw new StoreFailed('Redis is unavailable');
  const keys = claims.flatMap(({ partition }) =>
    ['position', 'producers', 'outbox'].map((kind) => key(kind, group, topic, partition)),
  );
  let answer: unknown;
  try {
    answer = await options.advance(keys, advanceArgs(claims, outbox));
  } catch (error) {
    // A script that Redis answers with an error has failed before its first write.
    if (error instanceof ReplyError || !(await confirmCommit(options))) throw storeFailed(error);
    return;
  }
  const [moved, lost] = (answer as [number[], number[]]).map((indices) => indices.flatMap((i) => claims[i]?.partition ?? []));
  if (moved && moved.length > 0) throw new PositionMoved(moved);
  if (lost && lost.length > 0)
    log.warn({ group, topic, partitions: lost }, 'redis lost the positions of these partitions, rewriting them');
}

/**
 * Whether a commit that got no answer succeeded. Redis may run the script even after this returns false. The repeated batch then
 * finds that the row has moved, and its callers get their outcomes from the outbox. Throws PositionMoved when another instance
 * has taken over, and StoreFailed when Redis is not available in time.
 */
async function confirmCommit({ group, topic, claims, readNext }: BatchOptions): Promise<boolean> {
  const answer = await retryUntilConfirmed(() =>
    readNext(
      claims.map(({ partition }) => key('position', group, topic, partition)),
      [],
    ),
  );
  const nextOffsets = (answer as (string | null)[]).map((next) => (next === null ? -1 : Number(next)));
  if (claims.every((claim, i) => nextOffsets[i] === claim.end)) return true;
  const moved = claims.filter((claim, i) => (nextOffsets[i] ?? -1) > claim.start).map(({ partition }) => partition);
  if (moved.length > 0) throw new PositionMoved(moved);
  return false;
}

async function retryUntilConfirmed<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + CONFIRM_TIMEOUT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw storeFailed(error);
      await new Promise((resolve) => setTimeout(resolve, CONFIRM_RETRY_MS));
    }
  }
}

/**
 * The arguments of ADVANCE: all starts, then for each claim its end, published, packs and outbox rows, each list after its
 * length.
 */
function advanceArgs(claims: readonly Claim[], outbox: readonly OutboxRow[]): (string | number | Buffer)[] {
  const args: (string | number | Buffer)[] = claims.map(({ start }) => start);
  for (const { partition, end, published, producers } of claims) {
    args.push(end, published, producers.size);
    for (const [producer, number] of producers) args.push(producer, number);
    const rows = outbox.filter((row) => row.partition === partition);
    args.push(rows.length);
    for (const row of rows) args.push(row.offset, encodeOutboxRow(row));
  }
  return args;
}

function key(kind: string, group: string, topic: string, partition: number): string {
  return `im:${kind}:${group}:${topic}:${partition}`;
}

type LoadedRow = readonly [next: string, published: string, packs: readonly string[]];

function decodePositions(partitions: readonly PartitionRange[], rows: readonly LoadedRow[]): Map<number, Position> {
  const positions = new Map<number, Position>();
  for (const [i, { partition }] of partitions.entries()) {
    const [next, published, packs] = rows[i] ?? [];
    if (next === undefined || packs === undefined) throw new StoreFailed(`Redis returned no position for partition ${partition}`);
    const producers = new Map<string, number>();
    for (let j = 0; j < packs.length; j += 2) producers.set(packs[j] ?? '', Number(packs[j + 1]));
    positions.set(partition, { next: Number(next), published: Number(published), producers });
  }
  return positions;
}

/** "offset index outcome": a member of a sorted set, with the offset as score. Equal outcomes stay separate members. */
function encodeOutboxRow({ offset, index, outcome }: OutboxRow): Buffer {
  return Buffer.concat([Buffer.from(`${offset} ${index} `), outcome]);
}

function decodeOutboxRow(partition: number, member: Buffer): OutboxRow {
  const afterOffset = member.indexOf(' ');
  const afterIndex = member.indexOf(' ', afterOffset + 1);
  return {
    partition,
    offset: Number(member.toString('latin1', 0, afterOffset)),
    index: Number(member.toString('latin1', afterOffset + 1, afterIndex)),
    outcome: member.subarray(afterIndex + 1),
  };
}

async function rethrowAsStoreFailed<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw storeFailed(error);
  }
}

function storeFailed(cause: unknown): StoreFailed {
  return cause instanceof StoreFailed ? cause : new StoreFailed('Redis failed', { cause });
}
