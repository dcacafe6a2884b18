// For tests: the whole product in processes of its own, once all in one and once on real parts, that can be killed and started again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { createConnection } from 'mysql2/promise';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { openDataFolder } from '../../embedded/data-folder.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { im, topicNames } from '../../proto/rpc.ts';
import { type Child, startChild } from '../../tools/servers/child-processes.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

type Env = Readonly<Record<string, string>>;

const OF_ALL = { MAX_COMMANDS_PER_SECOND: '5000', TRIES_PER_ADDRESS: '100000', MAX_FRAME_BYTES: '524288' };
const ROOT = join(import.meta.dirname, '../..');
const BUSY_TIMEOUT_MS = 10_000;
export const KINDS = ['kafka', 'mysql', 'redis'] as const;

/** Only on real parts. */
export interface RealDeployment {
  readonly servers: RealServers<(typeof KINDS)[number]>;
  readonly services: ServiceProcesses;
}

/** What other systems were told, and in which partition it stood. */
export interface PublishedEvent {
  readonly partition: number;
  readonly event: im.DomainEvent;
}

export interface Deployment {
  /** Over TCP and WebSocket, of two gates where there are two; the same after a restart. */
  readonly gates: readonly [string, string];
  readonly real: RealDeployment | undefined;
  /** Runs a statement on its tables. */
  runSql(statement: string): Promise<void>;
  /** The store's expression for the present. */
  readonly sqlNow: string;
  /** Makes the token of a session. */
  issueToken(session: string): string;
  /** What other systems were told so far: those of a partition in its order. */
  publishedEvents(): Promise<readonly PublishedEvent[]>;
  /** Kills the second gate, which is started again only by `restoreGate`. Where all is one process that dies, and runs again when this resolves. */
  killGate(): Promise<void>;
  restoreGate(): Promise<void>;
  /** Ends whatever does logic's work, in order, and starts it again. */
  restartLogic(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything in one process. */
export async function startEmbeddedDeployment(env: Env): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'im-server-'));
  const { storeFile, secrets, release } = openDataFolder(folder);
  release();
  const settings = { DATA_FOLDER: folder, HTTP_PORT: '0', ...OF_ALL, ...env };
  let one = await startOne({ ...settings, TCP_PORT: '0', WS_PORT: '0' }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const { tcp, ws } = one;
  const ports = { TCP_PORT: new URL(tcp).port, WS_PORT: new URL(ws).port };
  const tables = new DatabaseSync(storeFile, { timeout: BUSY_TIMEOUT_MS });
  const records = tables.prepare(
    'SELECT partition, value FROM bus_record JOIN bus_topic ON id = topic WHERE name = ? ORDER BY partition, record_offset',
  );
  async function restart(signal: NodeJS.Signals): Promise<void> {
    await one.child.kill(signal);
    one = await startOne({ ...settings, ...ports });
  }
  return {
    gates: [tcp, ws],
    real: undefined,
    runSql: async (statement) => tables.exec(statement),
    get sqlNow() {
      return String(Date.now());
    },
    issueToken: sessionTokens([secrets.tokenSecret]).issue,
    publishedEvents: async () =>
      (records.all(topicNames(1).events) as { partition: number; value: Uint8Array }[]).flatMap(({ partition, value }) =>
        toldIn(partition, value),
      ),
    killGate: () => restart('SIGKILL'),
    restoreGate: async () => undefined,
    restartLogic: () => restart('SIGTERM'),
    async stop() {
      tables.close();
      await one.child.kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface One {
  readonly child: Child;
  readonly tcp: string;
  readonly ws: string;
}

/** Resolves when it serves; rejects, with what it printed last, when it ends before that. */
async function startOne(env: Env): Promise<One> {
  const child = await startChild(process.execPath, ['embedded/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.process.stdout, child.process.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line);
        if (printed.length > 20) printed.shift();
        if (!line.includes('"msg":"ready"')) return;
        const { tcp, ws } = JSON.parse(line) as Record<'tcp' | 'ws', string>;
        resolve({ child, tcp, ws });
      });
    }
    child.process.once('close', () => reject(new Error(`ended before it was ready\n${printed.join('\n')}`)));
  });
}

/** Two gates, an auth and two logics on a real Kafka, MySQL and Redis. */
export async function startDistributedDeployment(env: Env): Promise<Deployment> {
  const servers = await realServers(KINDS);
  const secrets = generateSecrets();
  const services = await startServices({ ...servers.env, ...secrets, ...OF_ALL, ...env }, { gate: 2, auth: 1, logic: 2 });
  await services.waitUntilReady();
  const [first = '', second = ''] = services.byRole('gate').map(({ addresses: { tcp, ws } }, i) => (i === 0 ? tcp : ws));
  const tables = await createConnection(servers.mysql);
  let listening: ReturnType<typeof listen> | undefined;
  const secondGate = (): ServiceProcess => {
    const gate = services.byRole('gate')[1];
    if (!gate) throw new Error('there is no second gate');
    return gate;
  };
  return {
    gates: [first, second],
    real: { servers, services },
    runSql: async (statement) => {
      await tables.query(statement);
    },
    sqlNow: 'CURRENT_TIMESTAMP(3)',
    issueToken: sessionTokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue,
    async publishedEvents() {
      listening ??= listen(servers);
      return (await listening).told;
    },
    killGate: () => secondGate().kill(),
    restoreGate: () => secondGate().restart(),
    async restartLogic() {
      await Promise.all(services.byRole('logic').map((logic) => logic.kill('SIGTERM')));
      await Promise.all(services.byRole('logic').map((logic) => logic.restart()));
    },
    async stop() {
      try {
        await (await listening)?.close();
        await tables.end();
      } finally {
        await services.stop();
        await servers.release();
      }
    },
  };
}

/** Reads what is told from the first record on. */
async function listen({
  kafka,
  generation,
}: RealDeployment['servers']): Promise<{ readonly told: PublishedEvent[]; close(): Promise<void> }> {
  const bus = kafkaBus({ brokers: [kafka], replication: 1, instance: 'listener', log: silent });
  const told: PublishedEvent[] = [];
  await bus.consume({
    group: `listener-${generation}`,
    topic: topicNames(generation).events,
    onAssigned: async (ranges) => new Map(ranges.map(({ partition, earliest }) => [partition, earliest])),
    onRevoked: async () => undefined,
    onRecords: (partition, records) => {
      told.push(...records.flatMap(({ value }) => toldIn(partition, value)));
    },
  });
  return { told, close: () => bus.close() };
}

function toldIn(partition: number, value: Uint8Array): PublishedEvent[] {
  // A copy: what is decoded is kept.
  const { envelopes } = im.Pack.decode(Buffer.from(value));
  return envelopes.map(({ payload }) => ({
    partition,
    event: im.DomainEvent.decode(payload ?? new Uint8Array()) as im.DomainEvent,
  }));
}
