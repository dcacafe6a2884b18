// For tests: what is compared of what a server shows, and the same as the model has it.
import { im } from '../../../proto/rpc.ts';
import { byBytes } from './message-rules.ts';
import {
  expectedPushesTo,
  type ModelPush,
  type ModelState,
  readHistory,
  relationBetween,
  viewConversation,
} from './model-state.ts';
import { relationView } from './people-rules.ts';

/** What the server shows a user. */
export interface Observation {
  readonly user: string;
  readonly conversations: readonly im.Conversation[];
  readonly relations: readonly im.Relation[];
  readonly peopleVersion: number;
  readonly messages: ReadonlyMap<string, readonly im.Message[]>;
  /** Seqs of those that he has hidden from himself, by conversation. */
  readonly deleted: ReadonlyMap<string, readonly number[]>;
}

/** What is compared of what the server shows. */
export function toComparable({ conversations, messages, deleted, relations, peopleVersion }: Observation): object {
  return {
    conversations: conversations.map((each) => ({ ...each, lastSaid: each.lastMessage?.seq ?? 0 })),
    histories: Object.fromEntries(
      [...messages].map(([conversation, page]) => [
        conversation,
        { messages: page.map(messageShown), deletedSeqs: deleted.get(conversation) ?? [] },
      ]),
    ),
    relations,
    peopleVersion,
  };
}

/** A message that is pushed to a device. */
type Push = ModelPush['message'] & { readonly conversation: string };

/** What was pushed to a device, as far as it is compared, in an order of its own: that of two senders' pushes is not promised. */
export function observedPushes(pushes: readonly im.Message[]): Push[] {
  return inOrder(
    pushes.map((push) => {
      const { conversation, seq, sender, kind, text, replyTo, mentions, target, emoji, removed } = push;
      return { conversation, seq, sender, kind, text, body: bodyShown(push), replyTo, mentions, target, emoji, removed };
    }),
  );
}

/** The same, as the model has it. */
export function predictedPushes(state: ModelState, user: string, device: number): Push[] {
  return inOrder(expectedPushesTo(state, user, device).map(({ conversation, message }) => ({ conversation, ...message })));
}

function inOrder(pushes: readonly Push[]): Push[] {
  return pushes.toSorted((a, b) => byBytes(a.conversation, b.conversation) || a.seq - b.seq);
}

/** Times cannot be foretold. */
function bodyShown({ kind, body }: im.Message): string {
  if (kind !== im.MessageKind.SYSTEM) return body;
  const { until, ...news } = JSON.parse(body) as { until?: number };
  return JSON.stringify(news);
}

function messageShown(message: im.Message): object {
  const { seq, sender, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled, reactions } = message;
  return {
    ...{ seq, sender, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled },
    body: bodyShown(message),
    reactions: Object.fromEntries((reactions ?? []).map((each) => [each.emoji, [each.count, each.mine]])),
  };
}

/** The same, as the model has it. */
export function predictObservation(state: ModelState, user: string): object {
  const conversations = [...state.conversations.values()]
    .filter(({ members }) => members.has(user))
    .map((talk) => talk.conversation);
  conversations.sort(byBytes);
  const others = [...(state.relations.get(user)?.keys() ?? [])];
  return {
    conversations: conversations.map((conversation) => viewConversation(state, user, conversation)),
    histories: Object.fromEntries(conversations.map((conversation) => [conversation, readHistory(state, user, conversation)])),
    relations: others
      .map((other) => ({
        ...relationView(other, relationBetween(state, user, other)),
        version: relationBetween(state, user, other).version,
      }))
      .sort((a, b) => a.version - b.version),
    peopleVersion: state.people.get(user)?.version,
  };
}
