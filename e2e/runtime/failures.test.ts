import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Batches, type Bus, type ConsumeOptions, DataError, type LogRecord, StoreFailed } from '../../infra/ports/index.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor, withoutDrain } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('when something fails, a service', (world, store) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, to: world().bob, text });
  test('a payload nobody can decode is refused with BAD_PAYLOAD, the others notice nothing', async () => {
    await world().start('Logic');
    const before = world().send('Logic.SendMessage', message('one'));
    const broken = world().send('Logic.SendMessage', {}, { payload: Buffer.from([0x0a, 0xff, 0x01]) });
    const after = world().send('Logic.SendMessage', message('two'));
    await waitFor(() => [before, broken, after].every((id) => world().replies(id).length > 0), 'all replies');
    expect(failureCode(world().replies(broken)[0] as im.Envelope)).toBe('BAD_PAYLOAD');
    expect(decodeSendReply(world().replies(after)[0] as im.Envelope).seq).toBe(2);
    expect(world().deadLetters).toEqual([]);
  });

  test('a pack that stands in the log twice has its effects once, also for commands without an id of their own', async () => {
    await world().start('Fixture');
    const envelope = {
      kind: im.Envelope.Kind.COMMAND,
      rpc: 9001,
      requestId: 77,
      userId: world().alice,
      replyTo: { topic: world().topics.gate, partition: 0, instance: 'gate.test' },
      deadline: Date.now() + 60_000,
      payload: fixtureRpc('keep').descriptor.request.encode({ text: 'once', to: world().bob }).finish(),
    };
    const value = im.Pack.encode({ version: 1, producer: 'gate.other', number: 1, envelopes: [envelope] }).finish();
    const record = { topic: world().topics.service('Fixture'), partition: partitionOf(world().alice, 4), value };
    await world().bus.publish([record, record]);
    await world().ask('Fixture.Keep', { text: 'two', to: world().bob });
    await world().bus.publish([record]);
    await world().ask('Fixture.Keep', { text: 'three', to: world().bob });
    expect((await world().history(world().alice, world().bob)).map(({ text }) => text)).toEqual(['once', 'two', 'three']);
  });

  test('a refused command leaves nothing, and no gap even when it had taken a seq', async () => {
    await world().start('Fixture');
    const ids = ['Keep', 'Refuse', 'RefuseAfterSeq', 'Keep', 'RefuseAfterSeq', 'Keep'].map((rpc, i) =>
      world().send(`Fixture.${rpc}`, { text: `m${i}`, to: world().bob }, { connection: i + 1 }),
    );
    const other = world().send('Fixture.Keep', { text: 'from bob', to: world().alice }, { user: world().bob });
    await waitFor(() => [...ids, other].every((id) => world().replies(id).length > 0), 'all replies');
    const stored = await world().history(world().alice, world().bob);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(stored.map(({ text }) => text).filter((text) => text !== 'from bob')).toEqual(['m0', 'm3', 'm5']);
  });

  test('a bug in a handler costs one command: INTERNAL_ERROR, a dead letter with the cause, the others are stored', async () => {
    await world().start('Fixture');
    const before = world().send('Fixture.Keep', { text: 'one', to: world().bob });
    const bad = world().send('Fixture.Explode', { text: 'x' });
    const after = world().send('Fixture.Keep', { text: 'two', to: world().bob });
    await waitFor(() => [before, bad, after].every((id) => world().replies(id).length > 0), 'all replies');
    expect(failureCode(world().replies(bad)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    await waitFor(() => world().deadLetters.length > 0, 'the dead letter');
    expect(world().deadLetters[0]).toMatchObject({ group: 'fixture', cause: 'TypeError: a bug' });
    expect(im.Envelope.decode(world().deadLetters[0]?.value ?? new Uint8Array())).toMatchObject({
      rpc: 9003,
      userId: world().alice,
    });
    expect((await world().history(world().alice, world().bob)).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('a row the store refuses costs one command, the others of its batch are stored', async () => {
    const broken: Batches<LogicStore> = {
      ...store().batches,
      open: (group, topic, claims, options) => {
        const batch = store().batches.open(group, topic, claims, options);
        return {
          beginCommand: () => {
            const command = batch.beginCommand();
            const table = command.tx.messages;
            let poisoned = false;
            const append = (m: Parameters<typeof table.append>[0]) => {
              poisoned ||= m.text === 'poison';
              return table.append(m);
            };
            const messages = new Proxy(table, {
              get: (_, name) => (name === 'append' ? append : Reflect.get(table, name, table).bind(table)),
            });
            return {
              tx: new Proxy(command.tx, {
                get: (tables, name) => (name === 'messages' ? messages : Reflect.get(tables, name, tables)),
              }),
              keep: () => {
                if (!poisoned) return command.keep();
                command.discard();
                throw new DataError('the row is refused');
              },
              discard: () => command.discard(),
            };
          },
          commit: (outbox) => batch.commit(outbox),
          rollback: () => batch.rollback(),
        };
      },
    };
    await world().start('Fixture', { batches: broken });
    const ids = ['one', 'poison', 'two'].map((text) => world().send('Fixture.Keep', { text, to: world().bob }));
    await waitFor(() => ids.every((id) => world().replies(id).length > 0), 'all replies');
    expect(failureCode(world().replies(ids[1] ?? 0)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    expect(await world().history(world().alice, world().bob)).toEqual([
      { seq: 1, text: 'one' },
      { seq: 2, text: 'two' },
    ]);
  });

  test('a record nobody can read goes to the dead letters, those behind it run', async () => {
    await world().start('Fixture');
    const topic = world().topics.service('Fixture');
    const partition = partitionOf(world().alice, 4);
    await world().bus.publish([{ topic, partition, value: Buffer.from('garbage') }]);
    await world().bus.publish([{ topic, partition, value: im.Pack.encode({ version: 9, producer: 'x', number: 1 }).finish() }]);
    await world().ask('Fixture.Keep', { text: 'one', to: world().bob });
    await waitFor(() => world().deadLetters.length === 2, 'two dead letters');
    expect(world().deadLetters.map(({ index }) => index)).toEqual([-1, -1]);
    expect(Buffer.from(world().deadLetters[0]?.value ?? [])).toEqual(Buffer.from('garbage'));
  });

  test('more dead letters a minute than a bad command makes stop the instance', async () => {
    const errors: Error[] = [];
    await world().start('Fixture', { onFatal: (error) => errors.push(error) });
    for (let i = 0; i < 25; i++) world().send('Fixture.Explode', { text: 'x' });
    await waitFor(() => errors.length > 0, 'the end');
    expect(errors[0]?.message).toMatch(/bad deploy/);
  });

  test('what was not run when a bad deploy is stopped is left to the next one: nothing of it is answered or thrown away', async () => {
    const errors: Error[] = [];
    const bad = await world().start('Fixture', { onFatal: (error) => errors.push(error) });
    const ids = Array.from({ length: 200 }, (_, i) => world().send('Fixture.Explode', { text: String(i) }));
    await waitFor(() => errors.length > 0, 'the end');
    await bad.close();
    expect(errors).toHaveLength(1);
    expect(world().deadLetters.length).toBeLessThanOrEqual(20);
    expect(ids.filter((id) => world().replies(id).length > 0)).toEqual([]);
  });

  test('a drain that takes too long does not touch the assignment that came meanwhile', async () => {
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    let stops = 1;
    let options: ConsumeOptions | undefined;
    const seen: [number, LogRecord][] = [];
    const { bus } = world();
    const consume = (given: ConsumeOptions): ReturnType<Bus['consume']> => {
      options = given;
      const onRecords: ConsumeOptions['onRecords'] = (partition, some) => {
        for (const { offset, value } of some) seen.push([partition, { offset, value: Buffer.from(value) }]);
        given.onRecords(partition, some);
      };
      return bus.consume({ ...given, onRecords });
    };
    await world().start('Fixture', {
      bus: { ...withoutDrain(bus), consume },
      afterCommit: () => (stops-- > 0 ? stuck : Promise.resolve()),
    });
    const first = world().send('Fixture.Keep', { text: 'first', to: world().bob });
    await expect.poll(async () => (await world().history(world().alice, world().bob)).length).toBe(1);
    // The group's patience ends: the partitions are given anew while the drain still waits for the publish.
    const draining = options?.onRevoked();
    await options?.onAssigned([0, 1, 2, 3].map((partition) => ({ partition, earliest: 0, end: 100 })));
    for (const [partition, record] of seen) options?.onRecords(partition, [record]);
    release();
    await draining;
    await waitFor(() => world().replies(first).length > 0, 'the first reply');
    await world().ask('Fixture.Keep', { text: 'second', to: world().bob });
  });

  test('a partition that was paused while it was answered again flows on', async () => {
    // Much has been run and is still to be answered: the row says so before anybody has started.
    const { bus, topics, alice } = world();
    const topic = topics.service('Fixture');
    const partition = partitionOf(alice, 4);
    const { descriptor } = fixtureRpc('look');
    const payload = descriptor.request.encode({ text: 'x'.repeat(200_000) }).finish();
    const envelopes = [{ kind: im.Envelope.Kind.COMMAND, rpc: descriptor.number, requestId: 1, userId: alice, payload }];
    const value = (number: number) => im.Pack.encode({ version: 1, producer: 'gate.old', number, envelopes }).finish();
    const count = 40;
    await bus.publish(Array.from({ length: count }, (_, i) => ({ topic, partition, value: value(i + 1) })));
    await store().batches.loadPositions('fixture', topic, [{ partition, earliest: 0, end: count }]);
    await store()
      .batches.open('fixture', topic, [{ partition, start: 0, end: count, published: 0, producers: new Map() }])
      .commit([]);
    // Slow answers: what is still to be answered gathers until the partition is paused.
    const slowly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    await world().start('Fixture', { afterCommit: slowly });
    await world().ask('Fixture.Keep', { text: 'behind', to: world().bob });
  });

  test('when the store fails the batch runs again until it is stored, once', async () => {
    let failures = 5;
    const failing: Batches<LogicStore> = {
      ...store().batches,
      open: (group, topic, claims, options) => {
        const batch = store().batches.open(group, topic, claims, options);
        return {
          beginCommand: () => batch.beginCommand(),
          commit: async (outbox) => {
            if (failures-- > 0) throw new StoreFailed('away');
            await batch.commit(outbox);
          },
          rollback: () => batch.rollback(),
        };
      },
    };
    await world().start('Fixture', { batches: failing });
    const ids = ['one', 'two', 'three'].map((text) => world().send('Fixture.Keep', { text, to: world().bob }));
    await waitFor(() => ids.every((id) => world().replies(id).length > 0), 'all replies');
    expect(ids.map((id) => world().replies(id).length)).toEqual([1, 1, 1]);
    expect((await world().history(world().alice, world().bob)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(failures).toBeLessThan(0);
  });

  test('who takes over after a death between commit and publish answers again and runs nothing again', async () => {
    // The first instance stands still after its commit, as a dead one would; leaving the group without its answers.
    const never = new Promise<void>(() => undefined);
    const dying = await world().start('Logic', { afterCommit: () => never, bus: withoutDrain(world().bus) });
    const dyingFixture = await world().start('Fixture', { afterCommit: () => never, bus: withoutDrain(world().bus) });
    const id = randomBytes(16);
    const sent = world().send('Logic.SendMessage', message('hello', id));
    const kept = world().send('Fixture.Keep', { text: 'kept', to: world().bob });
    const refusedOne = world().send('Fixture.Refuse', {});
    const looked = world().send('Fixture.Look', { to: world().bob });
    await expect.poll(async () => (await world().history(world().alice, world().bob)).length, { timeout: 10_000 }).toBe(2);
    expect([sent, kept, refusedOne, looked].map((request) => world().replies(request).length)).toEqual([0, 0, 0, 0]);
    void dying.close();
    void dyingFixture.close();

    await world().start('Logic');
    await world().start('Fixture');
    await waitFor(
      () => [sent, kept, refusedOne, looked].every((request) => world().replies(request).length === 1),
      'the answers',
    );
    expect(Buffer.compare(decodeSendReply(world().replies(sent)[0] as im.Envelope).clientMessageId, id)).toBe(0);
    expect(failureCode(world().replies(refusedOne)[0] as im.Envelope)).toBe('BAD_ARGUMENT');
    await waitFor(() => world().pushed.length === 2, 'the pushes');
    expect(
      world()
        .pushed.map(({ text }) => text)
        .sort(),
    ).toEqual(['hello', 'kept']);
    expect((await world().history(world().alice, world().bob)).length).toBe(2);
    expect(decodeSendReply(await world().ask('Logic.SendMessage', message('next'))).seq).toBe(3);
  });

  test('answers that are published are marked so: the next owner does not publish them again', async () => {
    const first = await world().start('Fixture');
    const kept = world().send('Fixture.Keep', { text: 'kept', to: world().bob });
    await waitFor(() => world().replies(kept).length === 1, 'the reply');
    await first.close();
    await world().start('Fixture');
    await world().ask('Fixture.Keep', { text: 'next', to: world().bob });
    expect(world().replies(kept).length).toBe(1);
    const topic = world().topics.service('Fixture');
    expect(await store().batches.readOutbox('fixture', topic, partitionOf(world().alice, 4), 0, 1)).toEqual([]);
  });

  test('a log that ends below the stored position halts the partition and alarms', async () => {
    const topic = world().topics.service('Fixture');
    const partition = partitionOf(world().alice, 4);
    await store().batches.loadPositions('fixture', topic, [{ partition, earliest: 50, end: 50 }]);
    const serving = await world().start('Fixture');
    expect(serving.pausedPartitions().get(partition)).toMatch(/log ends at 0/);
    expect(world().log.lines.some(({ level, message: line }) => level === 'error' && line.startsWith('partition paused'))).toBe(
      true,
    );
  });
});
