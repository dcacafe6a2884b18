// The client's public face: one client is one session of one user. docs/wire-protocol.md says what happens on the wire.
import { randomFillSync } from 'node:crypto';
import { im } from '../proto/contract.ts';
import { type Account, createAccount } from './account.ts';
import { type Call, callsOf, invoke, routeOf } from './calls.ts';
import { CallError } from './errors.ts';
import { type Cursor, createInbox } from './inbox.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { createOutbox, type Unacknowledged } from './outbox.ts';
import { createPresence, type Presence, type PresenceOfUser } from './presence.ts';
import { createSession, type EndReason, type Session, type SessionState } from './session.ts';
import { createSync } from './sync.ts';
import { DEFAULT_TIMING, type Timing } from './timing.ts';
import { createTokenKeeper } from './token-keeper.ts';
import { connect, isGateAddress } from './transport.ts';

export type { Account, AccountExport, CodePurpose, ExportedMessage } from './account.ts';
export type { Call, CallOptions } from './calls.ts';
export { type CallCode, CallError } from './errors.ts';
export type { Cursor } from './inbox.ts';
export type { Unacknowledged } from './outbox.ts';
export type { Presence, PresenceOfUser } from './presence.ts';
export type { EndReason, SessionState } from './session.ts';
export { DEFAULT_TIMING, type Timing } from './timing.ts';

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
  readonly cursor?: Cursor;
  /** Without a cursor: hand on everything that is stored, or only what comes from now on (the default). */
  readonly from?: 'beginning' | 'now';
  /** `client.unacknowledged` of an earlier run: sent first, with the same ids, after the log-in. */
  readonly unacknowledged?: readonly Unacknowledged[];
  /** Above so many messages without acknowledgement `send` rejects with OUTBOX_FULL. 10,000 without it. */
  readonly maxUnacknowledged?: number;
  readonly timing?: Partial<Timing>;
  /** 0 ≤ x < 1; where the jitter comes from. */
  readonly random?: () => number;
  readonly connect?: typeof connect;
}

/** A message as the application gets it. Its bytes are its own. */
export interface ReceivedMessage {
  readonly conversation: string;
  /** From 1, without gaps within the conversation. */
  readonly seq: number;
  readonly messageId: string;
  /** A user id. */
  readonly sender: string;
  readonly clientMessageId: Uint8Array;
  readonly text: string;
  /** Milliseconds since 1970, for display only. */
  readonly time: number;
  /** I sent it, here or on another device. */
  readonly own: boolean;
}

export interface ClientEvents {
  /** Once for every message of every conversation of mine, own ones included, in seq order within a conversation. */
  message: ReceivedMessage;
  /** A message of `ClientOptions.unacknowledged` was refused for good; for that of a `send` its promise rejects. */
  refused: Unacknowledged & { readonly error: CallError };
  /**
   * This token resumes the session from now on, for so long unless its life begins anew: told after each log-in and each reconnect, and when the client has had it
   * refreshed, which it does by itself. Store it at once, within the listener: once it was used the one before is dead.
   */
  token: { readonly token: string; readonly livesSeconds: number };
  /** How somebody is whom `presence.watch` has named: at first, and when it changes. */
  presence: PresenceOfUser;
  /** Somebody is typing in a conversation of mine. Show it for about 5 s, or until he has sent something. */
  typing: { readonly conversation: string; readonly user: string };
  /** Everything else the server pushes, each once. */
  event: im.Event;
  /** A conversation as the server listed it: at each sync, before its missing messages come. */
  conversation: im.Conversation;
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
  readonly address?: string;
  readonly code?: string;
}

