// What the load test needs of another chat system to drive it with the same load and to count it by the same ledger.

/** The systems that --target rival:NAME starts. */
export const RIVAL_NAMES = ['socketio'] as const;
export type RivalName = (typeof RIVAL_NAMES)[number];

/** A message as the other system knows it. */
export interface RivalMessage {
  /** The id that the sender has given to `send`. */
  readonly id: string;
  /** What identifies the stored message. Two for one `id` are a duplicate. */
  readonly storedId: number | string;
}

export interface RivalHandlers {
  /** The user is logged in. */
  onOpen(): void;
  /** The message is stored: whatever the system promises with its acknowledgement. */
  onAcknowledged(message: RivalMessage): void;
  /** The message will not be stored. */
  onRefused(id: string, reason: string): void;
  /** Another user's message arrives. */
  onMessage(message: RivalMessage): void;
  /** The connection ended, for whatever reason; called once. */
  onClosed(reason: string): void;
}

/** One user's connection. */
export interface RivalConnection {
  send(id: string, toUserId: string, text: string): void;
  /** All messages between the user and another one that are stored; undefined when the connection ends first. */
  readHistory(peerId: string): Promise<readonly RivalMessage[] | undefined>;
  close(): void;
}

/** Opens a connection as the system's own clients do. It must cost the load generator about as much as ours. */
export type ConnectRival = (url: string, account: { userId: string; token: string }, handlers: RivalHandlers) => RivalConnection;
