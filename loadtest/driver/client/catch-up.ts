// What a client does that was away: one Sync with what it knows of each conversation, and what is missing pulled.
import { im } from '../../../proto/rpc.ts';
import { commandFrame } from './frames.ts';
import type { Participant, ParticipantClient } from './participant.ts';

/** As many as one call looks at. */
const SYNC_LIMIT = 500;

export interface CatchUp {
  /** From the first call of Sync to its last reply: usually there is one. */
  readonly syncMs: number;
  readonly syncCalls: number;
  /** Conversations that Sync told of. */
  readonly changed: number;
  /** Those that had changed before Sync was called, of which it said nothing, or too little. */
  readonly overlooked: number;
  /** Those of which messages are missing. */
  readonly missing: readonly Participant[];
}

/** Undefined when Sync was refused, or the connection was lost. */
export async function catchUp(client: ParticipantClient, seats: ReadonlyMap<string, Participant>): Promise<CatchUp | undefined> {
  const inOrder = [...seats.values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  // Whatever a sender was told of before the question must be in the answer.
  const asked = inOrder.map((seat) => ({ seat, known: seat.contiguousSeq, acked: seat.lastAckedSeq }));
  const startMs = performance.now();
  const told = new Map<string, im.Conversation>();
  let afterConversation = '';
  let after = '';
  let syncCalls = 0;
  do {
    const known = asked.filter(({ seat }) => seat.sortKey > after).map(knownOf);
    const request = { known, afterConversation, limit: SYNC_LIMIT };
    const reply = await client.request(commandFrame('Logic.Sync', request));
    if (reply?.failure) client.reportIncident(`Sync: ${im.Code[reply.failure.code]}`);
    if (!reply || reply.failure) return undefined;
    const { conversations, nextConversation } = im.SyncReply.decode(reply.payload);
    for (const each of conversations as im.Conversation[]) told.set(each.conversation, each);
    afterConversation = nextConversation;
    after = Buffer.from(nextConversation, 'base64url').toString('hex');
    syncCalls++;
  } while (afterConversation !== '');
  const syncMs = performance.now() - startMs;
  for (const { seat } of asked) seat.stateVersion = told.get(seat.conversation)?.stateVersion ?? seat.stateVersion;
  const lastOf = (seat: Participant, known: number): number => told.get(seat.conversation)?.lastSeq ?? known;
  return {
    syncMs,
    syncCalls,
    changed: told.size,
    overlooked: asked.filter(({ seat, known, acked }) => acked > lastOf(seat, known)).length,
    missing: asked.flatMap(({ seat, known }) => (lastOf(seat, known) > seat.contiguousSeq ? [seat] : [])),
  };
}

function knownOf({ seat, known }: { seat: Participant; known: number }): im.KnownConversation.$Properties {
  return { conversation: seat.conversation, lastSeq: known, stateVersion: seat.stateVersion };
}
