// The rows that make effects happen exactly once: each group's position in each partition, the last pack of each producer, and
// the outbox.
import type { Claim, OutboxRow, PartitionRange, Position } from '../ports/index.ts';
import { PositionMoved, PRODUCER_TTL_MS } from '../ports/index.ts';
import type { Row, SqlConnection, TransactionGuard } from './connection.ts';
import { bytes, integer, tuples } from './literals.ts';
import { column, RowReader } from './row-reader.ts';

// Bytes of the outcomes in one statement. A byte becomes two characters, which stays far below the limit of a server (16 MB).
const MAX_OUTCOME_BYTES = 1024 * 1024;

const POSITION = new RowReader({
  partition: column.integer('part'),
  next: column.integer('next_offset'),
  published: column.integer('published_offset'),
});
const NEXT_OFFSET = new RowReader({ partition: column.integer('part'), next: column.integer('next_offset') });
const PRODUCER = new RowReader({
  partition: column.integer('part'),
  producer: column.text('producer'),
  lastNumber: column.integer('last_number'),
});
const OUTBOX = new RowReader({
  offset: column.integer('log_offset'),
  index: column.integer('idx'),
  outcome: column.bytes('outcome'),
});

const INSERT_POSITIONS = 'INSERT INTO consumer_position (grp, topic, part, next_offset, published_offset) VALUES';
const INSERT_PRODUCERS = 'INSERT INTO consumer_producer (grp, topic, part, producer, last_number, updated_at) VALUES';
const INSERT_OUTBOX = 'INSERT INTO outbox (grp, topic, part, log_offset, idx, outcome) VALUES';

