// The public interface of a client. docs/wire-protocol.md describes what happens on the wire.
import type { im } from '../../../proto/rpc.ts';
import type { SessionState } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';
import type { GateTransport, OpenTransport } from '../connection/transport.ts';
import type { UnacknowledgedMessage } from '../outbox/outbox.ts';
import type { OutgoingContent } from '../outbox/outgoing-message.ts';
import type { ConversationSnapshot } from '../state/conversation-reducer.ts';
import type { Cursor } from '../state/cursor.ts';
import type { PresenceApi } from '../state/presence-tracker.ts';
import type { AccountApi } from './account-api.ts';
import type { ClientEvents } from './client-events.ts';
import type { GroupsApi } from './groups-api.ts';
import type { HistoryPage, HistoryRange } from './history.ts';
import type { Listeners } from './listeners.ts';
import type { PagedList } from './paging.ts';
import type { PeopleApi } from './people-api.ts';
import type { RpcApi } from './rpc-api.ts';

export interface ClientOptions {
  /**
   * Gate URLs, `ws://host:port` or `wss://host:port`; on Node also `tcp:` and `tls:`. The client tries them in turn, from a
   * random one on. With `status` it tries them only while no status answers.
   */
  readonly gates?: readonly string[];
  /** URLs of status, `https://host:port`: the client asks there which gates take it, and asks again when its gate is gone. */
  readonly status?: string | readonly string[];
  /**
   * Which gates to ask status for. Default: those like the first of `gates`, or else those with TLS if a URL of `status` has it,
   * and those without if none has: "tls" or "tcp" on Node, "wss" or "ws" elsewhere.
   */
  readonly transport?: GateTransport;
  readonly device?: {
    /**
     * "phone", "tablet", "desktop" or "web": a log-in may end the user's session on an older device of the same kind.
     * Empty (the default): a log-in ends no other session.
     */
    readonly kind?: string;
    /** Shown to the user in the list of their devices. */
    readonly name?: string;
    /** BCP 47: "en", "zh-CN". */
    readonly language?: string;
    /** Name and version of the program. */
    readonly program?: string;
  };
  /** `client.deviceToken` of an earlier run on this device: attempts of strangers do not delay its log-in. */
  readonly deviceToken?: string;
  /**
   * 16 random bytes. A mailed code is valid only for clients with those of the client that requested it. Default: new ones; keep
   * some where the application may restart before the user types the code.
   */
  readonly codeRequester?: Uint8Array;
  /** `client.cursor` of an earlier run: continues after it. */
  readonly cursor?: Cursor;
  /** Without a cursor: deliver all stored messages, or only those from now on (the default). */
  readonly from?: 'beginning' | 'now';
  /** `client.unacknowledged` of an earlier run: sent first after the log-in, with the same ids. */
  readonly unacknowledged?: readonly UnacknowledgedMessage[];
  /** If more messages than this are unacknowledged, `send` rejects with OUTBOX_FULL. 10,000 by default. */
  readonly maxUnacknowledged?: number;
  /** Sends delivery receipts to the peers of direct conversations automatically. Off by default. */
  readonly sendsDeliveryReceipts?: boolean;
  readonly timing?: Partial<Timing>;
  /** 0 ≤ x < 1; the source of jitter. */
  readonly random?: () => number;
  readonly connect?: OpenTransport;
}

/**
 * A new account. If the server requires an e-mail address, `code` is the code that `requestCode(email, 'REGISTER')` mailed.
 */
export interface NewAccount {
  readonly name: string;
  readonly password: string;
  readonly email?: string;
  readonly code?: string;
}

/** A user id, or a direct conversation or group of the user. */
export type Destination = string | { readonly conversationId: string };

export interface MessageRef {
  readonly conversationId: string;
  readonly seq: number;
}

export interface SendOptions {
  /** 16 bytes; a repeated id is the same message. */
  readonly clientMessageId?: Uint8Array;
}

/**
 * The present state of the user's conversations, kept by syncs and pushes. To pin, mute or hide one:
 * `call.logic.setConversation`.
 */
