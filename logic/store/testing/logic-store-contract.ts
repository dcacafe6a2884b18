// What every store of logic promises, as tests: seqs without gaps, each message once, and pages that follow each other.
import { describe, expect, test } from 'vitest';
import { commitBatch, keepCommand, testPartition } from '../../../infra/testing/batch-fixture.ts';
import { INVALID_IDS } from '../../../infra/testing/invalid-ids.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import { directMessage, type LogicStoreFixture, readConversations, readMessages, sendDirect } from './store-fixture.ts';
import { storeReadsContract } from './store-reads-contract.ts';
import { describeStore } from './store-suite.ts';

export function logicStoreContract(name: string, makeWorld: () => Promise<LogicStoreFixture>): void {
  describeStore(`${name} keeps the promises of LogicStored:`, makeWorld, (suite) => {
    const { fixture, batches, run, read, inBatch } = suite;
    const send = (from: string, to: string, text = 'hello') =>
      run((logic) => sendDirect(logic, directMessage(from, to, { text })));
    async function seqsOf(userId: string, conversationId: string): Promise<number[]> {
      const pulled = await read((logic) => readMessages(logic, userId, conversationId, 0, 5000));
      return (pulled?.messages ?? []).map(({ seq }) => seq);
    }
    const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

    describe('people', () => {
      test('a user exists once their account exists, and is found by the key of their name', async () => {
        const person = { userId: newId(), name: `Zoë O'Neil ${newId()} 😀` };
        const nameKey = person.name.toLowerCase();
        expect(await run(({ people }) => people.exists(person.userId))).toBe(false);
        expect(await run(({ people }) => people.findByName(nameKey))).toBeUndefined();
        await fixture().addPerson({ ...person, nameKey });
        expect(await run(({ people }) => people.exists(person.userId))).toBe(true);
        expect(await run(({ people }) => people.findByName(nameKey))).toMatchObject(person);
        expect(await run(({ people }) => people.findByName(person.name))).toBeUndefined();
      });

      test('names that look alike belong to different users', async () => {
        const suffix = newId().toLowerCase();
        const users = new Map<string, string>();
        for (const prefix of ['e', 'é', 'ß', 'ss', 'a ', 'a']) {
          const person = { userId: newId(), name: `${prefix}|${suffix}`, nameKey: `${prefix}|${suffix}` };
          await fixture().addPerson(person);
          users.set(person.nameKey, person.userId);
        }
        for (const [nameKey, userId] of users)
          expect((await run(({ people }) => people.findByName(nameKey)))?.userId).toBe(userId);
      });

      test('an invalid id finds no user', async () => {
        for (const strange of INVALID_IDS) {
          expect(await run(({ people }) => people.exists(strange)), strange).toBe(false);
          expect(await run(({ people }) => people.findByName(strange)), strange).toBeUndefined();
        }
      });
    });

    describe('append', () => {
      test('the first message creates the conversation for both users, whichever of them sends it', async () => {
        const [alice, bob] = [newId(), newId()];
        const sent = directMessage(alice, bob, { text: 'first' });
        const { message: first, isNew: isFirst } = await run((logic) => sendDirect(logic, sent));
        const conversationId = directConversationId(alice, bob);
        expect(isFirst).toBe(true);
        expect(first).toMatchObject({ conversationId, seq: 1, senderId: alice, text: 'first', time: sent.time });
        expect([...first.clientMessageId]).toEqual([...sent.clientMessageId]);
        expect((await send(bob, alice)).message).toMatchObject({ conversationId, seq: 2, senderId: bob });
        expect(await seqsOf(alice, conversationId)).toEqual([1, 2]);
        expect(await seqsOf(bob, conversationId)).toEqual([1, 2]);
      });

      test('a message from a user to themselves is stored once, in a conversation with themselves', async () => {
        const alice = newId();
        const conversationId = directConversationId(alice, alice);
        expect((await send(alice, alice)).message).toMatchObject({ conversationId, seq: 1 });
        expect(await seqsOf(alice, conversationId)).toEqual([1]);
        const list = await read((logic) => readConversations(logic, alice, '', 10));
        expect(list.map(({ conversationId: id, peerId }) => [id, peerId])).toEqual([[conversationId, alice]]);
      });

      test('a message sent again returns the stored one, in the same and in a later batch, with any new content', async () => {
        const [alice, bob] = [newId(), newId()];
        const sent = directMessage(alice, bob, { text: 'once' });
        await inBatch(async (batch) => {
          const one = await keepCommand(batch, (logic) => sendDirect(logic, sent));
          const two = await keepCommand(batch, (logic) => sendDirect(logic, { ...sent, time: sent.time + 5 }));
          expect([one.isNew, two.isNew]).toEqual([true, false]);
          expect(two.message).toMatchObject({ seq: 1, time: sent.time });
        });
        const reused = await run((logic) => sendDirect(logic, { ...sent, text: 'something else', time: sent.time + 9 }));
        expect(reused).toMatchObject({ isNew: false, message: { seq: 1, text: 'once', time: sent.time } });
        expect((await send(alice, bob)).message.seq).toBe(2);
        expect(await seqsOf(alice, directConversationId(alice, bob))).toEqual([1, 2]);
      });

      test('the same client message id of another sender, or in another conversation, is another message', async () => {
        const [alice, bob, carol] = [newId(), newId(), newId()];
        const clientMessageId = Buffer.alloc(16, 9);
        for (const [from, to] of [
          [alice, bob],
          [bob, alice],
          [alice, carol],
        ] as const) {
          expect((await run((logic) => sendDirect(logic, directMessage(from, to, { clientMessageId })))).isNew).toBe(true);
        }
        expect(await seqsOf(alice, directConversationId(alice, bob))).toEqual([1, 2]);
      });

      test('500 concurrent commands get seqs without gaps, in the order of the commands of each conversation', async () => {
        const userIds = Array.from({ length: 10 }, newId);
        const hub = userIds[0] ?? '';
        const sent = Array.from({ length: 500 }, (_, i) => directMessage(userIds[i % 10] ?? hub, hub, { text: `${i}` }));
        const results = await inBatch((batch) =>
          Promise.all(sent.map((each) => keepCommand(batch, (logic) => sendDirect(logic, each)))),
        );
        expect(results.every(({ isNew }) => isNew)).toBe(true);
        for (const userId of userIds) {
          const conversationId = directConversationId(userId, hub);
          const pulled = await read((logic) => readMessages(logic, userId, conversationId, 0, 500));
          expect(pulled?.messages.map(({ seq }) => seq)).toEqual(upTo(50));
          expect(pulled?.messages.map(({ text }) => Number(text))).toEqual(
            upTo(50).map((n) => (n - 1) * 10 + userIds.indexOf(userId)),
          );
          const acked = results.filter(({ message: { conversationId: id } }) => id === conversationId);
          expect(acked.map(({ message: { seq } }) => seq)).toEqual(upTo(50));
        }
      });

      test('concurrent batches number one conversation without gaps or duplicates', async () => {
        const [alice, bob] = [newId(), newId()];
        const writers = await Promise.all(
          Array.from({ length: 4 }, async (_, i) => {
            const own = i === 0 ? batches() : fixture().connect();
            return { own, from: await testPartition(own) };
          }),
        );
        await Promise.all(
          writers.map(async ({ own, from }) => {
            for (let i = 0; i < 10; i++) {
              await commitBatch(own, from, (batch) =>
                Promise.all(
                  upTo(5).map((n) =>
                    keepCommand(batch, (logic) =>
                      sendDirect(logic, n % 2 ? directMessage(alice, bob) : directMessage(bob, alice)),
                    ),
                  ),
                ),
              );
            }
          }),
        );
        expect(await seqsOf(alice, directConversationId(alice, bob))).toEqual(upTo(200));
      });

      test('a message sent in several concurrent batches is stored once', async () => {
        const [alice, bob] = [newId(), newId()];
        const sent = directMessage(alice, bob);
        const results = await Promise.all(
          upTo(4).map(async () => {
            const own = fixture().connect();
            return commitBatch(own, await testPartition(own), (batch) => keepCommand(batch, (logic) => sendDirect(logic, sent)));
          }),
        );
        expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
        expect(results.map(({ message: { seq } }) => seq)).toEqual([1, 1, 1, 1]);
        expect(await seqsOf(alice, directConversationId(alice, bob))).toEqual([1]);
      });

      test('every text is read back unchanged', async () => {
        const [alice, bob] = [newId(), newId()];
        const texts = [
          'emoji 😀👩‍👩‍👧‍👦🇩🇪, 日本語, العربية, e\u0301 is not é',
          `quotes ' " \` and \\ backslashes \\' \\" \\\\ \\n`,
          'question marks ? ?? :name @var %s $1 {{x}}',
          "'); DROP TABLE messages; -- /* */ #",
          'NUL \0 in the middle\0',
          '\r\n\t\x1a\x08\x7f\u2028\ufeff',
          ' spaces around ',
          'x'.repeat(100_000),
        ];
        await inBatch((batch) =>
          Promise.all(texts.map((text) => keepCommand(batch, (logic) => sendDirect(logic, directMessage(alice, bob, { text }))))),
        );
        const pulled = await read((logic) => readMessages(logic, bob, directConversationId(alice, bob), 0, 100));
        expect(pulled?.messages.map(({ text }) => text)).toEqual(texts);
      });

      test('time and ids are read back unchanged', async () => {
        const [alice, bob] = [newId(), newId()];
        const clientMessageId = Buffer.from('00ff5c27223f0a0d1a2500ff5c27223f', 'hex');
        const sent = directMessage(alice, bob, { clientMessageId, time: Date.UTC(2100, 0, 1) + 123 });
        await run((logic) => sendDirect(logic, sent));
        const pulled = await read((logic) => readMessages(logic, alice, directConversationId(alice, bob), 0, 1));
        const [found] = pulled?.messages ?? [];
        expect(found).toMatchObject({
          senderId: alice,
          time: sent.time,
          seq: 1,
          conversationId: directConversationId(alice, bob),
        });
        expect(Buffer.from(found?.clientMessageId ?? []).toString('hex')).toBe(clientMessageId.toString('hex'));
        expect((await run((logic) => sendDirect(logic, sent))).isNew).toBe(false);
      });
    });

    storeReadsContract(suite);
  });
}
