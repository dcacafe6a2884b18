import { randomUUID } from 'node:crypto';
import type { Bus, Log } from '../ports/index.ts';
import { busContract } from '../testing/bus/bus-contract.ts';
import type { BusFixture } from '../testing/bus/bus-suite.ts';
import { describeReal, realServers } from '../testing/real-servers.ts';
import { kafkaBus } from './bus.ts';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function fixture(): Promise<BusFixture> {
  const servers = await realServers(['kafka']);
  const buses = new Map<string, Bus>();
  let topics = 0;
  return {
    bus(instance) {
      const bus = buses.get(instance) ?? kafkaBus({ brokers: [servers.kafka], instance, replication: 1, log: quiet });
      buses.set(instance, bus);
      return bus;
    },
    topic: () => `bus.${servers.generation}.${++topics}.${randomUUID().slice(0, 8)}`,
    async close() {
      await Promise.all([...buses.values()].map((bus) => bus.close()));
      await servers.release();
    },
  };
}

describeReal('with a real Kafka', ['kafka'], () => busContract('Kafka', fixture));
