// What is told of friends while my own connection comes and goes.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createListeners } from '../sdk/api/listeners.ts';
import type { Client, ClientEvents, UserRelation } from '../sdk/index.ts';
import { Notifications } from './notifications.ts';
import { TEXTS } from './texts/texts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const STRANGER: UserRelation = {
  ...{ user: '', name: '', shownName: '', avatarUrl: '', remark: '', greeting: '' },
  ...{ friend: false, asksMe: false, asked: false, blocked: false, since: 0, version: 0 },
};

/** What is shown of bob and carol, who are both there. */
function watching(): {
  shown: string[];
  is(user: string, state: 'ONLINE' | 'OFFLINE'): void;
  become(state: Client['state']): void;
  synced(): void;
  relates(to: Partial<UserRelation>): void;
} {
  const listeners = createListeners<ClientEvents>();
  const shown: string[] = [];
  const people: { relations: UserRelation[] } = { relations: [] };
  const presence = { watch: () => Promise.resolve() };
  const client = { on: listeners.on, people, presence } as unknown as Client;
  const terminal = { print: (line: string) => void shown.push(line) } as ConstructorParameters<
    typeof Notifications
  >[0]['terminal'];
  new Notifications({ client, terminal, texts: TEXTS.en, unusedCodes: new Map() });
  const is = (user: string, state: 'ONLINE' | 'OFFLINE'): void => listeners.emit('presence', { user, state, lastSeen: 0 });
  is('bob', 'ONLINE');
  is('carol', 'ONLINE');
  const relates = (to: Partial<UserRelation>): void => {
    const relation = { ...STRANGER, ...to };
    people.relations = [...people.relations.filter(({ user }) => user !== relation.user), relation];
    listeners.emit('relation', relation);
  };
  return {
    ...{ shown, is, relates },
    become: (state) => listeners.emit('state', { state, retryInMs: 0 }),
    synced: () => listeners.emit('synced', undefined),
  };
}

test('who comes and goes is told at once', () => {
  const { shown, is } = watching();
  is('bob', 'OFFLINE');
  is('bob', 'ONLINE');
  expect(shown).toEqual(['· bob is offline.', '· bob is online.']);
});

test('a reconnect of my own tells nothing of friends who are as they were, and what became of the others', () => {
  const { shown, is, become } = watching();
  become('waiting');
  become('connecting');
  become('online');
  is('bob', 'OFFLINE');
  is('carol', 'OFFLINE');
  is('bob', 'ONLINE');
  expect(shown).toEqual([]);
  vi.runAllTimers();
  expect(shown).toEqual(['· carol is offline.']);
  is('carol', 'ONLINE');
  expect(shown).toEqual(['· carol is offline.', '· carol is online.']);
});

test('a friendship is told when it begins: not at the first look, and not when a remark goes or a profile changes', () => {
  const { shown, synced, relates } = watching();
  const old = { user: '1', name: 'dan', friend: true };
  relates(old);
  synced();
  const eve = { user: '2', name: 'eve', friend: true };
  relates(eve);
  expect(shown).toEqual(['· eve and you are friends.']);
  for (const remark of ['my sister', '']) relates({ ...eve, remark });
  relates({ ...old, shownName: 'Dan the Great' });
  expect(shown).toHaveLength(1);
  relates({ ...eve, friend: false });
  relates(eve);
  expect(shown).toHaveLength(2);
});
