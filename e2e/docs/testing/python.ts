// The Python that runs the examples of the documents.
import { spawnSync } from 'node:child_process';

/** Undefined where no Python is installed: then tests are skipped, except in CI. */
export const PYTHON = ['python3', 'python'].find(
  (command) => spawnSync(command, ['-c', 'assert __import__("sys").version_info >= (3, 9)']).status === 0,
);
if (!PYTHON && process.env.REQUIRE_REAL === '1') throw new Error('Python 3.9 or later is missing, and REQUIRE_REAL=1');
if (!PYTHON) process.stderr.write('Python 3.9 or later is missing: the tests of the documents in Python are skipped\n');
