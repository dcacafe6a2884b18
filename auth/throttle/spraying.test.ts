// An attacker sprays passwords over many names from rotating networks, as fast as the server answers.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hashQueue } from '../password/hash-queue.ts';
import type { PasswordHasher } from '../password/password-hasher.ts';
import { authFixture, countingPasswordHasher, credentials, newCaller, refusalCode } from '../testing/auth-fixture.ts';

const HONEST_LOG_INS = 28;
const SPRAYERS = 40;
const JOB = { units: 2 ** 14 * 8, rank: 0 };
const HASH_MS = 50;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Rotates over the /64 networks of /48s, and over the addresses of IPv4 /24s. */
const sprayer = (i: number): string =>
  i % 2 === 0 ? `2001:db8:${i % 4}:${((i * 7) % 65_536).toString(16)}::1` : `203.0.${i % 4}.${(i * 7) % 256}`;

/** One thread on which each hash takes 50 ms of the fake clock, behind the real queue. */
function slowPasswordHasher(): PasswordHasher {
  const queue = hashQueue(1, 500);
  const work = async (): Promise<{ tookMs: number }> => {
    await sleep(HASH_MS);
    return { tookMs: HASH_MS };
  };
  return {
    async hash(password, rank = 0) {
      await queue.run({ ...JOB, rank }, work);
      return `hash of ${password}`;
    },
    async verify(password, storedHash, rank = 0) {
      await queue.run({ ...JOB, rank }, work);
      return storedHash === `hash of ${password}`;
    },
    assertCapacity: (rank = 0) => queue.assertCapacity({ ...JOB, rank }),
    needsRehash: () => false,
  };
}

test('quiet networks and known devices log in while others spray passwords from rotating networks', async () => {
  const fixture = await authFixture({ passwords: countingPasswordHasher(slowPasswordHasher()) });
  const known: unknown[] = [];
  for (let i = 0; i < HONEST_LOG_INS; i++) {
    const registered = fixture.call('register', credentials(`honest ${i}`), newCaller({ clientIp: '192.0.2.1' }));
    await vi.advanceTimersByTimeAsync(HASH_MS);
    known.push((await registered).reply.deviceToken);
  }

  let isAttacking = true;
  let sprayed = 0;
  const outcomes = new Map<string, number>();
  const spray = async (): Promise<void> => {
    while (isAttacking) {
      const i = sprayed++;
      const attempt = credentials(`victim ${i % 500}`, { password: 'Password123!' });
      const outcome = await refusalCode(fixture.call('logIn', attempt, newCaller({ clientIp: sprayer(i) })));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === 'BUSY') await sleep(20);
    }
  };
  const sprayers = Array.from({ length: SPRAYERS }, spray);
  await vi.advanceTimersByTimeAsync(2000);
  const busyBefore = outcomes.get('BUSY') ?? 0;

  const honest: Promise<string>[] = [];
  for (let i = 0; i < HONEST_LOG_INS; i++) {
    const isKnown = i % 2 === 0;
    const request = { ...credentials(`honest ${i}`), ...(isKnown && { deviceToken: known[i] }) };
    // A known device may even be in the network of an attacker.
    honest.push(refusalCode(fixture.call('logIn', request, newCaller({ clientIp: isKnown ? sprayer(i) : `198.51.${i}.1` }))));
    await vi.advanceTimersByTimeAsync(100);
  }
  isAttacking = false;
  await vi.advanceTimersByTimeAsync(5000);
  await Promise.all(sprayers);
  expect(await Promise.all(honest)).toEqual(Array(HONEST_LOG_INS).fill('no refusal'));
  // The queue was full for all others.
  expect((outcomes.get('BUSY') ?? 0) - busyBefore).toBeGreaterThan(500);
  fixture.close();
});
