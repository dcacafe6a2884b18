// Receiving: every message once, in order, whatever happens on the way.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient, receivedTexts, startTestGate } from '../testing/sdk-fixture.ts';

const PULL = 'Logic.pullMessages';
const SYNC = 'Logic.sync';
// A gap that must not be waited for in a test is never pulled because of patience.
const PATIENT = { timing: { gapWaitMs: 60_000 } };

test('pushed messages are handed on in order', async () => {
  const world = await connectedClient();
  for (const text of ['one', 'two', 'three']) world.gate.storeMessage('c', text);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three']));
  expect(world.messages[0]).toMatchObject({ conversation: 'c', seq: 1, messageId: 'c.1', sender: 'user-other', own: false });
  expect(world.gate.requests(PULL)).toEqual([]);
});

test('a push that comes again is handed on once', async () => {
  const world = await connectedClient();
  const first = world.gate.storeMessage('c', 'one');
  world.gate.pushMessage(first);
  world.gate.storeMessage('c', 'two');
  world.gate.pushMessage(first);
  world.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three']));
});

test('pushes that overtook each other are put right without asking the server', async () => {
  const world = await connectedClient(PATIENT);
  const stored = ['one', 'two', 'three'].map((text) => world.gate.storeMessage('c', text, { push: false }));
  for (const message of stored.reverse()) world.gate.pushMessage(message);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three']));
  expect(world.gate.requests(PULL)).toEqual([]);
});

test('pushes that come again take no room from those that are held back', async () => {
  const world = await connectedClient(PATIENT);
  const known = Array.from({ length: 1100 }, (_, n) => world.gate.storeMessage('c', `${n}`));
  for (const message of known) world.gate.pushMessage(message);
  const late = world.gate.storeMessage('c', 'late', { push: false });
  world.gate.storeMessage('c', 'early');
  world.gate.pushMessage(late);
  await vi.waitFor(() => expect(receivedTexts(world).slice(1100)).toEqual(['late', 'early']));
  expect(world.gate.requests(PULL)).toEqual([]);
});

test('a push that never comes is pulled as soon as a later one shows the gap', async () => {
  const world = await connectedClient();
  world.gate.storeMessage('c', 'one');
  world.gate.storeMessage('c', 'two', { push: false });
  world.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three']));
  expect(world.gate.requests(PULL)).toMatchObject([{ conversation: 'c', afterSeq: 1 }]);
});

test('RESYNC finds a lost last push', async () => {
  const world = await connectedClient(PATIENT);
  world.gate.storeMessage('c', 'lost', { push: false });
  world.gate.lastPeer.send({ kind: im.Frame.Kind.RESYNC });
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['lost']));
});

test('a lost last push is found by itself after a while', async () => {
  const world = await connectedClient({ timing: { syncMinMs: 30, syncMaxMs: 60 } });
  world.gate.storeMessage('c', 'lost', { push: false });
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['lost']));
});

test('what was stored while the connection was gone is there after it came back, in order', async () => {
  const world = await connectedClient(PATIENT);
  world.gate.storeMessage('c', 'one');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one']));
  world.gate.lastPeer.drop();
  for (let n = 2; n <= 250; n += 1) world.gate.storeMessage('c', `${n}`, { push: false });
  world.gate.storeMessage('d', 'another', { push: false });
  await vi.waitFor(() => expect(world.messages).toHaveLength(251));
  expect(world.messages.filter(({ conversation }) => conversation === 'c').map(({ seq }) => seq)).toEqual(
    Array.from({ length: 250 }, (_, n) => n + 1),
  );
});

test('a push that comes while its message is being pulled is handed on once', async () => {
  const world = await connectedClient();
  let release: (() => void) | undefined;
  world.gate.responders.set(PULL, (frame, peer) => {
    const payload = world.gate.defaultResponder(frame, peer) as Uint8Array;
    release = () => peer.send({ kind: im.Frame.Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload });
    return undefined;
  });
  const one = world.gate.storeMessage('c', 'one', { push: false });
  world.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(release).toBeDefined());
  world.gate.responders.delete(PULL);
  world.gate.pushMessage(one);
  world.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three']));
  release?.();
  world.gate.storeMessage('c', 'four');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two', 'three', 'four']));
});

test('hundreds of conversations are all compared, page by page', async () => {
  const world = await connectedClient({}, (gate) => {
    for (let n = 0; n < 250; n += 1) gate.storeMessage(`c${n}`, `text ${n}`, { push: false });
  });
  await vi.waitFor(() => expect(world.messages).toHaveLength(250));
  expect(world.gate.requests(SYNC)).toHaveLength(2);
});

test('own messages are handed on once, marked, whether the push or the acknowledgement comes first', async () => {
  const world = await connectedClient();
  await world.client.send('bob', 'mine');
  const [mine] = world.gate.messages.get('with-bob') ?? [];
  world.gate.pushMessage(mine ?? {});
  world.gate.storeMessage('with-bob', 'from my other device', { sender: 'user-me' });
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['mine', 'from my other device']));
  expect(world.messages.map(({ own }) => own)).toEqual([true, true]);
});

