// The store that the contract tests of auth use, and a runner that runs commands in batches, as the runtime does.

import { type Batch, type Batches, DataError, StoreFailed } from '../../../infra/ports/index.ts';
import { newId } from '../../../proto/ids.ts';
import type { Account, AccountReader, AuthStore, Lifetime, Session } from '../../ports.ts';

/** One store with auth's tables, as several processes use it. */
export interface AuthStoreFixture {
  /** Opens the store for one more process. */
  connect(): Batches<AuthStore>;
  readonly reader: AccountReader;
  /** Moves the times at which the user's sessions were opened, ended and expire into the past by this many days. */
  backdate(userId: string, days: number): Promise<void>;
  /** Removes the expiry time of a session, as in a session created before sessions expired. */
  removeExpiry(sessionId: string): Promise<void>;
  close(): Promise<void>;
}

/** A store and two processes that use it. */
export interface ProcessPair {
  readonly fixture: AuthStoreFixture;
  readonly one: CommandRunner;
  readonly other: CommandRunner;
}

/** Texts that are the id of no user and no session. */
export const UNKNOWN_IDS = [
  '',
  'a@b.c',
  '日本語',
  "' OR 1=1 --",
  '?',
  '\\',
  'A'.repeat(21),
  `${'A'.repeat(21)}B`,
  '\0'.repeat(22),
];
export const DAY_MS = 86_400_000;

export function newAccount(name: string, changes: Partial<Account> = {}): Account {
  return {
    userId: newId(),
    name,
    nameKey: name.toLowerCase(),
    nameSkeleton: `${name} ${newId()}`,
    passwordHash: `scrypt$ln=14,r=8,p=5$${newId()}$${newId()}`,
    email: '',
    emailKey: '',
    disabled: false,
    ...changes,
  };
}

/** An account with an e-mail address of its own. */
export function newAccountWithEmail(): Account {
  const email = `Zoë+${newId()}@example.org`;
  return newAccount(newId(), { email, emailKey: email.toLowerCase() });
}

let connections = 0;
export function newSession(userId: string, changes: Partial<Session & Lifetime> = {}): Session & Lifetime {
  return {
    sessionId: newId(),
    userId,
    epoch: 1,
    connectionAddress: { instance: 'gate-1.AAAAAAAA', slot: 7, connection: ++connections },
    boundAt: 1_700_000_000_000,
    clientInstanceId: Buffer.from(newId(), 'base64url'),
    connectionAttempt: 3,
    deviceKind: 'phone',
    deviceName: "Zoë's 📱 \\ ?",
    clientRequestId: Buffer.from(newId(), 'base64url'),
    tokenNumber: 0,
    usedTokenNumber: 0,
    lifetimeMs: DAY_MS,
    ...changes,
  };
}

/** The fields of a session that a test sets, in a form that does not depend on the type of its byte arrays. */
export function comparableSession(session: Session | undefined): unknown {
  if (!session) return undefined;
  const { userId, epoch, connectionAddress, boundAt, connectionAttempt } = session;
  const { deviceKind, deviceName, tokenNumber, usedTokenNumber } = session;
  const clientRequestId = [...session.clientRequestId];
  const clientInstanceId = [...session.clientInstanceId];
  return {
    sessionId: session.sessionId,
    userId,
    epoch,
    connectionAddress,
    boundAt,
    clientInstanceId,
    connectionAttempt,
    deviceKind,
    deviceName,
    tokenNumber,
    tokenUsed: usedTokenNumber,
    clientRequestId,
  };
}

export type StoreCommand<T, Store = AuthStore> = (tx: Store) => Promise<T>;

/** One command for each item. */
export function forEachCommand<T, R>(items: readonly T[], work: (tx: AuthStore, item: T) => Promise<R>): StoreCommand<R>[] {
  return items.map((item) => (tx) => work(tx, item));
}

/** A process with a consumer group of its own. */
export interface CommandRunner<Store = AuthStore> {
  /**
   * Runs the commands concurrently in one batch, or one by one if the store rejects that with DataError. Retries while the store
   * fails for temporary reasons.
   */
  run<T>(commands: readonly StoreCommand<T, Store>[]): Promise<T[]>;
  runOne<T>(command: StoreCommand<T, Store>): Promise<T>;
  /** Opens a batch for the next record, for a test that controls its steps. Call `advance` after its commit. */
  openBatch(options?: { isolated?: boolean }): Batch<Store>;
  advance(): void;
}

export async function commandRunner<Store = AuthStore>(batches: Batches<Store>): Promise<CommandRunner<Store>> {
  const [group, topic] = [`group-${newId()}`, 'test.auth'];
  await batches.loadPositions(group, topic, [{ partition: 0, earliest: 0, end: 0 }]);
  let next = 0;

  const openBatch = ({ isolated = false } = {}): Batch<Store> =>
    batches.open(group, topic, [{ partition: 0, start: next, end: next + 1, published: 0, producers: new Map() }], { isolated });

  async function attempt<T>(commands: readonly StoreCommand<T, Store>[], isolated: boolean): Promise<T[]> {
    const batch = openBatch({ isolated });
    const runOne = async (command: StoreCommand<T, Store>): Promise<T> => {
      const scope = batch.beginCommand();
      const { tx } = scope;
      const result = await command(tx);
      await scope.keep();
      return result;
    };
    try {
      const results: T[] = [];
      if (isolated) for (const command of commands) results.push(await runOne(command));
      else results.push(...(await settled(commands.map(runOne))));
      await batch.commit([]);
      next++;
      return results;
    } catch (error) {
      await batch.rollback();
      throw error;
    }
  }

  let turn: Promise<unknown> = Promise.resolve();
  /** Runs one batch after the other, also for concurrent callers. */
  function run<T>(commands: readonly StoreCommand<T, Store>[]): Promise<T[]> {
    const result = turn.then(() => attempts(commands));
    turn = Promise.allSettled([result]);
    return result;
  }

  async function attempts<T>(commands: readonly StoreCommand<T, Store>[]): Promise<T[]> {
    for (let isolated = false; ; ) {
      try {
        return await attempt(commands, isolated);
      } catch (error) {
        if (error instanceof DataError && !isolated) isolated = true;
        else if (!(error instanceof StoreFailed)) throw error;
      }
    }
  }

  return {
    run,
    runOne: async (command) => {
      const [result] = await run([command]);
      return result as Awaited<ReturnType<typeof command>>;
    },
    openBatch,
    advance: () => {
      next++;
    },
  };
}

/** Waits for all before it throws the first failure: no command is in flight when the batch is rolled back. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
