// The ports of status: what its API needs from the rest of the deployment. All methods throw ApiError where the caller must know
// why, with 503 when a service is unavailable and 504 when it did not answer in time.

/** An act of an operator. */
export interface Act {
  readonly actor: string;
  /** The IP address that the request came from. */
  readonly address: string;
  /** The operation: "endSessions". */
  readonly act: string;
  /** What it was done to: the parameters as JSON. */
  readonly target: string;
}

export interface AuditEntry extends Act {
  readonly number: number;
  /** By the store's clock, in milliseconds since 1970. */
  readonly at: number;
  /** "done", a code, or '' where the process ended before the act did. */
  readonly result: string;
}

/** Who did what. Entries are only ever added. Rejects when they cannot be stored or read. */
export interface AuditLog {
  /** Stores an act before it begins; resolves with its id. */
  begin(act: Act): Promise<string>;
  end(actId: string, result: string): Promise<void>;
  /** Below the number `before`, the newest first. */
  list(before: number, limit: number): Promise<AuditEntry[]>;
}

export interface UserSession {
  readonly sessionId: string;
  readonly deviceKind: string;
  readonly deviceName: string;
  readonly openedAt: number;
  readonly boundAt: number;
}

export interface UserAccount {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  readonly registeredAt: number;
  readonly sessions: UserSession[];
}

export interface SessionsEnded {
  readonly userId: string;
  readonly sessionsEnded: number;
}

/** `account`: a name, an e-mail address or a user id. */
export interface Users {
  inspect(account: string): Promise<UserAccount>;
  /** All sessions without `sessionId`. */
  endSessions(account: string, sessionId: string | undefined): Promise<SessionsEnded>;
  setDisabled(account: string, disabled: boolean): Promise<SessionsEnded>;
  remove(account: string): Promise<SessionsEnded>;
  /**
   * Everything stored about the user, as far as the user may read it: account, sessions, profile, relations, invitations, groups,
   * conversations, each with the messages that the user has sent. Reads on as it is asked for more.
   */
  export(account: string): AsyncIterable<ExportLine>;
}

/** A line of an export: `kind` tells which other fields it has. */
export interface ExportLine {
  readonly kind:
    | 'account'
    | 'session'
    | 'profile'
    | 'relation'
    | 'invitation'
    | 'group'
    | 'conversation'
    | 'message'
    | 'hiddenMessages';
  readonly [field: string]: unknown;
}

export interface InspectedGroup {
  readonly groupId: string;
  readonly name: string;
  readonly about: string;
  readonly ownerId: string;
  readonly memberCount: number;
  readonly createdAt: number;
  readonly dissolved: boolean;
}

export interface InspectedMember {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly joinedAt: number;
}

export interface Groups {
  /** `after`: '' = from the start. */
  inspect(
    groupId: string,
    after: string,
    limit: number,
  ): Promise<{ readonly group: InspectedGroup; readonly members: InspectedMember[]; readonly more: boolean }>;
  dissolve(groupId: string): Promise<void>;
}

/** A command that could not be processed. */
export interface Letter {
  readonly number: number;
  readonly at: number;
  /** The consumer group: "logic". */
  readonly service: string;
  /** "im.logic.1 3@17[0]" */
  readonly place: string;
  readonly cause: string;
  readonly state: 'open' | 'replayed';
}

export interface LetterDetails extends Letter {
  readonly stack: string;
  readonly instance: string;
  readonly author: string;
  readonly bytes: number;
  /** Of a command that can be decoded; its payload is not shown. */
  readonly command?: { readonly rpc: string; readonly userId: string; readonly traceId: string; readonly acceptedAt: number };
}

export interface Letters {
  /** The newest first, without dropped ones, at most 1000. */
  list(): Promise<Letter[]>;
  show(number: number): Promise<LetterDetails>;
  /** Sends it to its service again. A command takes effect once, however often it is replayed. */
  replay(number: number, by: string): Promise<void>;
  /** Hides it from the list. */
  drop(number: number, by: string): Promise<void>;
  /** The same for all open ones that fit, of those that `list` shows, the oldest first. One call after the other. */
  replayMany(filter: LettersFilter, by: string): Promise<LettersDone>;
  /** The same, with those that were replayed. */
  dropMany(filter: LettersFilter, by: string): Promise<LettersDone>;
}

export interface LettersFilter {
  readonly service?: string | undefined;
  /** A part of the cause, in any case. */
  readonly cause?: string | undefined;
  /** None above this number: nobody has seen those that come later. */
  readonly upTo?: number | undefined;
}

/** Numbers of letters. */
export interface LettersDone {
  readonly done: readonly number[];
  /** Those that can never be done. */
  readonly failed: readonly { readonly number: number; readonly message: string }[];
  /** Those that a failure left over; what a replay has sent of them takes effect once, however often it is repeated. */
  readonly left: readonly number[];
  /** Why some are left; '' where none is. */
  readonly stoppedBy: string;
}

/** A process that reports. */
export interface ControlledProcess {
  readonly role: string;
  readonly instance: string;
  readonly process: string;
}

/** Commands to processes. They resolve when the command is durable; the reports show its effect. */
export interface Control {
  drain(processes: readonly ControlledProcess[]): Promise<void>;
  setLogLevel(processes: readonly ControlledProcess[], level: string): Promise<void>;
}

export interface Notices {
  /** To all logged-in devices of these gates. */
  sendToAll(gates: readonly ControlledProcess[], text: string): Promise<void>;
  /** To these users; resolves with the number of devices that it was sent to. */
  sendTo(userIds: readonly string[], text: string): Promise<number>;
}

/** A mail that the embedded server keeps instead of sending it. */
export interface KeptMail {
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface KeptMails {
  listNewest(limit: number): Promise<readonly KeptMail[]>;
}
