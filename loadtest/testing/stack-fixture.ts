// For tests: real services, two of each, on real servers of their own, under a load in which every message is counted, while something happens to them.
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
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

export const CLIENTS = 100;
/** Messages per second. */
const RATE = 200;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Of a suite, from its first test on. */
export interface StackFixture {
  /** Private ones: they may be killed. */
  servers(): Servers;
  services(): ServiceProcesses;
  /** One of two, by its number. */
  service(role: ServiceRole, index: number): ServiceProcess;
  /** What the services have printed during the test. */
  readonly logLines: readonly { readonly name: string; readonly line: string }[];
  /** Starts the services, which need not be there; those of before have to be stopped. */
  start(): Promise<ServiceProcesses>;
  /** A load of new clients that are not connected yet. Closed after the test. */
  newLoadDriver(plan: Pick<LoadPlan, 'seconds'> & Partial<LoadPlan>): Promise<LoadDriver>;
  /** Loads the services with new clients for `seconds`, does `harm` when a second's messages are stored, and counts. */
  runUnderLoad(seconds: number, harm: () => Promise<void>): Promise<LoadResult>;
}

/** To be called in a suite: servers and services are there before its first test, and gone after its last one. */
export function stackFixture(): StackFixture {
  let servers: Servers | undefined;
  let services: ServiceProcesses | undefined;
  let load: LoadDriver | undefined;
  const secrets = generateSecrets();
  const logLines: { name: string; line: string }[] = [];

  beforeAll(async () => {
    servers = await startServers(SERVER_KINDS, { private: true });
    await migrateMysql(servers.mysql.address, silent);
    await (await stack.start()).waitUntilReady();
  });
  afterEach(() => {
    load?.close();
    load = undefined;
    logLines.length = 0;
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.stop();
  });

  async function provision(): Promise<LoadAccount[]> {
    const people = generateAccounts(CLIENTS, sessionTokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue);
    const connection = await createConnection(stack.servers().mysql.address);
    for (const insert of accountInserts(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
    await connection.end();
    return people;
  }

  const stack: StackFixture = {
    logLines,
    servers() {
      if (!servers) throw new Error('only within a test');
      return servers;
    },
    services() {
      if (!services) throw new Error('only within a test');
      return services;
    },
    service(role, index) {
      const service = stack.services().byRole(role)[index];
      if (!service) throw new Error('no such instance');
      return service;
    },
    async start() {
      const env = { ...stack.servers().env, ...secrets, LOG_LEVEL: 'info' };
      const onLine = (line: string, name: string): void => void logLines.push({ name, line });
      services = await startServices(env, { gate: 2, auth: 2, logic: 2 }, { onLine });
      return services;
    },
    async newLoadDriver(plan) {
      load = new LoadDriver({
        accounts: await provision(),
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
        ...plan,
      });
      return load;
    },
    async runUnderLoad(seconds, harm) {
      const own = await stack.newLoadDriver({ seconds });
      expect((await own.connect()).bound).toBe(CLIENTS);
      const flowing = expect.poll(() => own.progress().acked, { timeout: seconds * 1000 }).toBeGreaterThan(RATE);
      const [result] = await Promise.all([own.run(() => undefined), flowing.then(harm)]);
      return result;
    },
  };
  return stack;
}

/** Nothing lost, doubled or reordered; every message has its acknowledgement. */
export function expectCompleteDelivery(result: LoadResult): void {
  expect(result.violations).toEqual({ lost: 0, duplicated: 0, outOfOrder: 0, misdelivered: 0, conflicts: 0, holes: 0 });
  expect(result.traffic).toMatchObject({ refused: 0, unacknowledged: 0, pulledAtEnd: 0 });
  expect(result.traffic.acked).toBe(result.traffic.sent);
  expect(result.unpulled).toBe(0);
}
