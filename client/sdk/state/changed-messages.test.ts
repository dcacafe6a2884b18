// Changed messages: each change in its order, and the changed message in its present state.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../index.ts';
import { type FakeGate, TOKEN } from '../testing/fake-gate.ts';
import { rewriteMessage } from '../testing/fake-logic.ts';
import { connectedClient, newClient, receivedTexts, type SdkFixture, startTestGate } from '../testing/sdk-fixture.ts';

const PULL = 'Logic.pullMessages';
const { EDITED, REACTED, RECALLED } = im.MessageKind;

/** The emitted `changed` events in short. */
function changesOf({ client }: SdkFixture): string[] {
  const emitted: string[] = [];
  client.on('changed', ({ target, message: { text, edited, recalled, reactions } }: ClientEvents['changed']) => {
    const marks = `${edited ? ' edited' : ''}${recalled ? ' recalled' : ''}${reactions.map(({ emoji }) => ` ${emoji}`).join('')}`;
    emitted.push(`${target} ${text}${marks}`);
  });
  return emitted;
}

function edit(gate: FakeGate, target: number, text: string, options: { push?: boolean } = {}): void {
  rewriteMessage(gate.messages, 'c', target, { text, edited: true });
  gate.storeMessage('c', text, { kind: EDITED, target, ...options });
}

function pulls(gate: FakeGate): number[] {
  return gate.requests<im.PullMessagesRequest>(PULL).map(({ afterSeq }) => afterSeq + 1);
}

async function withTwo(options: Parameters<typeof connectedClient>[0] = {}): Promise<{ fixture: SdkFixture; emitted: string[] }> {
  const fixture = await connectedClient(options);
  const emitted = changesOf(fixture);
  for (const text of ['one', 'two']) fixture.gate.storeMessage('c', text);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two']));
  return { fixture, emitted };
}

// ORD-11, ORD-12
test('an edit, a reaction and a recall are delivered in order, each with the message in its new state', async () => {
  const { fixture, emitted } = await withTwo();
  edit(fixture.gate, 1, 'ONE');
  await vi.waitFor(() => expect(emitted).toEqual(['1 ONE edited']));
  rewriteMessage(fixture.gate.messages, 'c', 2, { reactions: [{ emoji: '👍', count: 1 }] });
  fixture.gate.storeMessage('c', '', { kind: REACTED, target: 2, emoji: '👍' });
  await vi.waitFor(() => expect(emitted.slice(1)).toEqual(['2 two 👍']));
  rewriteMessage(fixture.gate.messages, 'c', 2, { text: '', recalled: true, reactions: [] });
  fixture.gate.storeMessage('c', '', { kind: RECALLED, target: 2 });
  await vi.waitFor(() => expect(emitted.slice(2)).toEqual(['2  recalled']));
  expect(fixture.messages.map(({ seq, kind, target, emoji }) => [seq, kind, target, emoji])).toEqual([
    [1, 'TEXT', 0, ''],
    [2, 'TEXT', 0, ''],
    [3, 'EDITED', 1, ''],
    [4, 'REACTED', 2, '👍'],
    [5, 'RECALLED', 2, ''],
  ]);
});

// ORD-14
test('a change that the server did not store is acknowledged and not delivered', async () => {
  const { fixture } = await withTwo();
  fixture.gate.responders.set('Logic.react', () => im.SendMessageReply.encode({ conversationId: 'c' }).finish());
  expect(await fixture.client.react({ conversationId: 'c', seq: 1 }, '👍')).toMatchObject({ seq: 0 });
  expect(fixture.client.unacknowledged).toEqual([]);
  fixture.gate.storeMessage('c', 'three');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'two', 'three']));
});

test('simultaneous changes of one message emit one `changed` with the final state', async () => {
  const { fixture, emitted } = await withTwo();
  for (const text of ['a', 'b', 'c']) edit(fixture.gate, 2, text);
  await vi.waitFor(() => expect(emitted.at(-1)).toBe('2 c edited'));
  expect(emitted.length).toBeLessThanOrEqual(2);
});

test('many changed messages are pulled in one request', async () => {
  const fixture = await connectedClient();
  const emitted = changesOf(fixture);
  for (let n = 1; n <= 150; n += 1) fixture.gate.storeMessage('c', `${n}`);
  await vi.waitFor(() => expect(fixture.messages).toHaveLength(150));
  for (let n = 1; n <= 150; n += 1) edit(fixture.gate, n, `${n}!`);
  await vi.waitFor(() => expect(new Set(emitted).size).toBe(150));
  expect(fixture.gate.requests(PULL).length).toBeLessThan(20);
});

