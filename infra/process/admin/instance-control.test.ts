import { expect, test } from 'vitest';
import { newId } from '../../../proto/ids.ts';
import { im, topicNames } from '../../../proto/rpc.ts';
import { LivingServices } from '../../messaging/living-services.ts';
import type { PackSigner } from '../../ports/index.ts';
import { inMemoryBus } from '../../sqlite/testing/in-memory-bus.ts';
import { silentLog } from '../../testing/silent-log.ts';
import { signedPack, TEST_PUBLIC_KEY, testGateSigner, testServicePacks } from '../../testing/test-packs.ts';
import { followControl, InstanceControls } from './instance-control.ts';

const topics = topicNames(1);
const packs = testServicePacks(topics);

async function start() {
  const bus = inMemoryBus();
  await bus.ensureTopics([{ name: topics.control, partitions: 1, retentionMs: 60_000 }]);
  const done: string[] = [];
  const controls = new InstanceControls();
  controls.add({
    drain: () => done.push('drain'),
    setLogLevel: (level) => done.push(level),
    push: (push, id) => done.push(`${im.Push.decode(push).notice?.text} ${id}`),
  });
  const publicKeys = [TEST_PUBLIC_KEY];
  await followControl({
    bus,
    topics,
    publicKeys,
    ownProcess: 'own',
    controls,
    living: new LivingServices(silentLog),
    log: silentLog,
  });
  let number = 0;
  const send = (command: im.InstanceCommand.$Properties, signer: PackSigner = packs.signer) => {
    command.id ??= newId();
    command.processes ??= ['own'];
    const payload = im.InstanceCommand.encode(command).finish();
    const kind = im.Envelope.Kind.CONTROL;
    const pack = { producer: `p${++number}`, envelopes: [{ kind, payload }] };
    return bus.publish([signedPack({ topic: topics.control, partition: 0 }, pack, signer)]);
  };
  return { done, send };
}

test('a process does what services send to this start of it', async () => {
  const { done, send } = await start();
  await send({ logLevel: 'debug' });
  await send({ processes: ['another'], drain: true });
  // PRS-4
  await send({ id: 'n', push: im.Push.encode({ notice: { text: 'hello', sentAt: 1 } }).finish() });
  await send({ processes: ['another', 'own'], drain: true });
  await expect.poll(() => done).toEqual(['debug', 'hello n', 'drain']);
});

test('a repeated command, an unknown level, and what no service has signed do nothing', async () => {
  const { done, send } = await start();
  await send({ id: 'once', logLevel: 'debug' });
  await send({ id: 'once', logLevel: 'debug' });
  await send({ logLevel: 'loud' });
  await send({ drain: true }, testGateSigner);
  await send({ logLevel: 'info' });
  await expect.poll(() => done).toEqual(['debug', 'info']);
});
