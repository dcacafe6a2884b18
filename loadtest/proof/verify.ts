// Counts a run again from its file, by the rules of the protocol alone. This file shares no code with the ledger.
import type { FateLine } from './fate-log.ts';

/** What a file of --fates proves. */
export interface Verification {
  readonly messages: number;
  readonly acked: number;
  readonly lost: number;
  readonly unverified: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly misdelivered: number;
  readonly conflicts: number;
  readonly holes: number;
  /** Null when the file does not have what is in the store. */
  readonly store: StoreVerification | null;
}

export interface StoreVerification {
  readonly texts: number;
  /** Acknowledged with a seq under which the store has another message, or none. */
  readonly missing: number;
  /** Stored under two seqs. */
  readonly twice: number;
}

interface VerifiedParticipant {
  readonly conversationId: string;
  readonly baseSeq: number;
  readonly isPulled: boolean;
}

interface SentMessage {
  readonly sender: number;
  /** From all its acknowledgements. */
  readonly seqs: Set<number>;
}

/** One load process: participants and messages have numbers of their own there. */
class VerifiedProcess {
  readonly idSuffix: string;
  readonly participants = new Map<number, VerifiedParticipant>();
  readonly messages = new Map<number, SentMessage>();
  /** Participant → seq → the messages that it saw there. */
  readonly seen = new Map<number, Map<number, Set<number>>>();
  misdelivered = 0;

  constructor(idSuffix: string) {
    this.idSuffix = idSuffix;
  }

  recordSeen(participant: number, seq: number, message: number): void {
    const bySeq = this.seen.get(participant) ?? new Map<number, Set<number>>();
    this.seen.set(participant, bySeq);
    bySeq.set(seq, (bySeq.get(seq) ?? new Set()).add(message));
  }

  /** Conversation id → its participants. */
  conversations(): Map<string, number[]> {
    const all = new Map<string, number[]>();
    for (const [participant, { conversationId }] of this.participants)
      all.set(conversationId, [...(all.get(conversationId) ?? []), participant]);
    return all;
  }
}

/** Reads the whole file. */
export async function verifyFates(lines: AsyncIterable<FateLine> | Iterable<FateLine>): Promise<Verification> {
  const processes: VerifiedProcess[] = [];
  const texts: (readonly [conversationId: string, seq: number, id: string])[] = [];
  let hasStore = false;
  for await (const line of lines) {
    const current = processes.at(-1);
    if (line[0] === 'process') processes.push(new VerifiedProcess(line[1].idSuffix));
    else if (line[0] === 'read-store') hasStore = true;
    else if (line[0] === 'stored') texts.push([line[1], line[2], line[3]]);
    else if (current) record(current, line);
  }
  const counts = processes.map(verifyProcess);
  const sum = (key: keyof Omit<Verification, 'store'>): number => counts.reduce((total, one) => total + one[key], 0);
  return {
    messages: sum('messages'),
    acked: sum('acked'),
    lost: sum('lost'),
    unverified: sum('unverified'),
    duplicated: sum('duplicated'),
    outOfOrder: sum('outOfOrder'),
    misdelivered: sum('misdelivered'),
    conflicts: sum('conflicts'),
    holes: sum('holes'),
    store: hasStore ? verifyStore(processes, texts) : null,
  };
}

function record(process: VerifiedProcess, line: FateLine): void {
  if (line[0] === 'sent') process.messages.set(line[1], { sender: line[2], seqs: new Set() });
  else if (line[0] === 'acked') process.messages.get(line[1])?.seqs.add(line[2]);
  else if (line[0] === 'arrived') process.recordSeen(line[1], line[2], line[3]);
  else if (line[0] === 'misdelivered') process.misdelivered++;
  else if (line[0] === 'participant') {
    const [, number, conversationId, , baseSeq, pulled] = line;
    process.participants.set(number, { conversationId, baseSeq, isPulled: pulled === 1 });
  }
}

