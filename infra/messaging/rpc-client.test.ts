// What a call does before anything is sent, and when its caller gives up. The rest: e2e/runtime/rpc-client.test.ts.
import { expect, onTestFinished, test } from 'vitest';
import { im, topicNames } from '../../proto/rpc.ts';
import type { Publisher } from '../ports/index.ts';
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
  const publisher: Publisher = { send: (topic) => void sent.push(topic), flush: async () => undefined, queuedBytes: 0 };
  const own = { bus, topics, publisher, verifier: testServicePacks().verifier, log: silentLog, instance: 'caller' };
  const sealer = { seal: (bytes: Uint8Array) => bytes, openReply: (bytes: Uint8Array) => bytes };
  const partitions = { command: 8, call: 1 };
  const client = await openRpcClient({ ...own, sealer, partitions, living: { isLiving: () => isLiving } });
  onTestFinished(async () => {
    await client.close();
    await bus.close();
  });
  return { client, sent };
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
