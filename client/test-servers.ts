// For tests: people at the whole product, which runs in one process and on real parts, as few times as can be.
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { passwords } from '../auth/password.ts';
import { describeReal } from '../infra/servers/testing.ts';
import { type Invented, insertsOf } from '../loadtest/provision.ts';
import { newId } from '../proto/ids.ts';
import { type Device, type DeviceOptions, deviceAt, PASSWORD } from './test-devices.ts';
import { distributed, embedded, KINDS, type Started } from './test-started.ts';

export interface Server extends Started {
  /** Somebody new, whose password is PASSWORD, on one device, at the first gate. */
  somebody(name?: string): Promise<Device>;
  people(count: number): Promise<Device[]>;
  /** Two who are friends. */
  friends(): Promise<[Device, Device]>;
  /** Another device of his, at the other gate. */
  second(device: Device, options?: DeviceOptions): Promise<Device>;
  /** A device at the first gate that nobody has logged in on. */
  device(options?: DeviceOptions): Device;
  /** User ids of people who have never been here. */
  strangers(count: number): Promise<string[]>;
}

/** Puts people into the tables: hashing a password for each would be most of what is waited for. */
function peopleOf(started: Started, passwordHash: string, devices: Device[]): Omit<Server, keyof Started> {
  const { gates, issue } = started;
  async function insert(people: readonly Invented[]): Promise<void> {
    for (const statement of insertsOf(people, started.now)) await started.sql(statement);
  }
  function device(gate: string, options?: DeviceOptions): Device {
    const made = deviceAt(gate, options);
    devices.push(made);
    return made;
  }
  async function resumed(session: string, gate: string, options?: DeviceOptions): Promise<Device> {
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
    async people(count) {
      const people = Array.from({ length: count }, () => ({ user: newId(), name: newId(), session: newId(), passwordHash }));
      await insert(people);
      return Promise.all(people.map(({ session }) => resumed(session, gates[0])));
    },
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
