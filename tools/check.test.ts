import { expect, test } from 'vitest';
import { ALL_STEPS, stepsForChanges } from './check.ts';

const namesOf = (changed: readonly string[]): string[] => stepsForChanges(changed).map(([name]) => name);

test('the whole check generates the contract, checks types, lints and runs every test', () => {
  expect(ALL_STEPS.map(([name]) => name)).toEqual(['contract', 'types', 'lint', 'tests']);
});

test('a changed TypeScript file is linted, and the tests that import it run', () => {
  expect(namesOf(['gate/inbound.ts'])).toEqual(['types', 'lint', 'tests']);
  expect(stepsForChanges(['gate/inbound.ts', 'README.md'])[1]).toEqual(['lint', 'npx', 'biome', 'check', 'gate/inbound.ts']);
});

test.each(['status/web/src/main.tsx', 'status/web/src/styles/tokens.css', 'tools/build-page.js'])(
  'a changed %s is linted',
  (path) => {
    expect(stepsForChanges([path])[1]).toEqual(['lint', 'npx', 'biome', 'check', path]);
  },
);

test('a changed .proto generates the contract first', () => {
  expect(namesOf(['proto/logic.proto', 'proto/generated/index.js'])).toEqual(['contract', 'types', 'tests']);
});
