import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICES = ['gate', 'auth', 'logic', 'verify', 'status', 'embedded'] as const;
const run = promisify(execFile);

interface Instruction {
  readonly name: string;
  readonly words: readonly string[];
}

/** The instructions, in their order. Throws where a line is none. */
function readDockerfile(): Instruction[] {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
      if (!/^(ARG|FROM|WORKDIR|COPY|RUN|ENV|USER|HEALTHCHECK|ENTRYPOINT)$/.test(name)) throw new Error(`no instruction: ${line}`);
      return { name, words: rest.trim().split(/\s+/) };
    });
}

function namedBy(name: string): string[][] {
  return readDockerfile().flatMap((one) => (one.name === name ? [[...one.words]] : []));
}

/** What each COPY of the build context takes. */
function copiedPaths(instructions: readonly Instruction[]): string[] {
  return instructions.flatMap(({ name, words }) =>
    name === 'COPY' && !words[0]?.startsWith('--from=') ? words.slice(0, -1) : [],
  );
}

/** The patterns of .dockerignore, as far as they are used there: a path from the root, or a name in any folder. */
function ignored(): (path: string) => boolean {
  const patterns = readFileSync(join(ROOT, '.dockerignore'), 'utf8').trim().split('\n');
  const rules = patterns.map((pattern) => {
    const [, name] = /^\*\*\/(.*)$/.exec(pattern) ?? [];
    const source = (name ?? pattern).replaceAll('.', '\\.').replaceAll('*', '[^/]*');
    return new RegExp(name === undefined ? `^${source}(/|$)` : `(^|/)${source}(/|$)`);
  });
  return (path) => rules.some((rule) => rule.test(path));
}

test('the image is made of files that exist, stages that come before, and the Node of package.json', () => {
  const isIgnored = ignored();
  const paths = copiedPaths(readDockerfile());
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) expect([path, existsSync(join(ROOT, path)), isIgnored(path)]).toEqual([path, true, false]);
  const stages = namedBy('FROM').flatMap(([, as, name]) => (as === 'AS' && name !== undefined ? [name] : []));
  const from = namedBy('COPY').flatMap(([flag = '']) => /^--from=(.*)$/.exec(flag)?.slice(1) ?? []);
  expect(from.toSorted()).toEqual(stages.toSorted());
  const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const [image = ''] = namedBy('ARG').flat();
  expect(/^NODE_IMAGE=node:(\d+\.\d+\.\d+)-/.exec(image)?.[1]).toBe(Object.values(optionalDependencies)[0]);
});

test('no secret, data or test of this machine is in the build context', () => {
  const isIgnored = ignored();
  const paths = [
    'im.env',
    'gate/im.env',
    'data/im.db',
    '.git/config',
    'node_modules/ws',
    'gate/inbound.test.ts',
    'infra/testing/a.ts',
  ];
  expect(paths.filter((path) => !isIgnored(path))).toEqual([]);
});

test('the image runs as a user who is not root, and is healthy while its process answers', async () => {
  expect(namedBy('USER')).toEqual([['node']]);
  const [[entry = ''] = []] = namedBy('ENTRYPOINT');
  const [path = ''] = (JSON.parse(entry) as string[]).map((one) => one.replace('/opt/im', ROOT));
  expect(statSync(path).mode & 0o111).toBe(0o111);
  expect(namedBy('HEALTHCHECK').flat().join(' ')).toContain('exec node infra/deploy/image/healthcheck.ts "$IM_ADMIN_HOST" ');
  const server = createServer((request, response) => response.writeHead(request.url === '/livez' ? 200 : 404).end());
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const check = (port: number) => run(process.execPath, [join(import.meta.dirname, 'healthcheck.ts'), '0.0.0.0', String(port)]);
  await check((server.address() as AddressInfo).port);
  await expect(check(1)).rejects.toMatchObject({ code: 1 });
});

test('the argument of the image names what runs, with its own arguments', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'node'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const start = async (...args: string[]) =>
    (await run(join(import.meta.dirname, 'entrypoint.sh'), args, { env: { PATH: `${folder}${delimiter}${process.env.PATH}` } }))
      .stdout;
  for (const service of SERVICES) expect(await start(service)).toBe(`--max-semi-space-size=32 ${service}/main.ts\n`);
  expect(await start('admin', 'user', 'show', 'José B')).toBe('tools/admin/main.ts user show José B\n');
  expect(await start('secrets')).toBe('tools/secrets.ts\n');
  for (const wrong of [[], ['sh'], ['../x']]) await expect(start(...wrong)).rejects.toMatchObject({ code: 64 });
});

test('what the image copies is all that its services and tools import', () => {
  const isIgnored = ignored();
  const instructions = readDockerfile();
  const copied = copiedPaths(instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM')));
  const isCopied = (path: string): boolean =>
    copied.some((one) => path === one || path.startsWith(`${one}/`)) && !isIgnored(path);
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: object };
  const missing = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    if (!isCopied(path) || !existsSync(join(ROOT, path))) return void missing.add(path);
    const imports = readFileSync(join(ROOT, path), 'utf8').matchAll(
      /^(?!import type|export type).*(?:from|import\() ?'([^']+)'/gm,
    );
    for (const [, name = ''] of path.endsWith('.ts') ? imports : []) {
      if (name.startsWith('.')) visit(join(dirname(path), name));
      else if (!name.startsWith('node:')) {
        const [scope = '', inner = ''] = name.split('/');
        const wanted = scope.startsWith('@') ? `${scope}/${inner}` : scope;
        if (!Object.hasOwn(dependencies, wanted)) missing.add(`${path}: ${wanted}`);
      }
    }
  };
  for (const main of [...SERVICES.map((service) => `${service}/main.ts`), 'tools/admin/main.ts', 'tools/secrets.ts']) visit(main);
  expect([...missing]).toEqual([]);
  expect(seen.size).toBeGreaterThan(200);
});
