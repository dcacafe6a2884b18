// What `npm run admin` says, in English and Chinese.

import { ABOUT_CHINESE, ABOUT_ENGLISH } from './about.ts';

export interface AdminTexts {
  /** Around the list of commands. */
  readonly usage: { readonly head: string; readonly tail: string };
  /** Command → what it does. */
  readonly about: Readonly<Record<string, string>>;
  /** Option → what it means. */
  readonly options: Readonly<Record<string, string>>;
  readonly done: string;
  readonly none: string;
  readonly notCurrent: string;
  readonly good: string;
  readonly bad: string;
  readonly allGood: string;
  wrong(count: number): string;
  ended(userId: string, sessions: number): string;
  sentTo(devices: number): string;
  readonly nobody: string;
  readonly paused: string;
  unowned(count: number, of: number): string;
  lettersDone(count: number): string;
  lettersLeft(numbers: string, why: string): string;
  /** `isAtLeast`: there are more than the list shows. */
  confirm(count: number, isAtLeast: boolean): string;
  readonly needsYes: string;
  readonly notConfirmed: string;
  exported(lines: number): string;
  readonly exportBroken: string;
  /** Field → its head; a field that is missing is its own head. */
  readonly columns: Readonly<Record<string, string>>;
}

const ENGLISH: AdminTexts = {
  usage: {
    head: 'usage: npm run admin -- COMMAND [--json] [--config FILE]',
    tail: `npm run admin -- COMMAND --help tells more about one.

NAME is a name, an e-mail address or a user id. --json prints what the API replies.

IM_ADMIN_URL names the admin port of a running status and IM_ADMIN_TOKEN is one of its IM_ADMIN_TOKENS. Without them the
commands go to the \`npm start\` that runs on IM_DATA_FOLDER.

trace reads IM_KAFKA_BROKERS, IM_MYSQL_URL and IM_LOG_DIR itself, and needs IM_PACK_SERVICE_SECRET and IM_PACK_GATE_SECRET.

Where neither runs:
  --kafka      the services on IM_KAFKA_BROKERS, with IM_PACK_SERVICE_SECRET and IM_PACK_GATE_SECRET; no audit log, no members
  --embedded   the data of a stopped \`npm start\`, in IM_DATA_FOLDER

Exit codes: 0 done; 1 something failed, or the doctor found something; 2 the set-up is wrong; 64 the arguments are wrong.
`,
  },
  about: ABOUT_ENGLISH,
  options: {
    to: 'only these users: names, e-mail addresses or user ids',
    service: 'only those of this service, such as logic',
    cause: 'only those whose cause has this text',
    yes: 'asks nothing',
  },
  done: 'done',
  none: 'none',
  notCurrent: 'Reports do not come through Kafka: this may be old.',
  good: 'good',
  bad: 'WRONG',
  allGood: 'Nothing is wrong.',
  wrong: (count) => `${count} to mend.`,
  ended: (userId, sessions) => `${userId}: ${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended`,
  sentTo: (devices) => `sent to ${devices} ${devices === 1 ? 'device' : 'devices'}`,
  nobody: 'NOBODY',
  paused: 'paused',
  unowned: (count, of) => `nobody owns ${count} of ${of} partitions: does an instance of its service run?`,
  lettersDone: (count) => `${count} done`,
  lettersLeft: (numbers, why) => `not done: ${numbers} (${why}); repeat the command, each takes effect once`,
  confirm: (count, isAtLeast) => `${isAtLeast ? 'at least ' : ''}${count} dead letters: go on? [y/N] `,
  needsYes: 'give --yes: there is no terminal to ask on',
  notConfirmed: 'nothing was done',
  exported: (lines) => `${lines} lines`,
  exportBroken: 'the export is not complete: repeat it',
  columns: {},
};

