// Lets a loop wait until there may be work, or until a time has passed.

/** At most one waiter at a time. A notification without a waiter is lost: check for work before waiting. */
export class Signal {
  #wakeWaiter: (() => void) | undefined;

  /** Wakes the current waiter, if there is one. */
  notify(): void {
    this.#wakeWaiter?.();
  }

  /** Resolves with true after `ms` (undefined = never), with false when notified before. */
  wait(ms: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (isTimeUp: boolean): void => {
        clearTimeout(timer);
        this.#wakeWaiter = undefined;
        resolve(isTimeUp);
      };
      const timer = ms === undefined ? undefined : setTimeout(() => finish(true), ms);
      this.#wakeWaiter = () => finish(false);
    });
  }
}
