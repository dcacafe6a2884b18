// Retention deletes expired messages. Only the instance with the lease works: it goes slowly through all conversations.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leases, Log } from '../../infra/ports/index.ts';
import type { ExpiredMessages } from '../ports/index.ts';
import { ClockGuard } from './clock-guard.ts';

const LEASE = 'retention';
/** The time after which another instance takes over from one that has died. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
/** Messages are kept for days, so a few hours more do not matter. */
const WALK_INTERVAL_MS = 6 * 60 * 60_000;
const MAX_CONVERSATIONS = 200;
/** Messages of one transaction, which holds the lock of the conversation for some milliseconds. */
const MAX_MESSAGES = 250;
/** The pause after a step is this many times as long as the step, so that a busy store gets longer pauses. */
const REST_FACTOR = 3;

export interface RetentionOptions {
  readonly expiredMessages: ExpiredMessages;
  readonly leases: Leases;
  /** The name of this instance. No other instance has it. */
  readonly holder: string;
  /** The age at which a message expires; above 0. */
  readonly keepMs: number;
  readonly log: Log;
  readonly walkIntervalMs?: number;
  readonly leaseMs?: number;
  readonly renewMs?: number;
  readonly maxMessages?: number;
  readonly monotonicMs?: () => number;
}

/**
 * Deletes until closed. If the process ends, another instance starts again at the first conversation and deletes the rest.
 */
export function startRetention(options: RetentionOptions): Retention {
  return new Retention(options);
}

export class Retention {
  readonly #options: RetentionOptions;
  readonly #walkIntervalMs: number;
  readonly #leaseMs: number;
  readonly #renewMs: number;
  readonly #maxMessages: number;
  readonly #clockGuard: ClockGuard;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #renewAt = 0;
  #nextWalkAt = 0;
  #isFailing = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#walkIntervalMs = options.walkIntervalMs ?? WALK_INTERVAL_MS;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#renewMs = options.renewMs ?? RENEW_MS;
    this.#maxMessages = options.maxMessages ?? MAX_MESSAGES;
    this.#clockGuard = new ClockGuard(options.log, options.monotonicMs);
    this.#running = this.#run();
  }

  /** Finishes the current step and releases the lease, so that another instance can continue at once. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    const { leases, holder, log } = this.#options;
    await leases.release(LEASE, holder).catch((error: unknown) => {
      log.warn({ err: error }, 'retention lease not released, another instance can delete only after it times out');
    });
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#walkWhenDue();
      await this.#rest(this.#renewMs);
    }
  }

  async #walkWhenDue(): Promise<void> {
    const { log } = this.#options;
    try {
      if (!(await this.#holdsLease()) || performance.now() < this.#nextWalkAt) return;
      const { messages, isWhole } = await this.#walk();
      if (isWhole) this.#nextWalkAt = performance.now() + this.#walkIntervalMs;
      if (messages > 0) log.info({ messages }, 'expired messages deleted');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'expired messages not deleted: store unavailable, retrying');
      this.#isFailing = true;
    }
  }

  /**
   * Visits all conversations. `isWhole` is false if it ended early, because the lease is lost, this instance closes or the clock
   * was set forward.
   */
  async #walk(): Promise<{ readonly messages: number; readonly isWhole: boolean }> {
    const { expiredMessages, keepMs, log } = this.#options;
    let messages = 0;
    for (let after = ''; await this.#mayDelete(); ) {
      const page = await this.#step(() => expiredMessages.findConversations(after, MAX_CONVERSATIONS, keepMs));
      for (const conversationId of page.conversationIds) {
        try {
          messages += await this.#deleteFrom(conversationId);
        } catch (error) {
          // A locked conversation must not delay the others. If the store is unavailable, the read of the next page throws as
          // well.
          log.warn({ err: error, conversationId }, 'expired messages of a conversation not deleted, retrying in about 6 h');
        }
      }
      if (page.last === undefined) return { messages, isWhole: true };
      after = page.last;
    }
    return { messages, isWhole: false };
  }

  async #deleteFrom(conversationId: string): Promise<number> {
    const { expiredMessages, keepMs } = this.#options;
    let deleted = 0;
    for (let more = true; more && (await this.#mayDelete()); ) {
      const result = await this.#step(() => expiredMessages.deleteFirst(conversationId, this.#maxMessages, keepMs));
      deleted += result.messages;
      more = result.more;
    }
    return deleted;
  }

  async #mayDelete(): Promise<boolean> {
    return (await this.#holdsLease()) && this.#clockGuard.mayDelete(await this.#options.expiredMessages.readClock());
  }

  /** False if another instance has the lease or this one closes. Two holders at once would only do the same work twice. */
  async #holdsLease(): Promise<boolean> {
    if (this.#closing.signal.aborted) return false;
    if (performance.now() < this.#renewAt) return true;
    const token = await this.#options.leases.acquire(LEASE, this.#options.holder, this.#leaseMs);
    this.#renewAt = token === undefined ? 0 : performance.now() + this.#renewMs;
    return token !== undefined;
  }

  async #step<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    await this.#rest(REST_FACTOR * (performance.now() - startedAt));
    return result;
  }

  #rest(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}
