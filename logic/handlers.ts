// The commands of Logic: one handler for each rpc.
import type { Command } from '../infra/ports/index.ts';
import type { Handlers, im } from '../proto/rpc.ts';
import { listConversations, setConversation } from './conversations/conversation-list.ts';
import { listReaders } from './conversations/list-readers.ts';
import { markDelivered, markRead } from './conversations/receipts.ts';
import { sync } from './conversations/sync.ts';
import { closeGroup, createGroup, dissolveGroup, updateGroup } from './groups/group-lifecycle.ts';
import { getGroup, inspectGroup, listGroupMembers, listGroups } from './groups/group-lists.ts';
import { leaveGroup, removeFromGroup } from './groups/group-members.ts';
import { liftGroupBan, listGroupBans } from './groups/group-restrictions.ts';
import { muteMember, setGroupRole, transferGroup } from './groups/group-roles.ts';
import { inviteToGroup, listGroupInvitations } from './groups/invitations.ts';
import { answerGroupInvitation, answerJoinRequest, joinGroup, listJoinRequests } from './groups/join-requests.ts';
import { deleteForMe } from './messages/delete-for-me.ts';
import { editMessage, react, recallMessage } from './messages/message-changes.ts';
import { pullMessages } from './messages/message-history.ts';
import { sendMessage } from './messages/send-message.ts';
import { eraseUser } from './people/erase-user.ts';
import { notifyFriends } from './people/profile-propagation.ts';
import { getProfile, updateProfile } from './people/profiles.ts';
import { type FriendPresenceSources, listBlocked, listFriendRequests, listFriends } from './people/relation-lists.ts';
import { answerFriendRequest, block, removeFriend, requestFriend, setRemark, unblock } from './people/relations.ts';
import { findUser, searchUsers } from './people/user-search.ts';
import type { LogicStore } from './ports/index.ts';
import type { LogicSettings } from './settings.ts';

/** Without `friendPresence`, ListFriends shows all friends as OFFLINE. */
export function logicHandlers(
  settings: LogicSettings,
  friendPresence?: FriendPresenceSources,
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
    listFriends: listFriends(friendPresence),
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
    listGroupBans,
    liftGroupBan,
    answerGroupInvitation: answerGroupInvitation(settings),
    listGroupInvitations,

    eraseUser: eraseUser,
    notifyFriends: notifyFriends,
    inspectGroup,
    closeGroup,
  };
}
