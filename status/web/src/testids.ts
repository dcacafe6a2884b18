// The values of `data-testid`, by which the tests in a browser (e2e/page) find what they click and read.

export type PageView = 'members' | 'lag' | 'letters' | 'users' | 'groups' | 'notices' | 'audit' | 'mails' | 'doctor';

export const testIds = {
  /** The link to a view, and the view itself. */
  nav: (view: PageView) => `nav-${view}`,
  view: (view: PageView) => `view-${view}`,
  /** What was refused or could not be reached. */
  error: 'error',
  /** Where an act asks before it begins. */
  confirm: 'confirm',
  cancel: 'cancel',

  /** The row of an instance; its text has the state. */
  member: (instance: string) => `member-${instance}`,
  drain: (instance: string) => `drain-${instance}`,
  /** A row of one group and partition. */
  partition: (service: string, partition: number) => `partition-${service}-${partition}`,
  /** Charts. */
  messagesChart: 'chart-messages',
  latencyChart: 'chart-latency',

  letter: (number: number) => `letter-${number}`,
  replay: (number: number) => `replay-${number}`,
  drop: (number: number) => `drop-${number}`,

  /** A text field and its button. */
  account: 'account',
  findUser: 'find-user',
  /** The account that was found; its text has name and user id. */
  user: 'user',
  session: (sessionId: string) => `session-${sessionId}`,
  endSession: (sessionId: string) => `end-${sessionId}`,
  endAll: 'end-all',
  disable: 'disable',
  enable: 'enable',

  groupId: 'group-id',
  findGroup: 'find-group',
  group: 'group',
  dissolve: 'dissolve',

  noticeText: 'notice-text',
  /** Names with commas between them; empty for everybody. */
  noticeUsers: 'notice-users',
  sendNotice: 'send-notice',
  /** How many devices it went to. */
  noticeResult: 'notice-result',

  /** A row; its text has who, what and the result. */
  auditEntry: (number: number) => `audit-${number}`,
  mail: 'mail',
  finding: 'finding',
} as const;
