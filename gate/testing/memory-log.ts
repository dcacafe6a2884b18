// An in-memory log between gates and a test that acts as the services. It can be made unavailable.
import type { Bus, FollowOptions, Publisher } from '../../infra/ports/index.ts';
import { testServicePacks } from '../../infra/testing/test-packs.ts';
import { type im as Contract, im, topicNames } from '../../proto/rpc.ts';

export type Envelope = Contract.Envelope;

export interface SentEnvelope {
  readonly topic: string;
  readonly partition: number;
  readonly envelope: Envelope;
}

const TOPICS = topicNames(1);
const { signer } = testServicePacks(TOPICS);

/** The partition of the reply topic that the gates of a test read. */
export const SLOT = 3;

/**
 * Records the envelopes that gates send to services, and publishes to gates. While disconnected it queues envelopes, and none
 * becomes durable.
 */
export class MemoryLog {
  readonly sent: SentEnvelope[] = [];
  readonly #followers = new Set<FollowOptions>();
  #queued: SentEnvelope[] = [];
  #queuedBytes = 0;
  #outage: PromiseWithResolvers<void> | undefined;
  #offset = 0;

  readonly publisher: Publisher;
  readonly bus: Pick<Bus, 'follow'> = {
    follow: async (options) => {
      this.#followers.add(options);
      return { close: async () => void this.#followers.delete(options) };
    },
  };

  constructor() {
    const log = this;
    this.publisher = {
      send: (topic, partition, envelope) => this.#send(topic, partition, envelope),
      flush: () => this.#outage?.promise ?? Promise.resolve(),
      get queuedBytes() {
        return log.#queuedBytes;
      },
    };
  }

  disconnect(): void {
    this.#outage ??= Promise.withResolvers();
  }

  reconnect(): void {
    this.sent.push(...this.#queued);
    this.#queued = [];
    this.#queuedBytes = 0;
    this.#outage?.resolve();
    this.#outage = undefined;
  }

  /** Publishes a pack of a service to each of the gates that read this slot. */
  publish(envelopes: readonly Contract.Envelope.$Properties[], slot = SLOT, fields: Contract.Pack.$Properties = {}): void {
    for (const [instance, some] of Map.groupBy(envelopes, (envelope) => envelope.instance ?? '')) {
      const pack = im.Pack.encode({ version: 1, producer: 'test', number: 1, envelopes: some, ...fields }).finish();
      this.publishBytes(signer.sign(pack, { topic: TOPICS.gate, partition: slot }, instance), slot);
    }
  }

  publishBytes(value: Uint8Array, slot = SLOT): void {
    for (const follower of this.#followers) {
      if (follower.partition === slot) follower.onRecords([{ offset: this.#offset++, value }]);
    }
  }

  reportMissed(): void {
    for (const follower of this.#followers) follower.onGap();
  }

  #send(topic: string, partition: number, properties: Contract.Envelope.$Properties): void {
    const bytes = im.Envelope.encode(properties).finish();
    const sent = { topic, partition, envelope: im.Envelope.decode(Buffer.from(bytes)) as Envelope };
    if (!this.#outage) {
      this.sent.push(sent);
      return;
    }
    this.#queued.push(sent);
    this.#queuedBytes += bytes.length;
  }
}
