import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { LogicStored } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { groupsStoreContract } from '../contract/groups-store.ts';
import { kept, message, records, stored } from '../contract/store-world.ts';
import { logicTables } from '../sql/logic-tables.ts';
import { embeddedBatches } from './batches.ts';
import { openStore } from './store.ts';
import { embeddedWorld } from './testing.ts';

groupsStoreContract('The embedded store', embeddedWorld);

test('five hundred who join one group at once take as many statements as two', async () => {
  const store = openStore(':memory:');
  const batches = embeddedBatches(store, logicTables);
  const log = await records(batches);
  const group = newId();
  await stored(batches, log, (batch) =>
    kept(batch, async (command) => {
      await command.groups.lock(group);
      const fields = { name: '', avatarUrl: '', about: '', owner: newId(), joinPolicy: im.JoinPolicy.OPEN, createdAt: 1 };
      command.groups.add({ group, ...fields });
      await command.messages.append(message(newId(), newId(), { conversation: group }));
    }),
  );
  const statementsOf = async (count: number): Promise<number> => {
    const statements = vi.spyOn(store, 'rows');
    const joins = Array.from({ length: count }, newId).map((user) => async (command: LogicStored) => {
      const said = message(user, user, { conversation: group, clientMessageId: randomBytes(16) });
      await Promise.all([
        command.groups.lock(group),
        command.groupMembers.get(group, user),
        command.messages.byClientId(group, user, said.clientMessageId),
      ]);
      await command.groupMembers.ids(group);
      const told = await command.messages.append(said);
      await command.groupMembers.join(group, [{ user, role: im.GroupRole.MEMBER }], told.message);
    });
    await stored(batches, log, (batch) => Promise.all(joins.map((join) => kept(batch, join))));
    const { length } = statements.mock.calls;
    statements.mockRestore();
    return length;
  };
  expect(await statementsOf(500)).toBe(await statementsOf(2));
  store.close();
});
