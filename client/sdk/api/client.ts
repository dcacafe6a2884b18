// The client's public face, in words. docs/wire-protocol.md says what happens on the wire.
import type { im } from '../../../proto/rpc.ts';
import type { EndReason, SessionState } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';
import type { openTransport } from '../connection/transport.ts';
import type { UnacknowledgedMessage } from '../outbox/outbox.ts';
import type { OutgoingContent } from '../outbox/outgoing-message.ts';
import type { Cursor, OldCursor } from '../state/client-state.ts';
import type { ConversationSnapshot } from '../state/conversation-reducer.ts';
import type { OwnProfile, UserRelation } from '../state/people-state.ts';
import type { PresenceApi, PresenceStatus } from '../state/presence-tracker.ts';
import type { AccountApi } from './account-api.ts';
import type { CallError } from './errors.ts';
import type { Listeners } from './listeners.ts';
import type { ReceivedMessage } from './message.ts';
import type { GroupsApi, PeopleApi } from './people-api.ts';
import type { RpcApi } from './rpc-api.ts';

export interface ClientOptions {
  /** Addresses of gates, `tcp://host:port` or `ws://host:port`: tried in turn from a random one on. */
  readonly gates: readonly string[];
  readonly device?: {
    /** "phone", "tablet", "desktop" or "web": a log-in may end the session on an older device of the same kind. Empty (the default): never. */
    readonly kind?: string;
    /** Shown to the user in the list of his devices. */
    readonly name?: string;
    /** BCP 47: "en", "zh-CN". */
    readonly language?: string;
    /** Name and version of the program. */
    readonly program?: string;
  };
  /** `client.cursor` of an earlier run: goes on after it. */
  readonly cursor?: Cursor | OldCursor;
  /** Without a cursor: hand on everything that is stored, or only what comes from now on (the default). */
  readonly from?: 'beginning' | 'now';
  /** `client.unacknowledged` of an earlier run: sent first, with the same ids, after the log-in. */
  readonly unacknowledged?: readonly UnacknowledgedMessage[];
  /** Above so many messages without acknowledgement `send` rejects with OUTBOX_FULL. 10,000 without it. */
  readonly maxUnacknowledged?: number;
  /** Tell the other one of a conversation of two by itself that his messages have come. Not without it. */
  readonly sendsDeliveryReceipts?: boolean;
  readonly timing?: Partial<Timing>;
  /** 0 ≤ x < 1; where the jitter comes from. */
  readonly random?: () => number;
  readonly connect?: typeof openTransport;
}

export interface ClientEvents {
  /**
   * Once for every message of every conversation of mine, own ones included, in seq order within a conversation. One with a `target` changes an earlier one, and is
   * not shown as a message: `changed` tells what it leads to.
   */
  message: ReceivedMessage;
  /** A message that was handed on was edited, recalled or reacted to: as it is now. Told once for what happens together. */
  changed: { readonly conversation: string; readonly target: number; readonly message: ReceivedMessage };
  /** I have deleted messages for myself, here or on another device. */
  deleted: { readonly conversation: string; readonly seqs: readonly number[] };
  /** A message of `ClientOptions.unacknowledged` was refused for good; for that of a `send` its promise rejects. */
  refused: UnacknowledgedMessage & { readonly error: CallError };
  /** A conversation is new, or anything of it but its messages' content is not as it was: as it is now. At a sync before its missing messages come. */
  conversation: ConversationSnapshot;
  /** How far the other one of a conversation of two has got. Never goes back. */
  receipt: { readonly conversation: string; readonly user: string; readonly deliveredSeq: number; readonly readSeq: number };
  /** What somebody is to me: at first, and when it changes. */
  relation: UserRelation;
  /** My own profile: at first, and when it changes. */
  profile: OwnProfile;
  /**
   * This token resumes the session from now on, for so long unless its life begins anew: told after each log-in and each reconnect, and when the client has had it
   * refreshed, which it does by itself. Store it at once, within the listener: once it was used the one before is dead.
   */
  token: { readonly token: string; readonly livesSeconds: number };
  /** How somebody is whom `presence.watch` has named: at first, and when it changes. */
  presence: PresenceStatus;
  /** Somebody is typing in a conversation of mine. Show it for about 5 s, or until he has sent something. */
  typing: { readonly conversation: string; readonly user: string };
  /** Everything the server pushes besides messages, presence and typing, each once, as it came; what the client makes of it is told by the events above. */
  event: im.Push;
  /** A sync is complete: what was stored when it began has been handed on, or is being asked for again. */
  synced: undefined;
  state: { readonly state: SessionState; readonly retryInMs: number };
  /** The session has ended; this client is of no further use. */
  closed: { readonly reason: EndReason; readonly message: string };
}

