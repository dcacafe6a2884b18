import { describe, expect, test } from 'vitest';
import { findCircles, findEnvironmentReaders, findImportsBesidePorts, findUnknownFolders, findWrongImports } from './imports.ts';
import { parseSource, projectSources } from './source.ts';

describe('in the project', () => {
  test('every import follows the arrows between folders', () => {
    expect(findWrongImports(projectSources())).toEqual([]);
  });

  test('every folder with code is in the table of arrows', () => {
    expect(findUnknownFolders(projectSources())).toEqual([]);
  });

  test('the business code of a service imports only the ports of infra', () => {
    expect(findImportsBesidePorts(projectSources())).toEqual([]);
  });

  test('the environment is read in one place', () => {
    expect(findEnvironmentReaders(projectSources())).toEqual([]);
  });

  test('no files import each other in a circle, type imports included', () => {
    expect(findCircles(projectSources())).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  test.each([
    ['gate/inbound.ts', `import { sendMessage } from '../logic/messages/send.ts';`],
    ['infra/service/runtime.ts', `export { startLogic } from '../../logic/start.ts';`],
    ['infra/process/main.ts', `import type { Account } from '../../auth/ports.ts';`],
    ['infra/kafka/bus.test.ts', `import { startServers } from '../../tools/servers/servers.ts';`],
    ['infra/sql/batch.ts', `type Account = import('../../auth/ports.ts').Account;`],
    ['auth/register.ts', `import type { Mailer } from '../verify/ports.ts';`],
    ['auth/main.ts', `import { startEmbedded } from '../embedded/main.ts';`],
    ['embedded/main.ts', `import { startServers } from '../tools/servers/servers.ts';`],
    ['client/sdk/index.ts', `const { x } = await import('../../infra/ports/bus.ts');`],
    ['proto/rpc.ts', `import '../infra/process/logging/log.ts';`],
    ['tools/stack.ts', `import { load } from '../loadtest/main.ts';`],
    ['auth/commands/log-in.ts', `import { Redis } from 'ioredis';`],
    ['logic/store/messages.ts', `import mysql from 'mysql2/promise';`],
    ['verify/commands/request-code.ts', `import { createTransport } from 'nodemailer';`],
    ['infra/sql/batch.ts', `import { DatabaseSync } from 'node:sqlite';`],
    ['status/web/src/members.tsx', `import type { Letter } from '../../ports.ts';`],
    ['status/web/src/ids.ts', `import { newId } from '../../../proto/ids.ts';`],
    ['status/start.ts', `import { testIds } from './web/src/testids.ts';`],
    ['tools/stack.ts', `import { testIds } from '../status/web/src/testids.ts';`],
    ['status/page/page.ts', `import { render } from 'preact/jsx-runtime';`],
  ])('%s: %s', (path, text) => {
    expect(findWrongImports([parseSource(path, text)])).toEqual([expect.stringContaining(`${path}:1 imports`)]);
  });

  test.each([
    ['logic/messages/send-message.ts', `import { SqlBatch } from '../../infra/sql/batch.ts';`],
    ['gate/inbound.ts', `import { kafkaBus } from '../infra/kafka/bus.ts';`],
  ])('business code that sees more than ports: %s', (path, text) => {
    expect(findImportsBesidePorts([parseSource(path, text)])).toEqual([expect.stringContaining('which is not a port')]);
  });

  test('a file that reads the environment', () => {
    expect(findEnvironmentReaders([parseSource('gate/main.ts', 'const port = process.env.PORT;')])).toEqual(['gate/main.ts']);
  });

  test('a folder that no arrow names', () => {
    expect(findUnknownFolders([parseSource('helpers/strings.ts', 'export const x = 1;')])).toEqual(['helpers']);
  });

  test('two files that import only types from each other', () => {
    const one = parseSource('auth/a.ts', `import type { B } from './b.ts';\nexport interface A { b: B }`);
    const other = parseSource('auth/b.ts', `import type { A } from './a.ts';\nexport interface B { a: A }`);
    expect(findCircles([one, other])).toEqual([['auth/a.ts', 'auth/b.ts']]);
  });

  test('a circle of three, through an inline import type', () => {
    const circle = ['a', 'b', 'c'].map((name, index, all) =>
      parseSource(`logic/${name}.ts`, `export type T = import('./${all[(index + 1) % 3]}.ts').T | 1;`),
    );
    expect(findCircles(circle)).toEqual([['logic/a.ts', 'logic/b.ts', 'logic/c.ts']]);
  });
});

describe('an import along the arrows is left alone', () => {
  test.each([
    ['gate/inbound.ts', `import type { Bus } from '../infra/ports/bus.ts';`],
    ['infra/service/runtime.ts', `import { im } from '../../proto/rpc.ts';`],
    ['embedded/main.ts', `import { startLogic } from '../logic/start.ts';`],
    ['infra/kafka/bus.ts', `import { Kafka } from 'kafkajs';`],
    ['status/web/src/members.tsx', `import { api } from './api.ts';\nimport { render } from 'preact';`],
    ['e2e/page/acts.test.ts', `import { testIds } from '../../status/web/src/testids.ts';`],
    ['vitest.config.ts', `import { defineConfig } from 'vitest/config';`],
  ])('%s: %s', (path, text) => {
    expect(findWrongImports([parseSource(path, text)])).toEqual([]);
  });

  test('a chain of imports is no circle', () => {
    const one = parseSource('auth/a.ts', `import { b } from './b.ts';\nexport const a = b;`);
    const other = parseSource('auth/b.ts', 'export const b = 1;');
    expect(findCircles([one, other])).toEqual([]);
  });
});
