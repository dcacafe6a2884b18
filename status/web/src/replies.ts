// What the API replies, as far as the page shows it.

export type PageRole = 'read' | 'operate';

export interface PageSession {
  readonly name: string;
  readonly role: PageRole;
  readonly hasMails: boolean;
  readonly version: string;
}

export interface ShownQuantiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface ShownPartition {
  readonly partition: number;
  readonly position: number;
  readonly lag: number;
  readonly paused: boolean;
}

/** What a service of an instance did in the last seconds. */
export interface BatchLoad {
  readonly commandsPerSecond: number;
  readonly batchesPerSecond: number;
  readonly batchCommands: number;
  readonly batchMs: number;
  /** By code. */
  readonly refusalsPerSecond: Readonly<Record<string, number>>;
}

export interface ShownService {
  readonly service: string;
  /** Partitions of this instance. */
  readonly owned: number;
  readonly paused: number;
  readonly lag: number;
  readonly queuedRecords: number;
  /** Since the start of the process. */
  readonly deadLetters: number;
  readonly partitions: readonly ShownPartition[];
  readonly load?: BatchLoad;
}

/** What a gate did in the last seconds. */
export interface MemberLoad {
  readonly framesInPerSecond: number;
  readonly framesOutPerSecond: number;
  readonly bytesInPerSecond: number;
  readonly bytesOutPerSecond: number;
  readonly refusalsPerSecond: Readonly<Record<string, number>>;
  readonly ack?: ShownQuantiles;
  readonly push?: ShownQuantiles;
}

export type MemberState = 'ready' | 'not ready' | 'draining';

export interface ShownMember {
  readonly role: string;
  readonly instance: string;
  readonly state: MemberState;
  /** What it needs and does not have. */
  readonly missing: readonly string[];
  readonly warning?: string;
  readonly version: string;
  readonly startedAt: string;
  readonly addresses: readonly string[];
  readonly adminUrl: string;
  readonly logLevel: string;
  readonly services: readonly ShownService[];
  readonly connections: number;
  readonly sessions: number;
  readonly maxConnections: number;
  readonly cpuPercent: number;
  readonly memoryMiB: number;
  readonly eventLoopDelayMs: number;
  readonly hashes?: { readonly waiting: number; readonly running: number; readonly done: number; readonly refused: number };
  readonly load?: MemberLoad;
}

export interface MembersReply {
  /** False while reports do not come through Kafka. */
  readonly isCurrent: boolean;
  readonly latency: { readonly ack?: ShownQuantiles; readonly push?: ShownQuantiles };
  readonly members: readonly ShownMember[];
}

/** What all instances together did in the seconds before `at`. */
export interface LoadSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly messagesPerSecond: number;
  readonly pushesPerSecond: number;
  readonly connections: number;
  readonly ack?: ShownQuantiles;
  readonly push?: ShownQuantiles;
  /** By service. */
  readonly lag: Readonly<Record<string, number>>;
}

export interface HistoryReply {
  readonly stepSeconds: number;
  /** The oldest first. */
  readonly samples: readonly LoadSample[];
}

export interface ShownFinding {
  readonly check: string;
  readonly isGood: boolean;
  readonly subject: string;
  readonly text: string;
  /** '' where nothing is wrong. */
  readonly remedy: string;
}

export interface ShownLetter {
  readonly number: number;
  readonly at: number;
  readonly service: string;
  /** Where the command was in the log. */
  readonly place: string;
  readonly cause: string;
  readonly state: 'open' | 'replayed';
}

export interface ShownLetterDetails extends ShownLetter {
  readonly stack: string;
  readonly instance: string;
  readonly author: string;
  readonly bytes: number;
  readonly command?: { readonly rpc: string; readonly userId: string; readonly traceId: string; readonly acceptedAt: number };
}

export interface ShownSession {
  readonly sessionId: string;
  readonly deviceKind: string;
  readonly deviceName: string;
  readonly openedAt: number;
  readonly boundAt: number;
}

export interface ShownUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly disabled: boolean;
  readonly registeredAt: number;
  readonly sessions: readonly ShownSession[];
}

export interface EndedSessions {
  readonly userId: string;
  readonly sessionsEnded: number;
}

export interface ShownGroup {
  readonly groupId: string;
  readonly name: string;
  readonly about: string;
  readonly ownerId: string;
  readonly memberCount: number;
  readonly createdAt: number;
  readonly dissolved: boolean;
}

export interface ShownGroupMember {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly joinedAt: number;
}

export interface GroupReply {
  readonly group: ShownGroup;
  /** A page of them. */
  readonly members: readonly ShownGroupMember[];
  readonly more: boolean;
}

export interface ShownAuditEntry {
  readonly number: number;
  readonly at: number;
  readonly actor: string;
  readonly address: string;
  readonly act: string;
  /** The parameters as JSON. */
  readonly target: string;
  /** "done", a code, or '' where the process ended before the act did. */
  readonly result: string;
}

export interface ShownMail {
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
