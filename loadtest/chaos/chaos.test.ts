import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

async function chaos(...argv: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, [MAIN, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGTERM'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

test('a mistake on the command line is said in a sentence, and the exit code is 64', async () => {
  const { code, output } = await chaos('--only', 'thunder');
  expect(code).toBe(64);
  expect(output).toContain('--only thunder leaves no fault');
});

describeReal('npm run chaos', ['kafka', 'mysql', 'redis'], () => {
  test('with a killed logic, a killed gate, cut connections and repeated commands every promise is held', async () => {
    const schedule = 'kill logic-0@3, repeat logic@6, cut-connections mysql@7, kill gate-1@8, repeat auth@12';
    const { code, output } = await chaos('--seconds', '20', '--clients', '60', '--rate', '60', '--schedule', schedule);
    expect(output).toMatch(/^held +5 faults, the longest time without any delivery \d+ ms; every process is ready$/m);
    expect(output).toMatch(/lost 0 {2}duplicated 0 {2}outOfOrder 0/);
    expect(code).toBe(0);
  }, 240_000);
});
