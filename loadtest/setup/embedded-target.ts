// Starts the embedded services as a target: everything in one process, as `npm start` runs it, on a data folder of its own.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { openDataFolder } from '../../embedded/data-folder.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { type Child, createTempFolder, startChild } from '../../tools/servers/child-processes.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import { readSqliteMessages } from '../proof/read-store.ts';
import { countAccounts } from '../scenarios/index.ts';
import { accountInserts, generateAccounts, type PasswordUser, type TokenAccount } from './accounts.ts';
import type { RunningTarget } from './running-target.ts';
import { collectGarbage, createPasswordUsers, printProblems, targetEnvironment } from './target-environment.ts';

const ROOT = join(import.meta.dirname, '../..');
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 12_000;

interface ReadyAddresses {
  readonly tcp: string;
  readonly ws: string;
  readonly admin?: string;
}

export async function startEmbedded(flags: LoadTestFlags, print: (line: string) => void): Promise<RunningTarget> {
  const folder = createTempFolder('loadtest');
  const passwordAccounts = await createPasswordUsers(flags);
  const accounts = fillDataFolder(folder, countAccounts(flags), passwordAccounts);
  const child = await startChild(process.execPath, [join(ROOT, 'embedded/main.ts')], {
    cwd: ROOT,
    env: {
      IM_DATA_FOLDER: folder,
      IM_TCP_PORT: '0',
      IM_WS_PORT: '0',
      IM_HTTP_PORT: '0',
      ...targetEnvironment(flags),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = async (): Promise<void> => {
    // Node writes a CPU profile only when the process stops in order.
    child.process.kill('SIGTERM');
    const killer = setTimeout(() => child.process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await child.exited;
    clearTimeout(killer);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const addresses = await waitUntilReady(child, print);
    return {
      name: 'embedded',
      urls: [addresses[flags.transport === 'tcp' ? 'tcp' : 'ws']],
      accounts,
      passwordAccounts,
      usedBefore: false,
      roles: () => new Map([['embedded', [child.pid]]]),
      readStored: async () => readSqliteMessages(join(folder, 'store.db')),
      adminUrls: () => (addresses.admin === undefined ? [] : [addresses.admin]),
      gatePids: [child.pid],
      collectGarbage: () => collectGarbage([child.pid]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Creates the data folder with its secrets and tables, and inserts the accounts. */
function fillDataFolder(folder: string, count: number, passwordAccounts: readonly PasswordUser[]): TokenAccount[] {
  const { storeFile, secrets, release } = openDataFolder(folder);
  const store = openSqliteStore(storeFile);
  try {
    const accounts = generateAccounts(count, sessionTokens([secrets.tokenSecret]).issue);
    store.transaction(() => {
      for (const insert of accountInserts([...accounts, ...passwordAccounts], String(Date.now()))) store.database.exec(insert);
    });
    return accounts;
  } finally {
    store.close();
    release();
  }
}

/** Resolves with the addresses in the log line "ready". Rejects when the process ends before it, or after the time-out. */
function waitUntilReady(child: Child, print: (line: string) => void): Promise<ReadyAddresses> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_TIMEOUT_MS} ms`)), READY_TIMEOUT_MS);
    void child.exited.then((how) => {
      clearTimeout(timer);
      reject(new Error(`the embedded services ended with ${how} before they were ready`));
    });
    const { stdout, stderr } = child.process;
    if (!stdout || !stderr) throw new TypeError('the process was started without stdout and stderr');
    createInterface({ input: stderr }).on('line', (line) => print(`embedded: ${line}`));
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      printProblems('embedded', line, print);
      if (!line.includes('"msg":"ready"')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as ReadyAddresses);
    });
  });
}
