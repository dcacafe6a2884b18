// The JSON Schema of a result, and a check of values against it: result.schema.json uses these keywords and no others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ResultSchema {
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, ResultSchema>>;
  readonly required?: readonly string[];
  /** False, or the schema of all values of a map. */
  readonly additionalProperties?: false | ResultSchema;
  readonly items?: ResultSchema;
  readonly anyOf?: readonly ResultSchema[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly $defs?: Readonly<Record<string, ResultSchema>>;
}

export const RESULT_SCHEMA = JSON.parse(readFileSync(join(import.meta.dirname, 'result.schema.json'), 'utf8')) as ResultSchema;

/** One sentence for each place where the value does not fit the schema. */
export function findSchemaErrors(value: unknown, schema: ResultSchema = RESULT_SCHEMA, at = 'the result'): string[] {
  const wanted = resolve(schema);
  if (wanted.anyOf) {
    const attempts = wanted.anyOf.map((one) => findSchemaErrors(value, one, at));
    return attempts.find((errors) => errors.length === 0) ?? attempts[0] ?? [];
  }
  if (wanted.type && !hasType(value, wanted.type)) return [`${at} is ${describe(value)} instead of ${wanted.type}`];
  if (wanted.enum && !wanted.enum.includes(value)) return [`${at} is none of ${wanted.enum.join(', ')}`];
  if (wanted.minimum !== undefined && (value as number) < wanted.minimum) return [`${at} is below ${wanted.minimum}`];
  if (wanted.type === 'array')
    return (value as unknown[]).flatMap((item, index) => findSchemaErrors(item, wanted.items ?? {}, `${at}[${index}]`));
  return wanted.type === 'object' ? findFieldErrors(value as Record<string, unknown>, wanted, at) : [];
}

function findFieldErrors(value: Readonly<Record<string, unknown>>, schema: ResultSchema, at: string): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at} lacks ${name}`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, field]) => {
      const wanted = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      return wanted ? findSchemaErrors(field, wanted, `${at}.${name}`) : [`${at} has the unknown field ${name}`];
    }),
  ];
}

/** Follows a reference to `$defs`. */
export function resolve(schema: ResultSchema): ResultSchema {
  if (schema.$ref === undefined) return schema;
  const found = RESULT_SCHEMA.$defs?.[schema.$ref.replace('#/$defs/', '')];
  if (!found) throw new TypeError(`the schema has no ${schema.$ref}`);
  return found;
}

function hasType(value: unknown, type: NonNullable<ResultSchema['type']>): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return describe(value) === type;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
