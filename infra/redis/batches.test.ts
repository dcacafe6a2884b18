import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { type Batches, type Log, PositionMoved, StoreFailed } from '../ports/index.ts';
import { commitBatch, outboxRow, outboxTexts, readPosition, testPartition } from '../testing/batch-fixture.ts';
import { claim, positionsContract, range } from '../testing/positions-contract.ts';
import { describeReal, realServers, startPrivateServers } from '../testing/real-servers.ts';
import { redisBatches } from './batches.ts';
import { redisClient } from './client.ts';

const TOPIC = 'test.topic';
const lines: string[] = [];
const note = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };
const nothing = async (): Promise<void> => undefined;

async function ready(url: string): Promise<Redis> {
  const client = redisClient(url, log);
  await vi.waitFor(() => expect(client.status).toBe('ready'));
  return client;
}

describeReal('Redis keeps the promises of Batches:', ['redis'], () => {
  let servers: Awaited<ReturnType<typeof realServers<'redis'>>>;
  let client: Redis;
  let batches: Batches<undefined>;
  beforeAll(async () => {
    servers = await realServers(['redis']);
    client = await ready(servers.redis);
    batches = redisBatches(client, log);
  });
  afterAll(async () => {
    client?.disconnect();
    await servers?.release();
  });

  positionsContract(() => ({ connect: () => redisBatches(client, log), close: nothing }));

  test('a batch is one round trip', async () => {
    const from = await testPartition(batches);
    await commitBatch(batches, from, nothing);
    const before = await calls(client);
    await commitBatch(batches, from, nothing, { outbox: [outboxRow(1, 0, 'answer')] });
    expect((await calls(client)) - before).toBe(1);
  });

  test('a producer that was not seen for a day is forgotten when the partition is loaded', async () => {
    const from = await testPartition(batches);
    const producers = new Map([
      ['gate-a', 1],
      ['gate-b', 2],
    ]);
    await commitBatch(batches, from, nothing, { claim: { producers } });
    const key = `im:producers:${from.group}:${from.topic}:0`;
    const [number, seen] = ((await client.hget(key, 'gate-a')) ?? '').split(' ');
    await client.hset(key, 'gate-a', `${number} ${Number(seen) - 24 * 60 * 60 - 1}`);
    expect((await readPosition(batches, from))?.producers).toEqual(new Map([['gate-b', 2]]));
    expect(await client.hlen(key)).toBe(1);
  });

  describe('when Redis has lost something', () => {
    const lost = 'redis has forgotten how far these partitions were run; their positions are written anew';

    test('the owner of a partition goes on, and whoever comes next goes on from there', async () => {
      const group = newId();
      await batches.loadPositions(group, TOPIC, [range(0), range(1)]);
      await batches.open(group, TOPIC, [claim(0, 0, 5), claim(1, 0, 3)]).commit([outboxRow(4, 0, 'lost')]);
      await client.flushdb();
      lines.length = 0;
      const producers = new Map([['gate-a', 9]]);
      await batches.open(group, TOPIC, [claim(0, 5, 6, { producers }), claim(1, 3, 4)]).commit([outboxRow(5, 0, 'answer')]);
      expect(lines).toEqual([lost]);
      const loaded = await batches.loadPositions(group, TOPIC, [range(0), range(1)]);
      expect(loaded.get(0)).toEqual({ next: 6, published: 5, producers });
      expect(loaded.get(1)).toMatchObject({ next: 4, published: 3 });
      expect((await batches.readOutbox(group, TOPIC, 0, 0, 10)).map(({ offset }) => offset)).toEqual([5]);
    });

    test('a row that went back, as after a failover, is taken for lost and not for somebody else', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, { claim: { end: 5 } });
      await client.hset(`im:position:${from.group}:${from.topic}:0`, 'next', 3);
      await commitBatch(batches, from, nothing);
      expect(await readPosition(batches, from)).toMatchObject({ next: 6 });
    });

    test('of two owners who both believe in a partition exactly one is stored all the same', async () => {
      const group = newId();
      await client.flushdb();
      await batches.open(group, TOPIC, [claim(0, 7, 9)]).commit([]);
      await expect(batches.open(group, TOPIC, [claim(0, 7, 8)]).commit([])).rejects.toThrow(new PositionMoved([0]));
      // One that was left behind before Redis lost the row writes first: the true owner is not held up.
      await client.flushdb();
      await batches.open(group, TOPIC, [claim(0, 7, 8)]).commit([]);
      await batches.open(group, TOPIC, [claim(0, 9, 10)]).commit([]);
      expect((await batches.loadPositions(group, TOPIC, [range(0)])).get(0)).toMatchObject({ next: 10 });
    });

    test('an outcome of the lost time gives way to the one of the batch that ran', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing, { outbox: [outboxRow(0, 0, 'first')] });
      await client.del(`im:position:${from.group}:${from.topic}:0`);
      from.next = 0;
      await commitBatch(batches, from, nothing, { outbox: [outboxRow(0, 0, 'second')] });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 second']);
    });

    test('published makes no row where none is: the next batch knows where it belongs', async () => {
      const group = newId();
      await batches.advancePublished(group, TOPIC, new Map([[0, 8]]));
      expect((await batches.loadPositions(group, TOPIC, [range(0, 2)])).get(0)).toMatchObject({ next: 2, published: 2 });
    });
  });

  describe('when the answer to the commit is lost', () => {
    let way: Way;
    let far: Redis;
    beforeEach(async () => {
      way = await wayTo(servers.redis);
      far = await ready(way.url);
    });
    afterEach(() => {
      far.disconnect();
      way.close();
    });

    test('a batch that Redis has stored is found stored', async () => {
      const from = await testPartition(batches);
      const there = redisBatches(far, log);
      await readPosition(there, from);
      way.cutAfterRequest('the outcome');
      await there.open(from.group, from.topic, [from.claim()]).commit([outboxRow(0, 0, 'the outcome')]);
      expect(way.cuts).toBe(1);
      expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 the outcome']);
    });

    test('a batch that did not get there is StoreFailed, and stored when it runs again', async () => {
      const from = await testPartition(batches);
      const there = redisBatches(far, log);
      way.cutBeforeRequest('the outcome');
      const outbox = [outboxRow(0, 0, 'the outcome')];
      await expect(there.open(from.group, from.topic, [from.claim()]).commit(outbox)).rejects.toBeInstanceOf(StoreFailed);
      expect(way.cuts).toBe(1);
      expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
      await commitBatch(there, from, nothing, { outbox });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 the outcome']);
    });

    test('a batch that somebody else has overtaken meanwhile is PositionMoved', async () => {
      const from = await testPartition(batches);
      way.cutBeforeRequest('the outcome');
      const losing = redisBatches(far, log)
        .open(from.group, from.topic, [from.claim()])
        .commit([outboxRow(0, 0, 'the outcome')]);
      await commitBatch(batches, from, nothing, { claim: { end: 4 } });
      await expect(losing).rejects.toThrow(new PositionMoved([0]));
    });
  });
});

