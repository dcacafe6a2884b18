// The flags of `npm run bench`. All others belong to the load tests that it runs.
import { parseArguments } from '../../proto/text/arguments.ts';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { OPTIONS } from '../cli/usage.ts';

export const BENCH_USAGE = `npm run bench -- A B [options]    compares two checkouts by load tests in turn: A B A B …
npm run bench -- --set-a NAME=VALUE --set-b NAME=VALUE [options]    compares two settings of this checkout
npm run bench -- --check          compares the processor time of a message with the recorded one, in half a minute
npm run bench -- --record         records it, after a change that is meant to cost more or less

  A, B                 folders with this project, or revisions of this repository (HEAD~3, a branch)
  --rounds N           load tests of each (5)
  --set-a NAME=VALUE   a setting of the services of A; may be repeated. --set-b the same for B
  --json FILE          writes all rounds and the ratios as JSON
  --help
All other options are those of the load test: npm run loadtest -- --help`;

const BENCH_OPTIONS = {
  rounds: { type: 'string' },
  'set-a': { type: 'string', multiple: true },
  'set-b': { type: 'string', multiple: true },
  check: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** These belong to one load test, not to several of two checkouts. */
const EXCLUDED = ['find-limit', 'html', 'csv', 'fates', 'cpu-profiles'] as const;
const { record: _record, json: _json, help: _help, ...LOAD_OPTIONS } = OPTIONS;
const DEFAULT_ROUNDS = 5;

export interface BenchSide {
  /** A folder or a revision; undefined for this checkout. */
  readonly checkout: string | undefined;
  /** NAME=VALUE, for its services. */
  readonly settings: readonly string[];
}

export interface ComparisonFlags {
  readonly kind: 'compare';
  readonly sides: readonly [BenchSide, BenchSide];
  readonly rounds: number;
  readonly loadArguments: readonly string[];
  readonly jsonFile: string | undefined;
}

export type BenchFlags = { readonly kind: 'help' | 'check' | 'record' } | ComparisonFlags;

/** Throws FlagError. */
export function parseBenchFlags(argv: readonly string[]): BenchFlags {
  const { values, positionals } = parse(argv);
  if (values.help) return { kind: 'help' };
  const mistakes: string[] = [];
  if (values.check || values.record) {
    if (argv.length > 1) mistakes.push(`--${values.check ? 'check' : 'record'} stands alone: it has a load of its own`);
    failOn(mistakes);
    return { kind: values.check ? 'check' : 'record' };
  }
  const settings = [values['set-a'] ?? [], values['set-b'] ?? []] as const;
  if (positionals.length !== 2 && positionals.length !== 0) mistakes.push('bench compares two checkouts: A B');
  if (positionals.length === 0 && settings.flat().length === 0)
    mistakes.push('bench needs two checkouts (A B), or two settings of this one (--set-a NAME=VALUE --set-b NAME=VALUE)');
  for (const text of settings.flat())
    if (!/^IM_[A-Z0-9_]+=/.test(text))
      mistakes.push(`--set-a and --set-b take NAME=VALUE, like IM_LOG_LEVEL=warn, not "${text}"`);
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) mistakes.push(`--rounds takes a whole number of at least 1, not ${values.rounds}`);
  for (const name of EXCLUDED) if (values[name]) mistakes.push(`--${name} belongs to a single load test: npm run loadtest`);
  const loadArguments = listLoadArguments(values);
  failOn(mistakes);
  parseFlags(loadArguments);
  const sideOf = (index: 0 | 1): BenchSide => ({ checkout: positionals[index], settings: settings[index] });
  return { kind: 'compare', sides: [sideOf(0), sideOf(1)], rounds, loadArguments, jsonFile: values.json };
}

function parse(argv: readonly string[]) {
  try {
    return parseArguments(argv, { ...LOAD_OPTIONS, ...BENCH_OPTIONS }, true);
  } catch (error) {
    throw new FlagError([error instanceof Error ? error.message : String(error)]);
  }
}

/** What was given for the load tests, as their command line. */
function listLoadArguments(values: ReturnType<typeof parse>['values']): string[] {
  return (Object.keys(LOAD_OPTIONS) as (keyof typeof LOAD_OPTIONS)[]).flatMap((name) => {
    const value = values[name];
    const option = LOAD_OPTIONS[name];
    if (value === undefined || ('default' in option && value === option.default)) return [];
    if (value === true) return [`--${name}`];
    return [value].flat().map((text) => `--${name}=${text}`);
  });
}

function failOn(mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new FlagError(mistakes);
}
