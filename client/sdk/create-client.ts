// Builds a client: its components behind the public interface of api/client.ts.
import { randomFillSync } from 'node:crypto';
import { directConversationId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { accountApi } from './api/account-api.ts';
import type { Client, ClientOptions, ConversationsApi, Destination, LogInApi, NewAccount, SendingApi } from './api/client.ts';
import { getRpc } from './api/contract.ts';
import { CallError } from './api/errors.ts';
import { groupsApi } from './api/groups-api.ts';
import { fetchHistory, listReaders } from './api/history.ts';
import { peopleApi } from './api/people-api.ts';
import { ClientComponents } from './client-components.ts';
import { isGateUrl } from './connection/transport.ts';
import type { OutgoingContent, OutgoingMessage } from './outbox/outgoing-message.ts';

/** Creates a client of one session of one user. It connects at the first request. Throws TypeError for an invalid gate URL. */
export function createClient(options: ClientOptions): Client {
  if (options.gates.length === 0) throw new TypeError('gates: at least one gate URL is required');
  for (const gate of options.gates)
    if (!isGateUrl(gate)) throw new TypeError(`"${gate}" is not a gate URL: use tcp://host:port or ws://host:port`);
  const components = new ClientComponents(options);
  const { call, invoker, listeners, outbox, presence, session, state } = components;
  return {
    call,
    ...accountApi(session, invoker, call),
    ...logInApi(components, options.device?.name ?? ''),
    ...sendingApi(components),
    async deleteForMe(conversation, seqs) {
      const request = { conversation, seqs: [...seqs] };
      const reply = await invoker.repeat('Logic', 'deleteForMe', request);
      state.applyReply(getRpc('Logic', 'deleteForMe'), request, reply);
    },
    history: (conversation, range) => fetchHistory(call, conversation, components.loggedIn?.user, range),
    markRead(conversation, seq = state.inbox.lastDelivered(conversation)) {
      state.conversations.applyRead(conversation, seq);
      return state.receipts.mark('markRead', conversation, seq);
    },
    markDelivered: (conversation, seq = state.inbox.lastDelivered(conversation)) =>
      state.receipts.mark('markDelivered', conversation, seq),
    conversations: conversationsApi(components),
    people: peopleApi(state.people, call),
    groups: groupsApi(invoker, call),
    presence: {
      watch: (users) => presence.watch(users),
      setAway: (away) => presence.setAway(away),
      typing: (conversation) => presence.typing(conversation),
    },
    on: listeners.on,
    sync: () => state.sync.run(),
    close: () => session.end('CLIENT', 'closed by the application'),
    get state() {
      return session.state;
    },
    get me() {
      const { loggedIn } = components;
      return loggedIn && { userId: loggedIn.user, name: loggedIn.name, sessionId: loggedIn.session, token: loggedIn.token };
    },
    get cursor() {
      return state.cursor;
    },
    get unacknowledged() {
      return outbox.unacknowledged;
    },
  };
}

function logInApi({ invoker, session }: ClientComponents, deviceName: string): LogInApi {
  function authenticate(name: 'register' | 'logIn', account: NewAccount): Promise<im.LoggedIn> {
    const rpc = getRpc('Auth', name);
    const clientRequestId = randomFillSync(new Uint8Array(16));
    return session.authenticate(rpc, rpc.request.encode({ clientRequestId, deviceName, ...account }).finish());
  }
  return {
    register: (account) => authenticate('register', account),
    logIn: (name, password) => authenticate('logIn', { name, password }),
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
    edit: ({ conversation, seq: target }, content, { clientMessageId } = {}) =>
      add({ to: '', conversation, target, ...toContentFields(content), kind: 'EDITED' }, clientMessageId),
    recall: ({ conversation, seq: target }, { clientMessageId } = {}) =>
      add({ to: '', conversation, target, text: '', kind: 'RECALLED' }, clientMessageId),
    react: ({ conversation, seq: target }, emoji, { clientMessageId, remove: removed = false } = {}) =>
      add({ to: '', conversation, target, text: '', kind: 'REACTED', emoji, removed }, clientMessageId),
  };
}

function conversationsApi(components: ClientComponents): ConversationsApi {
  const { call, state } = components;
  return {
    get all() {
      return state.conversations.all;
    },
    get: (conversation) => state.conversations.get(conversation),
    with: (user) => components.loggedIn && state.conversations.get(directConversationId(components.loggedIn.user, user)),
    readers: ({ conversation, seq }) => listReaders(call, conversation, seq),
  };
}

function toDestinationFields(to: Destination): Pick<OutgoingMessage, 'to' | 'conversation'> {
  return typeof to === 'string' ? { to } : { to: '', conversation: to.conversation };
}

function toContentFields(content: string | OutgoingContent): OutgoingContent & { text: string } {
  return typeof content === 'string' ? { text: content } : { ...content, text: content.text ?? '' };
}
