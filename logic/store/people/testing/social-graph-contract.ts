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
    async function conversation(members: readonly { userId: string; leftSeq?: number; peerId?: string }[]): Promise<string> {
      const made = newId();
      const rows = members.map(
        ({ userId, leftSeq = 0, peerId }) => `(${id(userId)}, ${id(made)}, ${peerId ? id(peerId) : 'NULL'}, ${leftSeq})`,
      );
      await fixture.write(
        `INSERT INTO conversation_members (user_id, conversation_id, peer_id, left_seq) VALUES ${rows.join(',')}`,
      );
      return made;
    }
    const others = async (userId: string, asked: string): Promise<string[] | undefined> =>
      (await asking(fixture.reader).findOtherParticipants(userId, asked))?.toSorted();

    test('a direct conversation has one other participant, a conversation with oneself none', async () => {
      const [alice, bob] = [newId(), newId()];
      const two = await conversation([
        { userId: alice, peerId: bob },
        { userId: bob, peerId: alice },
      ]);
      const own = await conversation([{ userId: alice, peerId: alice }]);
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
      const groupId = await conversation([{ userId: alice }, { userId: bob }, { userId: carol }, { userId: dave, leftSeq: 7 }]);
      expect(await others(alice, groupId)).toEqual([bob, carol].toSorted());
    });

    test('a user who is not or no longer a member gets no participants, whatever they ask for', async () => {
      const [alice, bob, dave] = [newId(), newId(), newId()];
      const groupId = await conversation([{ userId: alice }, { userId: bob }, { userId: dave, leftSeq: 7 }]);
      expect(await others(dave, groupId)).toBeUndefined();
      const isFormer = [dave, alice, newId(), 'x'].map((userId) => asking(fixture.reader).isFormerMember(userId, groupId));
      expect(await Promise.all(isFormer)).toEqual([true, false, false, false]);
      expect(await others(newId(), groupId)).toBeUndefined();
      expect(await others(alice, newId())).toBeUndefined();
      for (const strange of INVALID_IDS) expect(await others(alice, strange), strange).toBeUndefined();
    });

    const relation = (userId: string, otherId: string, to: { friend?: 1; blocked?: 1 }): Promise<void> =>
      fixture.write(
        `INSERT INTO relations
          (user_id, other_id, conversation_id, version, friend, incoming_request, outgoing_request, blocked, since,
            requested_at, remark, greeting)
          VALUES (${id(userId)}, ${id(otherId)}, ${id(directConversationId(userId, otherId))}, 1,
            ${to.friend ?? 0}, 0, 0, ${to.blocked ?? 0}, 0, 0, '', '')`,
      );

    test('a direct conversation has no recipient when either user has blocked the other', async () => {
      const [alice, bob, carol] = [newId(), newId(), newId()];
      const two = await conversation([
        { userId: alice, peerId: bob },
        { userId: bob, peerId: alice },
      ]);
      const groupId = await conversation([{ userId: alice }, { userId: bob }, { userId: carol }]);
      await relation(alice, carol, { blocked: 1 });
      expect(await others(alice, two)).toEqual([bob]);
      await relation(bob, alice, { blocked: 1 });
      expect(await others(alice, two)).toEqual([]);
      expect(await others(bob, two)).toEqual([]);
      expect(await others(alice, groupId)).toEqual([bob, carol].toSorted());
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
      const userIds = Array.from({ length: 50 }, newId);
      const friend = newId();
      for (const userId of userIds) await relation(userId, friend, { friend: 1 });
      const asked = asking(fixture.reader);
      const answers = await Promise.all(
        userIds.map((userId) => asked.filterFriends(userId, [...Array.from({ length: 499 }, newId), friend])),
      );
      expect(answers.map((found) => [...found])).toEqual(userIds.map(() => [friend]));
    });

    test('more keys than fit into one statement are read at once; a group that is too large has no recipients', async () => {
      const members = Array.from({ length: MAX_EPHEMERAL_RECIPIENTS + 1 }, () => ({ userId: newId() }));
      const large = await conversation(members);
      const asked = asking(fixture.reader);
      const answers = await Promise.all(members.slice(0, 150).map(({ userId }) => asked.findOtherParticipants(userId, large)));
      expect(new Set(answers.map((answer) => answer?.length))).toEqual(new Set([MAX_EPHEMERAL_RECIPIENTS]));
      const late = newId();
      await fixture.write(
        `INSERT INTO conversation_members (user_id, conversation_id, left_seq) VALUES (${id(late)}, ${id(large)}, 0)`,
      );
      expect(await others(late, large)).toEqual([]);
    });
  });
}