export interface ConversationsApi {
  readonly all: readonly ConversationSnapshot[];
  get(conversationId: string): ConversationSnapshot | undefined;
  /** The direct conversation with a user, or with oneself. */
  with(userId: string): ConversationSnapshot | undefined;
  /** The ids of the users who have read a message. */
  readers(message: MessageRef): PagedList<string>;
}

/** Sending. The server stores the messages, edits, recalls and reactions of one client in the order of its calls. */
export interface SendingApi {
  /**
   * Sends a text, or a message of another kind. Resolves when it is durably stored, even after reconnects. Rejects with CallError
   * only when it can never be stored.
   */
  send(to: Destination, content: string | OutgoingContent, options?: SendOptions): Promise<im.SendMessageReply>;
  /** Replaces the text or body of an own message. Guarantees as for `send`. `seq` is 0 when nothing was to change. */
  edit(
    message: MessageRef,
    content: string | Pick<OutgoingContent, 'text' | 'body'>,
    options?: SendOptions,
  ): Promise<im.SendMessageReply>;
  /** Takes a message back for every user. Guarantees as for `edit`. */
  recall(message: MessageRef, options?: SendOptions): Promise<im.SendMessageReply>;
  /** Sets or removes one of the user's reactions. Guarantees as for `edit`. */
  react(message: MessageRef, emoji: string, options?: SendOptions & { remove?: boolean }): Promise<im.SendMessageReply>;
}

export interface LogInApi {
  /** Creates an account and logs in. Rejects with CallError; another attempt is possible then. */
  register(account: NewAccount): Promise<im.LoggedIn>;
  /** `name`: the name or the e-mail address. */
  logIn(name: string, password: string): Promise<im.LoggedIn>;
  /** Continues a session by its token. BAD_TOKEN: the session has ended, log in again. */
  resume(token: string): Promise<im.LoggedIn>;
  /** Ends the session for ever. Unacknowledged messages are not sent any more. */
  logOut(): Promise<void>;
}

export interface Client extends AccountApi, LogInApi, SendingApi {
  readonly call: RpcApi;
  /** Hides messages from the user for ever, on all their devices. Rejects with CallError. */
  deleteForMe(conversationId: string, seqs: readonly number[]): Promise<void>;
  /** The messages before or after a seq, by default the latest ones. Rejects with CallError. */
  history(conversationId: string, range?: HistoryRange): Promise<HistoryPage>;
  /**
   * The user has read up to `seq`, by default up to the last delivered message. Takes effect here at once. The client repeats the
   * latest mark until the server has it. Rejects with CallError if the server refuses it; the caller may ignore the rejection.
   */
  markRead(conversationId: string, seq?: number): Promise<void>;
  /** The same for messages that have arrived on this device. */
  markDelivered(conversationId: string, seq?: number): Promise<void>;
  readonly conversations: ConversationsApi;
  readonly people: PeopleApi;
  readonly groups: GroupsApi;
  /** Presence and typing. */
  readonly presence: PresenceApi;
  readonly on: Listeners<ClientEvents>['on'];
  /**
   * Compares the state with the server now. Resolves when all missing messages are delivered. The client also does this by
   * itself: after each log-in, when the server asks for it, and every minute or two.
   */
  sync(): Promise<void>;
  /** Disconnects. The session continues on the server and can be resumed with its token. */
  close(): void;
  readonly state: SessionState;
  /** Undefined before the first log-in. */
  readonly me: { readonly userId: string; readonly name: string; readonly sessionId: string; readonly token: string } | undefined;
  /**
   * Shows at a later log-in to the same account that this device was logged in before. Store it in secret, also after a log-out,
   * and give it to the next run. Undefined before the first log-in.
   */
  readonly deviceToken: string | undefined;
  /**
   * The delivered messages and the known state. Store it (JSON is possible) and give it to the next run. In a `message` listener
   * it already includes that message.
   */
  readonly cursor: Cursor | undefined;
  /** Messages that are not stored yet as far as this client knows. After the end of the session: those it could not send. */
  readonly unacknowledged: UnacknowledgedMessage[];
}
