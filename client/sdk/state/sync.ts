// Compares the client's state with the server's: after each bind, on demand of the server, and every minute or two.
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
  /** Rejects when the server cannot be reached now. */
  request(request: im.SyncRequest.$Properties): Promise<im.SyncReply>;
  /**
   * Called for each conversation that differs from what the client knew, before its missing messages are pulled. Must not
   * throw.
   */
  onListed(conversation: im.Conversation): void;
  /** Called after each complete comparison. Must not throw. */
  onSynced(): void;
}

const PAGE = 200;

export class Sync {
  readonly #options: SyncOptions;
  #isStarted = false;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #repeatTimer: ReturnType<typeof setTimeout> | undefined;
  #soonTimer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: SyncOptions) {
    this.#options = options;
  }

  /** Syncs now, or again after a sync that is running. Rejects when the server could not be reached. */
  run(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#compare().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    // The running sync may have begun too early for this caller, so another one follows.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.run();
      });
    return this.#next;
  }

  /** Syncs after a short delay. */
  schedule(): void {
    if (!this.#isStarted || this.#soonTimer) return;
    this.#soonTimer = setTimeout(() => {
      this.#soonTimer = undefined;
      // If it fails, the next periodic sync repeats it.
      this.run().catch(() => undefined);
    }, this.#options.timing.syncSoonMs);
  }

  /** Call it when a connection is bound: syncs now and periodically. */
  start(): void {
    this.#isStarted = true;
    void this.#runAndRepeat();
  }

  stop(): void {
    this.#isStarted = false;
    clearTimeout(this.#repeatTimer);
    clearTimeout(this.#soonTimer);
    this.#soonTimer = undefined;
  }

  /** Retries soon after a failure. */
  async #runAndRepeat(): Promise<void> {
    clearTimeout(this.#repeatTimer);
    const hasSucceeded = await this.run().then(
      () => true,
      () => false,
    );
    if (!this.#isStarted) return;
    this.#failures = hasSucceeded ? 0 : this.#failures + 1;
    const { random, timing } = this.#options;
    const calmMs = timing.syncMinMs + random() * (timing.syncMaxMs - timing.syncMinMs);
    const pauseMs = hasSucceeded ? calmMs : backOffMs(timing, this.#failures, random);
    clearTimeout(this.#repeatTimer);
    this.#repeatTimer = setTimeout(() => void this.#runAndRepeat(), pauseMs);
  }

  async #compare(): Promise<void> {
    for (let [after, more] = ['', true]; more; ) {
      const { nextConversationId } = await this.#comparePage(after);
      // Ids rise. A server that repeats an id must not cause an endless loop.
      more = nextConversationId !== '' && nextConversationId !== after;
      after = nextConversationId;
    }
    await this.#options.inbox.catchUp();
    this.#options.onSynced();
  }

  /** Compares the conversations after `after`; the first page includes people. */
  async #comparePage(after: string): Promise<im.SyncReply> {
    const { conversations, inbox, onListed, people, request } = this.#options;
    const known = conversations.listKnown(after, PAGE);
    const peopleVersion = people.version;
    people.beginSync();
    const reply = await request({ known, afterConversationId: after, limit: PAGE, peopleVersion });
    for (const conversation of reply.conversations as im.Conversation[]) {
      onListed(conversation);
      inbox.noteLastSeq(conversation.conversationId, conversation.lastSeq);
    }
    if (after === '') {
      people.applySync(reply, peopleVersion);
      if (reply.morePeople) await this.#compareMorePeople();
    }
    return reply;
  }

  async #compareMorePeople(): Promise<void> {
    const { conversations, people, request } = this.#options;
    for (let more = true; more; ) {
      const peopleVersion = people.version;
      // The server lists people only together with the first conversations.
      const reply = await request({ known: conversations.listKnown('', 1), limit: 1, peopleVersion });
      people.applySync(reply, peopleVersion);
      more = reply.morePeople && people.version !== peopleVersion;
    }
  }
}
