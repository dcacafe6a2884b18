// What users do: one function for each rpc of Logic.
import type { Command } from '../infra/ports.ts';
import type { Handlers, im } from '../proto/contract.ts';
import { deleteForMe, editMessage, react, recallMessage } from './changes.ts';
import { listConversations, setConversation } from './conversations.ts';
import { listReaders, markDelivered, markRead } from './conversations-receipts.ts';
import { eraseUser } from './forget-user.ts';
import { createGroup, dissolveGroup, updateGroup } from './groups.ts';
import { getGroup, listGroupMembers, listGroups } from './groups-lists.ts';
import { inviteToGroup, leaveGroup, removeFromGroup } from './groups-members.ts';
import { answerJoinRequest, joinGroup, listJoinRequests } from './groups-requests.ts';
import { muteMember, setGroupRole, transferGroup } from './groups-roles.ts';
import { pullMessages } from './history.ts';
import { sendMessage } from './messages.ts';
import { findUser, getProfile, searchUsers, updateProfile } from './people.ts';
import { notifyFriends } from './people-told.ts';
import type { LogicStore } from './ports.ts';
import { answerFriendRequest, block, removeFriend, requestFriend, setRemark, unblock } from './relations.ts';
import { type FriendPresenceSources, listBlocked, listFriendRequests, listFriends } from './relations-lists.ts';
import { sync } from './sync.ts';

export interface LogicSettings {
  /** The longest text of a message, in bytes of UTF-8. */
  readonly maxTextBytes: number;
  readonly maxGroupMembers: number;
  /** Who may write to a user who has said nothing about it. */
  readonly whoMayWrite: 'anyone' | 'friends';
}

/** Without `friendsPresence` all friends are shown as OFFLINE. */
export function logicHandlers(
  settings: LogicSettings,
  friendsPresence?: FriendPresenceSources,
): Handlers<im.Logic, Command<LogicStore>> {
  return {
    sendMessage: sendMessage(settings),
    recallMessage,
    editMessage: editMessage(settings),
    react: react(settings),
    deleteForMe,
    pullMessages,
    listConversations,
    sync,
    markDelivered,
    markRead,
    listReaders,
    setConversation,
    findUser,
    getProfile,
    updateProfile,
    searchUsers,
    requestFriend,
    listFriendRequests,
    answerFriendRequest,
    removeFriend,
    listFriends: listFriends(friendsPresence),
    setRemark,
    block,
    unblock,
    listBlocked,

    createGroup: createGroup(settings),
    getGroup,
    listGroups,
    listGroupMembers,
    updateGroup,
    inviteToGroup: inviteToGroup(settings),
    joinGroup: joinGroup(settings),
    listJoinRequests,
    answerJoinRequest: answerJoinRequest(settings),
    leaveGroup,
    removeFromGroup,
    setGroupRole,
    transferGroup,
    muteMember,
    dissolveGroup,

    forgetUser: eraseUser,
    tellFriends: notifyFriends,
  };
}
