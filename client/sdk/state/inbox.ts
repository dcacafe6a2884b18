// Hands every message of every conversation on exactly once, in seq order, whatever order and how often they come in. Pushes, pulled pages and
// acknowledgements of own messages all go through here.
import type { im } from '../../../proto/rpc.ts';
import { lastCoveredSeq } from '../api/message.ts';
import type { Timing } from '../connection/timing.ts';
import { semaphore } from './semaphore.ts';

/** Conversation → the seq of the last message handed on. A conversation that is not in it starts at its first message. */
export type DeliveredSeqs = Readonly<Record<string, number>>;

export interface InboxOptions {
  readonly timing: Timing;
  /** Where an earlier run stopped. Without it `from` decides. */
  readonly seqs: DeliveredSeqs | undefined;
  /** `now`: what is stored before the first sync is not handed on. */
  readonly from: 'beginning' | 'now';
  /** Messages with a seq above `afterSeq`, rising. Rejects when they cannot be had now. */
  pull(conversation: string, afterSeq: number): Promise<im.PullMessagesReply>;
  /**
   * Called in order, once for each message. `isKnown`: a change of a message that was handed on as it is after the change. Must not throw.
   */
  deliver(message: im.Message, isKnown: boolean): void;
}

export interface Inbox {
  /** Takes a message, new or known. */
  handle(message: im.Message): void;
  /** The conversation has messages up to `lastSeq`. The first time it says so decides where a session from `now` begins in it. */
  noteLastSeq(conversation: string, lastSeq: number): void;
  /** Every conversation has been named: pulls what is missing and resolves when it came or failed. */
  catchUp(): Promise<void>;
  /** Waits for nothing any more. What is held back is pulled at the next `catchUp`. */
  pause(): void;
  /** The last message handed on; 0 = none. */
  lastDelivered(conversation: string): number;
  /** Undefined as long as it is not known where a session from `now` begins. */
  readonly seqs: DeliveredSeqs | undefined;
}

/** One conversation: everything below `next` was handed on; `known` is the highest seq anybody spoke of. */
interface Strand {
  readonly conversation: string;
  next: number;
  known: number;
  /** It is known where it begins. */
  placed: boolean;
  /** These seqs were handed on from pages, as they were when the conversation had messages up to `asOf`. */
  pulled: { from: number; to: number; asOf: number } | undefined;
  readonly held: Map<number, im.Message>;
  patience: NodeJS.Timeout | undefined;
  pulling: Promise<void> | undefined;
}

// What is held back of one conversation; above it a message is forgotten and pulled later.
const MAX_HELD = 1000;
const PULLS_AT_ONCE = 4;

export function createInbox(options: InboxOptions): Inbox {
  const strands = new Map<string, Strand>();
  const inTurn = semaphore(PULLS_AT_ONCE);
  let begun = options.seqs !== undefined || options.from === 'beginning';
  for (const [conversation, seq] of Object.entries(options.seqs ?? {})) strandOf(conversation).next = seq + 1;

  function strandOf(conversation: string): Strand {
    const known = strands.get(conversation);
    if (known) return known;
    const nothing = { pulled: undefined, patience: undefined, pulling: undefined };
    const made: Strand = { conversation, next: 1, known: 0, placed: begun, held: new Map(), ...nothing };
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
      const { from = 0, to = 0, asOf = 0 } = strand.pulled ?? {};
      options.deliver(message, message.target >= from && message.target <= to && message.seq <= asOf);
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
      if (!page) break;
      strand.known = Math.max(strand.known, page.lastSeq);
      // Where there is nothing at all up to the last one everything was deleted.
      const end = lastCoveredSeq(page) || Math.max(page.lastSeq, page.firstSeq - 1);
      if (end < strand.next) break;
      takePage(strand, page, end);
    }
    // In the same turn as the last look at `known`: a message taken after it finds nobody pulling and sees to it itself.
    strand.pulling = undefined;
  }

  /** A page leaves nothing out: a seq up to its end that it does not bring does not exist for me, and is not waited for. */
  function takePage(strand: Strand, { messages, lastSeq }: im.PullMessagesReply, end: number): void {
    if (strand.pulled?.to !== strand.next - 1) strand.pulled = { from: strand.next, to: end, asOf: lastSeq };
    strand.pulled.to = end;
    for (const message of messages as im.Message[]) if (message.seq >= strand.next) strand.held.set(message.seq, message);
    const ready = [...strand.held.keys()].filter((seq) => seq <= end).sort((one, other) => one - other);
    for (const seq of ready) {
      if (seq < strand.next) continue;
      strand.next = seq;
      handOn(strand);
    }
    strand.next = Math.max(strand.next, end + 1);
    handOn(strand);
  }

  return {
    handle: take,
    noteLastSeq(conversation, lastSeq) {
      const strand = strandOf(conversation);
      strand.known = Math.max(strand.known, lastSeq);
      if (strand.placed) return;
      // What was pushed since the session began is not from before it.
      strand.next = Math.min(lastSeq + 1, ...strand.held.keys());
      strand.placed = true;
    },
    async catchUp() {
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
    lastDelivered: (conversation) => (strands.get(conversation)?.next ?? 1) - 1,
    get seqs() {
      if (!begun) return undefined;
      return Object.fromEntries([...strands.values()].map((strand) => [strand.conversation, strand.next - 1]));
    },
  };
}
