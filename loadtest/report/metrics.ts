// The numbers of a result by their names: "lost", "deliveryP99", "cpu.gate", "resume.secondsToLast".
import { RESULT_SCHEMA, type ResultSchema, resolve } from './schema.ts';

const QUANTILES = { P50: 'p50', P90: 'p90', P99: 'p99', Max: 'max' } as const;

/** "deliveryP99" is deliveryMs.p99 of the JSON. Any other name is the path of the JSON. */
export function pathOfMetric(name: string): string[] {
  const path = name.split('.');
  const last = path.pop() ?? '';
  const quantile = /^(.+)(P50|P90|P99|Max)$/.exec(last);
  if (!quantile) return [...path, last];
  return [...path, `${quantile[1]}Ms`, QUANTILES[quantile[2] as keyof typeof QUANTILES]];
}

/** True when results may have a number of this name. */
export function isMetric(name: string): boolean {
  let schemas: readonly ResultSchema[] = [RESULT_SCHEMA];
  for (const key of pathOfMetric(name)) schemas = schemas.flatMap((schema) => fieldsOf(schema, key));
  return schemas.some((schema) => alternativesOf(schema).some(({ type }) => type === 'number' || type === 'integer'));
}

/** The number of this name in a result. Undefined where it was not measured. */
export function readMetric(result: object, name: string): number | undefined {
  let value: unknown = result;
  for (const key of pathOfMetric(name)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === 'number' ? value : undefined;
}

function fieldsOf(schema: ResultSchema, key: string): ResultSchema[] {
  return alternativesOf(schema).flatMap(({ properties, additionalProperties }) => {
    if (properties && Object.hasOwn(properties, key)) return properties[key] ?? [];
    return additionalProperties || [];
  });
}

function alternativesOf(schema: ResultSchema): ResultSchema[] {
  const { anyOf, ...wanted } = resolve(schema);
  return anyOf ? anyOf.flatMap(alternativesOf) : [wanted];
}
