// What the tests of logic's store share: accounts, direct messages, and the reads that a client would ask for.
import type { Batch, Batches, CommandScope } from '../../../infra/ports/index.ts';
import { readOnly, type StoreFixture } from '../../../infra/testing/batch-fixture.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import { im } from '../../../proto/rpc.ts';
import type { ConversationSummary, LogicStore, NewMessage, Person, StoredMessage } from '../../ports/index.ts';

/** An account, as logic's store needs it. */
export interface NewPerson extends Pick<Person, 'userId' | 'name'> {
  readonly nameKey: string;
  readonly emailKey?: string;
}

/** A store with logic's tables. */
export interface LogicStoreFixture extends StoreFixture<LogicStore> {
  addPerson(person: NewPerson): Promise<void>;
  /** Deletes an account as auth does. */
  removePerson(userId: string): Promise<void>;
}

let clock = 1_700_000_000_000;

export type DirectMessage = NewMessage & { readonly receiver: string };

/** A TEXT message of one user to another, with a client message id of its own. */
export function directMessage(senderId: string, receiver: string, options: Partial<NewMessage> = {}): DirectMessage {
  return {
    conversationId: directConversationId(senderId, receiver),
    senderId,
    receiver,
    clientMessageId: Buffer.from(newId(), 'base64url'),
    kind: im.MessageKind.TEXT,
    text: 'hello',
    body: '',
    replyTo: 0,
    mentions: [],
    target: 0,
    emoji: '',
    removed: false,
    time: clock++,
    ...options,
  };
}

/** A message that every store refuses: its client message id is longer than 16 bytes. */
export function invalidMessage(senderId: string, receiver: string): DirectMessage {
  return directMessage(senderId, receiver, { clientMessageId: Buffer.alloc(17, 7) });
}

/** Stores a message to a user, as a command does. */
export async function sendDirect(
  { conversations, messages }: LogicStore,
  { receiver, ...sent }: DirectMessage,
): Promise<{ message: StoredMessage; isNew: boolean }> {
  await conversations.ensureDirect(sent.senderId, receiver);
  return messages.append(sent);
}

/** Runs one command of a batch, which stores a message, and neither keeps nor discards it. */
export async function startCommand(batch: Batch<LogicStore>, message: DirectMessage): Promise<CommandScope<LogicStore>> {
  const command = batch.beginCommand();
  await sendDirect(command.tx, message);
  return command;
}

/** The messages above `afterSeq`, as a member reads them; undefined for a user who is no member. */
export async function readMessages(
  { conversations, messages }: LogicStore,
  userId: string,
  conversationId: string,
  afterSeq: number,
  limit: number,
): Promise<{ messages: readonly StoredMessage[]; lastSeq: number } | undefined> {
  const membership = await conversations.findMembership(userId, conversationId);
  if (!membership) return undefined;
  const page = { from: afterSeq + 1, to: membership.lastSeq, limit, fromEnd: false };
  return { messages: await messages.listRange(userId, conversationId, page), lastSeq: membership.lastSeq };
}

/** A page of a user's conversations, in the order of the ids' bytes. */
export async function readConversations(
  { conversations }: LogicStore,
  userId: string,
  after: string,
  limit: number,
): Promise<ConversationSummary[]> {
  const page = await conversations.listVersions(userId, after, limit);
  return conversations.listSummaries(
    userId,
    page.map(({ conversationId }) => conversationId),
  );
}

/** How many messages the direct conversation of two users holds. */
export async function countMessages(batches: Batches<LogicStore>, one: string, other: string): Promise<number> {
  const read = await readOnly(batches, (logic) => readMessages(logic, one, directConversationId(one, other), 0, 1000));
  return read?.messages.length ?? 0;
}
