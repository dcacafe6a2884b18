// Friends, friend requests and blocks. Each of two users has a row about the other; a change of a row is pushed to its user.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { im } from '../../proto/rpc.ts';
import type { LogicStore, Person, Relation } from '../ports/index.ts';
import { parseGreeting, parseRemark } from './profile-texts.ts';
import { toProtoProfile } from './profiles.ts';

type RelationChanges = Partial<Omit<Relation, 'user' | 'other' | 'version'>>;

/** The fields of a row without a friendship and without an open request. They do not change a block. */
const UNRELATED = {
  friend: false,
  asksMe: false,
  asked: false,
  remark: '',
  greeting: '',
  since: 0,
} as const satisfies RelationChanges;

/** A resend changes nothing: the request is open already. */
export async function requestFriend(
  request: im.RequestFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RequestFriendReply.$Properties> {
  if (request.user === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'you cannot be your own friend');
  const greeting = parseGreeting(request.greeting);
  const pair = await lockPair(command, request.user);
  const { mine, theirs, them } = pair;
  if (!them) throw noSuchUser();
  if (mine.blocked || theirs.blocked) throw new ImError('BLOCKED', 'you have blocked this user, or this user has blocked you');
  if (mine.friend) throw new ImError('ALREADY_FRIENDS', 'you are friends already');
  if (mine.asked) return { relation: toProtoRelation(mine, them) };
  if (mine.asksMe) return { relation: await befriend(command, pair) };

  const since = Date.now();
  await updateSide(command, pair, 'theirs', { asksMe: true, greeting, since });
  return { relation: await updateSide(command, pair, 'mine', { asked: true, greeting, since }) };
}

/** A resend of an acceptance finds the friendship and succeeds. */
export async function answerFriendRequest(
  request: im.AnswerFriendRequestRequest,
  command: Command<LogicStore>,
): Promise<im.AnswerFriendRequestReply.$Properties> {
  const pair = await lockPair(command, request.user);
  const { mine, them } = pair;
  if (request.accept && mine.friend) return { relation: toProtoRelation(mine, them ?? deletedPerson(request.user)) };
  if (!mine.asksMe || (request.accept && !them))
    throw new ImError('NO_SUCH_REQUEST', 'this user has no open friend request to you; Logic.ListFriendRequests lists them');
  if (request.accept) return { relation: await befriend(command, pair) };

  await updateSide(command, pair, 'theirs', UNRELATED);
  return { relation: await updateSide(command, pair, 'mine', UNRELATED) };
}

export async function removeFriend(
  request: im.RemoveFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFriendReply.$Properties> {
  const pair = await lockPair(command, request.user);
  if (!pair.mine.friend && !pair.mine.asked) throw notFriends();
  await updateSide(command, pair, 'theirs', UNRELATED);
  await updateSide(command, pair, 'mine', UNRELATED);
  return {};
}

export async function setRemark(
  request: im.SetRemarkRequest,
  command: Command<LogicStore>,
): Promise<im.SetRemarkReply.$Properties> {
  const remark = parseRemark(request.remark);
  const pair = await lockPair(command, request.user);
  if (!pair.mine.friend) throw notFriends();
  if (pair.mine.remark !== remark) await updateSide(command, pair, 'mine', { remark });
  return {};
}

/** The blocked user gets no push. Their next Sync shows that the friendship or the request has ended. */
export async function block(request: im.BlockRequest, command: Command<LogicStore>): Promise<im.BlockReply.$Properties> {
  if (request.user === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'you cannot block yourself');
  const pair = await lockPair(command, request.user);
  const { mine, theirs } = pair;
  if (!pair.them) throw noSuchUser();
  if (mine.blocked) return {};
  if (isRelated(theirs)) await command.tx.relations.update(theirs.user, theirs.other, UNRELATED);
  await updateSide(command, pair, 'mine', { ...UNRELATED, blocked: true });
  return {};
}

export async function unblock(request: im.UnblockRequest, command: Command<LogicStore>): Promise<im.UnblockReply.$Properties> {
  const pair = await lockPair(command, request.user);
  if (pair.mine.blocked) await updateSide(command, pair, 'mine', { blocked: false });
  return {};
}

/**
 * Ends all relations between others and the caller, whose account is deleted, and notifies the others. Their own blocks stay.
 */
export async function eraseRelations(command: Command<LogicStore>, others: readonly string[]): Promise<void> {
  const { caller, tx } = command;
  const me = deletedPerson(caller.userId);
  const pairs = await Promise.all(others.map((other) => tx.relations.lockPair(caller.userId, other)));
  for (const [mine, theirs] of pairs) {
    if (isRelated(theirs)) await updateSide(command, { me, them: undefined, mine, theirs }, 'theirs', UNRELATED);
    await tx.relations.update(mine.user, mine.other, { ...UNRELATED, blocked: false });
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

/** Locks both rows for the rest of the batch. Throws NOT_LOGGED_IN when the caller's account is deleted. */
async function lockPair({ caller, tx }: Command<LogicStore>, other: string): Promise<RelationPair> {
  const [me, them, [mine, theirs]] = await Promise.all([
    tx.people.findById(caller.userId),
    tx.people.findById(other),
    tx.relations.lockPair(caller.userId, other),
  ]);
  if (!me) throw new ImError('NOT_LOGGED_IN', 'this account has been deleted');
  return { me, them, mine, theirs };
}

async function befriend(command: Command<LogicStore>, pair: RelationPair): Promise<im.Relation.$Properties> {
  const changes: RelationChanges = { friend: true, asksMe: false, asked: false, greeting: '', since: Date.now() };
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
  const version = await command.tx.relations.update(before.user, before.other, changes);
  const other = side === 'mine' ? pair.them : pair.me;
  const relation = toProtoRelation({ ...before, ...changes, version }, other ?? deletedPerson(before.other));
  command.push([before.user], { relationChanged: relation });
  command.emit(before.user, { relationChanged: relation }, [before.user]);
  return relation;
}

function isRelated({ friend, asked, asksMe }: Relation): boolean {
  return friend || asked || asksMe;
}

/** A relation as its user sees it. */
export function toProtoRelation(relation: Relation, person: Person): im.Relation.$Properties {
  const { friend, remark, asksMe, greeting, asked, blocked, since, version } = relation;
  return { other: toProtoProfile(person), friend, remark, asksMe, greeting, asked, blocked, since, version };
}

function deletedPerson(user: string): Person {
  return { user, name: '', shownName: '', avatarUrl: '', about: '', language: '' };
}

function noSuchUser(): ImError {
  return new ImError('NO_SUCH_USER', 'no user has this id; Logic.FindUser finds the id of a name');
}

function notFriends(): ImError {
  return new ImError('NOT_FRIENDS', 'this user is not your friend');
}