const CHINESE: AdminTexts = {
  usage: {
    head: '用法：npm run admin -- 命令 [--json] [--config 文件]',
    tail: `npm run admin -- 命令 --help 说明一个命令。

NAME 是用户名、邮箱或用户 id。--json 原样输出接口的回复。

IM_ADMIN_URL 是运行中的 status 的管理端口，IM_ADMIN_TOKEN 是它的 IM_ADMIN_TOKENS 之一。
两者都没有时，命令发给使用 IM_DATA_FOLDER 的 \`npm start\`。

trace 自己读取 IM_KAFKA_BROKERS、IM_MYSQL_URL 和 IM_LOG_DIR，需要 IM_PACK_SERVICE_SECRET 和 IM_PACK_GATE_SECRET。

都没有运行时：
  --kafka      IM_KAFKA_BROKERS 上的服务，需要 IM_PACK_SERVICE_SECRET 和 IM_PACK_GATE_SECRET；没有审计日志和实例列表
  --embedded   已停止的 \`npm start\` 在 IM_DATA_FOLDER 里的数据

退出码：0 完成；1 有失败，或 doctor 发现问题；2 设置有误；64 参数有误。
`,
  },
  about: ABOUT_CHINESE,
  options: {
    to: '只发给这些用户：用户名、邮箱或用户 id',
    service: '只处理这个服务的，例如 logic',
    cause: '只处理原因中含有这段文字的',
    yes: '不再询问',
  },
  done: '完成',
  none: '没有',
  notCurrent: '报告没有从 Kafka 传来：以下内容可能是旧的。',
  good: '正常',
  bad: '有问题',
  allGood: '没有问题。',
  wrong: (count) => `有 ${count} 处需要处理。`,
  ended: (userId, sessions) => `${userId}：已结束 ${sessions} 个会话`,
  sentTo: (devices) => `已发送到 ${devices} 台设备`,
  nobody: '无',
  paused: '已暂停',
  unowned: (count, of) => `${of} 个分区中有 ${count} 个无人处理：这个服务有实例在运行吗？`,
  lettersDone: (count) => `完成 ${count} 条`,
  lettersLeft: (numbers, why) => `未完成：${numbers}（${why}）；请重复此命令，每条只生效一次`,
  confirm: (count, isAtLeast) => `${isAtLeast ? '至少 ' : ''}${count} 条死信：继续吗？[y/N] `,
  needsYes: '没有终端可以询问：请加上 --yes',
  notConfirmed: '没有做任何事',
  exported: (lines) => `${lines} 行`,
  exportBroken: '导出不完整：请重试',
  columns: {
    instance: '实例',
    role: '角色',
    version: '版本',
    connections: '连接',
    maxConnections: '最大连接',
    cpuPercent: 'CPU %',
    memoryMiB: '内存 MiB',
    eventLoopDelayMs: '延迟 ms',
    partitions: '分区',
    state: '状态',
    addresses: '地址',
    draining: '正在下线',
    number: '编号',
    at: '时间',
    actor: '操作者',
    address: '来自',
    topic: '主题',
    partition: '分区',
    owner: '实例',
    position: '位置',
    lag: '积压',
    oldestSeconds: '等待秒数',
    paused: '暂停',
    act: '操作',
    target: '对象',
    result: '结果',
    service: '服务',
    place: '位置',
    cause: '原因',
    sessionId: '会话',
    deviceKind: '设备类型',
    deviceName: '设备',
    openedAt: '登录时间',
    boundAt: '最近连接',
    userId: '用户 id',
    name: '名字',
    email: '邮箱',
    disabled: '已停用',
    registeredAt: '注册时间',
    groupId: '群 id',
    about: '简介',
    ownerId: '群主',
    memberCount: '成员数',
    createdAt: '创建时间',
    dissolved: '已解散',
    joinedAt: '加入时间',
    to: '收件人',
    subject: '主题',
    text: '内容',
  },
};

export const ADMIN_TEXTS = { en: ENGLISH, zh: CHINESE } as const;
