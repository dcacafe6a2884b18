// Keeps one session connected: chooses a gate, logs in or resumes on it, again and again with a growing random pause, until the session itself has ended.
import { im, type Rpc } from '../../../proto/rpc.ts';
import { CallError, isTransient } from '../api/errors.ts';
import {
  type CloseReasonName,
  type ConnectionEnd,
  type ConnectionOptions,
  type GateConnection,
  openConnection,
} from './connection.ts';
import { backOffMs } from './timing.ts';

/** Where the session stands. `idle`: nothing to connect for. `connected`: not logged in yet. `waiting`: until the next try. */
export type SessionState = 'idle' | 'connecting' | 'connected' | 'online' | 'waiting' | 'closed';

/** Why a session ended: the gate's reason, BAD_TOKEN where resuming was refused, CLIENT where this side closed it. */
export type EndReason = CloseReasonName | 'BAD_TOKEN' | 'CLIENT';

export interface SessionOptions extends Omit<ConnectionOptions, 'url'> {
  readonly gates: readonly string[];
  readonly random: () => number;
  /** The rpc that binds a connection to a session that exists. */
  readonly resume: Rpc;
}

export interface SessionHandlers {
  /** The connection is bound to the session; `limits` are this gate's. Called again after each reconnect. */
  onBound(loggedIn: im.LoggedIn, limits: im.Hello): void;
  onUnbound(): void;
  onPush(event: im.Push, eventId: string): void;
  onResync(): void;
  onState(state: SessionState, retryInMs: number): void;
  /** Called once, last. */
  onEnded(reason: EndReason, message: string): void;
}

export interface ClientSession {
  /** Logs in by `route` (register, log in or resume), the same request again and again until it is answered. Rejects with CallError when it is refused or the time is up. */
  authenticate(route: Rpc, payload: Uint8Array): Promise<im.LoggedIn>;
  /** Sends one command once, as soon as the connection is there (and bound, unless `route` is PUBLIC). Rejects with CallError. */
  request(route: Rpc, payload: Uint8Array, timeoutMs: number): Promise<Uint8Array>;
  /** The token to resume with from now on. */
  replaceToken(token: string): void;
  /** Ends it for this client; the server is not told. */
  end(reason: EndReason, message: string): void;
  readonly state: SessionState;
  /** Why it has ended; undefined while it has not. */
  readonly endReason: EndReason | undefined;
}

interface Entry {
  readonly route: Rpc;
  readonly payload: Uint8Array;
  resolve(loggedIn: im.LoggedIn): void;
  reject(error: CallError): void;
}

interface Waiter {
  readonly bound: boolean;
  resolve(connection: GateConnection): void;
  reject(error: CallError): void;
}

const FINAL: ReadonlySet<string> = new Set<CloseReasonName>([
  'SESSION_REPLACED',
  'LOGGED_OUT',
  'SESSION_ENDED',
  'DEVICE_REPLACED',
  'PASSWORD_CHANGED',
  'ACCOUNT_CLOSED',
  'ACCOUNT_DELETED',
]);

