// Keeps a result: where it was measured, of which commit, by which command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatReport, type Report } from './report.ts';

const RESULTS = join(import.meta.dirname, '../results');

/** Writes DATE-NAME.json and DATE-NAME.txt and returns their common path. Replaces a result of the same day and name. */
export function writeResultFiles(name: string, report: Report, argv: readonly string[], now = new Date()): string {
  const about = {
    date: now.toISOString(),
    commit: commit(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`,
    command: `npm run loadtest -- ${argv.join(' ')}`,
  };
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${now.toISOString().slice(0, 10)}-${name}`);
  writeFileSync(`${path}.json`, `${JSON.stringify({ ...report, ...about }, null, 2)}\n`);
  const head = Object.entries(about).map(([key, value]) => `${key.padEnd(14)}${value}\n`);
  writeFileSync(`${path}.txt`, `${head.join('')}\n${formatReport(report)}`);
  return path;
}

/** The commit, with "+changes" when the tree is not it. */
function commit(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim();
    const dirty = git('status', '--porcelain', '--untracked-files=no', '--', '..', ':!results') !== '';
    return git('rev-parse', '--short', 'HEAD') + (dirty ? '+changes' : '');
  } catch {
    return 'unknown';
  }
}
