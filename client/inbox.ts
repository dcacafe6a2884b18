// Hands every message of every conversation on exactly once, in seq order, whatever order and how often they come in. Pushes, pulled pages and
// acknowledgements of own messages all go through here.
import type { im } from '../proto/contract.ts';
import type { Timing } from './timing.ts';

/** Conversation → the seq of the last message handed on. A conversation that is not in it starts at its first message. */
export type Cursor = Readonly<Record<string, number>>;

export interface InboxOptions {
  readonly timing: Timing;
  /** Where an earlier run stopped. Without it `from` decides. */
  readonly cursor: Cursor | undefined;
  /** `now`: what is stored before the first sync is not handed on. */
  readonly from: 'beginning' | 'now';
  /** Messages with a seq above `afterSeq`, rising. Rejects when they cannot be had now. */
  pull(conversation: string, afterSeq: number): Promise<im.PullMessagesReply>;
  /** Called in order, once for each message. Must not throw. */
  deliver(message: im.Message): void;
}

export interface Inbox {
  /** Takes a message, new or known. */
  take(message: im.Message): void;
  /** Takes what the server says its conversations are, all of them: pulls what is missing and resolves when it came or failed. */
  compare(conversations: readonly { conversation: string; lastSeq: number }[]): Promise<void>;
  /** Waits for nothing any more. What is held back is pulled after the next `compare`. */
  pause(): void;
  /** Undefined as long as it is not known where a session from `now` begins. */
  readonly cursor: Cursor | undefined;
}

/** One conversation: everything below `next` was handed on; `known` is the highest seq anybody spoke of. */
interface Strand {
  readonly conversation: string;
  next: number;
  known: number;
  readonly held: Map<number, im.Message>;
  patience: NodeJS.Timeout | undefined;
  pulling: Promise<void> | undefined;
}

// What is held back of one conversation; above it a message is forgotten and pulled later.
const MAX_HELD = 1000;
const PULLS_AT_ONCE = 4;

export function createInbox(options: InboxOptions): Inbox {
  const strands = new Map<string, Strand>();
  const inTurn = limiter(PULLS_AT_ONCE);
  let begun = options.cursor !== undefined || options.from === 'beginning';
  for (const [conversation, seq] of Object.entries(options.cursor ?? {})) strandOf(conversation).next = seq + 1;

  function strandOf(conversation: string): Strand {
    const known = strands.get(conversation);
    if (known) return known;
    const made: Strand = { conversation, next: 1, known: 0, held: new Map(), patience: undefined, pulling: undefined };
    strands.set(conversation, made);
    return made;
  }

  function take(message: im.Message): void {
    const strand = strandOf(message.conversation);
    strand.known = Math.max(strand.known, message.seq);
    if (begun && message.seq < strand.next) return;
    if (message.seq === strand.next || strand.held.size < MAX_HELD) strand.held.set(message.seq, message);
    if (begun) handOn(strand);
  }

  function handOn(strand: Strand): void {
    for (let message = strand.held.get(strand.next); message; message = strand.held.get(strand.next)) {
      strand.held.delete(strand.next);
      // Before the message goes out, so that a cursor read while handling it includes it.
      strand.next += 1;
      options.deliver(message);
    }
    if (strand.known < strand.next) {
      clearTimeout(strand.patience);
      strand.patience = undefined;
    } else if (!strand.pulling) {
      strand.patience ??= setTimeout(() => void fill(strand), options.timing.gapWaitMs);
    }
  }

  /** Pulls until nothing is missing. Never rejects: what could not be had is asked for again at the next sync. */
  function fill(strand: Strand): Promise<void> {
    clearTimeout(strand.patience);
    strand.patience = undefined;
    if (strand.known < strand.next) return Promise.resolve();
    strand.pulling ??= inTurn(() => pullAll(strand));
    return strand.pulling;
  }

  async function pullAll(strand: Strand): Promise<void> {
    while (strand.known >= strand.next) {
      const page = await options.pull(strand.conversation, strand.next - 1).catch(() => undefined);
      const last = page?.messages.at(-1);
      if (!page || !last?.seq || last.seq < strand.next) break;
      strand.known = Math.max(strand.known, page.lastSeq);
      takePage(strand, page.messages as im.Message[], last.seq);
    }
    // In the same turn as the last look at `known`: a message taken after it finds nobody pulling and sees to it itself.
    strand.pulling = undefined;
  }

  /** A page leaves nothing out: a seq it does not bring does not exist, and is not waited for. */
  function takePage(strand: Strand, messages: readonly im.Message[], lastSeq: number): void {
    for (const message of messages) if (message.seq >= strand.next) strand.held.set(message.seq, message);
    const ready = [...strand.held.keys()].filter((seq) => seq <= lastSeq).sort((one, other) => one - other);
    for (const seq of ready) {
      if (seq < strand.next) continue;
      strand.next = seq;
      handOn(strand);
    }
    strand.next = Math.max(strand.next, lastSeq + 1);
    handOn(strand);
  }

  return {
    take,
    async compare(conversations) {
      for (const { conversation, lastSeq } of conversations) {
        const strand = strandOf(conversation);
        strand.known = Math.max(strand.known, lastSeq);
        // What was pushed since the session began is not from before it.
        if (!begun) strand.next = Math.min(lastSeq + 1, ...strand.held.keys());
      }
      if (!begun) {
        begun = true;
        for (const strand of strands.values()) handOn(strand);
      }
      await Promise.all([...strands.values()].filter((strand) => strand.known >= strand.next).map(fill));
    },
    pause() {
      for (const strand of strands.values()) {
        clearTimeout(strand.patience);
        strand.patience = undefined;
      }
    },
    get cursor() {
      if (!begun) return undefined;
      return Object.fromEntries([...strands.values()].map((strand) => [strand.conversation, strand.next - 1]));
    },
  };
}

/** Runs at most `limit` tasks at once, the others in turn. */
function limiter(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
