import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { DIE_AFTER_COMMIT } from './fault-injection.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process whose main.ts is `run('embedded', async (context, config) => { body })`. */
function start(body: string, env: Record<string, string> = {}, channel: 'ipc' | 'ignore' = 'ignore', argv: string[] = []) {
  const program = `
    const { run } = await import(${JSON.stringify(join(import.meta.dirname, 'run.ts'))});
    run('embedded', async (context, config) => { ${body} });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', 'main.ts', ...argv], {
    env: { PATH: process.env.PATH ?? '', IM_INSTANCE: 'one', ...env },
    stdio: ['ignore', 'pipe', 'pipe', channel],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const said = (text: string) => vi.waitFor(() => expect(output).toContain(text), { timeout: 30_000 });
  return { child, output: () => output, said, ended: once(child, 'close').then(([code]) => code as number) };
}

test('a process that serves logs "ready" once, with the fields that its start returned', async () => {
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

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s stops everything in reverse order of registration', async (signal) => {
  const { child, said, ended, output } = start(`
    context.onStop('first', () => console.log('stop first'));
    context.onStop('second', async () => { await null; console.log('stop second'); });
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(output()).toMatch(/stop second\n(?:.*\n)*stop first\n/);
});

test('while a dependency fails the log names it, and the process starts as soon as the dependency works', async () => {
  const { child, said, ended } = start(`
    let attempts = 0;
    const connect = async () => { if (++attempts < 4) throw new Error('refused'); return 'kafka'; };
    const kafka = await context.waitFor('Kafka at 127.0.0.1:9092', connect, { retryMs: 10 });
    setInterval(() => {}, 1000);
    return { kafka, attempts };
  `);
  await said('"reason":"refused","msg":"waiting for Kafka at 127.0.0.1:9092"');
  await said('reached Kafka');
  await said('"attempts":4,"msg":"ready"');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a dependency that never answers is named in the log and does not delay a stop', async () => {
  const { child, said, ended, output } = start(`
    context.onStop('first', () => console.log('stop first'));
    setInterval(() => {}, 1000);
    await context.waitFor('MySQL', () => new Promise(() => {}));
    return {};
  `);
  await said('waiting for MySQL');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toContain('stop first');
  expect(output()).not.toContain('"ready"');
});

test('a process goes on when nobody reads its output any more', async () => {
  const { child, said, ended } = start(`
    setInterval(() => { context.log.info({}, 'tick'); console.log('tick'); console.error('tick'); }, 5);
    return {};
  `);
  await said('tick');
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500, 'runs'))])).toBe('runs');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('a component that is registered while the process stops is stopped at once', async () => {
  const { child, said, ended, output } = start(`
    context.onStop('slow', () => new Promise((resolve) => setTimeout(resolve, 300)));
    context.stopping.addEventListener('abort', () => context.onStop('late', () => console.log('stop late')));
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
  ['it fails later', `setTimeout(() => context.fail(new Error('no luck')), 10); setInterval(() => {}, 1000); return {};`],
  [
    'an error is caught nowhere',
    `setTimeout(() => { throw new Error('no luck'); }, 10); setInterval(() => {}, 1000); return {};`,
  ],
  ['a rejection is caught nowhere', `void Promise.reject(new Error('no luck')); setInterval(() => {}, 1000); return {};`],
])('a process stops and ends with exit code 1 when %s', async (_, body) => {
  const { ended, output } = start(`context.onStop('first', () => console.log('stop first')); ${body}`);
  expect(await ended).toBe(1);
  expect(output()).toContain('no luck');
  expect(output()).toContain('stop first');
});

test.each([
  ['its start throws', 'throw error;'],
  ['a dependency that it waits for throws it', `await context.waitFor('MySQL', async () => { throw error; });`],
])('a process whose set-up cannot work says what to do, and ends with exit code 2 without a retry: %s', async (_, body) => {
  const ports = JSON.stringify(join(import.meta.dirname, '../ports/index.ts'));
  const { ended, output } = start(`
    const { SetupError } = await import(${ports});
    const error = new SetupError('the database is of another version: use a new one');
    context.onStop('first', () => console.log('stop first'));
    ${body}
  `);
  expect(await ended).toBe(2);
  expect(output()).toContain('"msg":"cannot start: the database is of another version: use a new one"');
  expect(output()).not.toContain('waiting for');
  expect(output()).toContain('stop first');
});

test('a stop step that fails does not prevent the other steps', async () => {
  const { child, said, ended, output } = start(`
    context.onStop('first', () => console.log('stop first'));
    context.onStop('second', () => { throw new Error('stuck'); });
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(output()).toContain('stop first');
});

test('a second signal ends a process at once when a stop step hangs', async () => {
  const { child, said, ended } = start(`
    context.onStop('first', () => new Promise(() => {}));
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGTERM');
  await said('"stopping"');
  const again = setInterval(() => child.kill('SIGTERM'), 100);
  expect(await ended).toBe(1);
  clearInterval(again);
});

test('the first signal after an operator has begun the stop does not end it early', async () => {
  const { child, said, ended, output } = start(`
    context.onStop('first', () => new Promise((resolve) => setTimeout(() => resolve(console.log('stop first')), 1500)));
    setTimeout(() => context.controls.run({ id: 'x', drain: true }, 'trace', context.log), 100);
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('an operator drains this instance');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toContain('stop first');
});

test('one Ctrl-C that arrives from the terminal and from npm stops everything in order', async () => {
  const { child, said, ended, output } = start(`
    context.onStop('first', () => new Promise((resolve) => setTimeout(() => resolve(console.log('stop first')), 300)));
    setInterval(() => {}, 1000);
    return {};
  `);
  await said('"ready"');
  child.kill('SIGINT');
  await said('"stopping"');
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output()).toContain('stop first');
});

test('--help prints the usage and where settings are explained, and starts nothing', async () => {
  const { ended, output } = start(`console.log('started'); return {};`, { IM_TCP_PORT: 'x' }, 'ignore', ['--help']);
  expect(await ended).toBe(0);
  for (const said of ['Usage: npm start [-- --config FILE]', '.env.example']) expect(output()).toContain(said);
  expect(output()).not.toContain('started');
});

test('a wrong configuration prints every mistake and starts nothing', async () => {
  const { ended, output } = start(`console.log('started'); return {};`, { IM_TCP_PORT: 'x', IM_WS_PORT: 'y' });
  expect(await ended).toBe(2);
  expect(output()).toContain('IM_TCP_PORT "x" is not');
  expect(output()).toContain('IM_WS_PORT "y" is not');
  expect(output()).not.toContain('started');
});

const COMMITTING = `
  setInterval(() => { context.faultInjection.afterCommit?.(); console.log('published'); }, 20);
  return { faults: Object.keys(context.faultInjection) };
`;

test('a test that started a process with an IPC channel can make it die between commit and publish', async () => {
  const { child, said, ended, output } = start(COMMITTING, {}, 'ipc');
  await said('published');
  const armed = once(child, 'message');
  child.send(DIE_AFTER_COMMIT);
  await armed;
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  expect(output()).not.toContain('fatal error');
});

test('a process without an IPC channel has no fault injection', async () => {
  const { child, said, ended } = start(COMMITTING);
  await said('"faults":[]');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
