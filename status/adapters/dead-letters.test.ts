import { expect, test } from 'vitest';
import type { Bus, Consumption } from '../../infra/ports/index.ts';
import { inMemoryBus } from '../../infra/sqlite/testing/in-memory-bus.ts';
import { testGateSigner, testServicePacks } from '../../infra/testing/test-packs.ts';
import { im, topicNames } from '../../proto/rpc.ts';
import { logDeadLetters } from './dead-letters.ts';

const topics = topicNames(1);
const keys = { ...testServicePacks(), gateSigner: testGateSigner };

test('letters that came after the newest one that was seen stay as they are', async () => {
  const bus = inMemoryBus();
  await bus.ensureTopics([{ name: topics.deadLetter, partitions: 1, retentionMs: 60_000 }]);
  const place = { topic: topics.deadLetter, partition: 0 };
  const publish = (cause: string) => {
    const letter = { group: 'logic', topic: topics.service('Logic'), partition: 1, index: 0, author: 'gate', cause };
    return bus.publish([{ ...place, value: keys.signer.sign(im.DeadLetter.encode(letter).finish(), place, '') }]);
  };
  for (const cause of ['one', 'two', 'three']) await publish(cause);
  const letters = logDeadLetters(bus, topics, keys);
  expect((await letters.dropMany({ upTo: 1 }, 'ann')).done).toEqual([0, 1]);
  expect((await letters.list()).map(({ cause }) => cause)).toEqual(['three']);
  expect((await letters.replayMany({ upTo: 1 }, 'ann')).done).toEqual([]);
  await bus.close();
});

test('while Kafka is away one reader waits for it, the others wait for their turn, and all are told so in time', async () => {
  const opened: PromiseWithResolvers<Consumption>[] = [];
  const consume = () => {
    const opening = Promise.withResolvers<Consumption>();
    opened.push(opening);
    return opening.promise;
  };
  const letters = logDeadLetters({ consume } as Partial<Bus> as Bus, topics, keys, 200);
  const late = { status: 504, code: 'TIMEOUT' };
  const answers = await Promise.allSettled([letters.list(), letters.show(1), letters.dropMany({}, 'ann'), letters.list()]);
  for (const answer of answers) expect(answer).toMatchObject({ reason: late });
  await expect(letters.list()).rejects.toMatchObject(late);
  expect(opened).toHaveLength(1);
  // Kafka is back. The reader that nobody waits for goes, and the next one begins.
  const closed = Promise.withResolvers<void>();
  const close = async (): Promise<void> => closed.resolve();
  opened[0]?.resolve({ commit: () => undefined, pause: () => undefined, resume: () => undefined, close });
  await closed.promise;
  await expect(letters.list()).rejects.toMatchObject(late);
  expect(opened).toHaveLength(2);
});
