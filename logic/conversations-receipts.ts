// How far somebody has got: told to the other one of a conversation of two, unless either has blocked the other, and to one's own other devices. Never goes back.
import type { Command } from '../infra/ports.ts';
import { type im, steps } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { idBytes, isId } from '../proto/ids.ts';
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
      // In one round trip.
      const [before, isBlocked] = await Promise.all([
        membershipOf(command, conversation),
        stored.relations.blockedIn(conversation),
      ]);
      const other = otherToTell(before, isBlocked);
      if (seq > before.lastSeq) throw new ImError('BAD_ARGUMENT', `the last seq is ${before.lastSeq}: ${seq} does not exist yet`);
      if (command.again) tell(command, before, which, other);
      if (command.again || seq <= before[which]) return { seq: before[which], unread: before.unread };
      // What is read has been delivered.
      const reached = which === 'readSeq' ? { readSeq: seq, deliveredSeq: seq } : { deliveredSeq: seq };
      const after = await stored.conversations.change(caller.user, conversation, reached);
      if (other) stored.conversations.peerReached(other, conversation, after);
      tell(command, after, which, other);
      return { seq: after[which], unread: after.unread };
    },
  });
}

function tell(
  command: Command<LogicStored>,
  own: Membership,
  which: 'readSeq' | 'deliveredSeq',
  other: string | undefined,
): void {
  const { user, conversation, deliveredSeq, readSeq } = own;
  const receipt = { conversation, user, deliveredSeq, readSeq };
  if (other) command.push([other], { receipt });
  if (which === 'readSeq') command.push([user], { conversationChanged: changedOf(own) }, { exceptCaller: true });
  command.happened(conversation, { receipt });
}

/** The other one of a conversation of two, unless either has blocked the other. */
function otherToTell({ group, peer, user }: Membership, isBlocked: boolean): string | undefined {
  return group || peer === user || isBlocked ? undefined : peer;
}

export async function listReaders(
  { conversation, seq, afterUser, limit: asked }: im.ListReadersRequest,
  command: Command<LogicStored>,
): Promise<im.ListReadersReply.$Properties> {
  const limit = limitOf(asked, READERS_LIMITS);
  const own = await membershipOf(command, conversation);
  if (!(seq >= own.firstSeq && seq <= own.lastSeq))
    throw new ImError('NO_SUCH_MESSAGE', 'there is no message with this seq for you');
  // One more than asked for tells whether there is another page.
  const users = own.group
    ? await command.stored.conversations.readers(conversation, seq, afterUser, limit + 1)
    : readersOfTwo(own, seq, afterUser);
  return { users: users.slice(0, limit), more: users.length > limit };
}

/** The other one as far as `user` was told of him: what he has read behind a block is his own affair. */
function readersOfTwo({ user, readSeq, peer, peerReadSeq }: Membership, seq: number, afterUser: string): string[] {
  const readers = [...(readSeq >= seq ? [user] : []), ...(peer !== user && peerReadSeq >= seq ? [peer] : [])];
  const byBytes = (one: string, other: string): number => Buffer.compare(idBytes(one), idBytes(other));
  if (afterUser !== '' && !isId(afterUser)) return [];
  return readers.filter((reader) => afterUser === '' || byBytes(reader, afterUser) > 0).sort(byBytes);
}
