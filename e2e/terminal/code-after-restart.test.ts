// A code is valid for its requester alone, and a user may close the chat before the mail arrives.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { startTerminalUser } from '../../client/terminal/testing/terminal-user.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';

const PASSWORD = 'a first secret';
const EMAIL = 'rhea@example.org';

test('a code that was requested before the chat was closed is right for its next run, and for nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'im-code-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const ports = { IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  const env = { IM_DATA_FOLDER: join(folder, 'data'), IM_REGISTRATION: 'code', ...ports };
  const mails: string[] = [];
  const onFatal = (error: Error): void => {
    throw error;
  };
  const config = readConfig('embedded', { env, argv: [] });
  const server = await startEmbedded(config, { log: silentLog, onFatal, print: (mail) => mails.push(mail) });
  onTestFinished(() => server.stop());
  const connect = (codeRequester?: Uint8Array) => {
    const client = createClient({ gates: [server.tcp], ...(codeRequester && { codeRequester }) });
    onTestFinished(() => client.close());
    return client;
  };

  const stateFile = join(folder, 'rhea.json');
  const flags = ['--as', 'rhea', '--gate', server.tcp, '--state', stateFile];
  const chat = startTerminalUser({ flags, terminal: true });
  await chat.sees('There is no account rhea yet.');
  for (const question of ['New password', 'again: ']) await chat.answers(question, PASSWORD);
  await chat.answers('E-mail address: ', EMAIL);
  const code = await vi.waitFor(() => {
    const [found] = /(?<!\d)\d{6}(?!\d)/.exec(mails.find((mail) => mail.includes(EMAIL)) ?? '') ?? [];
    if (found === undefined) throw new Error('no mail');
    return found;
  }, 10_000);
  chat.input.end();
  await chat.exit;

  const saved = JSON.parse(await readFile(stateFile, 'utf8')) as { codeRequester: string };
  const account = { name: 'rhea', password: PASSWORD, email: EMAIL, code };
  await expect(connect().register(account)).rejects.toMatchObject({ code: 'WRONG_CODE' });
  expect((await connect(Buffer.from(saved.codeRequester, 'hex')).register(account)).name).toBe('rhea');
});
