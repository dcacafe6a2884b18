// Read and delivery marks: sent once, never backwards, and repeated until the server has them.
import { expect, test, vi } from 'vitest';
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import type { ClientEvents } from '../index.ts';
import { TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient } from '../testing/sdk-fixture.ts';

const MARK = 'Logic.markRead';
const SOON = { timing: { syncSoonMs: 5, deliveredWaitMs: 5 } };

test('receipts that arrive in any order only move the marks forward, and each step is emitted once', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (const text of ['one', 'two', 'three']) gate.storeMessage('c', text, { push: false, senderId: 'user-me' });
  });
  const receipts: ClientEvents['receipt'][] = [];
  fixture.client.on('receipt', (receipt) => receipts.push(receipt));
  for (const [deliveredSeq, readSeq] of [
    [3, 1],
    [2, 0],
    [3, 1],
    [3, 3],
    [3, 2],
  ])
    fixture.gate.sendPush({
      receipt: { conversationId: 'c', userId: 'user-other', deliveredSeq: deliveredSeq ?? 0, readSeq: readSeq ?? 0 },
    });
  await vi.waitFor(() => expect(fixture.client.conversations.get('c')).toMatchObject({ peerReadSeq: 3, peerDeliveredSeq: 3 }));
  expect(receipts.map(({ deliveredSeq, readSeq }) => [deliveredSeq, readSeq])).toEqual([
    [3, 1],
    [3, 3],
  ]);
  expect(receipts[0]).toMatchObject({ conversationId: 'c', userId: 'user-other' });
});

test('the next sync finds a receipt whose push was lost', async () => {
  const fixture = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false, senderId: 'user-me' }));
  const receipts = vi.fn();
  fixture.client.on('receipt', receipts);
  fixture.gate.states.set('c', { stateVersion: 2, peerReadSeq: 1, peerDeliveredSeq: 1 });
  await fixture.client.sync();
  expect(receipts).toHaveBeenCalledWith({ conversationId: 'c', userId: 'user-other', deliveredSeq: 1, readSeq: 1 });
});

// UNR-4, UNR-5
test('a read mark applies at once, and its reply tells what is still unread, without a sync', async () => {
  const fixture = await connectedClient(SOON, (gate) => {
    for (let n = 1; n <= 5; n += 1) gate.storeMessage('c', `${n}`, { push: false });
    gate.states.set('c', { unread: 5 });
  });
  const { client, gate } = fixture;
  gate.responders.set(MARK, (frame) => {
    const { seq } = im.MarkRequest.decode(frame.payload);
    return im.MarkReply.encode({ seq, unread: 5 - seq, lastSeq: 5, stateVersion: 2 }).finish();
  });
  const syncs = gate.requests('Logic.sync').length;
  const marked = client.markRead('c', 2);
  expect(client.conversations.get('c')?.readSeq).toBe(2);
  await marked;
  await vi.waitFor(() => expect(client.conversations.get('c')).toMatchObject({ unread: 3, readSeq: 2, stateVersion: 2 }));
  // What the client would store for its next run lists the conversation as known.
  expect(client.cursor?.conversations).toMatchObject([{ conversationId: 'c', unread: 3, stateVersion: 2 }]);
  expect(gate.requests('Logic.sync')).toHaveLength(syncs);
  void client.markRead('c');
  expect(client.conversations.get('c')).toMatchObject({ unread: 0, readSeq: 5 });
});

test('the client sends only the latest of many marks, and repeats it after a reconnect until it is confirmed', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (let n = 1; n <= 9; n += 1) gate.storeMessage('c', `${n}`, { push: false });
  });
  const { client, gate } = fixture;
  const sent = (): number[] => gate.requests<im.MarkRequest>(MARK).map(({ seq }) => seq);
  gate.responders.set(MARK, () => undefined);
  const all = [1, 2, 3, 4, 5, 6, 7].map((seq) => client.markRead('c', seq));
  await vi.waitFor(() => expect(sent()).toEqual([1]));
  gate.responders.delete(MARK);
  gate.lastPeer.drop();
  await Promise.all(all);
  expect(sent()).toEqual([1, 1, 7]);
});

test('a mark that the server never received is repeated by the next run', async () => {
  const fixture = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false }));
  fixture.gate.responders.set(MARK, () => undefined);
  void fixture.client.markRead('c');
  await vi.waitFor(() => expect(fixture.gate.requests(MARK)).toHaveLength(1));
  const { cursor } = fixture.client;
  fixture.client.close();
  fixture.gate.responders.delete(MARK);
  fixture.gate.states.set('c', { stateVersion: 2 });
  const next = newClient(fixture.gate, { ...(cursor && { cursor }) });
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(fixture.gate.requests(MARK)).toHaveLength(2));
  expect(next.client.conversations.get('c')).toMatchObject({ readSeq: 1, unread: 0 });
});

test('a mark that is refused for good rejects, is not repeated and needs no handler', async () => {
  const { client, gate } = await connectedClient({}, (made) => void made.storeMessage('c', 'one', { push: false }));
  gate.responders.set(MARK, () => new ImError('BAD_ARGUMENT', 'no such seq'));
  void client.markRead('c', 5);
  await expect(client.markRead('c', 7)).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(gate.requests(MARK).length).toBeLessThanOrEqual(2);
});

test('one automatic delivery receipt covers many messages of other users, and only in direct conversations', async () => {
  const fixture = await connectedClient(
    { ...SOON, sendsDeliveryReceipts: true, timing: { syncSoonMs: 5, deliveredWaitMs: 50 } },
    (gate) => {
      for (const text of ['one', 'two', 'three']) gate.storeMessage('c', text, { push: false });
      gate.storeMessage('g', 'to all', { push: false });
      gate.states.set('g', { isGroup: true, peerId: '' });
      gate.storeMessage('mine', 'said', { push: false, senderId: 'user-me' });
    },
  );
  const emitted = (): im.MarkRequest[] => fixture.gate.requests<im.MarkRequest>('Logic.markDelivered');
  await vi.waitFor(() => expect(emitted()).toMatchObject([{ conversationId: 'c', seq: 3 }]));
  fixture.gate.storeMessage('c', 'four');
  await vi.waitFor(() => expect(emitted()).toMatchObject([{ seq: 3 }, { conversationId: 'c', seq: 4 }]));
});
