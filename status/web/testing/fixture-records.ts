// The records of the deployment that does not exist: letters, accounts, groups, the audit log, findings and mails.
import type { GroupReply, ShownAuditEntry, ShownFinding, ShownLetterDetails, ShownMail, ShownUser } from '../src/replies.ts';
import { GROUP_ID, MARKUP_NAME, USER_ID } from './fixture-data.ts';

const DAY_MS = 86_400_000;
const STACK = `TypeError: Cannot read properties of undefined (reading 'seq')
    at appendMessage (/srv/im/logic/messages/send-message.ts:84:31)
    at runCommand (/srv/im/infra/service/command-runner.ts:57:20)
    at async Promise.all (index 3)`;

export interface FixtureRecords {
  readonly letters: ShownLetterDetails[];
  readonly users: ShownUser[];
  readonly groups: GroupReply[];
  readonly entries: ShownAuditEntry[];
  readonly findings: ShownFinding[];
  readonly mails: ShownMail[];
}

export function fixtureRecords(now: number): FixtureRecords {
  return {
    letters: fixtureLetters(now),
    users: fixtureUsers(now),
    groups: [fixtureGroup(now)],
    entries: fixtureEntries(now),
    findings: FINDINGS,
    mails: [
      {
        at: now - 40_000,
        to: 'alice@example.org',
        subject: 'Your code: 482913',
        text: 'Your code is 482913.\n\nIt is valid for ten minutes.',
      },
      {
        at: now - 3_000_000,
        to: 'bob@example.org',
        subject: 'Your code: 117204',
        text: 'Your code is 117204.\n\nIt is valid for ten minutes.',
      },
    ],
  };
}

function fixtureLetters(now: number): ShownLetterDetails[] {
  const letter = (number: number, more: Partial<ShownLetterDetails>): ShownLetterDetails => ({
    number,
    at: now - number * 7_400_000,
    service: 'logic',
    place: `im.logic.1 3@${182_400 + number}[0]`,
    cause: "TypeError: Cannot read properties of undefined (reading 'seq')",
    state: 'open',
    stack: STACK,
    instance: 'logic-1',
    author: 'gate',
    bytes: 184,
    command: { rpc: 'sendMessage', userId: USER_ID, traceId: '4bf92f3577b34da6a3ce929d0e0e4736', acceptedAt: now - 7_400_000 },
    ...more,
  });
  return [
    letter(3, {}),
    letter(2, { cause: 'unverified: the record has no signature', author: '', stack: '' }),
    letter(1, {
      state: 'replayed',
      service: 'auth',
      place: 'im.auth.1 0@991[2]',
      cause: `RangeError: index out of range: ${MARKUP_NAME}`,
    }),
  ];
}

function fixtureUsers(now: number): ShownUser[] {
  const session = (sessionId: string, deviceKind: string, deviceName: string, hours: number) => ({
    sessionId,
    deviceKind,
    deviceName,
    openedAt: now - hours * 3_600_000,
    boundAt: now - hours * 360_000,
  });
  return [
    {
      userId: USER_ID,
      name: 'Alice',
      email: 'alice@example.org',
      disabled: false,
      registeredAt: now - 200 * DAY_MS,
      sessions: [
        session('c2Vzc2lvbi1vZi1hLXBob24', 'phone', 'Pixel 10', 30),
        session('c2Vzc2lvbi1vZi1hLWRlc2s', 'desktop', 'ThinkPad', 4),
        session('c2Vzc2lvbi1vZi1hLWJyb3c', 'web', '', 1),
      ],
    },
    { userId: 'bWFsbG9yeS13aXRoLW1hcms', name: MARKUP_NAME, email: '', disabled: true, registeredAt: now - DAY_MS, sessions: [] },
  ];
}

function fixtureGroup(now: number): GroupReply {
  const names = ['Alice', 'Bob', 'Chen Wei', '王小明', MARKUP_NAME];
  return {
    group: {
      groupId: GROUP_ID,
      name: 'Football on Sundays',
      about: 'Who plays, where, and who brings the ball',
      ownerId: USER_ID,
      memberCount: names.length,
      createdAt: now - 90 * DAY_MS,
      dissolved: false,
    },
    members: names.map((name, i) => ({
      userId: `${USER_ID.slice(0, 21)}${i}`,
      name,
      role: i === 0 ? 'OWNER' : i === 1 ? 'ADMIN' : 'MEMBER',
      joinedAt: now - (90 - i) * DAY_MS,
    })),
    more: true,
  };
}

function fixtureEntries(now: number): ShownAuditEntry[] {
  const acts: readonly (readonly [act: string, target: object, result: string])[] = [
    ['endSessions', { account: USER_ID, sessionId: 'c2Vzc2lvbi1vZi1hLXBob24' }, 'done'],
    ['notice', { text: 'Maintenance at 22:00', users: ['alice', 'bob'] }, 'done'],
    ['drain', { instance: 'gate-1' }, 'done'],
    ['replay', { number: 2 }, 'CANNOT_REPLAY'],
    ['logLevel', { level: 'debug', instance: 'logic-1' }, 'done'],
    ['disable', { account: MARKUP_NAME }, ''],
  ];
  return Array.from({ length: 120 }, (_, i) => {
    const [act, target, result] = acts[i % acts.length] ?? ['', {}, ''];
    const actor = i % 3 === 0 ? 'maria' : 'on-call';
    return { number: 120 - i, at: now - i * 1_900_000, actor, address: '10.0.3.7', act, target: JSON.stringify(target), result };
  });
}

const FINDINGS: ShownFinding[] = [
  { check: 'reports', isGood: true, subject: '', text: '7 instances report', remedy: '' },
  {
    check: 'instances',
    isGood: false,
    subject: 'verify-0',
    text: 'the SMTP server: connection refused at 10.0.0.9:587',
    remedy: 'see the log of verify-0',
  },
  {
    check: 'ulimit',
    isGood: false,
    subject: 'gate-0',
    text: 'may open 1024 files and needs 20200: 20000 clients and 200 of its own',
    remedy: 'start it with ulimit -n 32768 (LimitNOFILE=32768 of systemd), or set IM_MAX_CONNECTIONS=824',
  },
  { check: 'clocks', isGood: true, subject: '', text: 'all clocks agree', remedy: '' },
  { check: 'secrets', isGood: true, subject: '', text: 'all instances have the same secrets', remedy: '' },
  { check: 'disk', isGood: true, subject: '', text: 'every disk has room', remedy: '' },
  { check: 'topics', isGood: true, subject: '', text: 'all topics are as the settings say', remedy: '' },
  { check: 'servers', isGood: true, subject: 'MySQL', text: '11.8.3-MariaDB', remedy: '' },
];
