// Opens the packs in records of the log. What no process with a key has written is reported and dropped: it must neither take
// effect nor stop anything.
import { type DecodedPack, decodePack } from '../../proto/pack.ts';
import { UnverifiedRecord } from '../../proto/pack-signature.ts';
import type { im } from '../../proto/rpc.ts';
import { noMetrics } from '../memory/no-metrics.ts';
import type { CounterMetric, EnvelopeReader, Log, LogRecord, Metrics, PackAuthor, PackVerifier } from '../ports/index.ts';
import { RateWindow } from '../process/rate-window.ts';

/** Per minute. What exceeds it is logged as a number, every 10 s. */
const MAX_LOGGED = 20;

export interface PackReaderOptions {
  readonly topic: string;
  readonly verifier: PackVerifier;
  readonly log: Log;
  /** Whose packs are accepted. Default: everyone's who has a key. */
  readonly author?: PackAuthor;
  readonly metrics?: Metrics;
}

export interface OpenedPack extends DecodedPack {
  readonly author: PackAuthor;
}

export class PackReader implements EnvelopeReader {
  readonly #options: PackReaderOptions;
  readonly #reports: RateWindow;
  readonly #dropped: CounterMetric;
  #total = 0;

  constructor(options: PackReaderOptions) {
    this.#options = options;
    const { log, topic, metrics = noMetrics } = options;
    const help = 'Records and envelopes that nobody with a key has written for their place.';
    this.#dropped = metrics.withLabels({ topic }).counter('im_unverified_records_total', help);
    this.#reports = new RateWindow(MAX_LOGGED, (count) =>
      log.error({ topic, count, total: this.#total }, 'unverified records dropped: somebody without a key writes to this topic'),
    );
  }

  /**
   * Undefined where the pack is for another gate. Throws when the bytes are no pack, and UnverifiedRecord, which is reported
   * then, when no accepted author has signed them for this place.
   */
  open(partition: number, { offset, value }: LogRecord): OpenedPack | undefined {
    const { verifier, topic, author: wanted } = this.#options;
    try {
      const verified = verifier.verify(value, { topic, partition });
      if (!verified) return undefined;
      const { author, message } = verified;
      if (wanted && author !== wanted) throw new UnverifiedRecord(`a ${author} has signed the record, and not a ${wanted}`);
      return { author, ...decodePack(message) };
    } catch (error) {
      if (error instanceof UnverifiedRecord) this.report(partition, offset, error);
      throw error;
    }
  }

  /** Throws only what `handle` throws. */
  forEachEnvelope(
    partition: number,
    records: readonly LogRecord[],
    handle: (envelope: im.Envelope, sentAtMs: number) => void,
  ): void {
    for (const record of records) {
      const pack = this.#openOrReport(partition, record);
      if (pack) for (const envelope of pack.envelopes) if (envelope) handle(envelope, pack.sentAtMs);
    }
  }

  /** Counts and logs what is dropped. */
  report(partition: number, offset: number, error: UnverifiedRecord): void {
    this.#total++;
    this.#dropped.add();
    const { log, topic } = this.#options;
    if (this.#reports.take())
      log.error({ err: error, topic, partition, offset, total: this.#total }, 'unverified record dropped');
  }

  #openOrReport(partition: number, record: LogRecord): OpenedPack | undefined {
    const { log, topic } = this.#options;
    const { offset } = record;
    try {
      const pack = this.open(partition, record);
      for (const { index, error } of pack?.malformed ?? [])
        log.error({ err: error, topic, partition, offset, index }, 'malformed envelope skipped, its reply or push is lost');
      return pack;
    } catch (error) {
      if (!(error instanceof UnverifiedRecord))
        log.error({ err: error, topic, partition, offset }, 'malformed record skipped, its replies and pushes are lost');
      return undefined;
    }
  }
}
