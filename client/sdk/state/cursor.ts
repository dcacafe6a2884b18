// The state that the application stores between two runs of a client.
import type { ChangedSeqs } from './changed-messages.ts';
import type { ConversationSnapshot } from './conversation-reducer.ts';
import type { DeliveredSeqs } from './inbox.ts';
import type { PeopleSnapshot } from './people-state.ts';

/** Plain JSON values. If a field is missing, the client asks the server. */
export interface Cursor {
  /** Conversation → the seq of its last delivered message. */
  readonly seqs: DeliveredSeqs;
  /** Changed messages the application has not received yet. */
  readonly changed?: ChangedSeqs;
  readonly conversations?: readonly ConversationSnapshot[];
  readonly people?: PeopleSnapshot;
}
