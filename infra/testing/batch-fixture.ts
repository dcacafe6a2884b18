// Where the suites of the store ports run, and how they run commands: as the runtime does, without its log.
import type { ConversationSummary, LogicStore, NewMessage, Person, StoredMessage } from '../../logic/ports/index.ts';
import { directConversationId, newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import {
  type Batch,
  type Batches,
  type Claim,
  type CommandScope,
  type OutboxRow,
  type Position,
  StoreFailed,
} from '../ports/index.ts';

/** One store, seen as several processes would see it. */
export interface StoreFixture<Stored> {
  /** The store as one more process opens it. */
  connect(): Batches<Stored>;
  close(): Promise<void>;
}

/** An account as logic's stores need it. */
export interface NewPerson extends Pick<Person, 'user' | 'name'> {
  readonly nameKey: string;
  readonly addressKey?: string;
}

/** One with logic's tables. */
export interface LogicStoreFixture extends StoreFixture<LogicStore> {
  addPerson(person: NewPerson): Promise<void>;
  /** Removes an account as auth does. */
  removePerson(user: string): Promise<void>;
}

/** A group's stand-in for one partition of the log: claims one record after the other. Its group was never used before. */
export interface TestPartition {
  readonly group: string;
  readonly topic: string;
  claim(options?: Partial<Claim>): Claim;
  /** Where the position row stands. */
  next: number;
}

export async function testPartition(batches: Batches<unknown>, topic = 'test.topic'): Promise<TestPartition> {
  const group = `group-${newId()}`;
  await batches.loadPositions(group, topic, [{ partition: 0, earliest: 0, end: 0 }]);
  const made: TestPartition = {
    group,
    topic,
    next: 0,
    claim: (options) => ({
      partition: 0,
      start: made.next,
      end: made.next + 1,
      published: 0,
      producers: new Map(),
      ...options,
    }),
  };
  return made;
}

/** Runs one batch that takes the next record and stores it; again, as long as the store fails for reasons that pass. */
export async function commitBatch<T, Stored>(
  batches: Batches<Stored>,
  from: TestPartition,
  work: (batch: Batch<Stored>) => Promise<T>,
  options: { isolated?: boolean; outbox?: readonly OutboxRow[]; claim?: Partial<Claim> } = {},
): Promise<T> {
  for (;;) {
    const batch = batches.open(from.group, from.topic, [from.claim(options.claim)], { isolated: options.isolated ?? false });
    try {
      const result = await work(batch);
      await batch.commit(options.outbox ?? []);
      from.next = options.claim?.end ?? from.next + 1;
      return result;
    } catch (error) {
      await batch.rollback();
      if (!(error instanceof StoreFailed)) throw error;
    }
  }
}

/** Runs one command of a batch and keeps it. */
export async function keepCommand<T, Stored>(batch: Batch<Stored>, handle: (stored: Stored) => Promise<T>): Promise<T> {
  const command = batch.beginCommand();
  const result = await handle(command.tx);
  await command.keep();
  return result;
}

/** Runs one command of a batch and leaves it undecided. */
export async function startCommand(batch: Batch<LogicStore>, message: DirectMessage): Promise<CommandScope<LogicStore>> {
  const command = batch.beginCommand();
  await sendDirect(command.tx, message);
  return command;
}

/** Reads in a batch that takes nothing. */
export async function readOnly<T>(batches: Batches<LogicStore>, read: (stored: LogicStore) => Promise<T>): Promise<T> {
  const batch = batches.open('nobody', 'nothing', []);
  try {
    return await read(batch.beginCommand().tx);
  } finally {
    await batch.rollback();
  }
}

let clock = 1_700_000_000_000;

export type DirectMessage = NewMessage & { readonly receiver: string };

/** A message with an id of its own. */
export function directMessage(sender: string, receiver: string, options: Partial<NewMessage> = {}): DirectMessage {
  const content = {
    kind: im.MessageKind.TEXT,
    text: 'hello',
    body: '',
    replyTo: 0,
    mentions: [],
    target: 0,
    emoji: '',
    removed: false,
  };
  const conversation = directConversationId(sender, receiver);
  return {
    conversation,
    sender,
    receiver,
    clientMessageId: Buffer.from(newId(), 'base64url'),
    ...content,
    time: clock++,
    ...options,
  };
}

/** Stores a message to a user, as a command does. */
export async function sendDirect(
  { conversations, messages }: LogicStore,
  { receiver, ...sent }: DirectMessage,
): Promise<{ message: StoredMessage; isNew: boolean }> {
  await conversations.ensureDirect(sent.sender, receiver);
  return messages.append(sent);
}

/** Messages above a seq, as a member pulls them; undefined where the user is none. */
export async function readMessages(
  { conversations, messages }: LogicStore,
  user: string,
  conversation: string,
  afterSeq: number,
  limit: number,
): Promise<{ messages: readonly StoredMessage[]; lastSeq: number } | undefined> {
  const membership = await conversations.findMembership(user, conversation);
  if (!membership) return undefined;
  const page = { from: afterSeq + 1, to: membership.lastSeq, limit, fromEnd: false };
  return { messages: await messages.listRange(user, conversation, page), lastSeq: membership.lastSeq };
}

/** A user's conversations, in the order of their ids. */
export async function readConversations(
  { conversations }: LogicStore,
  user: string,
  after: string,
  limit: number,
): Promise<ConversationSummary[]> {
  const page = await conversations.listVersions(user, after, limit);
  return conversations.listSummaries(
    user,
    page.map(({ conversation }) => conversation),
  );
}

/** A message that no store accepts: its id is longer than 16 bytes. */
export function invalidMessage(sender: string, receiver: string): DirectMessage {
  return directMessage(sender, receiver, { clientMessageId: Buffer.alloc(17, 7) });
}

export function outboxRow(offset: number, index: number, text: string): OutboxRow {
  return { partition: 0, offset, index, outcome: Buffer.from(text) };
}

export async function outboxTexts(batches: Batches<unknown>, from: TestPartition): Promise<string[]> {
  const rows = await batches.readOutbox(from.group, from.topic, 0, 0, 1000);
  return rows.map(({ offset, index, outcome }) => `${offset}.${index} ${Buffer.from(outcome)}`);
}

export async function readPosition(batches: Batches<unknown>, from: TestPartition): Promise<Position | undefined> {
  return (await batches.loadPositions(from.group, from.topic, [{ partition: 0, earliest: 0, end: 0 }])).get(0);
}

/** How many messages the conversation of the two holds. */
export async function countMessages(batches: Batches<LogicStore>, one: string, other: string): Promise<number> {
  const pulled = await readOnly(batches, (logic) => readMessages(logic, one, directConversationId(one, other), 0, 1000));
  return pulled?.messages.length ?? 0;
}

/** Strings that are no ids, and so belong to nobody. */
export const INVALID_IDS = [
  '',
  'a@b.c',
  '日本語',
  "' OR 1=1 --",
  '?',
  '\\',
  'A'.repeat(21),
  'A'.repeat(23),
  `${'A'.repeat(21)}B`,
  '\0'.repeat(22),
];
