// What a service counts and measures: its commands, batches, reads, queues and partitions.
import type { Rpc } from '../../../proto/rpc.ts';
import {
  type CounterMetric,
  type HistogramMetric,
  LATENCY_BUCKETS_S,
  type MetricFamily,
  type Metrics,
} from '../../ports/index.ts';
import type { ExecutedCommand } from '../command-runner.ts';
import { codeOf } from './batch-traces.ts';

const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const UNKNOWN = 'unknown';

const RETRY_REASONS = ['position moved', 'poison command', 'data error', 'command refused', 'bug', 'store failed'] as const;
/** Why a batch runs again, or the rest of it. */
export type RetryReason = (typeof RETRY_REASONS)[number];
const LETTER_KINDS = ['failed commands', 'malformed records'];

/** How far an instance is in a partition that it owns. */
export interface PartitionProgress {
  readonly partition: number;
  /** The next offset whose effects are not stored. */
  readonly position: number;
  /** Records of the log from there on. */
  readonly lag: number;
  readonly isPaused: boolean;
}

/** What the service can tell at any time. */
export interface ServiceState {
  /** "logic". */
  readonly service: string;
  readonly rpcs: ReadonlyMap<number, Rpc>;
  progress(): readonly PartitionProgress[];
  /** Commands that wait in memory for their batch. */
  queued(): { readonly records: number; readonly bytes: number };
  reads(): { readonly waiting: number; readonly running: number };
  unpublishedBatches(): number;
}

export class ServiceMetrics {
  readonly pushes: CounterMetric;
  readonly fanOutSeconds: HistogramMetric;
  readonly deadLetters: MetricFamily<CounterMetric>;
  readonly discardedDeadLetters: MetricFamily<CounterMetric>;
  readonly replies: MetricFamily<CounterMetric>;
  readonly batchSize: HistogramMetric;
  readonly batchSeconds: HistogramMetric;
  readonly #commands: MetricFamily<CounterMetric>;
  readonly #waitSeconds: HistogramMetric;
  readonly #readSeconds: HistogramMetric;
  readonly #retries: MetricFamily<CounterMetric>;
  readonly #bugs: CounterMetric;

  readonly state: ServiceState;

  constructor(metrics: Metrics, state: ServiceState) {
    this.state = state;
    this.#commands = metrics.counters('im_commands_total', 'Commands that were run or refused.', 'rpc');
    this.replies = metrics.counters('im_command_replies_total', 'Replies to commands by their code.', 'code');
    this.batchSize = metrics.histogram('im_batch_commands', 'Commands in one batch.', BATCH_SIZES);
    const batchHelp = 'From the first statement of a batch to its commit, retries included.';
    this.batchSeconds = metrics.histogram('im_batch_seconds', batchHelp, LATENCY_BUCKETS_S);
    const waitHelp = 'From the arrival of a command to the begin of its batch.';
    this.#waitSeconds = metrics.histogram('im_command_wait_seconds', waitHelp, LATENCY_BUCKETS_S);
    const readHelp = 'From the arrival of a read whose reply is a page to its reply.';
    this.#readSeconds = metrics.histogram('im_read_seconds', readHelp, LATENCY_BUCKETS_S);
    this.#retries = metrics.counters('im_batch_retries_total', 'Batches that ran again.', 'reason', RETRY_REASONS);
    this.#bugs = metrics.counter('im_command_bugs_total', 'Commands that failed inside of the service.');
    const fanOutHelp = 'From the begin of publishing the outcomes of a batch until replies and pushes are handed over.';
    this.fanOutSeconds = metrics.histogram('im_fan_out_seconds', fanOutHelp, LATENCY_BUCKETS_S);
    this.pushes = metrics.counter('im_pushes_total', 'Pushes that were sent, one for each connection.');
    this.deadLetters = metrics.counters('im_dead_letters_total', 'Dead letters that were written.', 'kind', LETTER_KINDS);
    const discardedHelp = 'Dead letters above the rate, which are only counted.';
    this.discardedDeadLetters = metrics.counters('im_dead_letters_discarded_total', discardedHelp, 'kind', LETTER_KINDS);
    showGauges(metrics, state);
  }

  /** `startedMs`: when the batch began, by performance.now(). */
  countBatch(results: readonly ExecutedCommand<unknown>[], startedMs: number): void {
    // Only echoes, or what is malformed.
    if (results.length === 0) return;
    this.batchSize.observe(results.length);
    this.batchSeconds.observe((performance.now() - startedMs) / 1000);
    for (const result of results) {
      this.#count(result);
      this.#waitSeconds.observe((startedMs - result.command.arrivedAtMs) / 1000);
    }
  }

  countReads(results: readonly ExecutedCommand<unknown>[]): void {
    const nowMs = performance.now();
    for (const result of results) {
      this.#count(result);
      this.#readSeconds.observe((nowMs - result.command.arrivedAtMs) / 1000);
    }
  }

  countRetry(reason: RetryReason): void {
    this.#retries.of(reason).add();
  }

  #count({ command, outcome, bug }: ExecutedCommand<unknown>): void {
    this.#commands.of(command.rpc?.name ?? UNKNOWN).add();
    this.replies.of(codeOf(outcome)).add();
    if (bug) this.#bugs.add();
  }
}

function showGauges(metrics: Metrics, { progress, queued, reads, unpublishedBatches }: ServiceState): void {
  const count = (matches: (one: PartitionProgress) => boolean): number => progress().filter(matches).length;
  metrics.gauge('im_partitions_owned', 'Partitions that this instance owns.', () => progress().length);
  metrics.gauge('im_partitions_paused', 'Owned partitions that wait for a repair.', () => count(({ isPaused }) => isPaused));
  const byPartition = (name: string, help: string, value: (one: PartitionProgress) => number): void =>
    metrics.gauges(name, help, 'partition', () => progress().map((one) => [String(one.partition), value(one)] as const));
  byPartition('im_partition_lag', 'Records of an owned partition whose effects are not stored.', ({ lag }) => lag);
  byPartition('im_partition_position', 'The next offset whose effects are not stored.', ({ position }) => position);
  metrics.gauge('im_queued_records', 'Records that wait in memory for their batch.', () => queued().records);
  metrics.gauge('im_queued_bytes', 'Bytes of records that wait in memory for their batch.', () => queued().bytes);
  metrics.gauge('im_reads_waiting', 'Reads whose replies are pages and that wait for their turn.', () => reads().waiting);
  metrics.gauge('im_reads_running', 'Reads whose replies are pages and that run.', () => reads().running);
  metrics.gauge('im_unpublished_batches', 'Stored batches whose outcomes are being published.', unpublishedBatches);
}
