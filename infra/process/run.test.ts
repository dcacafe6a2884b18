import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { DIE_AFTER_COMMIT } from './run.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process whose main.ts is `run('embedded', async (life, config) => { body })`. */
function start(body: string, env: Record<string, string> = {}, channel: 'ipc' | 'ignore' = 'ignore', argv: string[] = []) {
  const program = `
    const { run } = await import(${JSON.stringify(join(import.meta.dirname, 'run.ts'))});
    run('embedded', async (life, config) => { ${body} });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', 'main.ts', ...argv], {
    env: { PATH: process.env.PATH ?? '', INSTANCE: 'one', ...env },
    stdio: ['ignore', 'pipe', 'pipe', channel],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const said = (text: string) => vi.waitFor(() => expect(output).toContain(text), { timeout: 10_000 });
  return { child, output: () => output, said, ended: once(child, 'close').then(([code]) => code as number) };
}

test('a process that serves says "ready" once, with what it started with', async () => {
  const { child, said, ended, output } = start(`setInterval(() => {}, 1000); return { tcp: 'tcp://127.0.0.1:7' };`);
  await said('"msg":"ready"');
  const line =
    output()
      .split('\n')
      .find((one) => one.includes('"ready"')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ role: 'embedded', instance: 'one', tcp: 'tcp://127.0.0.1:7' });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops everything in reverse order', async (signal) => {
  const { child, said, ended, output } = start(`
    life.onStop('first', () => console.log('stop first'));
    life.onStop('second', async () => { await null; console.log('stop second'); });
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(output()).toMatch(/stop second\n(?:.*\n)*stop first\n/);
});

test('a dependency that is away is named in the log, and the process starts by itself when it comes', async () => {
  const { child, said, ended } = start(`
    let tries = 0;
    const kafka = await life.waitFor('Kafka at 127.0.0.1:9092', async () => { if (++tries < 4) throw new Error('refused'); return 'kafka'; }, { retryMs: 10 });
    setInterval(() => {}, 1000);
    return { kafka, tries };
  `);
  await said('"reason":"refused","msg":"waiting for Kafka at 127.0.0.1:9092"');
  await said('reached Kafka');
  await said('"tries":4,"msg":"ready"');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a dependency that does not even answer is named too, and does not hold up the stop', async () => {
  const { child, said, ended, output } = start(`
    life.onStop('first', () => console.log('stop first'));
    setInterval(() => {}, 1000);
    await life.waitFor('MySQL', () => new Promise(() => {}));
    return {};
  `);
  await said('waiting for MySQL');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toContain('stop first');
  expect(output()).not.toContain('"ready"');
});

test('what is started while the process stops is stopped as well', async () => {
  const { child, said, ended, output } = start(`
    life.onStop('slow', () => new Promise((resolve) => setTimeout(resolve, 300)));
    life.stopping.addEventListener('abort', () => life.onStop('late', () => console.log('stop late')));
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toContain('stop late');
});

test.each([
  ['its start throws', `throw new Error('no luck');`],
  ['it gives up later', `setTimeout(() => life.fail(new Error('no luck')), 10); setInterval(() => {}, 1000); return {};`],
  [
    'an error is caught nowhere',
    `setTimeout(() => { throw new Error('no luck'); }, 10); setInterval(() => {}, 1000); return {};`,
  ],
  ['a rejection is caught nowhere', `void Promise.reject(new Error('no luck')); setInterval(() => {}, 1000); return {};`],
])('a process stops and ends with exit code 1 when %s', async (_, body) => {
  const { ended, output } = start(`life.onStop('first', () => console.log('stop first')); ${body}`);
  expect(await ended).toBe(1);
  expect(output()).toContain('no luck');
  expect(output()).toContain('stop first');
});

test('a stop that fails does not keep the others from theirs', async () => {
  const { child, said, ended, output } = start(`
    life.onStop('first', () => console.log('stop first'));
    life.onStop('second', () => { throw new Error('stuck'); });
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(output()).toContain('stop first');
});

test('a second signal ends a stop that hangs', async () => {
  const { child, said, ended } = start(`
    life.onStop('first', () => new Promise(() => {}));
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGTERM');
  await said('"stopping"');
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
});

test('--help says what it is and where its settings are explained, and nothing starts', async () => {
  const { ended, output } = start(`console.log('started'); return {};`, { TCP_PORT: 'x' }, 'ignore', ['--help']);
  expect(await ended).toBe(0);
  for (const said of ['Usage: npm start [-- --config FILE]', '.env.example']) expect(output()).toContain(said);
  expect(output()).not.toContain('started');
});

test('a wrong configuration is printed as a whole, and nothing starts', async () => {
  const { ended, output } = start(`console.log('started'); return {};`, { TCP_PORT: 'x', WS_PORT: 'y' });
  expect(await ended).toBe(2);
  expect(output()).toContain('TCP_PORT "x" is not');
  expect(output()).toContain('WS_PORT "y" is not');
  expect(output()).not.toContain('started');
});

const COMMITTING = `
  setInterval(() => { life.faultInjection.afterCommit?.(); console.log('published'); }, 20);
  return { faults: Object.keys(life.faultInjection) };
`;

test('a test that started a process can have it die between commit and publish', async () => {
  const { child, said, ended, output } = start(COMMITTING, {}, 'ipc');
  await said('published');
  const armed = once(child, 'message');
  child.send(DIE_AFTER_COMMIT);
  await armed;
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  expect(output()).not.toContain('cannot go on');
});

test('nobody else can', async () => {
  const { child, said, ended } = start(COMMITTING);
  await said('"faults":[]');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
