// The texts of the chat in Chinese.

import type { ChatTexts } from './chat-texts.ts';
import { LOGIC_CHINESE, LOGIC_FAILURES_ZH } from './logic-chinese.ts';

const FAILURES: Readonly<Record<string, string>> = {
  ...LOGIC_FAILURES_ZH,
  BAD_NAME: "名字无效：需要 1 到 64 个字符，只能用文字、数字、空格和 - _ . '，表情请放在显示名里",
  NAME_INVISIBLE: '名字中含有看不见的字符，请手动输入而不要粘贴',
  NAME_MIXES_SCRIPTS: '名字混用了外形相近的文字，请只用一种文字的字母和数字',
  BAD_PASSWORD: '密码需要 8 到 128 个字符，且不能与名字相同',
  BAD_ADDRESS: '这不是有效的邮箱地址',
  NAME_TAKEN: '该名字已被使用',
  NAME_TOO_SIMILAR: '该名字与已有名字看起来太像，请换一个',
  WRONG_CREDENTIALS: '密码错误',
  WRONG_CODE: '验证码错误或已失效',
  TOO_MANY_TRIES: '尝试次数过多',
  TOO_MANY_REQUESTS: '操作过于频繁',
  MAIL_FAILED: '邮件发送失败，请检查地址是否正确',
  ACCOUNT_DISABLED: '该账号已被停用',
  NO_SUCH_SESSION: '该会话已结束',
  NO_SUCH_USER: '该用户已不存在',
  BLOCKED: '你们之间存在屏蔽',
  NOT_FRIENDS: '只有好友才能发送',
  BAD_TEXT: '文本含有控制字符、过多的附加符号，或没有可见内容',
  TEXT_TOO_LONG: '消息太长',
  FRAME_TOO_LARGE: '消息太长',
  TIMEOUT: '服务器没有应答',
  UNAVAILABLE: '服务器没有应答',
  EXPIRED: '服务器没有应答',
  INTERNAL_ERROR: '服务器出错',
  BUSY: '服务器繁忙',
  CONNECTION_LOST: '连接已断开',
  CLOSED: '会话已结束',
  OUTBOX_FULL: '等待发送的消息过多',
  SESSION_REPLACED: '您已在另一个窗口继续',
  DEVICE_REPLACED: '您已在另一台同类设备上登录（--device 可指定本机的类型）',
  PASSWORD_CHANGED: '密码已在别处修改，请重新启动并用新密码登录',
  ACCOUNT_CLOSED: '账号已被停用',
  ACCOUNT_DELETED: '账号已删除',
  SESSION_ENDED: '本会话已被另一台设备结束，请重新启动并登录',
  BAD_TOKEN: '会话已不存在，请重新启动并登录',
  LOGGED_OUT: '已退出登录',
};

const VALUES: Readonly<Record<string, string>> = {
  '--as': '名字',
  '--gate': '地址：tcp://主机:端口 或 ws://主机:端口',
  '--status': '地址：http://主机:端口 或 https://主机:端口',
  '--password': '密码',
  '--state': '文件名',
  '--device': '类型：phone、tablet、desktop 或 web',
  '--lang': '语言：en 或 zh',
  '--to': '用户的名字，或 #群名',
};

