import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANGES, PROTECTIONS, weaken } from './weakening.ts';

const root = join(import.meta.dirname, '../../..');

test.each(PROTECTIONS)('what --without %s takes out is in the product once', (protection) => {
  for (const change of CHANGES[protection]) {
    const source = readFileSync(join(root, change.file), 'utf8');
    expect(weaken(source, change)).not.toContain(change.from);
  }
});

test('a source that does not have the place is refused, so that no run proves anything by mistake', () => {
  expect(() => weaken('const a = 1;', { file: '/a.ts', from: 'const b', to: '' })).toThrow('/a.ts does not have once: const b');
});
