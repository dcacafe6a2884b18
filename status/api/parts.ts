// What the operations of the API work with.
import type { Finding } from '../doctor/findings.ts';
import type { History } from '../history.ts';
import type { LagHistory } from '../lag.ts';
import type { Members } from '../members.ts';
import type { AuditLog, Control, Groups, KeptMails, Letters, Notices, Users } from '../ports.ts';
import type { LiveStreams } from './live.ts';

export interface ApiParts {
  readonly members: Pick<Members, 'list' | 'isHearing' | 'dropped' | 'onChange'>;
  /** This process: its id in the reports, and how it stops in order. */
  readonly own: { readonly process: string; drain(): void };
  readonly history: Pick<History, 'list'>;
  readonly lag: Pick<LagHistory, 'describe'>;
  readonly live: Pick<LiveStreams, 'open'>;
  /** Of this process. */
  readonly version: string;
  readonly users: Users;
  readonly groups: Groups;
  readonly letters: Letters;
  readonly control: Control & Notices;
  readonly audit: AuditLog;
  /** Only where mails are kept instead of being sent. */
  readonly mails: KeptMails | undefined;
  examine(): Promise<Finding[]>;
}
