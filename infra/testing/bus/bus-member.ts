// A member of a consumer group for tests, and a substitute for the store that it writes to.
import type { Bus, Consumption, OutgoingRecord, PartitionRange } from '../../ports/index.ts';

export const record = (topic: string, partition: number, text: string): OutgoingRecord => ({
  topic,
  partition,
  value: Buffer.from(text),
});
export const series = (topic: string, partition: number, from: number, to: number): OutgoingRecord[] =>
  Array.from({ length: to - from }, (_, i) => record(topic, partition, `${partition}:${from + i}`));

/** A substitute for the store of a group: the handled records, and the position of each partition. */
export class HandledRecords {
  readonly positions = new Map<number, number>();
  readonly texts = new Map<number, string[]>();
  /** Records that were handled again after the position had passed them: in a real store their effects would happen twice. */
  duplicates = 0;
  /** Records that were handled before an earlier record: in a real store the earlier record would be skipped. */
  skipped = 0;

  handle(partition: number, offset: number, text: string): void {
    const position = this.positions.get(partition) ?? 0;
    if (offset < position) this.duplicates++;
    if (offset > position) this.skipped++;
    this.positions.set(partition, offset + 1);
    this.texts.set(partition, [...(this.texts.get(partition) ?? []), text]);
  }
  count(): number {
    return [...this.texts.values()].reduce((sum, texts) => sum + texts.length, 0);
  }
}

/** Handles records in batches. When it drains, it discards records that no batch has taken. */
export interface TestMember extends Consumption {
  /** "assigned 0,1", "drained", in order. */
  readonly events: string[];
  owned: readonly PartitionRange[];
}

export async function joinTestMember(
  bus: Bus,
  group: string,
  topic: string,
  handled: HandledRecords,
  options: { workTurns?: number; starts?: ReadonlyMap<number, number> } = {},
): Promise<TestMember> {
  const queues = new Map<number, { offset: number; text: string }[]>();
  const working = new Set<Promise<void>>();
  const state = { events: [] as string[], owned: [] as readonly PartitionRange[], open: false };
  const work = async (partition: number, queue: { offset: number; text: string }[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, 50);
      for (let i = 0; i < (options.workTurns ?? 0); i++) await new Promise((resolve) => setImmediate(resolve));
      for (const { offset, text } of batch) handled.handle(partition, offset, text);
    }
    queues.delete(partition);
  };
  const consumption = await bus.consume({
    group,
    topic,
    async onAssigned(partitions) {
      state.events.push(`assigned ${partitions.map((p) => p.partition).sort((a, b) => a - b)}`);
      state.owned = partitions;
      state.open = true;
      return options.starts ?? new Map(partitions.map((p) => [p.partition, handled.positions.get(p.partition) ?? p.earliest]));
    },
    async onRevoked() {
      state.open = false;
      for (const queue of queues.values()) queue.length = 0;
      await Promise.all(working);
      state.events.push('drained');
    },
    onRecords(partition, records) {
      if (!state.open) state.events.push(`records of ${partition} while drained`);
      const copies = records.map(({ offset, value }) => ({ offset, text: Buffer.from(value).toString() }));
      const queue = queues.get(partition);
      if (queue) return void queue.push(...copies);
      queues.set(partition, copies);
      const done = work(partition, copies).finally(() => working.delete(done));
      working.add(done);
    },
  });
  return Object.assign(state, consumption);
}