test('an acknowledgement that shows a gap leads to the messages before it first', async () => {
  const world = await connectedClient();
  world.gate.storeMessage('with-bob', 'his', { push: false });
  await world.client.send('bob', 'mine');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['his', 'mine']));
});

test('a new session from now on gets only what comes from now on', async () => {
  const world = await connectedClient({ from: 'now' }, (gate) => {
    gate.storeMessage('c', 'old', { push: false });
  });
  world.gate.storeMessage('c', 'new');
  world.gate.storeMessage('d', 'another');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['new', 'another']));
});

test('a message pushed before the first sync is not taken for an old one', async () => {
  const gate = await startTestGate();
  gate.storeMessage('c', 'old', { push: false });
  gate.responders.set(SYNC, (frame, peer) => {
    gate.responders.delete(SYNC);
    gate.storeMessage('c', 'new');
    return gate.defaultResponder(frame, peer);
  });
  const world = newClient(gate, { from: 'now' });
  expect(world.client.cursor).toBeUndefined();
  await world.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['new']));
  expect(world.client.cursor?.seqs).toEqual({ c: 2 });
});

test('a restart goes on after the cursor, without doubles and without losses', async () => {
  const world = await connectedClient();
  const cursors: unknown[] = [];
  world.client.on('message', () => cursors.push(world.client.cursor?.seqs));
  world.gate.storeMessage('c', 'one');
  world.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two']));
  expect(cursors).toEqual([{ c: 1 }, { c: 2 }]);
  const { cursor } = world.client;
  world.client.close();
  world.gate.storeMessage('c', 'three', { push: false });
  world.gate.storeMessage('d', 'new conversation', { push: false });
  const next = newClient(world.gate, { from: 'now', ...(cursor && { cursor }) });
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(next).sort()).toEqual(['new conversation', 'three']));
});

test('a sync or pull that fails for a while is made up for', async () => {
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
  const world = newClient(gate);
  await world.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one']));
});

test('a seq the server no longer has is not waited for', async () => {
  const gate = await startTestGate();
  gate.storeMessage('c', 'one', { push: false });
  gate.storeMessage('c', 'two', { push: false });
  gate.responders.set(PULL, (frame, peer) => {
    const page = im.PullMessagesReply.decode(gate.defaultResponder(frame, peer) as Uint8Array);
    return im.PullMessagesReply.encode({ ...page, messages: page.messages.filter(({ seq }) => seq !== 1) }).finish();
  });
  const world = newClient(gate);
  await world.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['two']));
});

test('messages that were deleted, by me or because they are old, are gaps that are none, also where nothing else is left', async () => {
  const gate = await startTestGate();
  for (const text of ['1', '2', '3', '4', '5']) gate.storeMessage('c', text, { push: false });
  for (const text of ['1', '2']) gate.storeMessage('empty', text, { push: false });
  gate.responders.set(PULL, (frame, peer) => {
    const page = im.PullMessagesReply.decode(gate.defaultResponder(frame, peer) as Uint8Array);
    const { conversation } = im.PullMessagesRequest.decode(frame.payload);
    const kept = page.messages.filter(({ seq }) => conversation === 'c' && seq === 3);
    const deletedSeqs = page.messages.map(({ seq }) => seq ?? 0).filter((seq) => conversation === 'c' && seq > 3);
    return im.PullMessagesReply.encode({ messages: kept, deletedSeqs, lastSeq: page.lastSeq, firstSeq: 3 }).finish();
  });
  const world = newClient(gate);
  await world.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['3']));
  await vi.waitFor(() => expect(world.client.cursor?.seqs).toEqual({ c: 5, empty: 2 }));
  gate.storeMessage('c', '6');
  gate.storeMessage('empty', '3');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['3', '6', '3']));
  await world.client.sync();
  expect(gate.requests(PULL)).toHaveLength(2);
});

test('a listener that throws stops neither the others nor the client', async () => {
  const world = await connectedClient();
  const uncaught = vi.fn();
  const given = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught);
  try {
    world.client.on('message', () => {
      throw new Error('a mistake of the application');
    });
    world.gate.storeMessage('c', 'one');
    world.gate.storeMessage('c', 'two');
    await vi.waitFor(() => expect(uncaught).toHaveBeenCalledTimes(2));
    expect(receivedTexts(world)).toEqual(['one', 'two']);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of given) process.on('uncaughtException', listener);
  }
});

test('an event without a seq that comes again is handed on once', async () => {
  const world = await connectedClient();
  const events = vi.fn();
  world.client.on('push', events);
  const payload = im.Push.encode({}).finish();
  for (const pushId of ['e1', 'e1', 'e2', 'e1']) world.gate.lastPeer.send({ kind: im.Frame.Kind.PUSH, payload, pushId });
  await world.client.call.logic.findUser({ name: 'x' });
  expect(events).toHaveBeenCalledTimes(2);
});
