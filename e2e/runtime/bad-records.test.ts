// What input can do to a service: one malformed envelope, a flood of garbage, and commands that meet a bug.
import { expect, test } from 'vitest';
import { type Batches, DataError } from '../../infra/ports/index.ts';
import { testGateSigner } from '../../infra/testing/test-packs.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { newId } from '../../proto/ids.ts';
import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';

onEveryStore('bad records', (fixture, store) => {
  const target = () => ({ topic: fixture().topics.service('Fixture'), partition: partitionOf(fixture().alice, 4) });
  const keep = (text: string) => ({ text, toUserId: fixture().bob });
  const failed = async (ids: readonly number[]) => {
    await waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
    return ids.map((id) => failureCode(fixture().replies(id)[0] as im.Envelope));
  };

  test('a malformed envelope is dead-lettered, and its neighbours in the pack run', async () => {
    const onFatal = (error: Error): never => expect.fail(String(error));
    await fixture().start('Fixture', { onFatal });
    const command = (requestId: number, fields: im.Envelope.$Properties) => ({
      kind: im.Envelope.Kind.COMMAND,
      rpc: fixtureRpc('keep').descriptor.number,
      requestId,
      userId: fixture().alice,
      replyTo: { topic: fixture().topics.gate, partition: 0, instance: 'gate.test' },
      timeoutMs: 60_000,
      payload: fixtureRpc('keep')
        .descriptor.request.encode(keep(`number ${requestId}`))
        .finish(),
      ...fields,
    });
    const envelopes = [command(101, {}), command(102, { deviceKind: 'abcXdef' }), command(103, {})];
    const pack = Buffer.from(im.Pack.encode({ version: 1, producer: 'gate.other', number: 1, envelopes }).finish());
    // Invalid UTF-8, as a gate with a bug would write it.
    pack[pack.indexOf('abcXdef') + 3] = 0xff;
    await fixture().bus.publish([{ ...target(), value: testGateSigner.sign(pack, target(), '') }]);
    expect(await failed([101, 103])).toEqual(['CODE_UNSPECIFIED', 'CODE_UNSPECIFIED']);
    await waitFor(() => fixture().deadLetters.length === 1, 'the dead letter');
    expect(fixture().deadLetters[0]).toMatchObject({ index: 1, cause: expect.stringContaining('malformed') });
    expect(fixture().replies(102)).toEqual([]);
  });

  test('a flood of garbage neither stops the service nor fills the dead letters', async () => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const garbage = Array.from({ length: 200 }, (_, i) => ({ ...target(), value: Buffer.from(`garbage ${i}`) }));
    await fixture().bus.publish(garbage);
    await fixture().ask('Fixture.Keep', keep('one'));
    await fixture().bus.publish(garbage);
    await fixture().ask('Fixture.Keep', keep('two'));
    expect(errors).toEqual([]);
    expect(fixture().deadLetters).toHaveLength(20);
    expect(fixture().log.lines.filter(({ message }) => message.includes('malformed records discarded'))).toHaveLength(1);
    expect((await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('one client that meets a bug again and again is answered each time, and the service goes on', async () => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const accounts = Array.from({ length: 30 }, newId);
    // Many accounts and addresses, all of one network.
    const ids = accounts.flatMap((userId, i) =>
      Array.from({ length: 5 }, () =>
        fixture().send('Fixture.Explode', { text: 'x' }, { userId, clientIp: `2001:db8:1:2::${i.toString(16)}` }),
      ),
    );
    expect(new Set(await failed(ids))).toEqual(new Set(['INTERNAL_ERROR']));
    await fixture().ask('Fixture.Keep', keep('one'));
    expect(errors).toEqual([]);
    expect(fixture().deadLetters).toHaveLength(100);
  });

  test('no transaction is open while a dead letter is published', async () => {
    const { bus, topics } = fixture();
    const { batches, openCount } = counting(store().batches);
    const openAtPublish: number[] = [];
    const publish: typeof bus.publish = (records) => {
      if (records.some(({ topic }) => topic === topics.deadLetter)) openAtPublish.push(openCount());
      return bus.publish(records);
    };
    await fixture().start('Fixture', { batches, bus: { ...bus, publish } });
    const ids = [keep('one'), undefined, keep('two'), undefined].map((request) =>
      fixture().send(request ? 'Fixture.Keep' : 'Fixture.Explode', request ?? { text: 'x' }, { userId: newId() }),
    );
    expect(await failed(ids)).toEqual(['CODE_UNSPECIFIED', 'INTERNAL_ERROR', 'CODE_UNSPECIFIED', 'INTERNAL_ERROR']);
    expect(openAtPublish).toEqual([0, 0]);
  });

  test('rows that the store refuses cost their senders an error, and the service goes on', async () => {
    const errors: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => errors.push(error), batches: refusing(store().batches, '😀') });
    const userIds = Array.from({ length: 30 }, newId);
    const ids = userIds.map((userId) => fixture().send('Fixture.Keep', keep('😀'), { userId }));
    const good = fixture().send('Fixture.Keep', keep('good'));
    expect(new Set(await failed(ids))).toEqual(new Set(['INTERNAL_ERROR']));
    expect(await failed([good])).toEqual(['CODE_UNSPECIFIED']);
    expect(errors).toEqual([]);
  });

  test('a bug that half of all networks meet stops the instance, and the next one does not meet its commands again', async () => {
    const errors: Error[] = [];
    const bad = await fixture().start('Fixture', { onFatal: (error) => errors.push(error) });
    const ids = Array.from({ length: 24 }, (_, i) =>
      fixture().send('Fixture.Explode', { text: 'x' }, { userId: newId(), clientIp: `10.0.${i}.1` }),
    );
    await waitFor(() => errors.length > 0, 'the end');
    expect(errors[0]?.message).toMatch(/bad deploy/);
    await bad.close();
    const later: Error[] = [];
    await fixture().start('Fixture', { onFatal: (error) => later.push(error) });
    await fixture().ask('Fixture.Keep', keep('one'));
    expect(new Set(await failed(ids))).toEqual(new Set(['INTERNAL_ERROR']));
    expect(later).toEqual([]);
    expect(fixture().deadLetters).toHaveLength(24);
  });
});

/** The store, and how many of its batches are open now. */
function counting(batches: Batches<LogicStore>): { batches: Batches<LogicStore>; openCount(): number } {
  const open = new Set<object>();
  return {
    openCount: () => open.size,
    batches: {
      ...batches,
      open: (...given) => {
        const batch = batches.open(...given);
        open.add(batch);
        return {
          beginCommand: () => batch.beginCommand(),
          commit: (outbox) => batch.commit(outbox).finally(() => open.delete(batch)),
          rollback: () => batch.rollback().finally(() => open.delete(batch)),
        };
      },
    },
  };
}

/** The store, which refuses every message with this text. */
function refusing(batches: Batches<LogicStore>, text: string): Batches<LogicStore> {
  return {
    ...batches,
    open: (...given) => {
      const batch = batches.open(...given);
      return {
        beginCommand: () => {
          const command = batch.beginCommand();
          let isRefused = false;
          const messages = new Proxy(command.tx.messages, {
            get: (table, name) => {
              if (name !== 'append') return Reflect.get(table, name, table).bind(table);
              return (message: Parameters<typeof table.append>[0]) => {
                isRefused ||= message.text === text;
                return table.append(message);
              };
            },
          });
          return {
            tx: new Proxy(command.tx, { get: (tx, name) => (name === 'messages' ? messages : Reflect.get(tx, name, tx)) }),
            keep: () => {
              if (!isRefused) return command.keep();
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
}
