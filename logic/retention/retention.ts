// Deletes messages that are older than they are kept: one instance at a time walks all conversations, slowly.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leases, Log } from '../../infra/ports/index.ts';
import type { ExpiredMessages } from '../ports/index.ts';

const LEASE = 'retention';
/** So long after the death of the one that does it another instance goes on. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
/** Messages are kept for days: a few hours more do not matter. */
const WALK_EVERY_MS = 6 * 60 * 60_000;
const MAX_CONVERSATIONS = 200;
/** Of one transaction, which holds the lock of the conversation for some milliseconds. */
const MAX_MESSAGES = 250;
/** It rests so many times as long as a step took: a store that others keep busy is left alone for longer. */
const REST = 3;

export interface RetentionOptions {
  readonly expiredMessages: ExpiredMessages;
  readonly leases: Leases;
  /** A name no other instance has. */
  readonly holder: string;
  /** Above 0. */
  readonly keepMs: number;
  readonly log: Log;
  readonly walkIntervalMs?: number;
  readonly leaseMs?: number;
  readonly renewMs?: number;
  readonly maxMessages?: number;
}

export interface Retention {
  /** Ends with the step it is at; another instance may go on at once. */
  close(): Promise<void>;
}

/** Deletes until closed. What it has done when its process dies stays done; the next one begins with the first conversation and finds what is left. */
export function startRetention(options: RetentionOptions): Retention {
  const { expiredMessages, leases, holder, keepMs, log } = options;
  const { walkIntervalMs = WALK_EVERY_MS, leaseMs = LEASE_MS, renewMs = RENEW_MS, maxMessages = MAX_MESSAGES } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const rest = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);
  let renewAt = 0;
  let nextWalkAt = 0;
  let isFailing = false;

  /** False where the work is another instance's, or this one is to end. Two at once do no harm, but one of them works for nothing. */
  async function holds(): Promise<boolean> {
    if (signal.aborted) return false;
    if (performance.now() < renewAt) return true;
    const token = await leases.acquire(LEASE, holder, leaseMs);
    renewAt = token === undefined ? 0 : performance.now() + renewMs;
    return token !== undefined;
  }

  async function step<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await work();
    await rest(REST * (performance.now() - began));
    return result;
  }

  async function deleteIn(conversation: string): Promise<number> {
    let deleted = 0;
    for (let more = true; more && (await holds()); ) {
      const done = await step(() => expiredMessages.deleteFirst(conversation, maxMessages, keepMs));
      deleted += done.messages;
      more = done.more;
    }
    return deleted;
  }

  async function walk(): Promise<{ readonly messages: number; readonly isWhole: boolean }> {
    let messages = 0;
    for (let after = ''; await holds(); ) {
      const page = await step(() => expiredMessages.findConversations(after, MAX_CONVERSATIONS, keepMs));
      for (const conversation of page.conversations) {
        try {
          messages += await deleteIn(conversation);
        } catch (error) {
          // One that is locked all the time shall not keep the others from their turn. Where the store is away the next page says so.
          log.warn({ err: error, conversation }, 'old messages of a conversation stay until the next walk');
        }
      }
      if (page.last === undefined) return { messages, isWhole: true };
      after = page.last;
    }
    return { messages, isWhole: false };
  }

  async function walkWhenDue(): Promise<void> {
    try {
      if (!(await holds()) || performance.now() < nextWalkAt) return;
      const { messages, isWhole } = await walk();
      if (isWhole) nextWalkAt = performance.now() + walkIntervalMs;
      if (messages > 0) log.info({ messages }, 'old messages were deleted');
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'old messages cannot be deleted now');
      isFailing = true;
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await walkWhenDue();
      await rest(renewMs);
    }
  }

  const looping = loop();
  return {
    async close() {
      closing.abort();
      await looping;
      await leases.release(LEASE, holder).catch((error: unknown) => {
        log.warn({ err: error }, 'who deletes old messages next has to wait until the lease ends by itself');
      });
    },
  };
}
