// For tests: people at the whole product, which runs in one process and on real parts, as few times as can be.
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { passwordHasher } from '../../auth/password/password-hasher.ts';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { accountInserts, type GeneratedAccount } from '../../loadtest/setup/accounts.ts';
import { newId } from '../../proto/ids.ts';
import { type Deployment, KINDS, startDistributedDeployment, startEmbeddedDeployment } from './deployment.ts';
import { newDevice, PASSWORD, type TestDevice, type TestDeviceOptions } from './device.ts';

export interface TestSystem extends Deployment {
  /** Somebody new, whose password is PASSWORD, on one device, at the first gate. */
  newUser(name?: string): Promise<TestDevice>;
  newUsers(count: number): Promise<TestDevice[]>;
  /** Two who are friends. */
  newFriends(): Promise<[TestDevice, TestDevice]>;
  /** Another device of his, at the other gate. */
  secondDevice(device: TestDevice, options?: TestDeviceOptions): Promise<TestDevice>;
  /** A device at the first gate that nobody has logged in on. */
  newDevice(options?: TestDeviceOptions): TestDevice;
  /** User ids of people who have never been here. */
  newStrangers(count: number): Promise<string[]>;
}

/** Puts people into the tables: hashing a password for each would be most of what is waited for. */
function peopleOf(started: Deployment, passwordHash: string, devices: TestDevice[]): Omit<TestSystem, keyof Deployment> {
  const { gates, issueToken } = started;
  async function insert(people: readonly GeneratedAccount[]): Promise<void> {
    for (const statement of accountInserts(people, started.sqlNow)) await started.runSql(statement);
  }
  function device(gate: string, options?: TestDeviceOptions): TestDevice {
    const made = newDevice(gate, options);
    devices.push(made);
    return made;
  }
  async function resumed(session: string, gate: string, options?: TestDeviceOptions): Promise<TestDevice> {
    const made = device(gate, options);
    await made.client.resume(issueToken(session));
    return made;
  }
  async function somebody(name = newId()): Promise<TestDevice> {
    const session = newId();
    await insert([{ user: newId(), name, session, passwordHash }]);
    return resumed(session, gates[0]);
  }
  return {
    newUser: somebody,
    async newUsers(count) {
      const people = Array.from({ length: count }, () => ({ user: newId(), name: newId(), session: newId(), passwordHash }));
      await insert(people);
      return Promise.all(people.map(({ session }) => resumed(session, gates[0])));
    },
    async newFriends() {
      const [alice, bob] = await Promise.all([somebody(), somebody()]);
      await alice.logic.requestFriend({ user: bob.user });
      await bob.logic.answerFriendRequest({ user: alice.user, accept: true });
      return [alice, bob];
    },
    async secondDevice({ user, name }, options) {
      const session = newId();
      const [, statement = ''] = accountInserts([{ user, name, session }], started.sqlNow);
      await started.runSql(statement);
      return resumed(session, gates[1], options);
    },
    newDevice: (options) => device(gates[0], options),
    async newStrangers(count) {
      const people = Array.from({ length: count }, () => ({ user: newId(), name: newId() }));
      await insert(people);
      return people.map(({ user }) => user);
    },
  };
}

/** Of PASSWORD, made once. */
async function hashed(): Promise<string> {
  const { hash, close } = passwordHasher();
  try {
    return await hash(PASSWORD);
  } finally {
    await close();
  }
}

/** Runs the tests of `body` against everything in one process, and against two gates and two logics on a real Kafka, MySQL and Redis. Started once for all of them. */
export function describeOnEverySystem(
  title: string,
  body: (server: () => TestSystem, isReal: boolean) => void,
  env: Readonly<Record<string, string>> = {},
): void {
  const suite = (start: typeof startEmbeddedDeployment, isReal: boolean) => () => {
    let server: TestSystem | undefined;
    const devices: TestDevice[] = [];
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
  describe(`${title} (embedded)`, suite(startEmbeddedDeployment, false));
  describeReal(`${title} (real parts)`, KINDS, suite(startDistributedDeployment, true));
}

/** The address of a server in this process, started once for all tests of a file. */
export function embeddedGateUrl(): () => string {
  let server: Deployment | undefined;
  beforeAll(async () => {
    server = await startEmbeddedDeployment({});
  });
  afterAll(() => server?.stop());
  return () => server?.gates[0] ?? '';
}
