// Writes a result with its machine, commit and command.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatReport, type Report } from './report.ts';

const RESULTS = join(import.meta.dirname, '../results');

/** Writes DATE-NAME.json and DATE-NAME.txt, and returns their common path. Replaces a result of the same day and name. */
export function writeResultFiles(name: string, report: Report, argv: readonly string[], now = new Date()): string {
  const about = {
    date: now.toISOString(),
    commit: readCommit(),
    machine: describeMachine(),
    command: `npm run loadtest -- ${argv.join(' ')}`,
  };
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${now.toISOString().slice(0, 10)}-${name}`);
  writeFileSync(`${path}.json`, `${JSON.stringify({ ...report, ...about }, null, 2)}\n`);
  const head = Object.entries(about).map(([key, value]) => `${key.padEnd(14)}${value}\n`);
  writeFileSync(`${path}.txt`, `${head.join('')}\n${formatReport(report)}`);
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
