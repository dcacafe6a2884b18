// An embedded server whose machine's clock is set back while it is down.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { clockSettings } from '../../infra/testing/clock-settings.ts';
import { findFreePorts } from '../../tools/servers/child-processes.ts';

const PROGRAM = join(import.meta.dirname, '../../embedded/main.ts');
const PASSWORD = 'correct horse battery';
const HOUR_MS = 3_600_000;
const WAIT = { timeout: 30_000, interval: 50 };

let folder: string;
let child: ChildProcess | undefined;
let output: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-clock-'));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true });
});

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function start(tcpPort: number, clock: Readonly<Record<string, string>>): Promise<void> {
  const ports = { IM_TCP_PORT: String(tcpPort), IM_WS_PORT: '0', IM_HTTP_PORT: '0' };
  output = '';
  child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, IM_DATA_FOLDER: join(folder, 'data'), ...ports, ...clock },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  await vi.waitFor(() => expect(output).toContain(`tcp://127.0.0.1:${tcpPort}`), WAIT);
}

test('clients of a server whose clock was set back come back at once, times do not fall, and the step is told', async () => {
  const [port = 0] = await findFreePorts(1);
  await start(port, {});
  const client = createClient({ gates: [`tcp://127.0.0.1:${port}`], timing: { reconnectMinMs: 50, reconnectMaxMs: 200 } });
  const times: number[] = [];
  try {
    const { userId } = await client.register({ name: 'alice', password: PASSWORD });
    times.push((await client.send(userId, 'before')).time);
    await kill();
    await start(port, clockSettings({ aheadMs: -HOUR_MS, stepMs: -HOUR_MS }));
    const startedAt = performance.now();
    times.push((await client.send(userId, 'after')).time);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(output).toContain('the clock of this machine was set back by 3');
    child?.kill('SIGUSR2');
    await vi.waitFor(() => expect(output).toMatch(/the wall clock of this machine jumped back by 3(599|600)\d{3} ms/), WAIT);
    times.push((await client.send(userId, 'after the second step')).time);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  } finally {
    client.close();
  }
});
