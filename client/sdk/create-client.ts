// Builds a client: its components behind the public interface of api/client.ts.
import type { im } from '../../proto/rpc.ts';
import { accountApi } from './api/account-api.ts';
import type { Client, ClientOptions, ConversationsApi, Destination, LogInApi, NewAccount, SendingApi } from './api/client.ts';
import { getRpc } from './api/contract.ts';
import { CallError } from './api/errors.ts';
import { groupsApi } from './api/groups-api.ts';
import { fetchHistory, listReaders } from './api/history.ts';
import { peopleApi } from './api/people-api.ts';
import { ClientComponents } from './client-components.ts';
import { isStatusUrl } from './connection/gate-finder.ts';
import { isGateUrl } from './connection/transport.ts';
import { randomIdBytes } from './ids/bytes.ts';
import { directConversationId } from './ids/direct-conversation.ts';
import type { OutgoingContent, OutgoingMessage } from './outbox/outgoing-message.ts';
import { type Platform, WEB_PLATFORM } from './platform.ts';

/** Creates a client of one session of one user. It connects at the first request. Throws TypeError for an invalid URL. */
export function createClient(options: ClientOptions): Client {
  return createClientOn(WEB_PLATFORM, options);
}

/** `createClient` for one platform. */
export function createClientOn(platform: Platform, options: ClientOptions): Client {
  assertUrls(platform, options);
  const components = new ClientComponents(platform, options);
  const { call, invoker, listeners, outbox, presence, session, state } = components;
  return {
    call,
    ...accountApi(session, invoker, call, components),
    ...logInApi(components, options.device?.name ?? ''),
    ...sendingApi(components),
    async deleteForMe(conversationId, seqs) {
      const request = { conversationId, seqs: [...seqs] };
      const reply = await invoker.repeat('Logic', 'deleteForMe', request);
      state.applyReply(getRpc('Logic', 'deleteForMe'), request, reply);
    },
    history: (conversationId, range) => fetchHistory(call, conversationId, components.loggedIn?.userId, range),
    markRead(conversationId, seq = state.inbox.lastDelivered(conversationId)) {
      state.conversations.applyRead(conversationId, seq);
      return state.receipts.mark('markRead', conversationId, seq);
    },
    markDelivered: (conversationId, seq = state.inbox.lastDelivered(conversationId)) =>
      state.receipts.mark('markDelivered', conversationId, seq),
    conversations: conversationsApi(components),
    people: peopleApi(state.people, call),
    groups: groupsApi(invoker, call),
    presence: {
      watch: (userIds) => presence.watch(userIds),
      setAway: (away) => presence.setAway(away),
      typing: (conversationId) => presence.typing(conversationId),
    },
    on: listeners.on,
    sync: () => state.sync.run(),
    close: () => session.end('CLIENT', 'closed by the application'),
    get state() {
      return session.state;
    },
    get me() {
      const { loggedIn } = components;
      return loggedIn && { userId: loggedIn.userId, name: loggedIn.name, sessionId: loggedIn.sessionId, token: loggedIn.token };
    },
    get deviceToken() {
      return components.deviceToken;
    },
    get cursor() {
      return state.cursor;
    },
    get unacknowledged() {
      return outbox.unacknowledged;
    },
  };
}

function assertUrls({ transports }: Platform, { gates = [], status = [], transport }: ClientOptions): void {
  const statusUrls = typeof status === 'string' ? [status] : status;
  if (gates.length + statusUrls.length === 0) throw new TypeError('gates or status: at least one URL is required');
  for (const gate of gates)
    if (!isGateUrl(gate) || !transports.some((scheme) => gate.startsWith(`${scheme}:`)))
      throw new TypeError(`"${gate}" is not a gate URL here: use ${transports.map((one) => `${one}://host:port`).join(' or ')}`);
  for (const url of statusUrls)
    if (!isStatusUrl(url)) throw new TypeError(`"${url}" is not a URL of status: use https://host:port or http://host:port`);
  if (transport !== undefined && !transports.includes(transport))
    throw new TypeError(`transport is one of ${transports.join(', ')}, not "${transport}"`);
}

function logInApi(components: ClientComponents, deviceName: string): LogInApi {
  const { invoker, session } = components;
  function authenticate(name: 'register' | 'logIn', account: NewAccount & { deviceToken?: string }): Promise<im.LoggedIn> {
    const rpc = getRpc('Auth', name);
    const clientRequestId = randomIdBytes();
    const request = { clientRequestId, deviceName, requester: components.codeRequester, ...account };
    return session.authenticate(rpc, rpc.request.encode(request).finish());
  }
  return {
    register: (account) => authenticate('register', account),
    logIn: (name, password) => authenticate('logIn', { name, password, deviceToken: components.deviceToken ?? '' }),
    resume(token) {
      const rpc = getRpc('Auth', 'resume');
      return session.authenticate(rpc, rpc.request.encode({ token }).finish());
    },
    async logOut() {
      await invoker.repeat('Auth', 'logOut', {}).catch((error: unknown) => {
        // The reply was lost, but the session has ended: the log-out succeeded.
        if (session.state !== 'closed') throw error;
      });
      session.end('LOGGED_OUT', 'logged out by this client');
    },
  };
}

function sendingApi({ outbox, session }: ClientComponents): SendingApi {
  const add = (outgoing: OutgoingMessage, clientMessageId: Uint8Array | undefined): Promise<im.SendMessageReply> => {
    if (session.state === 'closed') return Promise.reject(new CallError('CLOSED', 'the session has ended'));
    return outbox.add(outgoing, clientMessageId);
  };
  return {
    send: (to, content, { clientMessageId } = {}) =>
      add({ ...toDestinationFields(to), ...toContentFields(content) }, clientMessageId),
    edit: ({ conversationId, seq: target }, content, { clientMessageId } = {}) =>
      add({ toUserId: '', conversationId, target, ...toContentFields(content), kind: 'EDITED' }, clientMessageId),
    recall: ({ conversationId, seq: target }, { clientMessageId } = {}) =>
      add({ toUserId: '', conversationId, target, text: '', kind: 'RECALLED' }, clientMessageId),
    react: ({ conversationId, seq: target }, emoji, { clientMessageId, remove: removed = false } = {}) =>
      add({ toUserId: '', conversationId, target, text: '', kind: 'REACTED', emoji, removed }, clientMessageId),
  };
}

function conversationsApi(components: ClientComponents): ConversationsApi {
  const { call, state } = components;
  return {
    get all() {
      return state.conversations.all;
    },
    get: (conversationId) => state.conversations.get(conversationId),
    with: (userId) => components.loggedIn && state.conversations.get(directConversationId(components.loggedIn.userId, userId)),
    readers: ({ conversationId, seq }) => listReaders(call, conversationId, seq),
  };
}

function toDestinationFields(to: Destination): Pick<OutgoingMessage, 'toUserId' | 'conversationId'> {
  return typeof to === 'string' ? { toUserId: to } : { toUserId: '', conversationId: to.conversationId };
}

function toContentFields(content: string | OutgoingContent): OutgoingContent & { text: string } {
  return typeof content === 'string' ? { text: content } : { ...content, text: content.text ?? '' };
}
