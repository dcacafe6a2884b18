// Simulates the death of consumers in tests.
import type { Bus } from '../../ports/index.ts';

/** A bus whose consumers leave without draining, as if they had died. */
export function withoutDrain(bus: Bus): Bus {
  return {
    publish: (records) => bus.publish(records),
    consume: (options) => bus.consume({ ...options, onRevoked: async () => undefined }),
    follow: (options) => bus.follow(options),
    ensureTopics: (specs) => bus.ensureTopics(specs),
    get reachable() {
      return bus.reachable;
    },
    close: () => bus.close(),
  };
}
