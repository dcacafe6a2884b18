// What is stored about a user, read as the user would, one page after the other. Nothing holds more than a page of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { type RpcError, rpc, type TypedRpc } from '../../infra/messaging/rpc-client.ts';
import { im } from '../../proto/rpc.ts';
import type { ExportLine } from '../ports.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { ask } from './rpc-errors.ts';

const DEADLINE_MS = 10_000;
/** Entries of each page; messages and conversations that are long make shorter ones. */
const LIMIT = 200;
/** After a quick page. A longer one is followed by a pause of its length: half of the user's turns stay the user's. */
const MIN_PAUSE_MS = 20;
/** Of calls that are refused for a while: the export counts against the rates of its user. */
const MAX_ATTEMPTS = 10;
const USUAL_RETRY_MS = 1000;
const FOR_A_WHILE: ReadonlySet<string | undefined> = new Set(['TOO_MANY_REQUESTS', 'BUSY']);

const getProfile = rpc(im.Logic, 'getProfile');
const sync = rpc(im.Logic, 'sync');
const listGroups = rpc(im.Logic, 'listGroups');
const listGroupInvitations = rpc(im.Logic, 'listGroupInvitations');
const listConversations = rpc(im.Logic, 'listConversations');
const pullMessages = rpc(im.Logic, 'pullMessages');

/** What logic stores about a user: profile, relations, invitations, groups, conversations, and the user's own messages. */
export async function* exportFromLogic(
  calls: RpcCalls,
  userId: string,
  pause: (ms: number) => Promise<unknown> = sleep,
): AsyncGenerator<ExportLine> {
  const read = pacedReads(calls, userId, pause);
  const { profile, own } = await read(getProfile, {});
  const { name, displayName, avatarUrl, about, language } = im.Profile.create(profile ?? {});
  const { findableByEmail, whoMayWrite } = im.OwnProfile.create(own ?? {});
  const settings = { findableByEmail, whoMayWrite: im.WhoMayWrite[whoMayWrite] };
  yield { kind: 'profile', name, displayName, avatarUrl, about, language, ...settings };
  yield* exportRelations(read);
  yield* exportInvitations(read);
  yield* exportGroups(read);
  yield* exportConversations(read, userId);
}

type Read = <Request extends object, Reply>(call: TypedRpc<Request, Reply>, request: Request) => Promise<Reply>;

/** Makes one call after the other, slower than logic could answer. */
function pacedReads(calls: RpcCalls, asUser: string, pause: (ms: number) => Promise<unknown>): Read {
  let pauseMs = 0;
  return async (call, request) => {
    await pause(pauseMs);
    const startedAt = performance.now();
    const attempt = () => calls.call(call, request, { deadlineMs: DEADLINE_MS, asUser });
    const reply = await ask('logic', withRetries(attempt, pause));
    pauseMs = Math.max(MIN_PAUSE_MS, performance.now() - startedAt);
    return reply;
  };
}

async function withRetries<T>(attempt: () => Promise<T>, pause: (ms: number) => Promise<unknown>): Promise<T> {
  for (let left = MAX_ATTEMPTS; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      const { code, retryAfterMs } = error as Partial<RpcError>;
      if (left === 0 || !FOR_A_WHILE.has(code)) throw error;
      await pause(retryAfterMs || USUAL_RETRY_MS);
    }
  }
}

async function* exportRelations(read: Read): AsyncGenerator<ExportLine> {
  let peopleVersion = 0;
  for (let more = true; more; ) {
    const page = await read(sync, { known: [], limit: 1, peopleVersion });
    for (const relation of page.relations as im.Relation[]) {
      const { other, friend, remark, incomingRequest, outgoingRequest, greeting, blocked, since } = relation;
      // A relation that has ended leaves a row without any.
      if (!friend && !incomingRequest && !outgoingRequest && !blocked) continue;
      const { userId, name } = other ?? {};
      yield { kind: 'relation', userId, name, friend, remark, incomingRequest, outgoingRequest, greeting, blocked, since };
    }
    more = page.morePeople && page.peopleVersion !== peopleVersion;
    ({ peopleVersion } = page);
  }
}

