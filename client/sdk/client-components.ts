// The components of one client and their connections: the session reports events, and the other components react.
import type { im } from '../../proto/rpc.ts';
import type { ClientOptions } from './api/client.ts';
import type { ClientEvents } from './api/client-events.ts';
import { getRpc } from './api/contract.ts';
import { CallError } from './api/errors.ts';
import { createListeners } from './api/listeners.ts';
import { type RpcApi, rpcApi } from './api/rpc-api.ts';
import { RpcInvoker } from './api/rpc-invoker.ts';
import type { GateChoice } from './connection/reconnect-policy.ts';
import { ClientSession, type EndReason } from './connection/session.ts';
import { DEFAULT_TIMING, type Timing } from './connection/timing.ts';
import { TokenRefresher } from './connection/token-refresher.ts';
import { randomIdBytes } from './ids/bytes.ts';
import { recentIds } from './ids/recent-ids.ts';
import { Outbox } from './outbox/outbox.ts';
import { buildStoredMessage } from './outbox/outgoing-message.ts';
import { chooseTransport, type Platform } from './platform.ts';
import { ClientState } from './state/client-state.ts';
import { PresenceTracker } from './state/presence-tracker.ts';

const PROTOCOL_VERSION = 1;
const MAX_UNACKNOWLEDGED = 10_000;
// A takeover between server instances may repeat pushes shortly after the first time, and at most this many.
const REMEMBERED_PUSHES = 1000;
const DEFAULT_MAX_PENDING_COMMANDS = 64;

export class ClientComponents {
  readonly listeners = createListeners<ClientEvents>();
  readonly session: ClientSession;
  readonly invoker: RpcInvoker;
  readonly call: RpcApi;
  readonly state: ClientState;
  readonly presence: PresenceTracker;
  readonly outbox: Outbox;
  /** The reply to the last log-in; undefined before the first one. */
  loggedIn: im.LoggedIn | undefined;
  deviceToken: string | undefined;
  /** Codes that this client requests are valid for its own requests alone. */
  readonly codeRequester: Uint8Array;
  readonly #tokenRefresher: TokenRefresher;
  readonly #isNewPush = recentIds(REMEMBERED_PUSHES);

