// The times of the SDK and of the server fit together.
import { expect, test } from 'vitest';
import { DEFAULT_TIMING } from '../client/sdk/index.ts';
import { PRESENCE_TIMES } from '../infra/ports/presence-times.ts';

test('by default a client renews its watch list before the server drops it', () => {
  expect(DEFAULT_TIMING.watchAgainMs + DEFAULT_TIMING.pongTimeoutMs).toBeLessThan(PRESENCE_TIMES.watchTtlMs);
});