/** Who wants an account. Where the server asks for an address: `code` is what `requestCode(address, 'REGISTER')` had mailed to it. */
export interface NewAccount {
  readonly name: string;
  readonly password: string;
  readonly email?: string;
  readonly code?: string;
}

/** A user id, or a conversation of mine: a group, or one of two. */
export type Destination = string | { readonly conversation: string };

/** A message by its place. */
export interface MessageRef {
  readonly conversation: string;
  readonly seq: number;
}

export interface SendOptions {
  /** 16 bytes; the same again is the same message. */
  readonly clientMessageId?: Uint8Array;
}

/** `more`: there may be messages beyond the page, on the side that was asked for. */
export interface HistoryPage {
  /** By seq, rising, as they are now. */
  readonly messages: readonly ReceivedMessage[];
  readonly more: boolean;
  /** The lowest seq I may see, and the highest there is. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** My conversations as they are now: kept right by syncs and pushes. To pin, mute or hide one: `call.logic.setConversation`. */
export interface ConversationsApi {
  readonly all: readonly ConversationSnapshot[];
  get(conversation: string): ConversationSnapshot | undefined;
  /** The conversation of two with a user; with my own id that with myself. */
  with(user: string): ConversationSnapshot | undefined;
  /** Who has read a message: user ids. */
  readers(message: MessageRef): AsyncGenerator<string, void, void>;
}

export interface Client extends AccountApi {
  readonly call: RpcApi;
  /** Creates an account and logs in. Rejects with CallError; then another try is possible. */
  register(account: NewAccount): Promise<im.LoggedIn>;
  /** `name`: or the address. */
  logIn(name: string, password: string): Promise<im.LoggedIn>;
  /** Goes on with a session by its token. BAD_TOKEN: it has ended, log in. */
  resume(token: string): Promise<im.LoggedIn>;
  /** Ends the session for ever. What is unacknowledged by then is not sent any more. */
  logOut(): Promise<void>;
  /**
   * Sends a text, or another kind of message, to a user or in a conversation. Resolves when it is durably stored, however many connections that takes; rejects with CallError when it is
   * refused for good. What one client sends, edits, recalls and reacts to is stored in the order of its calls.
   */
  send(to: Destination, content: string | OutgoingContent, options?: SendOptions): Promise<im.SendMessageReply>;
  /** Gives a message of mine another text or body. Promises what `send` does, as the next two do. */
  edit(
    message: MessageRef,
    content: string | Pick<OutgoingContent, 'text' | 'body'>,
    options?: SendOptions,
  ): Promise<im.SendMessageReply>;
  /** Takes a message back, for everybody. */
  recall(message: MessageRef, options?: SendOptions): Promise<im.SendMessageReply>;
  /** Sets, or takes away, one of my reactions. */
  react(message: MessageRef, emoji: string, options?: SendOptions & { remove?: boolean }): Promise<im.SendMessageReply>;
  /** Hides messages from me, on all my devices and for good. Rejects with CallError. */
  deleteForMe(conversation: string, seqs: readonly number[]): Promise<void>;
  /** The messages before or after a seq, or the last ones; `limit` is 1 to 200, 100 without it. Rejects with CallError. */
  history(conversation: string, range?: { before?: number; after?: number; limit?: number }): Promise<HistoryPage>;
  /**
   * I have read up to `seq`, without it up to the last message that was handed on: known here at once, told to the server until it has heard it, the last word only. Rejects with CallError where it is
   * refused for good; whoever does not wait for it need not catch that.
   */
  markRead(conversation: string, seq?: number): Promise<void>;
  /** The same for what has come to this device. */
  markDelivered(conversation: string, seq?: number): Promise<void>;
  readonly conversations: ConversationsApi;
  readonly people: PeopleApi;
  readonly groups: GroupsApi;
  /** Who is there, who is typing. */
  readonly presence: PresenceApi;
  readonly on: Listeners<ClientEvents>['on'];
  /** Compares with the server now; resolves when what was missing has been handed on. Happens by itself after each log-in, on demand of the server and every minute or two. */
  sync(): Promise<void>;
  /** Hangs up. The session lives on at the server and can be resumed with its token. */
  close(): void;
  readonly state: SessionState;
  /** Undefined before the first log-in. */
  readonly me: { readonly userId: string; readonly name: string; readonly sessionId: string; readonly token: string } | undefined;
  /** What was handed on and is known, to be kept, as JSON if need be, and given to the next run. Read within a `message` listener it includes that message. */
  readonly cursor: Cursor | undefined;
  /** What was sent and is not stored yet, as far as this client knows; after the end of the session, what this client did not get through. */
  readonly unacknowledged: UnacknowledgedMessage[];
}
