// Compares two results: which numbers changed, and whether the two runs can be compared at all.
import { readFileSync } from 'node:fs';
import { UsageError } from '../cli/usage-error.ts';
import { readMetric } from './metrics.ts';
import type { Result } from './result.ts';
import { findSchemaErrors, RESULT_SCHEMA } from './schema.ts';

/** The result of an earlier version may lack the newer fields. */
export type StoredResult = Partial<Result> & { readonly machine?: string };

/** Every version has written these. */
const REQUIRED = ['clients', 'rate', 'seconds', 'sent', 'acked', 'delivered', 'lost', 'duplicated', 'outOfOrder', 'deliveryMs'];
const SETTINGS = [
  'scenario',
  'target',
  'transport',
  'clients',
  'rate',
  'seconds',
  'warmUpSeconds',
  'members',
  'machine',
] as const;
const MORE_IS_BETTER = ['deliveredPerSecond', 'connectPerSecond'];
const COMPARED = [
  'deliveredPerSecond',
  ...['deliveryP50', 'deliveryP90', 'deliveryP99', 'deliveryMax', 'ackP50', 'ackP90', 'ackP99', 'ackMax'],
  ...['connectPerSecond', 'kibPerConnection'],
];
const COUNTED = [
  ...['lost', 'duplicated', 'outOfOrder', 'misdelivered', 'conflicts', 'holes', 'unverified', 'unpulled'],
  ...['refused', 'unacknowledged', 'pulledAtEnd', 'wireDuplicates'],
];
/** Two runs of one version on one machine differ by less than this, most of the time. */
const NOISE_PERCENT = 15;

/** Reads a result. Throws UsageError. */
export function readResult(path: string): StoredResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no JSON, or it was cut short: write it again with --json`);
  }
  const properties = Object.fromEntries(REQUIRED.map((name) => [name, RESULT_SCHEMA.properties?.[name] ?? {}]));
  const [error] = findSchemaErrors(value, { type: 'object', properties, required: REQUIRED, additionalProperties: {} });
  if (error) throw new UsageError(`${path} is no result of a load test: ${error}`);
  return value as StoredResult;
}

/** A table for people. */
export function compareResults(before: StoredResult, after: StoredResult): string {
  const roles = new Set([before, after].flatMap(({ cpuMicrosPerMessage }) => Object.keys(cpuMicrosPerMessage ?? {})));
  const measured = [...COMPARED, ...[...roles].map((role) => `cpuMicrosPerMessage.${role}`)];
  const lines = [
    row('', 'A', 'B', 'change'),
    ...measured.map((name) => compareMeasured(name, readMetric(before, name), readMetric(after, name))),
    ...COUNTED.map((name) => compareCount(name, readMetric(before, name), readMetric(after, name))),
    '',
    ...describeSettings(before, after),
  ];
  return `${lines.join('\n')}\n`;
}

function compareMeasured(name: string, before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === 0) return row(name, show(before), show(after), '');
  const percent = Math.round((1000 * (after - before)) / before) / 10;
  const isBetter = MORE_IS_BETTER.includes(name) ? percent > 0 : percent < 0;
  const verdict = Math.abs(percent) < NOISE_PERCENT ? '' : isBetter ? '  better' : '  WORSE';
  return row(name, show(before), show(after), `${percent > 0 ? '+' : ''}${percent} %${verdict}`);
}

function compareCount(name: string, before = 0, after = 0): string {
  const verdict = after === before ? '' : after > before ? '  WORSE' : '  better';
  return row(name, show(before), show(after), verdict);
}

function describeSettings(before: StoredResult, after: StoredResult): string[] {
  const different = SETTINGS.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
  const noise = `Below ${NOISE_PERCENT} % a single run says nothing: repeat the runs in turn.`;
  return [...different.map((name) => `differs: ${name} is ${before[name]} in A and ${after[name]} in B`), noise];
}

function row(name: string, before: string, after: string, change: string): string {
  return `${name.padEnd(28)}${before.padStart(12)}${after.padStart(12)}  ${change}`.trimEnd();
}

function show(value: number | undefined): string {
  return value === undefined ? '-' : String(value);
}
