// The events a client emits.
import type { im } from '../../../proto/rpc.ts';
import type { EndReason, SessionState } from '../connection/session.ts';
import type { UnacknowledgedMessage } from '../outbox/outbox.ts';
import type { ConversationSnapshot } from '../state/conversation-reducer.ts';
import type { OwnProfile, UserRelation } from '../state/people-state.ts';
import type { PresenceStatus } from '../state/presence-tracker.ts';
import type { CallError } from './errors.ts';
import type { ReceivedMessage } from './message.ts';

export interface ClientEvents {
  /**
   * Once for every message of every conversation of the user, own ones included, in seq order within a conversation. A message
   * with a `target` changes an earlier one and is not displayed itself: see `changed`.
   */
  message: ReceivedMessage;
  /**
   * The present state of a delivered message after an edit, recall or reaction. Emitted once for changes that arrive together.
   */
  changed: { readonly conversationId: string; readonly target: number; readonly message: ReceivedMessage };
  /** The user has deleted messages for themselves, here or on another device. */
  deleted: { readonly conversationId: string; readonly seqs: readonly number[] };
  /** A message of `ClientOptions.unacknowledged` was refused for good. For a message of `send`, its promise rejects instead. */
  refused: UnacknowledgedMessage & { readonly error: CallError };
  /**
   * The present state of a conversation that is new or has changed. An edit or recall of a message alone does not emit it. A sync
   * emits it before the missing messages arrive.
   */
  conversation: ConversationSnapshot;
  /** How far the peer of a direct conversation has received and read. Never decreases. */
  receipt: { readonly conversationId: string; readonly userId: string; readonly deliveredSeq: number; readonly readSeq: number };
  /** The user's relation to another user: at first, and after each change. */
  relation: UserRelation;
  /** The user's own profile: at first, and after each change. */
  profile: OwnProfile;
  /**
   * The token that resumes the session from now on, and its lifetime: emitted after each log-in, each reconnect and each
   * refresh (the client refreshes it by itself). Store it at once, within the listener: its first use invalidates the previous
   * token.
   */
  token: { readonly token: string; readonly livesSeconds: number };
  /** The presence of a user named in `presence.watch`: at first, and after each change. */
  presence: PresenceStatus;
  /** A user is typing in a conversation. Display it for about 5 s, or until their next message. */
  typing: { readonly conversationId: string; readonly userId: string };
  /** A text of the operator for people, who may be many. It is not stored: a client that is offline does not get it. */
  notice: { readonly text: string; readonly sentAt: number };
  /**
   * Every received push except messages, presence, typing and notices, once each. The events above report the resulting state.
   */
  push: im.Push;
  /** A sync is complete: every message stored when it began has been delivered, or is being requested again. */
  synced: undefined;
  state: { readonly state: SessionState; readonly retryInMs: number };
  /** The session has ended; the client cannot be used any more. */
  closed: { readonly reason: EndReason; readonly message: string };
}
