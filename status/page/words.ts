// The texts of the operator's page, in English and Chinese.

export type PageLanguage = 'en' | 'zh';

const ENGLISH = {
  title: 'Operator',
  overview: 'Instances',
  letters: 'Dead letters',
  user: 'User',
  audit: 'Audit log',
  mails: 'Mails',
  none: 'None.',
  notCurrent: 'Reports do not come through Kafka: this may be old.',
  instance: 'Instance',
  state: 'State',
  version: 'Version',
  connections: 'Connections',
  cpu: 'CPU %',
  memory: 'Memory MiB',
  partitions: 'Partitions (lag)',
  latency: 'From accept to acknowledgement, of all gates',
  notice: 'Notice',
  noticeExplained: 'A text for everybody who is connected now.',
  send: 'Send',
  find: 'Show',
  account: 'Name, e-mail address or user id',
  device: 'Device',
  opened: 'Logged in',
  end: 'End',
  endAll: 'End all sessions',
  disable: 'Disable the account',
  enable: 'Enable the account',
  replay: 'Replay',
  drop: 'Drop',
  number: 'Number',
  time: 'Time',
  cause: 'Cause',
  actor: 'Who',
  act: 'What',
  target: 'To what',
  result: 'Result',
  mailsExplained: 'This server sends no mail. What it would have sent is shown here, the newest first.',
  to: 'to',
} as const;

export type PageWords = Readonly<Record<keyof typeof ENGLISH, string>>;

const CHINESE: PageWords = {
  title: '管理',
  overview: '实例',
  letters: '死信',
  user: '用户',
  audit: '审计日志',
  mails: '邮件',
  none: '没有。',
  notCurrent: '报告没有从 Kafka 传来：以下内容可能是旧的。',
  instance: '实例',
  state: '状态',
  version: '版本',
  connections: '连接',
  cpu: 'CPU %',
  memory: '内存 MiB',
  partitions: '分区（积压）',
  latency: '所有网关从接收到确认',
  notice: '通知',
  noticeExplained: '发给所有在线用户。',
  send: '发送',
  find: '查看',
  account: '用户名、邮箱或用户 id',
  device: '设备',
  opened: '登录时间',
  end: '结束',
  endAll: '结束所有会话',
  disable: '停用账号',
  enable: '启用账号',
  replay: '重放',
  drop: '丢弃',
  number: '编号',
  time: '时间',
  cause: '原因',
  actor: '操作者',
  act: '操作',
  target: '对象',
  result: '结果',
  mailsExplained: '本服务器不会真正发送邮件，本应发出的邮件显示在这里，最新的在最前面。',
  to: '收件人：',
};

export const PAGE_WORDS: Readonly<Record<PageLanguage, PageWords>> = { en: ENGLISH, zh: CHINESE };

/** Browsers send less. The time that a longer header takes grows with the square of its length. */
const MAX_LANGUAGE_CHARACTERS = 200;

/** The supported language that the reader prefers most, as in "zh-CN,zh;q=0.9,en;q=0.8". */
export function languageOf(accepted = ''): PageLanguage {
  const weights: Record<PageLanguage, number> = { en: 0, zh: 0 };
  for (const part of accepted.slice(0, MAX_LANGUAGE_CHARACTERS).split(',')) {
    const [, name, weight = '1'] = /^\s*(en|zh)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
    const language = name?.toLowerCase() as PageLanguage | undefined;
    if (language) weights[language] = Math.max(weights[language], Number(weight));
  }
  return weights.zh > weights.en ? 'zh' : 'en';
}
