import { expect, test } from 'vitest';
import { openRpcClient, RpcError } from '../../infra/messaging/rpc-client.ts';
import type { Opener } from '../../infra/ports/index.ts';
import { generateSealKeys, opener, sealer } from '../../infra/process/seal.ts';
import { fixtureRpc } from '../../logic/testing/runtime/fixture-service.ts';
import { failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';

onEveryStore('an RPC client', (fixture) => {
  test('a call resolves with the reply, or rejects: REFUSED with a code, BAD_PAYLOAD, TIMEOUT, or UNAVAILABLE', async () => {
    const calls = await fixture().rpcClient();
    const echo = fixtureRpc('echo');
    await expect(calls.call(echo, { text: 'x' }, { deadlineMs: 50 })).rejects.toMatchObject({ kind: 'TIMEOUT' });
    await fixture().start('Fixture');
    expect(await calls.call(echo, { text: 'hello' }, { deadlineMs: 5000 })).toMatchObject({ text: 'echo of hello' });
    await expect(calls.call(echo, { text: 'refuse' }, { deadlineMs: 5000 })).rejects.toMatchObject({
      kind: 'REFUSED',
      code: 'BUSY',
    });
    const unreadable = {
      descriptor: {
        ...echo.descriptor,
        request: { ...echo.descriptor.request, encode: () => ({ finish: () => Buffer.from([0x0a, 0xff]) }) },
      },
    };
    await expect(calls.call(unreadable, {}, { deadlineMs: 5000 })).rejects.toMatchObject({ kind: 'BAD_PAYLOAD' });
    const unreadableReply = {
      descriptor: {
        ...echo.descriptor,
        reply: {
          ...echo.descriptor.reply,
          decode: () => {
            throw new RangeError('index out of range');
          },
        },
      },
    };
    await expect(calls.call(unreadableReply, { text: 'x' }, { deadlineMs: 5000 })).rejects.toMatchObject({ kind: 'BAD_PAYLOAD' });
    const pending = calls.call({ descriptor: { ...echo.descriptor, service: 'Logic' } }, { text: 'x' }, { deadlineMs: 5000 });
    const ended = expect(pending).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    await calls.close();
    await ended;
    expect(new RpcError('TIMEOUT', 'x').kind).toBe('TIMEOUT');
  });

  test('a sent request runs on an instance that starts later, and `send` rejects if the log is unavailable', async () => {
    const calls = await fixture().rpcClient();
    const bug = fixtureRpc('relayInside');
    await calls.send(bug, { text: 'x' }, { deadlineMs: 60_000, withinMs: 5000 });
    await calls.close();
    await fixture().start('Fixture');
    await waitFor(() => fixture().deadLetters.length > 0, 'the dead letter of the sent request');

    const { bus, packs, topics, log } = fixture();
    const { verifier } = packs;
    const slow = {
      bus: { ...bus, reachable: true },
      verifier,
      topics,
      log,
      partitions: { command: 4, call: 1 },
      instance: 'slow',
    };
    const stuck = { send: () => undefined, flush: () => new Promise<void>(() => undefined), queuedBytes: 0 };
    const waiting = await openRpcClient({ ...slow, publisher: stuck });
    const telling = waiting.send(bug, { text: 'x' }, { deadlineMs: 60_000, withinMs: 20 });
    await expect(telling).rejects.toMatchObject({ kind: 'TIMEOUT' });
    await waiting.close();
    const away = await openRpcClient({ ...slow, bus: { ...slow.bus, reachable: false }, publisher: stuck });
    const lost = away.send(bug, { text: 'x' }, { deadlineMs: 60_000, withinMs: 20 });
    await expect(lost).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    await away.close();
  });

  test('a service may call another in prepare, and a call from inside a batch dead-letters the command', async () => {
    await fixture().start('Fixture', { rpcClient: await fixture().rpcClient() });
    const { descriptor } = fixtureRpc('relay');
    expect(descriptor.reply.decode((await fixture().ask('Fixture.Relay', { text: 'hello' })).payload)).toMatchObject({
      text: 'echo of hello',
    });
    expect(failureCode(await fixture().ask('Fixture.RelayInside', { text: 'hello' }))).toBe('INTERNAL_ERROR');
    await waitFor(() => fixture().deadLetters.length > 0, 'the dead letter');
    expect(fixture().deadLetters[0]?.cause).toMatch(/inside a batch/);
  });

  test('a sealed rpc is encrypted in both directions, and a client without a key cannot call it', async () => {
    const { publicKey, privateKey } = generateSealKeys();
    const sent: Uint8Array[] = [];
    const own = opener([privateKey]);
    const watching: Opener = {
      open(sealed) {
        sent.push(Uint8Array.from(sealed));
        return own.open(sealed);
      },
    };
    await fixture().start('Fixture', { opener: watching });
    const calls = await fixture().rpcClient(sealer(publicKey));
    expect(await calls.call(fixtureRpc('hidden'), { text: 'the secret' }, { deadlineMs: 5000 })).toMatchObject({
      text: 'THE SECRET',
    });
    expect(Buffer.concat(sent).includes('the secret')).toBe(false);
    const unable = await fixture().rpcClient();
    expect(() => unable.call(fixtureRpc('hidden'), { text: 'the secret' }, { deadlineMs: 5000 })).toThrow('no key to seal');
  });

  test('a command whose dependency does not answer is refused with UNAVAILABLE', async () => {
    const calls = await fixture().rpcClient();
    await fixture().start('Fixture', { rpcClient: { ...calls, call: () => Promise.reject(new RpcError('TIMEOUT', 'nobody')) } });
    expect(failureCode(await fixture().ask('Fixture.Relay', { text: 'hello' }))).toBe('UNAVAILABLE');
  });
});
