// Reads the metrics of the services under test from their admin ports: how far they lag, and where the time of a message goes.

const TIMEOUT_MS = 2_000;

/** A sample of Prometheus' text format: its name, its labels as they stand there, and its value. */
export type MetricSamples = ReadonlyMap<string, number>;

/** All samples of all processes. One that does not answer in time has none. */
export async function scrapeMetrics(adminUrls: readonly string[]): Promise<MetricSamples> {
  const texts = await Promise.all(
    adminUrls.map(async (url) => {
      try {
        return await (await fetch(new URL('/metrics', url), { signal: AbortSignal.timeout(TIMEOUT_MS) })).text();
      } catch {
        // A killed or frozen process: the run goes on without it.
        return '';
      }
    }),
  );
  return parseMetrics(texts.join('\n'));
}

export function parseMetrics(text: string): MetricSamples {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const at = line.lastIndexOf(' ');
    if (line.startsWith('im_') && at > 0) samples.set(line.slice(0, at), Number(line.slice(at + 1)));
  }
  return samples;
}

/** The samples of this name, with their labels. */
export function selectSamples(samples: MetricSamples, name: string): [labels: Readonly<Record<string, string>>, value: number][] {
  return [...samples].flatMap(([key, value]) => {
    if (!key.startsWith(name) || (key.length > name.length && key[name.length] !== '{')) return [];
    const labels = Object.fromEntries([...key.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, label, text]) => [label, text]));
    return [[labels, value]];
  });
}

/** Records that no service has processed; undefined when no service says it. */
export function sumLag(samples: MetricSamples): number | undefined {
  const lags = selectSamples(samples, 'im_partition_lag');
  return lags.length === 0 ? undefined : lags.reduce((sum, [, lag]) => sum + lag, 0);
}
