import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { decodePack, heldMs } from '../../proto/pack.ts';
import { im } from '../../proto/rpc.ts';
import type { OutgoingRecord } from '../ports/index.ts';
import { testGateSigner as signer } from '../testing/test-packs.ts';
import { publisher } from './publisher.ts';

/** A bus whose publishes end when the test says so. */
function heldBus() {
  const calls: { records: readonly OutgoingRecord[]; end: PromiseWithResolvers<void> }[] = [];
  return {
    calls,
    publish(records: readonly OutgoingRecord[]): Promise<void> {
      const end = Promise.withResolvers<void>();
      calls.push({ records, end });
      return end.promise;
    },
    packs: (call: number) => (calls[call]?.records ?? []).map((r) => ({ ...r, pack: im.Pack.decode(r.value) })),
    end: (call: number) => calls[call]?.end.resolve(),
  };
}
const SIGNATURE_BYTES = 26;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const envelope = (requestId: number, size = 10) => ({ kind: im.Envelope.Kind.COMMAND, requestId, payload: new Uint8Array(size) });

describe('publisher', () => {
  test('envelopes sent in one turn of the event loop go in one publish, one pack per partition, in order', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    for (let i = 1; i <= 6; i++) out.send('t', i % 2, envelope(i));
    out.send('u', 0, envelope(7));
    expect(bus.calls).toHaveLength(0);
    await turn();
    expect(bus.calls).toHaveLength(1);
    const packs = bus.packs(0);
    expect(packs.map((p) => [p.topic, p.partition, p.pack.producer, p.pack.number, p.pack.version])).toEqual([
      ['t', 1, 'g1', 1, 1],
      ['t', 0, 'g1', 1, 1],
      ['u', 0, 'g1', 1, 1],
    ]);
    expect(packs.map((p) => p.pack.envelopes.map((e) => e.requestId))).toEqual([[1, 3, 5], [2, 4, 6], [7]]);
  });

  test('envelopes sent while a publish is in flight go together in the next; pack numbers rise per partition', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    out.send('t', 0, envelope(1));
    await turn();
    out.send('t', 0, envelope(2));
    out.send('t', 1, envelope(3));
    await turn();
    out.send('t', 0, envelope(4));
    await turn();
    expect(bus.calls).toHaveLength(1);
    bus.end(0);
    await turn();
    expect(bus.packs(1).map((p) => [p.partition, p.pack.number, p.pack.envelopes.map((e) => e.requestId)])).toEqual([
      [0, 2, [2, 4]],
      [1, 1, [3]],
    ]);
  });

  test('a pack holds at most 500 envelopes and about 256 KB', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    for (let i = 1; i <= 1100; i++) out.send('t', 0, envelope(i, 2));
    for (let i = 1; i <= 5; i++) out.send('t', 1, envelope(i, 100_000));
    await turn();
    const packs = bus.packs(0);
    expect(packs.filter((p) => p.partition === 0).map((p) => p.pack.envelopes.length)).toEqual([500, 500, 100]);
    expect(packs.filter((p) => p.partition === 1).map((p) => p.pack.envelopes.length)).toEqual([3, 2]);
    expect(packs.filter((p) => p.partition === 0).map((p) => p.pack.number)).toEqual([1, 2, 3]);
    const ids = packs.filter((p) => p.partition === 0).flatMap((p) => p.pack.envelopes.map((e) => e.requestId));
    expect(ids).toEqual(Array.from({ length: 1100 }, (_, i) => i + 1));
  });

  test('a published record does not change when further envelopes are sent', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    for (const size of [10, 20_000]) out.send('t', size, envelope(1, size));
    await turn();
    const copies = (bus.calls[0]?.records ?? []).map((r) => Buffer.from(r.value));
    for (const size of [10, 20_000]) out.send('t', size, envelope(2, size));
    bus.end(0);
    await turn();
    expect((bus.calls[0]?.records ?? []).map((r, i) => copies[i]?.equals(r.value))).toEqual([true, true]);
  });

  test('the caller may change an envelope after sending it', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    const mine = envelope(1);
    out.send('t', 0, mine);
    mine.requestId = 9;
    await turn();
    expect(bus.packs(0)[0]?.pack.envelopes[0]?.requestId).toBe(1);
  });

  test('flush resolves exactly when everything sent before it is durable', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    await out.flush();
    const seen: string[] = [];
    out.send('t', 0, envelope(1));
    void out.flush().then(() => seen.push('first'));
    await turn();
    void out.flush().then(() => seen.push('first again'));
    out.send('t', 0, envelope(2));
    void out.flush().then(() => seen.push('second'));
    await turn();
    expect(seen).toEqual([]);
    bus.end(0);
    await turn();
    expect(seen.sort()).toEqual(['first', 'first again']);
    bus.end(1);
    await turn();
    expect(seen).toContain('second');
  });

  test('queuedBytes counts what waits and what is in flight, and returns to 0', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    out.send('t', 0, envelope(1, 1000));
    const one = out.queuedBytes;
    expect(one).toBeGreaterThan(1000);
    await turn();
    expect(out.queuedBytes).toBe(one);
    expect(bus.calls[0]?.records[0]?.value.length).toBe(one + SIGNATURE_BYTES);
    out.send('t', 0, envelope(2, 1000));
    expect(out.queuedBytes).toBeGreaterThan(2000);
    bus.end(0);
    await turn();
    bus.end(1);
    await turn();
    expect(out.queuedBytes).toBe(0);
  });

  test('a pack tells how long each envelope with a time-out has waited, and a wrong wall clock does not matter', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'] });
    try {
      const bus = heldBus();
      const out = publisher(bus, { instance: 'g1', signer });
      out.send('t', 0, envelope(1));
      await turn();
      out.send('t', 0, { ...envelope(2), timeoutMs: 30_000 });
      vi.advanceTimersByTime(40_000);
      // An envelope of a dead letter, which another producer has queued long ago.
      out.send('t', 0, { ...envelope(3), timeoutMs: 30_000, queuedAtMs: 7 });
      vi.setSystemTime(Date.now() - 3_600_000);
      vi.advanceTimersByTime(1000);
      bus.end(0);
      await turn();
      const pack = decodePack(bus.calls[1]?.records[0]?.value ?? new Uint8Array());
      expect(pack.envelopes.map((sent) => sent && heldMs(pack.sentAtMs, sent))).toEqual([41_000, 1000]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('with a linger time the first publish goes out at once, and the next one waits', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer, lingerMs: 5 });
    out.send('t', 0, envelope(1));
    await turn();
    expect(bus.calls).toHaveLength(1);
    out.send('t', 0, envelope(2));
    bus.end(0);
    await turn();
    expect(bus.calls).toHaveLength(1);
    await expect.poll(() => bus.calls.length).toBe(2);
  });

  test('a publish that ends before the next envelope is sent has a linger time too', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer, lingerMs: 20 });
    out.send('t', 0, envelope(1));
    await turn();
    bus.end(0);
    await turn();
    const endedAt = performance.now();
    out.send('t', 0, envelope(2));
    out.send('t', 0, envelope(3));
    await expect.poll(() => bus.calls.length, { interval: 1 }).toBe(2);
    expect(performance.now() - endedAt).toBeGreaterThan(15);
    bus.end(1);
    await sleep(30);
    out.send('t', 0, envelope(4));
    await turn();
    expect(bus.calls, 'the linger time is over').toHaveLength(3);
  });

  test('after the bus is closed flush rejects and send does not throw', async () => {
    const bus = heldBus();
    const out = publisher(bus, { instance: 'g1', signer });
    out.send('t', 0, envelope(1));
    const waiting = out.flush();
    await turn();
    bus.calls[0]?.end.reject(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    out.send('t', 0, envelope(2));
    await expect(out.flush()).rejects.toThrow('closed');
    expect(out.queuedBytes).toBe(0);
  });
});
