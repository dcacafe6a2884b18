// What a client does that was away: one Sync with what it knows of each conversation, and what is missing pulled.
import { im } from '../proto/contract.ts';
import { commandFrame } from './frames.ts';
import type { Occupant, Seat } from './seat.ts';

/** As many as one call looks at. */
const SYNC_LIMIT = 500;

export interface CatchUp {
  /** From the first call of Sync to its last reply: usually there is one. */
  readonly syncMs: number;
  readonly calls: number;
  /** Conversations that Sync told of. */
  readonly changed: number;
  /** Those that had changed before Sync was called, of which it said nothing, or too little. */
  readonly overlooked: number;
  /** Those of which messages are missing. */
  readonly missing: readonly Seat[];
}

/** Undefined when Sync was refused, or the connection was lost. */
export async function catchUpBySync(client: Occupant, seats: ReadonlyMap<string, Seat>): Promise<CatchUp | undefined> {
  const inOrder = [...seats.values()].sort((a, b) => (a.order < b.order ? -1 : 1));
  // Whatever a sender was told of before the question must be in the answer.
  const asked = inOrder.map((seat) => ({ seat, known: seat.contiguousSeq, acked: seat.lastAckedSeq }));
  const startMs = performance.now();
  const told = new Map<string, im.Conversation>();
  let afterConversation = '';
  let after = '';
  let calls = 0;
  do {
    const known = asked.filter(({ seat }) => seat.order > after).map(knownOf);
    const request = { known, afterConversation, limit: SYNC_LIMIT };
    const reply = await client.request(commandFrame('Logic.Sync', request));
    if (reply?.failure) client.incident(`Sync: ${im.Code[reply.failure.code]}`);
    if (!reply || reply.failure) return undefined;
    const { conversations, nextConversation } = im.SyncReply.decode(reply.payload);
    for (const each of conversations as im.Conversation[]) told.set(each.conversation, each);
    afterConversation = nextConversation;
    after = Buffer.from(nextConversation, 'base64url').toString('hex');
    calls++;
  } while (afterConversation !== '');
  const syncMs = performance.now() - startMs;
  for (const { seat } of asked) seat.stateVersion = told.get(seat.conversation)?.stateVersion ?? seat.stateVersion;
  const lastOf = (seat: Seat, known: number): number => told.get(seat.conversation)?.lastSeq ?? known;
  return {
    syncMs,
    calls,
    changed: told.size,
    overlooked: asked.filter(({ seat, known, acked }) => acked > lastOf(seat, known)).length,
    missing: asked.flatMap(({ seat, known }) => (lastOf(seat, known) > seat.contiguousSeq ? [seat] : [])),
  };
}

function knownOf({ seat, known }: { seat: Seat; known: number }): im.KnownConversation.$Properties {
  return { conversation: seat.conversation, lastSeq: known, stateVersion: seat.stateVersion };
}
