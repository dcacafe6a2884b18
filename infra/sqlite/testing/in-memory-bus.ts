// A SQLite bus without a file, for tests.
import { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../../ports/index.ts';
import { sqliteBus } from '../bus.ts';

/** `close` of the bus closes its database too. */
export function inMemoryBus(): Bus {
  const database = new DatabaseSync(':memory:');
  const bus = sqliteBus({ database });
  return {
    publish: (records) => bus.publish(records),
    consume: (options) => bus.consume(options),
    follow: (options) => bus.follow(options),
    ensureTopics: (specs) => bus.ensureTopics(specs),
    get reachable() {
      return bus.reachable;
    },
    async close() {
      await bus.close();
      database.close();
    },
  };
}
