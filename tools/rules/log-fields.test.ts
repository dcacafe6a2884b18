import { expect, test } from 'vitest';
import { findMislabelledErrors } from './log-fields.ts';
import { parseSource, projectSources } from './source.ts';

test('every logged error is in the field err, as the error object', () => {
  expect(findMislabelledErrors(projectSources())).toEqual([]);
});

test.each([
  `log.error({ error }, 'publish failed');`,
  `log.error({ error: String(error) }, 'publish failed');`,
  `log.warn({ cause: err }, 'publish failed');`,
  `log.error({ err: String(error) }, 'publish failed');`,
  `this.#log.error({ topic, err: error.message }, 'publish failed');`,
  `options.log.warn({ err: \`\${error}\` }, 'publish failed');`,
])('a planted violation is found: %s', (text) => {
  expect(findMislabelledErrors([parseSource('gate/a.ts', text)])).toEqual([expect.stringContaining('gate/a.ts:1')]);
});

test.each([
  `log.error({ err: error }, 'publish failed');`,
  `log.error({ err }, 'publish failed');`,
  `log.warn({ topic, code: error.code }, 'publish failed');`,
  `report({ error: error.message });`,
])('a well-formed log line is left alone: %s', (text) => {
  expect(findMislabelledErrors([parseSource('gate/a.ts', text)])).toEqual([]);
});
