import { createServer, type Server, type Socket, connect as tcpConnect } from 'node:net';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PositionMoved, StoreFailed } from '../../infra/ports/index.ts';
import { commitBatch, keepCommand, testPartition } from '../../infra/testing/batch-fixture.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { decodeId, directConversationId, newId } from '../../proto/ids.ts';
import { batchesContract } from './testing/batches-contract.ts';
import { logicStoreContract } from './testing/logic-store-contract.ts';
import { type MysqlStoreFixture, mysqlStoreFixture } from './testing/mysql-store.ts';
import { directMessage, sendDirect } from './testing/store-fixture.ts';

describeReal('the store on MySQL', ['mysql'], () => {
  batchesContract('MySQL', mysqlStoreFixture);
  logicStoreContract('MySQL', mysqlStoreFixture);

  describe('when MySQL fails', () => {
    let fixture: MysqlStoreFixture;
    let [alice, bob] = ['', ''];
    beforeAll(async () => {
      fixture = await mysqlStoreFixture();
      [alice, bob] = [newId(), newId()];
      for (const userId of [alice, bob]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
    });
    afterAll(() => fixture.close());

    const texts = async (one: string, other: string): Promise<string[]> => {
      const [rows] = await fixture.connection.query('SELECT text FROM messages WHERE conversation_id = ? ORDER BY seq', [
        decodeId(directConversationId(one, other)),
      ]);
      return (rows as string[][]).map(([text]) => String(text));
    };

    test('a lock wait timeout (1205) stores nothing of the batch, and the batch can run again', async () => {
      const batches = fixture.connect();
      const from = await testPartition(batches);
      await commitBatch(batches, from, (batch) =>
        keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob, { text: 'one' }))),
      );
      const holder = await mysql.createConnection(fixture.url);
      await holder.query('BEGIN');
      await holder.query('SELECT * FROM conversations WHERE conversation_id = ? FOR UPDATE', [
        decodeId(directConversationId(alice, bob)),
      ]);
      const two = directMessage(alice, bob, { text: 'two' });
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      await expect(keepCommand(batch, (logic) => sendDirect(logic, two))).rejects.toBeInstanceOf(StoreFailed);
      await batch.rollback();
      await holder.end();
      await commitBatch(batches, from, (again) => keepCommand(again, (logic) => sendDirect(logic, two)));
      expect(await texts(alice, bob)).toEqual(['one', 'two']);
    });

    test('a deadlock (1213) stores nothing of the batch, and the batch can run again', async () => {
      const batches = fixture.connect();
      const from = await testPartition(batches);
      const other = newId();
      await fixture.addPerson({ userId: other, name: other, nameKey: other });
      const both = [directMessage(other, alice, { text: 'a' }), directMessage(other, bob, { text: 'b' })].sort((x, y) =>
        Buffer.compare(decodeId(directConversationId(other, x.receiver)), decodeId(directConversationId(other, y.receiver))),
      );
      const [low, high] = both.map((m) => decodeId(directConversationId(other, m.receiver)));
      await commitBatch(batches, from, (batch) =>
        keepCommand(batch, (logic) => Promise.all(both.map((m) => sendDirect(logic, m)))),
      );
      // The rival locks in the opposite order. It has more to roll back, so MySQL chooses the batch as the victim.
      const rival = await mysql.createConnection(fixture.url);
      await rival.query('CREATE TABLE IF NOT EXISTS rival_work (n INT) ENGINE=InnoDB');
      await rival.query('BEGIN');
      await rival.query(`INSERT INTO rival_work VALUES ${Array.from({ length: 100 }, (_, i) => `(${i})`).join(',')}`);
      await rival.query('SELECT * FROM conversations WHERE conversation_id = ? FOR UPDATE', [high]);
      const next = both.map((m) => directMessage(m.senderId, m.receiver, { text: `${m.text}2` }));
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      const appended = keepCommand(batch, (logic) => Promise.all(next.map((m) => sendDirect(logic, m))));
      const refused = expect(appended).rejects.toSatisfy(
        (e: Error) => e instanceof StoreFailed && (e.cause as { errno?: number }).errno === 1213,
      );
      await expect
        .poll(async () => {
          const waiting = "id <> CONNECTION_ID() AND info LIKE '%conversation_id IN (%FOR UPDATE%'";
          const [rows] = await fixture.connection.query(`SELECT COUNT(*) FROM information_schema.processlist WHERE ${waiting}`);
          return Number((rows as number[][])[0]?.[0]);
        })
        .toBeGreaterThan(0);
      await rival.query('SELECT * FROM conversations WHERE conversation_id = ? FOR UPDATE', [low]);
      await refused;
      await batch.rollback();
      await rival.end();
      await commitBatch(batches, from, (again) =>
        keepCommand(again, (logic) => Promise.all(next.map((m) => sendDirect(logic, m)))),
      );
      expect(await texts(other, alice)).toEqual(['a', 'a2']);
      expect(await texts(other, bob)).toEqual(['b', 'b2']);
    });

    test.each([
      ['after', 'the batch knows that it was committed, and nothing runs again'],
      ['before', 'the batch fails, runs again and is stored once'],
    ] as const)('when the connection is lost %s the server has the COMMIT, %s', async (when, _outcome) => {
      const [carol, dave] = [newId(), newId()];
      for (const userId of [carol, dave]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
      const proxy = await cuttingProxy(fixture.url);
      const batches = fixture.connect(proxy.url);
      const from = await testPartition(batches);
      const hello = directMessage(carol, dave, { text: 'hello' });
      proxy.cutAtCommit(when);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      await keepCommand(batch, (logic) => sendDirect(logic, hello));
      if (when === 'after') {
        await batch.commit([]);
        from.next++;
      } else {
        await expect(batch.commit([])).rejects.toBeInstanceOf(StoreFailed);
        await batch.rollback();
        await commitBatch(batches, from, (again) => keepCommand(again, (logic) => sendDirect(logic, hello)));
      }
      expect(proxy.cuts()).toBe(1);
      expect(await texts(carol, dave)).toEqual(['hello']);
      await commitBatch(batches, from, (next) =>
        keepCommand(next, (logic) => sendDirect(logic, directMessage(carol, dave, { text: 'next' }))),
      );
      expect(await texts(carol, dave)).toEqual(['hello', 'next']);
      await proxy.close();
    });

    test('a connection lost between the first read and the commit stores nothing of the batch', async () => {
      const [carol, dave] = [newId(), newId()];
      for (const userId of [carol, dave]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
      const proxy = await cuttingProxy(fixture.url);
      const batches = fixture.connect(proxy.url);
      const from = await testPartition(batches);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      await keepCommand(batch, (logic) => sendDirect(logic, directMessage(carol, dave)));
      proxy.cutNow();
      await expect(batch.commit([])).rejects.toBeInstanceOf(StoreFailed);
      await batch.rollback();
      expect(await texts(carol, dave)).toEqual([]);
      await proxy.close();
    });

    test('a MySQL server that vanishes without closing the connection fails the batch by a timeout', async () => {
      const [carol, dave] = [newId(), newId()];
      for (const userId of [carol, dave]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
      const proxy = await cuttingProxy(fixture.url);
      const batches = fixture.connect(proxy.url);
      const from = await testPartition(batches);
      const batch = batches.open(from.group, from.topic, [from.claim()]);
      proxy.swallow();
      const append = keepCommand(batch, (logic) => sendDirect(logic, directMessage(carol, dave)));
      await expect(append).rejects.toBeInstanceOf(StoreFailed);
      await batch.rollback();
      await proxy.close();
    }, 20_000);

    test('a batch that was suspended while another instance advanced the partition is refused', async () => {
      const [carol, dave] = [newId(), newId()];
      for (const userId of [carol, dave]) await fixture.addPerson({ userId, name: userId, nameKey: userId });
      const [sleeper, other] = [fixture.connect(), fixture.connect()];
      const from = await testPartition(sleeper);
      const claim = from.claim();
      await commitBatch(other, from, (batch) =>
        keepCommand(batch, (logic) => sendDirect(logic, directMessage(carol, dave, { text: 'by the other' }))),
      );
      const late = sleeper.open(from.group, from.topic, [claim]);
      await expect(
        keepCommand(late, (logic) => sendDirect(logic, directMessage(carol, dave, { text: 'late' }))),
      ).rejects.toBeInstanceOf(PositionMoved);
      await late.rollback();
      expect(await texts(carol, dave)).toEqual(['by the other']);
    });
  });
});

/**
 * A TCP proxy before MySQL. It can cut the connection at a COMMIT: before the server gets it, or after it, so that only the
 * answer is lost.
 */
async function cuttingProxy(url: string): Promise<{
  url: string;
  cutAtCommit(when: 'before' | 'after'): void;
  cutNow(): void;
  /** From now on the proxy drops all data and keeps the connections open. */
  swallow(): void;
  cuts(): number;
  close(): Promise<void>;
}> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let armed: 'before' | 'after' | undefined;
  let cuts = 0;
  let isSwallowing = false;
  const server: Server = createServer((client) => {
    const upstream = tcpConnect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let dropsAnswers = false;
    client.on('data', (data) => {
      if (isSwallowing) return;
      if (!armed || !data.includes('COMMIT')) {
        upstream.write(data);
        return;
      }
      const when = armed;
      armed = undefined;
      cuts++;
      if (when === 'before') {
        client.destroy();
        return;
      }
      dropsAnswers = true;
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (dropsAnswers) client.destroy();
      else client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  const proxied = new URL(url);
  proxied.port = String(address.port);
  proxied.hostname = '127.0.0.1';
  return {
    url: proxied.href,
    cutAtCommit: (when) => {
      armed = when;
    },
    cutNow: () => {
      for (const socket of sockets) socket.destroy();
    },
    swallow: () => {
      isSwallowing = true;
    },
    cuts: () => cuts,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
