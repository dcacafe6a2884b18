// `npm run check`: contract, types, lint and tests, as CI runs them. With --changed: only the checks that the uncommitted changes
// may break.
import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const USAGE = `npm run check                 contract, types, lint and every test
npm run check -- --changed    types, lint of the changed files, and the tests that import them; starts no servers`;

/** A step: its name, and the command with its arguments. */
export type CheckStep = readonly [name: string, command: string, ...args: string[]];

/** All steps, in order of the time they take. */
export const ALL_STEPS: readonly CheckStep[] = [
  ['contract', 'npm', 'run', 'proto'],
  ['types', 'npm', 'run', 'types'],
  ['lint', 'npm', 'run', 'lint'],
  ['tests', 'npm', 'test'],
];

/** The steps for uncommitted changes in these files (paths from the project's root). */
export function stepsForChanges(changed: readonly string[]): readonly CheckStep[] {
  const linted = changed.filter((path) => /\.(tsx?|m?js|json|css)$/.test(path) && !path.startsWith('proto/generated/'));
  return [
    ...(changed.some((path) => path.endsWith('.proto')) ? [['contract', 'npm', 'run', 'proto'] as const] : []),
    ['types', 'npm', 'run', 'types'],
    ...(linted.length > 0 ? [['lint', 'npx', 'biome', 'check', ...linted] as const] : []),
    ['tests', 'npm', 'run', 'test:unit', '--', '--changed', '--passWithNoTests'],
  ];
}

function findChangedFiles(): string[] {
  const list = (...args: string[]): string[] => execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  return [...list('diff', '--name-only', '--diff-filter=d', 'HEAD'), ...list('ls-files', '--others', '--exclude-standard')];
}

function main(argv: readonly string[]): number {
  const { changed, help } = parseArgs({
    args: [...argv],
    options: { changed: { type: 'boolean' }, help: { type: 'boolean' } },
  }).values;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  for (const [name, command, ...args] of changed ? stepsForChanges(findChangedFiles()) : ALL_STEPS) {
    const startedAt = performance.now();
    const { status } = spawnSync(command, args, { stdio: 'inherit' });
    if (status !== 0) {
      console.error(`check: ${name} failed`);
      return 1;
    }
    console.log(`check: ${name} passed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return 0;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
