// The events of a client as an async iterator, beside its listeners.
import type { ClientEvents } from './client-events.ts';
import type { Listeners } from './listeners.ts';

export interface IterateOptions {
  /** An abort ends the iteration. */
  readonly signal?: AbortSignal;
}

/**
 * Every event of one name from now on, in order: `for await (const message of iterateEvents(client, 'message'))`. Events that
 * nobody has taken yet are kept. The iteration ends with the session, by `break`, or by `signal`; what was kept comes first.
 */
export function iterateEvents<K extends keyof ClientEvents>(
  client: { readonly on: Listeners<ClientEvents>['on'] },
  name: K,
  { signal }: IterateOptions = {},
): AsyncIterableIterator<ClientEvents[K]> {
  const kept: ClientEvents[K][] = [];
  let hasEnded = signal?.aborted ?? false;
  const waiting: (() => void)[] = [];
  const wake = (): void => {
    for (const proceed of waiting.splice(0)) proceed();
  };
  const end = (): void => {
    hasEnded = true;
    removeListeners();
    wake();
  };
  const removals = [
    client.on(name, (event) => {
      if (hasEnded) return;
      kept.push(event);
      wake();
    }),
    client.on('closed', end),
  ];
  const removeListeners = (): void => {
    for (const remove of removals) remove();
    signal?.removeEventListener('abort', end);
  };
  signal?.addEventListener('abort', end, { once: true });
  if (hasEnded) removeListeners();
  return {
    async next() {
      while (kept.length === 0 && !hasEnded) await new Promise<void>((resolve) => waiting.push(resolve));
      return kept.length > 0 ? { done: false, value: kept.shift() as ClientEvents[K] } : { done: true, value: undefined };
    },
    async return() {
      kept.length = 0;
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
