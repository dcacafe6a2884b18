// Starts an embedded deployment: everything in one child process, with a data folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDataFolder } from '../../embedded/data-folder.ts';
import { openSqliteStore, type SqliteStore } from '../../infra/sqlite/store.ts';
import { topicNames } from '../../proto/rpc.ts';
import { type Child, startChild } from '../../tools/servers/child-processes.ts';
import { COMMON_SETTINGS, type Deployment, type Env, type PublishedEvent } from './deployment.ts';
import { decodePublishedEvents } from './published-events.ts';

const ROOT = join(import.meta.dirname, '../..');
const SELECT_EVENTS =
  'SELECT partition, value FROM bus_record JOIN bus_topic ON id = topic WHERE name = ? ORDER BY partition, record_offset';

export async function startEmbeddedDeployment(env: Env): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'im-server-'));
  const { storeFile, secrets, release } = openDataFolder(folder);
  release();
  const settings = { IM_DATA_FOLDER: folder, IM_HTTP_PORT: '0', ...COMMON_SETTINGS, ...env };
  let server = await startProcess({ ...settings, IM_TCP_PORT: '0', IM_WS_PORT: '0' }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const { tcp, ws } = server;
  const ports = { IM_TCP_PORT: new URL(tcp).port, IM_WS_PORT: new URL(ws).port };
  const store = openSqliteStore(storeFile);
  store.database.exec('PRAGMA busy_timeout = 10000');
  async function restart(signal: NodeJS.Signals): Promise<void> {
    await server.child.kill(signal);
    server = await startProcess({ ...settings, ...ports });
  }
  return {
    gates: [tcp, ws],
    tokenSecret: secrets.tokenSecret,
    sqlNow: "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
    distributed: undefined,
    runSql: async (statement) => store.database.exec(statement),
    publishedEvents: async (key) => readEvents(store).filter(({ event }) => event.key === key),
    killGate: () => restart('SIGKILL'),
    restoreGate: async () => undefined,
    restartLogic: () => restart('SIGTERM'),
    async stop() {
      store.close();
      await server.child.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readEvents(store: SqliteStore): PublishedEvent[] {
  const rows = store.statement(SELECT_EVENTS).all(topicNames(1).events) as { partition: number; value: Uint8Array }[];
  return rows.flatMap(({ partition, value }) => decodePublishedEvents(partition, value));
}

interface EmbeddedProcess {
  readonly child: Child;
  readonly tcp: string;
  readonly ws: string;
}

/** Resolves when the server is ready; rejects with its last output when it exits before that. */
async function startProcess(env: Env): Promise<EmbeddedProcess> {
  const child = await startChild(process.execPath, ['embedded/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.process.stdout, child.process.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
        if (!line.includes('"msg":"ready"')) return;
        const { tcp, ws } = JSON.parse(line) as Record<'tcp' | 'ws', string>;
        resolve({ child, tcp, ws });
      });
    }
    child.process.once('close', () => reject(new Error(`exited before it was ready\n${lastLines.join('\n')}`)));
  });
}
