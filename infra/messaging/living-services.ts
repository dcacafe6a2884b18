// Which services have a living instance, as status says once a second. A call to one without any fails at once.
import type { im } from '../../proto/rpc.ts';
import type { Log, ServiceLiveness } from '../ports/index.ts';

/** What a status said is valid for so long: three times its interval, and what the log takes. */
const FRESH_MS = 3500;
/** Each start of a status is another one: what old ones said is not fresh any more and may go. */
const MAX_KNOWN = 64;

interface Said {
  readonly services: ReadonlySet<string>;
  readonly statusUrls: readonly string[];
  readonly atMs: number;
}

/** Without a fresh word of any status every service counts as living: silence of the log or of status is no death. */
export class LivingServices implements ServiceLiveness {
  readonly #said = new Map<string, Said>();
  /** Those that were missing when it was asked last. */
  readonly #missing = new Set<string>();
  readonly #log: Log;
  readonly #now: () => number;

  /** `now` is in milliseconds and never falls. */
  constructor(log: Log, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  take({ process, services, statusUrls }: im.ClusterState): void {
    this.#said.delete(process);
    this.#said.set(process, { services: new Set(services), statusUrls, atMs: this.#now() });
    const [oldest] = this.#said.keys();
    if (this.#said.size > MAX_KNOWN && oldest !== undefined) this.#said.delete(oldest);
  }

  /** `service`: "Logic" or "logic". */
  isLiving(service: string): boolean {
    const name = service.toLowerCase();
    let isMissing = false;
    for (const { services } of this.#fresh()) {
      if (services.has(name)) return this.#note(name, true);
      isMissing = true;
    }
    return this.#note(name, !isMissing);
  }

  /**
   * Where clients ask for gates. Empty until a status has said it. While all are silent these are the last known ones: a client
   * that knows one gate alone would find no other when that one stops.
   */
  get statusUrls(): readonly string[] {
    const said = [...this.#said.values()];
    const lastMs = said.at(-1)?.atMs ?? 0;
    return [...new Set(said.filter(({ atMs }) => lastMs - atMs < FRESH_MS).flatMap(({ statusUrls }) => statusUrls))];
  }

  #fresh(): readonly Said[] {
    const nowMs = this.#now();
    return [...this.#said.values()].filter(({ atMs }) => nowMs - atMs < FRESH_MS);
  }

  #note(service: string, isLiving: boolean): boolean {
    if (isLiving === !this.#missing.has(service)) return isLiving;
    if (isLiving) {
      this.#missing.delete(service);
      this.#log.info({ service }, 'an instance of the service runs again');
    } else {
      this.#missing.add(service);
      this.#log.warn({ service }, 'no instance of the service runs: what waits for its reply is refused with UNAVAILABLE');
    }
    return isLiving;
  }
}
