// What every store of logic promises of groups, as tests: one thing after the other within a group, exact counts, pages in the order of ids.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Group, LogicStored, StoredMessage } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import { type Batches, DataError } from '../ports.ts';
import { kept, type LogicStoreWorld, type Records, reading, records, STRANGE_IDS, stored } from './store-world.ts';

const { ADMIN, MEMBER, OWNER } = im.GroupRole;

export function groupsStoreContract(name: string, makeWorld: () => Promise<LogicStoreWorld>): void {
  describe(`${name} keeps the promises of Groups, GroupMembers and GroupRequests:`, () => {
    let world: LogicStoreWorld;
    let batches: Batches<LogicStored>;
    let log: Records;
    beforeAll(async () => {
      world = await makeWorld();
      batches = world.connect();
      log = await records(batches);
    });
    afterAll(() => world.close());

    /** One command in a batch of its own. */
    const run = <T>(handle: (stored: LogicStored) => Promise<T>): Promise<T> =>
      stored(batches, log, (batch) => kept(batch, handle));
    const read = <T>(handle: (stored: LogicStored) => Promise<T>): Promise<T> => reading(batches, handle);
    const inOrder = (ids: readonly string[]): string[] =>
      ids
        .map((id) => Buffer.from(id, 'base64url'))
        .sort(Buffer.compare)
        .map((id) => id.toString('base64url'));

    const happens = ({ messages }: LogicStored, group: string, sender: string): Promise<StoredMessage> =>
      messages
        .append({
          conversation: group,
          sender,
          clientMessageId: randomBytes(16),
          kind: im.MessageKind.SYSTEM,
          text: '',
          body: '{}',
          replyTo: 0,
          mentions: [],
          target: 0,
          emoji: '',
          removed: false,
          time: 1_700_000_000_000,
        })
        .then(({ message }) => message);
    const fields = (owner: string): Omit<Group, 'members' | 'dissolved'> => ({
      group: newId(),
      name: "Bobby'; DROP TABLE group_chats; -- 😀",
      avatarUrl: 'https://a/?b=:c',
      about: 'NUL \0 and \\ and "',
      owner,
      joinPolicy: im.JoinPolicy.OPEN,
      createdAt: 1_700_000_000_123,
    });
    /** A group of an owner and others. */
    async function made(members: readonly string[] = []): Promise<Group> {
      const [owner = newId(), ...others] = members;
      return run(async (command) => {
        const { group } = command.groups.add(fields(owner));
        const first = await happens(command, group, owner);
        return command.groupMembers.join(
          group,
          [{ user: owner, role: OWNER }, ...others.map((user) => ({ user, role: MEMBER }))],
          first,
        );
      });
    }
    const joins = async (command: LogicStored, group: string, user: string): Promise<Group | undefined> => {
      await command.groups.lock(group);
      return command.groupMembers.join(group, [{ user, role: MEMBER }], await happens(command, group, user));
    };

    test('a group comes back as it was made, and as it was changed', async () => {
      const owner = newId();
      const group = await made([owner]);
      expect(await read(({ groups }) => groups.get(group.group))).toMatchObject({ ...group, members: 1, dissolved: false });
      const to = { name: 'x', about: '', avatarUrl: '', owner: newId(), joinPolicy: im.JoinPolicy.BY_REQUEST, dissolved: true };
      const changed = await run(async ({ groups }) => {
        await groups.lock(group.group);
        return groups.change(group.group, to);
      });
      expect(changed).toMatchObject({ ...group, ...to });
      expect(await read(({ groups }) => groups.get(group.group))).toMatchObject({ ...group, ...to });
    });

    test('what is no group and no user is not found, and nothing can be done to a group that was not locked', async () => {
      const { group } = await made([newId()]);
      for (const strange of [...STRANGE_IDS, newId()]) {
        const found = await read(({ groups, groupMembers, groupRequests }) =>
          Promise.all([
            groups.get(strange),
            groups.lock(strange),
            groupMembers.get(strange, strange),
            groupMembers.get(group, strange),
            groupRequests.get(group, strange),
          ]),
        );
        expect(found, strange).toEqual([undefined, undefined, undefined, undefined, undefined]);
        expect(await read(({ groupMembers }) => groupMembers.ids(strange))).toEqual([]);
        expect(await read(({ groupMembers }) => groupMembers.groupsOf(strange, '', 5))).toEqual([]);
        if (strange !== '') expect(await read(({ groupMembers }) => groupMembers.groupsOf(newId(), strange, 5))).toEqual([]);
      }
      await expect(run(async ({ groups }) => groups.change(group, { name: 'x' }))).rejects.toThrow('locked');
    });

    test('members come in, change and go, and are counted', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann, ben]);
      expect((await run((command) => joins(command, group, cay)))?.members).toBe(3);
      await run(async ({ groups, groupMembers }) => {
        await groups.lock(group);
        const member = await groupMembers.get(group, cay);
        if (member) groupMembers.change(group, [{ ...member, role: ADMIN, mutedUntil: 1_800_000_000_000 }]);
      });
      expect(await read(({ groupMembers }) => groupMembers.get(group, cay))).toEqual({
        user: cay,
        role: ADMIN,
        mutedUntil: 1_800_000_000_000,
        joinedAt: 1_700_000_000_000,
      });
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben, cay]));
      expect([...(await read(({ groupMembers }) => groupMembers.adminIds(group)))].sort()).toEqual([ann, cay].sort());
      const now = await run(async (command) => {
        await command.groups.lock(group);
        return command.groupMembers.leave(group, [ann, cay], (await happens(command, group, ann)).seq);
      });
      expect(now.members).toBe(1);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual([ben]);
      expect(await read(({ groupMembers }) => groupMembers.get(group, ann))).toBeUndefined();
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(1);
    });

    test('membership says what can be seen: from joining, to leaving, and from coming back', async () => {
      const [ann, ben] = [newId(), newId()];
      const { group } = await made([ann]);
      const seen = () => read(({ conversations }) => conversations.membership(ben, group));
      expect(await seen()).toBeUndefined();
      await run((command) => joins(command, group, ben));
      expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 2, left: false, group: true, peer: '', readSeq: 2, unread: 0 });
      const version = (await seen())?.stateVersion ?? 0;
      await run(async (command) => {
        await command.groups.lock(group);
        command.groupMembers.leave(group, [ben], (await happens(command, group, ben)).seq);
      });
      expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 3, left: true });
      await run((command) => joins(command, group, ben));
      expect(await seen()).toMatchObject({ firstSeq: 4, lastSeq: 4, left: false, readSeq: 4 });
      expect((await seen())?.stateVersion).toBeGreaterThan(version + 1);
    });

    test('two commands of one batch that change one group run one after the other', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann]);
      const both = () =>
        stored(batches, log, (batch) =>
          Promise.all([ben, cay].map((user) => kept(batch, (command) => joins(command, group, user)))),
        );
      await expect(both()).rejects.toBeInstanceOf(DataError);
      await stored(
        batches,
        log,
        async (batch) => {
          for (const user of [ben, cay]) await kept(batch, (command) => joins(command, group, user));
        },
        { isolated: true },
      );
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(3);
      // In one batch, where the second comes after the first was kept.
      const [dan, eve] = [newId(), newId()];
      await stored(batches, log, async (batch) => {
        for (const user of [dan, eve]) await kept(batch, (command) => joins(command, group, user));
      });
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(5);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben, cay, dan, eve]));
    });

    test('several batches at once count every one who joins', async () => {
      const [ann, ...others] = Array.from({ length: 13 }, newId);
      const { group } = await made([ann ?? '']);
      await Promise.all(
        [0, 1, 2].map(async (writer) => {
          const own = world.connect();
          const from = await records(own);
          for (const user of others.slice(writer * 4, writer * 4 + 4))
            await stored(own, from, (batch) => kept(batch, (command) => joins(command, group, user)));
        }),
      );
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(13);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toHaveLength(13);
    });

    test('a command that is refused after it locked a group has changed nothing', async () => {
      const { group } = await made([newId()]);
      await stored(batches, log, async (batch) => {
        const command = batch.command();
        await command.stored.groups.lock(group);
        command.stored.groups.change(group, { name: 'refused' });
        expect(await command.discard()).toBe(true);
        await kept(batch, async ({ groups }) => {
          expect((await groups.lock(group))?.name).not.toBe('refused');
          groups.change(group, { about: 'kept' });
        });
      });
      expect(await read(({ groups }) => groups.get(group))).toMatchObject({ about: 'kept' });
      expect((await read(({ groups }) => groups.get(group)))?.name).not.toBe('refused');
    });

    test('groups of a user, members of a group and requests come page by page, in the order of their ids', async () => {
      const ann = newId();
      const others = Array.from({ length: 5 }, newId);
      const groups: string[] = [];
      for (const members of [[ann], [ann, ...others], [ann]]) groups.push((await made(members)).group);
      const mine = inOrder(groups);
      await made([newId()]);
      const page = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.groupsOf(ann, after, limit));
      expect((await page('', 2)).map(({ group }) => group.group)).toEqual(mine.slice(0, 2));
      expect((await page(mine[1] ?? '', 2)).map(({ group }) => group.group)).toEqual(mine.slice(2));
      expect((await page('', 1))[0]?.member).toMatchObject({ user: ann, role: OWNER });

      const [person = ''] = others;
      await world.addPerson({ user: person, name: 'Zoë', nameKey: `zoë ${person}` });
      const all = (await page('', 9)).find(({ group }) => group.members === 6)?.group.group ?? '';
      const members = (after: string, limit: number) => read(({ groupMembers }) => groupMembers.list(all, after, limit));
      const ids = inOrder([ann, ...others]);
      expect((await members('', 4)).map(({ user }) => user)).toEqual(ids.slice(0, 4));
      const rest = await members(ids[3] ?? '', 4);
      expect(rest.map(({ user }) => user)).toEqual(ids.slice(4));
      const named = [...(await members('', 9))].filter(({ name }) => name !== '').map(({ user, name }) => [user, name]);
      expect(named).toEqual([[person, 'Zoë']]);

      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        for (const user of others) groupRequests.add(all, user, 'hello', 5);
        groupRequests.add(all, person, 'hello again', 6);
      });
      const requests = (after: string, limit: number) => read(({ groupRequests }) => groupRequests.list(all, after, limit));
      const asked = inOrder(others);
      expect((await requests('', 3)).map(({ user }) => user)).toEqual(asked.slice(0, 3));
      expect((await requests(asked[2] ?? '', 3)).map(({ user }) => user)).toEqual(asked.slice(3));
      const found = await read(({ groupRequests }) => groupRequests.get(all, person));
      expect(found).toEqual({ user: person, name: 'Zoë', greeting: 'hello again', time: 6 });
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        groupRequests.remove(all, person);
      });
      expect(await requests('', 9)).toHaveLength(4);
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        groupRequests.removeAll(all);
      });
      expect(await requests('', 9)).toEqual([]);
    });
  });
}
