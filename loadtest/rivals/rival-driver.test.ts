import { afterEach, expect, test } from 'vitest';
import { parseFlags } from '../cli/flags.ts';
import type { LoadResult } from '../driver/load-result.ts';
import { PAIRS } from '../driver/workload.ts';
import { formatReport } from '../report/report.ts';
import { NO_SECTIONS } from '../report/sections.ts';
import { reportFixture } from '../report/testing/result-fixture.ts';
import { NO_VIOLATIONS } from '../testing/no-violations.ts';
import type { ConnectRival, RivalHandlers, RivalMessage } from './rival.ts';
import { RivalDriver } from './rival-driver.ts';

interface Faults {
  /** Messages by their number from 1: never pushed, forgotten, pushed after the next one, stored twice, sent to all. */
  readonly unpushed?: readonly number[];
  readonly lose?: readonly number[];
  readonly late?: readonly number[];
  readonly twice?: readonly number[];
  readonly misdeliver?: readonly number[];
}

/** A chat system in memory. */
function fakeRival({ unpushed = [], lose = [], late = [], twice = [], misdeliver = [] }: Faults): ConnectRival {
  const online = new Map<string, RivalHandlers>();
  const rows: (RivalMessage & { from: string; to: string })[] = [];
  const held = new Map<string, RivalMessage>();
  let nextId = 1;
  return (_, { userId }, handlers) => {
    online.set(userId, handlers);
    queueMicrotask(() => handlers.onOpen());
    const push = (to: string, message: RivalMessage, number: number): void => {
      if (late.includes(number)) return void held.set(to, message);
      online.get(to)?.onMessage(message);
      const waiting = held.get(to);
      held.delete(to);
      if (waiting) online.get(to)?.onMessage(waiting);
    };
    return {
      send(id, to) {
        const number = nextId++;
        const copies = twice.includes(number) ? [number, number + 0.5] : [number];
        for (const storedId of copies) {
          const message = { id, storedId: String(storedId), from: userId, to };
          if (!lose.includes(number)) rows.push(message);
          if (misdeliver.includes(number)) for (const other of online.values()) other.onMessage(message);
          else if (!lose.includes(number) && !unpushed.includes(number)) push(to, message, number);
        }
        handlers.onAcknowledged({ id, storedId: String(number) });
      },
      readHistory: async (peerId) =>
        rows.filter(({ from, to }) => (from === userId && to === peerId) || (from === peerId && to === userId)),
      close: () => undefined,
    };
  };
}

let load: RivalDriver | undefined;
afterEach(() => load?.close());

/** Four clients and 30 messages, of which the first 10 are warm-up. */
async function run(faults: Faults): Promise<LoadResult> {
  const accounts = Array.from({ length: 4 }, (_, index) => ({ userId: `user-${index}`, token: '' }));
  const plan = { accounts, usedBefore: false, urls: ['fake'], workload: PAIRS, textBytes: 10, connectTimeoutMs: 1_000 };
  load = new RivalDriver({ ...plan, rate: 100, warmUpSeconds: 0.1, seconds: 0.2, quietMs: 200 }, fakeRival(faults));
  expect(await load.connect()).toMatchObject({ bound: 4 });
  return await load.run(() => undefined);
}

test('each message of a faultless rival counts once', async () => {
  const result = await run({});
  expect(result.traffic).toMatchObject({ sent: 30, acked: 30, due: 30, delivered: 30, pulledAtEnd: 0 });
  expect(result.measured).toEqual({ sent: 20, acked: 20, due: 20, delivered: 20 });
  expect(result.violations).toEqual(NO_VIOLATIONS);
  expect(result).toMatchObject({ unpulled: 0, incidents: [] });
});

test('what a rival loses, stores twice, reorders or sends elsewhere is counted', async () => {
  expect((await run({ lose: [5, 6] })).violations).toEqual({ ...NO_VIOLATIONS, lost: 2 });
  expect((await run({ unpushed: [5, 6] })).traffic).toMatchObject({ delivered: 28, pulledAtEnd: 2 });
  expect((await run({ twice: [7] })).violations).toEqual({ ...NO_VIOLATIONS, duplicated: 1 });
  expect((await run({ misdeliver: [8] })).violations).toMatchObject({ misdelivered: 2 });
  expect((await run({ late: [9] })).violations).toEqual({ ...NO_VIOLATIONS, outOfOrder: 1 });
});

test('a rival has the chat of pairs alone, and no services of ours', () => {
  expect(parseFlags(['--target', 'rival:socketio'])).toMatchObject({
    target: { kind: 'rival', name: 'socketio' },
    transport: 'ws',
  });
  const mistake = (...flags: string[]) => expect(() => parseFlags(['--target', 'rival:socketio', ...flags]));
  mistake('--scenario', 'group').toThrow('--target rival:socketio has --scenario chat alone, not group');
  mistake('--set', 'IM_EVENTS=off').toThrow('--set does not apply to --target rival:socketio');
  mistake('--transport', 'tcp').toThrow('speaks ws alone, not --transport tcp');
  mistake('--kill', 'redis@1s').toThrow('--kill needs --target stack');
  expect(() => parseFlags(['--target', 'rival:icq'])).toThrow('the rivals are rival:socketio');
});

test('the report of a rival says so', () => {
  expect(formatReport(reportFixture({ sections: { ...NO_SECTIONS, rival: 'socketio' } }))).toMatch(/^RIVAL {9}socketio, for/m);
  expect(formatReport(reportFixture())).not.toContain('RIVAL');
});
