// The interfaces between a connection and its transport: calls to a socket, and callbacks from a socket.
import type { FrameSink } from '../../proto/framing.ts';
import type { CloseReason } from '../disconnect.ts';
import type { OutgoingFrame } from './outgoing-frame.ts';

/** One accepted socket, TCP or WebSocket. */
export interface ClientSocket {
  /** The client's IP address: reported by a trusted proxy, or else the address of the socket. */
  readonly remoteAddress: string;
  /** The client writes and reads frames in JSON. */
  readonly isJson: boolean;
  /** Bytes sent and not yet taken by the operating system. */
  readonly queuedBytes: number;
  /** Bytes that the operating system has taken so far. */
  readonly writtenBytes: number;
  /** Writes a frame. Frames of one tick are joined into one write. */
  send(frame: OutgoingFrame): void;
  /** Drops the frames that the operating system has not begun to take, in favour of a last one. */
  discardQueue(): void;
  /** Stops reading. Frames in data that has already arrived are still delivered. */
  pause(): void;
  resume(): void;
  /** Sends queued data, then closes without a CLOSE frame: the client has closed its side. */
  finish(): void;
  /** Sends queued data, then closes. Reads and discards further input: otherwise a TCP reset could destroy the last frame. */
  end(reason: CloseReason): void;
  destroy(): void;
}

export interface SocketOwner extends FrameSink {
  /** So many bytes have arrived. Called before their frames are delivered. */
  onBytes(count: number): void;
  /** The last frame among these bytes is complete, and is delivered later: what follows begins another one. */
  onFrameEnd(): void;
  /** The peer sent a ping or pong of the transport. The socket has already answered a ping. */
  onControlFrame(): void;
  /** The peer sent something that is not a frame. The socket delivers nothing further. */
  onProtocolError(reason: CloseReason, detail: string): void;
  /** The client sends nothing further, and may still read. The owner calls `finish` when everything is answered. */
  onEnd(): void;
  /** The socket is closed, by either side. Called once, as the last callback. */
  onClosed(): void;
}

/** A port that accepts clients. */
export interface ClientListener {
  readonly host: string;
  readonly port: number;
  /** Accepts no further sockets. Accepted ones stay open. */
  stopAccepting(): void;
  /** Resolves when all sockets are closed. Call `stopAccepting` first. */
  waitUntilClosed(): Promise<void>;
}
