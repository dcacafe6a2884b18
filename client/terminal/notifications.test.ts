// The notifications about friends, also while the user's own connection is lost and restored.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createListeners } from '../sdk/api/listeners.ts';
import type { Client, ClientEvents, UserRelation } from '../sdk/index.ts';
import { CodeRequester } from './code-requester.ts';
import { Notifications } from './notifications.ts';
import { TEXTS } from './texts/texts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const STRANGER: UserRelation = {
  ...{ userId: '', name: '', displayName: '', avatarUrl: '', remark: '', greeting: '' },
  ...{ friend: false, incomingRequest: false, outgoingRequest: false, blocked: false, since: 0, version: 0 },
};

/** The notifications about bob and carol, who are both online. */
function watchFriends(): {
  shown: string[];
  changePresence(userId: string, state: 'ONLINE' | 'OFFLINE'): void;
  changeState(state: Client['state']): void;
  sync(): void;
  changeRelation(to: Partial<UserRelation>): void;
} {
  const listeners = createListeners<ClientEvents>();
  const shown: string[] = [];
  const people: { relations: UserRelation[] } = { relations: [] };
  const presence = { watch: () => Promise.resolve() };
  const client = { on: listeners.on, people, presence } as unknown as Client;
  const terminal = { print: (line: string) => void shown.push(line) } as ConstructorParameters<
    typeof Notifications
  >[0]['terminal'];
  new Notifications({
    client,
    terminal,
    texts: TEXTS.en,
    unusedCodes: new Map(),
    codeRequester: new CodeRequester(undefined, () => undefined),
  });
  const changePresence = (userId: string, state: 'ONLINE' | 'OFFLINE'): void =>
    listeners.emit('presence', { userId, state, lastSeen: 0 });
  changePresence('bob', 'ONLINE');
  changePresence('carol', 'ONLINE');
  const changeRelation = (to: Partial<UserRelation>): void => {
    const relation = { ...STRANGER, ...to };
    people.relations = [...people.relations.filter(({ userId }) => userId !== relation.userId), relation];
    listeners.emit('relation', relation);
  };
  return {
    ...{ shown, changePresence, changeRelation },
    changeState: (state) => listeners.emit('state', { state, retryInMs: 0 }),
    sync: () => listeners.emit('synced', undefined),
  };
}

test('a friend who goes offline or comes online is announced at once', () => {
  const { shown, changePresence } = watchFriends();
  changePresence('bob', 'OFFLINE');
  changePresence('bob', 'ONLINE');
  expect(shown).toEqual(['· bob is offline.', '· bob is online.']);
});

test('after a reconnect only friends whose presence has changed are announced', () => {
  const { shown, changePresence, changeState } = watchFriends();
  changeState('waiting');
  changeState('connecting');
  changeState('online');
  changePresence('bob', 'OFFLINE');
  changePresence('carol', 'OFFLINE');
  changePresence('bob', 'ONLINE');
  expect(shown).toEqual([]);
  vi.runAllTimers();
  expect(shown).toEqual(['· carol is offline.']);
  changePresence('carol', 'ONLINE');
  expect(shown).toEqual(['· carol is offline.', '· carol is online.']);
});

test('a new friendship is announced once, and neither the first sync nor a change of remark or profile announces one', () => {
  const { shown, sync, changeRelation } = watchFriends();
  const old = { userId: '1', name: 'dan', friend: true };
  changeRelation(old);
  sync();
  const eve = { userId: '2', name: 'eve', friend: true };
  changeRelation(eve);
  expect(shown).toEqual(['· eve and you are friends.']);
  for (const remark of ['my sister', '']) changeRelation({ ...eve, remark });
  changeRelation({ ...old, displayName: 'Dan the Great' });
  expect(shown).toHaveLength(1);
  changeRelation({ ...eve, friend: false });
  changeRelation(eve);
  expect(shown).toHaveLength(2);
});
