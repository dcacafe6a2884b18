// Commands that wait for a connection. Each has its own time-out.
import { CallError } from '../api/errors.ts';
import type { GateConnection } from './connection.ts';

interface Waiter {
  readonly needsBound: boolean;
  readonly timer: ReturnType<typeof setTimeout>;
  resolve(connection: GateConnection): void;
  reject(error: CallError): void;
}

export class ConnectionWaiters {
  readonly #waiters = new Set<Waiter>();

  get size(): number {
    return this.#waiters.size;
  }

  /** Resolves with the next connection, or the next bound one. Rejects with TIMEOUT. */
  wait(needsBound: boolean, timeoutMs: number): Promise<GateConnection> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new CallError('TIMEOUT', needsBound ? 'not logged in' : 'not connected'));
      }, timeoutMs);
      const waiter: Waiter = { needsBound, timer, resolve, reject };
      this.#waiters.add(waiter);
    });
  }

  /** Resolves every waiter with `connection`, except those that need a bound connection if it is not bound. */
  release(connection: GateConnection, { isBound }: { readonly isBound: boolean }): void {
    for (const waiter of this.#waiters) {
      if (waiter.needsBound && !isBound) continue;
      this.#waiters.delete(waiter);
      clearTimeout(waiter.timer);
      waiter.resolve(connection);
    }
  }

  rejectAll(error: CallError): void {
    for (const waiter of this.#waiters) {
      clearTimeout(waiter.timer);
      waiter.reject(error);
    }
    this.#waiters.clear();
  }
}