export const CHINESE: ChatTexts = {
  ...LOGIC_CHINESE,
  usage: `用法：npm run chat -- --as 名字 [--gate 地址]... [--status 地址]... [--password 密码] [--state 文件]
                          [--device 类型] [--lang en|zh] [--to 名字] [--plain|--json]

  --as 名字        您的名字或邮箱地址；新名字会被注册
  --gate 地址      tcp://主机:端口 或 ws://主机:端口，可多次给出（默认 tcp://127.0.0.1:7000）
  --status 地址    status 服务的 http://主机:端口，由它告知可用的网关
  --password 密码  未给出时会询问；放在环境变量 IM_PASSWORD 中更安全
  --state 文件     保存会话的文件，仅您可读（默认 ~/.config/im-chat/名字@主机_端口.json）
  --device 类型    phone、tablet、desktop 或 web：每种类型可以有一个会话（默认 desktop）
  --lang en|zh     语言；默认取自 LANG
  --to 名字        用户，或 #群名：输入的各行发到那里；管道中的每一行是一条消息
  --plain          供脚本使用：每条消息一行，以制表符分隔：时间（UTC）、会话、发送者、内容
  --json           供脚本使用：每个事件一行，为一个 JSON 对象（docs/terminal.md）

脚本：echo hi | npm run --silent chat -- --as bot --to alice --plain
退出码：0 全部已保存；1 未登录、消息被拒绝或会话已结束；2 参数错误；
        3 --to 的对象不存在；4 有消息尚未保存：已保留，下次启动时发送`,
  help: `聊天
  /to 名字             选择发给谁；/to #群名：发到某个群
  /edit 内容           修改您的上一条消息
  /recall              撤回您的上一条消息；更早的不会被撤回
  /react 表情          回应他人的上一条消息；再次输入则取消
  /erase [N]           仅为自己删除最近一条（或 N 条）消息
  /history [N]         与当前对象的最近 N 条消息（20）
  /more                更早的消息
  /list                会话列表；/unread：有未读消息的会话
  /pin, /mute, /hide   置顶、免打扰、隐藏当前会话；/unpin、/unmute、/unhide：取消
  /who                 您是谁、正在发给谁
好友
  /friend 名字 [问候]  请求加为好友
  /accept 名字         同意好友请求；/decline 名字：拒绝
  /friends             好友列表及是否在线
  /unfriend 名字       删除好友，或收回请求
  /remark 名字 备注    您对好友的称呼
  /block 名字          屏蔽；/unblock 名字：解除屏蔽
  /profile [名字]      查看资料；/nick 名字：修改您的昵称
群
  /group 名字          创建群
  /invite 名字...      将好友加入当前群，邀请其他人加入
  /invitations         收到和发出的邀请；/accept #群名：同意，/decline #群名：拒绝
  /join 群号 [问候]    加入群，或向管理员申请加入
  /entry 方式          当前群的加入方式：open（任何人）、request（需申请）、invitation（仅限邀请）
  /requests            谁申请加入当前群；/admit 名字：同意，/refuse 名字：拒绝
  /role 名字 身份      设为管理员（admin）或成员（member）
  /silence 名字 分钟   禁言成员；/unsilence 名字：解除
  /remove 名字         移出群，或收回邀请
  /ban 名字            移出群且不能再加入；/unban 名字 解除，/bans 列出
  /transfer 名字       转让群
  /dissolve 群名       解散当前群
  /leave               退出当前群
  /groups              群列表；/members：当前群的成员
账号
  /sessions            您在哪些设备上登录
  /end N               结束其中一个登录
  /password            修改密码
  /address             修改邮箱地址
  /reset               忘记密码时，通过邮件验证码设置新密码
  /export 文件         把保存的关于您的全部内容写入文件
  /logout              退出登录；/logout everywhere：退出所有设备
  /delete              删除账号
  /quit                离开；下次启动时继续本次登录
名字中有空格时可加引号：“anna maria”，意思明确时可不加；多个名字用逗号分隔；Tab 键补全名字。
其余内容会直接发送；以 // 开头的行会少一个 / 再发送。… 发送中，✓ 已发送，✓✓ 已读`,
  locale: 'zh-CN',
  me: '我',
  deletedUser: '已注销用户',
  operator: '管理员',
  notice: (text) => `管理员通知：${text}`,

  noName: '请说明您是谁：npm run chat -- --as 名字（注意前面的两个短横）。',
  badGate: (address) => `--gate ${address} 不是有效地址：请使用 tcp://主机:端口 或 ws://主机:端口。`,
  badStatus: (address) => `--status ${address} 不是有效地址：请使用 http://主机:端口 或 https://主机:端口。`,
  badDevice: (kind) => `--device ${kind} 无法识别：请使用 phone、tablet、desktop 或 web。`,
  badLanguage: (language) => `--lang ${language} 无法识别：请使用 en 或 zh。`,
  badFlag: (what) => `无法识别 ${what}。可用的参数如下：`,
  twoFormats: '--plain 和 --json 只能用一个。',
  unknownRecipient: (name) => `--to ${name}：没有这个用户，您也没有这个群。什么都没有发送。`,
  recipientMissing: '没有指定发给谁，请用 --to 名字 启动',
  stateUnreadable: (file, why) => `无法读取会话文件 ${file}：${why}。请用 --state 文件 另选一个。`,
  stateNotSaved: (file, why) => `无法保存会话和未发送的消息：${file}：${why}。请排除问题，或用 --state 文件 重新启动。`,
  noValue: (flag) => `${flag} 后面需要${VALUES[flag] ?? '一个值'}。`,

  password: (name) => `${name} 的密码：`,
  newName: (name) => `还没有人叫 ${name}：将注册新账号，请为它设置密码。`,
  notTheSame: '两次输入的密码不一致。',
  wrongPassword: (name) => `密码错误：${name} 已被注册，这不是它的密码。`,
  wrongForEmail: '没有使用该邮箱地址和密码的账号。注册请使用 --as 名字（名字，而不是邮箱地址）。',
  forgotten: '忘记密码？请输入 /reset 代替密码，通过邮件验证码设置新密码。',
  passwordNeeded: '需要密码：请使用 --password 或 IM_PASSWORD，或在终端中启动。',
  emailNeeded: '本服务器要求注册时提供邮箱地址：请在终端中启动，以便输入邮件中的验证码。',
  emailRequired: '本服务器要求提供邮箱地址，并会向其发送验证码。',
  sessionGone: (gate) => `上次保存的会话已结束，或不属于 ${gate}。请重新登录。`,
  waitingFor: (gates, seconds) =>
    `${gates} 没有服务器应答，将重试 ${seconds} 秒…（在另一个终端运行 npm start 可启动服务器；--gate 指定其地址）`,
  serviceUnavailable: (seconds) => `已连接，但登录没有应答：服务器的服务可能正在启动，将重试 ${seconds} 秒…`,
  notLoggedIn: (why) => `未登录：${why}。`,
  noPassword: '没有输入密码',
  wrongPasswords: (count) => `密码错误 ${count} 次`,
  notRegistered: '未注册：已放弃。',
  greeting: (name, isNew) =>
    isNew ? `欢迎，${name}：注册成功。输入 /help 查看命令。` : `欢迎回来，${name}。输入 /help 查看命令。`,

  email: '邮箱地址：',
  newEmail: '新邮箱地址：',
  codeMailed: (address, minutes) => `六位验证码已发送到 ${address}，${minutes} 分钟内有效。`,
  resetCodeMailed: (address, minutes) =>
    `如果有账号使用该地址，发送到 ${address} 的六位验证码可用于该账号，${minutes} 分钟内有效。`,
  noOtherMail: (address, wait) => `暂时不能再向 ${address} 发送邮件，请在 ${wait}后重试；或输入此前收到的验证码。`,
  code: '验证码（直接回车：放弃）：',
  wrongCode: '验证码错误或已失效。',
  currentPassword: '当前密码：',
  newPassword: '新密码（8 到 128 个字符）：',
  newPasswordAgain: '再次输入新密码：',
  passwordChanged: '新密码已设置，其他登录已结束。',
  emailChanged: (address) => `您的邮箱地址现在是 ${address}。`,
  session: ({ kind, name, opened, bound, current }) =>
    `${[kind, name].filter(Boolean).join('，') || '未命名'}：登录于 ${opened}，最近连接于 ${bound}${current ? '（本机）' : ''}`,
  sessionEnded: '该登录已结束。',
  endUsage: '/end N，N 为 /sessions 中的编号',
  ownSession: '这是本次登录；/logout 可退出。',
  exportUsage: '/export 文件，须为新文件',
  exported: (file, messages) => `${file}：您的账号和 ${messages} 条消息。`,
  notWritten: (file, why) => `未能写入 ${file}：${why}`,
  deleteWarning: (name) => `账号 ${name} 将被永久删除，所有登录都会结束。您发出的消息仍保留在对方那里。`,
  deletePassword: '密码（直接回车：保留账号）：',
  logoutUsage: '/logout 或 /logout everywhere',
  nothingChanged: '没有任何改动。',

  nobodyChosen: '没有选择任何人。请先选择发给谁：/to 名字',
  sentence: (why) => `${why}。`,
  notChosen: (why) => `${why}没有选择任何人。请先选择发给谁：/to 名字`,
  unknownWhileOffline: (name) => `没有连接，且本机不认识 ${name}，恢复后请再试。没有选择任何人。`,
  toUsage: '/to 名字，群为 /to #群名',
  historyUsage: '/history，或 /history N，N 为 1 到 200',
  takesNothing: (command) => `${command} 后面不需要其他内容`,
  noMessages: '还没有消息。',
  noConversations: '还没有会话。',
  allHidden: '所有会话都已隐藏：有新消息时会重新显示，也可先 /to 名字，再 /unhide。',
  who: (me, other) => `您是 ${me}${other === undefined ? '' : `，正在发给 ${other}`}。`,
  writingTo: (name) => `现在发给 ${name}。`,
  noSuchUser: (name) => `没有用户 ${name}。`,
  unknownCommand: (command) => `没有命令 ${command}。/help 查看全部命令。`,
  noConnection: '没有连接，恢复后请再试。',
  connectionLost: (seconds, mostSeconds) =>
    `没有连接，${seconds} 秒后重试，之后至少每 ${mostSeconds} 秒一次。您写的内容会保留并发送。`,
  connectedAgain: '已重新连接。',
  notSent: (text, why) => `✗ 未发送：“${text}”：${why}`,
  kept: (text) => `尚未发送：“${text}”。已保存，下次启动时发送。`,
  notDone: (line) => `未执行：${line}`,
  closed: (why) => `结束：${why}。`,
  failure: (code) => FAILURES[code] ?? code,
  retryAfter: (wait) => `；${wait}后可重试`,
  didYouMean: (suggestion) => `；您是指 ${suggestion} 吗？`,
  sizes: (bytes, allowed) => `：${bytes} 字节，上限为 ${allowed} 字节`,
  units: { seconds: '秒', minutes: '分钟', hours: '小时' },
};
