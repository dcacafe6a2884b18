// A consumer group within one process: members share the partitions, and a change of members goes as it does with Kafka: everybody
// drains, the partitions are shared out, everybody is told where to start.

import { assignPartitions } from '../messaging/partition-assignment.ts';
import type { ConsumeOptions, Consumption, Log, PartitionRange } from '../ports/index.ts';
import type { LogReader, LogReaders } from './log-readers.ts';
import type { LogPartition, RecordLog } from './record-log.ts';

// As with Kafka: who does not drain in this time loses its partitions all the same.
const DRAIN_TIMEOUT_MS = 2500;
// Between tries of an `assigned` that throws, because the store it asks is away.
const RETRY_MS = 250;

interface Member {
  readonly id: string;
  readonly options: ConsumeOptions;
  /** Undefined until the first assignment. */
  owned: readonly number[] | undefined;
  readonly reading: Map<number, LogReader>;
  /** Asked for by the member; holds over rebalances until it is resumed. */
  readonly paused: Set<number>;
  left: boolean;
}

export interface ConsumerGroup {
  join(options: ConsumeOptions): Promise<Consumption>;
  /** Ends all members; each drains. */
  close(): Promise<void>;
}

/** The members of one group on one topic. */
export function consumerGroup(
  partitions: readonly LogPartition[],
  log: RecordLog,
  readers: LogReaders,
  report: Log | undefined,
): ConsumerGroup {
  const members = new Set<Member>();
  let turn: Promise<void> = Promise.resolve();
  let joined = 0;

  /** One membership change after the other. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work);
    return turn;
  }

  function halt(member: Member): void {
    for (const reader of member.reading.values()) readers.stop(reader);
    member.reading.clear();
  }

  async function drain(member: Member): Promise<void> {
    halt(member);
    if (member.owned === undefined) return;
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(resolve, DRAIN_TIMEOUT_MS, 'late');
    try {
      if ((await Promise.race([member.options.onRevoked(), late])) === 'late')
        report?.error({ group: member.options.group }, 'a consumer did not drain in time: its partitions go on without it');
    } catch (error) {
      report?.error({ err: error, group: member.options.group }, 'a consumer could not drain');
    } finally {
      clearTimeout(timer);
    }
  }

  async function assign(member: Member): Promise<void> {
    while (!member.left) {
      try {
        const ranges = (member.owned ?? []).map((partition) => log.range(at(partition)));
        const starts = await member.options.onAssigned(ranges);
        if (!member.left) for (const range of ranges) read(member, range, starts.get(range.partition));
        return;
      } catch (error) {
        report?.warn({ err: error, group: member.options.group }, 'a consumer cannot say where to start: asking again');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  function at(partition: number): LogPartition {
    const found = partitions[partition];
    if (!found) throw new RangeError(`no partition ${partition}`);
    return found;
  }

  function read(member: Member, { partition, earliest, end }: PartitionRange, start: number | undefined): void {
    const { group, topic } = member.options;
    if (start === undefined || start < earliest || start > end) {
      report?.error({ group, topic, partition, start, earliest, end }, 'the start is not in the log: the partition stands still');
      return;
    }
    const reader: LogReader = {
      partition: at(partition),
      next: start,
      paused: member.paused.has(partition),
      onRecords: (records) => member.options.onRecords(partition, records),
      onGap: (range) => {
        report?.error({ group, topic, ...range, next: reader.next }, 'records were forgotten before they were read');
        void rebalance();
      },
    };
    member.reading.set(partition, reader);
    readers.start(reader);
  }

  function rebalance(): Promise<void> {
    return inTurn(async () => {
      await Promise.all([...members].map(drain));
      const staying = [...members].filter(({ left }) => !left);
      if (staying.length === 0) return;
      const claims = staying.map(({ id, owned }) => ({ id, generation: 0, owned: owned ?? [] }));
      const shares = assignPartitions(partitions.length, claims);
      await Promise.all(
        staying.map((member) => {
          member.owned = shares.get(member.id) ?? [];
          return assign(member);
        }),
      );
    });
  }

  function leave(member: Member): Promise<void> {
    if (member.left) return turn;
    member.left = true;
    const gone = inTurn(async () => {
      await drain(member);
      members.delete(member);
    });
    void gone.then(() => (members.size > 0 ? rebalance() : undefined));
    return gone;
  }

  return {
    async join(options) {
      const id = String(++joined).padStart(9, '0');
      const member: Member = { id, options, owned: undefined, reading: new Map(), paused: new Set(), left: false };
      members.add(member);
      await rebalance();
      return {
        // Nobody asks an embedded log for its lag.
        commit: () => undefined,
        pause(partition) {
          member.paused.add(partition);
          const reader = member.reading.get(partition);
          if (reader) reader.paused = true;
        },
        resume(partition) {
          member.paused.delete(partition);
          const reader = member.reading.get(partition);
          if (!reader) return;
          reader.paused = false;
          readers.wake(reader);
        },
        close: () => leave(member),
      };
    },
    async close() {
      await Promise.all([...members].map(leave));
    },
  };
}