describeReal('a Redis that goes away', ['redis'], () => {
  test('everything is StoreFailed meanwhile, and the owner goes on when it is back with nothing in it', async () => {
    const servers = await startPrivateServers(['redis']);
    const client = await ready(servers.redis.address);
    try {
      const batches = redisBatches(client, log);
      const from = await testPartition(batches);
      await commitBatch(batches, from, nothing);
      await servers.redis.kill();
      const { group, topic } = from;
      await expect(batches.open(group, topic, [from.claim()]).commit([])).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.loadPositions(group, topic, [range(0)])).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.readOutbox(group, topic, 0, 0, 1)).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.advancePublished(group, topic, new Map([[0, 1]]))).rejects.toBeInstanceOf(StoreFailed);
      await servers.redis.start();
      await expect.poll(() => client.status, { timeout: 10_000 }).toBe('ready');
      await commitBatch(batches, from, nothing);
      expect(await readPosition(batches, from)).toMatchObject({ next: 2 });
    } finally {
      client.disconnect();
      await servers.stop();
    }
  });
});

interface Way {
  readonly url: string;
  readonly cuts: number;
  /** Breaks the connection once a request with this text was passed on, before its answer is. */
  cutAfterRequest(text: string): void;
  /** Breaks it instead of passing on the request. */
  cutBeforeRequest(text: string): void;
  close(): void;
}

/** A way to Redis that breaks where a test wants it to, once. */
async function wayTo(address: string): Promise<Way> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let cut: { readonly text: string; readonly passOn: boolean } | undefined;
  let cuts = 0;
  const server: Server = createServer((near) => {
    const far = dial(Number(target.port), target.hostname);
    let deaf = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => far.destroy());
    near.on('data', (bytes) => {
      if (cut && bytes.includes(cut.text)) {
        deaf = true;
        cuts++;
        if (cut.passOn) far.write(bytes);
        else near.destroy();
        cut = undefined;
      } else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (deaf) near.destroy();
      else near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as { port: number }).port;
  return {
    url: `redis://127.0.0.1:${port}${target.pathname}`,
    get cuts() {
      return cuts;
    },
    cutAfterRequest(text) {
      cut = { text, passOn: true };
    },
    cutBeforeRequest(text) {
      cut = { text, passOn: false };
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** How many scripts this server has run since it started. */
async function calls(client: Redis): Promise<number> {
  const text = await client.info('commandstats');
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(text)?.[1] ?? 0);
}
