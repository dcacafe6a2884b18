// For tests: the whole product, once in one process and once on real parts, as few times as can be, and people at it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { passwords } from '../auth/password.ts';
import { tokens } from '../auth/tokens.ts';
import { readConfig } from '../infra/config.ts';
import { openDataFolder } from '../infra/embedded/data-folder.ts';
import { startEmbedded } from '../infra/embedded/main.ts';
import { newSecrets, type Services, startServices } from '../infra/servers/services.ts';
import { describeReal, type RealServers, realServers } from '../infra/servers/testing.ts';
import { type Invented, insertsOf } from '../loadtest/provision.ts';
import { newId } from '../proto/ids.ts';
import type { ClientOptions } from './sdk.ts';
import { type Device, deviceAt, PASSWORD } from './test-devices.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const OF_ALL = { MAX_COMMANDS_PER_SECOND: '5000', TRIES_PER_ADDRESS: '100000', MAX_FRAME_BYTES: '524288' };
const KINDS = ['kafka', 'mysql', 'redis'] as const;

/** Only on real parts. */
export interface Real {
  readonly servers: RealServers<(typeof KINDS)[number]>;
  readonly services: Services;
}

interface Started {
  /** Over TCP and WebSocket, of two gates where there are two. */
  readonly gates: readonly [string, string];
  readonly real: Real | undefined;
  /** Runs a statement on its tables. */
  sql(statement: string): Promise<void>;
  /** The store's expression for the present. */
  readonly now: string;
  /** Makes the token of a session. */
  issue(session: string): string;
  stop(): Promise<void>;
}

export interface Server extends Started {
  /** Somebody new, whose password is PASSWORD, on one device, at the first gate. */
  somebody(name?: string): Promise<Device>;
  people(count: number): Promise<Device[]>;
  /** Two who are friends. */
  friends(): Promise<[Device, Device]>;
  /** Another device of his, at the other gate. */
  second(device: Device, options?: Partial<ClientOptions>): Promise<Device>;
  /** A device at the first gate that nobody has logged in on. */
  device(options?: Partial<ClientOptions>): Device;
  /** User ids of people who have never been here. */
  strangers(count: number): Promise<string[]>;
}

async function embedded(env: Readonly<Record<string, string>>): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'im-server-'));
  const settings = { DATA_FOLDER: folder, TCP_PORT: '0', WS_PORT: '0', HTTP_PORT: '0', ...OF_ALL, ...env };
  const { storeFile, secrets, release } = openDataFolder(folder);
  release();
  const fatal = (error: Error): void => {
    throw error;
  };
  const server = await startEmbedded(readConfig('embedded', { env: settings, argv: [] }), { log: silent, fatal });
  const tables = new DatabaseSync(storeFile);
  return {
    gates: [server.tcp, server.ws],
    real: undefined,
    sql: async (statement) => tables.exec(statement),
    get now() {
      return String(Date.now());
    },
    issue: tokens([secrets.tokenSecret]).issue,
    async stop() {
      tables.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function distributed(env: Readonly<Record<string, string>>): Promise<Started> {
  const servers = await realServers(KINDS);
  const secrets = newSecrets();
  const services = await startServices({ ...servers.env, ...secrets, ...OF_ALL, ...env }, { gate: 2, auth: 1, logic: 2 });
  await services.ready();
  const [first = '', second = ''] = services.of('gate').map(({ addresses: { tcp, ws } }, i) => (i === 0 ? tcp : ws));
  const tables = await createConnection(servers.mysql);
  return {
    gates: [first, second],
    real: { servers, services },
    sql: async (statement) => {
      await tables.query(statement);
    },
    now: 'CURRENT_TIMESTAMP(3)',
    issue: tokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue,
    async stop() {
      await tables.end();
      await services.stop();
      await servers.release();
    },
  };
}

/** Puts people into the tables: hashing a password for each would be most of what is waited for. */
function peopleOf(started: Started, passwordHash: string, devices: Device[]): Omit<Server, keyof Started> {
  const { gates, issue } = started;
  async function insert(people: readonly Invented[]): Promise<void> {
    for (const statement of insertsOf(people, started.now)) await started.sql(statement);
  }
  function device(gate: string, options?: Partial<ClientOptions>): Device {
    const made = deviceAt(gate, options);
    devices.push(made);
    return made;
  }
  async function resumed(session: string, gate: string, options?: Partial<ClientOptions>): Promise<Device> {
    const made = device(gate, options);
    await made.client.resume(issue(session));
    return made;
  }
  async function somebody(name = newId()): Promise<Device> {
    const session = newId();
    await insert([{ user: newId(), name, session, passwordHash }]);
    return resumed(session, gates[0]);
  }
  return {
    somebody,
    people: (count) => Promise.all(Array.from({ length: count }, () => somebody())),
    async friends() {
      const [alice, bob] = await Promise.all([somebody(), somebody()]);
      await alice.logic.requestFriend({ user: bob.user });
      await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
      return [alice, bob];
    },
    async second({ user, name }, options) {
      const session = newId();
      const [, statement = ''] = insertsOf([{ user, name, session }], started.now);
      await started.sql(statement);
      return resumed(session, gates[1], options);
    },
    device: (options) => device(gates[0], options),
    async strangers(count) {
      const people = Array.from({ length: count }, () => ({ user: newId(), name: newId() }));
      await insert(people);
      return people.map(({ user }) => user);
    },
  };
}

/** Of PASSWORD, made once. */
async function hashed(): Promise<string> {
  const { hash, close } = passwords();
  try {
    return await hash(PASSWORD);
  } finally {
    await close();
  }
}

/** Runs the tests of `body` against everything in one process, and against two gates and two logics on a real Kafka, MySQL and Redis. Started once for all of them. */
export function onEveryServer(
  title: string,
  body: (server: () => Server, isReal: boolean) => void,
  env: Readonly<Record<string, string>> = {},
): void {
  const suite = (start: typeof embedded, isReal: boolean) => () => {
    let server: Server | undefined;
    const devices: Device[] = [];
    beforeAll(async () => {
      const [started, hash] = await Promise.all([start({ RATE_LIMITS: 'off', ...env }), hashed()]);
      server = Object.assign(started, peopleOf(started, hash, devices));
    });
    afterEach(() => {
      for (const device of devices.splice(0)) device.close();
    });
    afterAll(() => server?.stop());
    body(() => {
      if (!server) throw new Error('only within a test');
      return server;
    }, isReal);
  };
  describe(`${title} (embedded)`, suite(embedded, false));
  describeReal(`${title} (real parts)`, KINDS, suite(distributed, true));
}

/** The address of a server in this process, started once for all tests of a file. */
export function embeddedGate(): () => string {
  let server: Started | undefined;
  beforeAll(async () => {
    server = await embedded({});
  });
  afterAll(() => server?.stop());
  return () => server?.gates[0] ?? '';
}
