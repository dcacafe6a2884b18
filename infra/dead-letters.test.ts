import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { im, topicsOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { readDeadLetters, replayDeadLetter } from './dead-letters.ts';
import { embeddedBus } from './embedded/bus.ts';
import { embeddedTestStore } from './serve/test-stores.ts';
import { makeWorld, type World, waitFor } from './serve/test-world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

async function start(): Promise<World> {
  world = await makeWorld(await embeddedTestStore());
  return world;
}

test('a topic without dead letters gives an empty list', async () => {
  const { bus, topics } = await start();
  expect(await readDeadLetters(bus, topics)).toEqual([]);
});

test('a dead letter is listed with its cause and runs again when it is replayed, as often as one likes', async () => {
  const { bus, topics, alice, bob, ask, history, publisher, start: serve } = await start();
  await serve('Fixture');
  await serve('Logic');
  await ask('Fixture.Explode', { text: 'x' });
  await waitFor(() => world?.deadLetters.length === 1, 'the dead letter');
  const letters = await readDeadLetters(bus, topics);
  expect(letters.map(({ at, letter }) => [at, letter.group, letter.cause])).toEqual([[0, 'fixture', 'TypeError: a bug']]);

  // As if a message had been put aside by a bug that is mended now.
  const request = { clientMessageId: Buffer.from(newId(), 'base64url'), to: bob, text: 'late' };
  const envelope = {
    rpc: 201,
    kind: im.Envelope.Kind.COMMAND,
    user: alice,
    payload: im.SendMessageRequest.encode(request).finish(),
  };
  const letter = { topic: topics.service('Logic'), partition: 2, index: 0, value: im.Envelope.encode(envelope).finish() };
  await bus.publish([{ topic: topics.deadLetter, partition: 0, value: im.DeadLetter.encode(letter).finish() }]);
  const [, filed] = await readDeadLetters(bus, topics);
  if (!filed) throw new Error('the letter is not there');
  await replayDeadLetter(bus, filed);
  await expect.poll(() => history(alice, bob)).toEqual([{ seq: 1, text: 'late' }]);
  await replayDeadLetter(bus, filed);
  publisher.send(topics.service('Logic'), 2, {
    ...envelope,
    payload: im.SendMessageRequest.encode({
      ...request,
      text: 'next',
      clientMessageId: Buffer.from(newId(), 'base64url'),
    }).finish(),
  });
  await expect
    .poll(() => history(alice, bob))
    .toEqual([
      { seq: 1, text: 'late' },
      { seq: 2, text: 'next' },
    ]);
});

test('what is no dead letter is listed as that', async () => {
  const database = new DatabaseSync(':memory:');
  const bus = embeddedBus({ database });
  const topics = topicsOf(1);
  await bus.ensureTopics([{ name: topics.deadLetter, partitions: 1, retentionMs: 60_000 }]);
  await bus.publish([{ topic: topics.deadLetter, partition: 0, value: Buffer.from([0x0a, 0xff]) }]);
  expect((await readDeadLetters(bus, topics)).map(({ letter }) => letter.cause)).toEqual(['not a dead letter']);
  await bus.close();
  database.close();
});
