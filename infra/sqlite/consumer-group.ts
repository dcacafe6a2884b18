// A consumer group within one process. It rebalances as Kafka does: all members drain, the partitions are assigned again, and
// each member says where its partitions start.
import { setTimeout as sleep } from 'node:timers/promises';
import { assignPartitions } from '../messaging/partition-assignment.ts';
import type { ConsumeOptions, Consumption, Log, PartitionRange } from '../ports/index.ts';
import type { LogReader, LogReaders } from './log-readers.ts';
import type { LogPartition, RecordLog } from './record-log.ts';

// As with Kafka, a member that does not drain in this time loses its partitions anyway.
const DRAIN_TIMEOUT_MS = 2500;
// Wait between calls of `onAssigned` when it throws because its store is unavailable.
const RETRY_MS = 250;

interface GroupConsumer {
  readonly id: string;
  readonly options: ConsumeOptions;
  /** Undefined until the first assignment. */
  owned: readonly number[] | undefined;
  readonly readers: Map<number, LogReader>;
  /** Paused by the member; a pause outlives rebalances. */
  readonly pausedPartitions: Set<number>;
  hasLeft: boolean;
}

export interface ConsumerGroupOptions {
  readonly topic: string;
  readonly partitions: readonly LogPartition[];
  readonly records: RecordLog;
  readonly readers: LogReaders;
  readonly log: Log | undefined;
}

/** The members of one group on one topic. */
export class ConsumerGroup {
  readonly #options: ConsumerGroupOptions;
  readonly #members = new Set<GroupConsumer>();
  /** Rebalances run one after the other. */
  #changes: Promise<void> = Promise.resolve();
  /** By partition: where the group starts after a crash of this process, as far as its members have said. */
  readonly #committed = new Map<number, number>();
  #joins = 0;

  constructor(options: ConsumerGroupOptions) {
    this.#options = options;
  }

  get topic(): string {
    return this.#options.topic;
  }

  get hasMembers(): boolean {
    return this.#members.size > 0;
  }

  /** The group needs the records of the partition from here on; all of them while it has not said where it starts. */
  firstNeeded(partition: number): number {
    return this.#committed.get(partition) ?? 0;
  }

  async join(options: ConsumeOptions): Promise<Consumption> {
    const id = String(++this.#joins).padStart(9, '0');
    const member: GroupConsumer = {
      id,
      options,
      owned: undefined,
      readers: new Map(),
      pausedPartitions: new Set(),
      hasLeft: false,
    };
    this.#members.add(member);
    await this.#rebalance();
    return {
      commit: (offsets) => {
        for (const [partition, offset] of offsets) this.#committed.set(partition, offset);
      },
      pause: (partition) => {
        member.pausedPartitions.add(partition);
        const reader = member.readers.get(partition);
        if (reader) reader.paused = true;
      },
      resume: (partition) => {
        member.pausedPartitions.delete(partition);
        const reader = member.readers.get(partition);
        if (!reader) return;
        reader.paused = false;
        this.#options.readers.wake(reader);
      },
      close: () => this.#leave(member),
    };
  }

  /** Ends all members; each drains. */
  async close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => this.#leave(member)));
  }

  #change(work: () => Promise<void>): Promise<void> {
    this.#changes = this.#changes.then(work);
    return this.#changes;
  }

  #rebalance(): Promise<void> {
    return this.#change(async () => {
      await Promise.all([...this.#members].map((member) => this.#drain(member)));
      const staying = [...this.#members].filter(({ hasLeft }) => !hasLeft);
      if (staying.length === 0) return;
      const claims = staying.map(({ id, owned }) => ({ id, generation: 0, owned: owned ?? [] }));
      const assignments = assignPartitions(this.#options.partitions.length, claims);
      await Promise.all(
        staying.map((member) => {
          member.owned = assignments.get(member.id) ?? [];
          return this.#assign(member);
        }),
      );
    });
  }

  #leave(member: GroupConsumer): Promise<void> {
    if (member.hasLeft) return this.#changes;
    member.hasLeft = true;
    const left = this.#change(async () => {
      await this.#drain(member);
      this.#members.delete(member);
    });
    void left.then(() => (this.#members.size > 0 ? this.#rebalance() : undefined));
    return left;
  }

  async #drain(member: GroupConsumer): Promise<void> {
    const { readers, log } = this.#options;
    for (const reader of member.readers.values()) readers.stop(reader);
    member.readers.clear();
    if (member.owned === undefined) return;
    const { group, onRevoked } = member.options;
    const controller = new AbortController();
    const timeout = sleep(DRAIN_TIMEOUT_MS, 'late' as const, { signal: controller.signal }).catch(() => 'late' as const);
    try {
      if ((await Promise.race([onRevoked(), timeout])) === 'late')
        log?.error({ group }, 'timeout: consumer did not finish its batch in time, its partitions are revoked anyway');
    } catch (error) {
      log?.error({ err: error, group }, 'consumer failed to drain, its partitions are revoked anyway');
    } finally {
      controller.abort();
    }
  }

  async #assign(member: GroupConsumer): Promise<void> {
    const { records, log } = this.#options;
    while (!member.hasLeft) {
      try {
        const ranges = (member.owned ?? []).map((partition) => records.range(this.#partition(partition)));
        const starts = await member.options.onAssigned(ranges);
        if (!member.hasLeft) for (const range of ranges) this.#startPartition(member, range, starts.get(range.partition));
        return;
      } catch (error) {
        log?.warn({ err: error, group: member.options.group }, 'start offsets not available, partitions wait, retrying');
        await sleep(RETRY_MS);
      }
    }
  }

  #startPartition(member: GroupConsumer, { partition, earliest, end }: PartitionRange, start: number | undefined): void {
    const { log, readers } = this.#options;
    const { group, topic, onRecords } = member.options;
    if (start === undefined || start < earliest || start > end) {
      log?.error({ group, topic, partition, start, earliest, end }, 'offset out of range, partition paused');
      return;
    }
    const logPartition = this.#partition(partition);
    const reader: LogReader = {
      partition: logPartition,
      next: start,
      paused: member.pausedPartitions.has(partition),
      onRecords: (records) => onRecords(partition, records, logPartition.end),
      onGap: (range) => {
        const fields = { group, topic, ...range, next: reader.next };
        log?.error(fields, 'offset out of range: records were deleted before they were read, rebalancing');
        void this.#rebalance();
      },
    };
    this.#committed.set(partition, start);
    member.readers.set(partition, reader);
    readers.start(reader);
  }

  #partition(partition: number): LogPartition {
    const found = this.#options.partitions[partition];
    if (!found) throw new RangeError(`no partition ${partition}`);
    return found;
  }
}
