// A chart over the seconds of a run, as inline SVG. Labels are HTML, so that they keep their size at every width.
import { escapeHtml, formatNumber } from './text.ts';

export interface ChartLine {
  readonly name: string;
  /** One for each second of the frame; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
  /** Latencies differ by orders of magnitude. */
  readonly scale: 'linear' | 'log';
}

/** What all charts of a page share: their axis of time. */
export interface ChartFrame {
  /** Seconds since the start of the run; the first and the last are the edges. */
  readonly seconds: readonly number[];
  readonly measuredFrom: number;
  readonly measuredTo: number;
  /** Moments with a name, in seconds since the start of the run. */
  readonly marks: readonly { readonly at: number; readonly name: string }[];
}

const WIDTH = 1000;
const HEIGHT = 240;
const X_TICKS = 6;
const Y_TICKS = 4;

interface Axis {
  readonly ticks: readonly number[];
  /** 0 = the bottom, 1 = the top. */
  position(value: number): number;
}

/** Nothing when no line has a value. */
export function renderChart(chart: Chart, frame: ChartFrame): string {
  const values = chart.lines.flatMap((line) => line.values.filter((value) => value !== null));
  if (values.length === 0) return '';
  const axis = chart.scale === 'log' ? logAxis(values) : linearAxis(values);
  const grid = axis.ticks.map((tick) => `<path class="grid" d="M0 ${y(axis, tick)}H${WIDTH}"/>`).join('');
  const paths = chart.lines.map((line, index) => `<path class="line c${index % 8}" d="${pathOf(line, axis, frame)}"/>`).join('');
  const labels = axis.ticks
    .map((tick) => `<span style="bottom:${percent(axis.position(tick))}">${formatNumber(tick)}</span>`)
    .join('');
  const legend = chart.lines
    .map((line, index) => `<li><i class="c${index % 8}"></i>${escapeHtml(line.name)}<b data-line="${index}"></b></li>`)
    .join('');
  const data = { seconds: frame.seconds, lines: chart.lines.map((line) => line.values) };
  const title = `<h3>${escapeHtml(chart.title)} <small>${escapeHtml(chart.unit)}</small></h3>`;
  return `<figure class="chart" data-chart="${escapeHtml(JSON.stringify(data))}">
<figcaption>${title}<ul class="legend">${legend}</ul></figcaption>
<div class="plot"><div class="y">${labels}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(chart.title)}">
${warmUp(frame)}${grid}${marks(frame)}${paths}<path class="cursor" d=""/></svg>
<div class="x">${timeLabels(frame)}</div></div></figure>
`;
}

/** From 0 to a round number above the highest value. */
function linearAxis(values: readonly number[]): Axis {
  const step = roundStep(Math.max(...values, 0) / Y_TICKS);
  const top = Math.max(step, Math.ceil(Math.max(...values) / step) * step);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { ticks, position: (value) => value / top };
}

/** From the power of ten below the lowest value to the one above the highest. */
function logAxis(values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...positive, 1e6)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive, 10 ** low))));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => Number((10 ** (low + index)).toPrecision(6)));
  return { ticks, position: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low) };
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

/** Each second's value in the middle of the second. A second without a value interrupts the line. */
function pathOf({ values }: ChartLine, axis: Axis, frame: ChartFrame): string {
  let isDrawing = false;
  return values
    .flatMap((value, index) => {
      const command = isDrawing ? 'L' : 'M';
      isDrawing = value !== null;
      if (value === null) return [];
      const isAlone = command === 'M' && (values[index + 1] ?? null) === null;
      return `${command}${x(frame, (frame.seconds[index] ?? 0) + 0.5)} ${y(axis, value)}${isAlone ? 'h.1' : ''}`;
    })
    .join('');
}

function warmUp(frame: ChartFrame): string {
  const rectangle = (from: number, to: number): string =>
    to > from ? `<rect class="unmeasured" x="${from}" width="${to - from}" height="${HEIGHT}"/>` : '';
  return rectangle(0, x(frame, frame.measuredFrom)) + rectangle(x(frame, frame.measuredTo), WIDTH);
}

function marks(frame: ChartFrame): string {
  return frame.marks
    .map(({ at, name }) => `<path class="mark" d="M${x(frame, at)} 0V${HEIGHT}"><title>${escapeHtml(name)}</title></path>`)
    .join('');
}

/** Seconds since the beginning of the measured part. */
function timeLabels(frame: ChartFrame): string {
  const [first, last] = edges(frame);
  const step = Math.max(1, roundStep((last - first) / X_TICKS));
  const labels: string[] = [];
  const start = Math.ceil((first - frame.measuredFrom) / step) * step;
  for (let at = start; at + frame.measuredFrom <= last; at += step)
    labels.push(`<span style="left:${percent(x(frame, at + frame.measuredFrom) / WIDTH)}">${at} s</span>`);
  return labels.join('');
}

function edges({ seconds }: ChartFrame): readonly [first: number, last: number] {
  return [seconds[0] ?? 0, (seconds.at(-1) ?? 0) + 1];
}

function x(frame: ChartFrame, second: number): number {
  const [first, last] = edges(frame);
  return Math.round((Math.min(Math.max(second, first), last) - first) * (WIDTH / (last - first)) * 10) / 10;
}

function y(axis: Axis, value: number): number {
  return Math.round((1 - axis.position(value)) * HEIGHT * 10) / 10;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
