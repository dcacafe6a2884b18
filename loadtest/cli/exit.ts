// How a command ends: what a person can mend is one sentence and exit code 64.
import { UsageError } from './usage-error.ts';

/** The command line is invalid, or something else that a person can mend (EX_USAGE of sysexits.h). */
const EXIT_USAGE = 64;
const EXIT_NOTHING_MEASURED = 2;

/** The run could not be finished, for a reason that a sentence says. */
export class NothingMeasured extends Error {
  override readonly name: string = 'NothingMeasured';
}

/** Runs a command and sets the exit code. `help` is the command that explains its flags. */
export async function runToExit(run: () => Promise<number>, help: string): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${help} explains all flags\n`);
      process.exitCode = EXIT_USAGE;
    } else {
      process.stderr.write(`Nothing was measured: ${describe(error)}\n`);
      process.exitCode = EXIT_NOTHING_MEASURED;
    }
  }
}

function describe(error: unknown): string {
  if (error instanceof NothingMeasured) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