  constructor(platform: Platform, options: ClientOptions) {
    const timing = { ...DEFAULT_TIMING, ...options.timing };
    const random = options.random ?? Math.random;
    this.deviceToken = options.deviceToken;
    this.codeRequester = options.codeRequester ?? randomIdBytes();
    this.session = this.#createSession(platform, options, timing, random);
    this.invoker = new RpcInvoker(this.session, timing, random);
    this.call = rpcApi(this.invoker, (rpc, request, reply) => this.state.applyReply(rpc, request, reply));
    const { call, invoker, listeners, session } = this;
    this.state = new ClientState({
      timing,
      random,
      call,
      listeners,
      cursor: options.cursor,
      from: options.from ?? 'now',
      sendsDeliveryReceipts: options.sendsDeliveryReceipts ?? false,
      mark: (rpc, conversationId, seq) => invoker.repeat('Logic', rpc, { conversationId, seq }),
      ownUserId: () => this.loggedIn?.userId,
    });
    this.#tokenRefresher = new TokenRefresher({
      timing,
      random,
      refresh: () => call.auth.refreshToken({}),
      onRenewed: (reply) => this.#handleRenewedToken(reply),
    });
    this.presence = new PresenceTracker({
      session,
      call,
      timing,
      random,
      onPresence: (status) => listeners.emit('presence', status),
      onTyping: (typing) => listeners.emit('typing', typing),
    });
    this.outbox = new Outbox({
      timing,
      random,
      maxMessages: options.maxUnacknowledged ?? MAX_UNACKNOWLEDGED,
      transmit: (rpc, payload) => session.request(rpc, payload, timing.callTimeoutMs),
      onAcknowledged: (message, ack) => {
        // A change without a seq has changed nothing.
        if (ack.seq > 0) this.state.inbox.handle(buildStoredMessage(message, ack, this.loggedIn?.userId ?? ''));
      },
    });
    this.#sendEarlierMessages(options.unacknowledged ?? []);
  }

  #createSession(platform: Platform, options: ClientOptions, timing: Timing, random: () => number): ClientSession {
    return new ClientSession(
      {
        gateChoice: toGateChoice(platform, options),
        clientHello: buildClientHello(options.device),
        timing,
        random,
        connect: options.connect ?? platform.open,
        resume: getRpc('Auth', 'resume'),
      },
      {
        onBound: (loggedIn, limits) => this.#handleBound(loggedIn, limits),
        onUnbound: () => this.#handleUnbound(),
        onPush: (push, pushId) => this.#handlePush(push, pushId),
        onResync: () => this.#handleResync(),
        onState: (state, retryInMs) => this.listeners.emit('state', { state, retryInMs }),
        onEnded: (reason, message) => this.#handleEnded(reason, message),
      },
    );
  }

  #handleBound(loggedIn: im.LoggedIn, limits: im.Hello): void {
    this.loggedIn = loggedIn;
    if (loggedIn.deviceToken !== '') this.deviceToken = loggedIn.deviceToken;
    this.listeners.emit('token', { token: loggedIn.token, livesSeconds: loggedIn.tokenLivesSeconds });
    this.#tokenRefresher.start(loggedIn.tokenLivesSeconds);
    this.state.onBound();
    this.presence.onBound();
    // Half of the gate's limit is for the outbox, so that other calls do not wait behind many messages.
    const maxPending = limits.maxPendingCommands || DEFAULT_MAX_PENDING_COMMANDS;
    this.outbox.start(Math.max(1, Math.floor(maxPending / 2)));
  }

  #handleUnbound(): void {
    this.outbox.pause();
    this.#tokenRefresher.stop();
    this.state.onUnbound();
  }

  #handlePush(push: im.Push, pushId: string): void {
    if (push.messageStored) this.state.inbox.handle(push.messageStored as im.Message);
    else if (!this.#isNewPush(pushId) || this.presence.handle(push)) return;
    else if (push.notice) this.listeners.emit('notice', { text: push.notice.text ?? '', sentAt: push.notice.sentAt ?? 0 });
    else {
      this.state.handle(push);
      this.listeners.emit('push', push);
    }
  }

  #handleResync(): void {
    // If it fails, the next periodic sync repeats it.
    this.state.sync.run().catch(() => undefined);
    this.presence.onBound();
  }

  #handleEnded(reason: EndReason, message: string): void {
    this.presence.stop();
    this.state.stop();
    this.outbox.close(new CallError('CLOSED', `the session has ended: ${reason}`));
    this.listeners.emit('closed', { reason, message });
  }

  #handleRenewedToken({ token, tokenLivesSeconds }: im.RefreshTokenReply): void {
    this.session.replaceToken(token);
    if (this.loggedIn) this.loggedIn.token = token;
    this.listeners.emit('token', { token, livesSeconds: tokenLivesSeconds });
  }

  /** Sends the unacknowledged messages of an earlier run. The events `message` and `refused` report their outcome. */
  #sendEarlierMessages(messages: NonNullable<ClientOptions['unacknowledged']>): void {
    for (const { clientMessageId, ...outgoing } of messages) {
      this.outbox.add(outgoing, clientMessageId).catch((error: CallError) => {
        // If only the session has ended, the message is not refused: the next run sends it.
        if (error.code !== 'CLOSED') this.listeners.emit('refused', { ...outgoing, clientMessageId, error });
      });
    }
  }
}

function toGateChoice(platform: Platform, { gates = [], status = [], transport }: ClientOptions): GateChoice {
  const statusUrls = typeof status === 'string' ? [status] : status;
  // A gate may name its status later: then the client asks for gates like those it has.
  return { gates, status: statusUrls, transport: transport ?? chooseTransport(platform, gates, statusUrls) };
}

function buildClientHello(device: ClientOptions['device'] = {}): im.ClientHello.$Properties {
  const { kind = '', language = '', program = '' } = device;
  const clientInstanceId = randomIdBytes();
  return { protocolVersion: PROTOCOL_VERSION, deviceKind: kind, language, client: program, clientInstanceId };
}
