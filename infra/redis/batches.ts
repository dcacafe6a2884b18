// Batches in Redis, for services without tables: how far each group has come, the last pack of each producer, and outcomes until they are published.
import { type Redis, ReplyError } from 'ioredis';
import {
  type Batch,
  type Batches,
  type Claim,
  type Log,
  type OutboxRow,
  type PartitionRange,
  type Position,
  PositionMoved,
  StoreFailed,
} from '../ports/index.ts';
import { ADVANCE, ADVANCE_PUBLISHED, LOAD, READ_NEXT } from './batches-scripts.ts';
import { luaScript } from './client.ts';

// A pack is sent again while its producer lives and waits for the log: hours at the most.
const PRODUCERS_KEPT_SECONDS = 24 * 60 * 60;
// A broken connection is there again within this time, unless Redis is away; and the group gives a batch 3 s to end.
const FIND_OUT_MS = 1000;
const FIND_OUT_EVERY_MS = 25;

type Script = ReturnType<typeof luaScript>;

/**
 * The port Batches for a service that keeps nothing in SQL: positions, producers and outbox rows in Redis, each commit one script.
 *
 * A row moves forward only. Above a batch's start it says that another instance went on (PositionMoved). Missing or below the start it says that Redis has lost
 * something (was emptied, failed over to a replica that lagged): nobody else can have gone on, so the batch commits and writes the row anew at its end, with a
 * warning in the log. The owner of a partition thus never stops over a loss of Redis.
 *
 * What a crash can cause: nothing but what the port allows. What a loss of Redis can cause: if the partition changes hands before its owner has committed again, the next one
 * starts at what is left, or at the earliest record still in the log, and records that had their effects run again; a pack that was sent twice may run twice; answers
 * that were stored and not published are made again by such a run or are missing, and their callers time out. A service that uses this must bear a command that runs twice.
 * While Redis is away everything throws StoreFailed: no batch is lost, none goes on. Redis must not evict these keys (`maxmemory-policy noeviction` or `volatile-*`): they have no TTL.
 */
export function redisBatches(client: Redis, log: Log): Batches<undefined> {
  const load = luaScript(client, LOAD);
  const advance = luaScript(client, ADVANCE);
  const nextOf = luaScript(client, READ_NEXT);
  const publish = luaScript(client, ADVANCE_PUBLISHED);

  return {
    async loadPositions(group, topic, partitions) {
      const keys = partitions.flatMap(({ partition }) => [
        key('position', group, topic, partition),
        key('producers', group, topic, partition),
      ]);
      const earliest = partitions.map((range) => range.earliest);
      const rows = await orStoreFailed(load(keys, [PRODUCERS_KEPT_SECONDS, ...earliest]));
      return positionsOf(partitions, rows as LoadedRow[]);
    },
    async readOutbox(group, topic, partition, from, to) {
      const rows = await orStoreFailed(client.zrangebyscoreBuffer(key('outbox', group, topic, partition), from, `(${to}`));
      return rows.map((member) => outboxRow(partition, member)).sort((a, b) => a.offset - b.offset || a.index - b.index);
    },
    async advancePublished(group, topic, offsets) {
      const keys = [...offsets.keys()].flatMap((partition) => [
        key('position', group, topic, partition),
        key('outbox', group, topic, partition),
      ]);
      await orStoreFailed(publish(keys, [...offsets.values()]));
    },
    open(group, topic, claims) {
      return openBatch({ client, log, group, topic, claims, advance, nextOf });
    },
  };
}

interface Opened {
  readonly client: Redis;
  readonly log: Log;
  readonly group: string;
  readonly topic: string;
  readonly claims: readonly Claim[];
  readonly advance: Script;
  readonly nextOf: Script;
}

function openBatch(opened: Opened): Batch<undefined> {
  let ended = false;
  return {
    // Commands have nothing to read and nothing to write here: kept or discarded, they leave the same.
    beginCommand: () => ({ tx: undefined, keep: () => undefined, discard: () => true }),
    async commit(outbox) {
      if (opened.claims.length === 0) throw new Error('a batch without claims cannot write');
      if (ended) throw new StoreFailed('the batch has ended');
      ended = true;
      await commit(opened, outbox);
    },
    async rollback() {
      ended = true;
    },
  };
}

