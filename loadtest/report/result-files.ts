// Writes a result: the files that flags name, and the record with its machine, commit and command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { LoadTestFlags } from '../cli/settings.ts';
import { formatCsv } from './csv.ts';
import { renderPage } from './html/page.ts';
import { formatResult, type Result } from './result.ts';

const RESULTS = join(import.meta.dirname, '../results');

/** Writes the files that the flags name. */
export function writeOutputs(files: Pick<LoadTestFlags, 'htmlFile' | 'jsonFile' | 'csvFile'>, result: Result): void {
  if (files.htmlFile) writeFileSync(files.htmlFile, renderPage(result));
  if (files.jsonFile) writeFileSync(files.jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  if (files.csvFile) writeFileSync(files.csvFile, formatCsv(result.timeline));
}

/** Writes DATE-NAME.json and DATE-NAME.txt, and returns their common path. Replaces a result of the same day and name. */
export function recordResult(
  name: string,
  result: Result,
  argv: readonly string[],
  now = new Date(),
  script = 'loadtest',
): string {
  const about = {
    date: now.toISOString(),
    commit: readCommit(),
    machine: describeMachine(),
    command: `npm run ${script} -- ${argv.join(' ')}`,
  };
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${now.toISOString().slice(0, 10)}-${name}`);
  writeFileSync(`${path}.json`, `${JSON.stringify({ ...result, ...about }, null, 2)}\n`);
  const head = Object.entries(about).map(([key, value]) => `${key.padEnd(14)}${value}\n`);
  writeFileSync(`${path}.txt`, `${head.join('')}\n${formatResult(result)}`);
  return path;
}

/** The machine, operating system and Node version, for people. */
function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown';
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${model}, ${memoryGib} GiB, Linux ${release()}, Node ${process.version}`;
}

/** The short hash of the commit, with "+changes" when the working tree differs from it. */
function readCommit(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no', '--', '..', ':!results') !== '';
    return git('rev-parse', '--short', 'HEAD') + (dirty ? '+changes' : '');
  } catch {
    return 'unknown';
  }
}
