// The rows that make effects happen once: how far each group has come in each partition, the last pack of each producer, and kept outcomes.
import type { Claim, OutboxRow, PartitionRange, Position } from '../ports.ts';
import { PositionMoved } from '../ports.ts';
import type { BatchConnection, Row } from './connection.ts';
import { bytes, text, whole } from './text.ts';

// A pack is sent again while its producer lives and waits for the log: hours at the most.
const PRODUCERS_KEPT_HOURS = 24;

export class Positions {
  private readonly connection: BatchConnection;
  /** Partitions that may have outbox rows; unknown ones do until they were emptied once. */
  private readonly emptied = new Set<string>();

  constructor(connection: BatchConnection) {
    this.connection = connection;
  }

  async load(group: string, topic: string, partitions: readonly PartitionRange[]): Promise<ReadonlyMap<number, Position>> {
    if (partitions.length === 0) return new Map();
    const where = `grp = ${text(group)} AND topic = ${text(topic)} AND part IN (${partitions.map((p) => whole(p.partition)).join(',')})`;
    const rows = partitions.map(
      (p) => `(${text(group)},${text(topic)},${whole(p.partition)},${whole(p.earliest)},${whole(p.earliest)})`,
    );
    const results = await this.connection.query(
      [
        `INSERT INTO consumer_position (grp, topic, part, next_offset, published_offset) VALUES ${rows.join(',')} ON DUPLICATE KEY UPDATE grp = grp`,
        `DELETE FROM consumer_producer WHERE ${where} AND updated_at < NOW() - INTERVAL ${PRODUCERS_KEPT_HOURS} HOUR`,
        `SELECT part, next_offset, published_offset FROM consumer_position WHERE ${where}`,
        `SELECT part, producer, last_number FROM consumer_producer WHERE ${where}`,
      ].join(';'),
    );
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

  async outbox(group: string, topic: string, partition: number, from: number, to: number): Promise<OutboxRow[]> {
    const [rows] = await this.connection.query(
      `SELECT log_offset, idx, outcome FROM outbox WHERE grp = ${text(group)} AND topic = ${text(topic)} AND part = ${whole(partition)} AND log_offset >= ${whole(from)} AND log_offset < ${whole(to)} ORDER BY log_offset, idx`,
    );
    return (rows ?? []).map(([offset, index, outcome]) => ({
      partition,
      offset: Number(offset),
      index: Number(index),
      outcome: outcome as Buffer,
    }));
  }

  async published(group: string, topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    const where = `grp = ${text(group)} AND topic = ${text(topic)}`;
    const statements: string[] = [];
    for (const [partition, offset] of offsets) {
      statements.push(
        `UPDATE consumer_position SET published_offset = GREATEST(published_offset, LEAST(next_offset, ${whole(offset)})) WHERE ${where} AND part = ${whole(partition)}`,
        `DELETE FROM outbox WHERE ${where} AND part = ${whole(partition)} AND log_offset < ${whole(offset)}`,
      );
    }
    if (statements.length > 0) await this.connection.query(statements.join(';'));
  }

  /** Locks the rows of the claims, in the order of their partitions. */
  lockSql(group: string, topic: string, claims: readonly Claim[]): string {
    const parts = claims.map((claim) => whole(claim.partition)).join(',');
    return `SELECT part, next_offset FROM consumer_position WHERE grp = ${text(group)} AND topic = ${text(topic)} AND part IN (${parts}) ORDER BY part FOR UPDATE`;
  }

  /** The claims whose row does not stand at their start. */
  moved(rows: readonly Row[], claims: readonly Claim[]): number[] {
    const at = new Map(rows.map(([part, next]) => [Number(part), Number(next)]));
    return claims.filter((claim) => at.get(claim.partition) !== claim.start).map((claim) => claim.partition);
  }

  /** The last statements of a batch before its COMMIT. */
  advanceSql(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): string[] {
    const key = `${text(group)},${text(topic)}`;
    const statements: string[] = [];
    if (outbox.length > 0) {
      const rows = outbox.map(
        (row) => `(${key},${whole(row.partition)},${whole(row.offset)},${whole(row.index)},${bytes(row.outcome)})`,
      );
      statements.push(`INSERT INTO outbox (grp, topic, part, log_offset, idx, outcome) VALUES ${rows.join(',')}`);
      for (const row of outbox) this.emptied.delete(`${group} ${topic} ${row.partition}`);
    }
    for (const claim of claims) {
      const name = `${group} ${topic} ${claim.partition}`;
      if (this.emptied.has(name)) continue;
      statements.push(
        `DELETE FROM outbox WHERE grp = ${text(group)} AND topic = ${text(topic)} AND part = ${whole(claim.partition)} AND log_offset < ${whole(claim.published)}`,
      );
    }
    const producers = claims.flatMap((claim) =>
      [...claim.producers].map(([producer, number]) => `(${key},${whole(claim.partition)},${text(producer)},${whole(number)})`),
    );
    if (producers.length > 0) {
      statements.push(
        `INSERT INTO consumer_producer (grp, topic, part, producer, last_number) VALUES ${producers.join(',')} ON DUPLICATE KEY UPDATE last_number = VALUES(last_number)`,
      );
    }
    const rows = claims.map((claim) => `(${key},${whole(claim.partition)},${whole(claim.end)},${whole(claim.published)})`);
    statements.push(
      `INSERT INTO consumer_position (grp, topic, part, next_offset, published_offset) VALUES ${rows.join(',')} ON DUPLICATE KEY UPDATE next_offset = VALUES(next_offset), published_offset = GREATEST(published_offset, VALUES(published_offset))`,
    );
    return statements;
  }

  /** The batch is committed. */
  advanced(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): void {
    for (const { partition, published, start } of claims) {
      if (published === start && !outbox.some((row) => row.partition === partition))
        this.emptied.add(`${group} ${topic} ${partition}`);
    }
  }

  /**
   * Whether a batch whose COMMIT got no answer was committed. The lock waits until the lost transaction has ended one way or the other.
   * Throws PositionMoved when somebody else has gone on since, and the store's error when it cannot be asked.
   */
  async committed(group: string, topic: string, claims: readonly Claim[]): Promise<boolean> {
    this.connection.reset();
    const results = await this.connection.query(['BEGIN', this.lockSql(group, topic, claims), 'ROLLBACK'].join(';'));
    const at = new Map((results[1] ?? []).map(([part, next]) => [Number(part), Number(next)]));
    if (claims.every((claim) => at.get(claim.partition) === claim.end)) return true;
    const moved = claims.filter((claim) => at.get(claim.partition) !== claim.start).map((claim) => claim.partition);
    if (moved.length > 0) throw new PositionMoved(moved);
    return false;
  }
}
