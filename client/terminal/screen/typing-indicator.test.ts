// Tests which user is shown as typing, and for how long.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createListeners } from '../../sdk/api/listeners.ts';
import type { Client, ClientEvents, ReceivedMessage } from '../../sdk/index.ts';
import { CodeRequester } from '../code-requester.ts';
import { TEXTS } from '../texts/texts.ts';
import { TypingIndicator } from './typing-indicator.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/**
 * The name shown as typing in the conversation `bakers`, after each change. By default the name of a user is their id.
 */
function watchTyping(nameOf = async (userId: string) => userId) {
  const listeners = createListeners<ClientEvents>();
  const shown: (string | undefined)[] = [];
  const client = { on: listeners.on } as unknown as Client;
  const terminal = {} as ConstructorParameters<typeof TypingIndicator>[0]['terminal'];
  const context = {
    client,
    terminal,
    texts: TEXTS.en,
    unusedCodes: new Map(),
    codeRequester: new CodeRequester(undefined, () => undefined),
  };
  const typing: TypingIndicator = new TypingIndicator(context, { resolve: nameOf }, (conversationId) =>
    shown.push(typing.typistIn(conversationId)),
  );
  return {
    ...{ shown, typing },
    async types(userId: string, conversationId = 'bakers') {
      listeners.emit('typing', { conversationId, userId });
      await vi.advanceTimersByTimeAsync(0);
    },
    says: (senderId: string) => listeners.emit('message', { conversationId: 'bakers', senderId } as ReceivedMessage),
  };
}

test('a user is shown as typing until their message arrives, also when others write meanwhile', async () => {
  const { shown, types, says } = watchTyping();
  await types('carol');
  says('dan');
  expect(shown).toEqual(['carol']);
  says('carol');
  expect(shown).toEqual(['carol', undefined]);
});

test('a user who continues to type stays shown, and one who stops disappears after five seconds', async () => {
  const { shown, types } = watchTyping();
  await types('carol');
  await vi.advanceTimersByTimeAsync(4000);
  await types('carol');
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown).toEqual(['carol']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown).toEqual(['carol', undefined]);
});

test('of several typing users the first one is shown, and after that user another one who still types', async () => {
  const { shown, types, says } = watchTyping();
  await types('carol');
  await types('dan');
  says('carol');
  await types('dan');
  expect(shown).toEqual(['carol', undefined, 'dan']);
});

test('typing in another conversation does not change this one', async () => {
  const { types, typing } = watchTyping();
  await types('carol');
  await types('dan', 'elsewhere');
  expect(typing.typistIn('bakers')).toBe('carol');
});

test('if the look-up of a name ends after the message of the user arrived, typing is not shown', async () => {
  let resolveName: (name: string) => void = () => undefined;
  const { shown, types, says, typing } = watchTyping(() => new Promise((resolve) => (resolveName = resolve)));
  await types('carol');
  says('carol');
  resolveName('Carol');
  await vi.advanceTimersByTimeAsync(0);
  expect(typing.typistIn('bakers')).toBeUndefined();
  expect(shown).toEqual([undefined]);
});

test('a stopped indicator shows nothing', async () => {
  const { shown, types, typing } = watchTyping();
  await types('carol');
  typing.stop();
  await types('dan');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown).toEqual(['carol']);
});
