// Receiving: every message once and in order, despite losses, repetitions and reordering.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient, receivedTexts, startTestGate } from '../testing/sdk-fixture.ts';

const PULL = 'Logic.pullMessages';
const SYNC = 'Logic.sync';
// A gap timer that never fires within a test.
const PATIENT = { timing: { gapWaitMs: 60_000 } };

test('pushed messages are delivered in order', async () => {
  const fixture = await connectedClient();
  for (const text of ['one', 'two', 'three']) fixture.gate.storeMessage('c', text);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
  expect(fixture.messages[0]).toMatchObject({
    conversationId: 'c',
    seq: 1,
    messageId: 'c.1',
    senderId: 'user-other',
    own: false,
  });
  expect(fixture.gate.requests(PULL)).toEqual([]);
});

// ORD-5
test('a repeated push is delivered once', async () => {
  const fixture = await connectedClient();
  const first = fixture.gate.storeMessage('c', 'one');
  fixture.gate.pushMessage(first);
  fixture.gate.storeMessage('c', 'two');
  fixture.gate.pushMessage(first);
  fixture.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
});

test('reordered pushes are delivered in order without a pull', async () => {
  const fixture = await connectedClient(PATIENT);
  const messages = ['one', 'two', 'three'].map((text) => fixture.gate.storeMessage('c', text, { push: false }));
  for (const message of messages.reverse()) fixture.gate.pushMessage(message);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
  expect(fixture.gate.requests(PULL)).toEqual([]);
});

test('a repeated push does not use up the limit of held messages', async () => {
  const fixture = await connectedClient(PATIENT);
  const known = Array.from({ length: 1100 }, (_, n) => fixture.gate.storeMessage('c', `${n}`));
  for (const message of known) fixture.gate.pushMessage(message);
  const late = fixture.gate.storeMessage('c', 'late', { push: false });
  fixture.gate.storeMessage('c', 'early');
  fixture.gate.pushMessage(late);
  await vi.waitFor(() => expect(receivedTexts(fixture).slice(1100)).toEqual(['late', 'early']));
  expect(fixture.gate.requests(PULL)).toEqual([]);
});

// ORD-6
test('a lost push is pulled as soon as a later one reveals the gap', async () => {
  const fixture = await connectedClient();
  fixture.gate.storeMessage('c', 'one');
  fixture.gate.storeMessage('c', 'two', { push: false });
  fixture.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
  expect(fixture.gate.requests(PULL)).toMatchObject([{ conversationId: 'c', afterSeq: 1 }]);
});

test('after RESYNC the client gets a message whose push was the last one and was lost', async () => {
  const fixture = await connectedClient(PATIENT);
  fixture.gate.storeMessage('c', 'lost', { push: false });
  fixture.gate.lastPeer.send({ kind: im.Frame.Kind.RESYNC });
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['lost']));
});

// ORD-7
test('the periodic sync gets a message whose push was the last one and was lost', async () => {
  const fixture = await connectedClient({ timing: { syncMinMs: 30, syncMaxMs: 60 } });
  fixture.gate.storeMessage('c', 'lost', { push: false });
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['lost']));
});

test('messages stored while disconnected are delivered in order after the reconnect', async () => {
  const fixture = await connectedClient(PATIENT);
  fixture.gate.storeMessage('c', 'one');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one']));
  fixture.gate.lastPeer.drop();
  for (let n = 2; n <= 250; n += 1) fixture.gate.storeMessage('c', `${n}`, { push: false });
  fixture.gate.storeMessage('d', 'another', { push: false });
  await vi.waitFor(() => expect(fixture.messages).toHaveLength(251));
  expect(fixture.messages.filter(({ conversationId }) => conversationId === 'c').map(({ seq }) => seq)).toEqual(
    Array.from({ length: 250 }, (_, n) => n + 1),
  );
});

test('a message pushed while it is being pulled is delivered once', async () => {
  const fixture = await connectedClient();
  let release: (() => void) | undefined;
  fixture.gate.responders.set(PULL, (frame, peer) => {
    const payload = fixture.gate.defaultResponder(frame, peer) as Uint8Array;
    release = () => peer.send({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload });
    return undefined;
  });
  const one = fixture.gate.storeMessage('c', 'one', { push: false });
  fixture.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(release).toBeDefined());
  fixture.gate.responders.delete(PULL);
  fixture.gate.pushMessage(one);
  fixture.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
  release?.();
  fixture.gate.storeMessage('c', 'four');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three', 'four']));
});

test('a sync compares hundreds of conversations, page by page', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (let n = 0; n < 250; n += 1) gate.storeMessage(`c${n}`, `text ${n}`, { push: false });
  });
  await vi.waitFor(() => expect(fixture.messages).toHaveLength(250));
  expect(fixture.gate.requests(SYNC)).toHaveLength(2);
});

test('the user’s own messages are delivered once as own, whether the push or the acknowledgement arrives first', async () => {
  const fixture = await connectedClient();
  await fixture.client.send('bob', 'mine');
  const [mine] = fixture.gate.messages.get('with-bob') ?? [];
  fixture.gate.pushMessage(mine ?? {});
  fixture.gate.storeMessage('with-bob', 'from my other device', { senderId: 'user-me' });
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['mine', 'from my other device']));
  expect(fixture.messages.map(({ own }) => own)).toEqual([true, true]);
});

// ORD-10
test('an acknowledgement that reveals a gap is delivered after the missing messages', async () => {
  const fixture = await connectedClient();
  fixture.gate.storeMessage('with-bob', 'theirs', { push: false });
  await fixture.client.send('bob', 'mine');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['theirs', 'mine']));
});

