// Messages that change: each change in its place, and the changed message as it is now.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../index.ts';
import { type FakeGate, TOKEN } from '../testing/fake-gate.ts';
import { rewriteMessage } from '../testing/fake-logic.ts';
import { connectedClient, newClient, receivedTexts, type SdkFixture, startTestGate } from '../testing/sdk-fixture.ts';

const PULL = 'Logic.pullMessages';
const { EDITED, REACTED, RECALLED } = im.MessageKind;

/** What `changed` told, in a few words. */
function changesOf({ client }: SdkFixture): string[] {
  const told: string[] = [];
  client.on('changed', ({ target, message: { text, edited, recalled, reactions } }: ClientEvents['changed']) => {
    const marks = `${edited ? ' edited' : ''}${recalled ? ' recalled' : ''}${reactions.map(({ emoji }) => ` ${emoji}`).join('')}`;
    told.push(`${target} ${text}${marks}`);
  });
  return told;
}

function edit(gate: FakeGate, target: number, text: string, options: { push?: boolean } = {}): void {
  rewriteMessage(gate.messages, 'c', target, { text, edited: true });
  gate.storeMessage('c', text, { kind: EDITED, target, ...options });
}

function pulls(gate: FakeGate): number[] {
  return gate.requests<im.PullMessagesRequest>(PULL).map(({ afterSeq }) => afterSeq + 1);
}

async function withTwo(options: Parameters<typeof connectedClient>[0] = {}): Promise<{ world: SdkFixture; told: string[] }> {
  const world = await connectedClient(options);
  const told = changesOf(world);
  for (const text of ['one', 'two']) world.gate.storeMessage('c', text);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'two']));
  return { world, told };
}

test('an edit, a reaction and a recall are handed on in their places, and the message is told as it is then', async () => {
  const { world, told } = await withTwo();
  edit(world.gate, 1, 'ONE');
  await vi.waitFor(() => expect(told).toEqual(['1 ONE edited']));
  rewriteMessage(world.gate.messages, 'c', 2, { reactions: [{ emoji: '👍', count: 1 }] });
  world.gate.storeMessage('c', '', { kind: REACTED, target: 2, emoji: '👍' });
  await vi.waitFor(() => expect(told.slice(1)).toEqual(['2 two 👍']));
  rewriteMessage(world.gate.messages, 'c', 2, { text: '', recalled: true, reactions: [] });
  world.gate.storeMessage('c', '', { kind: RECALLED, target: 2 });
  await vi.waitFor(() => expect(told.slice(2)).toEqual(['2  recalled']));
  expect(world.messages.map(({ seq, kind, target, emoji }) => [seq, kind, target, emoji])).toEqual([
    [1, 'TEXT', 0, ''],
    [2, 'TEXT', 0, ''],
    [3, 'EDITED', 1, ''],
    [4, 'REACTED', 2, '👍'],
    [5, 'RECALLED', 2, ''],
  ]);
});

test('what happens to one message together is told once, as it is after all of it', async () => {
  const { world, told } = await withTwo();
  for (const text of ['a', 'b', 'c']) edit(world.gate, 2, text);
  await vi.waitFor(() => expect(told.at(-1)).toBe('2 c edited'));
  expect(told.length).toBeLessThanOrEqual(2);
});

test('many changed messages are asked for together', async () => {
  const world = await connectedClient();
  const told = changesOf(world);
  for (let n = 1; n <= 150; n += 1) world.gate.storeMessage('c', `${n}`);
  await vi.waitFor(() => expect(world.messages).toHaveLength(150));
  for (let n = 1; n <= 150; n += 1) edit(world.gate, n, `${n}!`);
  await vi.waitFor(() => expect(new Set(told).size).toBe(150));
  expect(world.gate.requests(PULL).length).toBeLessThan(20);
});

test('what was changed before it was pulled is handed on as it is, and not told again', async () => {
  const gate = await startTestGate();
  for (const text of ['one', 'two']) gate.storeMessage('c', text, { push: false });
  edit(gate, 1, 'ONE', { push: false });
  const world = newClient(gate);
  const told = changesOf(world);
  await world.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['ONE', 'two', 'ONE']));
  edit(gate, 2, 'TWO');
  await vi.waitFor(() => expect(told).toEqual(['2 TWO edited']));
  expect(world.messages[0]).toMatchObject({ edited: true });
});

test('a message that was pushed before it changed is told, though later ones were pulled', async () => {
  const { world, told } = await withTwo();
  world.gate.lastPeer.drop();
  world.gate.storeMessage('c', 'three', { push: false });
  edit(world.gate, 1, 'ONE', { push: false });
  await vi.waitFor(() => expect(told).toEqual(['1 ONE edited']));
});

test('a change that cannot be asked about now is told later, by the next run if need be', async () => {
  const { world, told } = await withTwo();
  world.gate.responders.set(PULL, () => new ImError('INTERNAL_ERROR', 'no'));
  edit(world.gate, 1, 'ONE');
  await vi.waitFor(() => expect(pulls(world.gate)).toContain(1));
  const { cursor } = world.client;
  expect(cursor).toMatchObject({ seqs: { c: 3 }, changed: { c: [1] } });
  world.gate.responders.delete(PULL);
  await world.client.sync();
  await vi.waitFor(() => expect(told).toEqual(['1 ONE edited']));
  expect(world.client.cursor?.changed).toEqual({});
  world.client.close();
  const next = newClient(world.gate, { ...(cursor && { cursor }) });
  const toldNext = changesOf(next);
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(toldNext).toEqual(['1 ONE edited']));
});

test('a client that does not listen for changes does not ask for them', async () => {
  const world = await connectedClient();
  world.gate.storeMessage('c', 'one');
  edit(world.gate, 1, 'ONE');
  world.gate.storeMessage('c', 'two');
  await vi.waitFor(() => expect(receivedTexts(world)).toEqual(['one', 'ONE', 'two']));
  expect(pulls(world.gate)).toEqual([]);
});

test('what a client changes itself is told to it as to all others', async () => {
  // It asks for the new conversation when it is told to, not by itself.
  const { world, told } = await withTwo({ timing: { syncSoonMs: 600_000 } });
  const { client } = world;
  const mine = await client.send({ conversation: 'c' }, 'mine');
  await client.edit(mine, 'mine!');
  await client.react({ conversation: 'c', seq: 1 }, '🎉');
  await client.react({ conversation: 'c', seq: 1 }, '🎉', { remove: true });
  await client.recall(mine);
  await vi.waitFor(() => expect(told.at(-1)).toBe('3  edited recalled'));
  expect(world.messages.map(({ kind }) => kind)).toEqual(['TEXT', 'TEXT', 'TEXT', 'EDITED', 'REACTED', 'REACTED', 'RECALLED']);
  expect(client.conversations.get('c')).toBeUndefined();
  await client.sync();
  expect(client.conversations.get('c')?.lastMessage).toMatchObject({ seq: 3, recalled: true, text: '' });
});

test('history comes page by page, either way', async () => {
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
