// Catching up after a disconnect: the client sends what it knows of each conversation in one Sync, and gets what it has missed.
import { im } from '../../../proto/rpc.ts';
import { commandFrame } from './frames.ts';
import type { Participant, ParticipantClient } from './participant.ts';

/** The most conversations that one call returns. */
const SYNC_LIMIT = 500;

export interface CatchUp {
  /** From the first call of Sync to its last reply. Usually there is one call. */
  readonly syncMs: number;
  readonly syncCalls: number;
  /** Conversations in the replies. */
  readonly changed: number;
  /** Conversations that had changed before Sync was called, and that its replies omit or report incompletely. */
  readonly overlooked: number;
  /** Conversations that lack messages. */
  readonly missing: readonly Participant[];
}

interface AskedConversation {
  readonly participant: Participant;
  /** The contiguous seq that the client reported. */
  readonly knownSeq: number;
  /** The highest seq that any sender knew to be stored when Sync was called. */
  readonly ackedSeq: number;
}

/** Undefined when Sync was rejected, or the connection was lost. */
export async function catchUp(client: ParticipantClient, participants: Iterable<Participant>): Promise<CatchUp | undefined> {
  const inOrder = [...participants].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  // A message that its sender knew to be stored before the call must be in the reply.
  const asked: AskedConversation[] = inOrder.map((participant) => ({
    participant,
    knownSeq: participant.contiguousSeq,
    ackedSeq: participant.lastAckedSeq,
  }));
  const startMs = performance.now();
  const synced = await requestSync(client, asked);
  if (!synced) return undefined;
  const { changed, syncCalls } = synced;
  const syncMs = performance.now() - startMs;
  for (const { participant } of asked)
    participant.stateVersion = changed.get(participant.conversationId)?.stateVersion ?? participant.stateVersion;
  const reportedSeq = ({ participant, knownSeq }: AskedConversation): number =>
    changed.get(participant.conversationId)?.lastSeq ?? knownSeq;
  return {
    syncMs,
    syncCalls,
    changed: changed.size,
    overlooked: asked.filter((one) => one.ackedSeq > reportedSeq(one)).length,
    missing: asked.flatMap((one) => (reportedSeq(one) > one.participant.contiguousSeq ? [one.participant] : [])),
  };
}

/** Calls Sync page by page. Returns the changed conversations by their id. */
async function requestSync(
  client: ParticipantClient,
  asked: readonly AskedConversation[],
): Promise<{ changed: Map<string, im.Conversation>; syncCalls: number } | undefined> {
  const changed = new Map<string, im.Conversation>();
  let afterConversationId = '';
  let afterKey = '';
  let syncCalls = 0;
  do {
    const known = asked.filter(({ participant }) => participant.sortKey > afterKey).map(toKnownConversation);
    const reply = await client.request(commandFrame('Logic.Sync', { known, afterConversationId, limit: SYNC_LIMIT }));
    if (reply?.failure) client.reportIncident(`Sync: ${im.Code[reply.failure.code]}`);
    if (!reply || reply.failure) return undefined;
    const { conversations, nextConversationId } = im.SyncReply.decode(reply.payload);
    for (const each of conversations as im.Conversation[]) changed.set(each.conversationId, each);
    afterConversationId = nextConversationId;
    afterKey = Buffer.from(nextConversationId, 'base64url').toString('hex');
    syncCalls++;
  } while (afterConversationId !== '');
  return { changed, syncCalls };
}

function toKnownConversation({ participant, knownSeq }: AskedConversation): im.KnownConversation.$Properties {
  return { conversationId: participant.conversationId, lastSeq: knownSeq, stateVersion: participant.stateVersion };
}