async function* exportInvitations(read: Read): AsyncGenerator<ExportLine> {
  for (const sent of [false, true]) {
    let after = { afterGroupId: '', afterUserId: '' };
    for (let more = true; more; ) {
      const page = await read(listGroupInvitations, { sent, ...after, limit: LIMIT });
      for (const { group, userId, invitedBy, invitedAt } of page.invitations as im.GroupInvitation[])
        yield { kind: 'invitation', groupId: group?.groupId, groupName: group?.name, userId, invitedBy, invitedAt };
      const last = page.invitations.at(-1);
      after = { afterGroupId: last?.group?.groupId ?? '', afterUserId: last?.userId ?? '' };
      more = page.more && last !== undefined;
    }
  }
}

async function* exportGroups(read: Read): AsyncGenerator<ExportLine> {
  let afterGroupId = '';
  for (let more = true; more; ) {
    const page = await read(listGroups, { afterGroupId, limit: LIMIT });
    for (const { groupId, name, about, myRole, mutedUntil, createdAt } of page.groups as im.Group[])
      yield { kind: 'group', groupId, name, about, role: im.GroupRole[myRole], mutedUntil, createdAt };
    afterGroupId = page.groups.at(-1)?.groupId ?? '';
    more = page.more && afterGroupId !== '';
  }
}

/** Each conversation is followed by the user's messages in it. */
async function* exportConversations(read: Read, userId: string): AsyncGenerator<ExportLine> {
  let afterConversationId = '';
  for (let more = true; more; ) {
    const page = await read(listConversations, { afterConversationId, limit: LIMIT });
    for (const conversation of page.conversations as im.Conversation[]) {
      const { conversationId, peerId, peerName, isGroup, left, firstSeq, lastSeq, readSeq, unread } = conversation;
      const { pinned, muted, hidden } = conversation;
      const place = { conversationId, peerId, peerName, isGroup, left, firstSeq, lastSeq, readSeq, unread };
      yield { kind: 'conversation', ...place, pinned, muted, hidden };
      yield* exportMessages(read, userId, conversation);
    }
    afterConversationId = page.conversations.at(-1)?.conversationId ?? '';
    more = page.more && afterConversationId !== '';
  }
}

async function* exportMessages(
  read: Read,
  userId: string,
  { conversationId, firstSeq, lastSeq }: im.Conversation,
): AsyncGenerator<ExportLine> {
  for (let afterSeq = Math.max(0, firstSeq - 1); afterSeq < lastSeq; ) {
    const page = await read(pullMessages, { conversationId, afterSeq, limit: LIMIT });
    for (const message of page.messages as im.Message[]) if (message.senderId === userId) yield toLine(message);
    // The user has hidden these from themselves, their own and others': their texts are not shown to them either.
    const { deletedSeqs } = page;
    if (deletedSeqs.length > 0) yield { kind: 'hiddenMessages', conversationId, seqs: deletedSeqs };
    const last = Math.max(page.messages.at(-1)?.seq ?? 0, deletedSeqs.at(-1) ?? 0);
    if (last <= afterSeq) return;
    afterSeq = last;
  }
}

function toLine(message: im.Message): ExportLine {
  const { conversationId, seq, time, kind, text, body, replyTo, mentions, target, edited, recalled, emoji, removed } = message;
  return {
    kind: 'message',
    ...{ conversationId, seq, time, type: im.MessageKind[kind], text },
    // What most messages do not have.
    ...(body !== '' && { body }),
    ...(replyTo > 0 && { replyTo }),
    ...(mentions.length > 0 && { mentions }),
    ...(target > 0 && { target }),
    ...(edited && { edited }),
    ...(recalled && { recalled }),
    ...(emoji !== '' && { emoji, removed }),
  };
}
