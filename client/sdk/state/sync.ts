// When the client compares what it knows with what the server knows, and how: after each bind, when told to, and every minute or two.
import type { im } from '../../../proto/rpc.ts';
import { backOffMs, type Timing } from '../connection/timing.ts';
import type { ConversationsState } from './conversations-state.ts';
import type { Inbox } from './inbox.ts';
import type { PeopleState } from './people-state.ts';

export interface SyncOptions {
  readonly timing: Timing;
  readonly random: () => number;
  readonly inbox: Inbox;
  readonly conversations: Pick<ConversationsState, 'listKnown'>;
  readonly people: PeopleState;
  /** Rejects when it cannot be had now. */
  request(request: im.SyncRequest.$Properties): Promise<im.SyncReply>;
  /** Called for each conversation that is not as it was known, before its missing messages are pulled. Must not throw. */
  onListed(conversation: im.Conversation): void;
  /** Called after each comparison. Must not throw. */
  onSynced(): void;
}

export interface Sync {
  /** Compares now; where a comparison is running, again after it. Rejects when the server could not be asked. */
  run(): Promise<void>;
  /** Compares in a moment. */
  schedule(): void;
  /** A connection is bound: compares, and goes on to do so. */
  start(): void;
  stop(): void;
}

const PAGE = 200;

export function createSync(options: SyncOptions): Sync {
  const { timing, random, inbox, conversations, people } = options;
  let isBound = false;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let soonTimer: NodeJS.Timeout | undefined;
  let failures = 0;

  async function compare(): Promise<void> {
    for (let [after, more] = ['', true]; more; ) {
      const { nextConversation } = await page(after);
      // Ids rise; a server that goes round in circles is not followed.
      more = nextConversation !== '' && nextConversation !== after;
      after = nextConversation;
    }
    await inbox.catchUp();
    options.onSynced();
  }

  /** Asks about the conversations behind `after`; the first time about people, too. */
  async function page(after: string): Promise<im.SyncReply> {
    const known = conversations.listKnown(after, PAGE);
    const peopleVersion = people.version;
    people.beginSync();
    const reply = await options.request({ known, afterConversation: after, limit: PAGE, peopleVersion });
    for (const conversation of reply.conversations as im.Conversation[]) {
      options.onListed(conversation);
      inbox.noteLastSeq(conversation.conversation, conversation.lastSeq);
    }
    if (after === '') {
      people.applySync(reply, peopleVersion);
      if (reply.morePeople) await morePeople();
    }
    return reply;
  }

  async function morePeople(): Promise<void> {
    for (let more = true; more; ) {
      const peopleVersion = people.version;
      // It tells of people with the first conversations only.
      const reply = await options.request({ known: conversations.listKnown('', 1), limit: 1, peopleVersion });
      people.applySync(reply, peopleVersion);
      more = reply.morePeople && people.version !== peopleVersion;
    }
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
    schedule() {
      if (!isBound || soonTimer) return;
      soonTimer = setTimeout(() => {
        soonTimer = undefined;
        // The next one by itself makes up for it.
        run().catch(() => undefined);
      }, timing.syncSoonMs);
    },
    start() {
      isBound = true;
      void runAndRepeat();
    },
    stop() {
      isBound = false;
      clearTimeout(timer);
      clearTimeout(soonTimer);
      soonTimer = undefined;
    },
  };
}
