// Reactions that are set and removed.
import { expect, test } from 'vitest';
import { id } from '../../infra/sql/literals.ts';
import { decodeId, directConversationId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { failureCode } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const EMOJIS = ['👍', '🎉', '😀'];

onEveryStore('reactions', (fixture, store) => {
  const react = (userId: string, emoji: string, remove: boolean) => {
    const conversationId = directConversationId(fixture().alice, fixture().bob);
    return fixture().ask(
      'Logic.React',
      { clientMessageId: decodeId(newId()), conversationId, seq: 1, emoji, remove },
      { userId },
    );
  };
  async function rows(): Promise<number> {
    const conversationId = directConversationId(fixture().alice, fixture().bob);
    const [found] = await store()
      .connection()
      .query([`SELECT COUNT(*) FROM reactions WHERE conversation_id = ${id(conversationId)}`]);
    return Number(found?.[0]?.[0]);
  }
  async function shown(): Promise<readonly im.Reaction.$Properties[]> {
    const { alice, bob } = fixture();
    const request = { conversationId: directConversationId(alice, bob) };
    const { payload } = await fixture().ask('Logic.PullMessages', request, { userId: bob });
    return im.PullMessagesReply.decode(payload).messages[0]?.reactions ?? [];
  }

  test('removed reactions leave no rows, also after many changes', async () => {
    await fixture().start('Logic');
    const { alice, bob } = fixture();
    await fixture().ask(
      'Logic.SendMessage',
      { clientMessageId: decodeId(newId()), toUserId: bob, text: 'hello' },
      { userId: alice },
    );
    await react(alice, '👍', false);
    for (let round = 0; round < 3; round++)
      for (const emoji of EMOJIS) for (const remove of [false, true]) await react(bob, emoji, remove);
    expect(await rows()).toBe(1);
    expect(await shown()).toMatchObject([{ emoji: '👍', count: 1, mine: false }]);
    await react(bob, '👍', false);
    expect(await shown()).toMatchObject([{ emoji: '👍', count: 2, mine: true }]);
  });

  test('reactions that are set, removed and set again in one batch end in their last state', async () => {
    await fixture().start('Logic');
    const { alice, bob } = fixture();
    await fixture().ask(
      'Logic.SendMessage',
      { clientMessageId: decodeId(newId()), toUserId: bob, text: 'hello' },
      { userId: alice },
    );
    const answers = await Promise.all(
      [false, true, false].flatMap((remove) => [react(bob, '👍', remove), react(alice, '🎉', !remove)]),
    );
    expect(answers.map(failureCode)).toEqual(answers.map(() => 'CODE_UNSPECIFIED'));
    expect(await rows()).toBe(1);
    expect(await shown()).toMatchObject([{ emoji: '👍', count: 1, mine: true }]);
  });
});
