// Replies of the API for people: tables and sentences.
import type { AdminTexts } from './texts.ts';

type Row = Readonly<Record<string, unknown>>;
export type Rows = readonly Row[];

/** Fields that hold milliseconds since 1970. */
const MOMENTS = new Set(['at', 'openedAt', 'boundAt', 'joinedAt', 'registeredAt', 'createdAt']);
const MAX_WIDTH = 60;

/** Columns as wide as their widest value; the last one as long as it is. */
export function showTable(rows: Rows, columns: readonly string[], texts: AdminTexts): string {
  if (rows.length === 0) return `${texts.none}\n`;
  const head = columns.map((column) => texts.columns[column] ?? column);
  const cells = rows.map((row) => columns.map((column) => showValue(column, row[column])));
  const widths = columns.map((_, i) => Math.min(MAX_WIDTH, Math.max(...[head, ...cells].map((line) => widthOf(line[i] ?? '')))));
  return [head, ...cells]
    .map(
      (line) =>
        `${line
          .map((cell, i) => pad(cell, widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

export function showMembers(reply: { isCurrent: boolean; members: Rows }, texts: AdminTexts): string {
  const rows = reply.members.map((member) => ({
    ...member,
    state: [member.state, ...((member.missing as string[] | undefined) ?? []), member.warning].filter(Boolean).join('; '),
    partitions: (member.services as { service: string; owned: number }[])
      .map(({ service, owned }) => `${service} ${owned}`)
      .join(', '),
  }));
  const columns = [
    'instance',
    'role',
    'version',
    'connections',
    'cpuPercent',
    'memoryMiB',
    'eventLoopDelayMs',
    'partitions',
    'state',
  ];
  return `${reply.isCurrent ? '' : `${texts.notCurrent}\n`}${showTable(rows, columns, texts)}`;
}

interface ShownService {
  readonly service: string;
  readonly topic: string;
  readonly partitions: Rows;
}

/** A row for each partition; a service without any owner is one line. */
export function showLag(reply: { isCurrent: boolean; services: readonly ShownService[] }, texts: AdminTexts): string {
  const shown = reply.services.flatMap(({ service, topic, partitions }) =>
    partitions.map((one) => ({
      service,
      topic,
      ...one,
      owner: one.owner === '' ? texts.nobody : one.owner,
      paused: one.paused ? texts.paused : '',
    })),
  );
  const unowned = reply.services.flatMap(({ topic, partitions }) => {
    const count = partitions.filter(({ owner }) => owner === '').length;
    return count === 0 ? [] : [`${topic}: ${texts.unowned(count, partitions.length)}\n`];
  });
  const columns = ['service', 'topic', 'partition', 'owner', 'position', 'lag', 'oldestSeconds', 'paused'];
  const note = reply.isCurrent ? '' : `${texts.notCurrent}\n`;
  return `${note}${showTable(shown, columns, texts)}${unowned.length > 0 ? '\n' : ''}${unowned.join('')}`;
}

interface LettersReply {
  readonly done: readonly number[];
  readonly failed: readonly { readonly number: number; readonly message: string }[];
  readonly left: readonly number[];
  readonly stoppedBy: string;
}

/** What was done with many letters, and what not. */
export function showMany({ done, failed, left, stoppedBy }: LettersReply, texts: AdminTexts): string {
  const lines = [texts.lettersDone(done.length), ...failed.map(({ number, message }) => `${number}: ${message}`)];
  if (left.length > 0) lines.push(texts.lettersLeft(left.join(', '), stoppedBy));
  return lines.map((line) => `${showValue('', line)}\n`).join('');
}

export function showUser({ sessions, ...user }: { sessions: Rows } & Row, texts: AdminTexts): string {
  const facts = ['userId', 'name', 'email', 'disabled', 'registeredAt'].map((field) => factLine(field, user[field], texts));
  return `${facts.join('')}\n${showTable(sessions, ['sessionId', 'deviceKind', 'deviceName', 'openedAt', 'boundAt'], texts)}`;
}

export function showGroup({ group }: { group: Row }, texts: AdminTexts): string {
  const fields = ['groupId', 'name', 'about', 'ownerId', 'memberCount', 'createdAt', 'dissolved'];
  return fields.map((field) => factLine(field, group[field], texts)).join('');
}

interface ShownFinding {
  readonly check: string;
  readonly isGood: boolean;
  readonly subject: string;
  readonly text: string;
  readonly remedy: string;
}

export function showFindings({ findings }: { findings: readonly ShownFinding[] }, texts: AdminTexts): string {
  const bad = findings.filter(({ isGood }) => !isGood);
  const lines = findings.map(({ check, isGood, subject, text, remedy }) => {
    const mark = isGood ? texts.good : texts.bad;
    const what = `${pad(mark, 8)}${pad(check, 14)}${subject === '' ? '' : `${subject}: `}${text}\n`;
    return isGood ? what : `${what}${' '.repeat(22)}→ ${remedy}\n`;
  });
  return `${lines.join('')}\n${bad.length === 0 ? texts.allGood : texts.wrong(bad.length)}\n`;
}

function factLine(field: string, value: unknown, texts: AdminTexts): string {
  return `${pad(texts.columns[field] ?? field, 16)}${showValue(field, value)}\n`;
}

/** One line without control characters, which a name or a mail could use to write elsewhere on the terminal. */
function showValue(field: string, value: unknown): string {
  if (value === undefined || value === '') return '-';
  if (MOMENTS.has(field) && typeof value === 'number' && value > 0) return new Date(value).toISOString();
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return text.replaceAll(/[\p{C}\u2028\u2029]+/gu, ' ');
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;

/** Chinese characters take two columns. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
