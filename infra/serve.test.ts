import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { im } from '../proto/contract.ts';
import { idBytes } from '../proto/ids.ts';
import { partitionOf } from '../proto/partition.ts';
import { CallError } from './call.ts';
import { embeddedBatches } from './embedded/batches.ts';
import { embeddedLogicStored } from './embedded/messages.ts';
import { openStore } from './embedded/store.ts';
import { mysqlWorld } from './mysql/testing.ts';
import { type Batches, DataError, StoreFailed } from './ports.ts';
import { fixtureRpc, makeWorld, type TestStore, type World, waitFor } from './serve/test-world.ts';
import { describeReal } from './servers/testing.ts';

type Stored = Parameters<typeof makeWorld>[0]['batches'] extends Batches<infer S> ? S : never;

function embeddedStore(): TestStore {
  const store = openStore(':memory:');
  return {
    batches: embeddedBatches(store, embeddedLogicStored(store)),
    addUser: async (user) => {
      store
        .statement('INSERT INTO accounts (user, name, name_key, password_hash, created_at) VALUES (?, ?, ?, ?, ?)')
        .run(idBytes(user), user, user, '', 0);
    },
    close: () => store.close(),
  };
}

async function mysqlStore(): Promise<TestStore> {
  const world = await mysqlWorld();
  return {
    batches: world.connect(),
    addUser: (user) => world.addPerson({ user, name: user, nameKey: user }),
    close: () => world.close(),
  };
}

describe('serve on the embedded store', () => serveTests(async () => embeddedStore()));
describeReal('serve on MySQL', ['mysql'], () => serveTests(mysqlStore));

