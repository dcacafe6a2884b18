import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { MessagingPolicy } from '../ports/index.ts';
import { whyCannotMessage } from './messaging-policy.ts';

const { SERVER_DEFAULT, ANYONE, FRIENDS_ONLY } = im.WhoMayWrite;
const STRANGER: MessagingPolicy = { exists: true, friends: false, blocked: false, whoMayWrite: SERVER_DEFAULT };

function answer(standing: Partial<MessagingPolicy>, whoMayWrite: 'anyone' | 'friends'): string {
  return whyCannotMessage({ ...STRANGER, ...standing }, { whoMayWrite })?.code ?? 'may';
}

test.each([
  ['anyone', SERVER_DEFAULT, 'may'],
  ['anyone', ANYONE, 'may'],
  ['anyone', FRIENDS_ONLY, 'NOT_FRIENDS'],
  ['friends', SERVER_DEFAULT, 'NOT_FRIENDS'],
  ['friends', ANYONE, 'may'],
  ['friends', FRIENDS_ONLY, 'NOT_FRIENDS'],
] as const)('where the server lets %s write and the receiver says %i, a stranger gets: %s', (server, said, expected) => {
  expect(answer({ whoMayWrite: said }, server)).toBe(expected);
});

test.each(['anyone', 'friends'] as const)('where the server lets %s write, a friend may write to whoever he is', (server) => {
  for (const whoMayWrite of [SERVER_DEFAULT, ANYONE, FRIENDS_ONLY])
    expect(answer({ friends: true, whoMayWrite }, server)).toBe('may');
});

test('a block comes before what the receiver wants, and before both that there is one', () => {
  const blocked = { blocked: true, friends: true, whoMayWrite: ANYONE };
  expect(answer(blocked, 'anyone')).toBe('BLOCKED');
  expect(answer({ ...blocked, friends: false, whoMayWrite: FRIENDS_ONLY }, 'friends')).toBe('BLOCKED');
  expect(answer({ ...blocked, exists: false }, 'anyone')).toBe('NO_SUCH_USER');
});
