// Tells a bad deploy from bad input: how many callers lately sent commands that failed because of a bug in a handler.

import type { Caller } from '../../../proto/rpc.ts';
import { clientIpKey } from '../../../proto/text/client-ip.ts';

const WINDOW_MS = 60_000;
const MIN_BUGS = 20;
// One client can open many accounts and has a whole /64 network, but not many networks.
const MIN_FAILING_CALLERS = 10;
const FAILING_SHARE = 1 / 2;
// Bounds memory. With more callers the share is not known, and nothing stops.
const MAX_CALLERS = 100_000;

/** The handlers fail for so many callers that it must be the fault of this version: the process should stop. */
export class TooManyBugs extends Error {
  override readonly name = 'TooManyBugs';
}

/**
 * Counts over windows of one minute. A caller is a client network, or a user where the command came without an IP address. Among
 * all callers each address counts, which costs less and makes a stop less likely.
 */
export class BugMonitor {
  readonly #callers = new Set<string>();
  readonly #failing = new Set<string>();
  readonly #now: () => number;
  #bugs = 0;
  #windowEnds: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#windowEnds = now() + WINDOW_MS;
  }

  /** A command ran, whatever came of it. */
  countCommand(caller: Caller): void {
    this.#startWindow();
    if (this.#callers.size < MAX_CALLERS) this.#callers.add(caller.clientIp || caller.userId);
  }

  countBug(caller: Caller): void {
    this.#startWindow();
    this.#bugs++;
    if (this.#failing.size < MAX_CALLERS) this.#failing.add(clientIpKey(caller.clientIp) || caller.userId);
  }

  /** Throws TooManyBugs when at least half of the callers of this minute met a bug. Call it after a batch. */
  check(): void {
    const [bugs, failing, callers] = [this.#bugs, this.#failing.size, this.#callers.size];
    if (callers >= MAX_CALLERS) return;
    if (bugs >= MIN_BUGS && failing >= MIN_FAILING_CALLERS && failing >= callers * FAILING_SHARE)
      throw new TooManyBugs(
        `handlers failed ${bugs} times within a minute, for ${failing} of ${callers} callers: this looks like a bad deploy`,
      );
  }

  #startWindow(): void {
    if (this.#now() < this.#windowEnds) return;
    this.#windowEnds = this.#now() + WINDOW_MS;
    this.#bugs = 0;
    this.#callers.clear();
    this.#failing.clear();
  }
}
