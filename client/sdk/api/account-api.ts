// Commands about the user's account: codes by e-mail, passwords, other sessions, deletion, export.

import type { im } from '../../../proto/rpc.ts';
import type { ClientSession, EndReason } from '../connection/session.ts';
import { randomIdBytes } from '../ids/bytes.ts';
import { wire } from '../wire/wire.ts';
import { CallError } from './errors.ts';
import { lastCoveredSeq, type MessageKind, toMessageKind } from './message.ts';
import type { RpcApi } from './rpc-api.ts';
import type { RpcInvoker } from './rpc-invoker.ts';

/** The purpose of a code. A code is valid for its purpose only. */
export type CodePurpose = Exclude<keyof typeof im.CodePurpose, 'CODE_PURPOSE_UNSPECIFIED'>;

/** Everything the server stores about the user, as plain JSON values. Times are milliseconds since 1970. */
export interface AccountExport {
  readonly userId: string;
  readonly name: string;
  /** Empty when the account has none. */
  readonly email: string;
  readonly registeredAt: number;
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly deviceKind: string;
    readonly deviceName: string;
    readonly openedAt: number;
    readonly boundAt: number;
  }[];
  readonly conversations: readonly {
    readonly conversationId: string;
    /**
     * Direct conversation: the other user's id and name (empty for a deleted account). Group: no user id, and the group's name.
     */
    readonly peerId: string;
    readonly peerName: string;
    readonly messages: readonly ExportedMessage[];
  }[];
}

export interface ExportedMessage {
  readonly seq: number;
  /** A user id. */
  readonly senderId: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** JSON; absent when the message has none. */
  readonly body?: string;
  readonly time: number;
}

/**
 * Every method rejects with CallError. The client repeats the same request while the server is busy or unreachable, until
 * `timing.callTimeoutMs` is over. Failures that concern the user (TOO_MANY_TRIES, TOO_MANY_REQUESTS, MAIL_FAILED) reject at
 * once, with `retryAfterMs`. Commands that need no retries are in `Client.call`: `call.auth.listSessions({})`,
 * `call.auth.endSession({ session })`.
 */
export interface AccountApi {
  /**
   * Sends a code to the e-mail address, before or after the log-in (CHANGE_EMAIL: after). The code is valid for this client only.
   * The reply does not reveal whether the address has an account. TOO_MANY_REQUESTS may mean that the mail was sent: the reply
   * to an earlier attempt was lost.
   */
  requestCode(email: string, purpose: CodePurpose): Promise<im.RequestCodeReply>;
  /**
   * Sets a new password for the account with this e-mail address. Ends all other sessions, and does not log in. BAD_PASSWORD
   * may use up the code: with the same `clientRequestId` (16 bytes) the code is still valid for another password.
   */
  resetPassword(reset: { email: string; code: string; newPassword: string; clientRequestId?: Uint8Array }): Promise<void>;
  /** Ends all other sessions. */
  changePassword(change: { currentPassword: string; newPassword: string }): Promise<void>;
  /** `code`: the code that was mailed to the new address. */
  changeEmail(change: { email: string; code: string; password: string }): Promise<void>;
  /** Ends all sessions; the end of this session ends the client. `keepThis` keeps this session. */
  logOutEverywhere(options?: { keepThis?: boolean }): Promise<void>;
  /**
   * Frees the name and the e-mail address, ends all sessions and with them the client. CLOSED: the session ended for another
   * reason, and the outcome of the deletion is unknown.
   */
  deleteAccount(password: string): Promise<void>;
  /** Everything the server stores about the user, held in memory as a whole. */
  exportAccount(): Promise<AccountExport>;
}

const PAGE = 200;

export interface DeviceIdentity {
  /** Sent with each request for a code, and with each use of one. */
  readonly codeRequester: Uint8Array;
  /** Set after a reset, which has proved that this device is the user's. */
  deviceToken: string | undefined;
}

export function accountApi(session: ClientSession, invoker: RpcInvoker, call: RpcApi, device: DeviceIdentity): AccountApi {
  const requester = device.codeRequester;
  /** Runs a command that ends the session: the CLOSE of the gate may arrive before the reply or instead of it. */
  async function endSession(reason: EndReason, command: Promise<unknown>): Promise<void> {
    await command.catch((error: unknown) => {
      if (session.endReason !== reason) throw error;
    });
    session.end(reason, 'as requested by this client');
  }

  return {
    requestCode: (email, purpose) =>
      invoker.repeat('Verify', 'requestCode', { email, purpose: wire.CodePurpose[purpose], requester }),
    async resetPassword(reset) {
      const { deviceToken } = await invoker.repeat('Auth', 'resetPassword', {
        clientRequestId: newRequestId(),
        requester,
        ...reset,
      });
      if (deviceToken !== '') device.deviceToken = deviceToken;
    },
    async changePassword(change) {
      await invoker.repeat('Auth', 'changePassword', { clientRequestId: newRequestId(), ...change });
    },
    async changeEmail(change) {
      await invoker.repeat('Auth', 'changeEmail', { clientRequestId: newRequestId(), requester, ...change });
    },
    async logOutEverywhere({ keepThis = false } = {}) {
      const command = invoker.repeat('Auth', 'logOutEverywhere', { keepThis });
      if (keepThis) await command;
      else await endSession('LOGGED_OUT', command);
    },
    deleteAccount: (password) => endSession('ACCOUNT_DELETED', invoker.repeat('Auth', 'deleteAccount', { password })),
    exportAccount: () => exportAccount(call),
  };
}

function newRequestId(): Uint8Array {
  return randomIdBytes();
}

async function exportAccount(call: RpcApi): Promise<AccountExport> {
  const { userId, name, email, registeredAt, sessions } = await call.auth.exportAccount({});
  const conversations = [];
  for (const { conversationId, peerId, peerName } of await listConversations(call))
    conversations.push({ conversationId, peerId, peerName, messages: await listMessages(call, conversationId) });
  const plainSessions = (sessions as im.SessionSummary[]).map(({ sessionId, deviceKind, deviceName, openedAt, boundAt }) => {
    return { sessionId, deviceKind, deviceName, openedAt, boundAt };
  });
  return { userId, name, email, registeredAt, sessions: plainSessions, conversations };
}

async function listConversations(call: RpcApi): Promise<im.Conversation[]> {
  const all: im.Conversation[] = [];
  for (let more = true; more; ) {
    const page = await call.logic.listConversations({ afterConversationId: all.at(-1)?.conversationId ?? '', limit: PAGE });
    all.push(...(page.conversations as im.Conversation[]));
    more = page.more && page.conversations.length > 0;
  }
  return all;
}

async function listMessages(call: RpcApi, conversationId: string): Promise<ExportedMessage[]> {
  const all: ExportedMessage[] = [];
  for (let afterSeq = 0; ; ) {
    const page = await call.logic.pullMessages({ conversationId, afterSeq, limit: PAGE });
    for (const message of page.messages as im.Message[]) {
      const { seq, senderId, kind, text, body, time } = message;
      all.push({ seq, senderId, kind: toMessageKind(kind), text, ...(body !== '' && { body }), time });
    }
    // An empty page means that every message up to the last one is deleted.
    const end = lastCoveredSeq(page);
    if (end === 0 || end >= page.lastSeq) return all;
    if (end <= afterSeq) throw new CallError('BAD_REPLY', `a page after seq ${afterSeq} ends at ${end}`);
    afterSeq = end;
  }
}
