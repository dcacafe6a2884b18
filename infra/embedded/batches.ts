// Batches on the embedded store. Nothing is written before the commit, which is one synchronous transaction: until then a batch is
// what its commands have written, in memory, over what the database holds.
import { type Batch, type Batches, type OutboxRow, StoreFailed } from '../ports.ts';
import { batchState, type CommandState, type CommandView } from './batch-state.ts';
import { positionRows } from './positions.ts';
import { type Store, storeError } from './store.ts';

/**
 * The port `Batches` for a service whose tables are made by `tables`: called once for each command, it binds the tables to that
 * command's view of the batch (see CommandView for how a table reads and writes).
 */
export function embeddedBatches<Stored>(store: Store, tables: (view: CommandView) => Stored): Batches<Stored> {
  const positions = positionRows(store);
  return {
    async load(group, topic, partitions) {
      return store.transaction(() => positions.load(group, topic, partitions));
    },
    async outbox(group, topic, partition, from, to) {
      return positions.outbox(group, topic, partition, from, to);
    },
    async published(group, topic, offsets) {
      store.transaction(() => {
        for (const [partition, offset] of offsets) positions.published(group, topic, partition, offset);
      });
    },
    open(group, topic, claims, { isolated = false } = {}) {
      return openBatch(store, tables, isolated, claims.length > 0, {
        compare: () => positions.compare(group, topic, claims),
        advance: (outbox) => positions.advance(group, topic, claims, outbox),
      });
    },
  };
}

/** The position rows of one batch's claims. Both are called inside a transaction. */
interface Claimed {
  /** Throws PositionMoved. */
  compare(): void;
  advance(outbox: readonly OutboxRow[]): void;
}

function openBatch<Stored>(
  store: Store,
  tables: (view: CommandView) => Stored,
  isolated: boolean,
  writable: boolean,
  claimed: Claimed,
): Batch<Stored> {
  const state = batchState(writable);
  let ended = false;
  let begun = false;
  let beginning: Promise<void> | undefined;
  let endTurn: () => void = () => undefined;

  // Reads of a batch that cannot write need no turn: nothing is decided by them.
  function begin(): Promise<void> {
    beginning ??= writable ? takeTurn() : Promise.resolve();
    return beginning;
  }

  async function takeTurn(): Promise<void> {
    const release = await store.batchTurns.take();
    if (ended) return release();
    endTurn = release;
    claimed.compare();
    begun = true;
  }

  async function read<T>(query: () => T): Promise<T> {
    if (!begun) await begin();
    if (ended) throw new StoreFailed('the batch has ended');
    try {
      return query();
    } catch (error) {
      throw storeError(error);
    }
  }

  function rehearse(command: CommandState): void {
    try {
      // With all that is kept, not its own writes alone: it may collide with those of a command before it. That is quadratic, about 1 s
      // for 500 commands, and happens only when a row was refused; an open savepoint would span awaits.
      store.rehearse(() => state.apply(command));
    } catch (error) {
      command.discard();
      throw error;
    }
  }

  function end(): void {
    ended = true;
    endTurn();
  }

  return {
    command() {
      const command = state.command(read);
      return {
        stored: tables(command.view),
        keep() {
          if (isolated) rehearse(command);
          command.keep();
        },
        discard: command.discard,
      };
    },
    async commit(outbox) {
      try {
        if (!writable) throw new Error('a batch without claims cannot write');
        await read(() => state.assertDecided());
        store.transaction(
          () => {
            claimed.compare();
            state.apply();
            claimed.advance(outbox);
          },
          { durable: true },
        );
      } finally {
        end();
      }
    },
    async rollback() {
      end();
    },
  };
}
