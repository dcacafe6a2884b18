import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { sqliteBatches, sqliteReader } from '../../infra/sqlite/batches.ts';
import { migrateSqlite } from '../../infra/sqlite/migration.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { directMessage, readMessages, sendDirect } from '../../infra/testing/batch-fixture.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { decodeId, directConversationId } from '../../proto/ids.ts';
import { accountReader, authTables } from './accounts.ts';
import { authStoreContract } from './testing/auth-store-contract.ts';
import { commandRunner, comparableSession, DAY_MS, newAccount, newSession } from './testing/auth-store-fixture.ts';

authStoreContract('The embedded store', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, authTables);
  return {
    connect: () => batches,
    connectLogic: () => sqliteBatches(store, logicStore),
    reader: accountReader(sqliteReader(store)),
    backdate: async (user, days) => {
      store
        .statement(
          'UPDATE sessions SET ended_at = ended_at - ?1, expires_at = expires_at - ?1, created_at = created_at - ?1 WHERE user = ?2',
        )
        .run(days * DAY_MS, decodeId(user));
    },
    removeExpiry: async (session) => {
      store.statement('UPDATE sessions SET expires_at = NULL WHERE session = ?').run(decodeId(session));
    },
    close: async () => store.close(),
  };
});

test('accounts and sessions of a file from before e-mail addresses and expiry survive the migration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'store');
  const account = newAccount('Alice');
  const session = newSession(account.userId);
  const { userId, name, nameKey, passwordHash } = account;
  const { instance, slot, connection } = session.connectionAddress;
  const old = new DatabaseSync(file);
  migrateSqlite(old, 1);
  old.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?)').run(decodeId(userId), name, nameKey, passwordHash, 17);
  const bound = [session.epoch, instance, slot, connection, session.boundAt, session.deviceKind, session.deviceName];
  old
    .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 18, NULL)')
    .run(decodeId(session.sessionId), decodeId(userId), ...bound, session.clientRequestId);
  old.close();

  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  const at = await commandRunner(sqliteBatches(store, authTables));
  expect(await at.runOne(({ accounts }) => accounts.findByName(nameKey))).toEqual(account);
  expect(await at.runOne(({ accounts }) => accounts.readRegisteredAt(userId))).toBe(17);
  const [living] = await at.runOne(({ sessions }) => sessions.lockLiving(userId));
  expect(living?.openedAt).toBe(18);
  expect(comparableSession(living)).toEqual(comparableSession(session));
});

test('a file with the former column names keeps its messages, positions, producers and outcomes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'store');
  const [alice, bob] = [newAccount('Alice', { email: 'a@b.c', emailKey: 'a@b.c', disabled: true }), newAccount('Bob')];
  const conversation = directConversationId(alice.userId, bob.userId);
  const session = newSession(alice.userId, { tokenNumber: 3, usedTokenNumber: 2 });
  const old = new DatabaseSync(file);
  migrateSqlite(old, 3);
  const insert = (table: string, row: Record<string, SQLInputValue>): void => {
    const columns = Object.keys(row);
    const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    old.prepare(text).run(...Object.values(row));
  };
  for (const { userId, name, nameKey, passwordHash, email, emailKey, disabled } of [alice, bob]) {
    const found = { name, name_key: nameKey, password_hash: passwordHash, address: email, address_key: emailKey || null };
    insert('accounts', { user: decodeId(userId), ...found, disabled: disabled ? 1 : 0, created_at: 17, revision: 5 });
  }
  const { instance, slot, connection: number } = session.connectionAddress;
  const bound = { epoch: session.epoch, gate_instance: instance, gate_slot: slot, connection: number, bound_at: session.boundAt };
  const device = { device_kind: session.deviceKind, device_name: session.deviceName };
  const tokens = { token_number: 3, token_used: 2, expires_at: Date.now() + DAY_MS, revision: 5 };
  const opened = {
    session: decodeId(session.sessionId),
    user: decodeId(alice.userId),
    client_request_id: session.clientRequestId,
  };
  insert('sessions', { ...opened, ...bound, ...device, ...tokens, created_at: 18 });
  insert('conversations', { conversation: decodeId(conversation), seq: 1, countable: 1 });
  insert('conversation_members', {
    user: decodeId(alice.userId),
    conversation: decodeId(conversation),
    peer: decodeId(bob.userId),
  });
  const sent = { sender: decodeId(bob.userId), client_message_id: Buffer.alloc(16, 3), text: 'hello', time: 19 };
  insert('messages', { conversation: decodeId(conversation), seq: 1, ...sent });
  const at = { consumer_group: 'logic', topic: 'im.logic', partition: 2 };
  insert('consumer_position', { ...at, next_offset: 9, published_offset: 7 });
  insert('consumer_producer', { ...at, producer: 'gate-a', number: 4, seen_at: Date.now() });
  insert('outbox', { ...at, record_offset: 8, envelope_index: 1, outcome: Buffer.from('answer') });
  old.close();

  const store = openSqliteStore(file);
  onTestFinished(() => store.close());
  const auth = await commandRunner(sqliteBatches(store, authTables));
  expect(await auth.runOne(({ accounts }) => accounts.findByEmail('a@b.c'))).toEqual(alice);
  expect(await auth.runOne(({ accounts }) => accounts.findById(bob.userId))).toEqual(bob);
  expect(await auth.runOne(({ accounts }) => accounts.readRegisteredAt(bob.userId))).toBe(17);
  const [living] = await auth.runOne(({ sessions }) => sessions.lockLiving(alice.userId));
  expect([comparableSession(living), living?.openedAt]).toEqual([comparableSession(session), 18]);

  const batches = sqliteBatches(store, logicStore);
  const logic = await commandRunner<LogicStore>(batches);
  const next = directMessage(alice.userId, bob.userId, { text: 'hi', time: 20 });
  expect(await logic.runOne((logic) => sendDirect(logic, next))).toMatchObject({ isNew: true, message: { seq: 2 } });
  const pulled = await logic.runOne((logic) => readMessages(logic, alice.userId, conversation, 0, 10));
  expect(pulled).toMatchObject({ messages: [{ seq: 1, sender: bob.userId, text: 'hello', time: 19 }, { seq: 2 }], lastSeq: 2 });
  // What was there counts as read.
  const mine = await logic.runOne(({ conversations }) => conversations.findMembership(alice.userId, conversation));
  expect(mine).toMatchObject({ lastSeq: 2, readSeq: 1, peerReadSeq: 1, unread: 0 });
  const positions = await batches.loadPositions('logic', 'im.logic', [{ partition: 2, earliest: 0, end: 0 }]);
  expect(positions.get(2)).toEqual({ next: 9, published: 7, producers: new Map([['gate-a', 4]]) });
  const [kept] = await batches.readOutbox('logic', 'im.logic', 2, 0, 10);
  expect([kept?.offset, kept?.index, String(Buffer.from(kept?.outcome ?? []))]).toEqual([8, 1, 'answer']);
});
