// Where a command of this machine lies.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a command, also where servers are kept that an ordinary user's PATH lacks. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
