// The interface of all transports.

/** Callbacks of a transport. None is called before `openTransport` has returned, or after `FrameTransport.close`. */
export interface TransportHandlers {
  /** Frames can be sent. Called at most once, before every `onFrame`. */
  onOpen(): void;
  /** One whole frame. A view that may share memory with other frames: copy what you keep. */
  onFrame(bytes: Uint8Array): void;
  /** Called once, as the last callback: the connection has ended. Without `error` the peer closed it normally. */
  onClosed(error?: Error): void;
}

export interface FrameTransport {
  /**
   * Queues a frame, in order. On TCP the frames of one turn of the event loop leave in one write. A frame is dropped when the
   * connection is not open. The bytes must not change afterwards.
   */
  send(frame: Uint8Array): void;
  /** Sends queued frames, then disconnects. No handler is called afterwards. */
  close(): void;
  /** Bytes accepted by `send` that the operating system has not accepted yet. */
  readonly bufferedBytes: number;
}

/** Above the largest page of messages that a gate sends. It protects the memory of this process from a broken peer. */
export const DEFAULT_MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** How long `close` waits for a peer that does not read. */
export const LINGER_MS = 1000;
