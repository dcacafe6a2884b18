// Sending: no message is lost, repeated or reordered.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { type FakeGate, type FakeResponder, TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient, receivedTexts, startTestGate } from '../testing/sdk-fixture.ts';

const SEND = 'Logic.sendMessage';

function storedTexts(gate: FakeGate): (string | null | undefined)[] {
  return [...gate.messages.values()].flat().map(({ text }) => text);
}

function sentIds(gate: FakeGate): string[] {
  return gate.requests<im.SendMessageRequest>(SEND).map(({ clientMessageId }) => Buffer.from(clientMessageId).toString('hex'));
}

/** Answers the first `times` sends with `error`, the others by default. */
function refuseFirst(gate: FakeGate, times: number, error: ImError): FakeResponder {
  let left = times;
  return (frame, peer) => {
    left -= 1;
    return left >= 0 ? error : gate.defaultResponder(frame, peer);
  };
}

// ORD-1
test('a send resolves with what the server stored', async () => {
  const { client } = await connectedClient();
  const ack = await client.send('bob', 'hello');
  expect(ack).toMatchObject({ conversationId: 'with-bob', seq: 1, messageId: 'with-bob.1' });
  expect(client.unacknowledged).toEqual([]);
});

// ORD-2
test('when acknowledgements are lost, the client resends its messages with the same ids, in order', async () => {
  const fixture = await connectedClient();
  const { gate, client } = fixture;
  // The server stores them, and the replies are lost.
  gate.responders.set(SEND, (frame, peer) => {
    const answer = gate.defaultResponder(frame, peer);
    if (gate.requests(SEND).length > 3) return answer;
    if (gate.requests(SEND).length === 3) peer.drop();
    return undefined;
  });
  const acks = await Promise.all(['one', 'two', 'three'].map((text) => client.send('bob', text)));
  expect(acks.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  const ids = sentIds(gate);
  expect(new Set(ids).size).toBe(3);
  expect(ids.slice(3)).toEqual(ids.slice(0, 3));
  expect(storedTexts(gate)).toEqual(['one', 'two', 'three']);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
});

test('messages sent while disconnected are sent in order after connecting', async () => {
  const gate = await startTestGate();
  const { client } = newClient(gate);
  const acks = ['one', 'two', 'three'].map((text) => client.send('bob', text));
  expect(client.unacknowledged.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  await client.resume(TOKEN);
  await Promise.all(acks);
  expect(storedTexts(gate)).toEqual(['one', 'two', 'three']);
});

test.each(['UNAVAILABLE', 'BUSY', 'EXPIRED'] as const)('after %s a message is resent with the same id', async (code) => {
  const { gate, client } = await connectedClient();
  gate.responders.set(SEND, refuseFirst(gate, 2, new ImError(code, 'not now', { retryAfterMs: 1 })));
  await expect(client.send('bob', 'hello')).resolves.toMatchObject({ seq: 1 });
  expect(new Set(sentIds(gate)).size).toBe(1);
  expect(sentIds(gate)).toHaveLength(3);
});

test('the client waits before a resend as long as the server asks', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set(SEND, refuseFirst(gate, 1, new ImError('BUSY', 'not now', { retryAfterMs: 150 })));
  const began = performance.now();
  await client.send('bob', 'hello');
  expect(performance.now() - began).toBeGreaterThanOrEqual(149);
});

test('no message overtakes an earlier one that waits to be resent', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set(SEND, refuseFirst(gate, 3, new ImError('BUSY', 'not now', { retryAfterMs: 100 })));
  const acks = ['one', 'two', 'three'].map((text) => client.send('bob', text));
  await vi.waitFor(() => expect(gate.requests(SEND)).toHaveLength(3));
  // One round trip: the refusals have arrived.
  await client.call.logic.findUser({ name: 'x' });
  acks.push(client.send('bob', 'late'));
  await Promise.all(acks);
  expect(storedTexts(gate)).toEqual(['one', 'two', 'three', 'late']);
  expect(gate.requests(SEND)).toHaveLength(7);
});

