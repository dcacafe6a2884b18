// When the client compares what it has with what the server has: after each bind, when told to, and every minute or two.
import type { im } from '../proto/contract.ts';
import type { Inbox } from './inbox.ts';
import { backOffMs, type Timing } from './timing.ts';

export interface SyncOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly inbox: Inbox;
  /** One page of my conversations. Rejects when it cannot be had now. */
  list(afterConversation: string): Promise<im.ListConversationsReply>;
  /** Called for each conversation, before its missing messages are pulled. Must not throw. */
  listed(conversation: im.Conversation): void;
  /** Called after each comparison. Must not throw. */
  synced(): void;
}

export interface Sync {
  /** Compares now; where a comparison is running, again after it. Rejects when the server could not be asked. */
  run(): Promise<void>;
  /** A connection is bound: compares, and goes on to do so. */
  bound(): void;
  unbound(): void;
}

export function createSync(options: SyncOptions): Sync {
  const { timing, random } = options;
  let isBound = false;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;

  async function compare(): Promise<void> {
    const found: im.Conversation[] = [];
    for (let after = ''; ; ) {
      const page = await options.list(after);
      found.push(...(page.conversations as im.Conversation[]));
      const last = found.at(-1);
      if (!page.more || !last || last.conversation === after) break;
      after = last.conversation;
    }
    for (const conversation of found) options.listed(conversation);
    await options.inbox.compare(found);
    options.synced();
  }

  function run(): Promise<void> {
    if (!running) {
      running = compare().finally(() => {
        running = undefined;
      });
      return running;
    }
    // What is asked for now may be missed by a comparison that has begun.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  }

  /** The comparison that happens by itself, again soon where it failed. */
  async function runAndRepeat(): Promise<void> {
    clearTimeout(timer);
    const succeeded = await run().then(
      () => true,
      () => false,
    );
    if (!isBound) return;
    failures = succeeded ? 0 : failures + 1;
    const calmMs = timing.syncMinMs + random() * (timing.syncMaxMs - timing.syncMinMs);
    clearTimeout(timer);
    timer = setTimeout(runAndRepeat, succeeded ? calmMs : backOffMs(timing, failures, random));
  }

  return {
    run,
    bound() {
      isBound = true;
      void runAndRepeat();
    },
    unbound() {
      isBound = false;
      clearTimeout(timer);
    },
  };
}
