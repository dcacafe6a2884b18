// Where the suite of auth's store runs, and how it runs commands: as the runtime does, without its log.
import type { AccountReader, AuthStored } from '../../auth/ports.ts';
import { newId } from '../../proto/ids.ts';
import { type Batch, type Batches, DataError, StoreFailed } from '../ports.ts';

/** One store with auth's tables, seen as several processes would see it. */
export interface AuthStoreWorld {
  /** The store as one more process opens it. */
  connect(): Batches<AuthStored>;
  readonly reader: AccountReader;
  close(): Promise<void>;
}

export type Work<T> = (stored: AuthStored) => Promise<T>;

/** A process with a group of its own: what it is given runs in one batch. */
export interface Process {
  /** The commands at the same time in one batch; where the store refuses that, one after the other. Once more while the store fails for reasons that pass. */
  run<T>(commands: readonly Work<T>[]): Promise<T[]>;
  one<T>(command: Work<T>): Promise<T>;
  /** A batch that takes the next record, for a test that looks closer. After its commit: `passed`. */
  open(options?: { isolated?: boolean }): Batch<AuthStored>;
  passed(): void;
}

export async function process(batches: Batches<AuthStored>): Promise<Process> {
  const [group, topic] = [`group-${newId()}`, 'test.auth'];
  await batches.load(group, topic, [{ partition: 0, earliest: 0, end: 0 }]);
  let next = 0;

  const open = ({ isolated = false } = {}): Batch<AuthStored> =>
    batches.open(group, topic, [{ partition: 0, start: next, end: next + 1, published: 0, producers: new Map() }], { isolated });

  async function attempt<T>(commands: readonly Work<T>[], isolated: boolean): Promise<T[]> {
    const batch = open({ isolated });
    const runOne = async (command: Work<T>): Promise<T> => {
      const { stored, keep } = batch.command();
      const result = await command(stored);
      await keep();
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
  function run<T>(commands: readonly Work<T>[]): Promise<T[]> {
    const result = turn.then(() => attempts(commands));
    turn = Promise.allSettled([result]);
    return result;
  }

  async function attempts<T>(commands: readonly Work<T>[]): Promise<T[]> {
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
    one: async (command) => {
      const [result] = await run([command]);
      return result as Awaited<ReturnType<typeof command>>;
    },
    open,
    passed: () => {
      next++;
    },
  };
}

/** All of them end before the first failure is thrown: nothing is still under way when the batch is rolled back. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
