// What is compared between a server and the reference model, observed and predicted.
import { im } from '../../../proto/rpc.ts';
import { byBytes } from './message-rules.ts';
import { type ModelPush, type ModelState, relationBetween } from './model-state.ts';
import { expectedPushesTo, readHistory, viewConversation } from './model-views.ts';
import { relationView } from './people-rules.ts';

/** Everything that the server shows a user. */
export interface Observation {
  readonly userId: string;
  readonly conversations: readonly im.Conversation[];
  readonly relations: readonly im.Relation[];
  readonly peopleVersion: number;
  readonly messages: ReadonlyMap<string, readonly im.Message[]>;
  /** Conversation → the seqs that the user has hidden. */
  readonly deleted: ReadonlyMap<string, readonly number[]>;
}

/** The compared part of an observation. */
export function toComparable({ conversations, messages, deleted, relations, peopleVersion }: Observation): object {
  return {
    conversations: conversations.map((each) => ({ ...each, lastMessageSeq: each.lastMessage?.seq ?? 0 })),
    histories: Object.fromEntries(
      [...messages].map(([conversationId, page]) => [
        conversationId,
        { messages: page.map(comparableMessage), deletedSeqs: deleted.get(conversationId) ?? [] },
      ]),
    ),
    relations,
    peopleVersion,
  };
}

/** A message as it was pushed to a device. */
type Push = ModelPush['message'] & { readonly conversationId: string };

/** The compared part of the pushes of a device, sorted: the order of pushes of different senders is not guaranteed. */
export function observedPushes(pushes: readonly im.Message[]): Push[] {
  return sortPushes(
    pushes.map((push) => {
      const { conversationId, seq, senderId, kind, text, replyTo, mentions, target, emoji, removed } = push;
      return { conversationId, seq, senderId, kind, text, body: comparableBody(push), replyTo, mentions, target, emoji, removed };
    }),
  );
}

/** The pushes that the model predicts for a device. */
export function predictedPushes(state: ModelState, userId: string, device: number): Push[] {
  return sortPushes(
    expectedPushesTo(state, userId, device).map(({ conversationId, message }) => ({ conversationId, ...message })),
  );
}

function sortPushes(pushes: readonly Push[]): Push[] {
  return pushes.toSorted((a, b) => byBytes(a.conversationId, b.conversationId) || a.seq - b.seq);
}

/** A body without its time, which cannot be predicted. */
function comparableBody({ kind, body }: im.Message): string {
  if (kind !== im.MessageKind.SYSTEM) return body;
  const { until, ...rest } = JSON.parse(body) as { until?: number };
  return JSON.stringify(rest);
}

function comparableMessage(message: im.Message): object {
  const { seq, senderId, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled, reactions } = message;
  return {
    ...{ seq, senderId, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled },
    body: comparableBody(message),
    reactions: Object.fromEntries((reactions ?? []).map((each) => [each.emoji, [each.count, each.mine]])),
  };
}

/** The observation that the model predicts for a user. */
export function predictObservation(state: ModelState, userId: string): object {
  const conversationIds = [...state.conversations.values()]
    .filter(({ members }) => members.has(userId))
    .map((chat) => chat.conversationId);
  conversationIds.sort(byBytes);
  const others = [...(state.relations.get(userId)?.keys() ?? [])];
  return {
    conversations: conversationIds.map((conversationId) => viewConversation(state, userId, conversationId)),
    histories: Object.fromEntries(
      conversationIds.map((conversationId) => [conversationId, readHistory(state, userId, conversationId)]),
    ),
    relations: others
      .map((other) => ({
        ...relationView(other, relationBetween(state, userId, other)),
        version: relationBetween(state, userId, other).version,
      }))
      .sort((a, b) => a.version - b.version),
    peopleVersion: state.people.get(userId)?.version,
  };
}
