// What people are to each other: friends, who asks to be one, blocked ones. Every change of it goes to all devices of those who may know.
import type { Command } from '../../infra/ports/index.ts';
import { ImError } from '../../proto/errors.ts';
import type { im } from '../../proto/rpc.ts';
import type { LogicStore, Person, Relation } from '../ports/index.ts';
import { parseGreeting, parseRemark } from './profile-texts.ts';
import { toProtoProfile } from './profiles.ts';

type Changes = Partial<Omit<Relation, 'user' | 'other' | 'version'>>;

/** Neither friends nor asking; a block stays what it is. */
const NOTHING = { friend: false, asksMe: false, asked: false, remark: '', greeting: '', since: 0 } as const satisfies Changes;

/** A resend changes nothing: who has asked has asked. */
export async function requestFriend(
  request: im.RequestFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RequestFriendReply.$Properties> {
  if (request.user === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'nobody is his own friend');
  const greeting = parseGreeting(request.greeting);
  const two = await lockTwo(command, request.user);
  const { mine, theirs, them } = two;
  if (!them) throw noSuchUser();
  if (mine.blocked || theirs.blocked) throw new ImError('BLOCKED', 'one of you has blocked the other');
  if (mine.friend) throw new ImError('ALREADY_FRIENDS', 'you are friends');
  if (mine.asked) return { relation: toProtoRelation(mine, them) };
  if (mine.asksMe) return { relation: await befriend(command, two) };

  const since = Date.now();
  await change(command, two, { user: 'theirs', to: { asksMe: true, greeting, since } });
  return { relation: await change(command, two, { user: 'mine', to: { asked: true, greeting, since } }) };
}

/** A resend of a yes finds the friendship. */
export async function answerFriendRequest(
  request: im.AnswerFriendRequestRequest,
  command: Command<LogicStore>,
): Promise<im.AnswerFriendRequestReply.$Properties> {
  const two = await lockTwo(command, request.user);
  const { mine, them } = two;
  if (request.accept && mine.friend) return { relation: toProtoRelation(mine, them ?? nobody(request.user)) };
  if (!mine.asksMe || (request.accept && !them)) throw new ImError('NO_SUCH_REQUEST', 'this user does not ask to be your friend');
  if (request.accept) return { relation: await befriend(command, two) };

  await change(command, two, { user: 'theirs', to: NOTHING });
  return { relation: await change(command, two, { user: 'mine', to: NOTHING }) };
}

export async function removeFriend(
  request: im.RemoveFriendRequest,
  command: Command<LogicStore>,
): Promise<im.RemoveFriendReply.$Properties> {
  const two = await lockTwo(command, request.user);
  if (!two.mine.friend && !two.mine.asked) throw notFriends();
  await change(command, two, { user: 'theirs', to: NOTHING });
  await change(command, two, { user: 'mine', to: NOTHING });
  return {};
}

export async function setRemark(
  request: im.SetRemarkRequest,
  command: Command<LogicStore>,
): Promise<im.SetRemarkReply.$Properties> {
  const remark = parseRemark(request.remark);
  const two = await lockTwo(command, request.user);
  if (!two.mine.friend) throw notFriends();
  if (two.mine.remark !== remark) await change(command, two, { user: 'mine', to: { remark } });
  return {};
}

/** The other one's friend or request is gone, which he finds at his next sync: no push tells him. */
export async function block(request: im.BlockRequest, command: Command<LogicStore>): Promise<im.BlockReply.$Properties> {
  if (request.user === command.caller.userId) throw new ImError('BAD_ARGUMENT', 'nobody blocks himself');
  const two = await lockTwo(command, request.user);
  const { mine, theirs } = two;
  if (!two.them) throw noSuchUser();
  if (mine.blocked) return {};
  if (theirs.friend || theirs.asked || theirs.asksMe) await command.tx.relations.update(theirs.user, theirs.other, NOTHING);
  await change(command, two, { user: 'mine', to: { ...NOTHING, blocked: true } });
  return {};
}

export async function unblock(request: im.UnblockRequest, command: Command<LogicStore>): Promise<im.UnblockReply.$Properties> {
  const two = await lockTwo(command, request.user);
  if (two.mine.blocked) await change(command, two, { user: 'mine', to: { blocked: false } });
  return {};
}

/** Ends whatever there is between the caller, whose account is gone, and others. They are told; whom they have blocked stays so. */
export async function eraseRelations(command: Command<LogicStore>, others: readonly string[]): Promise<void> {
  const { caller, tx } = command;
  const me = nobody(caller.userId);
  const pairs = await Promise.all(others.map((other) => tx.relations.lockPair(caller.userId, other)));
  for (const [mine, theirs] of pairs) {
    const known = theirs.friend || theirs.asked || theirs.asksMe;
    if (known) await change(command, { me, them: undefined, mine, theirs }, { user: 'theirs', to: NOTHING });
    await tx.relations.update(mine.user, mine.other, { ...NOTHING, blocked: false });
  }
}

// ---------------------------------------------------------------- both sides

/** The caller and another user. */
interface Two {
  readonly me: Person;
  /** Undefined where there is nobody, or nobody any more. */
  readonly them: Person | undefined;
  readonly mine: Relation;
  readonly theirs: Relation;
}

async function lockTwo({ caller, tx }: Command<LogicStore>, other: string): Promise<Two> {
  const [me, them, [mine, theirs]] = await Promise.all([
    tx.people.findById(caller.userId),
    tx.people.findById(other),
    tx.relations.lockPair(caller.userId, other),
  ]);
  if (!me) throw new ImError('NOT_LOGGED_IN', 'this account is gone');
  return { me, them, mine, theirs };
}

async function befriend(command: Command<LogicStore>, two: Two): Promise<im.Relation.$Properties> {
  const to: Changes = { friend: true, asksMe: false, asked: false, greeting: '', since: Date.now() };
  await change(command, two, { user: 'theirs', to });
  return change(command, two, { user: 'mine', to });
}

/** Changes one side's row and tells that side, on all its devices. */
async function change(
  command: Command<LogicStore>,
  two: Two,
  { user: side, to }: { user: 'mine' | 'theirs'; to: Changes },
): Promise<im.Relation.$Properties> {
  const before = two[side];
  const version = await command.tx.relations.update(before.user, before.other, to);
  const other = side === 'mine' ? two.them : two.me;
  const relation = toProtoRelation({ ...before, ...to, version }, other ?? nobody(before.other));
  command.push([before.user], { relationChanged: relation });
  command.emit(before.user, { relationChanged: relation }, [before.user]);
  return relation;
}

/** A relation as its user sees it. */
export function toProtoRelation(relation: Relation, person: Person): im.Relation.$Properties {
  const { friend, remark, asksMe, greeting, asked, blocked, since, version } = relation;
  return { other: toProtoProfile(person), friend, remark, asksMe, greeting, asked, blocked, since, version };
}

function nobody(user: string): Person {
  return { user, name: '', shownName: '', avatarUrl: '', about: '', language: '' };
}

function noSuchUser(): ImError {
  return new ImError('NO_SUCH_USER', 'nobody has this user id; Logic.FindUser finds the id of a name');
}

function notFriends(): ImError {
  return new ImError('NOT_FRIENDS', 'this user is no friend of yours');
}
