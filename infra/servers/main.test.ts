import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Runs `npm run stack` with arguments that start nothing. */
function stack(...argv: string[]): Promise<{ code: unknown; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...argv], (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

test.each([['--bogus'], ['--services', 'door=1'], ['--services'], ['gate=1']])(
  'what the stack cannot understand is answered with its usage: %s %s',
  async (...argv) => {
    const { code, output } = await stack(...argv);
    expect(code).toBe(2);
    expect(output).toContain('npm run stack -- --services gate=1,auth=1,logic=2');
    expect(output).not.toContain('Starting');
  },
);

test('--help is the usage', async () => {
  const { code, output } = await stack('--help');
  expect(code).toBe(0);
  expect(output).toContain('prints export lines');
});
