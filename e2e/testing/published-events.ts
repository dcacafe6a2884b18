// Decodes the records of the topic of domain events.
import { im } from '../../proto/rpc.ts';
import type { PublishedEvent } from './deployment.ts';

export function decodePublishedEvents(partition: number, record: Uint8Array): PublishedEvent[] {
  // Copy the bytes, because the decoded events are kept longer than the record's buffer.
  const { envelopes } = im.Pack.decode(Buffer.from(record));
  return envelopes.map(({ payload }) => ({
    partition,
    event: im.DomainEvent.decode(payload ?? new Uint8Array()) as im.DomainEvent,
  }));
}
