// Keeps one session connected: chooses a gate, logs in or resumes there, and reconnects with a growing random back-off until the
// session itself ends.

import type { im } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import { deferred } from '../promises.ts';
import { type ClientRpc, wire } from '../wire/wire.ts';
import { type CloseReasonName, type ConnectionEnd, type ConnectionOptions, GateConnection } from './connection.ts';
import { ConnectionWaiters } from './connection-waiters.ts';
import { type GateChoice, ReconnectPolicy } from './reconnect-policy.ts';

/** `idle`: no reason to connect. `connected`: not logged in yet. `online`: logged in. `waiting`: until the next attempt. */
export type SessionState = 'idle' | 'connecting' | 'connected' | 'online' | 'waiting' | 'closed';

/** Why a session ended: the gate's reason, BAD_TOKEN when resuming was refused, CLIENT when this side closed it. */
export type EndReason = CloseReasonName | 'BAD_TOKEN' | 'CLIENT';

export interface SessionOptions extends Omit<ConnectionOptions, 'url'> {
  readonly gateChoice: GateChoice;
  readonly random: () => number;
  /** The rpc that binds a connection to an existing session. */
  readonly resume: ClientRpc;
}

export interface SessionHandlers {
  /** Called after each (re)connect when the connection is bound to the session. `limits`: the limits of this gate. */
  onBound(loggedIn: im.LoggedIn, limits: im.Hello): void;
  onUnbound(): void;
  onPush(push: im.Push, pushId: string): void;
  onResync(): void;
  onState(state: SessionState, retryInMs: number): void;
  /** Called once, last. */
  onEnded(reason: EndReason, message: string): void;
}

interface LogInAttempt {
  readonly rpc: ClientRpc;
  readonly payload: Uint8Array;
  resolve(loggedIn: im.LoggedIn): void;
  reject(error: CallError): void;
}

const FINAL_REASONS: ReadonlySet<string> = new Set<CloseReasonName>([
  'SESSION_REPLACED',
  'LOGGED_OUT',
  'SESSION_ENDED',
  'DEVICE_REPLACED',
  'PASSWORD_CHANGED',
  'ACCOUNT_CLOSED',
  'ACCOUNT_DELETED',
]);

export class ClientSession {
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  readonly #waiters = new ConnectionWaiters();
  readonly #reconnectPolicy: ReconnectPolicy;
  #state: SessionState = 'idle';
  #connection: GateConnection | undefined;
  #limits: im.Hello | undefined;
  #logIn: LogInAttempt | undefined;
  #token: string | undefined;
  #endReason: EndReason | undefined;
  #connectionAttempts = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#reconnectPolicy = new ReconnectPolicy(options.gateChoice, options.timing, options.random);
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Undefined until the session has ended. */
  get endReason(): EndReason | undefined {
    return this.#endReason;
  }

