import { expect, test } from 'vitest';
import { findSchemaErrors, RESULT_SCHEMA, type ResultSchema } from './schema.ts';

/** Keywords that `findSchemaErrors` checks, and those that only explain. */
const KEYWORDS = ['$ref', 'type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'enum', 'minimum', '$defs'];
const NOTES = ['$schema', 'title', 'description'];

test('the schema uses only keywords that are checked', () => {
  const used = new Set<string>();
  const visit = (schema: ResultSchema): void => {
    for (const key of Object.keys(schema)) used.add(key);
    const { properties, additionalProperties, items, anyOf, $defs } = schema;
    const inner = [...Object.values({ ...properties, ...$defs }), additionalProperties || [], items ?? [], anyOf ?? []].flat();
    for (const one of inner) visit(one);
  };
  visit(RESULT_SCHEMA);
  expect([...used].filter((key) => ![...KEYWORDS, ...NOTES].includes(key))).toEqual([]);
});

test('each misfit is said in one sentence with its place', () => {
  const quantiles: ResultSchema = { $ref: '#/$defs/quantiles' };
  const fits = { p50: 1, p90: 2, p99: 3, max: 4.5 };
  expect(findSchemaErrors(fits, quantiles)).toEqual([]);
  expect(findSchemaErrors({ ...fits, p90: null, p75: 1 }, quantiles)).toEqual([
    'the result.p90 is null instead of number',
    'the result has the unknown field p75',
  ]);
  expect(findSchemaErrors({ p50: 1 }, quantiles)).toHaveLength(3);
  expect(findSchemaErrors(null, { anyOf: [quantiles, { type: 'null' }] })).toEqual([]);
  expect(findSchemaErrors([1, -1, 1.5], { type: 'array', items: { type: 'integer', minimum: 0 } })).toEqual([
    'the result[1] is below 0',
    'the result[2] is number instead of integer',
  ]);
  expect(findSchemaErrors(3, { type: 'integer', enum: [0, 1, 2] })).toEqual(['the result is none of 0, 1, 2']);
});
