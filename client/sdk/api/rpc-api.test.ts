// Single commands: one reply each, retries where they are harmless, time-outs.
import { expect, test, vi } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { connectedClient, newClient, startTestGate } from '../testing/sdk-fixture.ts';

const { Kind } = im.Frame;

test('after a lost connection the client repeats a read, and any other command rejects with an unknown outcome', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Logic.findUser', (_frame, peer) => {
    gate.responders.delete('Logic.findUser');
    peer.drop();
    return undefined;
  });
  await expect(client.call.logic.findUser({ name: 'bob' })).resolves.toMatchObject({ name: 'bob' });
  gate.responders.set('Logic.sendMessage', (_frame, peer) => {
    peer.drop();
    return undefined;
  });
  const request = { clientMessageId: new Uint8Array(16), toUserId: 'bob', text: 'hello' };
  await expect(client.call.logic.sendMessage(request)).rejects.toMatchObject({ code: 'CONNECTION_LOST', resend: true });
});

test('a call without a reply rejects after its time-out', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Logic.findUser', () => undefined);
  await expect(client.call.logic.findUser({ name: 'bob' }, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('a call before the log-in rejects after its time-out', async () => {
  const { client } = newClient(await startTestGate());
  await expect(client.call.logic.findUser({ name: 'bob' }, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('a reply that cannot be decoded rejects only its own call', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Logic.findUser', () => new Uint8Array([0x0a, 0xff]));
  await expect(client.call.logic.findUser({ name: 'bob' })).rejects.toMatchObject({ code: 'BAD_REPLY' });
  expect(gate.peers).toHaveLength(1);
});

test('a reply that arrives twice settles its call once', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Logic.findUser', (frame, peer) => {
    const payload = gate.defaultResponder(frame, peer) as Uint8Array;
    peer.send({ kind: Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload });
    return payload;
  });
  await expect(client.call.logic.findUser({ name: 'one' })).resolves.toMatchObject({ name: 'one' });
  await expect(client.call.logic.findUser({ name: 'two' })).resolves.toMatchObject({ name: 'two' });
});

test('a call whose caller gives up rejects with ABORTED, also while the reply is awaited', async () => {
  const { gate, client } = await connectedClient();
  gate.responders.set('Logic.findUser', () => undefined);
  const controller = new AbortController();
  const call = client.call.logic.findUser({ name: 'bob' }, { signal: controller.signal });
  const rejected = expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  await vi.waitFor(() => expect(gate.requests('Logic.findUser')).toHaveLength(1));
  controller.abort();
  await rejected;
  await expect(client.call.logic.findUser({ name: 'bob' }, { signal: controller.signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(gate.requests('Logic.findUser')).toHaveLength(1);
});

test('a call whose caller gives up while there is no connection is never sent', async () => {
  const { gate, client } = await connectedClient();
  gate.mute = true;
  gate.lastPeer.drop();
  await vi.waitFor(() => expect(client.state).not.toBe('online'));
  const controller = new AbortController();
  const call = client.call.logic.setConversation({ conversationId: 'c', muted: true }, { signal: controller.signal });
  const rejected = expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  controller.abort();
  await rejected;
  gate.mute = false;
  await vi.waitFor(() => expect(client.state).toBe('online'), { timeout: 15_000 });
  await client.call.logic.findUser({ name: 'bob' });
  expect(gate.requests('Logic.setConversation')).toEqual([]);
});
