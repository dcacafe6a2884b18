import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../cli/usage-error.ts';
import { entryOf, nodeOf, openCheckout } from './checkouts.ts';

const ROOT = join(import.meta.dirname, '../..');
const hasGit = existsSync(join(ROOT, '.git'));

test('a folder with the project is taken as it is, another one is refused in a sentence', async () => {
  expect(await openCheckout(ROOT, () => undefined)).toMatchObject({ folder: ROOT });
  const empty = mkdtempSync(join(tmpdir(), 'bench-'));
  await expect(openCheckout(empty, () => undefined)).rejects.toThrow(/is no checkout of this project/);
  mkdirSync(join(empty, 'loadtest'));
  writeFileSync(join(empty, 'loadtest/main.ts'), '');
  await expect(openCheckout(empty, () => undefined)).rejects.toThrow(/has no packages: run npm run setup there/);
  rmSync(empty, { recursive: true });
  await expect(openCheckout('no-such-branch', () => undefined)).rejects.toThrow(UsageError);
  await expect(openCheckout('--help', () => undefined)).rejects.toThrow('is neither a folder nor a revision');
});

test.skipIf(!hasGit)(
  'a revision gets a worktree with packages, and leaves nothing behind',
  async () => {
    const worktrees = (): string => execFileSync('git', ['worktree', 'list'], { cwd: ROOT, encoding: 'utf8' });
    const before = worktrees();
    const lines: string[] = [];
    const checkout = await openCheckout('HEAD', (line) => lines.push(line));
    expect(lines[0]).toMatch(/^HEAD is [0-9a-f]{9}: checking it out$/);
    expect(existsSync(entryOf(checkout.folder))).toBe(true);
    expect(execFileSync(nodeOf(checkout.folder), [entryOf(checkout.folder), '--help'], { encoding: 'utf8' })).toContain(
      '--scenario',
    );
    checkout.remove();
    expect(existsSync(checkout.folder)).toBe(false);
    expect(worktrees()).toBe(before);
  },
  120_000,
);
