// Sync returns everything that has changed for a client since it was last online. The client sends the version of each known
// conversation, and one version for all people.
import type { Command } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import { fitToPage, resolvePageLimit } from '../pages.ts';
import { toProtoOwnProfile } from '../people/profiles.ts';
import { relationBytes } from '../people/relation-lists.ts';
import { toProtoRelation } from '../people/relations.ts';
import type { ConversationVersion, LogicStore } from '../ports/index.ts';
import { summaryBytes, toProtoConversation } from './conversation-views.ts';

const CONVERSATION_LIMITS = { usual: 200, most: 500 };
/** Of those that have changed. A summary costs far more than the comparison of a version. */
const MAX_SUMMARIES = 100;
const MAX_RELATIONS = 200;

export async function sync(request: im.SyncRequest, command: Command<LogicStore>): Promise<im.SyncReply.$Properties> {
  const limit = resolvePageLimit(request.limit, CONVERSATION_LIMITS);
  const [conversations, people] = await Promise.all([
    listChangedConversations(request, limit, command),
    // Only the first page of conversations also contains people.
    request.afterConversationId === '' ? listChangedPeople(request.peopleVersion, command) : {},
  ]);
  return { ...conversations, ...people };
}

async function listChangedConversations(
  request: im.SyncRequest,
  limit: number,
  { caller, tx }: Command<LogicStore>,
): Promise<im.SyncReply.$Properties> {
  // One extra entry shows whether there is another page.
  const found = await tx.conversations.listVersions(caller.userId, request.afterConversationId, limit + 1);
  const versions = found.slice(0, limit);
  const known = new Map(request.known.map((each) => [each.conversationId ?? '', each]));
  const changed = versions.filter((version) => !isKnown(version, known.get(version.conversationId)));
  const ids = changed.slice(0, MAX_SUMMARIES).map(({ conversationId }) => conversationId);
  const page = fitToPage(await tx.conversations.listSummaries(caller.userId, ids), summaryBytes);
  const isWhole = page.length === changed.length;
  const next = isWhole ? (found.length > limit ? versions.at(-1)?.conversationId : '') : page.at(-1)?.conversationId;
  return { conversations: page.map(toProtoConversation), nextConversationId: next ?? '' };
}

function isKnown(version: ConversationVersion, known: im.KnownConversation.$Properties | undefined): boolean {
  return known !== undefined && (known.lastSeq ?? 0) === version.lastSeq && (known.stateVersion ?? 0) === version.stateVersion;
}

async function listChangedPeople(
  requestedVersion: number,
  { caller, tx }: Command<LogicStore>,
): Promise<im.SyncReply.$Properties> {
  // No store counts beyond the largest safe integer, so a higher number means the same.
  const known = Math.min(requestedVersion, Number.MAX_SAFE_INTEGER);
  let { relations, version } = await tx.relations.listChangedSince(caller.userId, known, MAX_RELATIONS);
  // The client knows a newer version than the store. So a backup was restored, and all data of the client may be wrong.
  if (known > version) ({ relations, version } = await tx.relations.listChangedSince(caller.userId, 0, MAX_RELATIONS));
  const own = known !== 0 && known === version ? undefined : await tx.people.findById(caller.userId);
  const page = fitToPage(relations, relationBytes);
  const last = page.length === relations.length && relations.length < MAX_RELATIONS ? undefined : page.at(-1);
  return {
    relations: page.map((relation) => toProtoRelation(relation, relation.person)),
    peopleVersion: last?.version ?? version,
    morePeople: last !== undefined,
    ...(own && { profile: toProtoOwnProfile(own) }),
  };
}
