// How far each group has come in each partition, in the same file as the effects. Every function runs inside the caller's transaction.
import { type Claim, type OutboxRow, type PartitionRange, type Position, PositionMoved } from '../ports.ts';
import type { Store } from './store.ts';

/** A producer's last number is needed while it may send that pack again: a day is far beyond any retry. */
const PRODUCER_KEPT_MS = 24 * 60 * 60 * 1000;

export interface PositionRows {
  load(group: string, topic: string, partitions: readonly PartitionRange[]): Map<number, Position>;
  outbox(group: string, topic: string, partition: number, from: number, to: number): OutboxRow[];
  published(group: string, topic: string, partition: number, offset: number): void;
  /** Throws PositionMoved where a row does not stand at its claim's start. */
  compare(group: string, topic: string, claims: readonly Claim[]): void;
  /** Moves the rows to their claims' ends and keeps what is yet to be published. */
  advance(group: string, topic: string, claims: readonly Claim[], outbox: readonly OutboxRow[]): void;
}

export function positionRows(store: Store): PositionRows {
  const THIS = 'consumer_group = ? AND topic = ? AND partition = ?';

  function row(group: string, topic: string, partition: number): { next: number; published: number } | undefined {
    const found = store
      .statement(`SELECT next_offset, published_offset FROM consumer_position WHERE ${THIS}`)
      .get(group, topic, partition);
    return found && { next: Number(found.next_offset), published: Number(found.published_offset) };
  }

  function producers(group: string, topic: string, partition: number): Map<string, number> {
    const rows = store.statement(`SELECT producer, number FROM consumer_producer WHERE ${THIS}`).all(group, topic, partition);
    return new Map(rows.map((found) => [String(found.producer), Number(found.number)]));
  }

  function published(group: string, topic: string, partition: number, offset: number): void {
    store
      .statement(`UPDATE consumer_position SET published_offset = min(?, next_offset) WHERE ${THIS} AND published_offset < ?`)
      .run(offset, group, topic, partition, offset);
    store
      .statement(
        `DELETE FROM outbox WHERE ${THIS} AND record_offset <
           (SELECT published_offset FROM consumer_position WHERE ${THIS})`,
      )
      .run(group, topic, partition, group, topic, partition);
  }

  return {
    published,
    load(group, topic, partitions) {
      store
        .statement('DELETE FROM consumer_producer WHERE consumer_group = ? AND topic = ? AND seen_at < ?')
        .run(group, topic, Date.now() - PRODUCER_KEPT_MS);
      const loaded = new Map<number, Position>();
      for (const { partition, earliest } of partitions) {
        store
          .statement('INSERT INTO consumer_position VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
          .run(group, topic, partition, earliest, earliest);
        const position = row(group, topic, partition) ?? { next: earliest, published: earliest };
        loaded.set(partition, { ...position, producers: producers(group, topic, partition) });
      }
      return loaded;
    },
    outbox(group, topic, partition, from, to) {
      return store
        .statement(
          `SELECT record_offset, envelope_index, outcome FROM outbox WHERE ${THIS} AND record_offset >= ? AND record_offset < ?
             ORDER BY record_offset, envelope_index`,
        )
        .all(group, topic, partition, from, to)
        .map((found) => ({
          partition,
          offset: Number(found.record_offset),
          index: Number(found.envelope_index),
          outcome: found.outcome as Uint8Array,
        }));
    },
    compare(group, topic, claims) {
      const moved = claims.filter(({ partition, start }) => row(group, topic, partition)?.next !== start);
      if (moved.length > 0) throw new PositionMoved(moved.map(({ partition }) => partition));
    },
    advance(group, topic, claims, outbox) {
      for (const { partition, end, published: upTo, producers: packs } of claims) {
        store.statement(`UPDATE consumer_position SET next_offset = ? WHERE ${THIS}`).run(end, group, topic, partition);
        published(group, topic, partition, upTo);
        for (const [producer, number] of packs)
          store
            .statement(
              `INSERT INTO consumer_producer VALUES (?, ?, ?, ?, ?, ?)
                 ON CONFLICT DO UPDATE SET number = excluded.number, seen_at = excluded.seen_at`,
            )
            .run(group, topic, partition, producer, number, Date.now());
      }
      const keep = store.statement('INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?)');
      for (const { partition, offset, index, outcome } of outbox) keep.run(group, topic, partition, offset, index, outcome);
    },
  };
}
