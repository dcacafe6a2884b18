// Prints each line that it reads, for the test of terminal-lines.ts.
import { readLines } from '../terminal-lines.ts';

readLines(process.stdin, (line) => process.stdout.write(`read ${line}\n`));
process.stdout.write('begun\n');
setInterval(() => undefined, 1000);
