// The session token is refreshed while the client runs.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { connectedClient } from '../testing/sdk-fixture.ts';
import { DEFAULT_TIMING } from './timing.ts';
import { TokenRefresher } from './token-refresher.ts';

const DAY_SECONDS = 24 * 60 * 60;

interface Kept {
  readonly keeper: TokenRefresher;
  readonly refresh: ReturnType<typeof vi.fn<() => Promise<im.RefreshTokenReply>>>;
  readonly renewed: string[];
}

function keep(livesSeconds: number): Kept {
  const renewed: string[] = [];
  const refresh = vi.fn(async () =>
    im.RefreshTokenReply.create({ token: `t${renewed.length + 2}`, tokenLivesSeconds: livesSeconds }),
  );
  const keeper = new TokenRefresher({
    timing: DEFAULT_TIMING,
    random: () => 0,
    refresh,
    onRenewed: ({ token }) => renewed.push(token),
  });
  keeper.start(livesSeconds);
  return { keeper, refresh, renewed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a token is refreshed whenever half of its lifetime is over', async () => {
  const { refresh, renewed } = keep(30 * DAY_SECONDS);
  await vi.advanceTimersByTimeAsync(15 * DAY_SECONDS * 1000 - 1);
  expect(refresh).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(renewed).toEqual(['t2']);
  await vi.advanceTimersByTimeAsync(15 * DAY_SECONDS * 1000);
  expect(renewed).toEqual(['t2', 't3']);
});

test('a lifetime above the longest timer does not cause an immediate refresh', async () => {
  const { refresh } = keep(3650 * DAY_SECONDS);
  await vi.advanceTimersByTimeAsync(24 * DAY_SECONDS * 1000);
  expect(refresh).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(DAY_SECONDS * 1000);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test('a failed refresh is repeated after half of the remaining lifetime, but not too soon', async () => {
  const { refresh, renewed } = keep(400);
  refresh.mockRejectedValue(new Error('not now'));
  await vi.advanceTimersByTimeAsync(200_000);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(200_000);
  expect(refresh.mock.calls.length).toBeLessThan(10);
  expect(renewed).toEqual([]);
});

test('no token refresh while disconnected, without a lifetime, or in the first half of the lifetime', async () => {
  const unbound = keep(100);
  unbound.keeper.stop();
  const silent = keep(0);
  const again = keep(100);
  await vi.advanceTimersByTimeAsync(49_000);
  again.keeper.start(100);
  await vi.advanceTimersByTimeAsync(49_000);
  for (const { refresh } of [unbound, silent, again]) expect(refresh).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(again.refresh).toHaveBeenCalledTimes(1);
});

test('the client emits the new token and resumes with it, even when the first refresh fails', async () => {
  vi.useRealTimers();
  const { gate, client } = await connectedClient({}, (made) => {
    made.token.livesSeconds = 1;
    made.responders.set('Auth.refreshToken', () => {
      made.responders.delete('Auth.refreshToken');
      return new ImError('BUSY', 'not now');
    });
  });
  const tokens: string[] = [];
  client.on('token', ({ token }) => tokens.push(token));
  await vi.waitFor(() => expect(tokens).toEqual(['token-2']), { timeout: 5000 });
  expect(client.me?.token).toBe('token-2');
  gate.token.livesSeconds = 0;
  gate.lastPeer.drop();
  await vi.waitFor(() => expect(gate.requests('Auth.resume')).toMatchObject([{ token: 'token-1' }, { token: 'token-2' }]));
});
