// The two sides of a comparison: folders with this project, or revisions that are checked out into folders of their own.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTempFolder, runCommand } from '../../tools/servers/child-processes.ts';
import { UsageError } from '../cli/usage-error.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = 'loadtest/main.ts';

export interface Checkout {
  /** As it was named. */
  readonly name: string;
  readonly folder: string;
  /** Takes a worktree away again. */
  remove(): void;
}

/** A folder, or a revision of this repository. Throws UsageError when it is neither. */
export async function openCheckout(name: string, print: (line: string) => void): Promise<Checkout> {
  const folder = resolve(name);
  if (existsSync(join(folder, ENTRY))) {
    if (existsSync(join(folder, 'node_modules'))) return { name, folder, remove: () => undefined };
    throw new UsageError(`${name} has no packages: run npm run setup there`);
  }
  if (existsSync(folder)) throw new UsageError(`${name} is no checkout of this project: it has no ${ENTRY}`);
  return await checkOutRevision(name, print);
}

/** This folder, with whatever is not committed. */
export function ownCheckout(): Checkout {
  return { name: 'this checkout', folder: ROOT, remove: () => undefined };
}

/** The Node of the checkout, or this one where it has none. */
export function nodeOf(folder: string): string {
  const own = join(folder, 'node_modules/.bin/node');
  return existsSync(own) ? own : process.execPath;
}

export function entryOf(folder: string): string {
  return join(folder, ENTRY);
}

async function checkOutRevision(name: string, print: (line: string) => void): Promise<Checkout> {
  const commit = readCommit(name);
  const folder = join(createTempFolder('bench'), 'checkout');
  print(`${name} is ${commit.slice(0, 9)}: checking it out`);
  git('worktree', 'add', '--detach', '--quiet', folder, commit);
  // A folder that a killed run has left is forgotten by the next one.
  const remove = (): void => void git('worktree', 'remove', '--force', folder);
  try {
    if (!existsSync(join(folder, ENTRY))) throw new UsageError(`${name} has no ${ENTRY}: take a later revision`);
    await provideModules(folder, print);
    return { name, folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Links the packages of this checkout if they are the same, and installs its own otherwise. */
async function provideModules(folder: string, print: (line: string) => void): Promise<void> {
  const lockOf = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lockOf(folder) === lockOf(ROOT)) return symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  print('its packages differ: installing them');
  await runCommand('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error']);
}

function readCommit(name: string): string {
  try {
    git('worktree', 'prune');
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  } catch {
    throw new UsageError(`${name} is neither a folder nor a revision of this repository`);
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
