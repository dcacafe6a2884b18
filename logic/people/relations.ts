// Friends, friend requests and blocks. Each of two users has a row about the other; a change of a row is pushed to its user.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { im } from '../../proto/rpc.ts';
import type { LogicStore, Person, Relation } from '../ports/index.ts';
import { parseGreeting, parseRemark } from './profile-texts.ts';
import { toProtoProfile } from './profiles.ts';

type RelationChanges = Partial<Omit<Relation, 'userId' | 'otherId' | 'version'>>;

/** The fields of a row without a friendship and without an open request. They do not change a block. */
const UNRELATED = {
  friend: false,
  incomingRequest: false,
  outgoingRequest: false,
  remark: '',
  greeting: '',
  since: 0,
} as const satisfies RelationChanges;

/** A resend changes nothing: the request is open already. */
export async function requestFriend(
  request: im.RequestFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RequestFriendReply.$Properties> {
  if (request.userId === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'you cannot be your own friend');
  const greeting = parseGreeting(request.greeting);
  const settle = ({ mine, theirs, them }: RelationPair): im.RequestFriendReply.$Properties | undefined => {
    if (!them) throw noSuchUser();
    if (mine.blocked || theirs.blocked) throw new ImError('BLOCKED', 'you have blocked this user, or this user has blocked you');
    if (mine.friend) throw new ImError('ALREADY_FRIENDS', 'you are friends already');
    return mine.outgoingRequest ? { relation: toProtoRelation(mine, them) } : undefined;
  };
  return changePair(command, request.userId, settle, async (pair) => {
    if (pair.mine.incomingRequest) return { relation: await befriend(command, pair) };
    const since = command.tx.now();
    await updateSide(command, pair, 'theirs', { incomingRequest: true, greeting, since });
    return { relation: await updateSide(command, pair, 'mine', { outgoingRequest: true, greeting, since }) };
  });
}

/** A resend of an acceptance finds the friendship and succeeds. */
export async function answerFriendRequest(
  request: im.AnswerFriendRequestRequest,
  command: Command<LogicStore>,
): Promise<im.AnswerFriendRequestReply.$Properties> {
  const settle = ({ mine, them }: RelationPair): im.AnswerFriendRequestReply.$Properties | undefined => {
    if (request.accept && mine.friend) return { relation: toProtoRelation(mine, them ?? deletedPerson(request.userId)) };
    if (mine.incomingRequest && !(request.accept && !them)) return undefined;
    throw new ImError('NO_SUCH_REQUEST', 'this user has no open friend request to you; Logic.ListFriendRequests lists them');
  };
  return changePair(command, request.userId, settle, async (pair) => {
    if (request.accept) return { relation: await befriend(command, pair) };
    await updateSide(command, pair, 'theirs', UNRELATED);
    return { relation: await updateSide(command, pair, 'mine', UNRELATED) };
  });
}

export async function removeFriend(
  request: im.RemoveFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFriendReply.$Properties> {
  const settle = ({ mine }: RelationPair): im.RemoveFriendReply.$Properties | undefined => {
    if (!mine.friend && !mine.outgoingRequest) throw notFriends();
    return undefined;
  };
  return changePair(command, request.userId, settle, async (pair) => {
    await updateSide(command, pair, 'theirs', UNRELATED);
    await updateSide(command, pair, 'mine', UNRELATED);
    return {};
  });
}

export async function setRemark(
  request: im.SetRemarkRequest,
  command: Command<LogicStore>,
): Promise<im.SetRemarkReply.$Properties> {
  const remark = parseRemark(request.remark);
  const settle = ({ mine }: RelationPair): im.SetRemarkReply.$Properties | undefined => {
    if (!mine.friend) throw notFriends();
    return mine.remark === remark ? {} : undefined;
  };
  return changePair(command, request.userId, settle, async (pair) => {
    await updateSide(command, pair, 'mine', { remark });
    return {};
  });
}

/** The blocked user gets no push. Their next Sync shows that the friendship or the request has ended. */
export async function block(request: im.BlockRequest, command: Command<LogicStore>): Promise<im.BlockReply.$Properties> {
  if (request.userId === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'you cannot block yourself');
  const settle = ({ mine, them }: RelationPair): im.BlockReply.$Properties | undefined => {
    if (!them) throw noSuchUser();
    return mine.blocked ? {} : undefined;
  };
  return changePair(command, request.userId, settle, async (pair) => {
    const { theirs } = pair;
    if (isRelated(theirs)) await command.tx.relations.update(theirs.userId, theirs.otherId, UNRELATED);
    for (const { userId, otherId } of [pair.mine, theirs]) command.tx.groupInvitations.removeBetween(userId, otherId);
    await updateSide(command, pair, 'mine', { ...UNRELATED, blocked: true });
    return {};
  });
}

export async function unblock(request: im.UnblockRequest, command: Command<LogicStore>): Promise<im.UnblockReply.$Properties> {
  const settle = ({ mine }: RelationPair): im.UnblockReply.$Properties | undefined => (mine.blocked ? undefined : {});
  return changePair(command, request.userId, settle, async (pair) => {
    await updateSide(command, pair, 'mine', { blocked: false });
    return {};
  });
}

/**
 * Ends all relations between others and the caller, whose account is deleted, and notifies the others. Their own blocks stay.
 */
export async function eraseRelations(command: Command<LogicStore>, otherIds: readonly string[]): Promise<void> {
  const { caller, tx } = command;
  const me = deletedPerson(caller.userId);
  const pairs = await Promise.all(otherIds.map((otherId) => tx.relations.lockPair(caller.userId, otherId)));
  for (const [mine, theirs] of pairs) {
    if (isRelated(theirs)) await updateSide(command, { me, them: undefined, mine, theirs }, 'theirs', UNRELATED);
    await tx.relations.update(mine.userId, mine.otherId, { ...UNRELATED, blocked: false });
  }
}

/** The caller and another user, with the row that each has about the other. */
interface RelationPair {
  readonly me: Person;
  /** Undefined for an unknown id and for a deleted account. */
  readonly them: Person | undefined;
  readonly mine: Relation;
  readonly theirs: Relation;
}

/**
 * Changes the rows of the caller and another user. `settle` throws when the caller may not, and returns the reply when there is
 * nothing to change. It is asked before the rows are locked, so that such a caller neither holds nor waits for the lock of the
 * other user, and again under the lock. Throws NOT_LOGGED_IN when the caller's account is deleted.
 */
async function changePair<Reply>(
  command: Command<LogicStore>,
  otherId: string,
  settle: (pair: RelationPair) => Reply | undefined,
  change: (pair: RelationPair) => Promise<NoInfer<Reply>>,
): Promise<Reply> {
  const { caller, tx } = command;
  const { userId } = caller;
  const seen = await readPair(
    command,
    otherId,
    Promise.all([tx.relations.find(userId, otherId), tx.relations.find(otherId, userId)]),
  );
  const settled = settle(seen);
  if (settled !== undefined) return settled;
  const locked = await readPair(command, otherId, tx.relations.lockPair(userId, otherId));
  return settle(locked) ?? change(locked);
}

async function readPair(
  { caller, tx }: Command<LogicStore>,
  otherId: string,
  rows: Promise<[Relation, Relation]>,
): Promise<RelationPair> {
  const [me, them, [mine, theirs]] = await Promise.all([tx.people.findById(caller.userId), tx.people.findById(otherId), rows]);
  if (!me) throw new ImError('NOT_LOGGED_IN', 'this account has been deleted');
  return { me, them, mine, theirs };
}

async function befriend(command: Command<LogicStore>, pair: RelationPair): Promise<im.Relation.$Properties> {
  const changes: RelationChanges = {
    friend: true,
    incomingRequest: false,
    outgoingRequest: false,
    greeting: '',
    since: command.tx.now(),
  };
  await updateSide(command, pair, 'theirs', changes);
  return updateSide(command, pair, 'mine', changes);
}

/** Changes one user's row and pushes it to all devices of that user. */
async function updateSide(
  command: Command<LogicStore>,
  pair: RelationPair,
  side: 'mine' | 'theirs',
  changes: RelationChanges,
): Promise<im.Relation.$Properties> {
  const before = pair[side];
  const version = await command.tx.relations.update(before.userId, before.otherId, changes);
  const other = side === 'mine' ? pair.them : pair.me;
  const relation = toProtoRelation({ ...before, ...changes, version }, other ?? deletedPerson(before.otherId));
  command.push([before.userId], { relationChanged: relation });
  command.emit(before.userId, { relationChanged: relation }, [before.userId]);
  return relation;
}

function isRelated({ friend, outgoingRequest, incomingRequest }: Relation): boolean {
  return friend || outgoingRequest || incomingRequest;
}

/** A relation as its user sees it. */
export function toProtoRelation(relation: Relation, person: Person): im.Relation.$Properties {
  const { friend, remark, incomingRequest, greeting, outgoingRequest, blocked, since, version } = relation;
  return { other: toProtoProfile(person), friend, remark, incomingRequest, greeting, outgoingRequest, blocked, since, version };
}

function deletedPerson(userId: string): Person {
  return { userId, name: '', displayName: '', avatarUrl: '', about: '', language: '' };
}

function noSuchUser(): ImError {
  return new ImError('NO_SUCH_USER', 'no user has this id; Logic.FindUser finds the id of a name');
}

function notFriends(): ImError {
  return new ImError('NOT_FRIENDS', 'this user is not your friend');
}
