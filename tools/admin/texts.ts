// What `npm run admin` says, in English and Chinese.

export interface AdminTexts {
  readonly usage: string;
  readonly done: string;
  readonly none: string;
  readonly notCurrent: string;
  readonly good: string;
  readonly bad: string;
  readonly allGood: string;
  wrong(count: number): string;
  ended(userId: string, sessions: number): string;
  sentTo(devices: number): string;
  /** Field → its head; a field that is missing is its own head. */
  readonly columns: Readonly<Record<string, string>>;
}

const COMMANDS = `  members · gates · doctor · audit · mails
  dead-letters list · show N… · replay N… · drop N…
  user show|sessions|disable|enable|export|delete NAME
  user end NAME [SESSION]
  group show|members|dissolve ID
  notice TEXT [--to NAME,NAME…]
  trace MESSAGE_ID|TRACE_ID
  drain INSTANCE · log-level debug|info|warn|error|silent [INSTANCE]`;

const ENGLISH: AdminTexts = {
  usage: `usage: npm run admin -- COMMAND [--json] [--config FILE]

${COMMANDS}

NAME is a name, an e-mail address or a user id. --json prints what the API replies.

IM_ADMIN_URL names the admin port of a running status and IM_ADMIN_TOKEN is one of its IM_ADMIN_TOKENS. Without them the
commands go to the \`npm start\` that runs on IM_DATA_FOLDER.

trace reads IM_KAFKA_BROKERS, IM_MYSQL_URL and IM_LOG_DIR itself, and needs IM_PACK_SERVICE_SECRET and IM_PACK_GATE_SECRET.

Where neither runs:
  --kafka      the services on IM_KAFKA_BROKERS, with IM_PACK_SERVICE_SECRET and IM_PACK_GATE_SECRET; no audit log, no members
  --embedded   the data of a stopped \`npm start\`, in IM_DATA_FOLDER
`,
  done: 'done',
  none: 'none',
  notCurrent: 'Reports do not come through Kafka: this may be old.',
  good: 'good',
  bad: 'WRONG',
  allGood: 'Nothing is wrong.',
  wrong: (count) => `${count} to mend.`,
  ended: (userId, sessions) => `${userId}: ${sessions} ${sessions === 1 ? 'session' : 'sessions'} ended`,
  sentTo: (devices) => `sent to ${devices} ${devices === 1 ? 'device' : 'devices'}`,
  columns: {},
};

const CHINESE: AdminTexts = {
  usage: `用法：npm run admin -- 命令 [--json] [--config 文件]

${COMMANDS}

NAME 是用户名、邮箱或用户 id。--json 原样输出接口的回复。

IM_ADMIN_URL 是运行中的 status 的管理端口，IM_ADMIN_TOKEN 是它的 IM_ADMIN_TOKENS 之一。
两者都没有时，命令发给使用 IM_DATA_FOLDER 的 \`npm start\`。

trace 自己读取 IM_KAFKA_BROKERS、IM_MYSQL_URL 和 IM_LOG_DIR，需要 IM_PACK_SERVICE_SECRET 和 IM_PACK_GATE_SECRET。

都没有运行时：
  --kafka      IM_KAFKA_BROKERS 上的服务，需要 IM_PACK_SERVICE_SECRET 和 IM_PACK_GATE_SECRET；没有审计日志和实例列表
  --embedded   已停止的 \`npm start\` 在 IM_DATA_FOLDER 里的数据
`,
  done: '完成',
  none: '没有',
  notCurrent: '报告没有从 Kafka 传来：以下内容可能是旧的。',
  good: '正常',
  bad: '有问题',
  allGood: '没有问题。',
  wrong: (count) => `有 ${count} 处需要处理。`,
  ended: (userId, sessions) => `${userId}：已结束 ${sessions} 个会话`,
  sentTo: (devices) => `已发送到 ${devices} 台设备`,
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
