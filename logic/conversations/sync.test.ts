import { beforeEach, expect, test } from 'vitest';
import { directConversationId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('Sync', (fixture, store) => {
  beforeEach(async () => {
    await fixture().start('Logic');
  });
  const ask = async (rpc: string, request: object, userId = fixture().alice) =>
    (await fixture().ask(rpc, request, { userId })).payload;
  const sync = async (request: object, userId = fixture().alice) => im.SyncReply.decode(await ask('Logic.Sync', request, userId));
  const say = (toUserId: string, userId: string) =>
    ask('Logic.SendMessage', { clientMessageId: Buffer.from(newId(), 'base64url'), toUserId, text: 'hello' }, userId);

  test('Sync returns everything to a new client, nothing to an up-to-date one, and then only changes', async () => {
    const { alice, bob } = fixture();
    await say(alice, bob);
    await ask('Logic.RequestFriend', { userId: alice, greeting: 'it is me' }, bob);
    const all = await sync({});
    expect(all).toMatchObject({
      conversations: [{ conversationId: directConversationId(alice, bob), lastSeq: 1, unread: 1 }],
      nextConversationId: '',
      profile: { profile: { userId: alice } },
      relations: [{ other: { userId: bob }, incomingRequest: true, greeting: 'it is me' }],
      morePeople: false,
    });
    const known = all.conversations.map(({ conversationId, lastSeq, stateVersion }) => ({
      conversationId,
      lastSeq,
      stateVersion,
    }));
    const cursor = { known, peopleVersion: all.peopleVersion };
    const nothing = await sync(cursor);
    expect(nothing).toMatchObject({ conversations: [], relations: [], peopleVersion: all.peopleVersion });
    expect(nothing.profile).toBeFalsy();

    await ask('Logic.MarkRead', { conversationId: directConversationId(alice, bob), seq: 1 });
    expect(await sync(cursor)).toMatchObject({ conversations: [{ unread: 0, readSeq: 1 }], relations: [] });
    await ask('Logic.AnswerFriendRequest', { userId: bob, accept: true });
    expect(await sync(cursor)).toMatchObject({ relations: [{ other: { userId: bob }, friend: true }] });
    await ask('Logic.UpdateProfile', { about: 'new here' });
    expect(await sync(cursor)).toMatchObject({ profile: { profile: { about: 'new here' } } });
  });

  test('Sync returns people only with the first page of conversations', async () => {
    const { alice, bob } = fixture();
    await say(alice, bob);
    await say(alice, alice);
    const first = await sync({ limit: 1 });
    expect(first.conversations).toHaveLength(1);
    expect(first.profile).toBeTruthy();
    const second = await sync({ limit: 1, afterConversationId: first.nextConversationId });
    expect(second.conversations).toHaveLength(1);
    expect(second.nextConversationId).toBe('');
    expect(second.profile).toBeFalsy();
  });

  test('people with long profiles come in several pages', { timeout: 30_000 }, async () => {
    const { alice } = fixture();
    const userIds = Array.from({ length: 100 }, newId);
    for (const userId of userIds) {
      await store().addUser(userId);
      await ask('Logic.UpdateProfile', { about: '𐍈'.repeat(500), avatarUrl: `https://${'a'.repeat(1000)}` }, userId);
      await ask('Logic.RequestFriend', { userId: alice, greeting: '𐍈'.repeat(200) }, userId);
    }
    const found: (string | null | undefined)[] = [];
    for (let [peopleVersion, more] = [0, true]; more; ) {
      const payload = await ask('Logic.Sync', { peopleVersion });
      expect(payload.length).toBeLessThan(300 * 1024);
      const reply = im.SyncReply.decode(payload);
      found.push(...reply.relations.map(({ other }) => other?.userId));
      [peopleVersion, more] = [reply.peopleVersion, reply.morePeople];
    }
    expect(found).toEqual(userIds);
  });

  test('a client with newer versions than a restored store gets everything again', async () => {
    const { alice, bob } = fixture();
    await ask('Logic.RequestFriend', { userId: alice, greeting: '' }, bob);
    const { peopleVersion } = await sync({});
    for (const known of [peopleVersion + 100, 2 ** 53, 2 ** 60])
      expect(await sync({ peopleVersion: known }), `${known}`).toMatchObject({
        relations: [{ incomingRequest: true }],
        peopleVersion,
      });
  });
});
