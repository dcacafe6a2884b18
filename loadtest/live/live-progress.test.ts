import { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { parseFlags } from '../cli/flags.ts';
import type { LoadProgress } from '../driver/load-driver.ts';
import { Histogram } from '../ledger/histogram.ts';
import { formatSample, LiveProgress } from './live-progress.ts';
import { type LiveLine, plainLine, printTo } from './terminal.ts';

const NOTHING: LoadProgress = { bound: 0, sent: 0, acked: 0, delivered: 0, lastSecond: [] };

function liveProgress(read: () => LoadProgress, ...argv: string[]) {
  const flags = parseFlags(['--clients', '10', ...argv]);
  if (flags === 'help') throw new TypeError('no help');
  const lines: LiveLine[] = [];
  const print = Object.assign(() => undefined, { repaint: (line: LiveLine) => lines.push(line) });
  return new LiveProgress(flags, { read, print, cores: 2 });
}

function delivered(...ms: number[]) {
  const histogram = new Histogram();
  for (const one of ms) histogram.record(one);
  return histogram.toSparse();
}

test('a sample has the rate asked and reached, latencies of all load processes in the last second, and the faults', async () => {
  let progress = NOTHING;
  const live = liveProgress(() => progress, '--rate', '300', '--seconds', '20');
  expect(live.sample()).toMatchObject({ phase: 'connecting', asked: 0, deliveryMs: undefined, faults: [] });
  live.enter('measuring');
  progress = { bound: 9, sent: 500, acked: 450, delivered: 400, lastSecond: [delivered(5, 5), delivered(90)] };
  let end: () => void = () => undefined;
  const fault = live.during(
    'kill logic',
    new Promise((resolve) => {
      end = resolve;
    }),
  );
  const sample = live.sample();
  expect(sample).toMatchObject({ phase: 'measuring', bound: 9, asked: 300, inFlight: 50, faults: ['kill logic'] });
  expect(sample.sent).toBeGreaterThan(sample.acked);
  expect(sample.acked).toBeGreaterThan(sample.delivered);
  expect(sample.deliveryMs).toMatchObject({ p50: expect.closeTo(5, 1), max: 90 });
  expect(sample.busyPercent).toBeGreaterThanOrEqual(0);
  expect(sample.busyPercent).toBeLessThanOrEqual(100);
  end();
  await fault;
  expect(live.sample()).toMatchObject({ faults: [], sent: 0 });
});

test('the line says it all, and marks what is wrong', () => {
  const line = formatSample({
    ...{ phase: 'measuring', second: 7, seconds: 20, clients: 10, bound: 9, asked: 300, sent: 200, acked: 190, delivered: 180 },
    ...{ inFlight: 50, deliveryMs: { p50: 4.56, p90: 20, p99: 123.4, max: 200 }, busyPercent: 97, faults: ['kill logic'] },
  });
  expect(plainLine(line)).toBe(
    '7/20 s  9/10 connected  200 of 300/s sent  190/s acked  180/s delivered  p50 4.6 p99 123 ms  ' +
      '50 in flight  cpu 97 %  FAULT kill logic',
  );
  const marked = line.flatMap(({ text, color }) => (color === 'yellow' || color === 'red' ? [text] : []));
  expect(marked).toEqual(['9/10 connected', '200 of 300/s sent', 'cpu 97 %', 'FAULT kill logic']);
});

test('a ramp asks for more and more', () => {
  const live = liveProgress(() => NOTHING, '--rate', '1000', '--profile', 'ramp', '--seconds', '1000');
  live.enter('warm-up');
  expect(live.sample().asked).toBe(100);
  live.enter('measuring');
  expect(live.sample().asked).toBeGreaterThanOrEqual(100);
  expect(live.sample().asked).toBeLessThan(200);
});

function terminal(isTTY: boolean, hasColors: boolean, columns = 20) {
  let written = '';
  const stream = { isTTY, columns, hasColors: () => hasColors, write: (text: string) => (written += text) };
  return { print: printTo(stream), written: () => written };
}

test('a terminal paints one line again, cut to its width, and lines that stay appear above it', () => {
  const { print, written } = terminal(true, false);
  print('started');
  print.repaint?.([{ text: 'one' }, { text: 'two', color: 'red' }]);
  print('a warning');
  print.repaint?.([{ text: 'x'.repeat(30) }]);
  print.clear();
  expect(written()).toBe(`started\n\r\x1b[Kone  two\r\x1b[Ka warning\none  two\r\x1b[K${'x'.repeat(19)}\r\x1b[K`);
});

test('a terminal that does not know its width has 80 columns', () => {
  const { print, written } = terminal(true, false, 0);
  print.repaint?.([{ text: 'x'.repeat(100) }]);
  expect(written()).toBe(`\r\x1b[K${'x'.repeat(79)}`);
});

test('colours appear where the terminal has them, which NO_COLOR denies, and nothing is painted elsewhere', () => {
  const coloured = terminal(true, true);
  coloured.print.repaint?.([{ text: 'bad', color: 'red' }]);
  expect(coloured.written()).toBe('\r\x1b[K\x1b[31mbad\x1b[0m');
  const { getColorDepth } = WriteStream.prototype;
  expect(getColorDepth({ TERM: 'xterm-256color' })).toBeGreaterThan(1);
  expect(getColorDepth({ TERM: 'xterm-256color', NO_COLOR: '1' })).toBe(1);
  const piped = terminal(false, true);
  expect(piped.print.repaint).toBeUndefined();
  piped.print('plain');
  piped.print.clear();
  expect(piped.written()).toBe('plain\n');
});