/** Positions, producers and outbox on one connection. */
export class Positions {
  readonly #connection: SqlConnection;
  /**
   * Partitions that certainly have no outbox rows, as "group topic partition". Other partitions may have some until a commit
   * deletes them.
   */
  readonly #emptyOutboxes = new Set<string>();

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  async loadPositions(
    group: string,
    topic: string,
    partitions: readonly PartitionRange[],
  ): Promise<ReadonlyMap<number, Position>> {
    if (partitions.length === 0) return new Map();
    const { dialect } = this.#connection;
    const where = this.#where(group, topic, partitions);
    const rows = tuples(partitions, ({ partition, earliest }) => [
      this.#partitionKey(group, topic, partition),
      integer(earliest),
      integer(earliest),
    ]);
    const [, , positionRows = [], producerRows = []] = await this.#connection.query([
      `${INSERT_POSITIONS} ${rows}${dialect.onConflictIgnore('grp')}`,
      `DELETE FROM consumer_producer WHERE ${where} AND updated_at < ${dialect.now(PRODUCER_TTL_MS)}`,
      `SELECT ${POSITION.columns} FROM consumer_position WHERE ${where}`,
      `SELECT ${PRODUCER.columns} FROM consumer_producer WHERE ${where}`,
    ]);
    const producers = Map.groupBy(
      producerRows.map((row) => PRODUCER.read(row)),
      ({ partition }) => partition,
    );
    const positions = new Map<number, Position>();
    for (const row of positionRows) {
      const { partition, next, published } = POSITION.read(row);
      const numbers = (producers.get(partition) ?? []).map(({ producer, lastNumber }) => [producer, lastNumber] as const);
      positions.set(partition, { next, published, producers: new Map(numbers) });
      this.#emptyOutboxes.delete(`${group} ${topic} ${partition}`);
    }
    return positions;
  }

  async readOutbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]> {
    const where = this.#where(group, topic, [{ partition }]);
    const range = `log_offset >= ${integer(from)} AND log_offset < ${integer(to)}`;
    const [rows = []] = await this.#connection.query([
      `SELECT ${OUTBOX.columns} FROM outbox WHERE ${where} AND ${range} ORDER BY log_offset, idx`,
    ]);
    return rows.map((row) => ({ partition, ...OUTBOX.read(row) }));
  }

  async advancePublished(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const statements = [...offsets].flatMap(([partition, offset]) => {
      const where = this.#where(group, topic, [{ partition }]);
      const upTo = integer(offset);
      const published = `CASE WHEN next_offset < ${upTo} THEN next_offset ELSE ${upTo} END`;
      return [
        `UPDATE consumer_position SET published_offset = ${published} WHERE ${where} AND published_offset < ${upTo}`,
        `${this.#connection.dialect.deleteByPrimaryKey('outbox')} WHERE ${where} AND log_offset < ${upTo}`,
      ];
    });
    if (statements.length > 0) await this.#connection.query(statements);
  }

  /** Locks the position rows of the claims, in the order of their partitions, and compares them with the starts of the claims. */
  guard(group: string, topic: string, claims: readonly Claim[]): TransactionGuard {
    const { forUpdate } = this.#connection.dialect;
    const partitionsNotAt = (rows: readonly Row[], place: 'start' | 'end'): number[] => {
      const nextOffsets = new Map(
        rows.map((row) => {
          const { partition, next } = NEXT_OFFSET.read(row);
          return [partition, next];
        }),
      );
      return claims.filter((claim) => nextOffsets.get(claim.partition) !== claim[place]).map(({ partition }) => partition);
    };
    const assertStart = (rows: readonly Row[]): void => {
      const moved = partitionsNotAt(rows, 'start');
      if (moved.length > 0) throw new PositionMoved(moved);
    };
    const where = this.#where(group, topic, claims);
    return {
      sql: `SELECT ${NEXT_OFFSET.columns} FROM consumer_position WHERE ${where} ORDER BY part${forUpdate}`,
      assertStart,
      isCommitted: (rows) => {
        if (partitionsNotAt(rows, 'end').length === 0) return true;
        assertStart(rows);
        return false;
      },
    };
  }

  /** The last statements of a batch before its COMMIT: outbox rows, producers, positions. */
  advanceSql(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): string[] {
    return [
      ...this.#insertOutboxSql(group, topic, outbox),
      ...this.#deletePublishedSql(group, topic, claims),
      ...this.#advanceProducersSql(group, topic, claims),
      this.#advancePositionsSql(group, topic, claims),
    ];
  }

  /** Call it after the commit of the batch. */
  onCommitted(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): void {
    for (const { partition, published, start } of claims) {
      if (published === start && !outbox.some((row) => row.partition === partition))
        this.#emptyOutboxes.add(`${group} ${topic} ${partition}`);
    }
  }

  #insertOutboxSql(group: string, topic: string, outbox: readonly OutboxRow[]): string[] {
    for (const { partition } of outbox) this.#emptyOutboxes.delete(`${group} ${topic} ${partition}`);
    return splitOutbox(outbox).map((rows) => {
      const values = tuples(rows, ({ partition, offset, index, outcome }) => [
        this.#partitionKey(group, topic, partition),
        integer(offset),
        integer(index),
        bytes(outcome),
      ]);
      return `${INSERT_OUTBOX} ${values}`;
    });
  }

  #deletePublishedSql(group: string, topic: string, claims: readonly Claim[]): string[] {
    return claims
      .filter(({ partition }) => !this.#emptyOutboxes.has(`${group} ${topic} ${partition}`))
      .map((claim) => {
        const where = `${this.#where(group, topic, [claim])} AND log_offset < ${integer(claim.published)}`;
        return `${this.#connection.dialect.deleteByPrimaryKey('outbox')} WHERE ${where}`;
      });
  }

  #advanceProducersSql(group: string, topic: string, claims: readonly Claim[]): string[] {
    const { dialect } = this.#connection;
    const producers = claims.flatMap(({ partition, producers: numbers }) =>
      [...numbers].map(([producer, number]) => ({ partition, producer, number })),
    );
    if (producers.length === 0) return [];
    const rows = tuples(producers, ({ partition, producer, number }) => [
      this.#partitionKey(group, topic, partition),
      dialect.text(producer),
      integer(number),
      dialect.now(),
    ]);
    const update = dialect.onConflictUpdate('grp, topic, part, producer', { set: ['last_number', 'updated_at'] });
    return [`${INSERT_PRODUCERS} ${rows}${update}`];
  }

  #advancePositionsSql(group: string, topic: string, claims: readonly Claim[]): string {
    const rows = tuples(claims, ({ partition, end, published }) => [
      this.#partitionKey(group, topic, partition),
      integer(end),
      integer(published),
    ]);
    const changes = { set: ['next_offset'], max: ['published_offset'] };
    return `${INSERT_POSITIONS} ${rows}${this.#connection.dialect.onConflictUpdate('grp, topic, part', changes)}`;
  }

  #where(group: string, topic: string, partitions: readonly { readonly partition: number }[]): string {
    const { text } = this.#connection.dialect;
    const parts = partitions.map(({ partition }) => integer(partition)).join(',');
    return `grp = ${text(group)} AND topic = ${text(topic)} AND part IN (${parts})`;
  }

  /** The values of grp, topic, part. */
  #partitionKey(group: string, topic: string, partition: number): string {
    const { text } = this.#connection.dialect;
    return `${text(group)},${text(topic)},${integer(partition)}`;
  }
}

/**
 * Splits rows into statements: an outcome may name thousands of users, and a batch may have hundreds of such outcomes.
 */
function splitOutbox(outbox: readonly OutboxRow[]): OutboxRow[][] {
  const chunks: OutboxRow[][] = [];
  let bytesLeft = 0;
  for (const row of outbox) {
    if (chunks.length === 0 || bytesLeft < row.outcome.length) {
      chunks.push([]);
      bytesLeft = MAX_OUTCOME_BYTES;
    }
    bytesLeft -= row.outcome.length;
    chunks.at(-1)?.push(row);
  }
  return chunks;
}
