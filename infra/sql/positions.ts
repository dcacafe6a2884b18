// The rows that make effects happen once: how far each group has come in each partition, the last pack of each producer, and kept outcomes.
import type { Claim, OutboxRow, PartitionRange, Position } from '../ports/index.ts';
import { PositionMoved } from '../ports/index.ts';
import type { Row, SqlConnection, TransactionGuard } from './connection.ts';
import { bytes, integer, tuples } from './literals.ts';

// A pack is sent again while its producer lives and waits for the log: hours at the most.
const PRODUCERS_KEPT_MS = 24 * 60 * 60 * 1000;
// Of the outcomes of one statement, in which each byte is two characters: far below what a server takes at once.
const MAX_OUTCOME_BYTES = 1024 * 1024;

export class Positions {
  private readonly connection: SqlConnection;
  /** Partitions that have no outbox rows; unknown ones may until they were emptied once. */
  private readonly emptied = new Set<string>();

  constructor(connection: SqlConnection) {
    this.connection = connection;
  }

  async loadPositions(
    group: string,
    topic: string,
    partitions: readonly PartitionRange[],
  ): Promise<ReadonlyMap<number, Position>> {
    if (partitions.length === 0) return new Map();
    const { dialect } = this.connection;
    const where = this.where(group, topic, partitions);
    const rows = tuples(partitions, ({ partition, earliest }) => [
      this.partition(group, topic, partition),
      integer(earliest),
      integer(earliest),
    ]);
    const results = await this.connection.query([
      `INSERT INTO consumer_position (grp, topic, part, next_offset, published_offset) VALUES ${rows}${dialect.onConflictIgnore('grp')}`,
      `DELETE FROM consumer_producer WHERE ${where} AND updated_at < ${dialect.now(PRODUCERS_KEPT_MS)}`,
      `SELECT part, next_offset, published_offset FROM consumer_position WHERE ${where}`,
      `SELECT part, producer, last_number FROM consumer_producer WHERE ${where}`,
    ]);
    const producers = new Map<number, Map<string, number>>();
    for (const [part, producer, last] of results[3] ?? []) {
      const map = producers.get(Number(part)) ?? new Map<string, number>();
      producers.set(Number(part), map.set(String(producer), Number(last)));
    }
    const positions = new Map<number, Position>();
    for (const [part, next, published] of results[2] ?? []) {
      positions.set(Number(part), {
        next: Number(next),
        published: Number(published),
        producers: producers.get(Number(part)) ?? new Map(),
      });
      this.emptied.delete(`${group} ${topic} ${part}`);
    }
    return positions;
  }

