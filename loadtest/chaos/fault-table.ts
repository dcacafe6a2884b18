// The table of docs/faults.md, from the faults of a run.

import { describeEvent, type EventReport } from '../report/events.ts';
import type { Result } from '../report/result.ts';
import { parseLink } from './network/links.ts';

const COLUMNS = ['fault', 'times', 'lost', 'doubled', 'out of order', 'back after', 'back after, worst', 'stall, worst'];

const SERVERS = ['kafka', 'mysql', 'redis'];

export const TABLE_HEADER = row(COLUMNS);

export interface TableOptions {
  readonly command: string;
  /** The day of the run, as 2026-11-21. */
  readonly date: string;
  readonly broken: readonly string[];
}

/** The whole document. */
export function renderFaultTable(
  result: Pick<Result, 'events' | 'clients' | 'rate' | 'seconds' | 'machineCpu'>,
  options: TableOptions,
): string {
  const { command, date, broken } = options;
  const { events, clients, rate, seconds, machineCpu } = result;
  const groups = Map.groupBy(events, describeGroup);
  const rows = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, events]) => row([name, ...measure(events)]));
  return `# Faults

Made by \`npm run chaos\` with \`--markdown docs/faults.md\`; do not edit. Run of ${date}:

    ${command}

${events.length} faults in ${seconds} s, under ${rate} messages/s of ${clients} clients. A tenth of them leaves and comes back
each second. The machine was idle for ${Math.round(machineCpu.idle)} % of the time: near 0 all times are longer than they need be.
${broken.length === 0 ? 'Every promise held.' : `Broken: ${broken.join('; ')}.`}

- **lost**, **doubled**, **out of order**: deliveries of acknowledged messages that were due from a second before the
  fault until the next one.
- **back after**: from the end of the fault until every partition of senders that it had stopped delivered again; the
  middle one of all times, and the worst. A kill ends as it begins; a freeze, a link and the like when they are over. 0:
  each delivered again before that end, however long it had stopped until then, or none had stopped: for a second, or
  for eight times its usual pause where that is longer. "never": one delivered nothing more until the end of the run.
- **stall**: the longest time in which nobody received anything, until the next fault. When faults overlap, one pays for
  another.

${TABLE_HEADER}
${row(COLUMNS.map(() => '---'))}
${rows.join('\n')}
`;
}

/** "killed logic": without the number of an instance; of a link, what its far end is. */
function describeGroup({ kind, process }: EventReport): string {
  const link = parseLink(process);
  if (!link) return describeEvent({ kind, process: process.replace(/-\d+$/, '') });
  const [from = '', to = ''] = [link.from, link.to].map((end) => end.replace(/-\d+$/, ''));
  const isBackwards = SERVERS.includes(from) || to === 'clients';
  const server = isBackwards ? from : to;
  return describeEvent({ kind, process: `links ${kind === 'one-way' && isBackwards ? 'from' : 'to'} ${server}` });
}

function measure(events: readonly EventReport[]): string[] {
  const sum = (key: 'lost' | 'duplicated' | 'outOfOrder'): string =>
    String(events.reduce((total, event) => total + event[key], 0));
  const back = events.map(({ backMs }) => backMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const worstStall = Math.max(...events.map(({ stallMs }) => stallMs));
  const middle = back[Math.floor(back.length / 2)] ?? 0;
  return [
    String(events.length),
    ...[sum('lost'), sum('duplicated'), sum('outOfOrder')],
    ...[formatMs(middle), formatMs(back.at(-1) ?? 0), formatMs(worstStall)],
  ];
}

function formatMs(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return 'never';
  return ms === 0 ? '0' : `${(ms / 1000).toFixed(1)} s`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
