// How far each partition of each service is, who owns it, and since when its oldest unprocessed record waits.
import type { TopicEnds } from '../infra/ports/index.ts';
import type { Topics } from '../proto/rpc.ts';
import type { Member, Members } from './members.ts';

const SAMPLE_EVERY_MS = 1000;
/** Samples. Kafka is asked only while a partition has lost its owner. */
const READ_ENDS_EVERY = 5;
/** Of a partition whose lag only grows: an hour, in which each end that was seen counts. Later ones count with the last. */
const MAX_ENDS = 3600;

export interface PartitionLag {
  readonly partition: number;
  /** IM_INSTANCE; '' = nobody. */
  readonly owner: string;
  /** The next offset whose effects are not stored. Without an owner, as the last one said; undefined where none has. */
  readonly position: number | undefined;
  /** Records from there on. Without an owner, those that Kafka holds, or that the last owner knew of. */
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
  /** Where topics end: nobody reports it of a partition without an owner. */
  readonly readEnds?: ((topics: readonly string[]) => Promise<TopicEnds>) | undefined;
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
    let count = 0;
    const timer = setInterval(() => {
      this.sample();
      if (++count % READ_ENDS_EVERY === 0) void this.#readEnds();
    }, SAMPLE_EVERY_MS);
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

  async describe(): Promise<ServicePartitions[]> {
    this.sample();
    await this.#readEnds();
    const { services, topics, partitions } = this.#options;
    return services.map((name) => {
      const service = name.toLowerCase();
      const numbers = Array.from({ length: partitions }, (_, partition) => partition);
      return { service, topic: topics.service(name), partitions: numbers.map((one) => this.#describe(service, one)) };
    });
  }

  /** Of the partitions that have lost their owner. Without an answer they keep what is known. */
  async #readEnds(): Promise<void> {
    const { services, topics, readEnds } = this.#options;
    const lost = services.filter((name) => this.#lostOf(name.toLowerCase()).length > 0);
    if (!readEnds || lost.length === 0) return;
    const ends = await readEnds(lost.map((name) => topics.service(name))).catch(() => undefined);
    for (const name of lost) {
      for (const [partition, progress] of this.#lostOf(name.toLowerCase())) {
        progress.end = Math.max(progress.end, ends?.get(topics.service(name))?.get(partition) ?? 0);
        this.#noteEnd(progress);
      }
    }
  }

  #lostOf(service: string): (readonly [partition: number, Progress])[] {
    return Array.from({ length: this.#options.partitions }, (_, partition) => partition).flatMap((partition) => {
      const progress = this.#progress.get(keyOf(service, partition));
      return progress?.owner === '' ? [[partition, progress] as const] : [];
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
