// `npm run admin -- user export`: everything of a user and nothing of others, on an embedded server.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, createClient } from '../../client/sdk/node.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';

const run = promisify(execFile);
const TOOL = join(import.meta.dirname, '../../tools/admin/main.ts');
/** More than two pages of messages. */
const MESSAGES = 450;

interface Line {
  readonly kind: string;
  readonly [field: string]: unknown;
}

test('an export has the account, relations, groups and own messages of a user, as the SDK has them', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'im-export-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const settings = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_RATE_LIMITS: 'off' };
  const config = readConfig('embedded', { env: { ...settings, IM_HTTP_PORT: '0' }, argv: [] });
  const fatal: unknown[] = [];
  const server = await startEmbedded(config, { log: silentLog, onFatal: (error) => fatal.push(error) });
  onTestFinished(() => server.stop());
  const register = async (name: string): Promise<{ client: Client; userId: string }> => {
    const client = createClient({ gates: [server.tcp] });
    onTestFinished(() => client.close());
    return { client, ...(await client.register({ name, password: 'correct horse' })) };
  };
  const [alice, bob, carol, dan] = [
    await register('Alice'),
    await register('Bob'),
    await register('Carol'),
    await register('Dan'),
  ];
  const { call } = alice.client;
  await call.logic.updateProfile({ displayName: 'Al', about: 'about Alice', findableByEmail: true });
  await call.logic.requestFriend({ userId: bob.userId, greeting: 'hi Bob' });
  await bob.client.call.logic.answerFriendRequest({ userId: alice.userId, accept: true });
  await call.logic.requestFriend({ userId: carol.userId, greeting: 'hi Carol' });
  await call.logic.block({ userId: dan.userId });
  const { group } = await alice.client.groups.create({ name: 'den', memberIds: [bob.userId, carol.userId] });
  await alice.client.send(carol.userId, 'to Carol');
  const sends = Array.from({ length: MESSAGES }, (_, i) => alice.client.send(bob.userId, `message ${i}`));
  await Promise.all(sends);
  await bob.client.send(alice.userId, 'private words of Bob');

  const env = { ...settings, IM_HTTP_PORT: new URL(server.http).port, PATH: process.env.PATH };
  const { stdout, stderr } = await run(process.execPath, [TOOL, 'user', 'export', 'alice'], { env, maxBuffer: 2 ** 24 });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const ofKind = (kind: string): Line[] => lines.filter((line) => line.kind === kind);

  expect(ofKind('account')).toMatchObject([{ name: 'Alice', userId: alice.userId, disabled: false }]);
  expect(ofKind('session')).toHaveLength(1);
  expect(ofKind('profile')).toMatchObject([{ displayName: 'Al', about: 'about Alice', findableByEmail: true }]);
  const relations = ofKind('relation').toSorted((a, b) => String(a.name).localeCompare(String(b.name)));
  expect(relations).toMatchObject([
    { name: 'Bob', friend: true, blocked: false },
    { name: 'Carol', friend: false, outgoingRequest: true },
    { name: 'Dan', blocked: true },
  ]);
  expect(ofKind('group')).toMatchObject([{ groupId: group.groupId, name: 'den', role: 'OWNER' }]);
  expect(ofKind('invitation')).toMatchObject([{ groupName: 'den', userId: carol.userId, invitedBy: alice.userId }]);
  expect(ofKind('conversation')).toHaveLength(3);
  expect(stdout).not.toContain('private words of Bob');
  expect(stdout).not.toContain('correct horse');

  const own = await alice.client.exportAccount();
  const sdkTexts = own.conversations.flatMap(({ messages }) =>
    messages.filter(({ senderId }) => senderId === alice.userId).map(({ seq, text }) => `${seq} ${text}`),
  );
  expect(ofKind('message').map(({ seq, text }) => `${seq} ${text}`)).toEqual(sdkTexts);
  expect(sdkTexts.filter((text) => text.includes('message '))).toHaveLength(MESSAGES);
  expect(lines.at(-1)).toEqual({ kind: 'end', lines: lines.length - 1 });
  expect(stderr).toBe(`${lines.length - 1} lines\n`);

  const unknown = run(process.execPath, [TOOL, 'user', 'export', 'nobody'], { env });
  const sentence = expect.stringMatching(/^no account has this name/);
  await expect(unknown).rejects.toMatchObject({ code: 1, stdout: '', stderr: sentence });
  expect(fatal).toEqual([]);
});
