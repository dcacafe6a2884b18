// Where the suite of auth's store runs, and how it runs commands: as the runtime does, without its log.

import { type Batch, type Batches, DataError, StoreFailed } from '../../../infra/ports/index.ts';
import type { LogicStore } from '../../../logic/ports/index.ts';
import { newId } from '../../../proto/ids.ts';
import type { Account, AccountReader, AuthStore, Lifetime, Session } from '../../ports.ts';

/** One store with auth's tables, seen as several processes would see it. */
export interface AuthStoreFixture {
  /** The store as one more process opens it. */
  connect(): Batches<AuthStore>;
  readonly reader: AccountReader;
  /** Logic's tables in the same store. */
  connectLogic(): Batches<LogicStore>;
  /** As if the user's sessions had been opened, ended and expired so many days earlier than they were. */
  backdate(user: string, days: number): Promise<void>;
  /** As if it had been made before sessions expired. */
  removeExpiry(session: string): Promise<void>;
  close(): Promise<void>;
}

/** A world with two processes in it. */
export interface ProcessPair {
  readonly fixture: AuthStoreFixture;
  readonly one: CommandRunner;
  readonly other: CommandRunner;
}

/** Ids nobody has. */
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
    passwordHash: `scrypt$ln=14,r=8,p=5$${newId()}$${newId()}`,
    email: '',
    emailKey: '',
    disabled: false,
    ...changes,
  };
}

/** An account with an address nobody else has. */
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
    deviceKind: 'phone',
    deviceName: "Zoë's 📱 \\ ?",
    clientRequestId: Buffer.from(newId(), 'base64url'),
    tokenNumber: 0,
    usedTokenNumber: 0,
    lifetimeMs: DAY_MS,
    ...changes,
  };
}

/** A session as it was given, whatever kind of bytes came back and whatever else is known of it. */
export function comparableSession(session: Session | undefined): unknown {
  if (!session) return undefined;
  const { userId, epoch, connectionAddress, boundAt, deviceKind, deviceName, tokenNumber, usedTokenNumber } = session;
  const clientRequestId = [...session.clientRequestId];
  return {
    sessionId: session.sessionId,
    userId,
    epoch,
    connectionAddress,
    boundAt,
    deviceKind,
    deviceName,
    tokenNumber,
    tokenUsed: usedTokenNumber,
    clientRequestId,
  };
}

export type StoreCommand<T, Stored = AuthStore> = (stored: Stored) => Promise<T>;

/** The same work of each of many, as commands. */
export function forEachCommand<T, R>(many: readonly T[], work: (stored: AuthStore, one: T) => Promise<R>): StoreCommand<R>[] {
  return many.map((one) => (stored) => work(stored, one));
}

/** A process with a group of its own: what it is given runs in one batch. */
export interface CommandRunner<Stored = AuthStore> {
  /** The commands at the same time in one batch; where the store refuses that, one after the other. Once more while the store fails for reasons that pass. */
  run<T>(commands: readonly StoreCommand<T, Stored>[]): Promise<T[]>;
  runOne<T>(command: StoreCommand<T, Stored>): Promise<T>;
  /** A batch that takes the next record, for a test that looks closer. After its commit: `passed`. */
  openBatch(options?: { isolated?: boolean }): Batch<Stored>;
  advance(): void;
}

export async function commandRunner<Stored = AuthStore>(batches: Batches<Stored>): Promise<CommandRunner<Stored>> {
  const [group, topic] = [`group-${newId()}`, 'test.auth'];
  await batches.loadPositions(group, topic, [{ partition: 0, earliest: 0, end: 0 }]);
  let next = 0;

  const openBatch = ({ isolated = false } = {}): Batch<Stored> =>
    batches.open(group, topic, [{ partition: 0, start: next, end: next + 1, published: 0, producers: new Map() }], { isolated });

  async function attempt<T>(commands: readonly StoreCommand<T, Stored>[], isolated: boolean): Promise<T[]> {
    const batch = openBatch({ isolated });
    const runOne = async (command: StoreCommand<T, Stored>): Promise<T> => {
      const place = batch.beginCommand();
      const { tx } = place;
      const result = await command(tx);
      await place.keep();
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
  /** One batch after the other, whoever asks at once. */
  function run<T>(commands: readonly StoreCommand<T, Stored>[]): Promise<T[]> {
    const result = turn.then(() => attempts(commands));
    turn = Promise.allSettled([result]);
    return result;
  }

  async function attempts<T>(commands: readonly StoreCommand<T, Stored>[]): Promise<T[]> {
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

/** All of them end before the first failure is thrown: nothing is still under way when the batch is rolled back. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
