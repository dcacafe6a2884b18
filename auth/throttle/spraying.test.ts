// An attacker sprays passwords over many names from rotating networks, as fast as the server answers.
import { expect, test } from 'vitest';
import { passwordHasher } from '../password/password-hasher.ts';
import { authFixture, countingPasswordHasher, credentials, newCaller, refusalCode } from '../testing/auth-fixture.ts';

const HONEST_LOG_INS = 28;
/** Rotates over the /64 networks of four /48s, and over the addresses of four IPv4 /24s. */
const sprayer = (i: number): string =>
  i % 2 === 0 ? `2001:db8:${i % 4}:${((i * 7) % 65_536).toString(16)}::1` : `203.0.${i % 4}.${(i * 7) % 256}`;

test('log-ins from quiet networks are accepted while others spray passwords from rotating networks', async () => {
  // About 10 ms for a hash on one thread, and a queue of some dozens.
  const hasher = passwordHasher({ cost: { algorithm: 'argon2id', memoryKib: 4096, passes: 2 }, threads: 1 });
  const fixture = await authFixture({ passwords: countingPasswordHasher(hasher) });
  for (let i = 0; i < HONEST_LOG_INS; i++)
    await fixture.call('register', credentials(`honest ${i}`), newCaller({ clientIp: '192.0.2.1' }));

  let isAttacking = true;
  let sprayed = 0;
  const outcomes = new Map<string, number>();
  const spray = async (): Promise<void> => {
    while (isAttacking) {
      const i = sprayed++;
      const attempt = credentials(`victim ${i % 500}`, { password: 'Password123!' });
      const outcome = await refusalCode(fixture.call('logIn', attempt, newCaller({ clientIp: sprayer(i) })));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome === 'BUSY') await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const sprayers = Array.from({ length: 150 }, spray);
  await expect.poll(() => outcomes.get('WRONG_CREDENTIALS') ?? 0, { timeout: 10_000 }).toBeGreaterThan(10);
  const busyBefore = outcomes.get('BUSY') ?? 0;

  const honest: string[] = [];
  for (let i = 0; i < HONEST_LOG_INS; i++) {
    honest.push(await refusalCode(fixture.call('logIn', credentials(`honest ${i}`), newCaller({ clientIp: `198.51.${i}.1` }))));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  isAttacking = false;
  await Promise.all(sprayers);
  await hasher.close();
  fixture.close();
  // The queue was full for all others.
  expect((outcomes.get('BUSY') ?? 0) - busyBefore).toBeGreaterThan(100);
  expect(honest).toEqual(Array(HONEST_LOG_INS).fill('no refusal'));
});
