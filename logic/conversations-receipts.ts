// How far somebody has got: told to the other one of a conversation of two, and to one's own other devices. Never goes back.
import type { Command } from '../infra/ports.ts';
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { changedOf } from './changes.ts';
import { checkSeq } from './messages-content.ts';
import { limitOf } from './pages.ts';
import type { LogicStored, Membership } from './ports.ts';
import { membershipOf } from './rights.ts';

const READERS_LIMITS = { usual: 100, most: 200 };

export const markRead = marking('readSeq');
export const markDelivered = marking('deliveredSeq');

/** What is marked once stays so: a repetition finds it, which is why its answer needs no outbox. */
function marking(which: 'readSeq' | 'deliveredSeq') {
  return steps({
    answersFromStore: true,
    handle: async ({ conversation, seq }: im.MarkRequest, command: Command<LogicStored>): Promise<im.MarkReply.$Properties> => {
      checkSeq(seq);
      const { caller, stored } = command;
      const before = await membershipOf(command, conversation);
      if (seq > before.lastSeq) throw new ImError('BAD_ARGUMENT', `the last seq is ${before.lastSeq}: ${seq} does not exist yet`);
      if (command.again) tell(command, before, which);
      if (command.again || seq <= before[which]) return { seq: before[which], unread: before.unread };
      // What is read has been delivered.
      const reached = which === 'readSeq' ? { readSeq: seq, deliveredSeq: seq } : { deliveredSeq: seq };
      const after = await stored.conversations.change(caller.user, conversation, reached);
      if (isOfTwo(after)) stored.conversations.peerReached(after.peer, conversation, after);
      tell(command, after, which);
      return { seq: after[which], unread: after.unread };
    },
  });
}

function tell(command: Command<LogicStored>, own: Membership, which: 'readSeq' | 'deliveredSeq'): void {
  const { user, conversation, deliveredSeq, readSeq, peer } = own;
  const receipt = { conversation, user, deliveredSeq, readSeq };
  if (isOfTwo(own)) command.push([peer], { receipt });
  if (which === 'readSeq') command.push([user], { conversationChanged: changedOf(own) }, { exceptCaller: true });
  command.happened(conversation, { receipt });
}

function isOfTwo({ group, peer, user }: Membership): boolean {
  return !group && peer !== user;
}

export async function listReaders(
  { conversation, seq, afterUser, limit: asked }: im.ListReadersRequest,
  command: Command<LogicStored>,
): Promise<im.ListReadersReply.$Properties> {
  const limit = limitOf(asked, READERS_LIMITS);
  const { firstSeq, lastSeq } = await membershipOf(command, conversation);
  if (!(seq >= firstSeq && seq <= lastSeq)) throw new ImError('NO_SUCH_MESSAGE', 'there is no message with this seq for you');
  // One more than asked for tells whether there is another page.
  const users = await command.stored.conversations.readers(conversation, seq, afterUser, limit + 1);
  return { users: users.slice(0, limit), more: users.length > limit };
}
