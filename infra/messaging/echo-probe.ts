// Measures the way through the log into a reader by one clock: the process sends an envelope to itself, and waits for it.
import { im } from '../../proto/rpc.ts';
import { type EnvelopeReader, type HistogramMetric, LATENCY_BUCKETS_S, type Metrics, type Publisher } from '../ports/index.ts';

/** Above the last bucket. Its record may have been deleted unread, so another one is sent. */
const GIVE_UP_MS = 31_000;

export interface EchoProbeOptions {
  /** Signs for this process. Only echoes go through it: they must not wait behind anything. */
  readonly publisher: Publisher;
  readonly topic: string;
  /** The partitions that this process reads now. They get echoes in turn. */
  partitions(): readonly number[];
  /** Of this process, as in `Envelope.instance`. */
  readonly instance: string;
  /** Labelled with who reads. */
  readonly metrics: Metrics;
  readonly everyMs: number;
}

/** At most one echo is in flight; one that never comes counts as 31 s. */
export class EchoProbe {
  readonly #options: EchoProbeOptions;
  readonly #seconds: HistogramMetric;
  #lastId = 0;
  #sent: { readonly partition: number; readonly atMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EchoProbeOptions) {
    this.#options = options;
    const help = 'From handing an envelope to the log until the same process has read it.';
    this.#seconds = options.metrics.histogram('im_echo_seconds', help, LATENCY_BUCKETS_S);
  }

  /** Call it when the process reads. */
  start(): void {
    this.#timer = setInterval(() => this.#send(), this.#options.everyMs);
    this.#send();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes what this process has read. Everything but its last echo is ignored. */
  receive({ requestId, instance }: im.Envelope): void {
    if (!this.#sent || instance !== this.#options.instance || requestId !== this.#lastId) return;
    this.#seconds.observe((performance.now() - this.#sent.atMs) / 1000);
    this.#sent = undefined;
  }

  #send(): void {
    const partitions = this.#options.partitions();
    const atMs = performance.now();
    // Another process reads that partition now.
    if (this.#sent && !partitions.includes(this.#sent.partition)) this.#sent = undefined;
    if (this.#sent) {
      if (atMs - this.#sent.atMs < GIVE_UP_MS) return;
      this.#seconds.observe((atMs - this.#sent.atMs) / 1000);
      this.#sent = undefined;
    }
    const requestId = ++this.#lastId;
    const partition = partitions[requestId % partitions.length];
    if (partition === undefined) return;
    const { publisher, topic, instance } = this.#options;
    this.#sent = { partition, atMs };
    publisher.send(topic, partition, { kind: im.Envelope.Kind.ECHO, requestId, instance });
  }
}

/** Reads as `reader` does, but gives the echoes to the probe. */
export function withoutEchoes(reader: EnvelopeReader, probe: Pick<EchoProbe, 'receive'>): EnvelopeReader {
  return {
    forEachEnvelope(partition, records, handle) {
      reader.forEachEnvelope(partition, records, (envelope, sentAtMs) => {
        if (envelope.kind === im.Envelope.Kind.ECHO) probe.receive(envelope);
        else handle(envelope, sentAtMs);
      });
    },
  };
}
