import { expect, test } from 'vitest';
import { findStrayTestCode } from './misplaced-code.ts';
import { parseSource, projectSources } from './source.ts';

test('test code lies in *.test.ts and testing/ only, and nothing else imports it', () => {
  expect(findStrayTestCode(projectSources())).toEqual([]);
});

test.each([
  ['gate/server.ts', `import { startGate } from './testing/gate-fixture.ts';`],
  ['gate/server.ts', `import { limits } from './server.test.ts';`],
  ['logic/model.ts', `import { expect } from 'vitest';`],
  ['logic/model.ts', `import fc from 'fast-check';`],
  ['client/sdk/fake-gate.ts', 'export const x = 1;'],
  ['logic/test-model.ts', 'export const x = 1;'],
])('a planted violation is found: %s, %s', (path, text) => {
  expect(findStrayTestCode([parseSource(path, text)])).toEqual([expect.stringContaining(path)]);
});

test.each([
  ['gate/server.test.ts', `import { startGate } from './testing/gate-fixture.ts';`],
  ['gate/testing/fake-clock.ts', `import { expect } from 'vitest';`],
  ['e2e/promises/friends.test.ts', `import { startStack } from '../testing/stack.ts';`],
])('test code may use test code: %s, %s', (path, text) => {
  expect(findStrayTestCode([parseSource(path, text)])).toEqual([]);
});
