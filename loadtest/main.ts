// npm run loadtest: starts what is to be measured, loads it, says what came of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { FlagError, type Flags, readFlags, USAGE } from './flags.ts';
import { measure, type RunningTarget } from './measure.ts';
import { parseAccounts } from './provision.ts';
import { record } from './record.ts';
import { exitCodeOf, tableOf } from './report.ts';

async function start(flags: Flags): Promise<RunningTarget> {
  return addressTarget(flags);
}

/** A gate that runs already. */
function addressTarget(flags: Flags): RunningTarget {
  if (flags.target.kind !== 'address' || !flags.accountsFile) throw new Error('no address');
  const { host, port } = flags.target;
  const accounts = parseAccounts(readFileSync(flags.accountsFile, 'utf8'));
  if (accounts.length < flags.clients)
    throw new Error(`${flags.accountsFile} has ${accounts.length} accounts for ${flags.clients} clients`);
  return {
    name: `${host}:${port}`,
    urls: [`${flags.transport}://${host.includes(':') ? `[${host}]` : host}:${port}`],
    accounts: accounts.slice(0, flags.clients),
    usedBefore: true,
    roles: new Map(),
    gatePids: [],
    collectGarbage: async () => undefined,
    close: async () => undefined,
  };
}

/** One line that is overwritten on a terminal, plain lines elsewhere. */
function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else process.stderr.write(`${line}\n`);
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  if (flags === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const target = await start(flags);
  try {
    const report = await measure(flags, target, say);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    process.stdout.write(tableOf(report));
    if (flags.jsonFile) writeFileSync(flags.jsonFile, `${JSON.stringify(report, null, 2)}\n`);
    if (flags.recordName) say(`written to ${record(flags.recordName, report, argv)}.json`);
    return exitCodeOf(report);
  } finally {
    await target.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FlagError)) throw error;
  process.stderr.write(`${error.mistakes.join('\n')}\n\n${USAGE}\n`);
  process.exitCode = 64;
}
