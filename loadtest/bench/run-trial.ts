// Runs one load test of a checkout as its own process, by that checkout's own code.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTempFolder, startChild } from '../../tools/servers/child-processes.ts';
import type { StoredResult } from '../report/compare.ts';
import { entryOf, nodeOf } from './checkouts.ts';
import type { Trial } from './rounds.ts';

/** The last lines are enough to say why it failed. */
const MAX_OUTPUT = 20_000;

export async function runTrial(folder: string, args: readonly string[]): Promise<Trial> {
  const json = join(createTempFolder('bench'), 'result.json');
  const child = await startChild(nodeOf(folder), [entryOf(folder), ...args, '--json', json], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.process.stdout, child.process.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-MAX_OUTPUT);
    });
  await child.exited;
  const { exitCode } = child.process;
  const result = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as StoredResult) : undefined;
  rmSync(json, { force: true });
  return { exitCode, output, result };
}
