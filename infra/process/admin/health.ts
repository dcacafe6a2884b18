// Whether a process lives, and whether it can do its work.

/** What a process needs. Undefined: it has it. Otherwise what is missing, in words an operator searches for. */
export type ReadinessCheck = () => string | undefined;

/** The answers of /livez and /readyz. */
export class Health {
  readonly #checks = new Map<string, ReadinessCheck>();
  #isServing = false;
  #isStopping = false;
  #onChange: (() => void) | undefined;

  /** Adds what the process needs to be ready, such as Kafka. */
  require(name: string, check: ReadinessCheck): void {
    this.#checks.set(name, check);
  }

  /** The process has started. */
  markServing(): void {
    this.#isServing = true;
    this.#onChange?.();
  }

  /** The process takes no new work. */
  markStopping(): void {
    this.#isStopping = true;
    this.#onChange?.();
  }

  /** Calls `notify` once the process has started, and once it stops, before its parts do. */
  onChange(notify: () => void): void {
    this.#onChange = notify;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Name → what is missing; empty when the process can do its work. */
  missing(): Record<string, string> {
    const missing: Record<string, string> = {};
    if (this.#isStopping) missing.process = 'is stopping';
    else if (!this.#isServing) missing.process = 'is starting';
    for (const [name, check] of this.#checks) {
      const reason = check();
      if (reason !== undefined) missing[name] = reason;
    }
    return missing;
  }
}

const PROBE_EVERY_MS = 2000;

/** A check that asks a server every two seconds: `ask` rejects where the server cannot do its work. */
export function probe(ask: () => Promise<unknown>): { readonly check: ReadinessCheck; stop(): void } {
  let reason: string | undefined = 'was not reached yet';
  let isAsking = false;
  const run = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      await ask();
      reason = undefined;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    isAsking = false;
  };
  void run();
  const timer = setInterval(run, PROBE_EVERY_MS);
  timer.unref();
  return { check: () => reason, stop: () => clearInterval(timer) };
}