// ORD-3
test('the client resends a refused message before any new one, and after all messages in flight are answered', async () => {
  const { gate, client } = await connectedClient();
  const open: (() => void)[] = [];
  gate.responders.set(SEND, (frame, peer) => {
    const text = im.SendMessageRequest.decode(frame.payload).text;
    const reply = { kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId };
    if (text === 'two' && open.length === 0) {
      // Delayed: 'two' is in flight while 'one' is refused.
      open.push(() => peer.send({ ...reply, payload: gate.defaultResponder(frame, peer) as Uint8Array }));
      return undefined;
    }
    return text === 'one' && gate.requests(SEND).length <= 2
      ? new ImError('BUSY', 'not now', { retryAfterMs: 1 })
      : gate.defaultResponder(frame, peer);
  });
  const acks = [client.send('bob', 'one'), client.send('bob', 'two')];
  await vi.waitFor(() => expect(open).toHaveLength(1));
  acks.push(client.send('bob', 'three'));
  // Wait with round trips for longer than the pause before a resend.
  for (const began = performance.now(); performance.now() - began < 60; ) await client.call.logic.findUser({ name: 'x' });
  expect(gate.requests<im.SendMessageRequest>(SEND).map(({ text }) => text)).toEqual(['one', 'two']);
  open[0]?.();
  await Promise.all(acks);
  expect(
    gate
      .requests<im.SendMessageRequest>(SEND)
      .map(({ text }) => text)
      .slice(2),
  ).toEqual(['one', 'three']);
});

const FINAL = [
  'NO_SUCH_USER',
  'BAD_MESSAGE_ID',
  'ID_REUSED',
  'TEXT_EMPTY',
  'TEXT_TOO_LONG',
  'INTERNAL_ERROR',
  'BAD_PAYLOAD',
  'FORBIDDEN',
] as const;
// ORD-4
test.each(FINAL)('a message refused with %s rejects, is dropped and delays no other message', async (code) => {
  const { gate, client } = await connectedClient();
  gate.responders.set(SEND, refuseFirst(gate, 1, new ImError(code, 'no')));
  const refused = client.send('bob', 'bad');
  const good = client.send('bob', 'good');
  await expect(refused).rejects.toMatchObject({ code, resend: false });
  await expect(good).resolves.toMatchObject({ seq: 1 });
  expect(client.unacknowledged).toEqual([]);
});

test('an unknown code rejects with its number', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set(SEND, (frame, peer) => {
    peer.send({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, failure: { code: 4711 as im.Code } });
    return undefined;
  });
  await expect(client.send('bob', 'hello')).rejects.toMatchObject({ code: '4711', resend: false });
});

test('a text above the frame limit is refused locally and delays no other message', async () => {
  const { client } = await connectedClient();
  const large = client.send('bob', 'x'.repeat(70_000));
  await expect(large).rejects.toMatchObject({ code: 'FRAME_TOO_LARGE' });
  await expect(client.send('bob', 'small')).resolves.toMatchObject({ seq: 1 });
});

test('two sends with the same message id are one message', async () => {
  const { gate, client } = await connectedClient();
  const clientMessageId = new Uint8Array(16).fill(9);
  const [one, two] = await Promise.all([1, 2].map(() => client.send('bob', 'hello', { clientMessageId })));
  expect(one).toEqual(two);
  expect(storedTexts(gate)).toEqual(['hello']);
});

test('unacknowledged messages of an earlier run are sent first, with their ids', async () => {
  const gate = await startTestGate();
  gate.responders.set(SEND, () => undefined);
  const before = newClient(gate);
  await before.client.resume(TOKEN);
  const given = before.client.send('bob', 'from before').catch(({ code }: { code: string }) => code);
  await vi.waitFor(() => expect(gate.requests(SEND)).toHaveLength(1));
  const { unacknowledged } = before.client;
  before.client.close();
  expect(await given).toBe('CLOSED');
  gate.responders.delete(SEND);
  const after = newClient(gate, { unacknowledged });
  await after.client.resume(TOKEN);
  await after.client.send('bob', 'from now');
  expect(storedTexts(gate)).toEqual(['from before', 'from now']);
  expect(sentIds(gate)[1]).toBe(sentIds(gate)[0]);
});

