// How uPlot draws: colours come from the style sheet at the moment of drawing, so a change of theme only needs a redraw.
import type uPlot from 'uplot';

export interface ChartStyle {
  /** The element whose colours the axes take, and those of the lines in order. */
  readonly frame: HTMLElement;
  readonly grid: HTMLElement;
  readonly swatches: () => readonly HTMLElement[];
  readonly formatValue: (value: number) => string;
  readonly formatTime: (seconds: number) => string;
  readonly onCursor: (index: number | undefined) => void;
}

const FONT = '12px system-ui, sans-serif';
/** Lines keep off the upper edge. */
const HEADROOM = 1.15;

export function chartOptions(names: readonly string[], width: number, height: number, style: ChartStyle): uPlot.Options {
  const axis: uPlot.Axis = {
    font: FONT,
    stroke: () => colorOf(style.frame),
    ticks: { show: false },
    grid: { stroke: () => colorOf(style.grid), width: 1 },
  };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'operator' }, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_chart, _least, greatest) => [0, Math.max(1, (greatest ?? 0) * HEADROOM)] } },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 28, values: (_chart, times) => times.map(style.formatTime) },
      { ...axis, size: 64, space: 36, values: (_chart, values) => values.map(style.formatValue) },
    ],
    series: [
      {},
      ...names.map((_name, i) => ({
        stroke: () => colorOf(style.swatches()[i] ?? style.frame),
        width: 1.75,
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [({ cursor }) => style.onCursor(cursor.idx ?? undefined)] },
  };
}

function colorOf(element: HTMLElement): string {
  return getComputedStyle(element).color;
}
