// `npm run conformance -- --client "COMMAND"`: plays a gate to a client program, and reports which rules it keeps.
import { parseArguments } from '../../proto/text/arguments.ts';
import { formatReport, judge } from './report.ts';
import { runAll } from './run-all.ts';

/** As in sysexits.h: the command was used incorrectly. */
const USAGE = 64;

async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArguments(argv, { client: { type: 'string' } } as const);
  if (!values.client) {
    process.stderr.write('npm run conformance -- --client "COMMAND": see docs/protocol/conformance.md\n');
    return USAGE;
  }
  const findings = await runAll(values.client, (name) => process.stderr.write(`… ${name}\n`));
  const results = judge(findings);
  process.stdout.write(formatReport(results));
  return results.every(({ isKept }) => isKept) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof TypeError ? USAGE : 1;
  },
);
