// Account commands: which failures are retried, which reject at once, and which commands end the client.
import { expect, onTestFinished, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { Client } from '../index.ts';
import type { FakeGate, FakeResponder } from '../testing/fake-gate.ts';
import { connectedClient, newClient, startTestGate } from '../testing/sdk-fixture.ts';

const CHANGES = {
  resetPassword: (client: Client) => client.resetPassword({ email: 'me@example.org', code: '123456', newPassword: 'new secret' }),
  changePassword: (client: Client) => client.changePassword({ currentPassword: 'old secret', newPassword: 'new secret' }),
  changeEmail: (client: Client) => client.changeEmail({ email: 'me@example.org', code: '123456', password: 'old secret' }),
};
const NAMES = Object.keys(CHANGES) as (keyof typeof CHANGES)[];

function idsOf(gate: FakeGate, name: string): string[] {
  const requests = gate.requests<{ clientRequestId: Uint8Array }>(`Auth.${name}`);
  return requests.map(({ clientRequestId }) => Buffer.from(clientRequestId).toString('hex'));
}

/** The gate gives these replies first, then the default ones. */
function first(gate: FakeGate, name: string, ...answers: FakeResponder[]): void {
  const usual = gate.defaultResponder;
  gate.responders.set(name, (frame, peer) => (answers.shift() ?? usual)(frame, peer));
}

test.each(NAMES)('%s is repeated with its id while the server is busy, unreachable, late or disconnected', async (name) => {
  const { gate, client } = await connectedClient();
  const refusal = (code: 'BUSY' | 'UNAVAILABLE' | 'EXPIRED') => () => new ImError(code, 'not now', { retryAfterMs: 1 });
  first(gate, `Auth.${name}`, refusal('BUSY'), refusal('UNAVAILABLE'), refusal('EXPIRED'), (_frame, peer) => {
    peer.drop();
    return undefined;
  });
  await CHANGES[name](client);
  const ids = idsOf(gate, name);
  expect(ids).toHaveLength(5);
  expect(ids[0]).toHaveLength(32);
  expect(new Set(ids).size).toBe(1);
  await CHANGES[name](client);
  expect(new Set(idsOf(gate, name)).size).toBe(2);
});

const FOR_A_PERSON = ['TOO_MANY_TRIES', 'TOO_MANY_REQUESTS', 'WRONG_CODE', 'WRONG_CREDENTIALS', 'BAD_PASSWORD'] as const;
test.each(FOR_A_PERSON)('%s rejects at once, with the time to wait', async (code) => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Auth.changePassword', () => new ImError(code, 'no', { retryAfterMs: 1500 }));
  await expect(CHANGES.changePassword(client)).rejects.toMatchObject({ code, retryAfterMs: 1500 });
  expect(idsOf(gate, 'changePassword')).toHaveLength(1);
});

test('a client requests a code and resets a password without a log-in', async () => {
  const gate = await startTestGate();
  const { client } = newClient(gate);
  await expect(client.requestCode('me@example.org', 'RESET_PASSWORD')).resolves.toMatchObject({ codeLivesSeconds: 600 });
  expect(gate.requests('Verify.requestCode')).toMatchObject([
    { email: 'me@example.org', purpose: im.CodePurpose.RESET_PASSWORD },
  ]);
  // A user may need longer to find the mail than the log-in time-out of the gate.
  gate.close('LOG_IN_TIMEOUT', { reconnect: true });
  await vi.waitFor(() => expect(client.state).toBe('idle'));
  await CHANGES.resetPassword(client);
  expect(gate.requests('Auth.resetPassword')).toMatchObject([{ code: '123456', newPassword: 'new secret' }]);
  await client.logIn('me@example.org', 'new secret');
});

test.each(['MAIL_FAILED', 'TOO_MANY_REQUESTS'] as const)(
  'a request for a code that is refused with %s is not repeated',
  async (code) => {
    const gate = await startTestGate();
    gate.responders.set('Verify.requestCode', () => new ImError(code, 'no', { retryAfterMs: 60_000 }));
    const asked = newClient(gate).client.requestCode('me@example.org', 'REGISTER');
    await expect(asked).rejects.toMatchObject({ code, retryAfterMs: 60_000 });
    expect(gate.requests('Verify.requestCode')).toHaveLength(1);
  },
);

test('a registration contains the e-mail address and its code', async () => {
  const gate = await startTestGate();
  await newClient(gate).client.register({
    name: 'me',
    password: 'secret word',
    email: 'me@example.org',
    code: '１２３ ４５６',
  });
  expect(gate.requests('Auth.register')).toMatchObject([{ email: 'me@example.org', code: '１２３ ４５６' }]);
});

