// What every store of logic promises of groups, as tests: one thing after the other within a group, exact counts, pages in the order of ids.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Group, LogicStored, StoredMessage } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import { newId } from '../../proto/ids.ts';
import type { Batches } from '../ports.ts';
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

    const unsaid = (group: string, sender: string): StoredMessage => ({
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
      seq: 0,
      edited: false,
      recalled: false,
    });
    const happens = async ({ messages }: LogicStored, group: string, sender: string): Promise<StoredMessage> =>
      (await messages.append(unsaid(group, sender))).message;
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
        const made = fields(owner);
        await command.groups.lock(made.group);
        const { group } = command.groups.add(made);
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
        await command.groupMembers.leave(group, [ben], (await happens(command, group, ben)).seq);
      });
      expect(await seen()).toMatchObject({ firstSeq: 2, lastSeq: 3, left: true });
      await run((command) => joins(command, group, ben));
      expect(await seen()).toMatchObject({ firstSeq: 4, lastSeq: 4, left: false, readSeq: 4 });
      expect((await seen())?.stateVersion).toBeGreaterThan(version + 1);
    });

    /** All at once in one batch, as the runtime runs commands of different users. */
    const together = <T>(handles: readonly ((stored: LogicStored) => Promise<T>)[]): Promise<T[]> =>
      stored(batches, log, (batch) => Promise.all(handles.map((handle) => kept(batch, handle))));
    const leaves = async (command: LogicStored, group: string, user: string): Promise<Group> => {
      await command.groups.lock(group);
      return command.groupMembers.leave(group, [user], (await happens(command, group, user)).seq);
    };

    test('commands of one batch that change one group take turns, each on what those before it have left', async () => {
      const [ann, ben, cay, dan] = [newId(), newId(), newId(), newId()];
      const { group } = await made([ann]);
      const seen: unknown[] = [];
      const looks = async ({ groups, groupMembers }: LogicStored): Promise<undefined> => {
        const [now, member] = await Promise.all([groups.lock(group), groupMembers.get(group, ben)]);
        seen.push([now?.members, member?.role, (await groupMembers.ids(group)).length]);
      };
      await together<unknown>([
        looks,
        (command) => joins(command, group, ben),
        looks,
        (command) => joins(command, group, cay),
        async (command) => {
          const [, member] = await Promise.all([command.groups.lock(group), command.groupMembers.get(group, ben)]);
          if (member) command.groupMembers.change(group, [{ ...member, role: ADMIN }]);
        },
        looks,
        (command) => leaves(command, group, ben),
        looks,
        (command) => joins(command, group, dan),
      ]);
      expect(seen).toEqual([
        [1, undefined, 1],
        [2, MEMBER, 2],
        [3, ADMIN, 3],
        [2, undefined, 2],
      ]);
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(3);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, cay, dan]));
      expect(await read(({ conversations }) => conversations.membership(ben, group))).toMatchObject({
        left: true,
        firstSeq: 2,
        lastSeq: 4,
      });
      expect(await read(({ conversations }) => conversations.membership(dan, group))).toMatchObject({ left: false, firstSeq: 5 });
    });

    test('who goes and comes back, and goes again, in one batch has done so in that order', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann, ben]);
      const asks = (greeting: string) => async (command: LogicStored) => {
        await command.groups.lock(group);
        await command.groupRequests.add(group, cay, greeting, 5);
      };
      const refuses = async (command: LogicStored) => {
        await command.groups.lock(group);
        await command.groupRequests.remove(group, cay);
      };
      await together<unknown>([
        (command) => leaves(command, group, ben),
        (command) => joins(command, group, ben),
        asks('one'),
        refuses,
        asks('two'),
        (command) => joins(command, group, cay),
        (command) => leaves(command, group, cay),
      ]);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben]));
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(2);
      expect(await read(({ conversations }) => conversations.membership(ben, group))).toMatchObject({ left: false, firstSeq: 3 });
      expect(await read(({ conversations }) => conversations.membership(cay, group))).toMatchObject({
        left: true,
        firstSeq: 4,
        lastSeq: 5,
      });
      expect(await read(({ groupRequests }) => groupRequests.get(group, cay))).toBeUndefined();
      await together<unknown>([asks('one'), refuses, asks('two')]);
      expect(await read(({ groupRequests }) => groupRequests.get(group, cay))).toMatchObject({ greeting: 'two' });
    });

    test('who asks who is in a group is told those who may read what he says: nobody comes or goes before he has said it', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann, ben]);
      const [[heard, seq]] = await stored(batches, log, async (batch) => {
        const says = async (command: LogicStored): Promise<[readonly string[], number]> => {
          const ids = await command.groupMembers.ids(group);
          // The others have asked for their turns, and have read all they need for them.
          await command.groups.get(group);
          return [ids, (await happens(command, group, ann)).seq];
        };
        return Promise.all([
          kept(batch, says),
          kept(batch, (command) => leaves(command, group, ben)),
          kept(batch, (command) => joins(command, group, cay)),
        ]);
      });
      expect([heard, seq]).toEqual([inOrder([ann, ben]), 2]);
      const audience = (at: number) => read(({ conversations }) => conversations.audience(group, at));
      // Ben has gone with 3, Cay has come with 4.
      expect(inOrder(await audience(2))).toEqual(inOrder([ann, ben]));
      expect(inOrder(await audience(3))).toEqual(inOrder([ann, ben]));
      expect(inOrder(await audience(4))).toEqual(inOrder([ann, cay]));
      for (const strange of [...STRANGE_IDS, newId()])
        expect(await read(({ conversations }) => conversations.audience(strange, 1))).toEqual([]);
    });

    test('a command that is refused in its turn has changed nothing for those behind it', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann]);
      await stored(batches, log, async (batch) => {
        const refused = async (): Promise<void> => {
          const command = batch.command();
          const { groups, groupMembers } = command.stored;
          await groups.lock(group);
          await groupMembers.ids(group);
          await groupMembers.join(group, [{ user: ben, role: MEMBER }], { ...unsaid(group, ben), seq: 1 });
          groups.change(group, { name: 'refused' });
          expect(await command.discard()).toBe(true);
        };
        await Promise.all([refused(), kept(batch, (command) => joins(command, group, cay))]);
      });
      expect(await read(({ groups }) => groups.get(group))).toMatchObject({ members: 2, name: fields(ann).name });
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, cay]));
    });

    test('commands of an isolated batch find what those before them have left', async () => {
      const [ann, ben, cay] = [newId(), newId(), newId()];
      const { group } = await made([ann]);
      await stored(
        batches,
        log,
        async (batch) => {
          for (const user of [ben, cay]) await kept(batch, (command) => joins(command, group, user));
          await kept(batch, (command) => leaves(command, group, ben));
          await kept(batch, (command) => joins(command, group, ben));
        },
        { isolated: true },
      );
      expect((await read(({ groups }) => groups.get(group)))?.members).toBe(3);
      expect(await read(({ groupMembers }) => groupMembers.ids(group))).toEqual(inOrder([ann, ben, cay]));
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
        for (const user of others) await groupRequests.add(all, user, 'hello', 5);
      });
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        await groupRequests.add(all, person, 'hello again', 6);
      });
      const requests = (after: string, limit: number) => read(({ groupRequests }) => groupRequests.list(all, after, limit));
      const asked = inOrder(others);
      expect((await requests('', 3)).map(({ user }) => user)).toEqual(asked.slice(0, 3));
      expect((await requests(asked[2] ?? '', 3)).map(({ user }) => user)).toEqual(asked.slice(3));
      const found = await read(({ groupRequests }) => groupRequests.get(all, person));
      expect(found).toEqual({ user: person, name: 'Zoë', greeting: 'hello again', time: 6 });
      await run(async ({ groups, groupRequests }) => {
        await groups.lock(all);
        await groupRequests.remove(all, person);
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
