// A fake kafkajs for tests: its consumers do only what the test makes them do.
import type { Kafka, KafkaMessage, PartitionAssigner } from 'kafkajs';
import type { PartitionRange } from '../../ports/index.ts';
import { JOIN_HOOKS, type JoinHooks, type KafkaGroupMember } from '../patches.ts';

export interface FakeConsumer {
  readonly groupId: string;
  /** Emits an instrumentation event: 'request' or 'crash'. */
  emit(event: string, payload: object): void;
  /** Makes the first join, as the patched kafkajs does, to a topic with one partition that holds this range. */
  join(range: PartitionRange): Promise<void>;
  /** Delivers records with these offsets. */
  deliver(partition: number, offsets: readonly number[]): Promise<void>;
  /** The offsets that the member was asked to seek to, in order. */
  readonly seeks: string[];
  /** Whether the member left its group. */
  left: boolean;
  /** How long Kafka holds the next fetch of the member, in milliseconds. */
  readonly maxWaitTime: number;
}

export function fakeKafka(topic = 't'): { kafka: Kafka; consumers: FakeConsumer[] } {
  const consumers: FakeConsumer[] = [];
  const consumer = (options: { groupId: string; partitionAssigners: PartitionAssigner[]; maxWaitTimeInMs: number }) => {
    const listeners = new Map<string, (event: { payload: object }) => void>();
    const seeks: string[] = [];
    let joined: Partial<KafkaGroupMember> | undefined;
    let eachBatch: ((payload: object) => Promise<void>) | undefined;
    const fake: FakeConsumer = {
      groupId: options.groupId,
      seeks,
      left: false,
      get maxWaitTime() {
        return joined?.maxWaitTime ?? options.maxWaitTimeInMs;
      },
      emit: (event, payload) => listeners.get(event)?.({ payload }),
      async deliver(partition, offsets) {
        const messages = offsets.map(
          (offset) => ({ offset: String(offset), value: Buffer.from(String(offset)) }) as KafkaMessage,
        );
        await eachBatch?.({ batch: { partition, messages } });
      },
      async join({ partition, earliest, end }) {
        const assigner = options.partitionAssigners[0]?.({ cluster: {} as never, groupId: 'g', logger: {} as never });
        const hooks = (assigner as unknown as { [JOIN_HOOKS]: JoinHooks })[JOIN_HOOKS];
        const offsets = (fromBeginning: boolean) => [{ partition, offset: String(fromBeginning ? earliest : end) }];
        const member: Partial<KafkaGroupMember> = {
          generationId: 1,
          maxWaitTime: options.maxWaitTimeInMs,
          assigned: () => [{ topic, partitions: [partition] }],
          seek: (position) => void seeks.push(position.offset),
          leave: async () => {
            fake.left = true;
          },
          pause: () => undefined,
          resume: () => undefined,
          cluster: {
            fetchTopicsOffset: async ([wanted]: { fromBeginning: boolean }[]) => [
              { topic, partitions: offsets(wanted?.fromBeginning ?? false) },
            ],
          } as unknown as KafkaGroupMember['cluster'],
        };
        joined = member;
        await hooks.afterJoin(member as KafkaGroupMember);
      },
    };
    consumers.push(fake);
    return {
      events: { REQUEST: 'request', CRASH: 'crash' },
      on: (event: string, listener: (event: { payload: object }) => void) => listeners.set(event, listener),
      connect: async () => undefined,
      subscribe: async () => undefined,
      disconnect: async () => undefined,
      run: async (options: { eachBatch: typeof eachBatch }) => {
        eachBatch = options.eachBatch;
      },
    };
  };
  return { kafka: { consumer } as unknown as Kafka, consumers };
}
