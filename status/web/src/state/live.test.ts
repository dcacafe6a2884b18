import { describe, expect, test } from 'vitest';
import { member, sample } from '../../testing/members.ts';
import { ApiFailure } from '../api.ts';
import type { MembersReply } from '../replies.ts';
import { type EventStreamSource, Live } from './live.ts';

class FakeStream implements EventStreamSource {
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
  isClosed = false;

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  send(type: string, value?: object): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(value) });
  }
}

function liveFixture() {
  const streams: FakeStream[] = [];
  const timers: { readonly at: number; readonly work: () => void }[] = [];
  const fixture = {
    streams,
    now: 0,
    reply: { isCurrent: true, latency: {}, members: [member('gate', 0)] } as MembersReply,
    isDown: false,
    calls: 0,
    history: [sample(1)],
    /** Lets time pass, and does what is due. */
    pass(ms: number) {
      fixture.now += ms;
      for (const timer of timers.filter(({ at }) => at <= fixture.now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.work();
      }
    },
    get stream() {
      return streams.at(-1) ?? expect.fail('there is no stream');
    },
    live: undefined as unknown as Live,
  };
  const orDown = async <T>(value: T): Promise<T> => {
    fixture.calls++;
    if (fixture.isDown) throw new ApiFailure(0, 'UNREACHABLE', 'down');
    return value;
  };
  fixture.live = new Live({
    api: {
      readMembers: () => orDown(fixture.reply),
      readHistory: () => orDown({ stepSeconds: 5, samples: fixture.history }),
    },
    openEvents: () => {
      streams.push(new FakeStream());
      return fixture.stream;
    },
    now: () => fixture.now,
    after(ms, work) {
      const timer = { at: fixture.now + ms, work };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
  });
  return fixture;
}

describe('the live view', () => {
  test('shows the snapshot, the history behind it, and the loads with each sample', async () => {
    const fixture = liveFixture();
    const { live } = fixture;
    live.start();
    expect(live.view.link).toEqual({ kind: 'connecting' });
    fixture.stream.send('snapshot', fixture.reply);
    await expect.poll(() => live.view.samples).toEqual([sample(1)]);
    expect(live.view).toMatchObject({ link: { kind: 'live' }, members: [{ instance: 'gate-0' }] });
    const calls = fixture.calls;
    fixture.stream.send('sample', sample(5001));
    fixture.stream.send('snapshot', { ...fixture.reply, members: [member('gate', 0, { connections: 7 })] });
    expect(live.view.members[0]?.connections).toBe(7);
    expect(live.view.samples).toHaveLength(2);
    // The stream says all of it: nothing is asked again.
    expect(fixture.calls).toBe(calls);
  });

  test('keeps what it knows when the stream breaks, says since when, and connects again', async () => {
    const fixture = liveFixture();
    const { live } = fixture;
    live.start();
    fixture.now = 1000;
    fixture.stream.send('snapshot', fixture.reply);
    fixture.now = 3000;
    fixture.stream.send('error');
    expect(live.view).toMatchObject({ link: { kind: 'lost', since: 1000 }, members: [{ instance: 'gate-0' }] });
    expect(fixture.streams[0]?.isClosed).toBe(true);
    fixture.pass(1000);
    expect(fixture.streams).toHaveLength(2);
    fixture.stream.send('snapshot', fixture.reply);
    expect(live.view.link).toEqual({ kind: 'live' });
  });

  test('waits longer after each vain attempt, 15 s at most, and begins anew after a good one', () => {
    const fixture = liveFixture();
    fixture.live.start();
    const waits = [1000, 2000, 4000, 8000, 15_000, 15_000];
    for (const [i, wait] of waits.entries()) {
      fixture.stream.send('error');
      fixture.pass(wait - 1);
      expect(fixture.streams).toHaveLength(i + 1);
      fixture.pass(1);
      expect(fixture.streams).toHaveLength(i + 2);
    }
    fixture.stream.send('snapshot', fixture.reply);
    fixture.stream.send('error');
    fixture.pass(1000);
    expect(fixture.streams).toHaveLength(waits.length + 2);
  });

  test('takes silence for a lost connection, even if nobody has closed it', () => {
    const fixture = liveFixture();
    fixture.live.start();
    fixture.stream.send('snapshot', fixture.reply);
    fixture.pass(15_000);
    fixture.stream.send('sample', sample(2));
    fixture.pass(15_000);
    expect(fixture.live.view.link).toEqual({ kind: 'live' });
    fixture.pass(1000);
    expect(fixture.live.view.link).toEqual({ kind: 'lost', since: 15_000 });
  });

  test('hears nothing from a stream that it has left', () => {
    const fixture = liveFixture();
    fixture.live.start();
    fixture.stream.send('snapshot', fixture.reply);
    fixture.stream.send('error');
    fixture.streams[0]?.send('gone', member('gate', 0));
    expect(fixture.live.view).toMatchObject({ link: { kind: 'lost' }, members: [{ instance: 'gate-0' }] });
  });

  test('keeps what it knows when a refresh fails', async () => {
    const fixture = liveFixture();
    fixture.live.start();
    fixture.stream.send('snapshot', fixture.reply);
    fixture.isDown = true;
    await fixture.live.refresh();
    expect(fixture.live.view.members).toHaveLength(1);
  });

  test('connects no more after its stop', () => {
    const fixture = liveFixture();
    fixture.live.start();
    fixture.stream.send('error');
    fixture.live.stop();
    fixture.pass(60_000);
    expect(fixture.streams).toHaveLength(1);
  });
});
