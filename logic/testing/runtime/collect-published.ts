// Collects what the services of a test publish.
import type { Bus } from '../../../infra/ports/index.ts';
import { im, type Topics } from '../../../proto/rpc.ts';
import { FIXTURE_PARTITIONS } from './fixture-service.ts';

export interface Published {
  /** Request id → the replies to a gate or to a caller in the call topic. */
  readonly replies: Map<number, im.Envelope[]>;
  /** Messages pushed to the gate, in order of arrival. */
  readonly pushed: { text: string; seq: number; targets: number[]; eventId: string }[];
  readonly deadLetters: im.DeadLetter[];
  /** Published domain events, in order of arrival. */
  readonly domainEvents: (im.DomainEvent & { partition: number })[];
}

/** `instance`: the name of the gate and of the caller. */
export async function collectPublished(bus: Bus, topics: Topics, instance: string): Promise<Published> {
  const published: Published = { replies: new Map(), pushed: [], deadLetters: [], domainEvents: [] };
  const { replies, pushed, deadLetters, domainEvents } = published;
  const follow = (topic: string, partition: number, onValue: (value: Uint8Array) => void): Promise<unknown> =>
    bus.follow({
      ...{ topic, partition, onGap: () => undefined },
      onRecords: (records) => {
        for (const { value } of records) onValue(value);
      },
    });
  const collectReply = (envelope: im.Envelope): void => {
    const { requestId } = envelope;
    replies.set(requestId, [...(replies.get(requestId) ?? []), envelope]);
  };

  await follow(topics.gate, 0, (value) => {
    for (const envelope of im.Pack.decode(value).envelopes as im.Envelope[]) {
      if (envelope.kind === im.Envelope.Kind.REPLY) collectReply(envelope);
      if (envelope.kind !== im.Envelope.Kind.PUSH) continue;
      const { text = '', seq = 0 } = (im.Push.decode(envelope.payload).messageStored ?? {}) as Partial<im.Message>;
      pushed.push({ text, seq, targets: envelope.targets, eventId: envelope.pushId });
    }
  });
  await follow(topics.call, 0, (value) => {
    for (const envelope of im.Pack.decode(value).envelopes as im.Envelope[])
      if (envelope.instance === instance) collectReply(envelope);
  });
  await follow(topics.deadLetter, 0, (value) => deadLetters.push(im.DeadLetter.decode(value) as im.DeadLetter));
  for (let partition = 0; partition < FIXTURE_PARTITIONS; partition++)
    await follow(topics.events, partition, (value) => {
      for (const { kind, payload } of im.Pack.decode(value).envelopes as im.Envelope[])
        if (kind === im.Envelope.Kind.DOMAIN_EVENT)
          domainEvents.push(Object.assign(im.DomainEvent.decode(payload) as im.DomainEvent, { partition }));
    });
  return published;
}
