// How a command ends: what a person can mend is one sentence and exit code 64.
import { UsageError } from './usage-error.ts';

/** The command line is invalid, or something else that a person can mend (EX_USAGE of sysexits.h). */
const EXIT_USAGE = 64;
const EXIT_NOTHING_MEASURED = 2;

/** Runs a command and sets the exit code. `help` is the command that explains its flags. */
export async function runToExit(run: () => Promise<number>, help: string): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n${help} explains all flags\n`);
      process.exitCode = EXIT_USAGE;
    } else {
      process.stderr.write(`Nothing was measured: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = EXIT_NOTHING_MEASURED;
    }
  }
}
