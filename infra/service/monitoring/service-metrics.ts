// What a service counts: commands by rpc and by the code of their reply, its batches, and the partitions it owns.
import { im } from '../../../proto/rpc.ts';
import { type CounterMetric, type HistogramMetric, LATENCY_BUCKETS_S, type Metrics } from '../../ports/index.ts';
import type { ExecutedCommand } from '../command-runner.ts';

const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const OK = 'OK';
const UNKNOWN = 'unknown';

export class ServiceMetrics {
  readonly #commands: (rpc: string) => CounterMetric;
  readonly #replies: (code: string) => CounterMetric;
  readonly #batchSize: HistogramMetric;
  readonly #batchSeconds: HistogramMetric;
  readonly #bugs: CounterMetric;

  /** `countPartitions`: those this instance owns, and how many of them are paused. */
  constructor(metrics: Metrics, countPartitions: () => { readonly owned: number; readonly paused: number }) {
    this.#commands = metrics.counters('im_commands_total', 'Commands that were run or refused.', 'rpc');
    this.#replies = metrics.counters('im_command_replies_total', 'Replies to commands by their code.', 'code');
    this.#batchSize = metrics.histogram('im_batch_commands', 'Commands in one batch.', BATCH_SIZES);
    this.#batchSeconds = metrics.histogram(
      'im_batch_seconds',
      'From the first statement of a batch to its commit, retries included.',
      LATENCY_BUCKETS_S,
    );
    this.#bugs = metrics.counter('im_command_bugs_total', 'Commands that failed inside of the service.');
    metrics.gauge('im_partitions_owned', 'Partitions that this instance owns.', () => countPartitions().owned);
    metrics.gauge('im_partitions_paused', 'Owned partitions that wait for a repair.', () => countPartitions().paused);
  }

  countBatch(results: readonly ExecutedCommand<unknown>[], seconds: number): void {
    this.#batchSize.observe(results.length);
    this.#batchSeconds.observe(seconds);
    for (const { command, outcome, bug } of results) {
      this.#commands(command.rpc?.name ?? UNKNOWN).add();
      const failure = outcome.reply?.failure;
      this.#replies(failure ? (im.Code[failure.code ?? 0] ?? UNKNOWN) : OK).add();
      if (bug) this.#bugs.add();
    }
  }
}
