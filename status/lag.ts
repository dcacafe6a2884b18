// How far each partition of each service is, who owns it, and since when its oldest unprocessed record waits.
import type { Topics } from '../proto/rpc.ts';
import type { Member, Members } from './members.ts';

const SAMPLE_EVERY_MS = 1000;
/** Of a partition whose lag only grows: an hour, in which each end that was seen counts. Later ones count with the last. */
const MAX_ENDS = 3600;

export interface PartitionLag {
  readonly partition: number;
  /** IM_INSTANCE; '' = nobody. */
  readonly owner: string;
  /** The next offset whose effects are not stored. Without an owner, as the last one said; undefined where none has. */
  readonly position: number | undefined;
  /** Records from there on. Without an owner, those that the last one knew of. */
  readonly lag: number | undefined;
  /** How long status has known of the oldest of them: at least so long it waits. Undefined without any. */
  readonly oldestSeconds: number | undefined;
  readonly paused: boolean;
}

export interface ServicePartitions {
  readonly service: string;
  readonly topic: string;
  readonly partitions: readonly PartitionLag[];
}

interface Progress {
  owner: string;
  /** Of the owner's process. */
  process: string;
  position: number;
  end: number;
  paused: boolean;
  /** Where the log ended, and when that was first reported; only ends above `position`. Both values rise. */
  ends: { readonly end: number; readonly at: number }[];
}

export interface LagHistoryOptions {
  readonly members: Pick<Members, 'list'>;
  /** "Logic": all that have a topic. */
  readonly services: readonly string[];
  readonly topics: Pick<Topics, 'service'>;
  /** Partitions of each topic. */
  readonly partitions: number;
  /** In milliseconds, never falls. */
  now?(): number;
}

/** What reports have said of partitions. `sample` reads the last reports; ages are as exact as it is called often. */
export class LagHistory {
  readonly #options: LagHistoryOptions;
  readonly #now: () => number;
  readonly #progress = new Map<string, Progress>();

  constructor(options: LagHistoryOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Samples once a second until the returned function is called. */
  start(): () => void {
    const timer = setInterval(() => this.sample(), SAMPLE_EVERY_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  sample(): void {
    const living = new Set<string>();
    for (const member of this.#options.members.list()) {
      living.add(member.report.process);
      this.#take(member);
    }
    for (const progress of this.#progress.values()) if (!living.has(progress.process)) progress.owner = '';
  }

  describe(): ServicePartitions[] {
    this.sample();
    const { services, topics, partitions } = this.#options;
    return services.map((name) => {
      const service = name.toLowerCase();
      const numbers = Array.from({ length: partitions }, (_, partition) => partition);
      return { service, topic: topics.service(name), partitions: numbers.map((one) => this.#describe(service, one)) };
    });
  }

  #take({ report: { instance, process, services } }: Member): void {
    const owned = new Set<Progress>();
    for (const { service, partitions } of services) {
      for (const { partition, position, lag, paused } of partitions ?? []) {
        const from = position ?? 0;
        const key = keyOf(service ?? '', partition ?? 0);
        const known = this.#progress.get(key);
        // While a partition moves, the report of its last owner may be the newer one.
        if (known && known.owner !== '' && known.process !== process && known.position > from) continue;
        const progress = known ?? { owner: '', process, position: 0, end: 0, paused: false, ends: [] };
        this.#progress.set(key, progress);
        Object.assign(progress, { owner: instance, process, position: from, end: from + (lag ?? 0), paused: paused ?? false });
        this.#noteEnd(progress);
        owned.add(progress);
      }
    }
    for (const progress of this.#progress.values()) if (progress.process === process && !owned.has(progress)) progress.owner = '';
  }

  #noteEnd({ ends, end, position }: Progress): void {
    while (ends[0] && ends[0].end <= position) ends.shift();
    if (end > Math.max(position, ends.at(-1)?.end ?? 0) && ends.length < MAX_ENDS) ends.push({ end, at: this.#now() });
  }

  #describe(service: string, partition: number): PartitionLag {
    const progress = this.#progress.get(keyOf(service, partition));
    if (!progress) return { partition, owner: '', position: undefined, lag: undefined, oldestSeconds: undefined, paused: false };
    const { owner, position, end, paused, ends } = progress;
    const [oldest] = ends;
    const oldestSeconds = oldest && Math.round((this.#now() - oldest.at) / 1000);
    return { partition, owner, position, lag: end - position, oldestSeconds, paused: paused && owner !== '' };
  }
}

function keyOf(service: string, partition: number): string {
  return `${service}/${partition}`;
}
