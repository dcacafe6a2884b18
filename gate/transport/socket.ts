// The seam between a connection and its transport: what a connection may do to a socket, and what a socket tells its connection.
import type { FrameSink } from '../../proto/framing.ts';
import type { CloseReason } from '../disconnect.ts';
import type { OutgoingFrame } from '../outgoing-frame.ts';

/** One accepted socket, TCP or WebSocket. */
export interface ClientSocket {
  /** The client's IP address, which a trusted proxy may have told. */
  readonly remoteAddress: string;
  /** Bytes sent and not yet taken by the operating system. */
  readonly queuedBytes: number;
  /** Writes a frame; frames of one tick are joined into one write. */
  send(frame: OutgoingFrame): void;
  /** Stops reading. Frames within what has arrived already are still handed on. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then says goodbye; what still arrives is discarded, so that the last frame is not overtaken by a reset. */
  end(reason: CloseReason): void;
  destroy(): void;
}

export interface SocketOwner extends FrameSink {
  /** The peer sent a control ping of the transport, which has been answered. */
  onPing(): void;
  /** What arrived is no frame; nothing further is handed on. */
  onProtocolError(reason: CloseReason, detail: string): void;
  /** The socket is closed, whoever did it. Called once, as the last. */
  onClosed(): void;
}

/** A port that is listened on. */
export interface ClientListener {
  readonly host: string;
  readonly port: number;
  /** Takes no further sockets. Those that were accepted go on. */
  stopAccepting(): void;
  /** Resolves when all sockets are closed. Comes after `refuse`. */
  waitUntilClosed(): Promise<void>;
}
