// The log lines of one trace, of all instances whose files are in a folder.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LOG_FILE = /\.log(\.\d+)?$/;
/** Of one trace there are a few; a broken program that logs one in a loop must not fill the memory. */
const MAX_LINES = 1000;

/** The lines of INSTANCE.log, INSTANCE.log.1 and so on, in the order of their times. Empty where there is no such folder. */
export async function findLogLines(folder: string, traceId: string): Promise<object[]> {
  const names = await readdir(folder).catch(() => []);
  const found: { readonly time: string }[] = [];
  for (const name of names.filter((one) => LOG_FILE.test(one))) {
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
      if (found.length < MAX_LINES && line.includes(traceId)) found.push(parse(line));
    }
  }
  return found.sort((a, b) => (a.time < b.time ? -1 : 1));
}

function parse(line: string): { readonly time: string } {
  try {
    return { time: '', ...(JSON.parse(line) as object) };
  } catch {
    return { time: '', line } as { readonly time: string };
  }
}
