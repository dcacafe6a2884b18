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
      return { alice, bob, conversationId: directConversationId(alice, bob) };
    }
    async function deleteAll(conversationId: string, keepDays: number, by = old, limit = 100): Promise<number> {
      let deleted = 0;
      for (let more = true; more; ) {
        const step = await by.deleteFirst(conversationId, limit, keepDays * DAY_MS);
        deleted += step.messages;
        more = step.more;
      }
      return deleted;
    }
    const seen = (userId: string, conversationId: string) =>
      readOnly(batches, ({ conversations }) => conversations.listSummaries(userId, [conversationId])).then(
        ([summary]) => summary,
      );
    async function seqs(userId: string, conversationId: string): Promise<number[]> {
      const pulled = await readOnly(batches, (logic) => readMessages(logic, userId, conversationId, 0, 1000));
      return (pulled?.messages ?? []).map(({ seq }) => seq);
    }
    async function countIn(table: string, conversationId: string): Promise<number> {
      const connection = fixture.connection();
      const [rows] = await connection.query([`SELECT COUNT(*) FROM ${table} WHERE conversation_id = ${id(conversationId)}`]);
      return Number(rows?.[0]?.[0]);
    }

    test('deletion stops at the first recent message; the conversation stays and its seqs continue', async () => {
      const { alice, bob, conversationId } = await conversationAged([9, 8, 3, 9, 1]);
      expect(await deleteAll(conversationId, 5)).toBe(2);
      expect(await seqs(bob, conversationId)).toEqual([3, 4, 5]);
      expect(await seen(bob, conversationId)).toMatchObject({ firstSeq: 3, lastSeq: 5, unread: 3, lastMessage: { seq: 5 } });
      expect(await deleteAll(conversationId, 5)).toBe(0);
      expect(await deleteAll(conversationId, 0)).toBe(3);
      expect(await seqs(bob, conversationId)).toEqual([]);
      expect(await seen(bob, conversationId)).toMatchObject({ firstSeq: 6, lastSeq: 5, unread: 0, lastMessage: undefined });
      expect((await send(alice, bob, 0)).message.seq).toBe(6);
      expect(await seen(bob, conversationId)).toMatchObject({ firstSeq: 6, lastSeq: 6, unread: 1, lastMessage: { seq: 6 } });
    });

    test('each step deletes at most its limit, with reactions and hidden marks, and in no other conversation', async () => {
      const { alice, bob, conversationId } = await conversationAged([9, 9, 9, 9, 1]);
      const other = await conversationAged([1]);
      for (const of of [
        { userId: bob, conversationId },
        { userId: other.bob, conversationId: other.conversationId },
      ])
        await run(async ({ messages }) => {
          for (const seq of [1, 2, 3, 5]) {
            const target = await messages.lock(of.conversationId, seq);
            if (!target) continue;
            for (const emoji of ['👍', '🎉']) await messages.setReaction(target, of.userId, emoji, false);
            messages.hide(of.userId, of.conversationId, [seq]);
          }
        });
      const steps: object[] = [];
      for (let more = true; more; ) {
        const step = await old.deleteFirst(conversationId, 3, 5 * DAY_MS);
        steps.push(step);
        more = step.more;
      }
      expect(steps.slice(0, 2)).toEqual([
        { messages: 3, more: true },
        { messages: 0, more: true },
      ]);
      expect(await seqs(alice, conversationId)).toEqual([5]);
      expect([await countIn('reactions', conversationId), await countIn('hidden_messages', conversationId)]).toEqual([2, 1]);
      expect([await countIn('reactions', other.conversationId), await countIn('hidden_messages', other.conversationId)]).toEqual([
        2, 1,
      ]);
    });

    test('conversations with old messages are found page by page', async () => {
      const young = await conversationAged([1]);
      const aging = [await conversationAged([9]), await conversationAged([9, 1])];
      const found: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = await old.findConversations(after, 2, 5 * DAY_MS);
        found.push(...page.conversationIds);
        after = page.last;
      }
      expect(found).toEqual(expect.arrayContaining(aging.map(({ conversationId }) => conversationId)));
      expect(found).not.toContain(young.conversationId);
      expect(await old.deleteFirst(newId(), 10, 0)).toEqual({ messages: 0, more: false });
    });

    test('a new process continues a deletion that a dead process began, dependent rows included', async () => {
      const { bob, conversationId } = await conversationAged([9, 9, 9, 9]);
      await run(async ({ messages }) => {
        const target = await messages.lock(conversationId, 1);
        if (target) await messages.setReaction(target, bob, '👍', false);
      });
      expect(await old.deleteFirst(conversationId, 4, 5 * DAY_MS)).toEqual({ messages: 4, more: true });
      const next = expiredMessages(fixture.connection());
      const all = async (after = ''): Promise<string[]> => {
        const page = await next.findConversations(after, 100, 5 * DAY_MS);
        return [...page.conversationIds, ...(page.last === undefined ? [] : await all(page.last))];
      };
      expect(await all()).toContain(conversationId);
      expect(await deleteAll(conversationId, 5, next)).toBe(0);
      expect(await countIn('reactions', conversationId)).toBe(0);
      expect(await all()).not.toContain(conversationId);
    });

    test('a deleted message can be neither changed nor replied to', async () => {
      const { conversationId } = await conversationAged([9, 1]);
      await deleteAll(conversationId, 5);
      expect(await run(({ messages }) => messages.lock(conversationId, 1))).toBeUndefined();
      expect((await run(({ messages }) => messages.lock(conversationId, 2)))?.seq).toBe(2);
    });

    test('a deleted message that its sender sends again is stored as a new one', async () => {
      const [alice, bob] = [newId(), newId()];
      const sent = directMessage(alice, bob, { time: aged(9) });
      await run((logic) => sendDirect(logic, sent));
      await deleteAll(sent.conversationId, 5);
      expect(await run((logic) => sendDirect(logic, sent))).toMatchObject({ isNew: true, message: { seq: 2 } });
    });

    test('a deletion raises the state version that a sync compares', async () => {
      const { bob, conversationId } = await conversationAged([9, 1]);
      const state = async () =>
        (await readOnly(batches, ({ conversations }) => conversations.listVersions(bob, '', 1)))[0]?.stateVersion;
      const before = (await state()) ?? 0;
      await deleteAll(conversationId, 5);
      expect(await state()).toBeGreaterThan(before);
      expect((await seen(bob, conversationId))?.stateVersion).toBe(await state());
      const changed = await run(({ conversations }) => conversations.updateMembership(bob, conversationId, { pinned: true }));
      expect(changed.stateVersion).toBe(await state());
    });

    test('two processes delete each message once, while users send and read', async () => {
      const { alice, bob, conversationId } = await conversationAged(Array.from({ length: 300 }, () => 9));
      await commitBatch(batches, log, async (batch) => {
        for (let i = 0; i < 100; i++)
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice, { time: aged(9) })));
      });
      const two = [expiredMessages(fixture.connection()), expiredMessages(fixture.connection())];
      const deleted = two.map((each) => deleteAll(conversationId, 5, each, 7));
      const others = [alice, bob].map(async (userId) => {
        const own = fixture.connect();
        const from = await testPartition(own);
        for (let seq = 10; seq <= 350; seq += 20) {
          await commitBatch(own, from, (batch) =>
            keepCommand(batch, (logic) => logic.conversations.updateMembership(userId, conversationId, { readSeq: seq })),
          );
          const toUserId = userId === alice ? bob : alice;
          await commitBatch(own, from, (batch) =>
            keepCommand(batch, (logic) => sendDirect(logic, directMessage(userId, toUserId, { time: Date.now() }))),
          );
        }
      });
      const [one = 0, other = 0] = await Promise.all(deleted);
      await Promise.all(others);
      expect(one + other).toBe(400);
      // 18 by each of them, of which neither has read any.
      for (const userId of [alice, bob])
        expect(await seen(userId, conversationId)).toMatchObject({ firstSeq: 401, lastSeq: 436, unread: 18 });
    });

    test('unread counts agree with a simple model under random sends, reads, joins, leaves and deletions', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(retentionStep, { minLength: 5, maxLength: 50, size: 'max' }), async (steps) => {
          const userIds = [newId(), newId(), newId()];
          const groupId = await makeGroup(userIds);
          const model = new RetentionModel(userIds.length);
          for (const each of steps) {
            const who = 'user' in each ? (userIds[each.user] ?? '') : '';
            if (each.what === 'send' && model.isMember(each.user)) {
              await sayIn(groupId, who, each.kind, aged(each.days));
              model.entries.push({ sender: each.user, kind: each.kind, days: each.days });
            } else if (each.what === 'read') {
              await run(({ conversations }) => conversations.updateMembership(who, groupId, { readSeq: each.seq }));
              model.read(each.user, each.seq);
            } else if (each.what === 'delete') {
              const step = await old.deleteFirst(groupId, each.limit, each.days * DAY_MS);
              expect(step.messages).toBe(model.delete(each.limit, each.days));
            } else if (each.what === 'leave' || each.what === 'join') {
              const isComing = each.what === 'join';
              if (model.isMember(each.user) === isComing) continue;
              await moves(groupId, userIds[0] ?? '', who, isComing);
              model.entries.push({ sender: 0, kind: SYSTEM, days: 0 });
              model.moveMember(each.user, isComing);
            }
            for (const [i, each] of userIds.entries()) {
              const expected = model.summaryFor(i);
              const { lastMessage, ...summary } = (await seen(each, groupId)) ?? {};
              expect({ ...summary, last: lastMessage?.seq }).toMatchObject(expected);
              const visible = await seqs(each, groupId);
              expect(visible.filter((seq) => seq >= expected.firstSeq)).toEqual(model.visibleSeqs(i));
            }
          }
        }),
        { numRuns: 25 },
      );
    });

    const sayIn = (conversationId: string, senderId: string, kind: im.MessageKind, time: number) =>
      run(({ messages }) => messages.append({ ...directMessage(senderId, senderId, { kind, time }), conversationId }));

    async function makeGroup(userIds: readonly string[]): Promise<string> {
      const groupId = newId();
      const [ownerId = ''] = userIds;
      await run(async ({ groups, groupMembers, messages }) => {
        await groups.lock(groupId);
        const of = { name: 'g', avatarUrl: '', about: '', ownerId, joinPolicy: im.JoinPolicy.OPEN, createdAt: 0 };
        groups.create({ groupId, ...of });
        const made = await messages.append({
          ...directMessage(ownerId, ownerId, { kind: SYSTEM, time: aged(0) }),
          conversationId: groupId,
        });
        const roles = userIds.map((userId, i) => ({ userId, role: i === 0 ? im.GroupRole.OWNER : im.GroupRole.MEMBER }));
        await groupMembers.add(groupId, roles, made.message);
      });
      return groupId;
    }

    /** A member goes, or comes back, in the words of the ports. */
    async function moves(groupId: string, ownerId: string, userId: string, isComing: boolean): Promise<void> {
      await run(async ({ groups, groupMembers, messages }) => {
        await groups.lock(groupId);
        const said = await messages.append({
          ...directMessage(ownerId, ownerId, { kind: SYSTEM, time: aged(0) }),
          conversationId: groupId,
        });
        if (isComing) await groupMembers.add(groupId, [{ userId, role: im.GroupRole.MEMBER }], said.message);
        else await groupMembers.remove(groupId, [userId], said.message.seq);
      });
    }
  });
}
