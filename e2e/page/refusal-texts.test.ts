import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENGLISH } from '../../status/web/src/i18n/english.ts';

const STATUS = join(import.meta.dirname, '../../status');
/** Of requests that the page does not make, and what `other` says well enough. */
const WITHOUT_TEXT = ['METHOD_NOT_ALLOWED', 'NOT_FOUND', 'REFUSED', 'TOO_MANY_STREAMS', 'UNSUPPORTED_MEDIA_TYPE'];

test('the page has a sentence for each refusal of the API that an operator can meet', () => {
  const sources = readdirSync(STATUS, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /^(api|adapters)\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'),
  );
  const thrown = sources.flatMap((path) =>
    [...readFileSync(join(STATUS, path), 'utf8').matchAll(/new ApiError\(\s*\d+,\s*'(\w+)'/g)].map(([, code = '']) => code),
  );
  expect(thrown).toContain('RESTARTED');
  const known = new Set([...Object.keys(ENGLISH.errors), ...WITHOUT_TEXT]);
  expect(thrown.filter((code) => !known.has(code))).toEqual([]);
});
