// Runs end-to-end tests against both kinds of deployment, with users on devices.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { passwordHasher } from '../../auth/password/password-hasher.ts';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { id } from '../../infra/sql/literals.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { accountInserts, type GeneratedAccount } from '../../loadtest/setup/accounts.ts';
import { directConversationId, newId } from '../../proto/ids.ts';
import { type Deployment, type DeploymentKind, type Env, SERVER_KINDS } from './deployment.ts';
import { getDeployment } from './deployment-client.ts';
import { newDevice, PASSWORD, type TestDevice, type TestDeviceOptions } from './device.ts';

/** The days for which the deployment of the promises keeps messages. */
export const RETENTION_DAYS = 7;
const PROMISE_SETTINGS: Env = { IM_RATE_LIMITS: 'on', IM_KEEP_MESSAGES_DAYS: String(RETENTION_DAYS) };

/** A deployment with users. Every device is closed after the test that opened it. */
export interface TestSystem extends Deployment {
  /** A new user with PASSWORD, on one device at the first gate. */
  newUser(name?: string): Promise<TestDevice>;
  newUsers(count: number): Promise<TestDevice[]>;
  /** Two users who are friends. */
  newFriends(): Promise<[TestDevice, TestDevice]>;
  /** Makes friends of a user and others without a command, so that nothing is pushed. */
  befriend(userId: string, otherIds: readonly string[]): Promise<void>;
  /** Creates a group called "friends" of a user and others, who become friends of the user. Returns its id. */
  createGroup(owner: TestDevice, members: readonly TestDevice[]): Promise<string>;
  /** Another device of the same user, at the second gate. */
  secondDevice(device: TestDevice, options?: TestDeviceOptions): Promise<TestDevice>;
  /** A device at the first gate without a log-in. */
  newDevice(options?: TestDeviceOptions): TestDevice;
  /** The ids of users who have never logged in. */
  newStrangers(count: number): Promise<string[]>;
}

type SuiteBody = (system: () => TestSystem, kind: DeploymentKind) => void;

/** Runs the tests of `body` against its own embedded deployment and its own distributed deployment. */
export function describeOnEverySystem(title: string, body: SuiteBody): void {
  describe(`${title} (embedded)`, suite(body, 'embedded', { env: { IM_RATE_LIMITS: 'off' } }));
  describeReal(`${title} (distributed)`, SERVER_KINDS, suite(body, 'distributed', { env: { IM_RATE_LIMITS: 'off' } }));
}

/**
 * `shared`: the two deployments that most files of promises share. `own`: deployments of this file alone, for tests that kill
 * processes.
 */
type DeploymentUse = 'shared' | 'own';

/** Runs the tests of `body` against an embedded and a distributed deployment with the settings of the promises. */
export function describePromises(title: string, body: SuiteBody, use: DeploymentUse = 'shared'): void {
  describe(`${title} (embedded)`, suite(body, 'embedded', deploymentFor(use)));
  describeDistributedPromises(title, body, use);
}

/** As `describePromises`, for promises that need Kafka or more than one process. */
export function describeDistributedPromises(title: string, body: SuiteBody, use: DeploymentUse = 'shared'): void {
  describeReal(`${title} (distributed)`, SERVER_KINDS, suite(body, 'distributed', deploymentFor(use)));
}

function deploymentFor(use: DeploymentUse): { readonly env: Env } | 'shared' {
  return use === 'shared' ? use : { env: PROMISE_SETTINGS };
}

function suite(body: SuiteBody, kind: DeploymentKind, deployment: { readonly env: Env } | 'shared'): () => void {
  return () => {
    let system: TestSystem | undefined;
    const devices: TestDevice[] = [];
    beforeAll(async () => {
      const shared = deployment === 'shared';
      const [name, env] = shared ? ['promises', PROMISE_SETTINGS] : [newId(), deployment.env];
      const start = getDeployment({ kind, name, env }, () => realServers(SERVER_KINDS));
      const [started, passwordHash] = await Promise.all([start, hashPassword()]);
      system = withUsers(started, passwordHash, devices);
    });
    afterEach(() => {
      for (const device of devices.splice(0)) device.close();
    });
    if (deployment !== 'shared') afterAll(() => system?.stop());
    body(() => {
      if (!system) throw new Error('the system is available within a test only');
      return system;
    }, kind);
  };
}

