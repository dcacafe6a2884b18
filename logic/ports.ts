// What logic needs of the store. All of it is bound to one batch; reads see what earlier commands of the batch wrote.

/** A user as others see them. */
export interface Person {
  readonly user: string;
  readonly name: string;
}

export interface NewMessage {
  readonly sender: string;
  readonly receiver: string;
  /** 16 bytes. */
  readonly clientMessageId: Uint8Array;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface StoredMessage {
  readonly conversation: string;
  readonly seq: number;
  readonly sender: string;
  readonly clientMessageId: Uint8Array;
  readonly text: string;
  readonly time: number;
}

export interface ConversationSummary {
  readonly conversation: string;
  readonly peer: string;
  readonly peerName: string;
  readonly last: StoredMessage;
}

export interface People {
  /** True for a user that exists. Any string may be asked for. */
  exists(user: string): Promise<boolean>;
  /** By normalised name (see proto/names.ts). */
  byName(nameKey: string): Promise<Person | undefined>;
}

export interface Messages {
  /**
   * Stores a message under the next seq of its conversation, which is made when it is the first. A message with the same (conversation, sender, clientMessageId)
   * is returned as it stands, with `first` false, and nothing is stored. Ids are ids of existing users.
   */
  append(message: NewMessage): Promise<{ message: StoredMessage; first: boolean }>;
  /** Messages with seq > afterSeq, rising, at most `limit`; undefined when the user is not in the conversation. Any string may be asked for. */
  pull(
    user: string,
    conversation: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ messages: StoredMessage[]; lastSeq: number } | undefined>;
}

export interface Conversations {
  /** The user's conversations with an id above `after` ('' = from the start; nothing is above what is no id), in the order of their ids' bytes, at most `limit`. */
  list(user: string, after: string, limit: number): Promise<ConversationSummary[]>;
}

export interface LogicStored {
  readonly people: People;
  readonly messages: Messages;
  readonly conversations: Conversations;
}
