// Whose typing is shown, and for how long.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createListeners } from '../../sdk/api/listeners.ts';
import type { Client, ClientEvents, ReceivedMessage } from '../../sdk/index.ts';
import { TEXTS } from '../texts/texts.ts';
import { TypingIndicator } from './typing-indicator.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/**
 * Who is shown as typing in the conversation `bakers`, each time that changes, in a world where users are called by their ids.
 */
function watching(nameOf = async (user: string) => user) {
  const listeners = createListeners<ClientEvents>();
  const shown: (string | undefined)[] = [];
  const client = { on: listeners.on } as unknown as Client;
  const terminal = {} as ConstructorParameters<typeof TypingIndicator>[0]['terminal'];
  const context = { client, terminal, texts: TEXTS.en, unusedCodes: new Map() };
  const typing: TypingIndicator = new TypingIndicator(context, { resolve: nameOf }, (conversation) =>
    shown.push(typing.typistIn(conversation)),
  );
  return {
    ...{ shown, typing },
    async types(user: string, conversation = 'bakers') {
      listeners.emit('typing', { conversation, user });
      await vi.advanceTimersByTimeAsync(0);
    },
    says: (sender: string) => listeners.emit('message', { conversation: 'bakers', sender } as ReceivedMessage),
  };
}

test('who types is shown until he has said something, whatever others say meanwhile', async () => {
  const { shown, types, says } = watching();
  await types('carol');
  says('dan');
  expect(shown).toEqual(['carol']);
  says('carol');
  expect(shown).toEqual(['carol', undefined]);
});

test('who goes on typing stays, and who stops is gone after five seconds', async () => {
  const { shown, types } = watching();
  await types('carol');
  await vi.advanceTimersByTimeAsync(4000);
  await types('carol');
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown).toEqual(['carol']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(shown).toEqual(['carol', undefined]);
});

test('of several the first one is shown, and then another one who still types', async () => {
  const { shown, types, says } = watching();
  await types('carol');
  await types('dan');
  says('carol');
  await types('dan');
  expect(shown).toEqual(['carol', undefined, 'dan']);
});

test('typing elsewhere does not end what is shown here', async () => {
  const { types, typing } = watching();
  await types('carol');
  await types('dan', 'elsewhere');
  expect(typing.typistIn('bakers')).toBe('carol');
});

test('a name that is known only when he has said it already is not shown any more', async () => {
  let answer: (name: string) => void = () => undefined;
  const { shown, types, says, typing } = watching(() => new Promise((resolve) => (answer = resolve)));
  await types('carol');
  says('carol');
  answer('Carol');
  await vi.advanceTimersByTimeAsync(0);
  expect(typing.typistIn('bakers')).toBeUndefined();
  expect(shown).toEqual([undefined]);
});

test('nothing is shown after it was stopped', async () => {
  const { shown, types, typing } = watching();
  await types('carol');
  typing.stop();
  await types('dan');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown).toEqual(['carol']);
});
