// Who comes by himself: at once where a group is open, else after the admins' answer to his request.
import type { Command } from '../infra/ports.ts';
import { im } from '../proto/contract.ts';
import { ImError } from '../proto/errors.ts';
import { assertLength, assertRoom } from './groups-limits.ts';
import { letIn } from './groups-members.ts';
import { assertAdmin, assertStillThere, lockMyGroup, noSuchGroup, readMyGroup } from './groups-rights.ts';
import { groupSeenBy, lockGroup } from './groups-told.ts';
import type { LogicSettings } from './handlers.ts';
import { limitOf } from './pages.ts';
import type { Group, LogicStored } from './ports.ts';

const REQUESTS = { usual: 100, most: 200 };
const MAX_GREETING_CHARACTERS = 200;

export function joinGroup({ maxGroupMembers }: LogicSettings) {
  return async (request: im.JoinGroupRequest, command: Command<LogicStored>): Promise<im.JoinGroupReply.$Properties> => {
    assertLength(request.greeting, MAX_GREETING_CHARACTERS, 'greeting');
    const { caller } = command;
    const [{ group, me: member }] = await Promise.all([lockGroup(command, request.group), assertStillThere(command)]);
    if (!group || group.dissolved) throw noSuchGroup();
    // A resend, or somebody invited him meanwhile.
    if (member) return { joined: true, group: groupSeenBy(member, group) };
    if (group.joinPolicy === im.JoinPolicy.BY_INVITATION) throw noSuchGroup();
    assertRoom(group.members, 1, maxGroupMembers);
    if (group.joinPolicy === im.JoinPolicy.BY_REQUEST) {
      await askToJoin(command, group, request.greeting);
      return { joined: false, group: groupSeenBy(undefined, group) };
    }
    const now = await letIn(command, group, [caller.user], 'joined');
    return { joined: true, group: { ...now, myRole: im.GroupRole.MEMBER } };
  };
}

/** Leaves a request for the admins of a locked group and tells them; an earlier one of the caller is replaced. */
async function askToJoin(command: Command<LogicStored>, { group }: Group, greeting: string): Promise<void> {
  const { caller, stored } = command;
  const [before, admins, me] = await Promise.all([
    stored.groupRequests.get(group, caller.user),
    stored.groupMembers.adminIds(group),
    stored.people.byId(caller.user),
  ]);
  // A resend: the admins know.
  if (before?.greeting === greeting) return;
  await stored.groupRequests.add(group, caller.user, greeting, caller.acceptedAt);
  const request = { user: caller.user, name: me?.name ?? '', greeting, time: caller.acceptedAt };
  command.push(admins, { joinRequested: { group, request } });
}

export async function listJoinRequests(
  request: im.ListJoinRequestsRequest,
  command: Command<LogicStored>,
): Promise<im.ListJoinRequestsReply.$Properties> {
  const limit = limitOf(request.limit, REQUESTS);
  const mine = await readMyGroup(command, request.group);
  assertAdmin(mine);
  // One more than asked for tells whether there is another page.
  const found = await command.stored.groupRequests.list(request.group, request.afterUser, limit + 1);
  return { requests: found.slice(0, limit), more: found.length > limit };
}

export function answerJoinRequest({ maxGroupMembers }: LogicSettings) {
  return async (
    request: im.AnswerJoinRequestRequest,
    command: Command<LogicStored>,
  ): Promise<im.AnswerJoinRequestReply.$Properties> => {
    const { stored } = command;
    const mine = await lockMyGroup(command, request.group);
    assertAdmin(mine);
    const { group } = mine;
    const [asked, exists] = await Promise.all([
      stored.groupRequests.get(group.group, request.user),
      stored.people.lock(request.user),
    ]);
    if (!asked || !exists)
      throw new ImError('NO_SUCH_REQUEST', 'this user has no open request; Logic.ListJoinRequests lists them');
    if (!request.accept) {
      await stored.groupRequests.remove(group.group, request.user);
      return {};
    }
    assertRoom(group.members, 1, maxGroupMembers);
    await letIn(command, group, [request.user], 'joined');
    return {};
  };
}
