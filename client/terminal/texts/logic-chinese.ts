// The texts about friends, groups and changes of messages in Chinese.
import { im } from '../../../proto/rpc.ts';
import type { LogicTexts } from './logic-texts.ts';

export const LOGIC_FAILURES_ZH: Readonly<Record<string, string>> = {
  ALREADY_FRIENDS: '你们已经是好友',
  NO_SUCH_REQUEST: '没有来自该用户的好友请求',
  NO_SUCH_GROUP: '没有这个群，或只能通过邀请加入',
  NOT_ALLOWED: '只有群管理员可以这样做',
  NOT_A_MEMBER: '不是群成员',
  GROUP_TOO_LARGE: '群成员人数过多',
  OWNER_STAYS: '群主不能退群',
  MUTED: '您在本群中被禁言',
  NO_SUCH_CONVERSATION: '这里还没有任何消息',
  NO_SUCH_MESSAGE: '该消息已不存在',
  NOT_YOURS: '这不是您的消息',
  TOO_LATE: '已超过可以撤回的时间',
  BAD_REACTION: '不是单个表情，或该消息的表情种类过多',
  BAD_LIMIT: '一次过多，或您发出的邀请中尚未回答的过多（/invitations 可查看）',
  BANNED: '已被管理员禁止加入本群',
  BAD_ARGUMENT: '无法这样做',
};

const SYSTEM_MESSAGES: Readonly<Record<string, (who: string, users: string) => string>> = {
  created: (who) => `${who} 创建了群`,
  // The user joined directly, or an admin accepted their request.
  joined: (who, users) => (users === '' || users === who ? `${who} 加入了群` : `${who} 同意 ${users} 加入群`),
  left: (who) => `${who} 退出了群`,
  removed: (who, users) => `${who} 移除了 ${users}`,
  invited: (who, users) => `${who} 邀请了 ${users}`,
  renamed: (who) => `${who} 修改了群名`,
  changed: (who) => `${who} 修改了群资料`,
  role: (who, users) => `${who} 修改了 ${users} 的身份`,
  transferred: (who, users) => `${who} 将群转让给 ${users}`,
  muted: (who, users) => `${who} 设置或解除了 ${users} 的禁言`,
  dissolved: (who) => `${who} 解散了群`,
};

const USAGES: Readonly<Record<string, string>> = {
  '/friend': '/friend 名字，后面可以加一句问候',
  '/group': '/group 名字，即新群的名字',
  '/invite': '/invite 名字，可以有多个；名字中有空格时请加引号，或用逗号分隔',
  '/remark': '/remark 名字 备注，即您对好友的称呼；不写备注则取消',
  '/role': '/role 名字 admin（管理员），或 /role 名字 member（成员）',
  '/silence': '/silence 名字 分钟数，1 到 43200',
  '/dissolve': '/dissolve 群名，即当前群的名字：群将对所有人解散',
  '/join': '/join 群号，群成员可在 /groups 中看到；后面可以加一句问候',
  '/entry': '/entry open（任何人）、/entry request（需申请）或 /entry invitation（仅限邀请）：当前群的加入方式',
};

const ENTRIES: Readonly<Record<im.JoinPolicy, string>> = {
  [im.JoinPolicy.OPEN]: '现在任何人都可以用 /join 群号 加入。',
  [im.JoinPolicy.BY_REQUEST]: '现在输入 /join 群号 的人须经管理员同意，管理员会收到通知。',
  [im.JoinPolicy.BY_INVITATION]: '现在只能由管理员用 /invite 名字 邀请加入。',
};

