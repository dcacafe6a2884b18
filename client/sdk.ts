// One client is one session of one user: `createClient` puts its parts together. client.ts says what it promises.
import { randomFillSync } from 'node:crypto';
import type { im } from '../proto/contract.ts';
import { conversationOf } from '../proto/ids.ts';
import { createAccount } from './account.ts';
import { type Call, callsOf, invoke, routeOf } from './calls.ts';
import type { Client, ClientEvents, ClientOptions, HistoryPage, NewAccount, Receiver } from './client.ts';
import { CallError } from './errors.ts';
import { createListeners } from './listeners.ts';
import { groupsFace, peopleFace, readersOf } from './lists.ts';
import { endOfPage, received } from './message.ts';
import { createMirror } from './mirror.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { type Content, messageOf, type Outgoing } from './outgoing.ts';
import { createPresence } from './presence.ts';
import { createSession, type Session } from './session.ts';
import { DEFAULT_TIMING } from './timing.ts';
import { createTokenKeeper } from './token-keeper.ts';
import { connect, isGateAddress } from './transport.ts';

export type { Account, AccountExport, CodePurpose, ExportedMessage } from './account.ts';
export type { Call, CallOptions } from './calls.ts';
export type {
  Client,
  ClientEvents,
  ClientOptions,
  ConversationsFace,
  HistoryPage,
  MessageRef,
  NewAccount,
  Receiver,
  SendOptions,
} from './client.ts';
export type { ConversationState } from './conversation-state.ts';
export { type CallCode, CallError } from './errors.ts';
export type { GroupsFace, NewGroup, PeopleFace } from './lists.ts';
export type { MessageKind, Reaction, ReceivedMessage, ShownMessage } from './message.ts';
export type { Cursor, OldCursor } from './mirror.ts';
export type { Unacknowledged } from './outbox.ts';
export type { Content } from './outgoing.ts';
export type { OwnProfile, Relation } from './people.ts';
export type { Presence, PresenceOfUser } from './presence.ts';
export type { EndReason, SessionState } from './session.ts';
export { DEFAULT_TIMING, type Timing } from './timing.ts';

