// The client's state of conversations and people: synced once, updated by pushes, recovered after losses and restarts.
import { expect, test, vi } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import type { ConversationSnapshot } from '../index.ts';
import { type FakeGate, TOKEN } from '../testing/fake-gate.ts';
import { connectedClient, newClient, receivedTexts, type SdkFixture, startTestGate } from '../testing/sdk-fixture.ts';

const SYNC = 'Logic.sync';
const SOON = { timing: { syncSoonMs: 5, deliveredWaitMs: 5 } };
const { SYSTEM } = im.MessageKind;

function statesOf({ client }: SdkFixture): ConversationSnapshot[] {
  const states: ConversationSnapshot[] = [];
  client.on('conversation', (state) => states.push(state));
  return states;
}

/** The conversations that the client listed as known, for each sync. */
function knownOf(gate: FakeGate): string[][] {
  return gate
    .requests<im.SyncRequest>(SYNC)
    .map(({ known }) => known.map(({ conversationId, lastSeq, stateVersion }) => `${conversationId} ${lastSeq} ${stateVersion}`));
}

function changed(what: im.ConversationChanged.$Properties): im.Push.$Properties {
  return { conversationChanged: { conversationId: 'c', ...what } };
}

test('conversations and their unread messages are known after the first sync', async () => {
  const { client } = await connectedClient({}, (gate) => {
    gate.storeMessage('c', 'one', { push: false });
    gate.storeMessage('c', 'two', { push: false });
    gate.states.set('c', { unread: 1, readSeq: 1, pinned: true });
    gate.states.set('g', { isGroup: true, peerId: '', peerName: 'friends' });
    gate.storeMessage('g', 'hello all', { push: false });
  });
  expect(client.conversations.get('c')).toMatchObject({
    ...{ peerId: 'user-other', name: 'other', isGroup: false, lastSeq: 2, unread: 1, readSeq: 1, pinned: true, stateVersion: 1 },
    lastMessage: { text: 'two', own: false },
  });
  expect(client.conversations.get('g')).toMatchObject({ isGroup: true, name: 'friends', lastMessage: { text: 'hello all' } });
  expect(client.conversations.all).toHaveLength(2);
});

test('after a reconnect only changed conversations are emitted and pulled', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (const conversationId of ['a', 'b', 'c']) gate.storeMessage(conversationId, 'one', { push: false });
  });
  const states = statesOf(fixture);
  fixture.gate.lastPeer.drop();
  fixture.gate.storeMessage('b', 'two', { push: false });
  await vi.waitFor(() => expect(receivedTexts(fixture)).toContain('two'));
  expect(knownOf(fixture.gate)).toEqual([[], ['a 1 1', 'b 1 1', 'c 1 1']]);
  expect(states.map(({ conversationId, lastSeq }) => [conversationId, lastSeq])).toEqual([['b', 2]]);
  expect(fixture.gate.requests<im.PullMessagesRequest>('Logic.pullMessages').at(-1)).toMatchObject({
    conversationId: 'b',
    afterSeq: 1,
  });
});

test('a conversation counts, shows as last and becomes visible with a message before the message is delivered', async () => {
  const fixture = await connectedClient({}, (gate) => {
    gate.storeMessage('c', 'one', { push: false });
    gate.states.set('c', { hidden: true, readSeq: 1 });
  });
  const seen: unknown[] = [];
  fixture.client.on('message', () => seen.push(fixture.client.conversations.get('c')));
  fixture.gate.storeMessage('c', 'two');
  fixture.gate.storeMessage('c', 'mine', { senderId: 'user-me' });
  fixture.gate.storeMessage('c', '', { kind: SYSTEM, body: '{"what":"joined","who":"somebody"}' });
  fixture.gate.storeMessage('c', 'two!', { kind: im.MessageKind.EDITED, target: 2 });
  await vi.waitFor(() => expect(seen).toHaveLength(4));
  expect(seen[0]).toMatchObject({ unread: 1, hidden: false, lastSeq: 2, lastMessage: { text: 'two' } });
  expect(seen[3]).toMatchObject({ unread: 1, lastSeq: 5, lastMessage: { seq: 4, kind: 'SYSTEM' } });
});

