// Typed event listeners. A listener that throws stops neither the others nor the client.

export interface Listeners<Events> {
  /** Returns a function that removes the listener. */
  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void;
  hasListeners(name: keyof Events): boolean;
  emit<K extends keyof Events>(name: K, event: Events[K]): void;
}

export function createListeners<Events>(): Listeners<Events> {
  const all = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(name, listener) {
      const listeners = all.get(name) ?? new Set();
      all.set(name, listeners.add(listener));
      return () => listeners.delete(listener);
    },
    hasListeners: (name) => (all.get(name)?.size ?? 0) > 0,
    emit(name, event) {
      for (const listener of [...(all.get(name) ?? [])]) {
        try {
          listener(event as never);
        } catch (error) {
          // An error of the application: throw it again as an uncaught error of the application.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
