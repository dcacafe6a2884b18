// Injects the faults of a run at their moments, and remembers when each began and was over.
import type { PlannedFault } from '../cli/planned-faults.ts';

export interface InjectedFault extends PlannedFault {
  /** On the clock of performance.now(). */
  readonly startedMs: number;
  /** When the process served again. */
  readonly readyMs: number;
}

export class FaultSchedule {
  readonly #faults: readonly PlannedFault[];
  readonly #inject: (fault: PlannedFault) => Promise<void>;
  readonly #injected: Promise<InjectedFault>[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(faults: readonly PlannedFault[], inject: (fault: PlannedFault) => Promise<void>) {
    this.#faults = faults;
    this.#inject = inject;
  }

  /** The measured part begins now. */
  start(): void {
    for (const fault of this.#faults) {
      const injected = new Promise<InjectedFault>((resolve, reject) => {
        this.#timers.push(setTimeout(() => this.#run(fault).then(resolve, reject), fault.atSeconds * 1000));
      });
      // `finish` reports a rejection. This handler prevents an unhandled one before that.
      injected.catch(() => undefined);
      this.#injected.push(injected);
    }
  }

  /** In the order of their moments. Rejects when a fault could not be injected, or a process did not come back. */
  async finish(): Promise<InjectedFault[]> {
    const injected = await Promise.all(this.#injected);
    return injected.sort((a, b) => a.startedMs - b.startedMs);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #run(fault: PlannedFault): Promise<InjectedFault> {
    const startedMs = performance.now();
    await this.#inject(fault);
    return { ...fault, startedMs, readyMs: performance.now() };
  }
}
