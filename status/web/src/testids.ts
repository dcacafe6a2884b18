// The values of `data-testid`, by which the tests in a browser (e2e/page) find what they click and read.
import type { ViewName } from './router.ts';

export const testIds = {
  /** The link to a view, and the view itself. */
  nav: (view: ViewName) => `nav-${view}`,
  view: (view: ViewName) => `view-${view}`,
  /** On a phone: shows the links. */
  menu: 'menu',
  theme: 'theme',
  language: 'language',
  /** Whether the page is live: its attribute data-state is "connecting", "live" or "lost". */
  link: 'link',
  /** Since when it is not live. */
  lost: 'lost',
  /** Results of acts: `done` is one that went well. */
  notes: 'notes',
  done: 'done',
  /** What was refused or could not be reached. */
  error: 'error',
  /** Where an act asks before it begins. */
  confirm: 'confirm',
  confirmName: 'confirm-name',
  cancel: 'cancel',
  /** Shows the next entries. */
  more: 'more',

  tile: (name: 'messages' | 'ack' | 'gates' | 'connections' | 'lag' | 'letters') => `tile-${name}`,
  problems: 'problems',
  /** Charts; their attribute data-samples is the number of moments. */
  messagesChart: 'chart-messages',
  latencyChart: 'chart-latency',
  lagChart: 'chart-lag',

  /** The row of an instance; its text has the state. `openMember` is the link in it. */
  member: (instance: string) => `member-${instance}`,
  openMember: (instance: string) => `open-member-${instance}`,
  /** All about one instance, with its acts. */
  memberDetails: 'member-details',
  drain: (instance: string) => `drain-${instance}`,
  logLevel: 'log-level',
  setLogLevel: 'set-log-level',
  allLogLevels: 'all-log-levels',
  setAllLogLevels: 'set-all-log-levels',
  /** A row of one service. */
  service: (service: string) => `service-${service}`,
  /** A row of one group and partition. */
  partition: (service: string, partition: number) => `partition-${service}-${partition}`,

  letter: (number: number) => `letter-${number}`,
  openLetter: (number: number) => `open-letter-${number}`,
  letterDetails: 'letter-details',
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
  export: 'export',
  deleteUser: 'delete-user',

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
