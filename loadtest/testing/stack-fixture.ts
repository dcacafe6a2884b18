// Fixture: two processes of each service on real servers of their own, under a load that counts every message while something
// fails.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import { runMysqlStatements } from '../../tools/servers/mysql-statements.ts';
import { SERVER_KINDS, type Servers, startServers } from '../../tools/servers/servers.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  type ServiceRole,
  startServices,
} from '../../tools/servers/service-processes.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';
import { LoadDriver, type LoadPlan, type LoadResult } from '../driver/load-driver.ts';
import { PAIRS } from '../driver/workload.ts';
import { accountInserts, generateAccounts } from '../setup/accounts.ts';
import { NO_VIOLATIONS } from './no-violations.ts';

export const CLIENTS = 100;
/** Messages per second. */
const RATE = 200;
const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Usable from the first test of a suite on. */
export interface StackFixture {
  /** Servers of this suite alone: they may be killed. */
  servers(): Servers;
  services(): ServiceProcesses;
  /** One of the two processes of a role, by its index. */
  service(role: ServiceRole, index: number): ServiceProcess;
  /** Where clients ask for gates. */
  statusUrl(): string;
  /** What the services printed during the current test. */
  readonly logLines: readonly { readonly name: string; readonly line: string }[];
  /** Starts the services. The previous ones must be stopped. */
  start(): Promise<ServiceProcesses>;
  /** A load of new clients that are not connected yet. It is closed after the test. */
  newLoadDriver(plan: Pick<LoadPlan, 'seconds'> & Partial<LoadPlan>): Promise<LoadDriver>;
  /** Loads the services with new clients for `seconds`, calls `injectFault` after a second's worth of messages, and counts. */
  runUnderLoad(seconds: number, injectFault: () => Promise<void>, plan?: Partial<LoadPlan>): Promise<LoadResult>;
}

/** Call it in a suite: servers and services start before its first test and stop after its last one. */
export function stackFixture(): StackFixture {
  let servers: Servers | undefined;
  let services: ServiceProcesses | undefined;
  let current: LoadDriver | undefined;
  const secrets = generateSecrets();
  const logLines: { name: string; line: string }[] = [];

  beforeAll(async () => {
    servers = await startServers(SERVER_KINDS, { private: true });
    await migrateMysql(servers.mysql.address, silentLog);
    await (await stack.start()).waitUntilReady();
  });
  afterEach(() => {
    current?.close();
    current = undefined;
    logLines.length = 0;
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.stop();
  });

  async function insertAccounts(): Promise<LoadAccount[]> {
    const accounts = generateAccounts(CLIENTS, sessionTokens([Buffer.from(secrets.IM_TOKEN_SECRET, 'base64url')]).issue);
    await runMysqlStatements(stack.servers().mysql.address, accountInserts(accounts, 'CURRENT_TIMESTAMP(3)'));
    return accounts;
  }

  const stack: StackFixture = {
    logLines,
    statusUrl: () => stack.services().byRole('status')[0]?.addresses.gates ?? '',
    servers() {
      if (!servers) throw new Error('servers and services exist only during a test');
      return servers;
    },
    services() {
      if (!services) throw new Error('servers and services exist only during a test');
      return services;
    },
    service(role, index) {
      const service = stack.services().byRole(role)[index];
      if (!service) throw new Error('no such process');
      return service;
    },
    async start() {
      const env = { ...stack.servers().env, ...secrets, IM_LOG_LEVEL: 'info' };
      const onLine = (line: string, name: string): void => void logLines.push({ name, line });
      services = await startServices(env, { gate: 2, auth: 2, logic: 2, status: 1 }, { onLine });
      return services;
    },
    async newLoadDriver(plan) {
      current = new LoadDriver({
        accounts: await insertAccounts(),
        urls: stack
          .services()
          .byRole('gate')
          .map(({ addresses }) => addresses.tcp ?? ''),
        usedBefore: false,
        workload: PAIRS,
        rate: RATE,
        warmUpSeconds: 0,
        textBytes: 50,
        connectTimeoutMs: 30_000,
        // A broker that was killed has taken 12 s to start on two busy cores. A run ends as soon as all is delivered.
        quietMs: 60_000,
        ...plan,
      });
      return current;
    },
    async runUnderLoad(seconds, injectFault, plan) {
      const load = await stack.newLoadDriver({ seconds, ...plan });
      expect((await load.connect()).bound).toBe(CLIENTS);
      const isFlowing = expect.poll(() => load.progress().acked, { timeout: seconds * 1000 }).toBeGreaterThan(RATE);
      const [result] = await Promise.all([load.run(() => undefined), isFlowing.then(injectFault)]);
      return result;
    },
  };
  return stack;
}

/** Expects that nothing is lost, duplicated or reordered, and that every message is acknowledged. */
export function expectCompleteDelivery(result: LoadResult): void {
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result.traffic).toMatchObject({ refused: 0, unacknowledged: 0, pulledAtEnd: 0 });
  expect(result.traffic.acked).toBe(result.traffic.sent);
  expect(result.unpulled).toBe(0);
}