function verifyProcess(process: VerifiedProcess): Omit<Verification, 'store'> {
  const conversations = process.conversations();
  let [lost, unverified, duplicated, acked] = [0, 0, 0, 0];
  const seqsOf = indexSeqs(process);
  for (const [message, { sender, seqs }] of process.messages) {
    if (seqs.size > 0) acked++;
    const members = conversations.get(process.participants.get(sender)?.conversationId ?? '') ?? [];
    const receivers = members.length === 1 ? members : members.filter((member) => member !== sender);
    const twice = receivers.filter((receiver) => (seqsOf.get(receiver)?.get(message)?.size ?? 0) > 1).length;
    const atSender = new Set([...seqs, ...(seqsOf.get(sender)?.get(message) ?? [])]);
    duplicated += twice > 0 || atSender.size < 2 ? twice : 1;
    if (seqs.size === 0) continue;
    for (const receiver of receivers) {
      if (seqsOf.get(receiver)?.has(message)) continue;
      if (process.participants.get(receiver)?.isPulled) lost++;
      else unverified++;
    }
  }
  const { conflicts, outOfOrder } = verifyTimelines(process, seqsOf);
  const acks = Map.groupBy(process.messages.values(), ({ sender }) => sender);
  const holes = [...conversations.values()].reduce((sum, members) => sum + countHoles(process, members, acks), 0);
  const { misdelivered, messages } = process;
  return { messages: messages.size, acked, lost, unverified, duplicated, outOfOrder, misdelivered, conflicts, holes };
}

/** Participant → message → the seqs under which it saw it. */
function indexSeqs(process: VerifiedProcess): Map<number, Map<number, Set<number>>> {
  const all = new Map<number, Map<number, Set<number>>>();
  for (const [participant, bySeq] of process.seen) {
    const byMessage = new Map<number, Set<number>>();
    for (const [seq, messages] of bySeq)
      for (const message of messages) byMessage.set(message, (byMessage.get(message) ?? new Set()).add(seq));
    all.set(participant, byMessage);
  }
  return all;
}

function verifyTimelines(
  process: VerifiedProcess,
  seqsOf: ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<number>>>,
): { conflicts: number; outOfOrder: number } {
  let [conflicts, outOfOrder] = [0, 0];
  for (const [participant, bySeq] of process.seen) {
    const last = new Map<number, number>();
    for (const [seq, messages] of [...bySeq].sort(([a], [b]) => a - b)) {
      conflicts += messages.size - 1;
      const [message] = messages;
      const sender = message === undefined ? undefined : process.messages.get(message)?.sender;
      // A copy under a second seq is a duplicate already, and a sender's own message is no delivery.
      const isFirst = message !== undefined && Math.min(...(seqsOf.get(participant)?.get(message) ?? [])) === seq;
      if (message === undefined || sender === undefined || !isFirst) continue;
      if (message < (last.get(sender) ?? -1)) outOfOrder += sender === participant ? 0 : 1;
      else last.set(sender, message);
    }
  }
  return { conflicts, outOfOrder };
}

/** Seqs between the base and the highest one that some member knows, and that a member that has pulled everything lacks. */
function countHoles(
  process: VerifiedProcess,
  members: readonly number[],
  acks: ReadonlyMap<number, readonly SentMessage[]>,
): number {
  const pulled = members.filter((member) => process.participants.get(member)?.isPulled);
  const holes = new Set<number>();
  for (const member of pulled) {
    const acked = (acks.get(member) ?? []).flatMap(({ seqs }) => [...seqs]);
    const seqs = new Set([...(process.seen.get(member)?.keys() ?? []), ...acked]);
    const base = process.participants.get(member)?.baseSeq ?? 0;
    const highest = [...seqs].reduce((max, seq) => Math.max(max, seq), base);
    for (let seq = base + 1; seq < highest; seq++) if (!seqs.has(seq)) holes.add(seq);
  }
  return holes.size;
}

function verifyStore(
  processes: readonly VerifiedProcess[],
  texts: readonly (readonly [conversationId: string, seq: number, id: string])[],
): StoreVerification {
  const idAt = new Map(texts.map(([conversationId, seq, id]) => [`${conversationId} ${seq}`, id]));
  const rowsById = Map.groupBy(texts, ([, , id]) => id);
  let [missing, twice] = [0, 0];
  for (const process of processes) {
    for (const [message, { sender, seqs }] of process.messages) {
      const id = message.toString(16).padStart(8, '0') + process.idSuffix;
      const { conversationId = '' } = process.participants.get(sender) ?? {};
      if ([...seqs].some((seq) => idAt.get(`${conversationId} ${seq}`) !== id)) missing++;
      if ((rowsById.get(id)?.length ?? 0) > 1) twice++;
    }
  }
  return { texts: texts.length, missing, twice };
}
