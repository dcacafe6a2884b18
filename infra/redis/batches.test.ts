import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { type Batches, type Log, PositionMoved, PRODUCER_TTL_MS, StoreFailed } from '../ports/index.ts';
import { commitBatch, outboxRow, outboxTexts, readPosition, testPartition } from '../testing/batch-fixture.ts';
import { claim, positionsContract, range } from '../testing/positions-contract.ts';
import { describeReal, realServers, startPrivateServers } from '../testing/real-servers.ts';
import { redisBatches } from './batches.ts';
import { redisClient } from './client.ts';

const TOPIC = 'test.topic';
const lines: string[] = [];
const note = (_fields: object, message: string): void => void lines.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };
const doNothing = async (): Promise<void> => undefined;

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

  positionsContract(() => ({ connect: () => redisBatches(client, log), close: doNothing }));

  test('a batch is one round trip', async () => {
    const from = await testPartition(batches);
    await commitBatch(batches, from, doNothing);
    const sent = vi.spyOn(client, 'sendCommand');
    await commitBatch(batches, from, doNothing, { outbox: [outboxRow(1, 0, 'answer')] });
    expect(sent).toHaveBeenCalledTimes(1);
    sent.mockRestore();
  });

  test('a producer without packs for a day is deleted when its partition is loaded', async () => {
    const from = await testPartition(batches);
    const producers = new Map([
      ['gate-a', 1],
      ['gate-b', 2],
    ]);
    await commitBatch(batches, from, doNothing, { claim: { producers } });
    const key = `im:producers:${from.group}:${from.topic}:0`;
    const [number, seen] = ((await client.hget(key, 'gate-a')) ?? '').split(' ');
    await client.hset(key, 'gate-a', `${number} ${Number(seen) - PRODUCER_TTL_MS / 1000 - 1}`);
    expect((await readPosition(batches, from))?.producers).toEqual(new Map([['gate-b', 2]]));
    expect(await client.hlen(key)).toBe(1);
  });

  describe('when Redis has lost data', () => {
    const lost = 'redis lost the positions of these partitions, rewriting them';

    test('the owner of a partition commits its next batch, and the next owner starts after that batch', async () => {
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

    test('a position that moved back, as after a failover, counts as lost data and not as a takeover', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, doNothing, { claim: { end: 5 } });
      await client.hset(`im:position:${from.group}:${from.topic}:0`, 'next', 3);
      await commitBatch(batches, from, doNothing);
      expect(await readPosition(batches, from)).toMatchObject({ next: 6 });
    });

    test('of two instances that claim the same records exactly one commits', async () => {
      const group = newId();
      await client.flushdb();
      await batches.open(group, TOPIC, [claim(0, 7, 9)]).commit([]);
      await expect(batches.open(group, TOPIC, [claim(0, 7, 8)]).commit([])).rejects.toThrow(new PositionMoved([0]));
      // After a loss, even if an outdated instance commits first, the owner still continues.
      await client.flushdb();
      await batches.open(group, TOPIC, [claim(0, 7, 8)]).commit([]);
      await batches.open(group, TOPIC, [claim(0, 9, 10)]).commit([]);
      expect((await batches.loadPositions(group, TOPIC, [range(0)])).get(0)).toMatchObject({ next: 10 });
    });

    test('when a batch runs again after a loss, its outcome replaces the old outcome in the outbox', async () => {
      const from = await testPartition(batches);
      await commitBatch(batches, from, doNothing, { outbox: [outboxRow(0, 0, 'first')] });
      await client.del(`im:position:${from.group}:${from.topic}:0`);
      from.next = 0;
      await commitBatch(batches, from, doNothing, { outbox: [outboxRow(0, 0, 'second')] });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 second']);
    });

    test('advancePublished does not create a missing position row', async () => {
      const group = newId();
      await batches.advancePublished(group, TOPIC, new Map([[0, 8]]));
      expect((await batches.loadPositions(group, TOPIC, [range(0, 2)])).get(0)).toMatchObject({ next: 2, published: 2 });
    });
  });

  describe('when the answer to the commit is lost', () => {
    let proxy: BreakingProxy;
    let far: Redis;
    beforeEach(async () => {
      proxy = await startProxy(servers.redis);
      far = await ready(proxy.url);
    });
    afterEach(() => {
      far.disconnect();
      proxy.close();
    });

    test('a batch that Redis stored counts as committed', async () => {
      const from = await testPartition(batches);
      const there = redisBatches(far, log);
      await readPosition(there, from);
      proxy.cutAfterRequest('the outcome');
      await there.open(from.group, from.topic, [from.claim()]).commit([outboxRow(0, 0, 'the outcome')]);
      expect(proxy.cuts).toBe(1);
      expect(await readPosition(batches, from)).toMatchObject({ next: 1 });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 the outcome']);
    });

    test('a batch that did not reach Redis throws StoreFailed, and is stored when it runs again', async () => {
      const from = await testPartition(batches);
      const there = redisBatches(far, log);
      proxy.cutBeforeRequest('the outcome');
      const outbox = [outboxRow(0, 0, 'the outcome')];
      await expect(there.open(from.group, from.topic, [from.claim()]).commit(outbox)).rejects.toBeInstanceOf(StoreFailed);
      expect(proxy.cuts).toBe(1);
      expect(await readPosition(batches, from)).toMatchObject({ next: 0 });
      await commitBatch(there, from, doNothing, { outbox });
      expect(await outboxTexts(batches, from)).toEqual(['0.0 the outcome']);
    });

    test('a batch whose partition another instance has advanced throws PositionMoved', async () => {
      const from = await testPartition(batches);
      proxy.cutBeforeRequest('the outcome');
      const losing = redisBatches(far, log)
        .open(from.group, from.topic, [from.claim()])
        .commit([outboxRow(0, 0, 'the outcome')]);
      await commitBatch(batches, from, doNothing, { claim: { end: 4 } });
      await expect(losing).rejects.toThrow(new PositionMoved([0]));
    });
  });
});

