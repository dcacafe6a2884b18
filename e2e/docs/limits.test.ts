// Compares the numbers of docs/protocol/limits.md with the settings and the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS, type Setting } from '../../infra/process/config/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KiB: 1024,
  MiB: 1024 * 1024,
  s: 1000,
  min: 60_000,
  days: 24 * 60 * 60_000,
};

interface Row {
  readonly limit: string;
  readonly number: string;
  readonly source: string;
}

function documentedLimits(): Row[] {
  const lines = readFileSync(join(ROOT, 'docs/protocol/limits.md'), 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| .* \| \d/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.map(([, limit = '', number = '', source = '']) => ({ limit, number, source }));
}

/** A number of bytes, milliseconds or things: "64 KiB", "2 min", "50". */
function parseDocumented(number: string): number {
  const [, digits, unit = ''] = /^(\d+)(?: (\w+))?$/.exec(number) ?? [];
  return Number(digits) * (UNITS[unit] ?? Number.NaN);
}

/** The same of a setting's default or of a constant in a file. */
function readActual(source: string): number {
  const setting = /^`(IM_\w+)`/.exec(source)?.[1] ?? '';
  if (setting) return scale(setting, Number((SETTINGS as Readonly<Record<string, Setting<unknown>>>)[setting]?.fallback));
  const [, file = '', name = ''] = /^`([\w/.-]+)` `(\w+)`$/.exec(source) ?? [];
  const found = new RegExp(`\\b${name}\\s*[:=]\\s*([\\d_][\\d_ *]*)`).exec(readFileSync(join(ROOT, file), 'utf8'));
  const factors = (found?.[1] ?? 'none').replaceAll('_', '').split('*').map(Number);
  return scale(
    name,
    factors.reduce((product, factor) => product * factor, 1),
  );
}

function scale(name: string, value: number): number {
  if (name.endsWith('_DAYS')) return value * (UNITS.days ?? 0);
  // A count per second or a number of seconds that is no time of its own keeps its value.
  return /(LIFETIME|MUTE)_SECONDS$/.test(name) ? value * 1000 : value;
}

test.each(documentedLimits())('the limit "$limit" is $number', ({ number, source }) => {
  expect(parseDocumented(number)).toBe(readActual(source));
});

test('the limits name every setting that limits clients', () => {
  const named = documentedLimits().map(({ source }) => /^`(\w+)`/.exec(source)?.[1]);
  const settings = Object.keys(SETTINGS).filter((name) => /^IM_MAX_|^IM_(HEARTBEAT|IDLE|LOG_IN|COMMAND)_.*_MS$/.test(name));
  expect(settings.filter((name) => !named.includes(name))).toEqual([]);
});