export function createSession(options: SessionOptions, handlers: SessionHandlers): ClientSession {
  const { timing, random } = options;
  const waiters = new Set<Waiter>();
  let state: SessionState = 'idle';
  let connection: GateConnection | undefined;
  let limits: im.Hello | undefined;
  let entry: Entry | undefined;
  let token: string | undefined;
  let endReason: EndReason | undefined;
  let pause: NodeJS.Timeout | undefined;
  // Where many clients start with the same list, each begins somewhere else in it.
  let gate = Math.floor(random() * options.gates.length);
  let failures = 0;
  let readyAt = 0;

  function become(next: SessionState, retryInMs = 0): void {
    if (state === next) return;
    state = next;
    handlers.onState(next, retryInMs);
  }

  function wake(): void {
    if (state === 'idle') openNext();
  }

  function openNext(): void {
    clearTimeout(pause);
    const url = options.gates[gate % options.gates.length] ?? '';
    gate += 1;
    become('connecting');
    connection = openConnection(
      { ...options, url },
      {
        onReady(hello) {
          readyAt = performance.now();
          limits = hello;
          become('connected');
          release(false);
          bind();
        },
        onPush: handlers.onPush,
        onResync: handlers.onResync,
        onClosed: leave,
      },
    );
  }

  /** Logs in on the connection of the moment, if there is something to log in with. */
  function bind(): void {
    const current = connection;
    if (!current || state !== 'connected') return;
    const attempt = token === undefined ? entry : resumption(token);
    if (!attempt) return;
    current.request(attempt.route.number, attempt.payload).then(
      (payload) => {
        if (current === connection && state === 'connected') bound(attempt, payload);
      },
      (error: CallError) => {
        if (current === connection && state === 'connected') refused(attempt, error);
      },
    );
  }

  function resumption(value: string): Entry {
    return {
      route: options.resume,
      payload: options.resume.request.encode({ token: value }).finish(),
      resolve() {
        // Nobody waits for a resumption of our own.
      },
      reject(error) {
        if (error.code === 'BAD_TOKEN') end('BAD_TOKEN', error.message);
        else reconnect(error.message);
      },
    };
  }

  function bound(attempt: Entry, payload: Uint8Array): void {
    if (entry === attempt) entry = undefined;
    let loggedIn: im.LoggedIn;
    try {
      loggedIn = im.LoggedIn.decode(payload);
    } catch (cause) {
      attempt.reject(new CallError('BAD_REPLY', 'the log-in was answered with something else', { cause }));
      return;
    }
    token = loggedIn.token;
    become('online');
    attempt.resolve(loggedIn);
    if (limits) handlers.onBound(loggedIn, limits);
    release(true);
  }

  function refused(attempt: Entry, error: CallError): void {
    const again = isTransient(error) || (attempt !== entry && error.resend);
    if (again) {
      clearTimeout(pause);
      pause = setTimeout(bind, Math.max(error.retryAfterMs, backOffMs(timing, failures++, random)));
      return;
    }
    if (entry === attempt) entry = undefined;
    attempt.reject(error);
  }

  /** The connection is in a state nobody knows: away with it. */
  function reconnect(message: string): void {
    connection?.close();
    leave({ reason: undefined, message, reconnect: true, reconnectAfterMs: 0 });
  }

  function leave(how: ConnectionEnd): void {
    clearTimeout(pause);
    connection = undefined;
    limits = undefined;
    if (state === 'online') handlers.onUnbound();
    // The log-in time-out is meant for who does nothing; whoever has a reason comes back.
    const final = how.reason !== undefined && how.reason !== 'LOG_IN_TIMEOUT' && (FINAL.has(how.reason) || !how.reconnect);
    if (final && how.reason) {
      end(how.reason, how.message);
      return;
    }
    if (token === undefined && !entry && waiters.size === 0) {
      become('idle');
      return;
    }
    if (readyAt > 0 && performance.now() - readyAt > timing.stableMs) failures = 0;
    readyAt = 0;
    const afterMs = how.reconnectAfterMs * (1 + random() / 2);
    const pauseMs = Math.max(afterMs, backOffMs(timing, failures++, random));
    become('waiting', pauseMs);
    pause = setTimeout(openNext, pauseMs);
  }

  function end(reason: EndReason, message: string): void {
    if (state === 'closed') return;
    endReason = reason;
    clearTimeout(pause);
    if (state === 'online') handlers.onUnbound();
    become('closed');
    connection?.close();
    connection = undefined;
    const error = new CallError('CLOSED', `the session has ended: ${reason}`);
    entry?.reject(error);
    entry = undefined;
    for (const waiter of waiters) waiter.reject(error);
    waiters.clear();
    handlers.onEnded(reason, message);
  }

  function release(isBound: boolean): void {
    if (!connection) return;
    for (const waiter of waiters) {
      if (waiter.bound && !isBound) continue;
      waiters.delete(waiter);
      waiter.resolve(connection);
    }
  }

  /** The connection, as soon as it is good for a command. */
  function available(needsBound: boolean, timeoutMs: number): Promise<GateConnection> {
    if (state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
    if (connection && (state === 'online' || (state === 'connected' && !needsBound))) return Promise.resolve(connection);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        bound: needsBound,
        resolve(current) {
          clearTimeout(timer);
          resolve(current);
        },
        reject(error) {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        reject(new CallError('TIMEOUT', needsBound ? 'not logged in' : 'not connected'));
      }, timeoutMs);
      waiters.add(waiter);
      if (!needsBound) wake();
    });
  }

  return {
    authenticate(route, payload) {
      if (state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
      if (entry || token !== undefined) return Promise.reject(new CallError('ALREADY_LOGGED_IN', 'one client is one session'));
      return new Promise((resolve, reject) => {
        const mine: Entry = {
          route,
          payload,
          resolve(loggedIn) {
            clearTimeout(timer);
            resolve(loggedIn);
          },
          reject(error) {
            clearTimeout(timer);
            reject(error);
          },
        };
        const timer = setTimeout(() => {
          if (entry === mine) entry = undefined;
          reject(new CallError('TIMEOUT', `${route.name} was not answered`));
          // A late answer must not log in somebody who has stopped waiting.
          if (state !== 'closed') reconnect('a log-in was given up');
        }, timing.logInTimeoutMs);
        entry = mine;
        if (state === 'connected') bind();
        else wake();
      });
    },
    async request(route, payload, timeoutMs) {
      const current = await available(route.access !== 'PUBLIC', timeoutMs);
      return current.request(route.number, payload);
    },
    replaceToken(newest) {
      if (token !== undefined) token = newest;
    },
    end,
    get state() {
      return state;
    },
    get endReason() {
      return endReason;
    },
  };
}
