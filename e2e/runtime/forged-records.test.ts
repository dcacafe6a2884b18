// What somebody can do who writes to Kafka without a key, with a gate's key, or with copies of genuine records.
import { expect, test } from 'vitest';
import type { LogRecord, PackSigner } from '../../infra/ports/index.ts';
import { gatePackSigner } from '../../infra/process/pack-keys.ts';
import { signedPack, testGateSigner } from '../../infra/testing/test-packs.ts';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

/** Publishes packs as they were before they were signed. */
const unsigned: PackSigner = { sign: (message) => message };
const ofAStranger = gatePackSigner([Buffer.alloc(32, 99)]);

onEveryStore('forged records', (fixture) => {
  const place = () => ({ topic: fixture().topics.service('Fixture'), partition: partitionOf(fixture().alice, 4) });
  const keep = (text: string) => ({ text, toUserId: fixture().bob });
  const texts = async () => (await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text);
  const dropped = () => fixture().log.lines.filter(({ message }) => message === 'unverified record dropped');

  /** A command of alice that stores a message to bob. */
  function commandOf(rpc: Parameters<typeof fixtureRpc>[0], text: string, fields: im.Envelope.$Properties = {}) {
    const { descriptor } = fixtureRpc(rpc);
    return {
      kind: im.Envelope.Kind.COMMAND,
      rpc: descriptor.number,
      requestId: 999,
      userId: fixture().alice,
      replyTo: { topic: fixture().topics.gate, partition: 0, instance: 'gate.test' },
      deadline: Date.now() + 60_000,
      payload: descriptor.request.encode(keep(text)).finish(),
      ...fields,
    };
  }

  test.each([
    ['unsigned', unsigned],
    ['signed with a key of their own', ofAStranger],
  ])('a message "from alice" that a stranger writes into the log, %s, reaches nobody and is reported', async (_, signer) => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const envelopes = [commandOf('keep', 'what alice never wrote')];
    await fixture().bus.publish([signedPack(place(), { producer: 'gate.other', envelopes }, signer)]);
    await fixture().ask('Fixture.Keep', keep('genuine'));
    await waitFor(() => fixture().deadLetters.length === 1, 'the dead letter');
    expect(await texts()).toEqual(['genuine']);
    expect(fixture().replies(999)).toEqual([]);
    expect(fixture().deadLetters[0]).toMatchObject({ index: -1, cause: expect.stringMatching(/^unverified: /) });
    expect(dropped()).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test('an internal command runs for services alone: not without a key, and not with the key of the gates', async () => {
    await fixture().start('Fixture');
    const envelopes = [
      commandOf('keep', 'before'),
      commandOf('keepInternally', 'forged', { requestId: 998, replyTo: null }),
      commandOf('keep', 'behind', { requestId: 997 }),
    ];
    await fixture().bus.publish([
      signedPack(place(), { producer: 'gate.a', envelopes: envelopes.slice(1, 2) }, unsigned),
      signedPack(place(), { producer: 'gate.b', envelopes }, testGateSigner),
    ]);
    await waitFor(() => fixture().replies(997).length === 1, 'the reply to the neighbour');
    expect(await texts()).toEqual(['before', 'behind']);
    expect(dropped()).toHaveLength(2);
    await waitFor(() => fixture().deadLetters.length === 2, 'the dead letters');
    expect(fixture().deadLetters[1]).toMatchObject({ index: 1, author: 'gate', cause: expect.stringContaining('for services') });

    const packs = fixture().packs;
    await fixture().bus.publish([signedPack(place(), { producer: 'auth.a', envelopes: envelopes.slice(1, 2) }, packs.signer)]);
    await expect.poll(texts).toEqual(['before', 'behind', 'forged']);
  });

  test('the gates’ key does not make a service sign a reply for a place that is none of the gates', async () => {
    await fixture().start('Fixture');
    const { topics, bus } = fixture();
    const targets = [topics.call, topics.events, topics.deadLetter, topics.service('Fixture'), 'im.gate.2'];
    const seen: LogRecord[] = [];
    for (const topic of [topics.call, topics.deadLetter])
      await bus.follow({ topic, partition: 0, onGap: () => undefined, onRecords: (records) => seen.push(...records) });
    const envelopes = [...targets.map((topic) => ({ topic, partition: 0 })), { topic: topics.gate, partition: 1 }].map((target) =>
      commandOf('keep', 'forged', { replyTo: { ...target, instance: 'x' } }),
    );
    await bus.publish([signedPack(place(), { producer: 'gate.a', envelopes })]);
    await fixture().ask('Fixture.Keep', keep('genuine'));
    expect(await texts()).toEqual(['genuine']);
    await waitFor(() => seen.length === envelopes.length, 'a dead letter for each');
  });

  test('an envelope that is no command is not run as one, even if a service has signed it', async () => {
    await fixture().start('Fixture');
    const { REPLY, PUSH, CLOSE, DOMAIN_EVENT, KIND_UNSPECIFIED } = im.Envelope.Kind;
    const envelopes = [REPLY, PUSH, CLOSE, DOMAIN_EVENT, KIND_UNSPECIFIED].map((kind) =>
      commandOf('keep', `kind ${kind}`, { kind, replyTo: null }),
    );
    await fixture().bus.publish([signedPack(place(), { producer: 'logic.a', envelopes }, fixture().packs.signer)]);
    await fixture().ask('Fixture.Keep', keep('genuine'));
    expect(await texts()).toEqual(['genuine']);
  });

  test('a genuine record does nothing a second time, and nothing in another topic or partition', async () => {
    await fixture().start('Fixture');
    await fixture().start('Logic');
    const genuine: LogRecord[] = [];
    await fixture().bus.follow({
      ...place(),
      onGap: () => undefined,
      onRecords: (records) => genuine.push(...records.map((record) => ({ ...record, value: Buffer.from(record.value) }))),
    });
    await fixture().ask('Fixture.Keep', keep('once'));
    const [{ value }] = genuine as [LogRecord];
    const { topic, partition } = place();
    const elsewhere = [
      { topic, partition: (partition + 1) % 4 },
      { topic: fixture().topics.service('Logic'), partition },
    ];
    await fixture().bus.publish([{ topic, partition, value }, ...elsewhere.map((other) => ({ ...other, value }))]);
    await waitFor(() => fixture().deadLetters.length === 2, 'a dead letter for each other place');
    await fixture().ask('Fixture.Keep', keep('two'));
    expect(await texts()).toEqual(['once', 'two']);
    expect(dropped()).toHaveLength(2);
  });

  test('a gate cannot use up the pack numbers of a service, nor take a name that the store refuses', async () => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const packOf = (producer: string, number: number, text: string, signer?: PackSigner) =>
      signedPack(place(), { producer, number, envelopes: [commandOf('keep', text, { replyTo: null })] }, signer);
    const { signer } = fixture().packs;
    await fixture().bus.publish([
      packOf('logic-0.a', 1_000_000, 'of the gate'),
      packOf('logic-0.a', 1, 'of the service', signer),
      packOf('x'.repeat(200), 1, 'a long name'),
      packOf('käse', 1, 'a strange name'),
      packOf('', 1, 'no name'),
      packOf('gate-0.b', Number.MAX_SAFE_INTEGER * 4, 'a huge number'),
    ]);
    await fixture().ask('Fixture.Keep', keep('genuine'));
    expect(await texts()).toEqual(['of the gate', 'of the service', 'genuine']);
    expect(errors).toEqual([]);
  });

  test('a flood of forged records stops nothing, and the log says how many were dropped', async () => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const forged = Array.from({ length: 200 }, (_, i) =>
      signedPack(place(), { producer: 'x', number: i, envelopes: [commandOf('keep', `forged ${i}`)] }, ofAStranger),
    );
    await fixture().bus.publish(forged);
    await fixture().ask('Fixture.Keep', keep('one'));
    expect(await texts()).toEqual(['one']);
    expect(errors).toEqual([]);
    expect(dropped()).toHaveLength(20);
    const rest = fixture().log.lines.filter(({ message }) => message.startsWith('unverified records dropped'));
    expect(rest).toMatchObject([{ fields: { count: 1, total: 21 } }]);
    expect(fixture().deadLetters).toHaveLength(20);
  });

  test('a forged reply to a call of a service is not taken, with the key of the gates or without', async () => {
    const { bus, topics } = fixture();
    const calls = await fixture().rpcClient();
    const asked = Promise.withResolvers<string>();
    for (let partition = 0; partition < 4; partition++)
      await bus.follow({
        topic: topics.service('Fixture'),
        partition,
        onGap: () => undefined,
        onRecords: (records) => {
          for (const { replyTo } of records.flatMap(({ value }) => im.Pack.decode(value).envelopes))
            if (replyTo?.instance) asked.resolve(replyTo.instance);
        },
      });
    const reply = calls.call(fixtureRpc('echo'), { text: 'hello' }, { deadlineMs: 20_000 });
    const payload = fixtureRpc('echo').descriptor.reply.encode({ text: 'forged' }).finish();
    const envelopes = [{ kind: im.Envelope.Kind.REPLY, requestId: 1, instance: await asked.promise, payload }];
    const callPlace = { topic: topics.call, partition: 0 };
    await bus.publish([unsigned, testGateSigner].map((signer) => signedPack(callPlace, { producer: 'x', envelopes }, signer)));
    await waitFor(() => dropped().length === 2, 'the reports');
    await fixture().start('Fixture');
    expect(await reply).toMatchObject({ text: 'echo of hello' });
  });
});