  /**
   * Logs in by `rpc` (register, log in or resume). The same request is repeated until it is answered.
   * Rejects with CallError when it is refused, or after `logInTimeoutMs`.
   */
  authenticate(rpc: ClientRpc, payload: Uint8Array): Promise<im.LoggedIn> {
    if (this.#state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
    if (this.#logIn || this.#token !== undefined)
      return Promise.reject(new CallError('ALREADY_LOGGED_IN', 'a client has one session; create another client'));
    const { promise, resolve, reject } = deferred<im.LoggedIn>();
    const attempt: LogInAttempt = { rpc, payload, resolve, reject };
    const timer = setTimeout(() => {
      if (this.#logIn === attempt) this.#logIn = undefined;
      reject(new CallError('TIMEOUT', `no reply to ${rpc.name}`));
      // Drop the connection: a late reply must not log in after the promise was rejected.
      if (this.#state !== 'closed') this.#reconnect('log-in timed out');
    }, this.#options.timing.logInTimeoutMs);
    this.#logIn = attempt;
    if (this.#state === 'connected') this.#bind();
    else if (this.#state === 'idle') this.#openNext();
    return promise.finally(() => clearTimeout(timer));
  }

  /** Sends one command once, as soon as there is a connection (a bound one, unless `rpc` is PUBLIC). Rejects with CallError. */
  async request(rpc: ClientRpc, payload: Uint8Array, timeoutMs: number, signal?: AbortSignal): Promise<Uint8Array> {
    const connection = await this.#usableConnection(rpc.access !== 'PUBLIC', timeoutMs);
    if (signal?.aborted) throw new CallError('ABORTED', `the caller of ${rpc.name} gave up before it was sent`);
    return connection.request(rpc.number, payload);
  }

  /** Sets the token to resume with from now on. */
  replaceToken(token: string): void {
    if (this.#token !== undefined) this.#token = token;
  }

  /** Ends the session for this client. The server is not informed. */
  end(reason: EndReason, message: string): void {
    if (this.#state === 'closed') return;
    this.#endReason = reason;
    this.#reconnectPolicy.cancel();
    clearTimeout(this.#retryTimer);
    if (this.#state === 'online') this.#handlers.onUnbound();
    this.#setState('closed');
    this.#connection?.close();
    this.#connection = undefined;
    const error = new CallError('CLOSED', `the session has ended: ${reason}`);
    this.#logIn?.reject(error);
    this.#logIn = undefined;
    this.#waiters.rejectAll(error);
    this.#handlers.onEnded(reason, message);
  }

  #setState(next: SessionState, retryInMs = 0): void {
    if (this.#state === next) return;
    this.#state = next;
    this.#handlers.onState(next, retryInMs);
  }

  #openNext(): void {
    clearTimeout(this.#retryTimer);
    this.#setState('connecting');
    this.#reconnectPolicy.choose(
      (url) => this.#open(url),
      (message) => this.#reconnect(message),
    );
  }

  #open(url: string): void {
    this.#connection = new GateConnection(
      { ...this.#options, url, clientHello: { ...this.#options.clientHello, connectionAttempt: ++this.#connectionAttempts } },
      {
        onReady: (hello) => {
          this.#reconnectPolicy.noteReady();
          this.#limits = hello;
          this.#setState('connected');
          if (this.#connection) this.#waiters.release(this.#connection, { isBound: false });
          this.#bind();
        },
        onPush: this.#handlers.onPush,
        onResync: this.#handlers.onResync,
        onClosed: (end) => this.#handleConnectionEnd(end),
      },
    );
  }

  /** Logs in or resumes on the current connection, if there is a log-in or a token. */
  #bind(): void {
    const current = this.#connection;
    if (!current || this.#state !== 'connected') return;
    const attempt = this.#token === undefined ? this.#logIn : this.#resumption(this.#token);
    if (!attempt) return;
    const isCurrent = (): boolean => current === this.#connection && this.#state === 'connected';
    current.request(attempt.rpc.number, attempt.payload).then(
      (payload) => {
        if (isCurrent()) this.#handleLoggedIn(attempt, payload);
      },
      (error: CallError) => {
        if (isCurrent()) this.#handleRefusal(attempt, error);
      },
    );
  }

  #resumption(token: string): LogInAttempt {
    return resumption(this.#options.resume, token, (error) => {
      if (error.code === 'BAD_TOKEN') this.end('BAD_TOKEN', error.message);
      else this.#reconnect(error.message);
    });
  }

  #handleLoggedIn(attempt: LogInAttempt, payload: Uint8Array): void {
    if (this.#logIn === attempt) this.#logIn = undefined;
    let loggedIn: im.LoggedIn;
    try {
      loggedIn = wire.LoggedIn.decode(payload);
    } catch (cause) {
      attempt.reject(new CallError('BAD_REPLY', 'the reply to the log-in cannot be decoded', { cause }));
      return;
    }
    this.#token = loggedIn.token;
    this.#setState('online');
    attempt.resolve(loggedIn);
    if (this.#limits) this.#handlers.onBound(loggedIn, this.#limits);
    if (this.#connection) this.#waiters.release(this.#connection, { isBound: true });
  }

  #handleRefusal(attempt: LogInAttempt, error: CallError): void {
    if (isTransient(error) || (attempt !== this.#logIn && error.resend)) {
      const pauseMs = Math.max(error.retryAfterMs, this.#reconnectPolicy.nextBackOffMs());
      clearTimeout(this.#retryTimer);
      this.#retryTimer = setTimeout(() => this.#bind(), pauseMs);
      return;
    }
    if (this.#logIn === attempt) this.#logIn = undefined;
    attempt.reject(error);
  }

  /** Drops a connection whose state is unknown and opens another one. */
  #reconnect(message: string): void {
    this.#reconnectPolicy.cancel();
    this.#connection?.close();
    this.#handleConnectionEnd({ reason: undefined, message, reconnect: true, reconnectAfterMs: 0, statusUrls: [] });
  }

  #handleConnectionEnd(end: ConnectionEnd): void {
    clearTimeout(this.#retryTimer);
    this.#connection = undefined;
    this.#limits = undefined;
    if (this.#state === 'online') this.#handlers.onUnbound();
    if (end.reason && isFinal(end)) {
      this.end(end.reason, end.message);
      return;
    }
    if (this.#token === undefined && !this.#logIn && this.#waiters.size === 0) {
      this.#setState('idle');
      return;
    }
    const pauseMs = this.#reconnectPolicy.pauseAfterEndMs(end);
    this.#setState('waiting', pauseMs);
    this.#retryTimer = setTimeout(() => this.#openNext(), pauseMs);
  }

  #usableConnection(needsBound: boolean, timeoutMs: number): Promise<GateConnection> {
    if (this.#state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
    const isUsable = this.#state === 'online' || (this.#state === 'connected' && !needsBound);
    if (this.#connection && isUsable) return Promise.resolve(this.#connection);
    const connection = this.#waiters.wait(needsBound, timeoutMs);
    if (!needsBound && this.#state === 'idle') this.#openNext();
    return connection;
  }
}

/** No caller waits for a resumption after a reconnect. */
function resumption(rpc: ClientRpc, token: string, reject: LogInAttempt['reject']): LogInAttempt {
  return { rpc, payload: rpc.request.encode({ token }).finish(), resolve: () => undefined, reject };
}

/** After LOG_IN_TIMEOUT the client reconnects if it still has a reason to: this close is meant for idle connections. */
function isFinal({ reason, reconnect }: ConnectionEnd): boolean {
  return reason !== undefined && reason !== 'LOG_IN_TIMEOUT' && (FINAL_REASONS.has(reason) || !reconnect);
}
