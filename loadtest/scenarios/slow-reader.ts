// Scenario slow-reader: pairs chat, first alone, then beside clients that ask for much and read little. The latencies of both
// halves are compared.
import type { LoadResult } from '../driver/load-driver.ts';
import { SlowReaders } from '../driver/storms/slow-readers.ts';
import { Histogram } from '../ledger/histogram.ts';
import type { SlowReaderReport } from '../report/sections.ts';
import { pairWorkload } from './chat.ts';
import { formatQuantiles, type Scenario, validatePairs } from './scenario.ts';

/** The readers come after this share of the measured part. */
const FROM_SHARE = 0.5;
/** Seconds after that which belong to neither half: the readers log in and store what they will ask for. */
const BETWEEN_SECONDS = 1;

export const slowReader: Scenario = {
  flags: ['slow'],
  defaultRate: 500,
  defaultClients: () => 500,
  validate: (flags) => [
    ...validatePairs(flags),
    ...(flags.target.kind === 'address' && flags.target.urls.length === 0 ? ['--scenario slow-reader needs a --target'] : []),
    ...(flags.transport === 'tls' ? ['--scenario slow-reader speaks ws, wss and tcp'] : []),
    ...(flags.profile === 'constant' || flags.profile === 'soak'
      ? []
      : ['--scenario slow-reader compares two halves of one rate: leave --profile out']),
  ],
  plan: (flags) => ({ workload: pairWorkload(flags) }),
  // A closed one may still be there when it comes back.
  countSockets: ({ clients, slow }) => clients + 2 * slow,
  countAccounts: ({ clients, slow }) => clients + slow,
  drive({ clients, slow, seconds, warmUpSeconds }, { urls, accounts }) {
    if (slow === 0) return undefined;
    const readers = new SlowReaders(urls, accounts.slice(clients));
    let timer: NodeJS.Timeout | undefined;
    return {
      start() {
        timer = setTimeout(() => readers.start(), seconds * FROM_SHARE * 1000);
      },
      finish: async (results) => ({
        slowReaders: { clients: slow, ...(await readers.stop()), ...compareHalves(results, { warmUpSeconds, seconds }) },
      }),
      stop() {
        clearTimeout(timer);
        void readers.stop();
      },
    };
  },
  reportLines: ({ slowReaders: report }) =>
    report
      ? [
          ['slow readers', `${report.clients} clients  ${report.opened} connections, ${report.closedByGate} closed by the gate`],
          ['', `${report.read} of ${report.asked} pages read`],
          ['alone', formatQuantiles(report.aloneMs)],
          ['beside them', `${formatQuantiles(report.besideMs)}, p99 × ${report.p99Ratio}`],
        ]
      : [],
  // A client that reads everything is not slow.
  verdict: ({ slowReaders: report }) => (report && report.asked <= report.read ? 'nothing' : 'fine'),
};

/** The deliveries of the honest clients before and after the slow readers came. */
export function compareHalves(
  results: readonly Pick<LoadResult, 'series'>[],
  { warmUpSeconds, seconds }: { readonly warmUpSeconds: number; readonly seconds: number },
): Pick<SlowReaderReport, 'aloneMs' | 'besideMs' | 'p99Ratio'> {
  const middle = warmUpSeconds + seconds * FROM_SHARE;
  const alone = mergeSeconds(results, warmUpSeconds, Math.floor(middle));
  const beside = mergeSeconds(results, Math.ceil(middle) + BETWEEN_SECONDS, Math.ceil(warmUpSeconds + seconds));
  const [aloneMs, besideMs] = [alone.quantiles(), beside.quantiles()];
  return { aloneMs, besideMs, p99Ratio: aloneMs.p99 === 0 ? 0 : Math.round((100 * besideMs.p99) / aloneMs.p99) / 100 };
}

function mergeSeconds(results: readonly Pick<LoadResult, 'series'>[], from: number, to: number): Histogram {
  const all = new Histogram();
  for (const { series } of results) for (const { delivery } of series.seconds.slice(from, to)) all.mergeSparse(delivery);
  return all;
}
