// A loop that has nothing to do sleeps until there may be something.

/** One sleeper at a time. */
export class Signal {
  private sleeper: (() => void) | undefined;

  /** Wakes whoever sleeps now; nobody else. */
  notify(): void {
    this.sleeper?.();
  }

  /** True when the time is up, false when woken. */
  wait(ms: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => done(true), ms);
      const done = (timeUp: boolean): void => {
        clearTimeout(timer);
        this.sleeper = undefined;
        resolve(timeUp);
      };
      this.sleeper = () => done(false);
    });
  }
}
