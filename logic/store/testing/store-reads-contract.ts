// What every store of logic promises of its reads, as tests; part of the suite in logic-store.ts.
import { describe, expect, test } from 'vitest';
import { keepCommand } from '../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../infra/testing/invalid-ids.ts';
import { decodeId, directConversationId, newId } from '../../../proto/ids.ts';
import { directMessage, readConversations, readMessages, sendDirect } from './store-fixture.ts';
import type { StoreSuite } from './store-suite.ts';

/** Adds its tests to the suite around it. */
export function storeReadsContract({ fixture, run, read, inBatch }: StoreSuite): void {
  const send = (from: string, to: string, text = 'hello') => run((logic) => sendDirect(logic, directMessage(from, to, { text })));
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

  describe('pull', () => {
    test("pages follow each other by seq, and each says the conversation's last seq", async () => {
      const [alice, bob] = [newId(), newId()];
      const conversationId = directConversationId(alice, bob);
      await inBatch(async (batch) => {
        for (const n of upTo(7))
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob, { text: `${n}` })));
      });
      const page = async (afterSeq: number, limit: number) => {
        const pulled = await read((logic) => readMessages(logic, bob, conversationId, afterSeq, limit));
        expect(pulled?.lastSeq).toBe(7);
        return pulled?.messages.map(({ text }) => Number(text));
      };
      expect(await page(0, 3)).toEqual([1, 2, 3]);
      expect(await page(3, 3)).toEqual([4, 5, 6]);
      expect(await page(6, 3)).toEqual([7]);
      expect(await page(7, 3)).toEqual([]);
      expect(await page(Number.MAX_SAFE_INTEGER, 3)).toEqual([]);
    });

    test('a read returns stored messages, and then those of earlier commands of the batch', async () => {
      const [alice, bob] = [newId(), newId()];
      const conversationId = directConversationId(alice, bob);
      await send(alice, bob, 'stored');
      await inBatch(async (batch) => {
        await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice, { text: 'fresh' })));
        const pulled = await keepCommand(batch, (logic) => readMessages(logic, alice, conversationId, 0, 10));
        expect(pulled?.messages.map(({ text }) => text)).toEqual(['stored', 'fresh']);
        expect(pulled?.lastSeq).toBe(2);
        const page = await keepCommand(batch, (logic) => readMessages(logic, alice, conversationId, 0, 1));
        expect(page).toMatchObject({ messages: [{ seq: 1 }], lastSeq: 2 });
        const rest = await keepCommand(batch, (logic) => readMessages(logic, alice, conversationId, 1, 1));
        expect(rest).toMatchObject({ messages: [{ seq: 2 }], lastSeq: 2 });
        const end = await keepCommand(batch, (logic) => readMessages(logic, alice, conversationId, 2, 10));
        expect(end).toEqual({ messages: [], lastSeq: 2 });
      });
    });

    test('only its members can read a conversation', async () => {
      const [alice, bob, eve] = [newId(), newId(), newId()];
      await send(alice, bob);
      await send(eve, eve);
      const pull = (userId: string, conversationId: string) => run((logic) => readMessages(logic, userId, conversationId, 0, 10));
      expect(await pull(eve, directConversationId(alice, bob))).toBeUndefined();
      expect(await pull(alice, newId())).toBeUndefined();
      for (const strange of INVALID_IDS) {
        expect(await pull(alice, strange), strange).toBeUndefined();
        expect(await pull(strange, directConversationId(alice, bob)), strange).toBeUndefined();
      }
    });

    test('each of many concurrent reads gets its own result', async () => {
      const userIds = Array.from({ length: 20 }, newId);
      const hub = newId();
      await inBatch((batch) =>
        Promise.all(
          userIds.map((userId) =>
            keepCommand(batch, (logic) => sendDirect(logic, directMessage(userId, hub, { text: `from ${userId}` }))),
          ),
        ),
      );
      const pages = await inBatch((batch) =>
        Promise.all(
          userIds.map((userId) =>
            keepCommand(batch, (logic) => readMessages(logic, userId, directConversationId(userId, hub), 0, 10)),
          ),
        ),
      );
      expect(pages.map((page) => page?.messages.map(({ text }) => text))).toEqual(userIds.map((userId) => [`from ${userId}`]));
    });

    test('a command may read more keys than fit into one statement', async () => {
      const [alice, bob] = [newId(), newId()];
      await send(alice, bob);
      const conversationId = directConversationId(alice, bob);
      const asked = Array.from({ length: 1201 }, (_, i) => (i % 7 === 0 ? conversationId : newId()));
      const [pages, exist] = await run((logic) =>
        Promise.all([
          Promise.all(asked.map((each) => readMessages(logic, alice, each, 0, 10))),
          Promise.all(asked.map((each) => logic.people.exists(each))),
        ]),
      );
      expect(pages.map((page) => page?.messages.length)).toEqual(asked.map((each) => (each === conversationId ? 1 : undefined)));
      expect(exist).toEqual(asked.map(() => false));
    });
  });

  describe('conversations', () => {
    test('a list returns conversations in the order of their ids, page by page, with peer and last message', async () => {
      const alice = { userId: newId(), name: `alice ${newId()}` };
      const peers = Array.from({ length: 7 }, (_, i) => ({ userId: newId(), name: `peer ${i} ${newId()}` }));
      for (const person of [alice, ...peers]) await fixture().addPerson({ ...person, nameKey: person.name.toLowerCase() });
      for (const { userId, name } of peers) {
        await send(alice.userId, userId, `to ${name}`);
        await send(userId, alice.userId, `from ${name}`);
      }
      const all = await read((logic) => readConversations(logic, alice.userId, '', 100));
      const ids = all.map(({ conversationId }) => conversationId);
      expect(ids).toEqual([...ids].sort((a, b) => Buffer.compare(decodeId(a), decodeId(b))));
      expect(new Set(ids)).toEqual(new Set(peers.map(({ userId }) => directConversationId(alice.userId, userId))));
      for (const { conversationId, peerId, peerName, lastMessage } of all) {
        expect(conversationId).toBe(directConversationId(alice.userId, peerId));
        expect(peerName).toBe(peers.find(({ userId }) => userId === peerId)?.name);
        expect(lastMessage).toMatchObject({ conversationId, seq: 2, senderId: peerId, text: `from ${peerName}` });
      }

      const paged: string[] = [];
      for (let after = ''; ; after = paged.at(-1) ?? '') {
        const page = await read((logic) => readConversations(logic, alice.userId, after, 3));
        expect(page.length).toBeLessThanOrEqual(3);
        paged.push(...page.map(({ conversationId }) => conversationId));
        if (page.length < 3) break;
      }
      expect(paged).toEqual(ids);
      const [first] = peers;
      const seen = await read((logic) => readConversations(logic, first?.userId ?? '', '', 10));
      expect(seen.map(({ peerId, peerName }) => ({ userId: peerId, name: peerName }))).toEqual([alice]);
    });

    test('a list includes the conversations that earlier commands of the batch created or continued, in order', async () => {
      const [alice, bob, ...others] = [newId(), newId(), newId(), newId(), newId()] as const;
      await send(alice, bob, 'old');
      await inBatch(async (batch) => {
        await keepCommand(batch, (logic) => sendDirect(logic, directMessage(bob, alice, { text: 'new' })));
        for (const other of others)
          await keepCommand(batch, (logic) => sendDirect(logic, directMessage(other, alice, { text: other })));
        const list = await keepCommand(batch, (logic) => readConversations(logic, alice, '', 10));
        const ids = list.map(({ conversationId }) => conversationId);
        expect(ids).toEqual(
          [bob, ...others]
            .map((peerId) => directConversationId(alice, peerId))
            .sort((a, b) => Buffer.compare(decodeId(a), decodeId(b))),
        );
        expect(list.find(({ peerId }) => peerId === bob)?.lastMessage).toMatchObject({ seq: 2, text: 'new' });
        for (const other of others)
          expect(list.find(({ peerId }) => peerId === other)?.lastMessage).toMatchObject({ seq: 1, text: other });
        const rest = await keepCommand(batch, (logic) => readConversations(logic, alice, ids[1] ?? '', 1));
        expect(rest.map(({ conversationId }) => conversationId)).toEqual([ids[2]]);
      });
    });

    test('a user without conversations and an invalid id have an empty list, and no page follows an invalid id', async () => {
      const [alice, bob] = [newId(), newId()];
      await send(alice, bob);
      const list = (userId: string, after: string) => run((logic) => readConversations(logic, userId, after, 10));
      expect(await list(newId(), '')).toEqual([]);
      for (const strange of INVALID_IDS) {
        expect(await list(strange, ''), strange).toEqual([]);
        if (strange !== '') expect(await list(alice, strange), strange).toEqual([]);
      }
    });
  });
}
