import { expect, test } from 'vitest';
import { decodeId, newId } from '../../proto/ids.ts';
import { column, RowReader } from './row-reader.ts';

const PERSON = new RowReader({
  userId: column.id('a.user_id'),
  name: column.text('a.name'),
  nameKey: column.binaryText('a.name_key'),
  peerId: column.nullable(column.id('a.peer_id')),
  sent: column.integer('COUNT(*) AS sent'),
  disabled: column.boolean('a.disabled'),
});

test('a row reader gives the column list of the SELECT and decodes its rows by name', () => {
  const userId = newId();
  expect(PERSON.columns).toBe('a.user_id, a.name, a.name_key, a.peer_id, COUNT(*) AS sent, a.disabled');
  const decoded = { userId, name: 'Änn', nameKey: 'änn', peerId: undefined, sent: 7, disabled: true };
  expect(PERSON.read([decodeId(userId), 'Änn', Buffer.from('änn'), null, 7, 1])).toEqual(decoded);
  // Other drivers and column types return the same values in other JavaScript types.
  expect(PERSON.read([new Uint8Array(decodeId(userId)), 'Änn', 'änn', null, '7', 1n])).toEqual(decoded);
});

test('a reader within a reader decodes its part of the row', () => {
  const reader = new RowReader({ index: column.integer('0'), person: PERSON, outcome: column.bytes('o.outcome') });
  const userId = newId();
  expect(reader.columns).toBe(`0, ${PERSON.columns}, o.outcome`);
  const row = [3, decodeId(userId), 'ann', 'ann', decodeId(userId), 0, 0, Buffer.from('outcome')];
  expect(reader.read(row)).toEqual({
    index: 3,
    person: { userId, name: 'ann', nameKey: 'ann', peerId: userId, sent: 0, disabled: false },
    outcome: Buffer.from('outcome'),
  });
});

test('a row with a missing, additional or shifted column throws and names the column', () => {
  const row = [decodeId(newId()), 'ann', 'ann', null, 7, 1];
  expect(() => PERSON.read(row.slice(1))).toThrow('a row has 5 columns instead of: a.user_id');
  expect(() => PERSON.read([0, ...row])).toThrow('a row has 7 columns instead of: a.user_id');
  expect(() => PERSON.read([...row.slice(1), row[0]])).toThrow('the column "a.user_id" holds string instead of an id');
});

test.each([
  ['an integer', column.integer('n'), [null, 1.5, Number.MAX_SAFE_INTEGER + 1, '', 'x', Buffer.alloc(1)]],
  ['0 or 1', column.boolean('n'), [2, null, 'true']],
  ['an id', column.id('n'), [null, Buffer.alloc(15), 'AAAAAAAAAAAAAAAAAAAAAA']],
  ['text', column.text('n'), [null, 1, Buffer.from('text')]],
  ['bytes', column.bytes('n'), [null, 'text', 1]],
] as const)('a value that is not %s throws', (expected, { decode }, values) => {
  for (const value of values) expect(() => decode(value)).toThrow(`instead of ${expected}`);
});

test('an error of a row reader does not contain the value', () => {
  expect(() => column.integer('a.name').decode('a secret name')).toThrow(
    /^the column "a.name" holds string instead of an integer$/,
  );
});
