// The way of an operator: accounts on a deployment that runs, a load with them, and nothing left afterwards.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../embedded/main.ts';
import { readConfig } from '../infra/process/config/read.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { manageAccounts } from './accounts/main.ts';
import { loadTestRunner } from './testing/load-test-runner.ts';

const command = loadTestRunner();
let folder = '';
let server: EmbeddedServer | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  server = await start({ IM_REGISTRATION: 'open' });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function start(settings: Record<string, string>): Promise<EmbeddedServer> {
  const ports = { IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  const data = mkdtempSync(join(folder, 'data-'));
  const config = readConfig('embedded', { env: { IM_DATA_FOLDER: join(data, 'im'), ...ports, ...settings }, argv: [] });
  const onFatal = (error: Error): void => {
    throw error;
  };
  return await startEmbedded(config, { log: silentLog, onFatal, print: () => undefined });
}

test('accounts are made, carry a load, and are deleted', async () => {
  const file = join(folder, 'accounts');
  const lines: string[] = [];
  const target = ['--target', server?.tcp ?? ''];
  const print = (line: string): unknown => lines.push(line);
  await manageAccounts(['make', file, '--count', '4', ...target], print);
  expect(readFileSync(file, 'utf8')).toMatch(/^# password \S+\n(\S{22} \S+\n){4}$/);
  expect(lines).toContain('4 of 4 made');
  await expect(manageAccounts(['make', file, '--count', '4', ...target], print)).rejects.toThrow('exists');

  const load = ['--clients', '4', '--rate', '20', '--seconds', '1', '--warm-up', '0'];
  const { code, report, output } = await command.run(...target, '--accounts', file, ...load);
  expect(report, output).toMatchObject({ sent: 20, acked: 20, delivered: 20, lost: 0, transport: 'tcp' });
  expect(code).toBe(0);

  await manageAccounts(['delete', file, ...target], print);
  expect(lines.at(-1)).toBe('4 accounts deleted');
  // Their tokens ended with them.
  await manageAccounts(['delete', file, ...target], print);
  expect(lines.at(-1)).toBe('0 accounts deleted');
});

test('a deployment that lets nobody in is said in one sentence with its remedy', async () => {
  const byMail = await start({ IM_REGISTRATION: 'code' });
  const make = ['make', join(folder, 'none'), '--count', '1', '--target', byMail.tcp];
  await expect(manageAccounts(make, () => undefined)).rejects.toThrow(/refuses accounts: \w+: it registers by e-mail only/);
  await byMail.stop();
});

test('a command that cannot be right is one sentence', async () => {
  const foreign = join(folder, 'foreign');
  writeFileSync(foreign, 'user token\n');
  const target = ['--target', server?.tcp ?? ''];
  const wrong: [argv: string[], sentence: RegExp][] = [
    [['make'], /^accounts make FILE/],
    [['make', 'f', '--count', 'x', ...target], /--count N, a whole number/],
    [['make', 'f', '--count', '5'], /give its --target/],
    [['delete', join(folder, 'missing'), ...target], /cannot be read: ENOENT/],
    [['delete', foreign, ...target], /has no line "# password"/],
    [['make', 'f', '--count', '5', '--target', 'chat.example.org:7000'], /add --yes/],
    [['make', 'f', '--count', '5', '--target', '127.0.0.1:1'], /cannot be reached/],
  ];
  for (const [argv, sentence] of wrong)
    await expect(
      manageAccounts(argv, () => undefined),
      argv.join(' '),
    ).rejects.toThrow(sentence);
});
