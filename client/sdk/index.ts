// One client is one session of one user: `createClient` puts its parts together. client.ts says what it promises.
import { randomFillSync } from 'node:crypto';
import { directConversationId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { accountApi } from './api/account-api.ts';
import type { Client, ClientEvents, ClientOptions, Destination, HistoryPage, NewAccount } from './api/client.ts';
import { CallError } from './api/errors.ts';
import { createListeners } from './api/listeners.ts';
import { lastCoveredSeq, toReceivedMessage } from './api/message.ts';
import { groupsApi, listReaders, peopleApi } from './api/people-api.ts';
import { getRpc, invokeRpc, type RpcApi, rpcApi } from './api/rpc-api.ts';
import { type ClientSession, createSession } from './connection/session.ts';
import { DEFAULT_TIMING } from './connection/timing.ts';
import { createTokenRefresher } from './connection/token-refresher.ts';
import { isGateUrl, openTransport } from './connection/transport.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { buildStoredMessage, type OutgoingContent, type OutgoingMessage } from './outbox/outgoing-message.ts';
import { createClientState } from './state/client-state.ts';
import { createPresenceTracker } from './state/presence-tracker.ts';

export type { AccountApi, AccountExport, CodePurpose, ExportedMessage } from './api/account-api.ts';
export type {
  Client,
  ClientEvents,
  ClientOptions,
  ConversationsApi,
  Destination,
  HistoryPage,
  MessageRef,
  NewAccount,
  SendOptions,
} from './api/client.ts';
export { CallError, type CallErrorCode } from './api/errors.ts';
export type { MessageKind, PlainMessage, ReactionCount, ReceivedMessage } from './api/message.ts';
export type { GroupsApi, NewGroup, PeopleApi } from './api/people-api.ts';
export type { RpcApi, RpcCallOptions } from './api/rpc-api.ts';
export type { EndReason, SessionState } from './connection/session.ts';
export { DEFAULT_TIMING, type Timing } from './connection/timing.ts';
export type { UnacknowledgedMessage } from './outbox/outbox.ts';
export type { OutgoingContent } from './outbox/outgoing-message.ts';
export type { Cursor, OldCursor } from './state/client-state.ts';
export type { ConversationSnapshot } from './state/conversation-reducer.ts';
export type { OwnProfile, UserRelation } from './state/people-state.ts';
export type { PresenceApi, PresenceStatus } from './state/presence-tracker.ts';

const PROTOCOL_VERSION = 1;
const MAX_UNACKNOWLEDGED = 10_000;
// Events come again only shortly after the first time: as many as a takeover among the servers may repeat.
const REMEMBERED_EVENTS = 1000;

/** A client that connects when it is first asked for something. Throws TypeError where a gate's address is none. */
export function createClient(options: ClientOptions): Client {
  if (options.gates.length === 0) throw new TypeError('no gates');
  for (const gate of options.gates) if (!isGateUrl(gate)) throw new TypeError(`not a gate's address: ${gate}`);
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const random = options.random ?? Math.random;
  const listeners = createListeners<ClientEvents>();
  const isNews = rememberer(REMEMBERED_EVENTS);
  let me: im.LoggedIn | undefined;

  const session: ClientSession = createSession(
    {
      gates: options.gates,
      clientHello: helloOf(options.device),
      timing,
      random,
      connect: options.connect ?? openTransport,
      resume: getRpc('Auth', 'resume'),
    },
    {
      onBound(loggedIn, limits) {
        me = loggedIn;
        listeners.emit('token', { token: loggedIn.token, livesSeconds: loggedIn.tokenLivesSeconds });
        tokenKeeper.start(loggedIn.tokenLivesSeconds);
        mirror.sync.start();
        mirror.receipts.retry();
        presence.onBound();
        // Half of what the gate takes at once: calls need not wait for a long outbox.
        outbox.start(Math.max(1, Math.floor((limits.maxPendingCommands || 64) / 2)));
      },
      onUnbound() {
        outbox.pause();
        tokenKeeper.stop();
        mirror.onUnbound();
      },
      onPush(event, eventId) {
        if (event.messageStored) mirror.inbox.handle(event.messageStored as im.Message);
        else if (isNews(eventId) && !presence.handle(event)) {
          mirror.handle(event);
          listeners.emit('event', event);
        }
      },
      onResync() {
        mirror.sync.run().catch(() => undefined);
        presence.onBound();
      },
      onState: (state, retryInMs) => listeners.emit('state', { state, retryInMs }),
      onEnded(reason, message) {
        presence.stop();
        mirror.stop();
        outbox.close(new CallError('CLOSED', `the session has ended: ${reason}`));
        listeners.emit('closed', { reason, message });
      },
    },
  );
  const call: RpcApi = rpcApi(session, timing, random, (...answer) => mirror.applyReply(...answer));
  const repeated = { timeoutMs: timing.callTimeoutMs, repeat: true, timing, random };
  const mirror = createClientState({
    timing,
    random,
    call,
    listeners,
    cursor: options.cursor,
    from: options.from ?? 'now',
    sendsDeliveryReceipts: options.sendsDeliveryReceipts ?? false,
    mark: async (mark, conversation, seq) =>
      (await invokeRpc(session, getRpc('Logic', mark), { conversation, seq }, repeated)) as im.MarkReply,
    ownUserId: () => me?.user,
  });
  const tokenKeeper = createTokenRefresher({
    timing,
    random,
    refresh: () => call.auth.refreshToken({}),
    onRenewed({ token, tokenLivesSeconds }) {
      session.replaceToken(token);
      if (me) me.token = token;
      listeners.emit('token', { token, livesSeconds: tokenLivesSeconds });
    },
  });
  const presence = createPresenceTracker({
    session,
    call,
    timing,
    random,
    onPresence: (state) => listeners.emit('presence', state),
    onTyping: (typing) => listeners.emit('typing', typing),
  });
  const outbox = createOutbox({
    timing,
    random,
    maxMessages: options.maxUnacknowledged ?? MAX_UNACKNOWLEDGED,
    transmit: (route, payload) => session.request(route, payload, timing.callTimeoutMs),
    onAcknowledged: (message, ack) => mirror.inbox.handle(buildStoredMessage(message, ack, me?.user ?? '')),
  });
  for (const { clientMessageId, ...kept } of options.unacknowledged ?? []) {
    // Nobody of this run waits for it: its end shows in `message` or `refused`.
    outbox.add(kept, clientMessageId).catch((error: CallError) => {
      // The end of the session refuses nothing.
      if (error.code !== 'CLOSED') listeners.emit('refused', { ...kept, clientMessageId, error });
    });
  }

  function enter(rpc: 'register' | 'logIn', account: NewAccount): Promise<im.LoggedIn> {
    const route = getRpc('Auth', rpc);
    const clientRequestId = randomFillSync(new Uint8Array(16));
    const request = { clientRequestId, deviceName: options.device?.name ?? '', ...account };
    return session.authenticate(route, route.request.encode(request).finish());
  }

  return {
    call,
    ...accountApi(session, call, timing, random),
    register: (account) => enter('register', account),
    logIn: (name, password) => enter('logIn', { name, password }),
    resume(token) {
      const route = getRpc('Auth', 'resume');
      return session.authenticate(route, route.request.encode({ token }).finish());
    },
    async logOut() {
      await invokeRpc(session, getRpc('Auth', 'logOut'), {}, repeated).catch((error: unknown) => {
        // Whoever finds the session gone after a lost answer has logged out.
        if (session.state !== 'closed') throw error;
      });
      session.end('LOGGED_OUT', 'logged out by this client');
    },
    ...sendingOf(session, outbox),
    async deleteForMe(conversation, seqs) {
      const request = { conversation, seqs: [...seqs] };
      const route = getRpc('Logic', 'deleteForMe');
      mirror.applyReply(route, request, await invokeRpc(session, route, request, repeated));
    },
    history: (conversation, range) => historyOf(call, conversation, me?.user, range),
    markRead(conversation, seq = mirror.inbox.lastDelivered(conversation)) {
      mirror.conversations.applyRead(conversation, seq);
      return mirror.receipts.mark('markRead', conversation, seq);
    },
    markDelivered: (conversation, seq = mirror.inbox.lastDelivered(conversation)) =>
      mirror.receipts.mark('markDelivered', conversation, seq),
    conversations: {
      get all() {
        return mirror.conversations.all;
      },
      get: mirror.conversations.get,
      with: (user) => (me ? mirror.conversations.get(directConversationId(me.user, user)) : undefined),
      readers: ({ conversation, seq }) => listReaders(call, conversation, seq),
    },
    people: peopleApi(mirror.people, call),
    groups: groupsApi(session, call, timing, random),
    presence: { watch: presence.watch, setAway: presence.setAway, typing: presence.typing },
    on: listeners.on,
    sync: () => mirror.sync.run(),
    close: () => session.end('CLIENT', 'closed by the application'),
    get state() {
      return session.state;
    },
    get me() {
      return me && { userId: me.user, name: me.name, sessionId: me.session, token: me.token };
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
function sendingOf(session: ClientSession, outbox: Outbox): Pick<Client, 'send' | 'edit' | 'recall' | 'react'> {
  const add = (outgoing: OutgoingMessage, clientMessageId: Uint8Array | undefined): Promise<im.SendMessageReply> => {
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

function receiverOf(to: Destination): Pick<OutgoingMessage, 'to' | 'conversation'> {
  return typeof to === 'string' ? { to } : { to: '', conversation: to.conversation };
}

function contentOf(content: string | OutgoingContent): OutgoingContent & { text: string } {
  return typeof content === 'string' ? { text: content } : { ...content, text: content.text ?? '' };
}

async function historyOf(
  call: RpcApi,
  conversation: string,
  me: string | undefined,
  { before, after, limit = 100 }: { before?: number; after?: number; limit?: number } = {},
): Promise<HistoryPage> {
  const range =
    after === undefined ? { beforeSeq: before ?? Number.MAX_SAFE_INTEGER } : { afterSeq: after, beforeSeq: before ?? 0 };
  const page = await call.logic.pullMessages({ conversation, limit, ...range });
  const { firstSeq, lastSeq } = page;
  const messages = (page.messages as im.Message[]).map((message) => toReceivedMessage(message, me));
  const lowest = Math.min(...messages.map(({ seq }) => seq), ...page.deletedSeqs);
  // An empty page ends at Infinity, or at 0.
  const more =
    after === undefined
      ? lowest > firstSeq && lowest < Number.POSITIVE_INFINITY
      : lastCoveredSeq(page) > 0 && lastCoveredSeq(page) < Math.min(lastSeq, (before ?? lastSeq + 1) - 1);
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
