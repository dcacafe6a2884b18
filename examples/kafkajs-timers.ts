// A workaround for kafkajs 2.2.4, which sets timers with negative delays: Node prints a warning for each.
import { createRequire } from 'node:module';

interface RequestQueue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  checkPendingRequests(): void;
}

// Short enough to end throttling in time.
const MIN_DELAY_MS = 10;

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/network/requestQueue') as {
  prototype: { scheduleCheckPendingRequests(this: RequestQueue): void };
};

prototype.scheduleCheckPendingRequests = function () {
  if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
  const delayMs = Math.max(this.throttledUntil - Date.now(), MIN_DELAY_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, delayMs);
};
