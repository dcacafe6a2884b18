// Port: what a process serves over HTTP. A handler sees no sockets and no streams: requests and answers are bounded values.

export interface HttpRequest {
  /** "GET", in capitals. */
  readonly method: string;
  /** As the client wrote it: "/users/alice%20b". */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty without one. At most the server's `maxBodyBytes`: longer ones never reach the handler. */
  readonly body: Buffer;
  /** The IP address of the other end, which may be a proxy. */
  readonly remoteAddress: string;
}

/**
 * Sends text for as long as the client listens: then `closed` is aborted, which it may be from the start. What a client does not
 * take in time ends its stream. A silent stream is kept alive with comments of server-sent events.
 */
export type HttpStream = (send: (text: string) => void, closed: AbortSignal) => void;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string | Buffer;
  /** Text in UTF-8 without it. */
  readonly contentType?: string;
  /** Follows `body` until the client goes away. It is called in any case, but not for HEAD. */
  readonly stream?: HttpStream;
  /**
   * Follow `body`. The next one is asked for when the client has taken those before. When it throws, or the client goes away, the
   * connection ends without the last piece: the client sees that the answer is not complete.
   */
  readonly pieces?: AsyncIterable<string>;
  /** Means nothing between two pieces, and is sent while the next one takes long: a silent connection is closed. */
  readonly filler?: string;
  /** Besides those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request. When it throws or rejects, the client gets status 500 without the reason, which is logged. */
export type HttpHandler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

/** An answer with `value` as JSON. */
export function jsonAnswer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, body: `${JSON.stringify(value)}\n`, contentType: 'application/json; charset=utf-8', headers };
}

/** An answer of server-sent events. */
export function eventStream(stream: HttpStream): HttpAnswer {
  return { status: 200, body: ': ok\n\n', contentType: 'text/event-stream; charset=utf-8', stream };
}

/** An answer for people. */
export function textAnswer(status: number, sentence: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, body: `${sentence}\n`, headers };
}
