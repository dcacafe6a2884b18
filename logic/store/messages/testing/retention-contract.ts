// What deleting old messages promises on every store, as tests.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Batches } from '../../../../infra/ports/index.ts';
import type { SqlConnection } from '../../../../infra/sql/connection.ts';
import { id } from '../../../../infra/sql/literals.ts';
import {
  commitBatch,
  keepCommand,
  readOnly,
  type StoreFixture,
  type TestPartition,
  testPartition,
} from '../../../../infra/testing/batch-fixture.ts';
import { directConversationId, newId } from '../../../../proto/ids.ts';
import { im } from '../../../../proto/rpc.ts';
import type { ExpiredMessages, LogicStore } from '../../../ports/index.ts';
import { directMessage, readMessages, sendDirect } from '../../testing/store-fixture.ts';
import { expiredMessages } from '../retention.ts';
import { RetentionModel, retentionStep } from './retention-model.ts';

export interface RetentionFixture extends StoreFixture<LogicStore> {
  /** One more process's own connection. */
  connection(): SqlConnection;
}

const DAY_MS = 86_400_000;
const { SYSTEM } = im.MessageKind;

export function retentionContract(name: string, makeWorld: () => Promise<RetentionFixture>): void {
  describe(`${name}: deletion of old messages`, () => {
    let fixture: RetentionFixture;
    let batches: Batches<LogicStore>;
    let log: TestPartition;
    let old: ExpiredMessages;
    beforeAll(async () => {
      fixture = await makeWorld();
      batches = fixture.connect();
      log = await testPartition(batches);
      old = expiredMessages(fixture.connection());
    });
    afterAll(() => fixture?.close());

    const run = <T>(handle: (logic: LogicStore) => Promise<T>): Promise<T> =>
      commitBatch(batches, log, (batch) => keepCommand(batch, handle));
    const aged = (days: number): number => Date.now() - days * DAY_MS - 1000;
    const send = (from: string, to: string, ageDays: number) =>
      run((logic) => sendDirect(logic, directMessage(from, to, { time: aged(ageDays) })));
    /** A message for each age, from alice to bob. */
    async function conversationAged(ages: readonly number[]) {
      const [alice, bob] = [newId(), newId()];
      await commitBatch(batches, log, async (batch) => {
        for (const days of ages)
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob, { time: aged(days) })));
      });
      return { alice, bob, conversation: directConversationId(alice, bob) };
    }
    async function deleteAll(conversation: string, keepDays: number, by = old, limit = 100): Promise<number> {
      let deleted = 0;
      for (let more = true; more; ) {
        const step = await by.deleteFirst(conversation, limit, keepDays * DAY_MS);
        deleted += step.messages;
        more = step.more;
      }
      return deleted;
    }
    const seen = (user: string, conversation: string) =>
      readOnly(batches, ({ conversations }) => conversations.listSummaries(user, [conversation])).then(([summary]) => summary);
    async function seqs(user: string, conversation: string): Promise<number[]> {
      const pulled = await readOnly(batches, (logic) => readMessages(logic, user, conversation, 0, 1000));
      return (pulled?.messages ?? []).map(({ seq }) => seq);
    }
    async function countIn(table: string, conversation: string): Promise<number> {
      const connection = fixture.connection();
      const [rows] = await connection.query([`SELECT COUNT(*) FROM ${table} WHERE conversation = ${id(conversation)}`]);
      return Number(rows?.[0]?.[0]);
    }

    test('deletion stops at the first recent message; the conversation stays and its seqs continue', async () => {
      const { alice, bob, conversation } = await conversationAged([9, 8, 3, 9, 1]);
      expect(await deleteAll(conversation, 5)).toBe(2);
      expect(await seqs(bob, conversation)).toEqual([3, 4, 5]);
      expect(await seen(bob, conversation)).toMatchObject({ firstSeq: 3, lastSeq: 5, unread: 3, lastMessage: { seq: 5 } });
      expect(await deleteAll(conversation, 5)).toBe(0);
      expect(await deleteAll(conversation, 0)).toBe(3);
      expect(await seqs(bob, conversation)).toEqual([]);
      expect(await seen(bob, conversation)).toMatchObject({ firstSeq: 6, lastSeq: 5, unread: 0, lastMessage: undefined });
      expect((await send(alice, bob, 0)).message.seq).toBe(6);
      expect(await seen(bob, conversation)).toMatchObject({ firstSeq: 6, lastSeq: 6, unread: 1, lastMessage: { seq: 6 } });
    });

    test('each step deletes at most its limit, with reactions and hidden marks, and in no other conversation', async () => {
      const { alice, bob, conversation } = await conversationAged([9, 9, 9, 9, 1]);
      const other = await conversationAged([1]);
      for (const of of [
        { user: bob, conversation },
        { user: other.bob, conversation: other.conversation },
      ])
        await run(async ({ messages }) => {
          for (const seq of [1, 2, 3, 5]) {
            const target = await messages.lock(of.conversation, seq);
            if (!target) continue;
            for (const emoji of ['👍', '🎉']) await messages.setReaction(target, of.user, emoji, false);
            messages.hide(of.user, of.conversation, [seq]);
          }
        });
      const steps: object[] = [];
      for (let more = true; more; ) {
        const step = await old.deleteFirst(conversation, 3, 5 * DAY_MS);
        steps.push(step);
        more = step.more;
      }
      expect(steps.slice(0, 2)).toEqual([
        { messages: 3, more: true },
        { messages: 0, more: true },
      ]);
      expect(await seqs(alice, conversation)).toEqual([5]);
      expect([await countIn('reactions', conversation), await countIn('hidden_messages', conversation)]).toEqual([2, 1]);
      expect([await countIn('reactions', other.conversation), await countIn('hidden_messages', other.conversation)]).toEqual([
        2, 1,
      ]);
    });

    test('conversations with old messages are found page by page', async () => {
      const young = await conversationAged([1]);
      const aging = [await conversationAged([9]), await conversationAged([9, 1])];
      const found: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = await old.findConversations(after, 2, 5 * DAY_MS);
        found.push(...page.conversations);
        after = page.last;
      }
      expect(found).toEqual(expect.arrayContaining(aging.map(({ conversation }) => conversation)));
      expect(found).not.toContain(young.conversation);
      expect(await old.deleteFirst(newId(), 10, 0)).toEqual({ messages: 0, more: false });
    });

    test('a new process continues a deletion that a dead process began, dependent rows included', async () => {
      const { bob, conversation } = await conversationAged([9, 9, 9, 9]);
      await run(async ({ messages }) => {
        const target = await messages.lock(conversation, 1);
        if (target) await messages.setReaction(target, bob, '👍', false);
      });
      expect(await old.deleteFirst(conversation, 4, 5 * DAY_MS)).toEqual({ messages: 4, more: true });
      const next = expiredMessages(fixture.connection());
      const all = async (after = ''): Promise<string[]> => {
        const page = await next.findConversations(after, 100, 5 * DAY_MS);
        return [...page.conversations, ...(page.last === undefined ? [] : await all(page.last))];
      };
      expect(await all()).toContain(conversation);
      expect(await deleteAll(conversation, 5, next)).toBe(0);
      expect(await countIn('reactions', conversation)).toBe(0);
      expect(await all()).not.toContain(conversation);
    });

    test('a deleted message can be neither changed nor replied to', async () => {
      const { conversation } = await conversationAged([9, 1]);
      await deleteAll(conversation, 5);
      expect(await run(({ messages }) => messages.lock(conversation, 1))).toBeUndefined();
      expect((await run(({ messages }) => messages.lock(conversation, 2)))?.seq).toBe(2);
    });

    test('a deleted message that its sender sends again is stored as a new one', async () => {
      const [alice, bob] = [newId(), newId()];
      const sent = directMessage(alice, bob, { time: aged(9) });
      await run((logic) => sendDirect(logic, sent));
      await deleteAll(sent.conversation, 5);
      expect(await run((logic) => sendDirect(logic, sent))).toMatchObject({ isNew: true, message: { seq: 2 } });
    });

    test('a deletion raises the state version that a sync compares', async () => {
      const { bob, conversation } = await conversationAged([9, 1]);
      const state = async () =>
        (await readOnly(batches, ({ conversations }) => conversations.listVersions(bob, '', 1)))[0]?.stateVersion;
      const before = (await state()) ?? 0;
      await deleteAll(conversation, 5);
      expect(await state()).toBeGreaterThan(before);
      expect((await seen(bob, conversation))?.stateVersion).toBe(await state());
      const changed = await run(({ conversations }) => conversations.updateMembership(bob, conversation, { pinned: true }));
      expect(changed.stateVersion).toBe(await state());
    });

    test('two processes delete each message once, while users send and read', async () => {
      const { alice, bob, conversation } = await conversationAged(Array.from({ length: 300 }, () => 9));
      await commitBatch(batches, log, async (batch) => {
        for (let i = 0; i < 100; i++)
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice, { time: aged(9) })));
      });
      const two = [expiredMessages(fixture.connection()), expiredMessages(fixture.connection())];
      const deleted = two.map((each) => deleteAll(conversation, 5, each, 7));
      const others = [alice, bob].map(async (user) => {
        const own = fixture.connect();
        const from = await testPartition(own);
        for (let seq = 10; seq <= 350; seq += 20) {
          await commitBatch(own, from, (batch) =>
            keepCommand(batch, (logic) => logic.conversations.updateMembership(user, conversation, { readSeq: seq })),
          );
          const to = user === alice ? bob : alice;
          await commitBatch(own, from, (batch) =>
            keepCommand(batch, (logic) => sendDirect(logic, directMessage(user, to, { time: Date.now() }))),
          );
        }
      });
      const [one = 0, other = 0] = await Promise.all(deleted);
      await Promise.all(others);
      expect(one + other).toBe(400);
      // 18 by each of them, of which neither has read any.
      for (const user of [alice, bob])
        expect(await seen(user, conversation)).toMatchObject({ firstSeq: 401, lastSeq: 436, unread: 18 });
    });

    test('unread counts agree with a simple model under random sends, reads, joins, leaves and deletions', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(retentionStep, { minLength: 5, maxLength: 50, size: 'max' }), async (steps) => {
          const users = [newId(), newId(), newId()];
          const group = await makeGroup(users);
          const model = new RetentionModel(users.length);
          for (const each of steps) {
            const who = 'user' in each ? (users[each.user] ?? '') : '';
            if (each.what === 'send' && model.isMember(each.user)) {
              await sayIn(group, who, each.kind, aged(each.days));
              model.entries.push({ sender: each.user, kind: each.kind, days: each.days });
            } else if (each.what === 'read') {
              await run(({ conversations }) => conversations.updateMembership(who, group, { readSeq: each.seq }));
              model.read(each.user, each.seq);
            } else if (each.what === 'delete') {
              const step = await old.deleteFirst(group, each.limit, each.days * DAY_MS);
              expect(step.messages).toBe(model.delete(each.limit, each.days));
            } else if (each.what === 'leave' || each.what === 'join') {
              const isComing = each.what === 'join';
              if (model.isMember(each.user) === isComing) continue;
              await moves(group, users[0] ?? '', who, isComing);
              model.entries.push({ sender: 0, kind: SYSTEM, days: 0 });
              model.moveMember(each.user, isComing);
            }
            for (const [i, each] of users.entries()) {
              const expected = model.summaryFor(i);
              const { lastMessage, ...summary } = (await seen(each, group)) ?? {};
              expect({ ...summary, last: lastMessage?.seq }).toMatchObject(expected);
              const visible = await seqs(each, group);
              expect(visible.filter((seq) => seq >= expected.firstSeq)).toEqual(model.visibleSeqs(i));
            }
          }
        }),
        { numRuns: 25 },
      );
    });

    const sayIn = (conversation: string, sender: string, kind: im.MessageKind, time: number) =>
      run(({ messages }) => messages.append({ ...directMessage(sender, sender, { kind, time }), conversation }));

    async function makeGroup(users: readonly string[]): Promise<string> {
      const groupId = newId();
      const [owner = ''] = users;
      await run(async ({ groups, groupMembers, messages }) => {
        await groups.lock(groupId);
        const of = { name: 'g', avatarUrl: '', about: '', owner, joinPolicy: im.JoinPolicy.OPEN, createdAt: 0 };
        groups.create({ groupId, ...of });
        const made = await messages.append({
          ...directMessage(owner, owner, { kind: SYSTEM, time: aged(0) }),
          conversation: groupId,
        });
        const roles = users.map((user, i) => ({ user, role: i === 0 ? im.GroupRole.OWNER : im.GroupRole.MEMBER }));
        await groupMembers.add(groupId, roles, made.message);
      });
      return groupId;
    }

    /** A member goes, or comes back, in the words of the ports. */
    async function moves(group: string, owner: string, user: string, isComing: boolean): Promise<void> {
      await run(async ({ groups, groupMembers, messages }) => {
        await groups.lock(group);
        const said = await messages.append({
          ...directMessage(owner, owner, { kind: SYSTEM, time: aged(0) }),
          conversation: group,
        });
        if (isComing) await groupMembers.add(group, [{ user, role: im.GroupRole.MEMBER }], said.message);
        else await groupMembers.remove(group, [user], said.message.seq);
      });
    }
  });
}