/** Inserts users directly into the tables, because registration would spend most of the time on password hashes. */
function withUsers(deployment: Deployment, passwordHash: string, devices: TestDevice[]): TestSystem {
  const { gates, runSql, sqlNow } = deployment;
  const { issue } = sessionTokens([deployment.tokenSecret]);
  async function insert(accounts: readonly GeneratedAccount[]): Promise<void> {
    for (const statement of accountInserts(accounts, sqlNow)) await runSql(statement);
  }
  function openDevice(gate: string, options?: TestDeviceOptions): TestDevice {
    const device = newDevice(gate, options);
    devices.push(device);
    return device;
  }
  async function resumeOn(gate: string, sessionId: string, options?: TestDeviceOptions): Promise<TestDevice> {
    const device = openDevice(gate, options);
    await device.client.resume(issue(sessionId));
    return device;
  }
  async function newUser(name = newId()): Promise<TestDevice> {
    const sessionId = newId();
    await insert([{ userId: newId(), name, sessionId, passwordHash }]);
    return resumeOn(gates[0], sessionId);
  }
  async function befriend(userId: string, otherIds: readonly string[]): Promise<void> {
    if (otherIds.length === 0) return;
    const rows = otherIds.flatMap((otherId) => {
      const conversation = id(directConversationId(userId, otherId));
      const row = (of: string, other: string) => `(${id(of)}, ${id(other)}, ${conversation}, 0, 1, 0, 0, 0, 0, 0, '', '')`;
      return [row(userId, otherId), row(otherId, userId)];
    });
    const columns =
      'user_id, other_id, conversation_id, version, friend, incoming_request, outgoing_request, blocked, since, requested_at';
    const conversations = otherIds.map((otherId) => id(directConversationId(userId, otherId)));
    await runSql(`DELETE FROM relations WHERE conversation_id IN (${conversations.join(',')})`);
    await runSql(`INSERT INTO relations (${columns}, remark, greeting) VALUES ${rows.join(',')}`);
  }
  return {
    ...deployment,
    newUser,
    async newUsers(count) {
      const accounts = Array.from({ length: count }, () => ({
        userId: newId(),
        name: newId(),
        sessionId: newId(),
        passwordHash,
      }));
      await insert(accounts);
      return Promise.all(accounts.map(({ sessionId }) => resumeOn(gates[0], sessionId)));
    },
    async newFriends() {
      const [alice, bob] = await Promise.all([newUser(), newUser()]);
      await alice.logic.requestFriend({ userId: bob.userId });
      await bob.logic.answerFriendRequest({ userId: alice.userId, accept: true });
      return [alice, bob];
    },
    befriend,
    async createGroup({ userId, logic }, members) {
      const memberIds = members.map((member) => member.userId);
      await befriend(userId, memberIds);
      return (await logic.createGroup({ clientRequestId: randomBytes(16), name: 'friends', memberIds })).group?.groupId ?? '';
    },
    async secondDevice({ userId, name }, options) {
      const sessionId = newId();
      const [, insertSession = ''] = accountInserts([{ userId, name, sessionId }], sqlNow);
      await runSql(insertSession);
      return resumeOn(gates[1], sessionId, options);
    },
    newDevice: (options) => openDevice(gates[0], options),
    async newStrangers(count) {
      const accounts = Array.from({ length: count }, () => ({ userId: newId(), name: newId() }));
      await insert(accounts);
      return accounts.map(({ userId }) => userId);
    },
  };
}

async function hashPassword(): Promise<string> {
  const { hash, close } = passwordHasher();
  try {
    return await hash(PASSWORD);
  } finally {
    await close();
  }
}
