// What has changed for a client that was away, in one call: conversations by what it knows of each, people by a version.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import { toProtoOwnProfile } from '../people/profiles.ts';
import { relationBytes as bytesOfRelation } from '../people/relation-pages.ts';
import { toProtoRelation } from '../people/relations.ts';
import type { ConversationVersion, LogicStore } from '../ports/index.ts';
import { summaryBytes, toProtoConversation } from './conversation-list.ts';

const CONVERSATION_LIMITS = { usual: 200, most: 500 };
const MAX_RELATIONS = 200;

export async function sync(request: im.SyncRequest, command: Command<LogicStore>): Promise<im.SyncReply.$Properties> {
  const limit = resolvePageLimit(request.limit, CONVERSATION_LIMITS);
  const [conversations, people] = await Promise.all([
    conversationNews(request, limit, command),
    // With the first page only: the others go on with conversations.
    request.afterConversation === '' ? peopleNews(request.peopleVersion, command) : {},
  ]);
  return { ...conversations, ...people };
}

async function conversationNews(
  request: im.SyncRequest,
  limit: number,
  { caller, tx }: Command<LogicStore>,
): Promise<im.SyncReply.$Properties> {
  // One more than asked for tells whether there is another page.
  const states = await tx.conversations.listVersions(caller.userId, request.afterConversation, limit + 1);
  const looked = states.slice(0, limit);
  const known = new Map(request.known.map((each) => [each.conversation ?? '', each]));
  const news = looked.filter((state) => !isKnown(state, known.get(state.conversation)));
  const ids = news.map(({ conversation }) => conversation);
  const page = fitToPage(await tx.conversations.listSummaries(caller.userId, ids), summaryBytes);
  const isWhole = page.length === news.length;
  const next = isWhole ? (states.length > limit ? looked.at(-1)?.conversation : '') : page.at(-1)?.conversation;
  return { conversations: page.map(toProtoConversation), nextConversation: next ?? '' };
}

function isKnown(state: ConversationVersion, known: im.KnownConversation.$Properties | undefined): boolean {
  return known !== undefined && (known.lastSeq ?? 0) === state.lastSeq && (known.stateVersion ?? 0) === state.stateVersion;
}

async function peopleNews(asked: number, { caller, tx }: Command<LogicStore>): Promise<im.SyncReply.$Properties> {
  // No store counts as far as the highest number that one can be sure of: what is above it is as good as that.
  const known = Math.min(asked, Number.MAX_SAFE_INTEGER);
  let { relations, version } = await tx.relations.listChangedSince(caller.userId, known, MAX_RELATIONS);
  // Older than what the client knows: a store that was restored from a backup. What the client has may be wrong in any way.
  if (known > version) ({ relations, version } = await tx.relations.listChangedSince(caller.userId, 0, MAX_RELATIONS));
  const own = known !== 0 && known === version ? undefined : await tx.people.findById(caller.userId);
  const page = fitToPage(relations, bytesOfRelation);
  const last = page.length === relations.length && relations.length < MAX_RELATIONS ? undefined : page.at(-1);
  return {
    relations: page.map((relation) => toProtoRelation(relation, relation.person)),
    peopleVersion: last?.version ?? version,
    morePeople: last !== undefined,
    ...(own && { profile: toProtoOwnProfile(own) }),
  };
}
