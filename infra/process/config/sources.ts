// The sources of configuration: the file of --config, and a search for misspelt names in the file and the environment.
import { readFileSync } from 'node:fs';
import { PREFIX } from './settings.ts';

type Names = ReadonlySet<string>;
export type Environment = Readonly<Record<string, string | undefined>>;

export function isHelpRequested(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** The values of the file that `--config FILE` names; empty without it. */
export function readConfigFile(argv: readonly string[], names: Names, mistakes: string[]): Record<string, string> {
  let path: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    if (argument === '--config' && argv[i + 1]) path = argv[++i];
    else if (argument.startsWith('--config=')) path = argument.slice('--config='.length);
    else mistakes.push(`unknown argument "${argument}": only --config FILE and --help are understood`);
  }
  if (!path) return {};
  try {
    return parseFile(path, readFileSync(path, 'utf8'), names, mistakes);
  } catch (error) {
    mistakes.push(`--config ${path} cannot be read: ${(error as Error).message}`);
    return {};
  }
}

/** Reads KEY=VALUE lines. Skips empty lines and lines that start with #. Removes quotes around a value. */
function parseFile(path: string, content: string, names: Names, mistakes: string[]): Record<string, string> {
  const values: Record<string, string> = {};
  content.split('\n').forEach((line, index) => {
    const where = `${path}:${index + 1}`;
    if (/^\s*(#|$)/.test(line)) return;
    const [, key, value] = /^\s*(?:export\s+)?([A-Za-z0-9_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) mistakes.push(`${where}: not a KEY=VALUE line`);
    else if (!names.has(key)) mistakes.push(`${where}: unknown name ${key}${suggestion(key, names)}`);
    else if (Object.hasOwn(values, key)) mistakes.push(`${where}: ${key} is given twice`);
    else values[key] = /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
  });
  return values;
}

/**
 * Finds misspelt names in the environment, which also holds names of other programs, with our prefix as well: desktops set
 * IM_CONFIG_PHASE. So a name is a mistake only if it has the prefix and resembles one of our names that is not set.
 */
export function findMisspeltNames(env: Environment, names: Names, mistakes: string[]): void {
  for (const [key, value] of Object.entries(env)) {
    if (names.has(key) || !key.toUpperCase().startsWith(PREFIX) || isServiceLink(key, value)) continue;
    const near = nearest(key, names);
    if (near && env[near] === undefined) mistakes.push(`unknown name ${key} in the environment: did you mean ${near}?`);
  }
}

/** Kubernetes sets IM_WS_PORT=tcp://10.0.0.1:7001 in every pod because of a service called im-ws. Nobody chose that value. */
export function isServiceLink(key: string, value: string | undefined): boolean {
  return /_PORT(_\d+_[A-Z]+)?$/.test(key) && /^(tcp|udp|sctp):\/\/[^/]+:\d+$/.test(value ?? '');
}

/** The language of the terminal, by POSIX' order: LC_ALL, LC_MESSAGES, LANG. */
export function readTerminalLanguage({ LC_ALL, LC_MESSAGES, LANG }: Environment = process.env): 'en' | 'zh' {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}

function suggestion(key: string, names: Names): string {
  const near = nearest(key, names);
  return near ? `: did you mean ${near}?` : '';
}

function nearest(key: string, names: Names): string | undefined {
  const upper = key.toUpperCase();
  return [...names].find((known) => upper === known || PREFIX + upper === known || distance(key, known) <= 2);
}

/** The Levenshtein distance of two words; 3 stands for every distance above 2. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
