import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { idBytes } from '../../proto/ids.ts';
import { authStoreContract } from '../contract/auth-store.ts';
import { accountOf, DAY_MS, plain, process, sessionOf } from '../contract/auth-world.ts';
import { accountReader, authTables } from '../sql/accounts.ts';
import { logicTables } from '../sql/messages.ts';
import { embeddedBatches, embeddedReader } from './batches.ts';
import { migrate } from './schema.ts';
import { openStore } from './store.ts';

authStoreContract('The embedded store', async () => {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, authTables);
  return {
    connect: () => batches,
    connectLogic: () => embeddedBatches(store, logicTables),
    reader: accountReader(embeddedReader(store)),
    age: async (user, days) => {
      store
        .statement(
          'UPDATE sessions SET ended_at = ended_at - ?1, expires_at = expires_at - ?1, created_at = created_at - ?1 WHERE user = ?2',
        )
        .run(days * DAY_MS, idBytes(user));
    },
    makeTimeless: async (session) => {
      store.statement('UPDATE sessions SET expires_at = NULL WHERE session = ?').run(idBytes(session));
    },
    close: async () => store.close(),
  };
});

test('accounts and sessions of a file from before there were addresses and expiry live on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'store');
  const account = accountOf('Alice');
  const session = sessionOf(account.user);
  const { user, name, nameKey, passwordHash } = account;
  const { instance, slot, connection } = session.address;
  const old = new DatabaseSync(file);
  migrate(old, 1);
  old.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?)').run(idBytes(user), name, nameKey, passwordHash, 17);
  const bound = [session.epoch, instance, slot, connection, session.boundAt, session.deviceKind, session.deviceName];
  old
    .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 18, NULL)')
    .run(idBytes(session.session), idBytes(user), ...bound, session.clientRequestId);
  old.close();

  const store = openStore(file);
  onTestFinished(() => store.close());
  const at = await process(embeddedBatches(store, authTables));
  expect(await at.one(({ accounts }) => accounts.byName(nameKey))).toEqual(account);
  expect(await at.one(({ accounts }) => accounts.addedAt(user))).toBe(17);
  const [living] = await at.one(({ sessions }) => sessions.living(user));
  expect(living?.openedAt).toBe(18);
  expect(plain(living)).toEqual(plain(session));
});