const PROTOCOL_VERSION = 1;
const MAX_UNACKNOWLEDGED = 10_000;
// Events come again only shortly after the first time: as many as a takeover among the servers may repeat.
const REMEMBERED_EVENTS = 1000;

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
        mirror.sync.bound();
        mirror.receipts.retry();
        presence.bound();
        // Half of what the gate takes at once: calls need not wait for a long outbox.
        outbox.bound(Math.max(1, Math.floor((limits.maxPendingCommands || 64) / 2)));
      },
      unbound() {
        outbox.unbound();
        tokenKeeper.unbound();
        mirror.unbound();
      },
      event(event, eventId) {
        if (event.messageStored) mirror.inbox.take(event.messageStored as im.Message);
        else if (isNews(eventId) && !presence.took(event)) {
          mirror.take(event);
          listeners.emit('event', event);
        }
      },
      resync() {
        mirror.sync.run().catch(() => undefined);
        presence.bound();
      },
      state: (state, retryInMs) => listeners.emit('state', { state, retryInMs }),
      ended(reason, message) {
        presence.end();
        mirror.end();
        outbox.end(new CallError('CLOSED', `the session has ended: ${reason}`));
        listeners.emit('closed', { reason, message });
      },
    },
  );
  const call: Call = callsOf(session, timing, random, (...answer) => mirror.answered(...answer));
  const repeated = { timeoutMs: timing.callTimeoutMs, repeat: true, timing, random };
  const mirror = createMirror({
    timing,
    random,
    call,
    listeners,
    cursor: options.cursor,
    from: options.from ?? 'now',
    tellsDelivery: options.tellsDelivery ?? false,
    mark: async (mark, conversation, seq) =>
      (await invoke(session, routeOf('Logic', mark), { conversation, seq }, repeated)) as im.MarkReply,
    me: () => me?.user,
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
  const outbox = createOutbox({
    timing,
    random,
    maxMessages: options.maxUnacknowledged ?? MAX_UNACKNOWLEDGED,
    transmit: (route, payload) => session.request(route, payload, timing.callTimeoutMs),
    acknowledged: (message, ack) => mirror.inbox.take(messageOf(message, ack, me?.user ?? '')),
  });
  for (const { clientMessageId, ...kept } of options.unacknowledged ?? []) {
    // Nobody of this run waits for it: its end shows in `message` or `refused`.
    outbox.add(kept, clientMessageId).catch((error: CallError) => {
      // The end of the session refuses nothing.
      if (error.code !== 'CLOSED') listeners.emit('refused', { ...kept, clientMessageId, error });
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
      await invoke(session, routeOf('Auth', 'logOut'), {}, repeated).catch((error: unknown) => {
        // Whoever finds the session gone after a lost answer has logged out.
        if (session.state !== 'closed') throw error;
      });
      session.end('LOGGED_OUT', 'logged out by this client');
    },
    ...sendingOf(session, outbox),
    async deleteForMe(conversation, seqs) {
      const request = { conversation, seqs: [...seqs] };
      const route = routeOf('Logic', 'deleteForMe');
      mirror.answered(route, request, await invoke(session, route, request, repeated));
    },
    history: (conversation, range) => historyOf(call, conversation, me?.user, range),
    markRead(conversation, seq = mirror.inbox.reached(conversation)) {
      mirror.conversations.read(conversation, seq);
      return mirror.receipts.mark('markRead', conversation, seq);
    },
    markDelivered: (conversation, seq = mirror.inbox.reached(conversation)) =>
      mirror.receipts.mark('markDelivered', conversation, seq),
    conversations: {
      get all() {
        return mirror.conversations.all;
      },
      get: mirror.conversations.get,
      with: (user) => (me ? mirror.conversations.get(conversationOf(me.user, user)) : undefined),
      readers: ({ conversation, seq }) => readersOf(call, conversation, seq),
    },
    people: peopleFace(mirror.people, call),
    groups: groupsFace(session, call, timing, random),
    presence: { watch: presence.watch, setAway: presence.setAway, typing: presence.typing },
    on: listeners.on,
    sync: () => mirror.sync.run(),
    close: () => session.end('CLIENT', 'closed by the application'),
    get state() {
      return session.state;
    },
    get me() {
      return me && { user: me.user, name: me.name, session: me.session, token: me.token };
    },
    get cursor() {
      return mirror.cursor;
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

/** What goes out by way of the outbox. */
function sendingOf(session: Session, outbox: Outbox): Pick<Client, 'send' | 'edit' | 'recall' | 'react'> {
  const add = (outgoing: Outgoing, clientMessageId: Uint8Array | undefined): Promise<im.SendMessageReply> => {
    if (session.state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
    return outbox.add(outgoing, clientMessageId);
  };
  return {
    send: (to, content, { clientMessageId } = {}) => add({ ...receiverOf(to), ...contentOf(content) }, clientMessageId),
    edit: ({ conversation, seq: target }, content, { clientMessageId } = {}) =>
      add({ to: '', conversation, target, ...contentOf(content), kind: 'EDITED' }, clientMessageId),
    recall: ({ conversation, seq: target }, { clientMessageId } = {}) =>
      add({ to: '', conversation, target, text: '', kind: 'RECALLED' }, clientMessageId),
    react: ({ conversation, seq: target }, emoji, { clientMessageId, remove: removed = false } = {}) =>
      add({ to: '', conversation, target, text: '', kind: 'REACTED', emoji, removed }, clientMessageId),
  };
}

function receiverOf(to: Receiver): Pick<Outgoing, 'to' | 'conversation'> {
  return typeof to === 'string' ? { to } : { to: '', conversation: to.conversation };
}

function contentOf(content: string | Content): Content & { text: string } {
  return typeof content === 'string' ? { text: content } : { ...content, text: content.text ?? '' };
}

async function historyOf(
  call: Call,
  conversation: string,
  me: string | undefined,
  { before, after, limit = 100 }: { before?: number; after?: number; limit?: number } = {},
): Promise<HistoryPage> {
  const range =
    after === undefined ? { beforeSeq: before ?? Number.MAX_SAFE_INTEGER } : { afterSeq: after, beforeSeq: before ?? 0 };
  const page = await call.logic.pullMessages({ conversation, limit, ...range });
  const { firstSeq, lastSeq } = page;
  const messages = (page.messages as im.Message[]).map((message) => received(message, me));
  const lowest = Math.min(...messages.map(({ seq }) => seq), ...page.deletedSeqs);
  // An empty page ends at Infinity, or at 0.
  const more =
    after === undefined
      ? lowest > firstSeq && lowest < Number.POSITIVE_INFINITY
      : endOfPage(page) > 0 && endOfPage(page) < Math.min(lastSeq, (before ?? lastSeq + 1) - 1);
  return { messages, more, firstSeq, lastSeq };
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