// ORD-13
test('all kinds of messages and changes share one order and are resent with their ids', async () => {
  const fixture = await connectedClient();
  const { gate, client } = fixture;
  const asked: string[] = [];
  for (const rpc of ['sendMessage', 'editMessage', 'react', 'recallMessage'])
    gate.responders.set(`Logic.${rpc}`, (frame, peer) => {
      asked.push(rpc);
      const answer = gate.defaultResponder(frame, peer);
      if (asked.length < 4) return undefined;
      if (asked.length > 4) return answer;
      peer.drop();
      return undefined;
    });
  const group = { conversationId: 'g' };
  const body = '{"url":"https://example.org/a.png"}';
  const image = { kind: 'IMAGE', text: 'look', body, replyTo: 1, mentions: ['bob'] } as const;
  const acks = await Promise.all([
    client.send(group, image),
    client.edit({ ...group, seq: 1 }, 'look!'),
    client.react({ ...group, seq: 1 }, '👍'),
    client.recall({ ...group, seq: 1 }),
  ]);
  expect(acks.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(asked).toEqual([1, 2].flatMap(() => ['sendMessage', 'editMessage', 'react', 'recallMessage']));
  expect(gate.messages.get('g')?.map(({ kind, target }) => [kind, target ?? 0])).toEqual([
    [im.MessageKind.IMAGE, 0],
    [im.MessageKind.EDITED, 1],
    [im.MessageKind.REACTED, 1],
    [im.MessageKind.RECALLED, 1],
  ]);
  await vi.waitFor(() => expect(fixture.messages).toHaveLength(4));
  expect(fixture.messages[0]).toMatchObject({ ...image, conversationId: 'g', own: true });
});

test('changes made while disconnected are kept and sent by the next run', async () => {
  const gate = await startTestGate();
  gate.storeMessage('g', 'one', { push: false, senderId: 'user-me' });
  const before = newClient(gate);
  before.client.edit({ conversationId: 'g', seq: 1 }, 'ONE').catch(() => undefined);
  before.client.send({ conversationId: 'g' }, { text: 'two', replyTo: 1 }).catch(() => undefined);
  const { unacknowledged } = before.client;
  before.client.close();
  const after = newClient(gate, { unacknowledged });
  await after.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(after)).toEqual(['ONE', 'ONE', 'two']));
  expect(gate.messages.get('g')).toMatchObject([{ text: 'ONE', edited: true }, { target: 1 }, { text: 'two', replyTo: 1 }]);
});

test.each(['MUTED', 'TOO_MANY_REQUESTS'] as const)(
  'a message refused with %s, which may last for hours, rejects at once and delays no other message',
  async (code) => {
    const { gate, client } = await connectedClient();
    gate.responders.set(SEND, refuseFirst(gate, 1, new ImError(code, 'not before tomorrow', { retryAfterMs: 86_400_000 })));
    const refused = client.send({ conversationId: 'g' }, 'hush');
    const good = client.send('bob', 'good');
    await expect(refused).rejects.toMatchObject({ code, retryAfterMs: 86_400_000 });
    await expect(good).resolves.toMatchObject({ seq: 1 });
  },
);

test('a message beyond the outbox’s capacity is refused at once', async () => {
  const { client } = newClient(await startTestGate(), { maxUnacknowledged: 1 });
  void client.send('bob', 'one').catch(() => undefined);
  await expect(client.send('bob', 'two')).rejects.toMatchObject({ code: 'OUTBOX_FULL' });
});

test('thousands of messages are sent in order and within the gate’s limit of pending commands', async () => {
  const { gate, client } = await connectedClient({}, (made) => {
    made.hello = { ...made.hello, maxPendingCommands: 4 };
  });
  const all = Array.from({ length: 2000 }, (_, n) => `${n}`);
  await Promise.all(all.map((text) => client.send('bob', text)));
  expect(storedTexts(gate)).toEqual(all);
});
