// What a call does before anything is sent, and when its caller gives up. The rest: e2e/runtime/rpc-client.test.ts.
import { expect, onTestFinished, test } from 'vitest';
import { im, topicNames } from '../../proto/rpc.ts';
import { newTraceId, traceIdOf } from '../../proto/trace-context.ts';
import { type Publisher, runInTrace } from '../ports/index.ts';
import { inMemoryBus } from '../sqlite/testing/in-memory-bus.ts';
import { silentLog } from '../testing/silent-log.ts';
import { testServicePacks } from '../testing/test-packs.ts';
import { openRpcClient, rpc } from './rpc-client.ts';

const topics = topicNames(1);
const requestCode = rpc(im.Verify, 'requestCode');
const OPTIONS = { deadlineMs: 60_000 };

async function open(isLiving: boolean) {
  const bus = inMemoryBus();
  await bus.ensureTopics([{ name: topics.call, partitions: 1, retentionMs: 60_000 }]);
  const sent: string[] = [];
  const traceIds: string[] = [];
  const send: Publisher['send'] = (topic, _partition, { traceContext }) => {
    sent.push(topic);
    traceIds.push(traceIdOf(traceContext));
  };
  const publisher: Publisher = { send, flush: async () => undefined, queuedBytes: 0 };
  const own = { bus, topics, publisher, verifier: testServicePacks().verifier, log: silentLog, instance: 'caller' };
  const sealer = { seal: (bytes: Uint8Array) => bytes, openReply: (bytes: Uint8Array) => bytes };
  const partitions = { command: 8, call: 1 };
  const client = await openRpcClient({ ...own, sealer, partitions, living: { isLiving: () => isLiving } });
  onTestFinished(async () => {
    await client.close();
    await bus.close();
  });
  return { client, sent, traceIds };
}

test('a call to a service without a living instance fails at once, and nothing is sent', async () => {
  const { client, sent } = await open(false);
  await expect(client.call(requestCode, {}, OPTIONS)).rejects.toMatchObject({
    kind: 'UNAVAILABLE',
    message: 'Verify.RequestCode was not sent: no instance of Verify runs',
  });
  expect(sent).toEqual([]);
});

test('a caller can give up a call, before and after it is sent', async () => {
  const { client, sent } = await open(true);
  const controller = new AbortController();
  const call = client.call(requestCode, {}, { ...OPTIONS, signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ kind: 'ABORTED' });
  expect(sent).toHaveLength(1);
  await expect(client.call(requestCode, {}, { ...OPTIONS, signal: controller.signal })).rejects.toMatchObject({
    kind: 'ABORTED',
  });
  expect(sent).toHaveLength(1);
});

test('what is called and sent in the name of a command has its trace id, and every other call has one of its own', async () => {
  const { client, traceIds } = await open(true);
  const [first, second] = [newTraceId(), newTraceId()];
  const inTrace = async (traceId: Uint8Array): Promise<void> => {
    await Promise.resolve();
    client.call(requestCode, {}, OPTIONS).catch(() => undefined);
    await client.send(requestCode, {}, { ...OPTIONS, withinMs: 60_000 });
    expect(traceIds).toContain(traceIdOf(traceId));
  };
  await Promise.all([runInTrace(first, () => inTrace(first)), runInTrace(second, () => inTrace(second))]);
  for (const traceId of [first, second]) expect(traceIds.filter((one) => one === traceIdOf(traceId))).toHaveLength(2);
  client.call(requestCode, {}, OPTIONS).catch(() => undefined);
  await runInTrace(new Uint8Array(), () => client.send(requestCode, {}, { ...OPTIONS, withinMs: 60_000 }));
  expect(new Set(traceIds).size).toBe(4);
  expect(traceIds).not.toContain('');
});