export const LOGIC_CHINESE: LogicTexts = {
  recalled: '已撤回',
  edited: '已编辑',
  alreadyRecalled: '您的上一条消息已撤回，更早的消息不变。',
  reacted: (who, emoji, removed, target) =>
    `${who} ${removed ? `取消了 ${emoji}` : emoji} 回应${target ? `：${target}` : '更早的一条消息'}`,
  changedText: (who, before, after) => `${who} 修改了${before ? `：${before} → ${after}` : `更早的一条消息：${after}`}`,
  recalledBy: (who, before) => `${who} 撤回了${before ? `：${before}` : '更早的一条消息'}`,
  systemMessage: (what, who, users) => SYSTEM_MESSAGES[what]?.(who, users) ?? `${who}：${what}`,
  unread: (count) => `${count} 条未读`,
  nothingUnread: '没有未读消息。',
  hasLeft: '您已退出',
  noMore: '没有更早的消息了。',
  moreThere: '  /more 查看更早的消息。',
  noSuchMessage: '这里没有可以这样操作的消息。',
  editUsage: '/edit 内容，即您上一条消息的新内容',
  reactUsage: '/react 表情，回应他人的上一条消息；再次输入则取消',
  eraseUsage: '/erase，或 /erase N，N 为 1 到 50：仅为您删除最近的消息',
  erased: (count) => `已在您的所有设备上删除 ${count} 条消息，其他人仍保留。`,
  pinned: '已置顶',
  muted: '免打扰',
  conversationIs: {
    '/pin': '已置顶：显示在 /list 末尾。',
    '/unpin': '已取消置顶。',
    '/mute': '已设为免打扰：新消息只计数、不显示，提及您的除外。重新选择它或在其中发言，即可继续查看。',
    '/unmute': '已取消免打扰。',
    '/hide': '已从 /list 中隐藏，直到有新消息。',
    '/unhide': '已取消隐藏。',
  },
  notShown: (count) => `这里有 ${count} 条未显示的未读消息：/history 可查看。`,
  unreadInMuted: (count) => `免打扰中 ${count} 条未读`,
  typing: (name) => `${name} 正在输入…`,

  usageOf: (command) => USAGES[command] ?? `${command} 名字`,
  thatIsYou: '这是您自己。',
  nothingToAccept: (name) => `没有可同意的请求：${name} 没有请求加您为好友，或你们已是好友。`,
  asked: (name) => `${name}：已发送好友请求。`,
  incomingRequest: (name, greeting) =>
    `${name} 请求加您为好友${greeting && `：${greeting}`}（/accept ${name}，/decline ${name}）`,
  befriended: (name) => `您和 ${name} 已是好友。`,
  declined: (name) => `${name}：已拒绝。`,
  unfriended: (name) => `${name} 不再是您的好友。`,
  notYourFriend: (name) => `${name} 不是您的好友。`,
  blocked: (name) => `${name}：已屏蔽。`,
  unblocked: (name) => `已解除对 ${name} 的屏蔽。`,
  remarked: (name, remark) => (remark ? `${name} 的备注是 ${remark}。` : `已取消 ${name} 的备注。`),
  noFriends: '还没有好友：/friend 名字 可发送请求。',
  presence(state, seen) {
    if (state === im.PresenceState.OFFLINE) return seen ? `离线，最近在线 ${seen}` : '离线';
    return state === im.PresenceState.AWAY ? '离开' : '在线';
  },
  presenceChanged: (name, isThere) => `${name} ${isThere ? '上线了' : '下线了'}。`,

  noGroupChosen: '没有选择群。请先选择：/to #群名',
  groupMade: (name, id) => `现在发到新群 ${name}。/invite 名字 可邀请他人，他人也可输入 /join ${id}`,
  joinAsked: (name) => `已向 ${name} 的管理员发送请求。`,
  leftGroup: (name) => `您已退出 ${name}。现在没有选择任何人。`,
  noLongerMember: (name) => `您已不是 ${name} 的成员。现在没有选择任何人。`,
  onlyOwner: '只有群主可以这样做。',
  onlyAbove: '管理员可以对成员这样做，群主也可以对管理员这样做。',
  otherName: (name) => `当前群名为 ${name}：要对所有人解散，请输入 /dissolve ${name}`,
  dissolved: (name) => `${name} 已解散，消息仍可查看。现在没有选择任何人。`,
  severalGroups: (name) => `您有多个名为 ${name} 的群。没有选择任何人，请选择其中一个：`,
  members: (count) => `${count} 人`,
  noGroups: '还没有群：/group 名字 可创建。',
  role: (role) => (role === im.GroupRole.OWNER ? '群主' : '管理员'),

  banned: (name) => `${name} 已不在群中，且不能再加入：/unban ${name} 可解除。`,
  unbanned: (name) => `${name} 可以重新加入本群。`,
  banChanged: ({ name, group, admin, isLifted }) =>
    isLifted ? `${admin} 允许 ${name} 重新加入 ${group}。` : `${admin} 禁止 ${name} 加入 ${group}。`,
  noBans: '没有被禁止加入的人。',

  invited: (name) => `${name} 不是您的好友，已收到邀请，同意后才会加入群。`,
  invitationReceived: ({ inviter, group }) => `${inviter} 邀请您加入群 ${group}（/accept #${group}，/decline #${group}）`,
  invitationsReceived: (count) => `您有 ${count} 个入群邀请：/invitations 可查看。`,
  invitationSent: ({ name, group, when }) => `${when} 邀请了 ${name} 加入 ${group}：在该群中输入 /remove ${name} 可收回`,
  noInvitations: '没有待处理的邀请。',
  noInvitation: (group) => `没有来自 ${group} 的邀请。`,
  severalInvitations: (group) => `有多个名为 ${group} 的群邀请您，请用群号回答：`,
  invitationAccepted: (group) => `您已加入 ${group}：/to #${group}`,
  invitationWithdrawn: (name) => `已收回对 ${name} 的邀请。`,

  joinPolicyIs: (policy) => ENTRIES[policy],
  joinRequestReceived: ({ name, group, greeting }, isChosen) =>
    `${name} 申请加入 ${group}${greeting && `：${greeting}`}（${isChosen ? '' : `先 /to #${group}，再 `}/admit ${name} 或 /refuse ${name}）`,
  joinRequestsReceived: (count, group, isChosen) =>
    `${count} 人申请加入 ${group}（${isChosen ? '' : `先 /to #${group}，再 `}/requests）`,
  joinRequests: (count) => `${count} 人申请加入`,
  admitOrRefuse: '  /admit 名字 同意，/refuse 名字 拒绝。',
  noJoinRequests: '没有人申请加入。',
  noJoinRequest: (name) => `${name} 没有申请加入，或已是群成员。`,
  joinRequestRefused: (name) => `${name}：已拒绝加入。`,
};
