// What was read and delivered: told once, never backwards, and told again until the server has heard it.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../index.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient } from '../testing/sdk-fixture.ts';

const MARK = 'Logic.markRead';
const SOON = { timing: { syncSoonMs: 5, deliveredWaitMs: 5 } };

test('receipts go forward only, in whatever order they come, and each step is told once', async () => {
  const world = await connectedClient({}, (gate) => {
    for (const text of ['one', 'two', 'three']) gate.storeMessage('c', text, { push: false, sender: 'user-me' });
  });
  const receipts: ClientEvents['receipt'][] = [];
  world.client.on('receipt', (receipt) => receipts.push(receipt));
  for (const [deliveredSeq, readSeq] of [
    [3, 1],
    [2, 0],
    [3, 1],
    [3, 3],
    [3, 2],
  ])
    world.gate.sendPush({
      receipt: { conversation: 'c', user: 'user-other', deliveredSeq: deliveredSeq ?? 0, readSeq: readSeq ?? 0 },
    });
  await vi.waitFor(() => expect(world.client.conversations.get('c')).toMatchObject({ peerReadSeq: 3, peerDeliveredSeq: 3 }));
  expect(receipts.map(({ deliveredSeq, readSeq }) => [deliveredSeq, readSeq])).toEqual([
    [3, 1],
    [3, 3],
  ]);
  expect(receipts[0]).toMatchObject({ conversation: 'c', user: 'user-other' });
});

test('a receipt whose push was lost is found by the next sync', async () => {
  const world = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false, sender: 'user-me' }));
  const receipts = vi.fn();
  world.client.on('receipt', receipts);
  world.gate.states.set('c', { stateVersion: 2, peerReadSeq: 1, peerDeliveredSeq: 1 });
  await world.client.sync();
  expect(receipts).toHaveBeenCalledWith({ conversation: 'c', user: 'user-other', deliveredSeq: 1, readSeq: 1 });
});

test('reading is known here at once, and how many are left where it was in the middle soon', async () => {
  const world = await connectedClient(SOON, (gate) => {
    for (let n = 1; n <= 5; n += 1) gate.storeMessage('c', `${n}`, { push: false });
    gate.states.set('c', { unread: 5 });
  });
  const { client, gate } = world;
  gate.responders.set(MARK, (frame) => {
    const { seq } = im.MarkRequest.decode(frame.payload);
    gate.states.set('c', { unread: 5 - seq, readSeq: seq, stateVersion: 1 + seq });
    return im.MarkReply.encode({ seq, unread: 5 - seq }).finish();
  });
  const marked = client.markRead('c', 2);
  expect(client.conversations.get('c')?.readSeq).toBe(2);
  await marked;
  await vi.waitFor(() => expect(client.conversations.get('c')).toMatchObject({ unread: 3, readSeq: 2, stateVersion: 3 }));
  void client.markRead('c');
  expect(client.conversations.get('c')).toMatchObject({ unread: 0, readSeq: 5 });
});

test('of many marks the last word counts, and is told again after a reconnect until it is heard', async () => {
  const world = await connectedClient({}, (gate) => {
    for (let n = 1; n <= 9; n += 1) gate.storeMessage('c', `${n}`, { push: false });
  });
  const { client, gate } = world;
  const sent = (): number[] => gate.requests<im.MarkRequest>(MARK).map(({ seq }) => seq);
  gate.responders.set(MARK, () => undefined);
  const all = [1, 2, 3, 4, 5, 6, 7].map((seq) => client.markRead('c', seq));
  await vi.waitFor(() => expect(sent()).toEqual([1]));
  gate.responders.delete(MARK);
  gate.lastPeer.drop();
  await Promise.all(all);
  expect(sent()).toEqual([1, 1, 7]);
});

test('a mark the server never heard of is told again by the next run', async () => {
  const world = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false }));
  world.gate.responders.set(MARK, () => undefined);
  void world.client.markRead('c');
  await vi.waitFor(() => expect(world.gate.requests(MARK)).toHaveLength(1));
  const { cursor } = world.client;
  world.client.close();
  world.gate.responders.delete(MARK);
  world.gate.states.set('c', { stateVersion: 2 });
  const next = newClient(world.gate, { ...(cursor && { cursor }) });
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(world.gate.requests(MARK)).toHaveLength(2));
  expect(next.client.conversations.get('c')).toMatchObject({ readSeq: 1, unread: 0 });
});

test('a mark that is refused for good rejects, is not repeated and needs no listener', async () => {
  const { client, gate } = await connectedClient({}, (made) => void made.storeMessage('c', 'one', { push: false }));
  gate.responders.set(MARK, () => new ImError('BAD_ARGUMENT', 'no such seq'));
  void client.markRead('c', 5);
  await expect(client.markRead('c', 7)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(gate.requests(MARK).length).toBeLessThanOrEqual(2);
});

test('a client that tells delivery by itself does so once for many messages, of others, of two', async () => {
  const world = await connectedClient(
    { ...SOON, sendsDeliveryReceipts: true, timing: { syncSoonMs: 5, deliveredWaitMs: 50 } },
    (gate) => {
      for (const text of ['one', 'two', 'three']) gate.storeMessage('c', text, { push: false });
      gate.storeMessage('g', 'to all', { push: false });
      gate.states.set('g', { isGroup: true, peer: '' });
      gate.storeMessage('mine', 'said', { push: false, sender: 'user-me' });
    },
  );
  const told = (): im.MarkRequest[] => world.gate.requests<im.MarkRequest>('Logic.markDelivered');
  await vi.waitFor(() => expect(told()).toMatchObject([{ conversation: 'c', seq: 3 }]));
  world.gate.storeMessage('c', 'four');
  await vi.waitFor(() => expect(told()).toMatchObject([{ seq: 3 }, { conversation: 'c', seq: 4 }]));
});
