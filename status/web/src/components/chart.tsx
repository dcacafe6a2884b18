// One chart over the last hour. Its legend shows the values at the cursor, and without one the newest; a summary is its text.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useSpeech } from '../i18n/language.ts';
import { type ChartSeries, describeLine, timeRange } from '../state/series.ts';
import { chartOptions } from './chart-options.ts';

const HEIGHT = 190;
/** As many colours as the style sheet has for lines. */
const COLORS = 8;

interface ChartProps {
  readonly title: string;
  readonly series: ChartSeries;
  /** The name of a line as it is shown. */
  readonly nameOf: (name: string) => string;
  readonly format: (value: number | undefined) => string;
  readonly testId: string;
}

export function Chart({ title, series, nameOf, format, testId }: ChartProps) {
  const { texts, formats } = useSpeech();
  const { times, lines } = series;
  const [cursor, setCursor] = useState<number | undefined>(undefined);
  const figure = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isEmpty = times.length === 0;
  usePlot({ figure, box, series, format, formatTime: (seconds) => formats.clock(seconds * 1000), setCursor });
  const shown = cursor !== undefined && cursor < times.length ? cursor : times.length - 1;
  const at = times[shown];
  return (
    <figure class="chart" ref={figure} data-testid={testId} data-samples={times.length}>
      <figcaption>
        <h3>{title}</h3>
        {at !== undefined && <span class="muted">{formats.clockWithSeconds(at * 1000)}</span>}
      </figcaption>
      {isEmpty && <p class="empty">{texts.charts.none}</p>}
      <div
        class="plot"
        ref={box}
        role="img"
        aria-label={`${title}. ${summarize({ lines, nameOf, format, texts })}`}
        hidden={isEmpty}
      />
      <span class="grid-color" hidden />
      <ul class="legend">
        {lines.map(({ name, values }, i) => (
          <li key={name}>
            <i class={`swatch line-${i % COLORS}`} aria-hidden="true" />
            {nameOf(name)} <strong>{format(values[shown] ?? undefined)}</strong>
          </li>
        ))}
      </ul>
    </figure>
  );
}

type SummaryProps = Pick<ChartProps, 'nameOf' | 'format'> &
  Pick<ChartSeries, 'lines'> & { readonly texts: ReturnType<typeof useSpeech>['texts'] };

function summarize({ lines, nameOf, format, texts }: SummaryProps): string {
  return lines
    .map((line) => {
      const { last, least, greatest } = describeLine(line);
      return texts.charts.summary(nameOf(line.name), format(last), format(least), format(greatest));
    })
    .join('; ');
}

interface PlotProps {
  readonly figure: { readonly current: HTMLElement | null };
  readonly box: { readonly current: HTMLDivElement | null };
  readonly series: ChartSeries;
  readonly format: (value: number) => string;
  readonly formatTime: (seconds: number) => string;
  readonly setCursor: (index: number | undefined) => void;
}

/** Keeps a uPlot in the box: one for each set of lines, with the newest data, as wide as the box. */
function usePlot({ figure, box, series, format, formatTime, setCursor }: PlotProps): void {
  const plot = useRef<uPlot | undefined>(undefined);
  const formatting = useRef({ format, formatTime });
  formatting.current = { format, formatTime };
  const names = series.lines.map(({ name }) => name);
  const data = useMemo(
    () => [[...series.times], ...series.lines.map(({ values }) => [...values])] as uPlot.AlignedData,
    [series],
  );
  useEffect(() => {
    const [frame, place] = [figure.current, box.current];
    const grid = frame?.querySelector<HTMLElement>('.grid-color');
    if (!frame || !place || !grid) return;
    const options = chartOptions(names, place.clientWidth, HEIGHT, {
      frame,
      grid,
      swatches: () => [...frame.querySelectorAll<HTMLElement>('.swatch')],
      formatValue: (value) => formatting.current.format(value),
      formatTime: (seconds) => formatting.current.formatTime(seconds),
      onCursor: setCursor,
    });
    const made = new uPlot(options, [[], ...names.map(() => [])], place);
    plot.current = made;
    const resizes = new ResizeObserver(() => made.setSize({ width: place.clientWidth, height: HEIGHT }));
    resizes.observe(place);
    const redraw = (): void => made.redraw(false, true);
    addEventListener('themechange', redraw);
    return () => {
      resizes.disconnect();
      removeEventListener('themechange', redraw);
      made.destroy();
      plot.current = undefined;
    };
  }, [names.join('\n')]);
  useEffect(() => {
    const range = timeRange(series.times);
    if (!plot.current || !range) return;
    plot.current.setData(data, false);
    plot.current.setScale('x', { min: range[0], max: range[1] });
  }, [data, formatTime, names.join('\n')]);
}
