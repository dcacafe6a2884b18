// Who may import whom. The same table stands in docs/architecture.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

const SERVICES = ['auth', 'logic', 'status', 'verify'];

/** Folder → what its files may import besides their own folder: folders, or single files. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  proto: [],
  gate: ['proto', 'infra/ports.ts'],
  auth: ['proto', 'infra/ports.ts'],
  logic: ['proto', 'infra/ports.ts'],
  status: ['proto', 'infra/ports.ts'],
  verify: ['proto', 'infra/ports.ts'],
  infra: ['proto', ...SERVICES.map((service) => `${service}/ports.ts`)],
  client: ['proto'],
  loadtest: ['client', 'proto'],
  examples: ['client', 'proto', 'infra/kafka/patches.ts'],
};

/** A port is a description: what imports one takes types from it, but for the errors that cross it. */
const TYPES_ONLY = SERVICES.map((service) => `${service}/ports.ts`);

/** Tables are the same for every database. */
const OF_NO_DATABASE = 'infra/sql/';
const DATABASES = ['infra/mysql/', 'infra/embedded/'];

/** Drivers of what stands behind a port: for adapters, and for what starts the servers. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['infra/kafka/', 'infra/servers/', 'examples/'],
  mysql2: ['infra/mysql/', 'infra/servers/'],
  ioredis: ['infra/redis/', 'infra/servers/'],
  'node:sqlite': ['infra/embedded/'],
  pino: ['infra/log.ts'],
  nodemailer: ['infra/mail/'],
  'smtp-server': ['infra/servers/'],
  'postal-mime': ['infra/servers/'],
  testcontainers: ['infra/servers/docker.ts'],
};

const MAX_LINES = 400;

interface Import {
  readonly file: string;
  /** A path from the project's root, or what is imported from outside by its name. */
  readonly target: string;
  readonly ours: boolean;
  /** Types, and errors. */
  readonly typesOnly: boolean;
}

/** Composition roots and tests put everything together, so they may import everything. */
function mayImportAnything(file: string): boolean {
  return /(^|\/)main\.ts$/.test(file) || /\.test\.ts$/.test(file) || /(^|\/)test-[^/]*\.ts$/.test(file) || !file.includes('/');
}

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?([^'";]*?)from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, types, names, from, bare, dynamic]) => {
    const target = from ?? bare ?? dynamic ?? '';
    const ours = target.startsWith('.');
    return {
      file,
      target: ours ? normalize(join(dirname(file), target)) : target,
      ours,
      typesOnly: types !== undefined || areTypesAndErrors(names),
    };
  });
}

/** "{ type Mail, MailFailed }" */
function areTypesAndErrors(names = ''): boolean {
  const [, list = ''] = /^\{([^}]*)\}\s*$/.exec(names) ?? [];
  const each = list.split(',').map((name) => name.trim());
  return list !== '' && each.every((name) => name === '' || name.startsWith('type ') || /^[A-Z]\w*(Failed|Error)$/.test(name));
}

function problemOf({ file, target, ours, typesOnly }: Import): string | undefined {
  if (mayImportAnything(file)) return undefined;
  if (!ours) {
    const driver = Object.keys(DRIVERS).find((name) => target === name || target.startsWith(`${name}/`));
    const allowed = driver ? DRIVERS[driver] : undefined;
    return allowed && !allowed.some((place) => file.startsWith(place)) ? `${file} imports the driver ${target}` : undefined;
  }
  const folder = file.split('/')[0] ?? '';
  const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])];
  if (!allowed.some((place) => target === place || target.startsWith(`${place}/`))) return `${file} may not import ${target}`;
  if (file.startsWith(OF_NO_DATABASE) && DATABASES.some((place) => target.startsWith(place)))
    return `${file} may not import ${target}`;
  if (TYPES_ONLY.includes(target) && folder === 'infra' && !typesOnly) return `${file} may only import types from ${target}`;
  return undefined;
}

/** Tracked files and new ones that are not ignored. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.ts'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !file.endsWith('.d.ts') && existsSync(join(root, file)));
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

test('every import stands in the table', () => {
  const problems = [...texts].flatMap(([file, text]) => importsOf(file, text).flatMap((one) => problemOf(one) ?? []));
  expect(problems).toEqual([]);
});

test('every folder with code stands in the table', () => {
  const strays = files.filter((file) => !mayImportAnything(file) && !((file.split('/')[0] ?? '') in MAY_IMPORT));
  expect(strays).toEqual([]);
});

test('the environment is read in one place', () => {
  const allowed = (file: string) => file === 'infra/config.ts' || file.startsWith('infra/servers/') || file.endsWith('.test.ts');
  const readers = [...texts].filter(([file, text]) => !allowed(file) && /process\.env\b/.test(text)).map(([file]) => file);
  expect(readers).toEqual([]);
});

test(`no file has more than ${MAX_LINES} lines`, () => {
  const long = [...texts].filter(([, text]) => text.split('\n').length > MAX_LINES + 1).map(([file]) => file);
  expect(long).toEqual([]);
});

test.each([
  ['gate/inbound.ts', `import { sendMessage } from '../logic/messages.ts';`],
  ['logic/messages.ts', `import { kafkaBus } from '../infra/kafka/bus.ts';`],
  ['logic/messages.ts', `import {\n  kafkaBus,\n} from '../infra/kafka/bus.ts';`],
  ['auth/log-in.ts', `import { Redis } from 'ioredis';`],
  ['auth/log-in.ts', `import mysql from 'mysql2/promise';`],
  ['infra/sql/accounts.ts', `import { Accounts } from '../../auth/ports.ts';`],
  ['infra/sql/accounts.ts', `import { mysqlDialect } from '../mysql/dialect.ts';`],
  ['infra/mail/smtp.ts', `import { type Mailer, codeRules } from '../../verify/ports.ts';`],
  ['auth/register.ts', `import type { Mailer } from '../verify/ports.ts';`],
  ['verify/send.ts', `import { createTransport } from 'nodemailer';`],
  ['infra/serve.ts', `export { im } from '../logic/handlers.ts';`],
  ['client/sdk.ts', `const { x } = await import('../infra/ports.ts');`],
  ['proto/contract.ts', `import '../infra/log.ts';`],
])('a wrong import is found: %s, %s', (file, text) => {
  expect(importsOf(file, text).map(problemOf)).toEqual([expect.stringContaining(file)]);
});

test.each([
  ['gate/inbound.ts', `import type { Bus } from '../infra/ports.ts';`],
  ['gate/inbound.ts', `import { im } from '../proto/contract.ts';`],
  ['infra/sql/accounts.ts', `import type { Accounts } from '../../auth/ports.ts';`],
  ['infra/mail/smtp.ts', `import { type Mailer, MailFailed } from '../../verify/ports.ts';`],
  ['logic/main.ts', `import { kafkaBus } from '../infra/kafka/bus.ts';`],
  ['infra/kafka/bus.ts', `import { Kafka } from 'kafkajs';`],
])('a right import is left alone: %s, %s', (file, text) => {
  expect(importsOf(file, text).map(problemOf)).toEqual([undefined]);
});