export interface Client extends Account {
  readonly call: Call;
  /** Creates an account and logs in. Rejects with CallError; then another try is possible. */
  register(account: NewAccount): Promise<im.LoggedIn>;
  /** `name`: or the address. */
  logIn(name: string, password: string): Promise<im.LoggedIn>;
  /** Goes on with a session by its token. BAD_TOKEN: it has ended, log in. */
  resume(token: string): Promise<im.LoggedIn>;
  /** Ends the session for ever. What is unacknowledged by then is not sent any more. */
  logOut(): Promise<void>;
  /**
   * Sends a text to a user. Resolves when it is durably stored, however many connections that takes; rejects with CallError when it is refused for good.
   * Messages of one client are stored in the order of their `send`.
   */
  send(to: string, text: string, options?: { clientMessageId?: Uint8Array }): Promise<im.SendMessageReply>;
  /** Who is there, who is typing. */
  readonly presence: Presence;
  readonly on: Listeners<ClientEvents>['on'];
  /** Compares with the server now; resolves when what was missing has been handed on. Happens by itself after each log-in, on demand of the server and every minute or two. */
  sync(): Promise<void>;
  /** Hangs up. The session lives on at the server and can be resumed with its token. */
  close(): void;
  readonly state: SessionState;
  /** Undefined before the first log-in. */
  readonly me: { readonly user: string; readonly name: string; readonly session: string; readonly token: string } | undefined;
  /** What was handed on, to be kept and given to the next run. Read within a `message` listener it includes that message. */
  readonly cursor: Cursor | undefined;
  /** What was sent and is not stored yet, as far as this client knows; after the end of the session, what this client did not get through. */
  readonly unacknowledged: Unacknowledged[];
}

const PROTOCOL_VERSION = 1;
const MAX_UNACKNOWLEDGED = 10_000;
// Events come again only shortly after the first time: as many as a takeover among the servers may repeat.
const REMEMBERED_EVENTS = 1000;
const PAGE = 100;

