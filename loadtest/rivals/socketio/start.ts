// Starts socket.io as a rival: two processes behind each other's Redis adapter, and MariaDB with a flush at each commit.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { type Child, startChild } from '../../../tools/servers/child-processes.ts';
import { startServers } from '../../../tools/servers/servers.ts';
import type { LoadTestFlags } from '../../cli/settings.ts';
import { generateAccounts } from '../../setup/accounts.ts';
import { findServerPids } from '../../setup/listening-process.ts';
import type { RunningTarget } from '../../setup/running-target.ts';
import { collectGarbage } from '../../setup/target-environment.ts';

const PROCESSES = 2;
const SERVER = join(import.meta.dirname, 'server.ts');
const COLLECT_GARBAGE = pathToFileURL(join(import.meta.dirname, '../../setup/collect-garbage.ts')).href;
const KINDS = ['mysql', 'redis'] as const;

export async function startSocketio(
  { clients }: Pick<LoadTestFlags, 'clients'>,
  print: (line: string) => void,
): Promise<RunningTarget> {
  const servers = await startServers(KINDS, { private: true, print });
  const children: Child[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.kill('SIGTERM')));
    await servers.stop();
  };
  try {
    const ports: number[] = [];
    // One after the other: the first creates the table.
    for (let number = 0; number < PROCESSES; number++) {
      const child = await startServer(servers.mysql.address, servers.redis.address);
      children.push(child);
      ports.push(await readPort(child, print));
    }
    const pids = children.map(({ pid }) => pid);
    return {
      name: `rival: socket.io ${readVersion()} × ${PROCESSES}, Redis adapter, one INSERT per message`,
      urls: ports.map((port) => `ws://127.0.0.1:${port}`),
      // It checks no tokens.
      accounts: generateAccounts(clients, () => 'none'),
      passwordAccounts: [],
      usedBefore: false,
      roles: () => new Map([['socketio', pids], ...KINDS.map((kind) => [kind, findServerPids(servers[kind].address)] as const)]),
      adminUrls: () => [],
      gatePids: pids,
      collectGarbage: () => collectGarbage(pids),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function startServer(mysqlUrl: string, redisUrl: string): Promise<Child> {
  return startChild(process.execPath, ['--expose-gc', `--import=${COLLECT_GARBAGE}`, SERVER, '0', redisUrl, mysqlUrl], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Resolves when it serves. */
function readPort({ process: { stdout, stderr }, exited }: Child, print: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    void exited.then((how) => reject(new Error(`socket.io ended with ${how} before it was ready`)));
    if (!stdout || !stderr) throw new TypeError('the process was started without stdout and stderr');
    createInterface({ input: stderr }).on('line', (line) => print(`socketio: ${line}`));
    createInterface({ input: stdout }).on('line', (line) => {
      const [, port] = /^ready on (\d+)$/.exec(line) ?? [];
      if (port) resolve(Number(port));
    });
  });
}

function readVersion(): string {
  const path = createRequire(import.meta.url).resolve('socket.io/package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