test.each(['answered', 'closed first', 'closed instead'] as const)('deleting the account (%s) ends the client', async (how) => {
  const { gate, client, ends } = await connectedClient();
  gate.responders.set('Auth.deleteAccount', (frame, peer) => {
    if (how !== 'answered') gate.close('ACCOUNT_DELETED', { reconnect: false });
    return how === 'closed instead' ? undefined : gate.defaultResponder(frame, peer);
  });
  await client.deleteAccount('secret word');
  expect(client.state).toBe('closed');
  expect(ends).toMatchObject([{ reason: 'ACCOUNT_DELETED' }]);
});

test('deleteAccount rejects when the session has ended for another reason', async () => {
  const { gate, client, ends } = await connectedClient();
  gate.responders.set('Auth.deleteAccount', () => {
    gate.close('DEVICE_REPLACED', { reconnect: false });
    return undefined;
  });
  await expect(client.deleteAccount('secret word')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(ends).toMatchObject([{ reason: 'DEVICE_REPLACED' }]);
});

test('a wrong password neither deletes the account nor ends the session', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Auth.deleteAccount', () => new ImError('WRONG_CREDENTIALS', 'no'));
  await expect(client.deleteAccount('wrong word')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  expect(client.state).toBe('online');
});

test('logging out everywhere ends the client unless it keeps this session', async () => {
  const { gate, client, ends } = await connectedClient();
  await client.logOutEverywhere({ keepThis: true });
  expect(client.state).toBe('online');
  await client.logOutEverywhere();
  expect(ends).toMatchObject([{ reason: 'LOGGED_OUT' }]);
  expect(gate.requests('Auth.logOutEverywhere')).toMatchObject([{ keepThis: true }, { keepThis: false }]);
});

test('an export contains the account and every message of every conversation, over several pages', async () => {
  const { gate, client } = await connectedClient();
  for (let n = 1; n <= 450; n += 1) gate.storeMessage('with-bob', `to bob ${n}`, { push: false });
  for (let n = 1; n <= 210; n += 1) gate.storeMessage(`c-${String(n).padStart(3, '0')}`, 'hello', { push: false });
  const all = await client.exportAccount();
  expect(all).toMatchObject({ userId: 'user-me', name: 'me', email: 'me@example.org', sessions: [{ sessionId: 'session-1' }] });
  expect(all.conversations).toHaveLength(211);
  const bob = all.conversations.find(({ conversationId }) => conversationId === 'with-bob');
  expect(bob?.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
  expect(JSON.parse(JSON.stringify(all))).toEqual(all);
});

test('a message of an earlier run that the server refuses emits `refused`, and the end of the session emits none', async () => {
  const gate = await startTestGate();
  gate.responders.set('Logic.sendMessage', (frame) => {
    const { toUserId } = im.SendMessageRequest.decode(frame.payload);
    return toUserId === 'gone' ? new ImError('NO_SUCH_USER', 'gone') : undefined;
  });
  const kept = (toUserId: string, id: number) => ({ clientMessageId: new Uint8Array(16).fill(id), toUserId, text: 'kept' });
  const { client } = newClient(gate, { unacknowledged: [kept('gone', 1), kept('bob', 2)] });
  const refused: unknown[] = [];
  onTestFinished(client.on('refused', (event) => refused.push(event)));
  await client.resume('token-1');
  await vi.waitFor(() => expect(refused).toMatchObject([{ toUserId: 'gone', text: 'kept', error: { code: 'NO_SUCH_USER' } }]));
  gate.close('SESSION_ENDED', { reconnect: false });
  await vi.waitFor(() => expect(client.state).toBe('closed'));
  expect(refused).toHaveLength(1);
});

test('a client offers the device token of an earlier run at its log-in, and keeps the newest one', async () => {
  const gate = await startTestGate();
  const { client: fresh } = newClient(gate);
  expect(fresh.deviceToken).toBeUndefined();
  const { client } = newClient(gate, { deviceToken: 'of an earlier run' });
  await client.logIn('me', 'secret');
  expect(gate.requests('Auth.logIn')).toMatchObject([{ deviceToken: 'of an earlier run' }]);
  expect(client.deviceToken).toBe('device-1');
});

test('a client that has reset the password offers the device token of the reset', async () => {
  const gate = await startTestGate();
  const { client } = newClient(gate);
  await CHANGES.resetPassword(client);
  await client.logIn('me', 'new secret');
  expect(gate.requests('Auth.logIn')).toMatchObject([{ deviceToken: 'device-of-reset' }]);
});

test('a client requests and uses codes as the same requester, and each client as another one', async () => {
  const gate = await startTestGate();
  for (const { client } of [newClient(gate), newClient(gate)]) {
    await client.requestCode('me@example.org', 'RESET_PASSWORD');
    await CHANGES.resetPassword(client);
  }
  const requesters = (rpc: string) =>
    gate.requests<{ requester: Uint8Array }>(rpc).map(({ requester }) => Buffer.from(requester).toString('hex'));
  const asked = requesters('Verify.requestCode');
  expect(asked[0]).toHaveLength(32);
  expect(requesters('Auth.resetPassword')).toEqual(asked);
  expect(asked[1]).not.toBe(asked[0]);
});
