// A consumer in a process of its own, for the tests that kill it: node consumer-process.ts BROKER INSTANCE TOPIC. Prints its
// assignments.
import { kafkaBus } from '../bus.ts';

const [broker = '', instance = '', topic = ''] = process.argv.slice(2);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const ignore = (): undefined => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const bus = kafkaBus({ brokers: [broker], instance, replication: 1, log });
await bus.consume({
  group: topic,
  topic,
  async onAssigned(partitions) {
    say(`assigned ${partitions.length}`);
    return new Map(partitions.map(({ partition, earliest }) => [partition, earliest]));
  },
  onRevoked: async () => undefined,
  onRecords: (_, records) => void say(`records ${records.length}`),
});
