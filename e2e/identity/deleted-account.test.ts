// How logic sees an account that auth has deleted. Both services use the same table of accounts.
import { describe, expect, onTestFinished, test } from 'vitest';
import { authTables } from '../../auth/store/accounts.ts';
import { type CommandRunner, commandRunner, newAccount } from '../../auth/store/testing/auth-store-fixture.ts';
import { mysqlBatches } from '../../infra/mysql/batches.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { sqliteBatches } from '../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { directMessage, readConversations, readMessages, sendDirect } from '../../logic/store/testing/store-fixture.ts';
import { newId } from '../../proto/ids.ts';

/** One store, as a process of auth and a process of logic use it. */
interface SharedStore {
  readonly auth: CommandRunner;
  readonly logic: CommandRunner<LogicStore>;
}

async function sqliteStore(): Promise<SharedStore> {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  return {
    auth: await commandRunner(sqliteBatches(store, authTables)),
    logic: await commandRunner(sqliteBatches(store, logicStore)),
  };
}

async function mysqlStore(): Promise<SharedStore> {
  const servers = await realServers(['mysql']);
  onTestFinished(() => servers.release());
  await migrateMysql(servers.mysql, silentLog);
  const auth = mysqlBatches(servers.mysql, silentLog, authTables);
  onTestFinished(() => auth.close());
  const logic = mysqlBatches(servers.mysql, silentLog, logicStore);
  onTestFinished(() => logic.close());
  return { auth: await commandRunner(auth), logic: await commandRunner(logic) };
}

function deletedAccountContract(makeStore: () => Promise<SharedStore>): void {
  test('a deleted account accepts no messages; its messages stay with their readers, without a sender name', async () => {
    const { auth, logic } = await makeStore();
    const [reader, writer] = [newAccount(newId()), newAccount(newId())];
    for (const account of [reader, writer]) expect(await auth.runOne(({ accounts }) => accounts.add(account))).toBeUndefined();
    const sent = directMessage(writer.userId, reader.userId, { text: 'what I leave behind' });
    await logic.runOne((tx) => sendDirect(tx, sent));
    expect(await logic.runOne(({ people }) => people.exists(writer.userId))).toBe(true);
    await auth.runOne(async ({ accounts }) => {
      if (await accounts.lock(writer.userId)) accounts.remove(writer.userId);
    });

    expect(await logic.runOne(({ people }) => people.exists(writer.userId))).toBe(false);
    expect(await logic.runOne(({ relations }) => relations.findMessagingPolicy(newId(), writer.userId))).toMatchObject({
      exists: false,
    });
    expect(await logic.runOne(({ people }) => people.findByName(writer.nameKey))).toBeUndefined();
    const [listed] = await logic.runOne((tx) => readConversations(tx, reader.userId, '', 10));
    expect(listed).toMatchObject({
      peerId: writer.userId,
      peerName: '',
      lastMessage: { text: sent.text, senderId: writer.userId },
    });
    const pulled = await logic.runOne((tx) => readMessages(tx, reader.userId, listed?.conversationId ?? '', 0, 10));
    expect(pulled?.messages.map(({ text }) => text)).toEqual([sent.text]);
  });
}

describe('in the embedded store', () => deletedAccountContract(sqliteStore));
describeReal('on MySQL', ['mysql'], () => deletedAccountContract(mysqlStore));
