import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { ImError, toFailure } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import { passwordHasher } from '../password/password-hasher.ts';
import {
  authFixture,
  type CommandResult,
  connectionAddressOf,
  countingPasswordHasher,
  credentials,
  newCaller,
  refusalCode,
} from '../testing/auth-fixture.ts';

let fixture: Awaited<ReturnType<typeof authFixture>>;
beforeEach(async () => {
  fixture = await authFixture();
});
afterEach(() => fixture.close());

const register = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('register', credentials(name, changes), caller);
const logIn = (name: string, changes = {}, caller = newCaller()): Promise<CommandResult> =>
  fixture.call('logIn', credentials(name, changes), caller);

describe('LogIn', () => {
  test('each LogIn opens a new session and closes no other connection', async () => {
    const { reply: registered } = await register('Alice');
    const [one, other] = [await logIn('alice'), await logIn('ALICE')];
    expect(new Set([registered.sessionId, one.reply.sessionId, other.reply.sessionId]).size).toBe(3);
    for (const { reply, bound, disconnects } of [one, other]) {
      expect(reply).toMatchObject({ userId: registered.userId, name: 'Alice' });
      expect(bound).toEqual({ userId: reply.userId, sessionId: reply.sessionId, epoch: 1 });
      expect(disconnects).toEqual([]);
    }
  });

  test('LogIn answers a wrong password, an unknown name and an unknown e-mail address alike, after one hash each', async () => {
    await register('Alice');
    const before = fixture.passwords.hashCount();
    const failures = [];
    const unknown = [credentials('Bob'), credentials('bob@example.org')];
    for (const request of [credentials('Alice', { password: 'wrong horse' }), ...unknown]) {
      const error = await fixture.call('logIn', request, newCaller()).catch((caught: unknown) => caught);
      failures.push(toFailure(error as ImError));
    }
    expect(failures[1]).toEqual(failures[0]);
    expect(failures[2]).toEqual(failures[0]);
    expect(failures[0]).toMatchObject({ code: im.Code.WRONG_CREDENTIALS, retry: im.Retry.NEVER });
    expect(fixture.passwords.hashCount() - before).toBe(3);
  });

  test('LogIn rejects an impossible name or password without hashing', async () => {
    await register('Alice');
    const before = fixture.passwords.hashCount();
    for (const password of ['', 'short', 'x'.repeat(10_000_000)])
      expect(await refusalCode(logIn('Alice', { password }))).toBe('WRONG_CREDENTIALS');
    for (const name of ['', 'al\u202eice', 'a@b', '@'.repeat(10_000_000), 'x'.repeat(10_000_000)])
      expect(await refusalCode(logIn(name))).toBe('WRONG_CREDENTIALS');
    expect(fixture.passwords.hashCount()).toBe(before);
  });

  test('a resent LogIn gets the same session and token', async () => {
    await register('Alice');
    const request = credentials('alice');
    const lost = newCaller();
    const first = await fixture.call('logIn', request, lost);
    const second = await fixture.call('logIn', request, newCaller({ gate: { instance: 'gate-2.BBBBBBBB', slot: 2 } }));
    expect(second.reply).toEqual(first.reply);
    expect(second.bound).toEqual({ ...first.bound, epoch: 2 });
    expect(second.disconnects).toEqual([{ address: connectionAddressOf(lost), reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('the same LogIn request twice in one batch opens one session', async () => {
    await register('Alice');
    const request = credentials('alice');
    const waiting = await Promise.all([newCaller(), newCaller()].map((at) => fixture.prepare('logIn', request, at)));
    const [first, second] = (await fixture.runBatch(waiting)) as CommandResult[];
    expect(second?.reply).toEqual(first?.reply);
    expect([first?.bound?.epoch, second?.bound?.epoch]).toEqual([1, 2]);
  });

  test('two users may use the same client_request_id, and each gets a session', async () => {
    await register('Alice');
    await register('Bob');
    const clientRequestId = Buffer.alloc(16, 7);
    const [alice, bob] = [await logIn('alice', { clientRequestId }), await logIn('bob', { clientRequestId })];
    expect(alice.reply.sessionId).not.toBe(bob.reply.sessionId);
    expect(alice.reply.userId).not.toBe(bob.reply.userId);
  });

  test('LogIn opens no session if the password changed between its check and the batch', async () => {
    await register('Alice');
    const waiting = await fixture.prepare('logIn', credentials('alice'), newCaller());
    fixture.store.statement('UPDATE accounts SET password_hash = ?').run(await fixture.passwords.hash('another horse'));
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'BUSY' }]);
    expect(await refusalCode(logIn('alice'))).toBe('WRONG_CREDENTIALS');
    expect((await logIn('alice', { password: 'another horse' })).reply.name).toBe('Alice');
  });
});

describe('LogIn to a disabled account', () => {
  const close = (account: string, disabled = true) =>
    fixture.call('disableAccount', { account, disabled }, newCaller({ connection: 0 }));

  test('LogIn reveals that an account is disabled only after a correct password', async () => {
    await register('Alice');
    await close('alice');
    expect(await refusalCode(logIn('alice'))).toBe('ACCOUNT_DISABLED');
    expect(await refusalCode(logIn('alice', { password: 'wrong horse' }))).toBe('WRONG_CREDENTIALS');
  });

  test('LogIn opens no session if the account was disabled between the password check and the batch', async () => {
    await register('Alice');
    const waiting = await fixture.prepare('logIn', credentials('alice'), newCaller());
    await close('alice');
    expect(await fixture.runBatch([waiting])).toMatchObject([{ code: 'ACCOUNT_DISABLED' }]);
  });
});

describe('LogIn with outdated hash parameters', () => {
  test('LogIn replaces a hash made with outdated parameters, and the password stays the same', async () => {
    const today = passwordHasher({ cost: { algorithm: 'argon2id', memoryKib: 16, passes: 1 }, threads: 1, maxWaitMs: 60_000 });
    const later = await authFixture({ passwords: countingPasswordHasher(today) });
    const readStoredHash = (): unknown => later.store.statement('SELECT password_hash FROM accounts').get()?.password_hash;
    await later.call('register', credentials('Alice'), newCaller());
    later.store.statement('UPDATE accounts SET password_hash = ?').run(await fixture.passwords.hash('correct horse'));
    const old = readStoredHash();
    await refusalCode(later.call('logIn', credentials('alice', { password: 'wrong horse' }), newCaller()));
    expect(readStoredHash()).toBe(old);
    await later.call('logIn', credentials('alice'), newCaller());
    expect(readStoredHash()).toMatch(/^argon2id\$m=16,/);
    const fresh = readStoredHash();
    await later.call('logIn', credentials('alice'), newCaller());
    expect(readStoredHash()).toBe(fresh);
    later.close();
    await today.close();
  });

  test('LogIn keeps the outdated hash and succeeds while the hashing queue is full', async () => {
    const busy = { ...countingPasswordHasher(), needsRehash: () => true };
    const later = await authFixture({ passwords: busy });
    await later.call('register', credentials('Alice'), newCaller());
    busy.hash = () => Promise.reject(new ImError('BUSY', 'too much is being hashed'));
    expect((await later.call('logIn', credentials('alice'), newCaller())).reply.name).toBe('Alice');
    later.close();
  });
});

describe('device policy one-per-kind', () => {
  let strict: Awaited<ReturnType<typeof authFixture>>;
  beforeEach(async () => {
    strict = await authFixture({ settings: { devicePolicy: 'one-per-kind' } });
  });
  afterEach(() => strict.close());
  const on = (deviceKind: string) => newCaller({ deviceKind });
  const open = (caller: ReturnType<typeof on>, request = credentials('alice')) => strict.call('logIn', request, caller);
  const living = async (outcome: CommandResult): Promise<boolean> =>
    (await refusalCode(strict.call('resume', { token: outcome.reply.token }, newCaller()))) === 'no refusal';

  test.each(['phone', 'tablet', 'desktop', 'web'])(
    'a new session on a %s ends the previous one on that kind of device, and no other',
    async (kind) => {
      await strict.call('register', credentials('Alice'), on(''));
      await strict.call('register', credentials('Bob'), on(kind));
      const others = await Promise.all(
        ['phone', 'tablet', 'desktop', 'web', ''].filter((other) => other !== kind).map((other) => open(on(other))),
      );
      const before = on(kind);
      const replaced = await open(before);
      const { disconnects } = await open(on(kind));
      expect(disconnects).toEqual([{ address: connectionAddressOf(before), reason: im.CloseReason.DEVICE_REPLACED }]);
      expect(await living(replaced)).toBe(false);
      for (const other of others) expect(await living(other)).toBe(true);
    },
  );

  test.each(['', 'fridge'])('sessions on devices of kind "%s" do not replace each other', async (kind) => {
    await strict.call('register', credentials('Alice'), on(kind));
    const first = await open(on(kind));
    expect((await open(on(kind))).disconnects).toEqual([]);
    expect(await living(first)).toBe(true);
  });

  test('a resent LogIn replaces no device and does not end its own session', async () => {
    await strict.call('register', credentials('Alice'), on('web'));
    const request = credentials('alice');
    const first = await open(on('phone'), request);
    const second = await open(on('phone'), request);
    expect(second.reply).toEqual(first.reply);
    expect(second.disconnects).toMatchObject([{ reason: im.CloseReason.SESSION_REPLACED }]);
  });

  test('a second LogIn on the same connection, after a lost reply, does not close that connection', async () => {
    await strict.call('register', credentials('Alice'), on('web'));
    const caller = on('phone');
    await open(caller);
    expect((await open(caller)).disconnects).toEqual([]);
  });

  test('two concurrent log-ins on phones in one batch leave one session', async () => {
    await strict.call('register', credentials('Alice'), on('web'));
    const callers = [on('phone'), on('phone')];
    const waiting = await Promise.all(callers.map((caller) => strict.prepare('logIn', credentials('alice'), caller)));
    const outcomes = (await strict.runBatch(waiting)) as CommandResult[];
    expect(await Promise.all(outcomes.map(living))).toEqual([false, true]);
  });

  test('without a device policy, phones do not replace each other', async () => {
    await register('Alice');
    expect((await logIn('alice')).disconnects).toEqual([]);
  });

  test('the 101st session of a user ends the session that was bound longest ago', async () => {
    const first = await register('Alice');
    const second = await logIn('alice');
    for (let i = 2; i < 100; i++) await logIn('alice');
    await fixture.call('resume', { token: first.reply.token }, newCaller());
    const { disconnects } = await logIn('alice');
    expect(disconnects).toMatchObject([{ reason: im.CloseReason.SESSION_ENDED }]);
    expect(await refusalCode(fixture.call('resume', { token: second.reply.token }, newCaller()))).toBe('BAD_TOKEN');
    expect(await refusalCode(fixture.call('resume', { token: first.reply.token }, newCaller()))).toBe('no refusal');
  });
});

test('a late disconnect of the previous connection keeps the route of the connection that took over the session', async () => {
  const routes = memoryRoutes();
  const at = async (caller: ReturnType<typeof newCaller>, { bound }: CommandResult): Promise<void> => {
    if (!bound) throw new Error('not bound');
    const { userId, sessionId, epoch } = bound;
    await routes.bind([{ userId, route: { sessionId, epoch, address: connectionAddressOf(caller) } }]);
  };
  const [one, other] = [newCaller(), newCaller({ gate: { instance: 'gate-2.BBBBBBBB', slot: 2 } })];
  for (const { gate } of [one, other]) await routes.refresh(gate.instance, []);
  const first = await register('Alice', {}, one);
  await at(one, first);
  const second = await fixture.call('resume', { token: first.reply.token }, other);
  await at(other, second);
  if (first.bound) await routes.unbind([first.bound]);
  expect(await routes.lookup([first.reply.userId ?? ''])).toMatchObject([[{ address: connectionAddressOf(other), epoch: 2 }]]);
});
