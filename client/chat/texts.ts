// Everything the chat says, in English and Chinese.

export type Language = 'en' | 'zh';

export interface Texts {
  readonly usage: string;
  readonly help: string;
  readonly password: string;
  readonly passwordNeeded: string;
  readonly wrongPassword: string;
  /** The locale of times. */
  readonly locale: string;
  readonly me: string;
  readonly nobodyChosen: string;
  readonly noMessages: string;
  readonly noConversations: string;
  readonly connectedAgain: string;
  greeting(name: string, isNew: boolean): string;
  who(me: string, other: string | undefined): string;
  writingTo(name: string): string;
  noSuchUser(name: string): string;
  unknownCommand(command: string): string;
  lost(seconds: number): string;
  notSent(text: string, why: string): string;
  closed(reason: string): string;
  /** What a failure's code means to a person; the code itself where there is nothing better. */
  failure(code: string): string;
}

const FAILURES: Record<Language, Readonly<Record<string, string>>> = {
  en: {
    BAD_NAME: 'that cannot be a name: 1 to 64 visible characters',
    BAD_PASSWORD: 'a password has 8 to 128 characters',
    TOO_MANY_TRIES: 'too many tries, wait a little',
    TEXT_TOO_LONG: 'the text is too long',
    FRAME_TOO_LARGE: 'the text is too long',
    TIMEOUT: 'the server does not answer',
    UNAVAILABLE: 'the server does not answer',
    CONNECTION_LOST: 'the connection was lost',
    CLOSED: 'the session has ended',
    OUTBOX_FULL: 'too many messages are waiting',
    SESSION_REPLACED: 'you went on in another window',
    BAD_TOKEN: 'the session no longer exists',
    LOGGED_OUT: 'logged out',
  },
  zh: {
    BAD_NAME: '名字无效：需要 1 到 64 个可见字符',
    BAD_PASSWORD: '密码需要 8 到 128 个字符',
    TOO_MANY_TRIES: '尝试次数过多，请稍候',
    TEXT_TOO_LONG: '消息太长',
    FRAME_TOO_LARGE: '消息太长',
    TIMEOUT: '服务器没有应答',
    UNAVAILABLE: '服务器没有应答',
    CONNECTION_LOST: '连接已断开',
    CLOSED: '会话已结束',
    OUTBOX_FULL: '等待发送的消息过多',
    SESSION_REPLACED: '您已在另一个窗口继续',
    BAD_TOKEN: '会话已不存在',
    LOGGED_OUT: '已退出登录',
  },
};

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    usage: `Usage: npm run chat -- --as NAME [--gate URL]... [--password PASSWORD] [--state FILE] [--lang en|zh]

  --as NAME        who you are; the first time the name is registered
  --gate URL       tcp://host:port or ws://host:port, several times for several gates (tcp://127.0.0.1:7000)
  --password TEXT  asked for when it is not given; IM_PASSWORD in the environment is the safer way
  --state FILE     where the session is kept, readable by you alone (~/.config/im-chat/NAME.json)
  --lang en|zh     the language; otherwise from LANG`,
    help: `  /to NAME      choose whom to write to
  /list         your conversations
  /history [N]  the last N messages with the one chosen (20)
  /who          who you are and whom you write to
  /quit         leave
  Everything else is sent; a line that begins with // is sent with one / less.`,
    password: 'Password: ',
    passwordNeeded: 'A password is needed: give --password or IM_PASSWORD.',
    wrongPassword: 'The name is taken and the password is not its.',
    locale: 'en-GB',
    me: 'me',
    nobodyChosen: 'Choose whom to write to first: /to NAME',
    noMessages: 'No messages yet.',
    noConversations: 'No conversations yet.',
    connectedAgain: 'Connected again.',
    greeting: (name, isNew) => (isNew ? `Welcome, ${name}: you are registered.` : `Welcome back, ${name}.`),
    who: (me, other) => `You are ${me}${other === undefined ? '' : ` and write to ${other}`}.`,
    writingTo: (name) => `You write to ${name}.`,
    noSuchUser: (name) => `There is no ${name}.`,
    unknownCommand: (command) => `There is no ${command}. /help shows what there is.`,
    lost: (seconds) => `No connection. Next try in ${seconds} s.`,
    notSent: (text, why) => `Not sent: "${text}": ${why}`,
    closed: (reason) => `The end: ${FAILURES.en[reason] ?? reason}.`,
    failure: (code) => FAILURES.en[code] ?? code,
  },
  zh: {
    usage: `用法：npm run chat -- --as 名字 [--gate 地址]... [--password 密码] [--state 文件] [--lang en|zh]

  --as 名字        您是谁；首次使用时注册该名字
  --gate 地址      tcp://主机:端口 或 ws://主机:端口，可多次给出（默认 tcp://127.0.0.1:7000）
  --password 密码  未给出时会询问；放在环境变量 IM_PASSWORD 中更安全
  --state 文件     保存会话的文件，仅您可读（默认 ~/.config/im-chat/名字.json）
  --lang en|zh     语言；默认取自 LANG`,
    help: `  /to 名字       选择发给谁
  /list          会话列表
  /history [N]   与当前对象的最近 N 条消息（20）
  /who           您是谁、正在发给谁
  /quit          离开
  其余内容会直接发送；以 // 开头的行会少一个 / 再发送。`,
    password: '密码：',
    passwordNeeded: '需要密码：请使用 --password 或 IM_PASSWORD。',
    wrongPassword: '该名字已被注册，且密码不正确。',
    locale: 'zh-CN',
    me: '我',
    nobodyChosen: '请先选择发给谁：/to 名字',
    noMessages: '还没有消息。',
    noConversations: '还没有会话。',
    connectedAgain: '已重新连接。',
    greeting: (name, isNew) => (isNew ? `欢迎，${name}：注册成功。` : `欢迎回来，${name}。`),
    who: (me, other) => `您是 ${me}${other === undefined ? '' : `，正在发给 ${other}`}。`,
    writingTo: (name) => `现在发给 ${name}。`,
    noSuchUser: (name) => `没有用户 ${name}。`,
    unknownCommand: (command) => `没有命令 ${command}。/help 查看全部命令。`,
    lost: (seconds) => `没有连接，${seconds} 秒后重试。`,
    notSent: (text, why) => `未发送：“${text}”：${why}`,
    closed: (reason) => `结束：${FAILURES.zh[reason] ?? reason}。`,
    failure: (code) => FAILURES.zh[code] ?? code,
  },
};