  async readOutbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]> {
    const where = this.where(group, topic, [{ partition }]);
    const [rows] = await this.connection.query([
      `SELECT log_offset, idx, outcome FROM outbox WHERE ${where} AND log_offset >= ${integer(from)} AND log_offset < ${integer(to)} ORDER BY log_offset, idx`,
    ]);
    return (rows ?? []).map(([offset, index, outcome]) => ({
      partition,
      offset: Number(offset),
      index: Number(index),
      outcome: outcome as Uint8Array,
    }));
  }

  async advancePublished(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const statements = [...offsets].flatMap(([partition, offset]) => {
      const where = this.where(group, topic, [{ partition }]);
      const upTo = integer(offset);
      return [
        `UPDATE consumer_position SET published_offset = CASE WHEN next_offset < ${upTo} THEN next_offset ELSE ${upTo} END WHERE ${where} AND published_offset < ${upTo}`,
        `${this.connection.dialect.deleteByPrimaryKey('outbox')} WHERE ${where} AND log_offset < ${upTo}`,
      ];
    });
    if (statements.length > 0) await this.connection.query(statements);
  }

  /** Locks the rows of the claims, in the order of their partitions, and compares them with where the claims start. */
  guard(group: string, topic: string, claims: readonly Claim[]): TransactionGuard {
    const { forUpdate } = this.connection.dialect;
    const notAt = (rows: readonly Row[], place: 'start' | 'end'): number[] => {
      const at = new Map(rows.map(([part, next]) => [Number(part), Number(next)]));
      return claims.filter((claim) => at.get(claim.partition) !== claim[place]).map(({ partition }) => partition);
    };
    const assertStart = (rows: readonly Row[]): void => {
      const moved = notAt(rows, 'start');
      if (moved.length > 0) throw new PositionMoved(moved);
    };
    return {
      sql: `SELECT part, next_offset FROM consumer_position WHERE ${this.where(group, topic, claims)} ORDER BY part${forUpdate}`,
      assertStart,
      isCommitted: (rows) => {
        if (notAt(rows, 'end').length === 0) return true;
        assertStart(rows);
        return false;
      },
    };
  }

  /** The last statements of a batch before its COMMIT. */
  advanceSql(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): string[] {
    const { dialect } = this.connection;
    const statements: string[] = [];
    for (const some of inStatements(outbox)) {
      const rows = tuples(some, ({ partition, offset, index, outcome }) => [
        this.partition(group, topic, partition),
        integer(offset),
        integer(index),
        bytes(outcome),
      ]);
      statements.push(`INSERT INTO outbox (grp, topic, part, log_offset, idx, outcome) VALUES ${rows}`);
    }
    for (const row of outbox) this.emptied.delete(`${group} ${topic} ${row.partition}`);
    for (const claim of claims) {
      if (this.emptied.has(`${group} ${topic} ${claim.partition}`)) continue;
      const where = this.where(group, topic, [claim]);
      statements.push(`${dialect.deleteByPrimaryKey('outbox')} WHERE ${where} AND log_offset < ${integer(claim.published)}`);
    }
    const producers = claims.flatMap((claim) =>
      [...claim.producers].map(([producer, number]) => ({ ...claim, producer, number })),
    );
    if (producers.length > 0) {
      const rows = tuples(producers, ({ partition, producer, number }) => [
        this.partition(group, topic, partition),
        dialect.text(producer),
        integer(number),
        dialect.now(),
      ]);
      statements.push(
        `INSERT INTO consumer_producer (grp, topic, part, producer, last_number, updated_at) VALUES ${rows}${dialect.onConflictUpdate('grp, topic, part, producer', { set: ['last_number', 'updated_at'] })}`,
      );
    }
    const rows = tuples(claims, ({ partition, end, published }) => [
      this.partition(group, topic, partition),
      integer(end),
      integer(published),
    ]);
    statements.push(
      `INSERT INTO consumer_position (grp, topic, part, next_offset, published_offset) VALUES ${rows}${dialect.onConflictUpdate('grp, topic, part', { set: ['next_offset'], max: ['published_offset'] })}`,
    );
    return statements;
  }

  /** The batch is committed. */
  onCommitted(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): void {
    for (const { partition, published, start } of claims) {
      if (published === start && !outbox.some((row) => row.partition === partition))
        this.emptied.add(`${group} ${topic} ${partition}`);
    }
  }

  private where(group: string, topic: string, partitions: readonly { readonly partition: number }[]): string {
    const { text } = this.connection.dialect;
    const parts = partitions.map(({ partition }) => integer(partition)).join(',');
    return `grp = ${text(group)} AND topic = ${text(topic)} AND part IN (${parts})`;
  }

  /** The values of grp, topic, part. */
  private partition(group: string, topic: string, partition: number): string {
    const { text } = this.connection.dialect;
    return `${text(group)},${text(topic)},${integer(partition)}`;
  }
}

/** Rows for one statement each: an outcome may name thousands of users, and a batch have hundreds of such. */
function inStatements(outbox: readonly OutboxRow[]): OutboxRow[][] {
  const statements: OutboxRow[][] = [];
  let bytesLeft = 0;
  for (const row of outbox) {
    if (statements.length === 0 || bytesLeft < row.outcome.length) {
      statements.push([]);
      bytesLeft = MAX_OUTCOME_BYTES;
    }
    bytesLeft -= row.outcome.length;
    statements.at(-1)?.push(row);
  }
  return statements;
}
