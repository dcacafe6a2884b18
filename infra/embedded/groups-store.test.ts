import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { LogicStore } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { groupsContract } from '../contract/groups-store.ts';
import { commitBatch, directMessage, keepCommand, testPartition } from '../contract/store-world.ts';
import { logicStore } from '../sql/logic-tables.ts';
import { sqliteBatches } from './batches.ts';
import { openSqliteStore } from './store.ts';
import { sqliteStoreFixture } from './testing.ts';

groupsContract('The embedded store', sqliteStoreFixture);

test('five hundred who join one group at once take as many statements as two', async () => {
  const store = openSqliteStore(':memory:');
  const batches = sqliteBatches(store, logicStore);
  const log = await testPartition(batches);
  const groupId = newId();
  await commitBatch(batches, log, (batch) =>
    keepCommand(batch, async (command) => {
      await command.groups.lock(groupId);
      const fields = { name: '', avatarUrl: '', about: '', owner: newId(), joinPolicy: im.JoinPolicy.OPEN, createdAt: 1 };
      command.groups.create({ groupId, ...fields });
      await command.messages.append(directMessage(newId(), newId(), { conversation: groupId }));
    }),
  );
  const statementsOf = async (count: number): Promise<number> => {
    const statements = vi.spyOn(store, 'query');
    const joins = Array.from({ length: count }, newId).map((user) => async (command: LogicStore) => {
      const said = directMessage(user, user, { conversation: groupId, clientMessageId: randomBytes(16) });
      await Promise.all([
        command.groups.lock(groupId),
        command.groupMembers.find(groupId, user),
        command.messages.findByClientId(groupId, user, said.clientMessageId),
      ]);
      await command.groupMembers.listIds(groupId);
      const told = await command.messages.append(said);
      await command.groupMembers.add(groupId, [{ user, role: im.GroupRole.MEMBER }], told.message);
    });
    await commitBatch(batches, log, (batch) => Promise.all(joins.map((join) => keepCommand(batch, join))));
    const { length } = statements.mock.calls;
    statements.mockRestore();
    return length;
  };
  expect(await statementsOf(500)).toBe(await statementsOf(2));
  store.close();
});
