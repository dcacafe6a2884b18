// What a person does with an account, beyond logging in: codes by mail, passwords, sessions elsewhere, leaving for good.
import { randomFillSync } from 'node:crypto';
import { im } from '../../../proto/rpc.ts';
import type { ClientSession, EndReason } from '../connection/session.ts';
import type { Timing } from '../connection/timing.ts';
import { CallError } from './errors.ts';
import { lastCoveredSeq, type MessageKind, toMessageKind } from './message.ts';
import { getRpc, invokeRpc, type RpcApi } from './rpc-api.ts';

/** What a code is asked for; it is good for nothing else. */
export type CodePurpose = Exclude<keyof typeof im.CodePurpose, 'CODE_PURPOSE_UNSPECIFIED'>;

/** Everything that is kept about the user, as plain values that can be written as JSON. Times are milliseconds since 1970. */
export interface AccountExport {
  readonly user: string;
  readonly name: string;
  /** Empty where there is none. */
  readonly email: string;
  readonly registeredAt: number;
  readonly sessions: readonly {
    readonly session: string;
    readonly deviceKind: string;
    readonly deviceName: string;
    readonly openedAt: number;
    readonly boundAt: number;
  }[];
  readonly conversations: readonly {
    readonly conversation: string;
    /** The other one's user id and name; the name is empty where he has deleted his account. Of a group no user, and its name. */
    readonly peer: string;
    readonly peerName: string;
    readonly messages: readonly ExportedMessage[];
  }[];
}

export interface ExportedMessage {
  readonly seq: number;
  /** A user id. */
  readonly sender: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** JSON, where there is one. */
  readonly body?: string;
  readonly time: number;
}

/**
 * All of these reject with CallError. They are repeated, as the same request, while the server is busy or away and until `timing.callTimeoutMs` is over; what a person must
 * hear (TOO_MANY_TRIES, TOO_MANY_REQUESTS, MAIL_FAILED) rejects at once, with `retryAfterMs`. What needs nothing of this stands in `Client.call`:
 * `call.auth.listSessions({})`, `call.auth.endSession({ session })`.
 */
export interface AccountApi {
  /**
   * Has a code mailed to the address, before or after the log-in (CHANGE_ADDRESS: after). The answer does not tell whether the address has an account. TOO_MANY_REQUESTS may also mean
   * that the mail is on its way: the answer to an earlier try of the same call was lost.
   */
  requestCode(email: string, purpose: CodePurpose): Promise<im.RequestCodeReply>;
  /**
   * A new password for whom the address belongs to. Ends all sessions but this one; logs nobody in. After BAD_PASSWORD the code may be used up already: with the same
   * `clientRequestId`, 16 bytes, it is still good for another password.
   */
  resetPassword(reset: { email: string; code: string; newPassword: string; clientRequestId?: Uint8Array }): Promise<void>;
  /** Ends all sessions but this one. */
  changePassword(change: { currentPassword: string; newPassword: string }): Promise<void>;
  /** `code`: the one that was mailed to the new address. */
  changeAddress(change: { email: string; code: string; password: string }): Promise<void>;
  /** Ends all sessions, and with this one the client, unless this one is to be kept. */
  logOutEverywhere(options?: { keepThis?: boolean }): Promise<void>;
  /** Frees name and address and ends all sessions, and with them the client. CLOSED: the session has ended otherwise, and nobody can tell whether the account was deleted. */
  deleteAccount(password: string): Promise<void>;
  /** Everything that is kept about me, held in memory as a whole. */
  exportAccount(): Promise<AccountExport>;
}

type AuthRpc = 'resetPassword' | 'changePassword' | 'changeAddress' | 'logOutEverywhere' | 'deleteAccount';
const PAGE = 200;

export function accountApi(session: ClientSession, call: RpcApi, timing: Timing, random: () => number): AccountApi {
  const repeated = async (service: 'Auth' | 'Verify', rpc: AuthRpc | 'requestCode', request: object): Promise<object> =>
    invokeRpc(session, getRpc(service, rpc), request, { timeoutMs: timing.callTimeoutMs, repeat: true, timing, random });

  async function changed(rpc: AuthRpc, request: object): Promise<void> {
    await repeated('Auth', rpc, { clientRequestId: randomFillSync(new Uint8Array(16)), ...request });
  }

  /** For what ends the session: the CLOSE that says so may come before the answer, or instead of it. */
  async function last(rpc: AuthRpc, request: object, reason: EndReason): Promise<void> {
    await repeated('Auth', rpc, request).catch((error: unknown) => {
      if (session.endReason !== reason) throw error;
    });
    session.end(reason, 'as this client asked for');
  }

  return {
    requestCode: async (email, purpose) =>
      (await repeated('Verify', 'requestCode', { email, purpose: im.CodePurpose[purpose] })) as im.RequestCodeReply,
    resetPassword: (reset) => changed('resetPassword', reset),
    changePassword: (change) => changed('changePassword', change),
    changeAddress: (change) => changed('changeAddress', change),
    async logOutEverywhere({ keepThis = false } = {}) {
      if (keepThis) await repeated('Auth', 'logOutEverywhere', { keepThis });
      else await last('logOutEverywhere', { keepThis }, 'LOGGED_OUT');
    },
    deleteAccount: (password) => last('deleteAccount', { password }, 'ACCOUNT_DELETED'),
    exportAccount: () => exportOf(call),
  };
}

async function exportOf(call: RpcApi): Promise<AccountExport> {
  const { user, name, email, registeredAt, sessions } = await call.auth.exportAccount({});
  const conversations = [];
  for (const { conversation, peer, peerName } of await conversationsOf(call))
    conversations.push({ conversation, peer, peerName, messages: await messagesOf(call, conversation) });
  const plain = (sessions as im.SessionSummary[]).map(({ session, deviceKind, deviceName, openedAt, boundAt }) => {
    return { session, deviceKind, deviceName, openedAt, boundAt };
  });
  return { user, name, email, registeredAt, sessions: plain, conversations };
}

async function conversationsOf(call: RpcApi): Promise<im.Conversation[]> {
  const all: im.Conversation[] = [];
  for (let more = true; more; ) {
    const page = await call.logic.listConversations({ afterConversation: all.at(-1)?.conversation ?? '', limit: PAGE });
    all.push(...(page.conversations as im.Conversation[]));
    more = page.more && page.conversations.length > 0;
  }
  return all;
}

async function messagesOf(call: RpcApi, conversation: string): Promise<ExportedMessage[]> {
  const all: ExportedMessage[] = [];
  for (let afterSeq = 0; ; ) {
    const page = await call.logic.pullMessages({ conversation, afterSeq, limit: PAGE });
    for (const message of page.messages as im.Message[]) {
      const { seq, sender, kind, text, body, time } = message;
      all.push({ seq, sender, kind: toMessageKind(kind), text, ...(body !== '' && { body }), time });
    }
    // Where there is nothing more everything up to the last one was deleted.
    const end = lastCoveredSeq(page);
    if (end === 0 || end >= page.lastSeq) return all;
    if (end <= afterSeq) throw new CallError('BAD_REPLY', `a page up to ${end} after seq ${afterSeq}`);
    afterSeq = end;
  }
}
