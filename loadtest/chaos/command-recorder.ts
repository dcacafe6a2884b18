// Keeps the newest commands of a service, to publish them a second time: as a producer does that got no reply to its request.
import { kafkaBus } from '../../infra/kafka/bus.ts';
import type { Bus, Log, OutgoingRecord } from '../../infra/ports/index.ts';
import { topicNames } from '../../proto/rpc.ts';

const GENERATION = 1;
const KEPT_PER_PARTITION = 200;
const ignore = (): void => undefined;
const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export class CommandRecorder {
  readonly #bus: Bus;
  /** Service → partition → its newest records. */
  readonly #kept = new Map<string, OutgoingRecord[][]>();

  /** `brokers`: host:port,… */
  constructor(brokers: string) {
    this.#bus = kafkaBus({ brokers: brokers.split(','), instance: 'chaos', replication: 1, log: silentLog });
  }

  /** Resolves when it reads the commands of the services from now on. */
  async follow(services: readonly string[], partitions: number): Promise<void> {
    await Promise.all(services.map((service) => this.#followService(service, partitions)));
  }

  async #followService(service: string, count: number): Promise<void> {
    const topic = topicNames(GENERATION).service(service);
    const partitions = Array.from({ length: count }, (): OutgoingRecord[] => []);
    this.#kept.set(service, partitions);
    const followings = partitions.map((kept, partition) =>
      this.#bus.follow({
        topic,
        partition,
        onRecords(records) {
          for (const { value } of records) kept.push({ topic, partition, value: Buffer.from(value) });
          kept.splice(0, kept.length - KEPT_PER_PARTITION);
        },
        onGap: ignore,
      }),
    );
    await Promise.all(followings);
  }

  /** Publishes what it keeps of a service again, in order. Resolves with the number of records when they are in the log. */
  async repeat(service: string): Promise<number> {
    const records = (this.#kept.get(service) ?? []).flat();
    await this.#bus.publish(records);
    return records.length;
  }

  close(): Promise<void> {
    return this.#bus.close();
  }
}
