import { beforeEach, expect, test } from 'vitest';
import { directConversationId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

onEveryStore('Sync', (fixture, store) => {
  beforeEach(async () => {
    await fixture().start('Logic');
  });
  const ask = async (rpc: string, request: object, user = fixture().alice) =>
    (await fixture().ask(rpc, request, { user })).payload;
  const sync = async (request: object, user = fixture().alice) => im.SyncReply.decode(await ask('Logic.Sync', request, user));
  const say = (to: string, user: string) =>
    ask('Logic.SendMessage', { clientMessageId: Buffer.from(newId(), 'base64url'), to, text: 'hello' }, user);

  test('Sync returns everything to a new client, nothing to an up-to-date one, and then only changes', async () => {
    const { alice, bob } = fixture();
    await say(alice, bob);
    await ask('Logic.RequestFriend', { user: alice, greeting: 'it is me' }, bob);
    const all = await sync({});
    expect(all).toMatchObject({
      conversations: [{ conversation: directConversationId(alice, bob), lastSeq: 1, unread: 1 }],
      nextConversation: '',
      profile: { profile: { user: alice } },
      relations: [{ other: { user: bob }, asksMe: true, greeting: 'it is me' }],
      morePeople: false,
    });
    const known = all.conversations.map(({ conversation, lastSeq, stateVersion }) => ({ conversation, lastSeq, stateVersion }));
    const cursor = { known, peopleVersion: all.peopleVersion };
    const nothing = await sync(cursor);
    expect(nothing).toMatchObject({ conversations: [], relations: [], peopleVersion: all.peopleVersion });
    expect(nothing.profile).toBeFalsy();

    await ask('Logic.MarkRead', { conversation: directConversationId(alice, bob), seq: 1 });
    expect(await sync(cursor)).toMatchObject({ conversations: [{ unread: 0, readSeq: 1 }], relations: [] });
    await ask('Logic.AnswerFriendRequest', { user: bob, accept: true });
    expect(await sync(cursor)).toMatchObject({ relations: [{ other: { user: bob }, friend: true }] });
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
    const second = await sync({ limit: 1, afterConversation: first.nextConversation });
    expect(second.conversations).toHaveLength(1);
    expect(second.nextConversation).toBe('');
    expect(second.profile).toBeFalsy();
  });

  test('people with long profiles come in several pages', { timeout: 30_000 }, async () => {
    const { alice } = fixture();
    const users = Array.from({ length: 100 }, newId);
    for (const user of users) {
      await store().addUser(user);
      await ask('Logic.UpdateProfile', { about: '𐍈'.repeat(500), avatarUrl: `https://${'a'.repeat(1000)}` }, user);
      await ask('Logic.RequestFriend', { user: alice, greeting: '𐍈'.repeat(200) }, user);
    }
    const found: (string | null | undefined)[] = [];
    for (let [peopleVersion, more] = [0, true]; more; ) {
      const payload = await ask('Logic.Sync', { peopleVersion });
      expect(payload.length).toBeLessThan(300 * 1024);
      const reply = im.SyncReply.decode(payload);
      found.push(...reply.relations.map(({ other }) => other?.user));
      [peopleVersion, more] = [reply.peopleVersion, reply.morePeople];
    }
    expect(found).toEqual(users);
  });

  test('a client with newer versions than a restored store gets everything again', async () => {
    const { alice, bob } = fixture();
    await ask('Logic.RequestFriend', { user: alice, greeting: '' }, bob);
    const { peopleVersion } = await sync({});
    for (const known of [peopleVersion + 100, 2 ** 53, 2 ** 60])
      expect(await sync({ peopleVersion: known }), `${known}`).toMatchObject({ relations: [{ asksMe: true }], peopleVersion });
  });
});
