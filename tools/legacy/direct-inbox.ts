// The direct messages that a client gets: each once, in order of seq, from its log-in on, also where pushes were lost
// (docs/protocol/order.md, docs/protocol/sync.md).
import { setTimeout as delay } from 'node:timers/promises';
import { directConversationId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

const PAGE = 200;
const RETRY_MS = { first: 1000, most: 60_000 };
/** A lost push may leave no gap, so the server is asked now and then, as any client does. */
const SYNC_MS = { least: 60_000, most: 120_000 };

export interface DirectInboxOptions {
  readonly userId: string;
  call<Reply extends object>(rpc: string, request: object): Promise<Reply>;
  show(text: string): void;
  /** Resolves when the client has taken what was shown, or is gone: what waits for it is limited. */
  waitUntilTaken(): Promise<void>;
}

/** A direct conversation. */
interface Cursor {
  /** All messages up to this seq are shown, or older than the log-in. Infinity: the server has not listed it yet. */
  shown: number;
  /** The highest seq that the server has named. */
  last: number;
  stateVersion: number;
}

export class DirectInbox {
  readonly #options: DirectInboxOptions;
  readonly #cursors = new Map<string, Cursor>();
  /** True once the server has told where each conversation stood. Until then pushes are noted only, and pulled afterwards. */
  #hasStart = false;
  /** By the sync that makes the start. */
  readonly #listed = new Set<string>();
  #needsSync = false;
  #isRunning = false;
  #isClosed = false;
  #peopleVersion = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: DirectInboxOptions) {
    this.#options = options;
  }

  /** A message that was pushed. */
  take(message: im.Message): void {
    const { conversationId, senderId, seq } = message;
    const isDirect = conversationId === directConversationId(this.#options.userId, senderId);
    // Messages of another device of the user do not name the peer: they count where the conversation is known.
    if (!isDirect && !this.#cursors.has(conversationId)) return;
    if (this.#advance(conversationId, seq)) this.#show(message);
  }

  /** The reply to a message of this client, which has no push. One to themselves has, so it does not count here. */
  countSent(toUserId: string, { conversationId, seq }: im.SendMessageReply): void {
    if (toUserId !== this.#options.userId) this.#advance(conversationId, seq);
  }

  /** Asks the server what this client has missed, and again when that fails. */
  sync(): void {
    this.#needsSync = true;
    void this.#run();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** True for the next message. At a gap, it and the missing ones are pulled. */
  #advance(conversationId: string, seq: number): boolean {
    const cursor = this.#cursorOf(conversationId);
    cursor.last = Math.max(cursor.last, seq);
    if (!this.#hasStart) {
      cursor.shown = Math.min(cursor.shown, seq - 1);
      return false;
    }
    if (seq !== cursor.shown + 1) {
      void this.#run();
      return false;
    }
    cursor.shown = seq;
    return true;
  }

  #cursorOf(conversationId: string): Cursor {
    const known = this.#cursors.get(conversationId);
    if (known) return known;
    // What began after the log-in is shown from its first message on.
    const cursor = { shown: this.#hasStart ? 0 : Number.POSITIVE_INFINITY, last: 0, stateVersion: 0 };
    this.#cursors.set(conversationId, cursor);
    return cursor;
  }

  /** Syncs if it is needed, and pulls until nothing is missing. Never rejects. */
  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let pauseMs = RETRY_MS.first; !this.#isClosed && (this.#needsSync || this.#findGap()); ) {
      try {
        if (this.#needsSync) await this.#compare();
        for (let gap = this.#findGap(); gap && !this.#isClosed; gap = this.#findGap()) await this.#pull(...gap);
        pauseMs = RETRY_MS.first;
      } catch {
        // The server refuses it for now, or the connection has ended, which closes this inbox.
        await delay(pauseMs, undefined, { ref: false });
        pauseMs = Math.min(2 * pauseMs, RETRY_MS.most);
      }
    }
    this.#isRunning = false;
  }

  #findGap(): [conversationId: string, cursor: Cursor] | undefined {
    if (!this.#hasStart) return undefined;
    for (const entry of this.#cursors) if (entry[1].last > entry[1].shown) return entry;
    return undefined;
  }

  async #compare(): Promise<void> {
    // A sync that is asked for from now on is another one.
    this.#needsSync = false;
    try {
      for (let [after, more] = ['', true]; more; ) {
        const next = await this.#comparePage(after);
        more = next !== '' && next !== after;
        after = next;
      }
    } catch (error) {
      this.#needsSync = true;
      throw error;
    }
    if (!this.#hasStart) this.#start();
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.sync(), SYNC_MS.least + Math.random() * (SYNC_MS.most - SYNC_MS.least)).unref();
  }

  async #comparePage(afterConversationId: string): Promise<string> {
    const known = this.#hasStart ? this.#listKnown(afterConversationId) : [];
    const request = { known, afterConversationId, limit: PAGE, peopleVersion: this.#peopleVersion };
    const reply = await this.#options.call<im.SyncReply>('Logic.Sync', request);
    if (afterConversationId === '') this.#peopleVersion = reply.peopleVersion;
    for (const { conversationId, isGroup, lastSeq, stateVersion } of reply.conversations as im.Conversation[]) {
      if (isGroup) continue;
      const cursor = this.#cursorOf(conversationId);
      if (!this.#hasStart) {
        this.#listed.add(conversationId);
        cursor.shown = Math.min(cursor.shown, lastSeq);
      }
      cursor.last = Math.max(cursor.last, lastSeq);
      cursor.stateVersion = stateVersion;
    }
    return reply.nextConversationId;
  }

  /** In the order of the bytes of the ids. */
  #listKnown(after: string): im.KnownConversation.$Properties[] {
    const bytes = (id: string): Buffer => Buffer.from(id, 'base64url');
    return [...this.#cursors]
      .map(([conversationId, { last, stateVersion }]) => ({ conversationId, lastSeq: last, stateVersion }))
      .filter(({ conversationId }) => Buffer.compare(bytes(conversationId), bytes(after)) > 0)
      .sort((one, other) => Buffer.compare(bytes(one.conversationId), bytes(other.conversationId)))
      .slice(0, PAGE);
  }

  /** A conversation that the server has not listed began after the log-in. */
  #start(): void {
    this.#hasStart = true;
    for (const [conversationId, cursor] of this.#cursors) if (!this.#listed.has(conversationId)) cursor.shown = 0;
    this.#listed.clear();
  }

  async #pull(conversationId: string, cursor: Cursor): Promise<void> {
    const afterSeq = cursor.shown;
    const page = await this.#options.call<im.PullMessagesReply>('Logic.PullMessages', { conversationId, afterSeq });
    for (const message of page.messages as im.Message[]) {
      // It may have been pushed meanwhile.
      if (message.seq <= cursor.shown || this.#isClosed) continue;
      cursor.shown = message.seq;
      this.#show(message);
    }
    const covered = Math.max(0, ...page.messages.map(({ seq }) => seq ?? 0), ...page.deletedSeqs);
    // An empty page means that every message up to the last one is deleted.
    cursor.shown = Math.max(cursor.shown, covered || Math.max(page.lastSeq, page.firstSeq - 1));
    // Without progress the next push or sync names the missing ones again.
    cursor.last = cursor.shown === afterSeq ? afterSeq : Math.max(cursor.last, page.lastSeq);
    await this.#options.waitUntilTaken();
  }

  /** Texts of others, and of the user to themselves. Groups, changes and receipts did not exist. */
  #show({ conversationId, senderId, kind, recalled, text }: im.Message): void {
    if (kind !== im.MessageKind.TEXT || recalled) return;
    if (conversationId === directConversationId(this.#options.userId, senderId)) this.#options.show(text);
  }
}
