// What has changed for a client that was away, in one call: conversations by what it knows of each, people by a version.
import type { Command } from '../infra/ports.ts';
import type { im } from '../proto/contract.ts';
import { bytesOf, conversationOf } from './conversations.ts';
import { limitOf, upToBytes } from './pages.ts';
import { ownProfileOf } from './people.ts';
import { bytesOf as bytesOfRelation } from './people-pages.ts';
import type { ConversationState, LogicStored } from './ports.ts';
import { relationOf } from './relations.ts';

const CONVERSATION_LIMITS = { usual: 200, most: 500 };
const MAX_RELATIONS = 200;

export async function sync(request: im.SyncRequest, command: Command<LogicStored>): Promise<im.SyncReply.$Properties> {
  const limit = limitOf(request.limit, CONVERSATION_LIMITS);
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
  { caller, stored }: Command<LogicStored>,
): Promise<im.SyncReply.$Properties> {
  // One more than asked for tells whether there is another page.
  const states = await stored.conversations.page(caller.user, request.afterConversation, limit + 1);
  const looked = states.slice(0, limit);
  const known = new Map(request.known.map((each) => [each.conversation ?? '', each]));
  const news = looked.filter((state) => !isKnown(state, known.get(state.conversation)));
  const ids = news.map(({ conversation }) => conversation);
  const page = upToBytes(await stored.conversations.summaries(caller.user, ids), bytesOf);
  const isWhole = page.length === news.length;
  const next = isWhole ? (states.length > limit ? looked.at(-1)?.conversation : '') : page.at(-1)?.conversation;
  return { conversations: page.map(conversationOf), nextConversation: next ?? '' };
}

function isKnown(state: ConversationState, known: im.KnownConversation.$Properties | undefined): boolean {
  return known !== undefined && (known.lastSeq ?? 0) === state.lastSeq && (known.stateVersion ?? 0) === state.stateVersion;
}

async function peopleNews(asked: number, { caller, stored }: Command<LogicStored>): Promise<im.SyncReply.$Properties> {
  // No store counts as far as the highest number that one can be sure of: what is above it is as good as that.
  const known = Math.min(asked, Number.MAX_SAFE_INTEGER);
  let { relations, version } = await stored.relations.changed(caller.user, known, MAX_RELATIONS);
  // Older than what the client knows: a store that was restored from a backup. What the client has may be wrong in any way.
  if (known > version) ({ relations, version } = await stored.relations.changed(caller.user, 0, MAX_RELATIONS));
  const own = known !== 0 && known === version ? undefined : await stored.people.byId(caller.user);
  const page = upToBytes(relations, bytesOfRelation);
  const last = page.length === relations.length && relations.length < MAX_RELATIONS ? undefined : page.at(-1);
  return {
    relations: page.map((relation) => relationOf(relation, relation.person)),
    peopleVersion: last?.version ?? version,
    morePeople: last !== undefined,
    ...(own && { profile: ownProfileOf(own) }),
  };
}
