import { expect, test, vi } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { connectedClient } from '../testing/sdk-fixture.ts';

const { Kind } = im.Frame;

test('the client stays at a gate that answers slowly, one command after the other', async () => {
  const { gate, client } = await connectedClient({ timing: { answerSlackMs: 20 } }, (made) => {
    made.hello = { ...made.hello, commandTimeoutMs: 500, maxCommandsPerSecond: 0 };
  });
  const waiting: (() => void)[] = [];
  gate.responders.set('Logic.findUser', (frame, peer) => {
    const payload = gate.defaultResponder(frame, peer) as Uint8Array;
    waiting.push(() => peer.send({ kind: Kind.REPLY, rpc: frame.rpc, requestId: frame.requestId, payload }));
    return undefined;
  });
  const calls = Array.from({ length: 8 }, () => client.call.logic.findUser({ name: 'bob' }));
  await vi.waitFor(() => expect(waiting).toHaveLength(8));
  for (const answer of waiting) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    answer();
  }
  await Promise.all(calls);
  expect(gate.peers).toHaveLength(1);
});