async function commit(opened: Opened, outbox: readonly OutboxRow[]): Promise<void> {
  const { client, log, group, topic, claims } = opened;
  // Nothing is sent, so there is nothing to find out.
  if (client.status !== 'ready') throw new StoreFailed('Redis is away');
  const keys = claims.flatMap(({ partition }) =>
    ['position', 'producers', 'outbox'].map((kind) => key(kind, group, topic, partition)),
  );
  let answer: unknown;
  try {
    answer = await opened.advance(keys, advanceArgs(claims, outbox));
  } catch (error) {
    // What Redis answered with an error was refused before its first write.
    if (error instanceof ReplyError || !(await committedAfterAll(opened))) throw storeFailed(error);
    return;
  }
  const [moved, lost] = (answer as [number[], number[]]).map((indices) => indices.flatMap((i) => claims[i]?.partition ?? []));
  if (moved && moved.length > 0) throw new PositionMoved(moved);
  if (lost && lost.length > 0)
    log.warn(
      { group, topic, partitions: lost },
      'redis has forgotten how far these partitions were run; their positions are written anew',
    );
}

/**
 * Whether a batch whose commit got no answer was committed. "Not committed" may yet be overtaken by the lost script, when Redis has it and has not run it: then the
 * batch that runs again finds the row moved, and is answered from the outbox like any other that somebody has stored. Throws PositionMoved when somebody else has
 * gone on since, and StoreFailed when Redis does not come back in time.
 */
async function committedAfterAll({ group, topic, claims, nextOf }: Opened): Promise<boolean> {
  const nexts = await asLongAsItTakes(() =>
    nextOf(
      claims.map(({ partition }) => key('position', group, topic, partition)),
      [],
    ),
  );
  const at = (nexts as (string | null)[]).map((next) => (next === null ? -1 : Number(next)));
  if (claims.every((claim, i) => at[i] === claim.end)) return true;
  const moved = claims.filter((claim, i) => (at[i] ?? -1) > claim.start).map(({ partition }) => partition);
  if (moved.length > 0) throw new PositionMoved(moved);
  return false;
}

async function asLongAsItTakes<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + FIND_OUT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() >= until) throw storeFailed(error);
      await new Promise((resolve) => setTimeout(resolve, FIND_OUT_EVERY_MS));
    }
  }
}

/** What ADVANCE takes: all starts, then for each claim its end, published, packs and outbox rows, each list behind its length. */
function advanceArgs(claims: readonly Claim[], outbox: readonly OutboxRow[]): (string | number | Buffer)[] {
  const args: (string | number | Buffer)[] = claims.map(({ start }) => start);
  for (const { partition, end, published, producers } of claims) {
    args.push(end, published, producers.size);
    for (const [producer, number] of producers) args.push(producer, number);
    const rows = outbox.filter((row) => row.partition === partition);
    args.push(rows.length);
    for (const row of rows) args.push(row.offset, memberOf(row));
  }
  return args;
}

function key(kind: string, group: string, topic: string, partition: number): string {
  return `im:${kind}:${group}:${topic}:${partition}`;
}

type LoadedRow = readonly [next: string, published: string, packs: readonly string[]];

function positionsOf(partitions: readonly PartitionRange[], rows: readonly LoadedRow[]): Map<number, Position> {
  const positions = new Map<number, Position>();
  for (const [i, { partition }] of partitions.entries()) {
    const [next, published, packs] = rows[i] ?? [];
    if (next === undefined || packs === undefined) throw new StoreFailed(`Redis gave no position for partition ${partition}`);
    const producers = new Map<string, number>();
    for (let j = 0; j < packs.length; j += 2) producers.set(packs[j] ?? '', Number(packs[j + 1]));
    positions.set(partition, { next: Number(next), published: Number(published), producers });
  }
  return positions;
}

/** "offset index outcome", so that equal outcomes of two commands are two members; the offset is the member's score as well. */
function memberOf({ offset, index, outcome }: OutboxRow): Buffer {
  return Buffer.concat([Buffer.from(`${offset} ${index} `), outcome]);
}

function outboxRow(partition: number, member: Buffer): OutboxRow {
  const afterOffset = member.indexOf(' ');
  const afterIndex = member.indexOf(' ', afterOffset + 1);
  return {
    partition,
    offset: Number(member.toString('latin1', 0, afterOffset)),
    index: Number(member.toString('latin1', afterOffset + 1, afterIndex)),
    outcome: member.subarray(afterIndex + 1),
  };
}

async function orStoreFailed<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw storeFailed(error);
  }
}

function storeFailed(cause: unknown): StoreFailed {
  return cause instanceof StoreFailed ? cause : new StoreFailed('Redis failed', { cause });
}
