// The result of a run as one HTML file: no other file, no network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeEvent, formatEvent } from '../events.ts';
import { formatResult, type Result, verdictOf } from '../result.ts';
import type { Timeline } from '../timeline.ts';
import { type Chart, type ChartFrame, type ChartLine, renderChart } from './chart.ts';
import { escapeHtml, formatNumber } from './text.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

export function renderPage(result: Result): string {
  const load = `${formatNumber(result.rate)} messages/s for ${result.seconds} s after ${result.warmUpSeconds} s of warm-up`;
  const of = result.rival === null ? '' : ` of the rival ${result.rival}`;
  const title = `Load test${of}: ${result.scenario}, ${formatNumber(result.rate)}/s`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${read('page.css')}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(`${load}, ${formatNumber(result.clients)} clients over ${result.transport}, ${result.target}`)}</p>
</header>
${verdict(result)}
${tiles(result)}
<h2>Second by second</h2>
<div class="charts">${charts(result)}</div>
${events(result)}${hops(result)}${counts(result)}
<h2>Everything</h2>
<details class="card" open><summary>The table of the terminal</summary><pre>${escapeHtml(formatResult(result))}</pre></details>
<script>${read('page.js')}</script>
</body>
</html>
`;
}

function verdict(result: Result): string {
  const { sentence, reasons } = verdictOf(result);
  const list = reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join('');
  return `<section class="verdict${result.exitCode === 0 ? '' : ' bad'}"><strong>${escapeHtml(sentence)}</strong>
${list && `<ul>${list}</ul>`}</section>`;
}

function tiles(result: Result): string {
  const { deliveryMs, kibPerConnection } = result;
  const shown: [name: string, value: string, isBad?: boolean][] = [
    ['delivered per second', formatNumber(result.deliveredPerSecond)],
    ['delivery p50', `${formatNumber(deliveryMs.p50)} ms`],
    ['delivery p99', `${formatNumber(deliveryMs.p99)} ms`],
    ['slowest delivery', `${formatNumber(deliveryMs.max)} ms`],
    ['lost', formatNumber(result.lost), result.lost > 0],
    ['duplicated', formatNumber(result.duplicated), result.duplicated > 0],
    ['out of order', formatNumber(result.outOfOrder), result.outOfOrder > 0],
    ['log-ins by token', `${formatNumber(result.connectPerSecond)}/s`],
    ...(kibPerConnection === null ? [] : [['per connection', `${kibPerConnection} KiB`] as [string, string]]),
  ];
  const items = shown.map(
    ([name, value, isBad]) => `<div><dt>${name}</dt><dd${isBad ? ' class="bad"' : ''}>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="tiles">${items.join('\n')}</dl>`;
}

function charts({ timeline: { points, measuredFrom, measuredTo }, events: faults }: Result): string {
  const marks = faults.map((event) => ({ at: event.second, name: describeEvent(event) }));
  const frame: ChartFrame = { seconds: points.map(({ second }) => second), measuredFrom, measuredTo, marks };
  const roles = [...new Set(points.flatMap(({ cpu }) => Object.keys(cpu)))];
  const line = (name: string, pick: (point: Timeline['points'][number]) => number | null | undefined): ChartLine => ({
    name,
    values: points.map((point) => pick(point) ?? null),
  });
  const all: Chart[] = [
    {
      title: 'Rate',
      unit: 'per second',
      scale: 'linear',
      lines: [
        line('due', ({ due }) => due),
        line('acknowledged', ({ acked }) => acked),
        line('delivered', ({ delivered }) => delivered),
      ],
    },
    latencyChart('Delivery', (quantile) => line(quantile, ({ deliveryMs }) => deliveryMs?.[quantile])),
    latencyChart('Acknowledgement', (quantile) => line(quantile, ({ ackMs }) => ackMs?.[quantile])),
    {
      title: 'Processor',
      unit: '% of one core',
      scale: 'linear',
      lines: roles.map((role) => line(role, ({ cpu }) => cpu[role])),
    },
    {
      title: 'Memory',
      unit: 'MiB resident',
      scale: 'linear',
      lines: roles.map((role) => line(role, ({ memoryMib }) => memoryMib[role])),
    },
    { title: 'Lag', unit: 'commands not yet processed', scale: 'linear', lines: [lagLine(points)] },
  ];
  return all.map((chart) => renderChart(chart, frame)).join('');
}

function latencyChart(title: string, line: (quantile: 'p50' | 'p90' | 'p99' | 'max') => ChartLine): Chart {
  return {
    title,
    unit: 'ms, from the moment a message was due',
    scale: 'log',
    lines: [line('p50'), line('p90'), line('p99'), line('max')],
  };
}

/** The lag is asked every other second: the answer stands until the next one. */
function lagLine(points: Timeline['points']): ChartLine {
  let last: number | null = null;
  return { name: 'lag', values: points.map(({ lag }) => (last = lag ?? last)) };
}

function events({ events: faults, timeline: { measuredFrom } }: Result): string {
  if (faults.length === 0) return '';
  const rows = faults.map((event) => `<li>${escapeHtml(formatEvent(event, measuredFrom))}</li>`);
  return `<h2>Faults</h2><div class="card"><ul>${rows.join('')}</ul></div>`;
}

function hops({ hops: steps }: Result): string {
  if (steps.length === 0) return '';
  const longest = Math.max(...steps.map(({ meanMs }) => meanMs));
  const cell = (ms: number): string => `<td class="number">${formatNumber(ms)}</td>`;
  const rows = steps.map(
    ({ name, count, meanMs, p50, p99 }) =>
      `<tr><td>${escapeHtml(name)}<i class="bar c0" style="width:${Math.round((100 * meanMs) / longest)}%"></i></td>` +
      `${cell(meanMs)}${cell(p50)}${cell(p99)}${cell(count)}</tr>`,
  );
  const head = ['mean ms', 'p50', 'p99', 'observed'].map((name) => `<th class="number">${name}</th>`).join('');
  return `<h2>Where the time goes</h2>
