// For tests: real services, two of each, on real servers of their own, under a load in which every message is counted, while something happens to them.
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { migrate } from '../infra/mysql/migrate.ts';
import { SERVER_KINDS, type Servers, startServers } from '../infra/servers/servers.ts';
import { newSecrets, type Service, type ServiceRole, type Services, startServices } from '../infra/servers/services.ts';
import type { Account } from './client.ts';
import { Load, type LoadPlan, type LoadResult } from './load.ts';
import { insertsOf, invent } from './provision.ts';
import { PAIRS } from './rooms.ts';

export const CLIENTS = 100;
/** Messages per second. */
const RATE = 200;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Of a suite, from its first test on. */
export interface TestStack {
  /** Private ones: they may be killed. */
  servers(): Servers;
  services(): Services;
  /** One of two, by its number. */
  service(role: ServiceRole, index: number): Service;
  /** What the services have printed during the test. */
  readonly lines: readonly { readonly name: string; readonly line: string }[];
  /** Starts the services, which need not be there; those of before have to be stopped. */
  start(): Promise<Services>;
  /** A load of new clients that are not connected yet. Closed after the test. */
  newLoad(plan: Pick<LoadPlan, 'seconds'> & Partial<LoadPlan>): Promise<Load>;
  /** Loads the services with new clients for `seconds`, does `harm` when a second's messages are stored, and counts. */
  loaded(seconds: number, harm: () => Promise<void>): Promise<LoadResult>;
}

/** To be called in a suite: servers and services are there before its first test, and gone after its last one. */
export function testStack(): TestStack {
  let servers: Servers | undefined;
  let services: Services | undefined;
  let load: Load | undefined;
  const secrets = newSecrets();
  const lines: { name: string; line: string }[] = [];

  beforeAll(async () => {
    servers = await startServers(SERVER_KINDS, { private: true });
    await migrate(servers.mysql.address, silent);
    await (await stack.start()).ready();
  });
  afterEach(() => {
    load?.close();
    load = undefined;
    lines.length = 0;
  });
  afterAll(async () => {
    await services?.stop();
    await servers?.stop();
  });

  async function provision(): Promise<Account[]> {
    const people = invent(CLIENTS, tokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue);
    const connection = await createConnection(stack.servers().mysql.address);
    for (const insert of insertsOf(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
    await connection.end();
    return people;
  }

  const stack: TestStack = {
    lines,
    servers() {
      if (!servers) throw new Error('only within a test');
      return servers;
    },
    services() {
      if (!services) throw new Error('only within a test');
      return services;
    },
    service(role, index) {
      const service = stack.services().of(role)[index];
      if (!service) throw new Error('no such instance');
      return service;
    },
    async start() {
      const env = { ...stack.servers().env, ...secrets, LOG_LEVEL: 'info' };
      const onLine = (line: string, name: string): void => void lines.push({ name, line });
      services = await startServices(env, { gate: 2, auth: 2, logic: 2 }, { onLine });
      return services;
    },
    async newLoad(plan) {
      load = new Load({
        accounts: await provision(),
        urls: stack
          .services()
          .of('gate')
          .map(({ addresses }) => addresses.tcp ?? ''),
        usedBefore: false,
        talk: PAIRS,
        rate: RATE,
        warmUpSeconds: 0,
        textBytes: 50,
        connectTimeoutMs: 30_000,
        ...plan,
      });
      return load;
    },
    async loaded(seconds, harm) {
      const own = await stack.newLoad({ seconds });
      expect((await own.connect()).bound).toBe(CLIENTS);
      const flowing = expect.poll(() => own.progress().acked, { timeout: seconds * 1000 }).toBeGreaterThan(RATE);
      const [result] = await Promise.all([own.run(() => undefined), flowing.then(harm)]);
      return result;
    },
  };
  return stack;
}

/** Nothing lost, doubled or reordered; every message has its acknowledgement. */
export function expectAllThere(result: LoadResult): void {
  expect(result.violations).toEqual({ lost: 0, duplicated: 0, outOfOrder: 0, misdelivered: 0, conflicts: 0, holes: 0 });
  expect(result.traffic).toMatchObject({ refused: 0, unacknowledged: 0, pulledAtEnd: 0 });
  expect(result.traffic.acked).toBe(result.traffic.sent);
  expect(result.unpulled).toBe(0);
}