test('a change by another device of the user applies at once, and a late push of an older state reverts nothing', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (const text of ['one', 'two', 'three']) gate.storeMessage('c', text, { push: false });
    gate.states.set('c', { unread: 3 });
  });
  const states = statesOf(fixture);
  fixture.gate.sendPush(changed({ stateVersion: 3, readSeq: 3, unread: 0, muted: true }));
  fixture.gate.sendPush(changed({ stateVersion: 2, readSeq: 1, unread: 2 }));
  await vi.waitFor(() => expect(states).toHaveLength(1));
  await fixture.client.call.logic.findUser({ name: 'x' });
  expect(fixture.client.conversations.get('c')).toMatchObject({ unread: 0, readSeq: 3, muted: true, stateVersion: 3 });
  expect(states).toHaveLength(1);
});

// SYN-3
test('when a push shows that an earlier push was lost, the next sync asks for the conversation again', async () => {
  const fixture = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false }));
  fixture.gate.sendPush(changed({ stateVersion: 3, pinned: true }));
  await vi.waitFor(() => expect(fixture.client.conversations.get('c')?.pinned).toBe(true));
  fixture.gate.states.set('c', { stateVersion: 3, pinned: true, peerReadSeq: 1 });
  await fixture.client.sync();
  expect(knownOf(fixture.gate).at(-1)).toEqual(['c 1 1']);
  expect(fixture.client.conversations.get('c')).toMatchObject({ stateVersion: 3, peerReadSeq: 1 });
  await fixture.client.sync();
  expect(knownOf(fixture.gate).at(-1)).toEqual(['c 1 3']);
});

test('the first message of a new peer makes their conversation known', async () => {
  const fixture = await connectedClient(SOON);
  fixture.gate.storeMessage('c', 'hello');
  await vi.waitFor(() => expect(fixture.client.conversations.get('c')).toMatchObject({ name: 'other', lastSeq: 1 }));
});

// SYN-4
test('a renamed or left group is synced at once', async () => {
  const fixture = await connectedClient(SOON, (gate) => {
    gate.storeMessage('c', 'one', { push: false });
    gate.states.set('c', { isGroup: true, peerName: 'before' });
  });
  fixture.gate.states.set('c', { isGroup: true, peerName: 'after' });
  fixture.gate.storeMessage('c', '', { kind: SYSTEM, body: '{"what":"renamed","who":"user-other"}' });
  await vi.waitFor(() => expect(fixture.client.conversations.get('c')?.name).toBe('after'));
});

test('a restarted client knows its state before it connects and asks only for changes', async () => {
  const fixture = await connectedClient({}, (gate) => {
    for (const conversationId of ['a', 'b']) gate.storeMessage(conversationId, 'one', { push: false });
    gate.responders.set(SYNC, (frame, peer) => {
      const reply = im.SyncReply.decode(gate.defaultResponder(frame, peer) as Uint8Array);
      const news = { profile: { profile: { userId: 'user-me', name: 'me' } }, peopleVersion: 4 };
      const relations = [{ other: { userId: 'bob', name: 'Bob' }, friend: true, version: 3 }];
      const isFirst = im.SyncRequest.decode(frame.payload).peopleVersion === 0;
      return im.SyncReply.encode({ ...reply, ...(isFirst ? { ...news, relations } : { peopleVersion: 4 }) }).finish();
    });
  });
  const cursor = JSON.parse(JSON.stringify(fixture.client.cursor));
  fixture.client.close();
  fixture.gate.storeMessage('b', 'two', { push: false });
  const next = newClient(fixture.gate, { cursor });
  expect(next.client.conversations.all.map(({ conversationId, lastMessage }) => [conversationId, lastMessage?.text])).toEqual([
    ['a', 'one'],
    ['b', 'one'],
  ]);
  expect(next.client.people.profile).toMatchObject({ name: 'me' });
  expect(next.client.people.relation('bob')).toMatchObject({ friend: true, name: 'Bob' });
  await next.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(next)).toEqual(['two']));
  expect(knownOf(fixture.gate).at(-1)).toEqual(['a 1 1', 'b 1 1']);
  expect(fixture.gate.requests<im.SyncRequest>(SYNC).at(-1)?.peopleVersion).toBe(4);
});

