import { expect, test } from 'vitest';
import { im } from '../proto/contract.ts';
import { mayWrite } from './may-write.ts';
import type { Relations, Standing } from './ports.ts';

const { SERVER_DEFAULT, ANYONE, FRIENDS_ONLY } = im.WhoMayWrite;

async function answer(standing: Standing, whoMayWrite: 'anyone' | 'friends', receiver = 'bob'): Promise<string> {
  const relations = { standing: async () => standing } as Pick<Relations, 'standing'> as Relations;
  return mayWrite({ relations }, 'alice', receiver, { whoMayWrite }).then(
    () => 'may',
    (error: { code: string }) => error.code,
  );
}

test.each([
  ['anyone', SERVER_DEFAULT, 'may'],
  ['anyone', ANYONE, 'may'],
  ['anyone', FRIENDS_ONLY, 'NOT_FRIENDS'],
  ['friends', SERVER_DEFAULT, 'NOT_FRIENDS'],
  ['friends', ANYONE, 'may'],
  ['friends', FRIENDS_ONLY, 'NOT_FRIENDS'],
] as const)('where the server lets %s write and the receiver says %i, a stranger gets: %s', async (server, said, expected) => {
  expect(await answer({ friends: false, blocked: false, whoMayWrite: said }, server)).toBe(expected);
});

test.each(['anyone', 'friends'] as const)(
  'where the server lets %s write, a friend may write to whoever he is',
  async (server) => {
    for (const whoMayWrite of [SERVER_DEFAULT, ANYONE, FRIENDS_ONLY])
      expect(await answer({ friends: true, blocked: false, whoMayWrite }, server)).toBe('may');
  },
);

test('a block comes before everything else, but oneself may always', async () => {
  const blocked = { friends: true, blocked: true, whoMayWrite: ANYONE };
  expect(await answer(blocked, 'anyone')).toBe('BLOCKED');
  expect(await answer({ ...blocked, friends: false, whoMayWrite: FRIENDS_ONLY }, 'friends')).toBe('BLOCKED');
  expect(await answer(blocked, 'friends', 'alice')).toBe('may');
});