describeReal('a Redis that is killed', ['redis'], () => {
  test('while Redis is down every call throws StoreFailed, and the owner continues when Redis is back empty', async () => {
    const servers = await startPrivateServers(['redis']);
    const client = await ready(servers.redis.address);
    try {
      const batches = redisBatches(client, log);
      const from = await testPartition(batches);
      await commitBatch(batches, from, doNothing);
      await servers.redis.kill();
      const { group, topic } = from;
      await expect(batches.open(group, topic, [from.claim()]).commit([])).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.loadPositions(group, topic, [range(0)])).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.readOutbox(group, topic, 0, 0, 1)).rejects.toBeInstanceOf(StoreFailed);
      await expect(batches.advancePublished(group, topic, new Map([[0, 1]]))).rejects.toBeInstanceOf(StoreFailed);
      await servers.redis.start();
      await expect.poll(() => client.status, { timeout: 10_000 }).toBe('ready');
      await commitBatch(batches, from, doNothing);
      expect(await readPosition(batches, from)).toMatchObject({ next: 2 });
    } finally {
      client.disconnect();
      await servers.stop();
    }
  });
});

interface BreakingProxy {
  readonly url: string;
  readonly cuts: number;
  /** Breaks the connection after a request with this text was forwarded, before its answer is. */
  cutAfterRequest(text: string): void;
  /** Breaks the connection instead of forwarding the request. */
  cutBeforeRequest(text: string): void;
  close(): void;
}

/** A TCP proxy to Redis that breaks one connection where a test wants it. */
async function startProxy(address: string): Promise<BreakingProxy> {
  const target = new URL(address);
  const sockets = new Set<Socket>();
  let cut: { readonly text: string; readonly forward: boolean } | undefined;
  let cuts = 0;
  const server: Server = createServer((near) => {
    const far = dial(Number(target.port), target.hostname);
    let dropsAnswers = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => far.destroy());
    near.on('data', (bytes) => {
      if (cut && bytes.includes(cut.text)) {
        dropsAnswers = true;
        cuts++;
        if (cut.forward) far.write(bytes);
        else near.destroy();
        cut = undefined;
      } else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (dropsAnswers) near.destroy();
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
      cut = { text, forward: true };
    },
    cutBeforeRequest(text) {
      cut = { text, forward: false };
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