test('a session that starts from `now` delivers only later messages', async () => {
  const fixture = await connectedClient({ from: 'now' }, (gate) => {
    gate.storeMessage('c', 'old', { push: false });
  });
  fixture.gate.storeMessage('c', 'new');
  fixture.gate.storeMessage('d', 'another');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['new', 'another']));
});

test('a message pushed before the first sync counts as new', async () => {
  const gate = await startTestGate();
  gate.storeMessage('c', 'old', { push: false });
  gate.responders.set(SYNC, (frame, peer) => {
    gate.responders.delete(SYNC);
    gate.storeMessage('c', 'new');
    return gate.defaultResponder(frame, peer);
  });
  const fixture = newClient(gate, { from: 'now' });
  expect(fixture.client.cursor).toBeUndefined();
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['new']));
  expect(fixture.client.cursor?.seqs).toEqual({ c: 2 });
});

test('a conversation that begins during the first sync misses no message, even if the next one is lost on its way', async () => {
  const gate = await startTestGate();
  gate.responders.set(SYNC, (first, peer) => {
    const before = gate.defaultResponder(first, peer);
    gate.storeMessage('c', 'one');
    // The client asks again, for the conversation that it did not know.
    gate.responders.set(SYNC, (frame, asking) => {
      gate.responders.delete(SYNC);
      gate.storeMessage('c', 'two', { push: false });
      gate.storeMessage('c', 'three');
      return gate.defaultResponder(frame, asking);
    });
    return before;
  });
  const fixture = newClient(gate, { from: 'now' });
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
});

test('a restart continues after the cursor without repetitions or losses', async () => {
  const fixture = await connectedClient();
  const cursors: unknown[] = [];
  fixture.client.on('message', () => cursors.push(fixture.client.cursor?.seqs));
  fixture.gate.storeMessage('c', 'one');
  fixture.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two']));
  expect(cursors).toEqual([{ c: 1 }, { c: 2 }]);
  const { cursor } = fixture.client;
  fixture.client.close();
  fixture.gate.storeMessage('c', 'three', { push: false });
  fixture.gate.storeMessage('d', 'new conversation', { push: false });
  const next = newClient(fixture.gate, { from: 'now', ...(cursor && { cursor }) });
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(next).sort()).toEqual(['new conversation', 'three']));
});

test('a temporarily failing sync or pull is repeated', async () => {
  const gate = await startTestGate();
  gate.storeMessage('c', 'one', { push: false });
  const failures = new Map([
    [SYNC, 2],
    [PULL, 2],
  ]);
  for (const name of failures.keys())
    gate.responders.set(name, (frame, peer) => {
      const left = failures.get(name) ?? 0;
      failures.set(name, left - 1);
      return left > 0 ? new ImError('UNAVAILABLE', 'not now', { retryAfterMs: 1 }) : gate.defaultResponder(frame, peer);
    });
  const fixture = newClient(gate);
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one']));
});

test('the client does not wait for a seq the server no longer has', async () => {
  const gate = await startTestGate();
  gate.storeMessage('c', 'one', { push: false });
  gate.storeMessage('c', 'two', { push: false });
  gate.responders.set(PULL, (frame, peer) => {
    const page = im.PullMessagesReply.decode(gate.defaultResponder(frame, peer) as Uint8Array);
    return im.PullMessagesReply.encode({ ...page, messages: page.messages.filter(({ seq }) => seq !== 1) }).finish();
  });
  const fixture = newClient(gate);
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['two']));
});

test('deleted and expired messages do not count as gaps, even when no message is left', async () => {
  const gate = await startTestGate();
  for (const text of ['1', '2', '3', '4', '5']) gate.storeMessage('c', text, { push: false });
  for (const text of ['1', '2']) gate.storeMessage('empty', text, { push: false });
  gate.responders.set(PULL, (frame, peer) => {
    const page = im.PullMessagesReply.decode(gate.defaultResponder(frame, peer) as Uint8Array);
    const { conversationId } = im.PullMessagesRequest.decode(frame.payload);
    const kept = page.messages.filter(({ seq }) => conversationId === 'c' && seq === 3);
    const deletedSeqs = page.messages.map(({ seq }) => seq ?? 0).filter((seq) => conversationId === 'c' && seq > 3);
    return im.PullMessagesReply.encode({ messages: kept, deletedSeqs, lastSeq: page.lastSeq, firstSeq: 3 }).finish();
  });
  const fixture = newClient(gate);
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['3']));
  await vi.waitFor(() => expect(fixture.client.cursor?.seqs).toEqual({ c: 5, empty: 2 }));
  gate.storeMessage('c', '6');
  gate.storeMessage('empty', '3');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['3', '6', '3']));
  await fixture.client.sync();
  expect(gate.requests(PULL)).toHaveLength(2);
});

test('a listener that throws stops neither the others nor the client', async () => {
  const fixture = await connectedClient();
  const uncaught = vi.fn();
  const given = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught);
  try {
    fixture.client.on('message', () => {
      throw new Error('a mistake of the application');
    });
    fixture.gate.storeMessage('c', 'one');
    fixture.gate.storeMessage('c', 'two');
    await vi.waitFor(() => expect(uncaught).toHaveBeenCalledTimes(2));
    expect(receivedTexts(fixture)).toEqual(['one', 'two']);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of given) process.on('uncaughtException', listener);
  }
});

// ORD-8
test('a repeated push without a seq is emitted once', async () => {
  const fixture = await connectedClient();
  const events = vi.fn();
  fixture.client.on('push', events);
  const payload = im.Push.encode({}).finish();
  for (const pushId of ['e1', 'e1', 'e2', 'e1']) fixture.gate.lastPeer.send({ kind: im.Frame.Kind.PUSH, payload, pushId });
  await fixture.client.call.logic.findUser({ name: 'x' });
  expect(events).toHaveBeenCalledTimes(2);
});
