import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { PackReader } from '../../infra/messaging/pack-reader.ts';
import type { QueuedRecord } from '../../infra/service/partition-queue.ts';
import { decodeRecord, handlersByNumber } from '../../infra/service/record-decoder.ts';
import { replayOutcomes } from '../../infra/service/replay.ts';
import { signedPack } from '../../infra/testing/test-packs.ts';
import { logicHandlers } from '../../logic/handlers.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { FIXTURE_PARTITIONS } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { ImError } from '../../proto/errors.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im, rpcsByNumber } from '../../proto/rpc.ts';

onEveryStore('replay after a takeover', (fixture, store) => {
  /** A record whose commands this instance refused, before it learned that another one had run them. */
  const refusedHere = (rpc: string, request: object, offset = 999): QueuedRecord<LogicStore> => {
    const rpcs = rpcsByNumber([im.Logic]);
    const route = [...rpcs.values()].find(({ name }) => name === rpc);
    if (!route) throw new Error(`no rpc ${rpc}`);
    const handlers = handlersByNumber<LogicStore>(
      rpcs,
      logicHandlers({ maxTextBytes: 1000, maxGroupMembers: 2000, whoMayWrite: 'anyone' }),
    );
    const payload = route.request.encode(request).finish();
    const envelopes = [{ kind: im.Envelope.Kind.COMMAND, rpc: route.number, requestId: 1, userId: fixture().alice, payload }];
    const { log, packs, topics } = fixture();
    const topic = topics.service('Logic');
    const { value } = signedPack({ topic, partition: 0 }, { producer: 'gate.a', envelopes });
    const source = { topic, domainEventsEnabled: true, serviceCommandsEnabled: true };
    const reader = new PackReader({ topic, verifier: packs.verifier, log });
    const record = decodeRecord(
      { source, rpcs, handlers, opener: undefined, reader, topics, gatePartitions: 1 },
      0,
      { offset, value },
      performance.now(),
    );
    for (const task of record.commands) task.rejection = new ImError('TOO_MANY_REQUESTS', 'not here');
    return { record, pendingPreparations: 0 };
  };
  const answers = (entry: QueuedRecord<LogicStore>) =>
    replayOutcomes({ batches: store().batches, group: 'logic', topic: 'im.logic.1', log: fixture().log }, 0, [entry]);

  test('a command that another instance ran gets its stored reply and events, although this instance refused it', async () => {
    await fixture().start('Logic');
    const message = { clientMessageId: randomBytes(16), toUserId: fixture().bob, text: 'hello' };
    const first = decodeSendReply(await fixture().ask('Logic.SendMessage', message));
    const [outcome] = await answers(refusedHere('Logic.SendMessage', message));
    expect(decodeSendReply(outcome?.reply as im.Envelope)).toMatchObject({ messageId: first.messageId, seq: 1 });
    expect(outcome?.domainEvents).toMatchObject([{ key: first.conversationId, userIds: [fixture().bob] }]);
  });

  test('outcomes that the previous instance publishes meanwhile are not replayed, even without outbox rows', async () => {
    await fixture().start('Logic');
    const message = { clientMessageId: randomBytes(16), toUserId: randomBytes(16).toString('base64url'), text: 'never stored' };
    expect(failureCode(await fixture().ask('Logic.SendMessage', message))).toBe('NO_SUCH_USER');
    const { batches } = store();
    const partition = partitionOf(fixture().alice, FIXTURE_PARTITIONS);
    const refused = refusedHere('Logic.SendMessage', { ...message, toUserId: fixture().bob }, 0);
    const publishing = {
      ...batches,
      readOutbox: async (...asked: Parameters<typeof batches.readOutbox>) => {
        await batches.advancePublished('logic', 'im.logic.1', new Map([[partition, 1]]));
        return batches.readOutbox(...asked);
      },
    };
    const errors: string[] = [];
    const log = { ...fixture().log, error: (_fields: object, text: string) => void errors.push(text) };
    const found = await replayOutcomes({ batches: publishing, group: 'logic', topic: 'im.logic.1', log }, partition, [refused]);
    expect([found, errors]).toEqual([[], []]);
  });

  test('a read that was refused before the takeover gets the same refusal again', async () => {
    const [outcome] = await answers(refusedHere('Logic.ListConversations', {}));
    expect(failureCode(outcome?.reply as im.Envelope)).toBe('TOO_MANY_REQUESTS');
  });
});