function serveTests(makeStore: () => Promise<TestStore>): void {
  let store: TestStore;
  let world: World;
  beforeEach(async () => {
    store = await makeStore();
    world = await makeWorld(store);
  });
  afterEach(() => world.close());

  const message = (text: string, id: Uint8Array = randomBytes(16)) => ({ clientMessageId: id, to: world.bob, text });
  const sendReply = (envelope: im.Envelope): im.SendMessageReply =>
    im.SendMessageReply.decode(envelope.payload) as im.SendMessageReply;
  const codeOf = (envelope: im.Envelope): string | undefined => im.Code[envelope.failure?.code ?? 0];

  test('a message is stored, acknowledged after the commit, and pushed to the receiver', async () => {
    await world.start('Logic');
    const id = randomBytes(16);
    const reply = sendReply(await world.ask('Logic.SendMessage', message('hello', id)));
    expect(reply).toMatchObject({ seq: 1, messageId: `${reply.conversation}.1` });
    expect(Buffer.compare(reply.clientMessageId, id)).toBe(0);
    await waitFor(() => world.pushed.length === 1, 'the push');
    expect(world.pushed).toEqual([{ text: 'hello', seq: 1, targets: [2], eventId: '' }]);
    expect(await world.history(world.bob, world.alice)).toEqual([{ seq: 1, text: 'hello' }]);
  });

  test("a user's messages are stored in the order he sent them, many at once", async () => {
    await world.start('Logic');
    const ids = Array.from({ length: 300 }, (_, i) => world.send('Logic.SendMessage', message(`m${i}`)));
    await waitFor(() => ids.every((id) => world.replies(id).length > 0), 'all replies');
    expect(ids.map((id) => sendReply(world.replies(id)[0] as im.Envelope).seq)).toEqual(ids.map((_, i) => i + 1));
    expect((await world.history(world.alice, world.bob)).map(({ text }) => text)).toEqual(ids.map((_, i) => `m${i}`));
  });

  test('a message to oneself is stored once and pushed to the sending connection too', async () => {
    await world.start('Logic');
    await world.ask('Logic.SendMessage', { ...message('note'), to: world.alice });
    await waitFor(() => world.pushed.length === 1, 'the push');
    expect(world.pushed[0]?.targets).toEqual([1]);
    expect(await world.history(world.alice, world.alice)).toEqual([{ seq: 1, text: 'note' }]);
  });

  test("the sender's other devices get the message, the sending connection does not", async () => {
    await world.start('Logic');
    const [phone] = world.routes.entries.get(world.alice) ?? [];
    if (!phone) throw new Error('alice has no route');
    world.routes.entries.set(world.alice, [
      phone,
      { ...phone, session: 'desktop', address: { ...phone.address, connection: 7 } },
    ]);
    await world.ask('Logic.SendMessage', message('hello'));
    await waitFor(() => world.pushed.length === 1, 'the push');
    expect([...(world.pushed[0]?.targets ?? [])].sort()).toEqual([2, 7]);
  });

  test('a resend gets the first answer and is stored once; the same id with another text is ID_REUSED', async () => {
    await world.start('Logic');
    const id = randomBytes(16);
    const first = await world.ask('Logic.SendMessage', message('hello', id));
    const again = await world.ask('Logic.SendMessage', message('hello', id));
    expect(sendReply(again)).toEqual(sendReply(first));
    expect(codeOf(await world.ask('Logic.SendMessage', message('other', id)))).toBe('ID_REUSED');
    const twice = [
      world.send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
      world.send(
        'Logic.SendMessage',
        message(
          'both',
          id.map((b) => b ^ 1),
        ),
      ),
    ];
    await waitFor(() => twice.every((request) => world.replies(request).length > 0), 'both replies');
    expect(await world.history(world.alice, world.bob)).toEqual([
      { seq: 1, text: 'hello' },
      { seq: 2, text: 'both' },
    ]);
  });

  test.each([
    ['NO_SUCH_USER', 'an id like a@b.c', { to: 'a@b.c' }],
    ['NO_SUCH_USER', 'an id like 日本語', { to: '日本語' }],
    ['NO_SUCH_USER', 'no id', { to: '' }],
    ['NO_SUCH_USER', "nobody's id", { to: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['BAD_MESSAGE_ID', 'a message id of 15 bytes', { clientMessageId: new Uint8Array(15) }],
    ['BAD_MESSAGE_ID', 'no message id', { clientMessageId: new Uint8Array() }],
    ['TEXT_EMPTY', 'no text', { text: '' }],
    ['TEXT_TOO_LONG', 'a text of more bytes than allowed', { text: '字'.repeat(334) }],
  ])('%s for %s, and the next message takes the next seq', async (code, _what, wrong) => {
    await world.start('Logic');
    await world.ask('Logic.SendMessage', message('one'));
    expect(codeOf(await world.ask('Logic.SendMessage', { ...message('bad'), ...wrong }))).toBe(code);
    expect(sendReply(await world.ask('Logic.SendMessage', message('two'))).seq).toBe(2);
  });

  test('a payload nobody can decode is refused with BAD_PAYLOAD, the others notice nothing', async () => {
    await world.start('Logic');
    const before = world.send('Logic.SendMessage', message('one'));
    const broken = world.send('Logic.SendMessage', {}, { payload: Buffer.from([0x0a, 0xff, 0x01]) });
    const after = world.send('Logic.SendMessage', message('two'));
    await waitFor(() => [before, broken, after].every((id) => world.replies(id).length > 0), 'all replies');
    expect(codeOf(world.replies(broken)[0] as im.Envelope)).toBe('BAD_PAYLOAD');
    expect(sendReply(world.replies(after)[0] as im.Envelope).seq).toBe(2);
    expect(world.deadLetters).toEqual([]);
  });

  test('history comes in pages; unknown conversations and limits have their own codes', async () => {
    await world.start('Logic');
    for (let i = 1; i <= 5; i++) world.send('Logic.SendMessage', message(`m${i}`));
    const { conversation } = sendReply(await world.ask('Logic.SendMessage', message('m6')));
    const page = im.PullMessagesReply.decode(
      (await world.ask('Logic.PullMessages', { conversation, afterSeq: 2, limit: 3 }, { user: world.bob })).payload,
    );
    expect(page.messages.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(page.lastSeq).toBe(6);
    for (const strange of ['a@b.c', '日本語', '', 'AAAAAAAAAAAAAAAAAAAAAA']) {
      expect(codeOf(await world.ask('Logic.PullMessages', { conversation: strange }))).toBe('NO_SUCH_CONVERSATION');
    }
    expect(codeOf(await world.ask('Logic.PullMessages', { conversation }, { user: 'AAAAAAAAAAAAAAAAAAAAAQ' }))).toBe(
      'NO_SUCH_CONVERSATION',
    );
    expect(codeOf(await world.ask('Logic.PullMessages', { conversation, limit: 201 }))).toBe('BAD_LIMIT');
    expect(codeOf(await world.ask('Logic.PullMessages', { conversation, afterSeq: 2 ** 60 }))).toBe('BAD_ARGUMENT');
    const list = im.ListConversationsReply.decode((await world.ask('Logic.ListConversations', {}, { user: world.bob })).payload);
    expect(list).toMatchObject({
      more: false,
      conversations: [{ conversation, peer: world.alice, lastSeq: 6, lastMessage: { text: 'm6' } }],
    });
  });

  test('a pack that stands in the log twice has its effects once, also for commands without an id of their own', async () => {
    await world.start('Fixture');
    const envelope = {
      kind: im.Envelope.Kind.COMMAND,
      rpc: 9001,
      requestId: 77,
      user: world.alice,
      replyTo: { topic: world.topics.gate, partition: 0, instance: 'gate.test' },
      deadline: Date.now() + 60_000,
      payload: fixtureRpc('keep').route.request.encode({ text: 'once', to: world.bob }).finish(),
    };
    const value = im.Pack.encode({ version: 1, producer: 'gate.other', number: 1, envelopes: [envelope] }).finish();
    const record = { topic: world.topics.service('Fixture'), partition: partitionOf(world.alice, 4), value };
    await world.bus.publish([record, record]);
    await world.ask('Fixture.Keep', { text: 'two', to: world.bob });
    await world.bus.publish([record]);
    await world.ask('Fixture.Keep', { text: 'three', to: world.bob });
    expect((await world.history(world.alice, world.bob)).map(({ text }) => text)).toEqual(['once', 'two', 'three']);
  });

  test('a refused command leaves nothing, and no gap even when it had taken a seq', async () => {
    await world.start('Fixture');
    const ids = ['Keep', 'Refuse', 'RefuseAfterSeq', 'Keep', 'RefuseAfterSeq', 'Keep'].map((rpc, i) =>
      world.send(`Fixture.${rpc}`, { text: `m${i}`, to: world.bob }, { connection: i + 1 }),
    );
    const other = world.send('Fixture.Keep', { text: 'from bob', to: world.alice }, { user: world.bob });
    await waitFor(() => [...ids, other].every((id) => world.replies(id).length > 0), 'all replies');
    const stored = await world.history(world.alice, world.bob);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(stored.map(({ text }) => text).filter((text) => text !== 'from bob')).toEqual(['m0', 'm3', 'm5']);
  });

  test('a bug in a handler costs one command: INTERNAL_ERROR, a dead letter with the cause, the others are stored', async () => {
    await world.start('Fixture');
    const before = world.send('Fixture.Keep', { text: 'one', to: world.bob });
    const bad = world.send('Fixture.Explode', { text: 'x' });
    const after = world.send('Fixture.Keep', { text: 'two', to: world.bob });
    await waitFor(() => [before, bad, after].every((id) => world.replies(id).length > 0), 'all replies');
    expect(codeOf(world.replies(bad)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    await waitFor(() => world.deadLetters.length > 0, 'the dead letter');
    expect(world.deadLetters[0]).toMatchObject({ group: 'fixture', cause: 'TypeError: a bug' });
    expect(im.Envelope.decode(world.deadLetters[0]?.value ?? new Uint8Array())).toMatchObject({ rpc: 9003, user: world.alice });
    expect((await world.history(world.alice, world.bob)).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  test('a row the store refuses costs one command, the others of its batch are stored', async () => {
    const broken: Batches<Stored> = {
      ...store.batches,
      open: (group, topic, claims, options) => {
        const batch = store.batches.open(group, topic, claims, options);
        return {
          command: () => {
            const command = batch.command();
            const append = command.stored.messages.append.bind(command.stored.messages);
            let poisoned = false;
            const messages = {
              ...command.stored.messages,
              append: (m: Parameters<typeof append>[0]) => {
                poisoned ||= m.text === 'poison';
                return append(m);
              },
            };
            return {
              stored: { ...command.stored, messages },
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
    await world.start('Fixture', { batches: broken });
    const ids = ['one', 'poison', 'two'].map((text) => world.send('Fixture.Keep', { text, to: world.bob }));
    await waitFor(() => ids.every((id) => world.replies(id).length > 0), 'all replies');
    expect(codeOf(world.replies(ids[1] ?? 0)[0] as im.Envelope)).toBe('INTERNAL_ERROR');
    expect(await world.history(world.alice, world.bob)).toEqual([
      { seq: 1, text: 'one' },
      { seq: 2, text: 'two' },
    ]);
  });

  test('a record nobody can read goes to the dead letters, those behind it run', async () => {
    await world.start('Fixture');
    const topic = world.topics.service('Fixture');
    const partition = partitionOf(world.alice, 4);
    await world.bus.publish([{ topic, partition, value: Buffer.from('garbage') }]);
    await world.bus.publish([{ topic, partition, value: im.Pack.encode({ version: 9, producer: 'x', number: 1 }).finish() }]);
    await world.ask('Fixture.Keep', { text: 'one', to: world.bob });
    await waitFor(() => world.deadLetters.length === 2, 'two dead letters');
    expect(world.deadLetters.map(({ index }) => index)).toEqual([-1, -1]);
    expect(Buffer.from(world.deadLetters[0]?.value ?? [])).toEqual(Buffer.from('garbage'));
  });

  test('more dead letters a minute than a bad command makes stop the instance', async () => {
    const errors: Error[] = [];
    await world.start('Fixture', { fatal: (error) => errors.push(error) });
    for (let i = 0; i < 25; i++) world.send('Fixture.Explode', { text: 'x' });
    await waitFor(() => errors.length > 0, 'the end');
    expect(errors[0]?.message).toMatch(/bad deploy/);
  });

  test('when the store fails the batch runs again until it is stored, once', async () => {
    let failures = 5;
    const failing: Batches<Stored> = {
      ...store.batches,
      open: (group, topic, claims, options) => {
        const batch = store.batches.open(group, topic, claims, options);
        return {
          command: () => batch.command(),
          commit: async (outbox) => {
            if (failures-- > 0) throw new StoreFailed('away');
            await batch.commit(outbox);
          },
          rollback: () => batch.rollback(),
        };
      },
    };
    await world.start('Fixture', { batches: failing });
    const ids = ['one', 'two', 'three'].map((text) => world.send('Fixture.Keep', { text, to: world.bob }));
    await waitFor(() => ids.every((id) => world.replies(id).length > 0), 'all replies');
    expect(ids.map((id) => world.replies(id).length)).toEqual([1, 1, 1]);
    expect((await world.history(world.alice, world.bob)).map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(failures).toBeLessThan(0);
  });

  test('who takes over after a death between commit and publish answers again and runs nothing again', async () => {
    // The first instance stands still after its commit, as a dead one would; leaving the group without its answers.
    const never = new Promise<void>(() => undefined);
    const dying = await world.start('Logic', { afterCommit: () => never, bus: withoutDrain(world.bus) });
    const dyingFixture = await world.start('Fixture', { afterCommit: () => never, bus: withoutDrain(world.bus) });
    const id = randomBytes(16);
    const sent = world.send('Logic.SendMessage', message('hello', id));
    const kept = world.send('Fixture.Keep', { text: 'kept', to: world.bob });
    const refusedOne = world.send('Fixture.Refuse', {});
    const looked = world.send('Fixture.Look', { to: world.bob });
    await expect.poll(async () => (await world.history(world.alice, world.bob)).length).toBe(2);
    expect([sent, kept, refusedOne, looked].map((request) => world.replies(request).length)).toEqual([0, 0, 0, 0]);
    void dying.close();
    void dyingFixture.close();

    await world.start('Logic');
    await world.start('Fixture');
    await waitFor(() => [sent, kept, refusedOne, looked].every((request) => world.replies(request).length === 1), 'the answers');
    expect(Buffer.compare(sendReply(world.replies(sent)[0] as im.Envelope).clientMessageId, id)).toBe(0);
    expect(codeOf(world.replies(refusedOne)[0] as im.Envelope)).toBe('BAD_ARGUMENT');
    await waitFor(() => world.pushed.length === 2, 'the pushes');
    expect(world.pushed.map(({ text }) => text).sort()).toEqual(['hello', 'kept']);
    expect((await world.history(world.alice, world.bob)).length).toBe(2);
    expect(sendReply(await world.ask('Logic.SendMessage', message('next'))).seq).toBe(3);
  });

  test('answers that are published are marked so: the next owner does not publish them again', async () => {
    const first = await world.start('Fixture');
    const kept = world.send('Fixture.Keep', { text: 'kept', to: world.bob });
    await waitFor(() => world.replies(kept).length === 1, 'the reply');
    await first.close();
    await world.start('Fixture');
    await world.ask('Fixture.Keep', { text: 'next', to: world.bob });
    expect(world.replies(kept).length).toBe(1);
    const topic = world.topics.service('Fixture');
    expect(await store.batches.outbox('fixture', topic, partitionOf(world.alice, 4), 0, 1)).toEqual([]);
  });

  test('an expired read is answered with EXPIRED, an expired write is run', async () => {
    await world.start('Fixture');
    const deadline = Date.now() - 1;
    expect(codeOf(await world.ask('Fixture.Look', { to: world.bob }, { deadline }))).toBe('EXPIRED');
    const reply = await world.ask('Fixture.Keep', { text: 'late', to: world.bob }, { deadline });
    expect(reply.failure).toBeNull();
    expect(await world.history(world.alice, world.bob)).toEqual([{ seq: 1, text: 'late' }]);
  });

  test('while the routes are away replies go out and messages are stored', async () => {
    await world.start('Logic');
    world.routes.away = true;
    expect(sendReply(await world.ask('Logic.SendMessage', message('one'))).seq).toBe(1);
    world.routes.away = false;
    await world.ask('Logic.SendMessage', message('two'));
    await waitFor(() => world.pushed.length === 1, 'the push');
    expect(world.pushed[0]?.seq).toBe(2);
  });

  test('routes are looked up after the commit: who moves meanwhile is found where he is now', async () => {
    let move = (): void => undefined;
    await world.start('Logic', {
      afterCommit: async () => move(),
    });
    move = () => {
      const [route] = world.routes.entries.get(world.bob) ?? [];
      if (route) world.routes.entries.set(world.bob, [{ ...route, address: { ...route.address, connection: 99 } }]);
    };
    await world.ask('Logic.SendMessage', message('hello'));
    await waitFor(() => world.pushed.length === 1, 'the push');
    expect(world.pushed[0]?.targets).toEqual([99]);
  });

  test('events without a seq carry an id by which receivers drop doubles', async () => {
    await world.start('Fixture');
    await world.ask('Fixture.Keep', { text: 'one', to: world.bob });
    await world.ask('Fixture.Keep', { text: 'two', to: world.bob });
    await waitFor(() => world.pushed.length === 2, 'the pushes');
    const ids = world.pushed.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });

  test('sealed payloads are opened for the handler only, and the reply goes out sealed', async () => {
    const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
    await world.start('Fixture', {
      opener: {
        open: (sealed) => {
          if (sealed[0] !== 0xf5) throw new Error('not sealed for us');
          return { payload: flip(sealed), sealReply: flip };
        },
      },
    });
    const { route } = fixtureRpc('hidden');
    const reply = await world.ask('Fixture.Hidden', {}, { payload: flip(route.request.encode({ text: 'secret' }).finish()) });
    expect(route.reply.decode(flip(reply.payload))).toMatchObject({ text: 'SECRET' });
    expect(codeOf(await world.ask('Fixture.Hidden', { text: 'clear' }))).toBe('BAD_PAYLOAD');
  });

  test('a user command without a user is refused whatever topic it came by', async () => {
    await world.start('Logic');
    expect(codeOf(await world.ask('Logic.SendMessage', message('x'), { user: '' }))).toBe('NOT_LOGGED_IN');
  });

  test('a log that ends below the stored position halts the partition and alarms', async () => {
    const topic = world.topics.service('Fixture');
    const partition = partitionOf(world.alice, 4);
    await store.batches.load('fixture', topic, [{ partition, earliest: 50, end: 50 }]);
    const serving = await world.start('Fixture');
    expect(serving.halted().get(partition)).toMatch(/log ends at 0/);
    expect(world.log.lines.some(({ level, message: line }) => level === 'error' && line.startsWith('partition halted'))).toBe(
      true,
    );
  });

  test('calls: a reply, a refusal with its code, a request nobody can read, nobody there, and the log away', async () => {
    const calls = await world.calls();
    const echo = fixtureRpc('echo');
    await expect(calls.call(echo, { text: 'x' }, { deadlineMs: 50 })).rejects.toMatchObject({ kind: 'TIMEOUT' });
    await world.start('Fixture');
    expect(await calls.call(echo, { text: 'hello' }, { deadlineMs: 5000 })).toMatchObject({ text: 'echo of hello' });
    await expect(calls.call(echo, { text: 'refuse' }, { deadlineMs: 5000 })).rejects.toMatchObject({
      kind: 'REFUSED',
      code: 'BUSY',
    });
    const unreadable = {
      route: { ...echo.route, request: { ...echo.route.request, encode: () => ({ finish: () => Buffer.from([0x0a, 0xff]) }) } },
    };
    await expect(calls.call(unreadable, {}, { deadlineMs: 5000 })).rejects.toMatchObject({ kind: 'BAD_PAYLOAD' });
    const unreadableReply = {
      route: {
        ...echo.route,
        reply: {
          ...echo.route.reply,
          decode: () => {
            throw new RangeError('index out of range');
          },
        },
      },
    };
    await expect(calls.call(unreadableReply, { text: 'x' }, { deadlineMs: 5000 })).rejects.toMatchObject({ kind: 'BAD_PAYLOAD' });
    const pending = calls.call({ route: { ...echo.route, service: 'Logic' } }, { text: 'x' }, { deadlineMs: 5000 });
    const ended = expect(pending).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    await calls.close();
    await ended;
    expect(new CallError('TIMEOUT', 'x').kind).toBe('TIMEOUT');
  });

  test('a service calls another before its batch; from inside the batch it is refused as a bug', async () => {
    await world.start('Fixture', { calls: await world.calls() });
    const { route } = fixtureRpc('relay');
    expect(route.reply.decode((await world.ask('Fixture.Relay', { text: 'hello' })).payload)).toMatchObject({
      text: 'echo of hello',
    });
    expect(codeOf(await world.ask('Fixture.RelayInside', { text: 'hello' }))).toBe('INTERNAL_ERROR');
    await waitFor(() => world.deadLetters.length > 0, 'the dead letter');
    expect(world.deadLetters[0]?.cause).toMatch(/inside a batch/);
  });

  test('a command whose dependency does not answer is refused with UNAVAILABLE', async () => {
    const calls = await world.calls();
    await world.start('Fixture', { calls: { ...calls, call: () => Promise.reject(new CallError('TIMEOUT', 'nobody')) } });
    expect(codeOf(await world.ask('Fixture.Relay', { text: 'hello' }))).toBe('UNAVAILABLE');
  });
}

/** A bus whose consumers die instead of draining. */
function withoutDrain(bus: World['bus']): World['bus'] {
  return {
    publish: (records) => bus.publish(records),
    consume: (options) => bus.consume({ ...options, drain: async () => undefined }),
    follow: (options) => bus.follow(options),
    ensureTopics: (specs) => bus.ensureTopics(specs),
    get reachable() {
      return bus.reachable;
    },
    close: () => bus.close(),
  };
}
