// ChangeEmail, from the client to the mail for the former e-mail address.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';

const FORMER = 'alice@example.org';
const NEW = 'alice@example.com';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

test('the former e-mail address gets a mail when the account changes to another one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'im-address-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const mails: string[] = [];
  const onFatal = (error: Error): void => {
    throw error;
  };
  const env = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  const config = readConfig('embedded', { env, argv: [] });
  const server = await startEmbedded(config, { log: silent, onFatal, print: (mail) => mails.push(mail) });
  onTestFinished(() => server.stop());
  const client = createClient({ gates: [server.tcp] });
  onTestFinished(() => client.close());

  const mailedTo = (address: string) =>
    vi.waitFor(() => mails.find((mail) => mail.includes(address)) ?? Promise.reject(new Error('no mail')));
  const codeTo = async (address: string): Promise<string> => /\b\d{6}\b/.exec(await mailedTo(address))?.[0] ?? '';
  await client.requestCode(FORMER, 'REGISTER');
  await client.register({ name: 'alice', password: 'correct horse', email: FORMER, code: await codeTo(FORMER) });
  await client.requestCode(NEW, 'CHANGE_EMAIL');
  const code = await codeTo(NEW);
  mails.length = 0;
  await client.changeEmail({ email: NEW, code, password: 'correct horse' });
  expect(await mailedTo(FORMER)).toContain('now has another e-mail address');
  expect(mails).toHaveLength(1);
});
