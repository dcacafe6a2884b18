import { scryptSync } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { ImError } from '../../proto/errors.ts';
import { passwordHasher } from './password-hasher.ts';
import { hasValidPasswordLength, isAcceptablePassword } from './password-policy.ts';

const cost = { algorithm: 'argon2id', memoryKib: 1024, passes: 1 } as const;
const slower = { algorithm: 'argon2id', memoryKib: 65_536, passes: 1 } as const;
const password = 'correct horse 日本語';
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

function all(options: Parameters<typeof passwordHasher>[0]): ReturnType<typeof passwordHasher> {
  const one = passwordHasher(options);
  opened.push(one);
  return one;
}

/** As it was stored when new hashes were made with scrypt. */
function scryptHash(of: string): string {
  const salt = Buffer.alloc(16, 7);
  const hash = scryptSync(of.normalize('NFC'), salt, 32, { N: 2 ** 10, r: 4, p: 2 });
  return `scrypt$ln=10,r=4,p=2$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

test('a hash verifies its own password and no other', async () => {
  const { hash, verify } = all({ cost });
  const storedHash = await hash(password);
  expect(await verify(password, storedHash)).toBe(true);
  for (const wrong of [`${password} `, password.toUpperCase(), '', password.slice(1)])
    expect(await verify(wrong, storedHash)).toBe(false);
});

test('a hash states its parameters and differs each time', async () => {
  const { hash } = all({ cost });
  const [one, other] = [await hash(password), await hash(password)];
  expect(one).toMatch(/^argon2id\$m=1024,t=1\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(one).not.toContain('horse');
});

test('hashes stored with other parameters, or made with scrypt, still verify', async () => {
  const { verify } = all({ cost });
  for (const old of [await all({ cost: { ...cost, passes: 2 } }).hash(password), scryptHash(password)]) {
    expect(await verify(password, old)).toBe(true);
    expect(await verify('something else', old)).toBe(false);
  }
});

test('a password verifies in any Unicode composition', async () => {
  const { hash, verify } = all({ cost });
  expect(await verify('pa\u0308sswo\u0308rter', await hash('p\u00e4ssw\u00f6rter'))).toBe(true);
});

test('a password check without a stored hash fails and takes as long as one hash', async () => {
  const { hash, verify } = all({ cost: { ...cost, memoryKib: 16_384 } });
  const storedHash = await hash(password);
  const time = async (against: string | undefined): Promise<number> => {
    const startedMs = performance.now();
    expect(await verify('something else', against)).toBe(false);
    return performance.now() - startedMs;
  };
  const fastest = async (against: string | undefined): Promise<number> =>
    Math.min(await time(against), await time(against), await time(against));
  const [known, unknown] = [await fastest(storedHash), await fastest(undefined)];
  expect(unknown / known).toBeGreaterThan(0.4);
  expect(unknown / known).toBeLessThan(2.5);
});

test('a malformed stored hash throws an error that does not contain it', async () => {
  for (const wrong of [
    '',
    'plain',
    'scrypt',
    'scrypt$ln=99999,r=8,p=1$x$y',
    'argon2id$secret',
    `argon2id$m=1,t=1$${'a'.repeat(22)}$`,
  ]) {
    const error = await all({ cost })
      .verify(password, wrong)
      .catch((caught: Error) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toBe('TypeError: the stored password hash has an unknown format');
  }
});

test('the event loop stays responsive while passwords are hashed', async () => {
  const { hash } = all({ cost: slower });
  let done = false;
  const hashing = hash(password).finally(() => {
    done = true;
  });
  let turns = 0;
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  await hashing;
  expect(turns).toBeGreaterThan(100);
});

test('with a full queue, the next caller gets BUSY with a retry time, and waiting callers are served', async () => {
  const { hash, verify, assertCapacity } = all({ cost: slower, threads: 1, maxWaitMs: 400 });
  const storedHash = await hash(password);
  assertCapacity();
  // A hundred hashes take seconds on any machine. The queue always admits one, which succeeds even on a busy machine.
  const offered = Array.from({ length: 100 }, () => verify(password, storedHash).catch((error: unknown) => error));
  expect(assertCapacity).toThrow(ImError);
  const outcomes = await Promise.all(offered);
  const refused = outcomes.filter((outcome) => outcome !== true);
  expect(refused.length).toBeGreaterThan(10);
  // One runs, and one may always wait.
  expect(refused.length).toBeLessThan(99);
  for (const error of refused) {
    expect(error).toBeInstanceOf(ImError);
    expect(error).toMatchObject({ code: 'BUSY' });
    expect((error as ImError).retryAfterMs).toBeGreaterThan(0);
  }
  expect(await verify(password, storedHash)).toBe(true);
});

test('a failed hash releases its place in the queue', async () => {
  const broken = all({ cost: { ...cost, passes: 2 ** 40 }, threads: 1 });
  for (let i = 0; i < 3; i++) await expect(broken.hash(password)).rejects.toThrow(RangeError);
});

test('needsRehash reports a hash made with other parameters or another algorithm', async () => {
  const today = all({ cost });
  for (const other of [
    { ...cost, memoryKib: 2048 },
    { ...cost, passes: 2 },
  ])
    expect(today.needsRehash(await all({ cost: other }).hash(password))).toBe(true);
  expect(today.needsRehash(scryptHash(password))).toBe(true);
  expect(today.needsRehash(await today.hash(password))).toBe(false);
  expect(() => today.needsRehash('-')).toThrow(TypeError);
});

test('a password has 8 to 128 characters, counted as a person counts them', () => {
  const counts: [string, boolean][] = [
    ['', false],
    ['1234567', false],
    ['12345678', true],
    ['日本語日本語日本', true],
    ['😀'.repeat(7), false],
    ['😀'.repeat(128), true],
    ['😀'.repeat(129), false],
    ['o\u0308'.repeat(128), true],
    ['o\u0308'.repeat(7), false],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
  ];
  for (const [given, is] of counts) expect(hasValidPasswordLength(given), given).toBe(is);
});

test('a password must differ from the name, in any case or width', () => {
  expect(isAcceptablePassword('Alexander', 'alexander')).toBe(false);
  expect(isAcceptablePassword('ＡＬＥＸＡＮＤＥＲ', 'alexander')).toBe(false);
  expect(isAcceptablePassword('alexander1', 'alexander')).toBe(true);
  expect(isAcceptablePassword('alex', 'bob')).toBe(false);
});

test('a password of 10 MB is rejected without being read', () => {
  const long = '\ufdfa'.repeat(10_000_000);
  const startedMs = performance.now();
  expect(isAcceptablePassword(long, 'alice')).toBe(false);
  expect(hasValidPasswordLength(long)).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(20);
});
