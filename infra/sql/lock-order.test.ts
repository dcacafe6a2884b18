import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LOCK_ORDER } from './lock-order.ts';

const ROOT = join(import.meta.dirname, '../..');
const STORES = ['auth', 'logic', 'verify'];

/** Every `lockOrder:` of a write in the services' stores, with its file. */
function findDeclarations(): { readonly file: string; readonly value: string }[] {
  return STORES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .flatMap((name) => {
        const text = readFileSync(join(ROOT, folder, name), 'utf8');
        return [...text.matchAll(/\blockOrder: ([^\n]*)/g)].map(([, value = '']) => ({ file: `${folder}/${name}`, value }));
      }),
  );
}

test('the lock order is a list of whole numbers, each used once and in ascending order', () => {
  const numbers = Object.values(LOCK_ORDER);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
});

test('every write of a store names one entry of the lock order, and every entry has a write', () => {
  const declarations = findDeclarations();
  const wrong = declarations.filter(({ value }) => !/^LOCK_ORDER\.\w+,$/.test(value));
  expect(wrong).toEqual([]);
  const used = new Set(declarations.map(({ value }) => value.slice('LOCK_ORDER.'.length, -1)));
  expect(used).toEqual(new Set(Object.keys(LOCK_ORDER)));
});
