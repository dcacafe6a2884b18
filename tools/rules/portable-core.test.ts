import { describe, expect, test } from 'vitest';
import { CORE_ENTRY, findUnportableCore, listReached } from './portable-core.ts';
import { parseSource, projectSources } from './source.ts';

test('the core of the SDK has no import and no name that one of its platforms lacks', () => {
  expect(findUnportableCore(projectSources(), CORE_ENTRY)).toEqual([]);
});

test('the core is what its entry imports, without the transports of Node', () => {
  const paths = listReached(projectSources(), CORE_ENTRY).map(({ path }) => path);
  expect(paths).toContain('client/sdk/connection/session.ts');
  expect(paths).toContain('client/sdk/outbox/outbox.ts');
  expect(paths.filter((path) => path.startsWith('client/sdk/node'))).toEqual([]);
});

describe('a planted violation is found two imports away', () => {
  test.each([
    [`import net from 'node:net';`, 'imports node:net'],
    [`export { createHash } from 'node:crypto';`, 'imports node:crypto'],
    [`const { hash } = await import('node:crypto');`, 'imports node:crypto'],
    [`import { WebSocket } from 'ws';`, 'imports ws'],
    [`export const text = Buffer.from('x').toString('hex');`, 'uses Buffer'],
    ['export const isLinux = process.platform;', 'uses process'],
    ['export let timer: NodeJS.Timeout;', 'uses NodeJS'],
    ['setImmediate(() => undefined);', 'uses setImmediate'],
    ['setTimeout(() => undefined, 1).unref();', 'uses unref'],
    ['export const made = Promise.withResolvers();', 'uses withResolvers'],
    [`export const url = URL.parse('x:');`, 'uses parse'],
  ])('%s', (text, expected) => {
    const sources = [
      parseSource(CORE_ENTRY, `export { a } from './a.ts';`),
      parseSource('client/sdk/a.ts', `import { b } from '../../proto/b.ts';\nexport const a = b;`),
      parseSource('proto/b.ts', text),
    ];
    expect(findUnportableCore(sources, CORE_ENTRY)).toEqual([expect.stringContaining(expected)]);
  });
});

test.each([
  `import type { Socket } from 'node:net';\nexport type A = Socket;`,
  `export type { Socket } from 'node:net';`,
  'export const own = { process: 1, Buffer: 2 };\nexport const read = own.process;',
  `export const json = JSON.parse('1');`,
])('what is only a type, or only has the name, is left alone: %s', (text) => {
  expect(findUnportableCore([parseSource(CORE_ENTRY, text)], CORE_ENTRY)).toEqual([]);
});
