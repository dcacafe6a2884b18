// For tests: the whole product, once in one process and once on real parts, as few times as can be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { tokens } from '../auth/tokens.ts';
import { readConfig } from '../infra/config.ts';
import { startEmbedded } from '../infra/embedded/main.ts';
import { newSecrets, type Services, startServices } from '../infra/servers/services.ts';
import { describeReal, type RealServers, realServers } from '../infra/servers/testing.ts';
import { insertsOf, invent } from '../loadtest/provision.ts';
import { newId } from '../proto/ids.ts';
import { type Device, loggedIn, registered, resumed } from './test-devices.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const OF_ALL = { MAX_COMMANDS_PER_SECOND: '5000', TRIES_PER_ADDRESS: '100000', MAX_FRAME_BYTES: '524288' };
const KINDS = ['kafka', 'mysql', 'redis'] as const;

/** Only on real parts. */
export interface Real {
  readonly servers: RealServers<(typeof KINDS)[number]>;
  readonly services: Services;
}

export interface Server {
  /** Over TCP and WebSocket, of two gates where there are two. */
  readonly gates: readonly [string, string];
  readonly real: Real | undefined;
  /** Somebody new on one device, at the first gate. */
  somebody(): Promise<Device>;
  /** Another device of his, at the other gate. */
  second(device: Device): Promise<Device>;
  /** Somebody who has a password. */
  registered(): Promise<Device>;
  people(count: number): Promise<Device[]>;
  stop(): Promise<void>;
}

async function embedded(env: Readonly<Record<string, string>>): Promise<Omit<Server, 'people'>> {
  const folder = await mkdtemp(join(tmpdir(), 'im-server-'));
  const settings = { DATA_FOLDER: folder, TCP_PORT: '0', WS_PORT: '0', HTTP_PORT: '0', ...OF_ALL, ...env };
  const fatal = (error: Error): void => {
    throw error;
  };
  const server = await startEmbedded(readConfig('embedded', { env: settings, argv: [] }), { log: silent, fatal });
  return {
    gates: [server.tcp, server.ws],
    real: undefined,
    somebody: () => registered(server.tcp),
    registered: () => registered(server.tcp),
    second: (device) => loggedIn(device, server.ws),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function distributed(env: Readonly<Record<string, string>>): Promise<Omit<Server, 'people'>> {
  const servers = await realServers(KINDS);
  const secrets = newSecrets();
  const services = await startServices({ ...servers.env, ...secrets, ...OF_ALL, ...env }, { gate: 2, auth: 1, logic: 2 });
  await services.ready();
  const [first = '', second = ''] = services.of('gate').map(({ addresses: { tcp, ws } }, i) => (i === 0 ? tcp : ws));
  const { issue } = tokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]);
  // Accounts and sessions are put into the tables: hashing passwords would be most of what is waited for.
  const tables = await createConnection(servers.mysql);
  return {
    gates: [first, second],
    real: { servers, services },
    async somebody() {
      const [person] = invent(1, issue);
      for (const insert of insertsOf(person ? [{ ...person, name: newId() }] : [], 'CURRENT_TIMESTAMP(3)'))
        await tables.query(insert);
      return resumed(person?.token ?? '', first);
    },
    registered: () => registered(first),
    async second({ user, name }) {
      const session = newId();
      const [, insert = ''] = insertsOf([{ user, name, session }], 'CURRENT_TIMESTAMP(3)');
      await tables.query(insert);
      return resumed(issue(session), second);
    },
    async stop() {
      await tables.end();
      await services.stop();
      await servers.release();
    },
  };
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
      const started = await start({ RATE_LIMITS: 'off', ...env });
      const kept = async (device: Promise<Device>): Promise<Device> => {
        devices.push(await device);
        return device;
      };
      const somebody = (): Promise<Device> => kept(started.somebody());
      server = {
        ...started,
        somebody,
        registered: () => kept(started.registered()),
        second: (device) => kept(started.second(device)),
        people: (count) => Promise.all(Array.from({ length: count }, somebody)),
      };
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
  let server: Awaited<ReturnType<typeof embedded>> | undefined;
  beforeAll(async () => {
    server = await embedded({});
  });
  afterAll(() => server?.stop());
  return () => server?.gates[0] ?? '';
}