test('a message that changed before it was pulled is delivered in its present state, without `changed`', async () => {
  const gate = await startTestGate();
  for (const text of ['one', 'two']) gate.storeMessage('c', text, { push: false });
  edit(gate, 1, 'ONE', { push: false });
  const fixture = newClient(gate);
  const emitted = changesOf(fixture);
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['ONE', 'two', 'ONE']));
  edit(gate, 2, 'TWO');
  await vi.waitFor(() => expect(emitted).toEqual(['2 TWO edited']));
  expect(fixture.messages[0]).toMatchObject({ edited: true });
});

test('a message that was pushed before its change emits `changed`, even if later messages were pulled', async () => {
  const { fixture, emitted } = await withTwo();
  fixture.gate.lastPeer.drop();
  fixture.gate.storeMessage('c', 'three', { push: false });
  edit(fixture.gate, 1, 'ONE', { push: false });
  await vi.waitFor(() => expect(emitted).toEqual(['1 ONE edited']));
});

test('a change that cannot be pulled now emits `changed` later, or in the next run', async () => {
  const { fixture, emitted } = await withTwo();
  fixture.gate.responders.set(PULL, () => new ImError('INTERNAL_ERROR', 'no'));
  edit(fixture.gate, 1, 'ONE');
  await vi.waitFor(() => expect(pulls(fixture.gate)).toContain(1));
  const { cursor } = fixture.client;
  expect(cursor).toMatchObject({ seqs: { c: 3 }, changed: { c: [1] } });
  fixture.gate.responders.delete(PULL);
  await fixture.client.sync();
  await vi.waitFor(() => expect(emitted).toEqual(['1 ONE edited']));
  expect(fixture.client.cursor?.changed).toEqual({});
  fixture.client.close();
  const next = newClient(fixture.gate, { ...(cursor && { cursor }) });
  const emittedNext = changesOf(next);
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(emittedNext).toEqual(['1 ONE edited']));
});

test('a client without a listener for `changed` pulls no changed messages', async () => {
  const fixture = await connectedClient();
  fixture.gate.storeMessage('c', 'one');
  edit(fixture.gate, 1, 'ONE');
  fixture.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['one', 'ONE', 'two']));
  expect(pulls(fixture.gate)).toEqual([]);
});

test('a client’s own changes emit `changed` like those of other users', async () => {
  // This client syncs the new conversation only on request.
  const { fixture, emitted } = await withTwo({ timing: { syncSoonMs: 600_000 } });
  const { client } = fixture;
  const mine = await client.send({ conversationId: 'c' }, 'mine');
  await client.edit(mine, 'mine!');
  await client.react({ conversationId: 'c', seq: 1 }, '🎉');
  await client.react({ conversationId: 'c', seq: 1 }, '🎉', { remove: true });
  await client.recall(mine);
  await vi.waitFor(() => expect(emitted.at(-1)).toBe('3  edited recalled'));
  expect(fixture.messages.map(({ kind }) => kind)).toEqual(['TEXT', 'TEXT', 'TEXT', 'EDITED', 'REACTED', 'REACTED', 'RECALLED']);
  expect(client.conversations.get('c')).toBeUndefined();
  await client.sync();
  expect(client.conversations.get('c')?.lastMessage).toMatchObject({ seq: 3, recalled: true, text: '' });
});

test('history is read page by page in both directions', async () => {
  const { client } = await connectedClient({ from: 'now' }, (gate) => {
    for (let n = 1; n <= 25; n += 1) gate.storeMessage('c', `${n}`, { push: false });
  });
  const last = await client.history('c', { limit: 10 });
  expect([last.messages.map(({ seq }) => seq).at(0), last.messages.at(-1)?.seq, last.more]).toEqual([16, 25, true]);
  const before = await client.history('c', { before: 16, limit: 20 });
  expect([before.messages.at(0)?.seq, before.messages.at(-1)?.seq, before.more]).toEqual([1, 15, false]);
  const after = await client.history('c', { after: 3, limit: 4 });
  expect([after.messages.map(({ seq }) => seq), after.more]).toEqual([[4, 5, 6, 7], true]);
  expect((await client.history('c', { after: 20 })).more).toBe(false);
  expect((await client.history('c', { after: 20, before: 23, limit: 10 })).messages.map(({ seq }) => seq)).toEqual([21, 22]);
  await expect(client.history('unknown')).rejects.toMatchObject({ code: 'NO_SUCH_CONVERSATION' });
});
