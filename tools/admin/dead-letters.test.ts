import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import type { Bus } from '../../infra/ports/index.ts';
import { sqliteBus } from '../../infra/sqlite/bus.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { signedPack, TEST_PACK_ENV, testGateSigner, testServicePacks } from '../../infra/testing/test-packs.ts';
import { FIXTURE_PARTITIONS, fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { type RuntimeFixture, runtimeFixture, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { sqliteTestStore } from '../../logic/testing/runtime/test-stores.ts';
import { newId } from '../../proto/ids.ts';
import { UnverifiedRecord } from '../../proto/pack-signature.ts';
import { partitionOf } from '../../proto/partition.ts';
import { allServices, im, type Topics, topicNames } from '../../proto/rpc.ts';
import { logDeadLetters, readDeadLetters, replayDeadLetter } from '../../status/adapters/dead-letters.ts';

const keys = { ...testServicePacks(), gateSigner: testGateSigner };

function signedLetter(topics: Topics, letter: im.DeadLetter.$Properties) {
  const place = { topic: topics.deadLetter, partition: 0 };
  return { ...place, value: keys.signer.sign(im.DeadLetter.encode(letter).finish(), place, '') };
}

let fixture: RuntimeFixture | undefined;
afterEach(async () => {
  await fixture?.close();
  fixture = undefined;
});

async function start(): Promise<RuntimeFixture> {
  fixture = await runtimeFixture(await sqliteTestStore());
  return fixture;
}

test('a topic without dead letters gives an empty list', async () => {
  const { bus, topics } = await start();
  expect(await readDeadLetters(bus, topics, keys)).toEqual([]);
});

test('a dead letter is listed with its cause, and its command runs again each time it is replayed', async () => {
  const { bus, topics, alice, bob, ask, history, publisher, start: serve } = await start();
  await serve('Fixture');
  await serve('Logic');
  await ask('Fixture.Explode', { text: 'x' });
  await waitFor(() => fixture?.deadLetters.length === 1, 'the dead letter');
  const letters = await readDeadLetters(bus, topics, keys);
  expect(letters.map(({ offset, letter }) => [offset, letter.group, letter.cause])).toEqual([[0, 'fixture', 'TypeError: a bug']]);

  // A dead letter as after a bug that is fixed now.
  const request = { clientMessageId: Buffer.from(newId(), 'base64url'), toUserId: bob, text: 'late' };
  const envelope = {
    rpc: 201,
    kind: im.Envelope.Kind.COMMAND,
    userId: alice,
    payload: im.SendMessageRequest.encode(request).finish(),
  };
  const value = im.Envelope.encode(envelope).finish();
  const letter = { topic: topics.service('Logic'), partition: 2, index: 0, author: 'gate', value };
  await bus.publish([signedLetter(topics, letter)]);
  const [, filed] = await readDeadLetters(bus, topics, keys);
  if (!filed) throw new Error('the letter is not there');
  await replayDeadLetter(bus, keys, filed);
  await expect.poll(() => history(alice, bob)).toEqual([{ seq: 1, text: 'late' }]);
  await replayDeadLetter(bus, keys, filed);
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

test('the replay of a whole record runs its commands, even if later packs of its producer were processed', async () => {
  const { bus, topics, alice, bob, history, start: serve } = await start();
  await serve('Logic');
  const send = (text: string) => {
    const payload = im.SendMessageRequest.encode({
      clientMessageId: Buffer.from(newId(), 'base64url'),
      toUserId: bob,
      text,
    }).finish();
    return { rpc: 201, kind: im.Envelope.Kind.COMMAND, userId: alice, payload };
  };
  const place = { topic: topics.service('Logic'), partition: 1 };
  const pack = (number: number, text: string) => signedPack(place, { producer: 'gate.old', number, envelopes: [send(text)] });
  await bus.publish([pack(9, 'later')]);
  await expect.poll(() => history(alice, bob)).toHaveLength(1);
  const letter = im.DeadLetter.create({
    topic: topics.service('Logic'),
    partition: 1,
    index: -1,
    value: pack(3, 'unreadable then').value,
  });
  await replayDeadLetter(bus, keys, { offset: 0, letter: letter as im.DeadLetter });
  await expect.poll(async () => (await history(alice, bob)).map(({ text }) => text)).toEqual(['later', 'unreadable then']);
  const unreadable = im.DeadLetter.create({
    topic: topics.service('Logic'),
    partition: 1,
    index: -1,
    value: Buffer.from('garbage'),
  });
  await expect(replayDeadLetter(bus, keys, { offset: 0, letter: unreadable as im.DeadLetter })).rejects.toThrow();
});

test('a replay gives no command more rights than its author has, and replays nothing that is not signed', async () => {
  const { bus, topics, alice, bob, ask, history, start: serve } = await start();
  await serve('Fixture');
  const place = { topic: topics.service('Fixture'), partition: partitionOf(alice, FIXTURE_PARTITIONS) };
  const { descriptor } = fixtureRpc('keepInternally');
  const payload = descriptor.request.encode({ text: 'forged', toUserId: bob }).finish();
  const envelope = { kind: im.Envelope.Kind.COMMAND, rpc: descriptor.number, userId: alice, payload };
  const pack = { producer: 'gate.taken-over', envelopes: [envelope] };
  await bus.publish([signedPack(place, pack), signedPack(place, pack, { sign: (message) => message })]);
  await waitFor(() => fixture?.deadLetters.length === 2, 'both dead letters');
  // A dead letter that no service has written.
  const letter = { ...place, index: 0, author: 'service', value: im.Envelope.encode(envelope).finish() };
  const forgedPlace = { topic: topics.deadLetter, partition: 0 };
  const value = testGateSigner.sign(im.DeadLetter.encode(letter).finish(), forgedPlace, '');
  await bus.publish([{ ...forgedPlace, value }]);
  const [ofTheGate, unsigned, forged] = await readDeadLetters(bus, topics, keys);
  if (!ofTheGate || !unsigned || !forged) throw new Error('a letter is missing');
  await replayDeadLetter(bus, keys, ofTheGate);
  await waitFor(() => (fixture?.deadLetters.length ?? 0) === 4, 'the same refusal again');
  for (const one of [unsigned, forged]) await expect(replayDeadLetter(bus, keys, one)).rejects.toThrow(UnverifiedRecord);
  expect(forged.letter.cause).toContain('no service has signed it');
  await ask('Fixture.Keep', { text: 'genuine', toUserId: bob });
  expect((await history(alice, bob)).map(({ text }) => text)).toEqual(['genuine']);
});

test('a replayed letter is shown as such, a dropped one no longer, and unknown ones are refused', async () => {
  const { bus, topics } = await start();
  const value = im.Envelope.encode({ rpc: 201, userId: 'alice', payload: Buffer.from('private') }).finish();
  const place = { group: 'logic', topic: topics.service('Logic'), partition: 1, index: 0, author: 'gate' };
  await bus.publish(['first', 'second'].map((cause) => signedLetter(topics, { ...place, cause, value })));
  const letters = logDeadLetters(bus, topics, keys);
  const causes = async () => (await letters.list()).map(({ number, cause, state }) => `${number} ${cause} ${state}`);
  expect(await causes()).toEqual(['1 second open', '0 first open']);
  await letters.replay(0, 'ann');
  expect(await causes()).toEqual(['1 second open', '0 first replayed']);
  await letters.drop(1, 'ann');
  expect(await causes()).toEqual(['0 first replayed']);
  const shown = await letters.show(0);
  expect(shown.command).toMatchObject({ rpc: 'Logic.SendMessage', userId: 'alice' });
  expect(JSON.stringify(shown)).not.toContain('private');
  await expect(letters.replay(2, 'ann')).rejects.toMatchObject({ status: 404 });
  await expect(letters.show(99)).rejects.toMatchObject({ status: 404, code: 'NO_SUCH_LETTER' });
});

test('all letters that fit are replayed once, the oldest first; one that cannot be is named, and the others go on', async () => {
  const { bus, topics, alice, bob, history, start: serve } = await start();
  await serve('Logic');
  const topic = topics.service('Logic');
  const send = (text: string) => {
    const request = { clientMessageId: Buffer.from(newId(), 'base64url'), toUserId: bob, text };
    const payload = im.SendMessageRequest.encode(request).finish();
    return im.Envelope.encode({ rpc: 201, kind: im.Envelope.Kind.COMMAND, userId: alice, payload }).finish();
  };
  const letterOf = (text: string, cause: string, author = 'gate') =>
    signedLetter(topics, { group: 'logic', topic, partition: 2, index: 0, author, cause, value: send(text) });
  const texts = Array.from({ length: 45 }, (_, i) => `message ${i}`);
  await bus.publish(texts.map((text, i) => letterOf(text, i === 30 ? 'RangeError: other' : 'TypeError: a bug')));
  await bus.publish([letterOf('of nobody', 'TypeError: forged', 'stranger')]);
  const letters = logDeadLetters(bus, topics, keys);
  expect(await letters.replayMany({ service: 'verify' }, 'ann')).toEqual({ done: [], failed: [], left: [], stoppedBy: '' });
  // Two at once replay no letter twice.
  const filter = { service: 'logic', cause: 'typeerror' };
  const [first, second] = await Promise.all([letters.replayMany(filter, 'ann'), letters.replayMany(filter, 'ben')]);
  const numbers = texts.map((_, i) => i).filter((i) => i !== 30);
  expect(first).toMatchObject({
    done: numbers,
    failed: [{ number: 45, message: expect.stringContaining('who wrote') }],
    left: [],
  });
  expect(second).toMatchObject({ done: [], failed: [{ number: 45 }] });
  const wanted = texts.filter((_, i) => i !== 30);
  await expect.poll(async () => (await history(alice, bob)).map(({ text }) => text), { timeout: 20_000 }).toEqual(wanted);
  const states = (await letters.list()).filter(({ state }) => state === 'open').map(({ number }) => number);
  expect(states).toEqual([45, 30]);
  expect((await letters.dropMany({ cause: 'typeerror' }, 'ann')).done).toEqual([...numbers, 45]);
  expect((await letters.list()).map(({ number }) => number)).toEqual([30]);
});

test('a failure in the middle leaves a rest that is known, and the next call does it', async () => {
  const { bus, topics } = await start();
  const value = im.Envelope.encode({ rpc: 201, kind: im.Envelope.Kind.COMMAND }).finish();
  const place = { group: 'logic', topic: topics.service('Logic'), partition: 1, index: 0, author: 'gate', cause: 'a bug' };
  await bus.publish(Array.from({ length: 50 }, () => signedLetter(topics, { ...place, value })));
  const published: string[] = [];
  let fails = true;
  const failing: Bus = {
    reachable: true,
    consume: (options) => bus.consume(options),
    follow: (options) => bus.follow(options),
    ensureTopics: (specs) => bus.ensureTopics(specs),
    close: () => bus.close(),
    publish: async (records) => {
      published.push(...records.map(({ topic }) => topic));
      const settlements = published.filter((topic) => topic === topics.deadLetter).length;
      if (fails && settlements > 20) throw new Error('the broker is away');
      await bus.publish(records);
    },
  };
  const letters = logDeadLetters(failing, topics, keys);
  const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  expect(await letters.replayMany({}, 'ann')).toEqual({
    done: from(0, 20),
    failed: [],
    left: from(20, 30),
    stoppedBy: 'Kafka refuses: the broker is away',
  });
  fails = false;
  expect((await letters.replayMany({}, 'ann')).done).toEqual(from(20, 30));
  expect((await letters.replayMany({}, 'ann')).done).toEqual([]);
});

test('a record that is not a dead letter is listed as such', async () => {
  const database = new DatabaseSync(':memory:');
  const bus = sqliteBus({ database });
  const topics = topicNames(1);
  await bus.ensureTopics([{ name: topics.deadLetter, partitions: 1, retentionMs: 60_000 }]);
  await bus.publish([{ topic: topics.deadLetter, partition: 0, value: Buffer.from([0x0a, 0xff]) }]);
  expect((await readDeadLetters(bus, topics, keys)).map(({ letter }) => letter.cause)).toEqual([
    'not a dead letter: the record has no signature',
  ]);
  await bus.close();
  database.close();
});

describeReal('npm run admin -- dead-letters --kafka', ['kafka'], () => {
  test('lists and replays from a real Kafka, and says what is wrong with its arguments', async () => {
    const servers = await realServers(['kafka']);
    const topics = topicNames(servers.generation);
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const bus = kafkaBus({ brokers: [servers.kafka], instance: newId(), replication: 1, log });
    const run = promisify(execFile);
    const tool = (...args: string[]) =>
      run(process.execPath, [join(import.meta.dirname, 'main.ts'), 'dead-letters', '--kafka', ...args], {
        env: { ...servers.env, ...TEST_PACK_ENV, PATH: process.env.PATH },
      });
    try {
      await bus.ensureTopics(topicSpecs(topics, allServices(), { command: 2, gate: 1 }));
      const value = im.Envelope.encode({ rpc: 201 }).finish();
      const place = { group: 'logic', topic: topics.service('Logic'), partition: 1, index: 0, author: 'gate' };
      await bus.publish([signedLetter(topics, { ...place, cause: 'TypeError: a bug', value })]);
      expect((await tool('list')).stdout).toMatch(/^0 .* logic +open .*TypeError: a bug$/m);
      expect((await tool('replay', '0')).stdout).toBe('done\n');
      expect((await tool('list')).stdout).toContain('replayed');
      expect(JSON.parse((await tool('show', '0', '--json')).stdout)).toMatchObject({
        cause: 'TypeError: a bug',
        command: { rpc: 'Logic.SendMessage' },
      });
      expect((await tool('drop', '0')).stdout).toBe('done\n');
      expect((await tool('list')).stdout).toBe('none\n');
      await expect(tool('replay', '7')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('no dead letter 7') });
      const wrong = { code: 64, stdout: '', stderr: expect.stringMatching(/^"x" is not the number of a dead letter.*\n$/) };
      await expect(tool('replay', 'x')).rejects.toMatchObject(wrong);
      await bus.publish(['one', 'two'].map((cause) => signedLetter(topics, { ...place, cause, value })));
      const unasked = { code: 64, stderr: expect.stringContaining('--yes') };
      await expect(tool('replay', 'all')).rejects.toMatchObject(unasked);
      expect((await tool('replay', 'all', '--cause', 'ONE', '--yes')).stdout).toBe('1 done\n');
      expect(JSON.parse((await tool('drop', 'all', '--yes', '--json')).stdout)).toMatchObject({ done: [3, 4], left: [] });
      expect((await tool('list')).stdout).toBe('none\n');
    } finally {
      await bus.close();
      await servers.release();
    }
  }, 180_000);
});
