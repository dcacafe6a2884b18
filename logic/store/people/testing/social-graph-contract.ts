// The contract of the social-graph reader (participants, friends, blocks), on each database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cachedQueries } from '../../../../infra/cache/cached-queries.ts';
import { passThroughCache } from '../../../../infra/cache/pass-through-cache.ts';
import type { SqlReader } from '../../../../infra/sql/connection.ts';
import { id } from '../../../../infra/sql/literals.ts';
import { INVALID_IDS } from '../../../../infra/testing/invalid-ids.ts';
import { directConversationId, newId } from '../../../../proto/ids.ts';
import { MAX_EPHEMERAL_RECIPIENTS } from '../../conversations/participants.ts';
import { socialGraphReader } from '../social-graph.ts';

export interface SocialGraphFixture {
  readonly reader: SqlReader;
  /** Runs one statement that writes. */
  write(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** A reader without a cache. */
const asking = (reader: SqlReader) => socialGraphReader(cachedQueries(passThroughCache(), reader), reader);

export function socialGraphContract(name: string, makeWorld: () => Promise<SocialGraphFixture>): void {
  describe(`${name}: the social graph`, () => {
    let fixture: SocialGraphFixture;
    beforeAll(async () => {
      fixture = await makeWorld();
    });
    afterAll(() => fixture?.close());

    /** Members with the seq they left at; 0 = are there. `peers`: of a conversation of two. */
    async function conversation(members: readonly { user: string; leftSeq?: number; peer?: string }[]): Promise<string> {
      const made = newId();
      const rows = members.map(
        ({ user, leftSeq = 0, peer }) => `(${id(user)}, ${id(made)}, ${peer ? id(peer) : 'NULL'}, ${leftSeq})`,
      );
      await fixture.write(`INSERT INTO conversation_members (user, conversation, peer, left_seq) VALUES ${rows.join(',')}`);
      return made;
    }
    const others = async (user: string, asked: string): Promise<string[] | undefined> =>
      (await asking(fixture.reader).findOtherParticipants(user, asked))?.toSorted();

    test('a direct conversation has one other participant, a conversation with oneself none', async () => {
      const [alice, bob] = [newId(), newId()];
      const two = await conversation([
        { user: alice, peer: bob },
        { user: bob, peer: alice },
      ]);
      const own = await conversation([{ user: alice, peer: alice }]);
      const asked = asking(fixture.reader);
      // Together, as one statement.
      const answers = await Promise.all([
        asked.findOtherParticipants(alice, two),
        asked.findOtherParticipants(alice, own),
        asked.findOtherParticipants(bob, two),
      ]);
      expect(answers).toEqual([[bob], [], [alice]]);
    });

    test('the other participants of a group are its current members', async () => {
      const [alice, bob, carol, dave] = [newId(), newId(), newId(), newId()];
      const group = await conversation([{ user: alice }, { user: bob }, { user: carol }, { user: dave, leftSeq: 7 }]);
      expect(await others(alice, group)).toEqual([bob, carol].toSorted());
    });

    test('a user who is not or no longer a member gets no participants, whatever they ask for', async () => {
      const [alice, bob, dave] = [newId(), newId(), newId()];
      const group = await conversation([{ user: alice }, { user: bob }, { user: dave, leftSeq: 7 }]);
      expect(await others(dave, group)).toBeUndefined();
      expect(await others(newId(), group)).toBeUndefined();
      expect(await others(alice, newId())).toBeUndefined();
      for (const strange of INVALID_IDS) expect(await others(alice, strange), strange).toBeUndefined();
    });

    const relation = (user: string, other: string, to: { friend?: 1; blocked?: 1 }): Promise<void> =>
      fixture.write(
        `INSERT INTO relations
          (user, other, conversation, version, friend, asks_me, asked, blocked, since, asked_at, remark, greeting)
          VALUES (${id(user)}, ${id(other)}, ${id(directConversationId(user, other))}, 1,
            ${to.friend ?? 0}, 0, 0, ${to.blocked ?? 0}, 0, 0, '', '')`,
      );

    test('a direct conversation has no recipient when either user has blocked the other', async () => {
      const [alice, bob, carol] = [newId(), newId(), newId()];
      const two = await conversation([
        { user: alice, peer: bob },
        { user: bob, peer: alice },
      ]);
      const group = await conversation([{ user: alice }, { user: bob }, { user: carol }]);
      await relation(alice, carol, { blocked: 1 });
      expect(await others(alice, two)).toEqual([bob]);
      await relation(bob, alice, { blocked: 1 });
      expect(await others(alice, two)).toEqual([]);
      expect(await others(bob, two)).toEqual([]);
      expect(await others(alice, group)).toEqual([bob, carol].toSorted());
    });

    test('only current friends are returned among all users asked for', async () => {
      const [alice, bob, carol, dave] = [newId(), newId(), newId(), newId()];
      await relation(alice, bob, { friend: 1 });
      await relation(alice, carol, {});
      await relation(alice, dave, { blocked: 1 });
      const asked = asking(fixture.reader);
      const [ofAlice, ofBob, none] = await Promise.all([
        asked.filterFriends(alice, [dave, bob, carol, newId(), bob, alice, ...INVALID_IDS]),
        asked.filterFriends(carol, [alice]),
        asked.filterFriends(alice, []),
      ]);
      expect([...ofAlice]).toEqual([bob]);
      expect([...ofBob, ...none]).toEqual([]);
      for (const strange of INVALID_IDS) expect((await asked.filterFriends(strange, [alice])).size).toBe(0);
    });

    test('the friends of 50 users among 500 others are read at once', async () => {
      const users = Array.from({ length: 50 }, newId);
      const friend = newId();
      for (const user of users) await relation(user, friend, { friend: 1 });
      const asked = asking(fixture.reader);
      const answers = await Promise.all(
        users.map((user) => asked.filterFriends(user, [...Array.from({ length: 499 }, newId), friend])),
      );
      expect(answers.map((found) => [...found])).toEqual(users.map(() => [friend]));
    });

    test('more keys than fit into one statement are read at once; a group that is too large has no recipients', async () => {
      const members = Array.from({ length: MAX_EPHEMERAL_RECIPIENTS + 1 }, () => ({ user: newId() }));
      const large = await conversation(members);
      const asked = asking(fixture.reader);
      const answers = await Promise.all(members.slice(0, 150).map(({ user }) => asked.findOtherParticipants(user, large)));
      expect(new Set(answers.map((answer) => answer?.length))).toEqual(new Set([MAX_EPHEMERAL_RECIPIENTS]));
      const late = newId();
      await fixture.write(
        `INSERT INTO conversation_members (user, conversation, left_seq) VALUES (${id(late)}, ${id(large)}, 0)`,
      );
      expect(await others(late, large)).toEqual([]);
    });
  });
}
