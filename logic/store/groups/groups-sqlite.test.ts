import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { sqliteBatches } from '../../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../../infra/sqlite/store.ts';
import { commitBatch, keepCommand, testPartition } from '../../../infra/testing/batch-fixture.ts';
import { newId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { LogicStore } from '../../ports/index.ts';
import { logicStore } from '../logic-store.ts';
import { sqliteStoreFixture } from '../testing/sqlite-store.ts';
import { directMessage } from '../testing/store-fixture.ts';
import { groupsContract } from './testing/groups-contract.ts';

groupsContract('The embedded store', sqliteStoreFixture);

test('five hundred users who join one group at once take as many statements as two', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, logicStore);
  const log = await testPartition(batches);
  const groupId = newId();
  await commitBatch(batches, log, (batch) =>
    keepCommand(batch, async (command) => {
      await command.groups.lock(groupId);
      const fields = { name: '', avatarUrl: '', about: '', ownerId: newId(), joinPolicy: im.JoinPolicy.OPEN, createdAt: 1 };
      command.groups.create({ groupId, ...fields });
      await command.messages.append(directMessage(newId(), newId(), { conversationId: groupId }));
    }),
  );
  const statementsOf = async (count: number): Promise<number> => {
    const statements = vi.spyOn(store, 'query');
    const joins = Array.from({ length: count }, newId).map((userId) => async (command: LogicStore) => {
      const said = directMessage(userId, userId, { conversationId: groupId, clientMessageId: randomBytes(16) });
      await Promise.all([
        command.groups.lock(groupId),
        command.groupMembers.find(groupId, userId),
        command.messages.findByClientId(groupId, userId, said.clientMessageId),
      ]);
      await command.groupMembers.listIds(groupId);
      const joined = await command.messages.append(said);
      await command.groupMembers.add(groupId, [{ userId, role: im.GroupRole.MEMBER }], joined.message);
    });
    await commitBatch(batches, log, (batch) => Promise.all(joins.map((join) => keepCommand(batch, join))));
    const { length } = statements.mock.calls;
    statements.mockRestore();
    return length;
  };
  expect(await statementsOf(500)).toBe(await statementsOf(2));
  store.close();
});