test('a client whose cursor has only delivered seqs continues after them', async () => {
  const gate = await startTestGate();
  for (const text of ['one', 'two']) gate.storeMessage('c', text, { push: false });
  const fixture = newClient(gate, { cursor: { seqs: { c: 1 } }, from: 'now' });
  await fixture.client.resume(TOKEN);
  await vi.waitFor(() => expect(receivedTexts(fixture)).toEqual(['two']));
  expect(fixture.client.conversations.get('c')).toMatchObject({ lastSeq: 2 });
});

// SYN-1, SYN-2
test('ten thousand conversations arrive in pages, and after a reconnect only the changed ones', async () => {
  const ids = Array.from({ length: 10_000 }, (_, n) => Buffer.alloc(16, `${n}`.padStart(16, '0')).toString('base64url'));
  const fixture = await connectedClient({}, (gate) => {
    for (const id of ids) gate.storeMessage(id, 'one', { push: false });
  });
  expect(fixture.client.conversations.all).toHaveLength(10_000);
  expect(fixture.gate.requests(SYNC)).toHaveLength(50);
  const states = statesOf(fixture);
  fixture.gate.lastPeer.drop();
  fixture.gate.storeMessage(ids[7777] ?? '', 'two', { push: false });
  await vi.waitFor(() => expect(receivedTexts(fixture)).toContain('two'), { timeout: 20_000 });
  expect(states).toHaveLength(1);
  expect(fixture.gate.requests(SYNC)).toHaveLength(100);
}, 60_000);

test('a connection lost between two pages of a sync skips nothing', async () => {
  const gate = await startTestGate();
  const ids = Array.from({ length: 450 }, (_, n) => `c${`${n}`.padStart(3, '0')}`);
  for (const id of ids) gate.storeMessage(id, `in ${id}`, { push: false });
  gate.responders.set(SYNC, (frame, peer) => {
    if (gate.requests(SYNC).length !== 2) return gate.defaultResponder(frame, peer);
    peer.drop();
    return undefined;
  });
  const fixture = newClient(gate, { from: 'now' });
  const synced = new Promise((resolve) => fixture.client.on('synced', resolve));
  await fixture.client.resume(TOKEN);
  // This message is stored after the first page has fixed the start for `now`.
  await vi.waitFor(() => expect(gate.requests(SYNC).length).toBeGreaterThanOrEqual(2));
  gate.storeMessage('c000', 'new', { push: false });
  await synced;
  await fixture.client.sync();
  expect(fixture.client.conversations.all).toHaveLength(450);
  expect(receivedTexts(fixture)).toEqual(['new']);
});

test('when a list shows that a name was deleted, the client emits the conversation', async () => {
  const fixture = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false }));
  fixture.gate.states.set('c', { peerName: '' });
  await fixture.client.sync();
  const states = statesOf(fixture);
  await fixture.client.call.logic.listConversations({});
  expect(states).toMatchObject([{ conversationId: 'c', name: '' }]);
});

test('the client applies the effects of its own commands, for which it gets no push', async () => {
  const fixture = await connectedClient({}, (gate) => void gate.storeMessage('c', 'one', { push: false }));
  const { client, gate } = fixture;
  gate.responders.set('Logic.setConversation', () => im.SetConversationReply.encode({ stateVersion: 2 }).finish());
  gate.responders.set('Logic.updateProfile', () =>
    im.UpdateProfileReply.encode({ profile: { profile: { userId: 'user-me', displayName: 'Me' }, whoMayWrite: 2 } }).finish(),
  );
  const deleted = vi.fn();
  client.on('deleted', deleted);
  await client.call.logic.setConversation({ conversationId: 'c', pinned: true });
  expect(client.conversations.get('c')).toMatchObject({ pinned: true, muted: false, stateVersion: 2 });
  await client.call.logic.updateProfile({ displayName: 'Me' });
  expect(client.people.profile).toMatchObject({ displayName: 'Me', whoMayWrite: 'FRIENDS_ONLY' });
  await client.deleteForMe('c', [1]);
  expect(deleted).toHaveBeenCalledWith({ conversationId: 'c', seqs: [1] });
  gate.sendPush(changed({ stateVersion: 4, pinned: true, deletedSeqs: [9] }));
  await vi.waitFor(() => expect(deleted).toHaveBeenCalledWith({ conversationId: 'c', seqs: [9] }));
});
