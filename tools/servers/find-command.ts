// Finds a command on this machine.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a command. Also searches folders of servers that are not in the PATH of an ordinary user. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