<div class="card"><table><tr><th>step</th>${head}</tr>${rows.join('\n')}</table></div>`;
}

const COUNTED = {
  lost: 'Acknowledged, but not with the receiver.',
  duplicated: 'A receiver sees one message twice.',
  outOfOrder: 'A seq below that of an earlier message of the same sender.',
  misdelivered: 'Pushed to a user who is not in the conversation.',
  conflicts: 'Two messages claim one seq.',
  holes: 'A seq that somebody cannot pull.',
  unverified: 'Missing at clients that could not pull at the end.',
  unpulled: 'Clients whose messages could not be checked.',
  unacknowledged: 'No reply until the end, stored or not. Allowed.',
  refused: 'Failures that a resend cannot repair. Allowed.',
  pulledAtEnd: 'Reached the receiver only by the pull at the end. Allowed.',
  wireDuplicates: 'Frames that repeat an earlier one. Allowed.',
} as const;

function counts(result: Result): string {
  const rows = Object.entries(COUNTED).map(
    ([name, meaning]) =>
      `<tr><td>${name}</td><td class="number">${formatNumber(result[name as keyof typeof COUNTED])}</td><td>${meaning}</td></tr>`,
  );
  const incidents = Object.entries(result.incidents).map(
    ([reason, count]) => `<tr><td>incident</td><td class="number">${formatNumber(count)}</td><td>${escapeHtml(reason)}</td></tr>`,
  );
  const all = `${formatNumber(result.allSent)} messages and ${formatNumber(result.allDue)} deliveries`;
  return `<h2>Counted over ${all}, without sampling</h2>
<div class="card"><table>${[...rows, ...incidents].join('\n')}</table></div>`;
}
