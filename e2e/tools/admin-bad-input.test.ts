// What an operator may get wrong: each command about somebody or something that is not there, and tokens that are none.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';

const run = promisify(execFile);
const TOOL = join(import.meta.dirname, '../../tools/admin/main.ts');
const GROUP = 'A'.repeat(22);
const NO_USER = 'no account has this name';
const NO_GROUP = 'there is no group with this id';
const NO_INSTANCE = 'no living instance is called gate-9: see members';
const NO_LETTER = 'there is no dead letter 7';

test('each command about what is not there says so in one sentence, and does nothing', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'im-bad-input-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const settings = { IM_DATA_FOLDER: folder, IM_TCP_PORT: '0', IM_WS_PORT: '0' };
  const config = readConfig('embedded', { env: { ...settings, IM_HTTP_PORT: '0' }, argv: [] });
  const server = await startEmbedded(config, { log: silentLog, onFatal: () => undefined });
  onTestFinished(() => server.stop());
  const base = new URL(server.http);
  const env = { PATH: process.env.PATH, IM_DATA_FOLDER: folder, IM_HTTP_PORT: base.port };
  const tool = (own: Record<string, string>, ...args: string[]) =>
    run(process.execPath, [TOOL, ...args], { env: { ...env, ...own } }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );
  const wrong: readonly (readonly [string, ...string[]])[] = [
    ...['show', 'sessions', 'end', 'disable', 'enable', 'export', 'delete'].map(
      (verb) => [NO_USER, 'user', verb, 'nobody'] as const,
    ),
    [NO_USER, 'notice', 'hello', '--to', 'nobody'],
    ...['show', 'members', 'dissolve'].map((verb) => [NO_GROUP, 'group', verb, GROUP] as const),
    [NO_INSTANCE, 'drain', 'gate-9'],
    [NO_INSTANCE, 'log-level', 'debug', 'gate-9'],
    ...['show', 'replay', 'drop'].map((verb) => [NO_LETTER, 'dead-letters', verb, '7'] as const),
  ];
  for (const [sentence, ...words] of wrong) {
    const { code, stdout, stderr } = await tool({}, ...words);
    expect([words.join(' '), code, stdout, stderr]).toEqual([words.join(' '), 1, '', expect.stringContaining(sentence)]);
    expect(stderr.trimEnd()).not.toContain('\n');
  }
  const { stdout } = await tool({}, 'audit', '--json');
  const { entries } = JSON.parse(stdout) as { entries: { act: string; result: string }[] };
  const results = new Set(entries.map(({ result }) => result));
  expect(results).toEqual(new Set(['NO_SUCH_USER', 'NO_SUCH_GROUP', 'NO_SUCH_INSTANCE', 'NO_SUCH_LETTER']));

  const url = { IM_ADMIN_URL: base.origin };
  expect(await tool({ ...url, IM_ADMIN_TOKEN: 'x'.repeat(40) }, 'members')).toMatchObject({
    ...{ code: 1, stdout: '', stderr: expect.stringContaining('IM_ADMIN_TOKENS') },
  });
  expect(await tool(url, 'members')).toMatchObject({ code: 1, stderr: expect.stringContaining('set IM_ADMIN_TOKEN') });
  expect(await tool({ ...url, IM_ADMIN_TOKEN: 'x'.repeat(40) }, 'user', 'export', 'alice')).toMatchObject({
    code: 1,
    stdout: '',
  });
  expect(await tool({}, 'members', '--json')).toMatchObject({ code: 0, stderr: '' });
});