/** A client that connects when it is first asked for something. Throws TypeError where a gate's address is none. */
export function createClient(options: ClientOptions): Client {
  if (options.gates.length === 0) throw new TypeError('no gates');
  for (const gate of options.gates) if (!isGateAddress(gate)) throw new TypeError(`not a gate's address: ${gate}`);
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const random = options.random ?? Math.random;
  const listeners = createListeners<ClientEvents>();
  const isNews = rememberer(REMEMBERED_EVENTS);
  let me: im.LoggedIn | undefined;

  const session: Session = createSession(
    {
      gates: options.gates,
      clientHello: helloOf(options.device),
      timing,
      random,
      connect: options.connect ?? connect,
      resume: routeOf('Auth', 'resume'),
    },
    {
      bound(loggedIn, limits) {
        me = loggedIn;
        listeners.emit('token', { token: loggedIn.token, livesSeconds: loggedIn.tokenLivesSeconds });
        tokenKeeper.bound(loggedIn.tokenLivesSeconds);
        sync.bound();
        presence.bound();
        // Half of what the gate takes at once: calls need not wait for a long outbox.
        outbox.bound(Math.max(1, Math.floor((limits.maxPendingCommands || 64) / 2)));
      },
      unbound() {
        outbox.unbound();
        tokenKeeper.unbound();
        sync.unbound();
        inbox.pause();
      },
      event(event, eventId) {
        if (event.messageStored) inbox.take(event.messageStored as im.Message);
        else if (isNews(eventId) && !presence.took(event)) listeners.emit('event', event);
      },
      resync() {
        sync.run().catch(() => undefined);
        presence.bound();
      },
      state: (state, retryInMs) => listeners.emit('state', { state, retryInMs }),
      ended(reason, message) {
        presence.end();
        outbox.end(new CallError('CLOSED', `the session has ended: ${reason}`));
        listeners.emit('closed', { reason, message });
      },
    },
  );
  const call = callsOf(session, timing, random);
  const inbox = createInbox({
    timing,
    cursor: options.cursor,
    from: options.from ?? 'now',
    pull: (conversation, afterSeq) => call.logic.pullMessages({ conversation, afterSeq, limit: PAGE }),
    deliver: (message) => listeners.emit('message', received(message, me?.user)),
  });
  const sync = createSync({
    timing,
    random,
    inbox,
    list: (afterConversation) => call.logic.listConversations({ afterConversation, limit: PAGE }),
    listed: (conversation) => listeners.emit('conversation', conversation),
    synced: () => listeners.emit('synced', undefined),
  });
  const tokenKeeper = createTokenKeeper({
    timing,
    random,
    refresh: () => call.auth.refreshToken({}),
    renewed({ token, tokenLivesSeconds }) {
      session.renew(token);
      if (me) me.token = token;
      listeners.emit('token', { token, livesSeconds: tokenLivesSeconds });
    },
  });
  const presence = createPresence({
    session,
    call,
    timing,
    random,
    presence: (state) => listeners.emit('presence', state),
    typing: (typing) => listeners.emit('typing', typing),
  });
  const sendMessage = routeOf('Logic', 'sendMessage');
  const outbox = createOutbox({
    timing,
    random,
    maxMessages: options.maxUnacknowledged ?? MAX_UNACKNOWLEDGED,
    transmit: (request) => session.request(sendMessage, request, timing.callTimeoutMs),
    acknowledged(message, ack) {
      const { conversation, seq, messageId, time } = ack;
      inbox.take(im.Message.create({ ...message, conversation, seq, messageId, time, sender: me?.user ?? '' }));
    },
  });
  for (const kept of options.unacknowledged ?? []) {
    // Nobody of this run waits for it: its end shows in `message` or `refused`.
    outbox.add(kept.to, kept.text, kept.clientMessageId).catch((error: CallError) => {
      // The end of the session refuses nothing.
      if (error.code !== 'CLOSED') listeners.emit('refused', { ...kept, error });
    });
  }

  function enter(rpc: 'register' | 'logIn', account: NewAccount): Promise<im.LoggedIn> {
    const route = routeOf('Auth', rpc);
    const clientRequestId = randomFillSync(new Uint8Array(16));
    const request = { clientRequestId, deviceName: options.device?.name ?? '', ...account };
    return session.enter(route, route.request.encode(request).finish());
  }

  return {
    call,
    ...createAccount(session, call, timing, random),
    register: (account) => enter('register', account),
    logIn: (name, password) => enter('logIn', { name, password }),
    resume(token) {
      const route = routeOf('Auth', 'resume');
      return session.enter(route, route.request.encode({ token }).finish());
    },
    async logOut() {
      const how = { timeoutMs: timing.callTimeoutMs, repeat: true, timing, random };
      await invoke(session, routeOf('Auth', 'logOut'), {}, how).catch((error: unknown) => {
        // Whoever finds the session gone after a lost answer has logged out.
        if (session.state !== 'closed') throw error;
      });
      session.end('LOGGED_OUT', 'logged out by this client');
    },
    send: (to, text, { clientMessageId } = {}) => {
      if (session.state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
      return outbox.add(to, text, clientMessageId);
    },
    presence: { watch: presence.watch, setAway: presence.setAway, typing: presence.typing },
    on: listeners.on,
    sync: () => sync.run(),
    close: () => session.end('CLIENT', 'closed by the application'),
    get state() {
      return session.state;
    },
    get me() {
      return me && { user: me.user, name: me.name, session: me.session, token: me.token };
    },
    get cursor() {
      return inbox.cursor;
    },
    get unacknowledged() {
      return outbox.unacknowledged;
    },
  };
}

function helloOf(device: ClientOptions['device'] = {}): im.ClientHello.$Properties {
  const { kind = '', language = '', program = '' } = device;
  return { protocolVersion: PROTOCOL_VERSION, deviceKind: kind, language, client: program };
}

function received(message: im.Message, me: string | undefined): ReceivedMessage {
  const { conversation, seq, messageId, sender, text, time } = message;
  // A decoded message's bytes are a view of everything that came in with it.
  const clientMessageId = new Uint8Array(message.clientMessageId);
  return { conversation, seq, messageId, sender, clientMessageId, text, time, own: sender === me };
}

/** True for an id it has not seen among the last `limit`; always for the empty one. */
function rememberer(limit: number): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (id === '') return true;
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > limit) seen.delete(seen.values().next().value ?? '');
    return true;
  };
}
