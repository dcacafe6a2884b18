// The transaction of the batch that runs. The whole process has one connection, and commands of a batch need several turns of the
// event loop: so the transaction stays open over turns, and anybody else who needs the connection interrupts it.
import type { DatabaseSync } from 'node:sqlite';

// A batch that has run no statement for this long, and while others asked this often, waits for something else: it need not be
// spared. A busy machine alone may take the time, but not the asking.
const STALLED_MS = 20;
const STALLED_REQUESTS = 20;

const ofDatabases = new WeakMap<DatabaseSync, OpenTransaction>();

/** The only one of this connection. */
export function openTransactionOf(database: DatabaseSync): OpenTransaction {
  const known = ofDatabases.get(database);
  if (known) return known;
  const made = new OpenTransaction(database);
  ofDatabases.set(database, made);
  return made;
}

export class OpenTransaction {
  readonly #database: DatabaseSync;
  #owner: object | undefined;
  /** Statements that the owner had run before an interruption, and those of its own since. */
  #repeated = 0;
  #fresh = 0;
  #lastRunMs = 0;
  /** Requests for the connection since the owner's last statement. */
  #requests = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Whether the transaction of this owner is open. Once it is not, the owner begins again and repeats what it wrote. */
  isOpenFor(owner: object): boolean {
    return this.#owner === owner;
  }

  /**
   * Begins a transaction whose commit waits for the disk, and repeats what the owner wrote before. Throws errors of SQLite; then
   * nothing is open.
   */
  begin(owner: object, repeat: () => readonly string[]): void {
    this.interrupt();
    this.#owner = owner;
    try {
      // SQLite refuses this pragma inside a transaction.
      this.#database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
      const statements = repeat();
      for (const sql of statements) this.#database.exec(sql);
      this.#repeated = statements.length;
    } catch (error) {
      this.interrupt();
      throw error;
    }
    this.#fresh = 0;
    this.#lastRunMs = performance.now();
    this.#requests = 0;
  }

  /** Counts statements that the owner runs for the first time. */
  countStatements(count: number): void {
    this.#fresh += count;
    this.#lastRunMs = performance.now();
    this.#requests = 0;
  }

  commit(): void {
    this.#database.exec('COMMIT');
    this.#end();
  }

  /**
   * False while somebody who wants the connection should ask again in the next turn: an interruption makes the owner repeat what
   * it wrote. It comes only when as much is new as is repeated, so a batch of many steps costs at most twice its statements.
   */
  requestInterruption(): boolean {
    if (!this.#owner || this.#fresh >= this.#repeated) return true;
    return ++this.#requests > STALLED_REQUESTS && performance.now() - this.#lastRunMs > STALLED_MS;
  }

  /** Rolls back the transaction if one is open. Call it before any work on the connection that is not its owner's. */
  interrupt(): void {
    if (!this.#owner) return;
    // After some failures (a full disk, an I/O error) SQLite has already rolled back.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#end();
  }

  #end(): void {
    this.#owner = undefined;
    this.#database.exec('PRAGMA synchronous = NORMAL');
  }
}
