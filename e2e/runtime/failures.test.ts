import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  type Batches,
  type Bus,
  type ConsumeOptions,
  DataError,
  type LogRecord,
  PositionMoved,
  StoreFailed,
} from '../../infra/ports/index.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { signedPack } from '../../infra/testing/test-packs.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { FIXTURE_PARTITIONS, fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { decodeSendReply, failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('failures of a service', (fixture, store) => {
  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, toUserId: fixture().bob, text });
  test('a payload that cannot be decoded is refused with BAD_PAYLOAD, and other commands are unaffected', async () => {
    await fixture().start('Logic');
    const before = fixture().send('Logic.SendMessage', message('one'));
    const broken = fixture().send('Logic.SendMessage', {}, { payload: Buffer.from([0x0a, 0xff, 0x01]) });
    const after = fixture().send('Logic.SendMessage', message('two'));
    await waitFor(() => [before, broken, after].every((id) => fixture().replies(id).length > 0), 'all replies');
    expect(failureCode(fixture().replies(broken)[0] as im.Envelope)).toBe('BAD_PAYLOAD');
    expect(decodeSendReply(fixture().replies(after)[0] as im.Envelope).seq).toBe(2);
    expect(fixture().deadLetters).toEqual([]);
  });

  test('a pack that is in the log twice runs once, even if its commands have no id', async () => {
    await fixture().start('Fixture');
    const envelope = {
      kind: im.Envelope.Kind.COMMAND,
      rpc: 9001,
      requestId: 77,
      userId: fixture().alice,
      replyTo: { topic: fixture().topics.gate, partition: 0, instance: 'gate.test' },
      timeoutMs: 60_000,
      payload: fixtureRpc('keep').descriptor.request.encode({ text: 'once', toUserId: fixture().bob }).finish(),
    };
    const place = { topic: fixture().topics.service('Fixture'), partition: partitionOf(fixture().alice, 4) };
    const record = signedPack(place, { producer: 'gate.other', envelopes: [envelope] });
    await fixture().bus.publish([record, record]);
    await fixture().ask('Fixture.Keep', { text: 'two', toUserId: fixture().bob });
    await fixture().bus.publish([record]);
    await fixture().ask('Fixture.Keep', { text: 'three', toUserId: fixture().bob });
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['once', 'two', 'three']);
  });

  test('a refused command stores nothing and leaves no gap, even after it took a seq', async () => {
    await fixture().start('Fixture');
    const ids = ['Keep', 'Refuse', 'RefuseAfterSeq', 'Keep', 'RefuseAfterSeq', 'Keep'].map((rpc, i) =>
      fixture().send(`Fixture.${rpc}`, { text: `m${i}`, toUserId: fixture().bob }, { connection: i + 1 }),
    );
    const other = fixture().send('Fixture.Keep', { text: 'from bob', toUserId: fixture().alice }, { userId: fixture().bob });
    await waitFor(() => [...ids, other].every((id) => fixture().replies(id).length > 0), 'all replies');
    const history = await fixture().history(fixture().alice, fixture().bob);
    expect(history.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(history.map(({ text }) => text).filter((text) => text !== 'from bob')).toEqual(['m0', 'm3', 'm5']);
  });

  test('a bug in a handler fails its command with INTERNAL_ERROR and a dead letter, and other commands are stored', async () => {
    await fixture().start('Fixture');
    const before = fixture().send('Fixture.Keep', { text: 'one', toUserId: fixture().bob });
    const bad = fixture().send('Fixture.Explode', { text: 'x' });
    const after = fixture().send('Fixture.Keep', { text: 'two', toUserId: fixture().bob });
    await waitFor(() => [before, bad, after].every((id) => fixture().replies(id).length > 0), 'all replies');
    expect(failureCode(fixture().replies(bad)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    await waitFor(() => fixture().deadLetters.length > 0, 'the dead letter');
    expect(fixture().deadLetters[0]).toMatchObject({ group: 'fixture', cause: 'TypeError: a bug' });
    const envelope = im.Envelope.decode(fixture().deadLetters[0]?.value ?? new Uint8Array());
    expect(envelope).toMatchObject({ rpc: 9003, userId: fixture().alice });
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('a row that the store refuses fails its command, and the other commands of the batch are stored', async () => {
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
              tx: new Proxy(command.tx, { get: (tx, name) => (name === 'messages' ? messages : Reflect.get(tx, name, tx)) }),
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
    await fixture().start('Fixture', { batches: broken });
    const ids = ['one', 'poison', 'two'].map((text) => fixture().send('Fixture.Keep', { text, toUserId: fixture().bob }));
    await waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
    expect(failureCode(fixture().replies(ids[1] ?? 0)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    expect(await fixture().history(fixture().alice, fixture().bob)).toEqual([
      { seq: 1, text: 'one' },
      { seq: 2, text: 'two' },
    ]);
  });

  test('a record that cannot be decoded is dead-lettered, and the records after it run', async () => {
    await fixture().start('Fixture');
    const place = { topic: fixture().topics.service('Fixture'), partition: partitionOf(fixture().alice, 4) };
    await fixture().bus.publish([{ ...place, value: Buffer.from('garbage') }]);
    await fixture().bus.publish([signedPack(place, { version: 9, producer: 'x' })]);
    await fixture().ask('Fixture.Keep', { text: 'one', toUserId: fixture().bob });
    await waitFor(() => fixture().deadLetters.length === 2, 'two dead letters');
    expect(fixture().deadLetters.map(({ index }) => index)).toEqual([-1, -1]);
    expect(Buffer.from(fixture().deadLetters[0]?.value ?? [])).toEqual(Buffer.from('garbage'));
  });

  test('a drain that exceeds its time-out does not touch the next assignment', async () => {
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    let stops = 1;
    let options: ConsumeOptions | undefined;
    const seen: [number, LogRecord][] = [];
    const { bus } = fixture();
    const consume = (given: ConsumeOptions): ReturnType<Bus['consume']> => {
      options = given;
      const onRecords: ConsumeOptions['onRecords'] = (partition, some, end) => {
        for (const { offset, value } of some) seen.push([partition, { offset, value: Buffer.from(value) }]);
        given.onRecords(partition, some, end);
      };
      return bus.consume({ ...given, onRecords });
    };
    await fixture().start('Fixture', {
      bus: { ...withoutDrain(bus), consume },
      afterCommit: () => (stops-- > 0 ? stuck : Promise.resolve()),
    });
    const first = fixture().send('Fixture.Keep', { text: 'first', toUserId: fixture().bob });
    await expect.poll(async () => (await fixture().history(fixture().alice, fixture().bob)).length).toBe(1);
    // The drain times out: the partitions are assigned again while the drain still waits for the publish.
    const draining = options?.onRevoked();
    await options?.onAssigned([0, 1, 2, 3].map((partition) => ({ partition, earliest: 0, end: 100 })));
    for (const [partition, record] of seen) options?.onRecords(partition, [record], record.offset + 1);
    release();
    await draining;
    await waitFor(() => fixture().replies(first).length > 0, 'the first reply');
    await fixture().ask('Fixture.Keep', { text: 'second', toUserId: fixture().bob });
  });

  test('a partition that was paused as congested during its replay resumes after it', async () => {
    // Before any instance starts, the position row says that many records are stored and not published.
    const { bus, topics, alice } = fixture();
    const topic = topics.service('Fixture');
    const partition = partitionOf(alice, 4);
    const { descriptor } = fixtureRpc('look');
    const payload = descriptor.request.encode({ text: 'x'.repeat(200_000) }).finish();
    const envelopes = [{ kind: im.Envelope.Kind.COMMAND, rpc: descriptor.number, requestId: 1, userId: alice, payload }];
    const count = 40;
    await bus.publish(
      Array.from({ length: count }, (_, i) =>
        signedPack({ topic, partition }, { producer: 'gate.old', number: i + 1, envelopes }),
      ),
    );
    await store().batches.loadPositions('fixture', topic, [{ partition, earliest: 0, end: count }]);
    await store()
      .batches.open('fixture', topic, [{ partition, start: 0, end: count, published: 0, producers: new Map() }])
      .commit([]);
    // The replay is slow: records wait until the partition is congested.
    const slowly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));
    await fixture().start('Fixture', { afterCommit: slowly });
    await fixture().ask('Fixture.Keep', { text: 'behind', toUserId: fixture().bob });
  });

  test('while the store fails a batch is retried, and it is stored once', async () => {
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
    await fixture().start('Fixture', { batches: failing });
    const ids = ['one', 'two', 'three'].map((text) => fixture().send('Fixture.Keep', { text, toUserId: fixture().bob }));
    await waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
    expect(ids.map((id) => fixture().replies(id).length)).toEqual([1, 1, 1]);
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(failures).toBeLessThan(0);
  });

  test('after a crash between commit and publish, the new owner replays the outcomes and runs no command again', async () => {
    // The first instance hangs after its commit, as if dead, and leaves the group without publishing its outcomes.
    const never = new Promise<void>(() => undefined);
    const dying = await fixture().start('Logic', { afterCommit: () => never, bus: withoutDrain(fixture().bus) });
    const dyingFixture = await fixture().start('Fixture', { afterCommit: () => never, bus: withoutDrain(fixture().bus) });
    const id = randomBytes(16);
    const sent = fixture().send('Logic.SendMessage', message('hello', id));
    const kept = fixture().send('Fixture.Keep', { text: 'kept', toUserId: fixture().bob });
    const refusedOne = fixture().send('Fixture.Refuse', {});
    const looked = fixture().send('Fixture.Look', { toUserId: fixture().bob });
    await expect.poll(async () => (await fixture().history(fixture().alice, fixture().bob)).length, { timeout: 10_000 }).toBe(2);
    expect([sent, kept, refusedOne, looked].map((request) => fixture().replies(request).length)).toEqual([0, 0, 0, 0]);
    void dying.close();
    void dyingFixture.close();

    await fixture().start('Logic');
    await fixture().start('Fixture');
    await waitFor(
      () => [sent, kept, refusedOne, looked].every((request) => fixture().replies(request).length === 1),
      'the answers',
    );
    expect(Buffer.compare(decodeSendReply(fixture().replies(sent)[0] as im.Envelope).clientMessageId, id)).toBe(0);
    expect(failureCode(fixture().replies(refusedOne)[0] as im.Envelope)).toBe('BAD_ARGUMENT');
    await waitFor(() => fixture().pushed.length === 2, 'the pushes');
    expect(
      fixture()
        .pushed.map(({ text }) => text)
        .sort(),
    ).toEqual(['hello', 'kept']);
    expect((await fixture().history(fixture().alice, fixture().bob)).length).toBe(2);
    expect(decodeSendReply(await fixture().ask('Logic.SendMessage', message('next'))).seq).toBe(3);
  });

  test('the next owner of a partition does not publish outcomes that are marked as published', async () => {
    const first = await fixture().start('Fixture');
    const kept = fixture().send('Fixture.Keep', { text: 'kept', toUserId: fixture().bob });
    await waitFor(() => fixture().replies(kept).length === 1, 'the reply');
    await first.close();
    await fixture().start('Fixture');
    await fixture().ask('Fixture.Keep', { text: 'next', toUserId: fixture().bob });
    expect(fixture().replies(kept).length).toBe(1);
    const topic = fixture().topics.service('Fixture');
    expect(await store().batches.readOutbox('fixture', topic, partitionOf(fixture().alice, 4), 0, 1)).toEqual([]);
  });

  test('a log that ends below the stored position pauses the partition, and its callers get UNAVAILABLE at once', async () => {
    const topic = fixture().topics.service('Fixture');
    const partition = partitionOf(fixture().alice, FIXTURE_PARTITIONS);
    await store().batches.loadPositions('fixture', topic, [{ partition, earliest: 50, end: 50 }]);
    const serving = await fixture().start('Fixture');
    expect(serving.pausedPartitions().get(partition)).toMatch(/log ends at 0/);
    const errors = fixture().log.lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ message: line }) => line)).toContainEqual(expect.stringMatching(/^partition paused/));
    for (const text of ['one', 'two']) {
      const reply = await fixture().ask('Fixture.Keep', { text, toUserId: fixture().bob });
      expect(failureCode(reply)).toBe('UNAVAILABLE');
    }
    expect(await fixture().history(fixture().alice, fixture().bob)).toEqual([]);
  });

  test('commands that wait when their partition pauses get UNAVAILABLE at once', async () => {
    let isMoved = false;
    const movedBack: Batches<LogicStore> = {
      ...store().batches,
      open(group, topic, claims, options) {
        if (!isMoved) return store().batches.open(group, topic, claims, options);
        const moved = (): never => {
          throw new PositionMoved(claims.map(({ partition }) => partition));
        };
        return { beginCommand: moved, commit: moved, rollback: async () => undefined };
      },
      async loadPositions(group, topic, ranges) {
        const positions = await store().batches.loadPositions(group, topic, ranges);
        if (!isMoved) return positions;
        return new Map([...positions].map(([partition, position]) => [partition, { ...position, next: 0, published: 0 }]));
      },
    };
    const serving = await fixture().start('Fixture', { batches: movedBack });
    await fixture().ask('Fixture.Keep', { text: 'stored', toUserId: fixture().bob });
    isMoved = true;
    const reply = await fixture().ask('Fixture.Keep', { text: 'waits', toUserId: fixture().bob });
    expect(failureCode(reply)).toBe('UNAVAILABLE');
    expect(serving.pausedPartitions().size).toBe(1);
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['stored']);
  });
});
