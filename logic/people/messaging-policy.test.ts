import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { MessagingPolicy } from '../ports/index.ts';
import { whyCannotMessage } from './messaging-policy.ts';

const { SERVER_DEFAULT, ANYONE, FRIENDS_ONLY } = im.WhoMayWrite;
const STRANGER: MessagingPolicy = { exists: true, friends: false, blocked: false, whoMayWrite: SERVER_DEFAULT };

function outcome(policy: Partial<MessagingPolicy>, whoMayWrite: 'anyone' | 'friends'): string {
  return whyCannotMessage({ ...STRANGER, ...policy }, { whoMayWrite })?.code ?? 'allowed';
}

test.each([
  ['anyone', SERVER_DEFAULT, 'allowed'],
  ['anyone', ANYONE, 'allowed'],
  ['anyone', FRIENDS_ONLY, 'NOT_FRIENDS'],
  ['friends', SERVER_DEFAULT, 'NOT_FRIENDS'],
  ['friends', ANYONE, 'allowed'],
  ['friends', FRIENDS_ONLY, 'NOT_FRIENDS'],
] as const)('server default %s, receiver setting %i: a stranger gets %s', (server, said, expected) => {
  expect(outcome({ whoMayWrite: said }, server)).toBe(expected);
});

test.each(['anyone', 'friends'] as const)('server default %s: a friend may always message', (server) => {
  for (const whoMayWrite of [SERVER_DEFAULT, ANYONE, FRIENDS_ONLY])
    expect(outcome({ friends: true, whoMayWrite }, server)).toBe('allowed');
});

test('the sender gets NO_SUCH_USER before BLOCKED, and BLOCKED before NOT_FRIENDS', () => {
  const blocked = { blocked: true, friends: true, whoMayWrite: ANYONE };
  expect(outcome(blocked, 'anyone')).toBe('BLOCKED');
  expect(outcome({ ...blocked, friends: false, whoMayWrite: FRIENDS_ONLY }, 'friends')).toBe('BLOCKED');
  expect(outcome({ ...blocked, exists: false }, 'anyone')).toBe('NO_SUCH_USER');
});
