// What each role is configured with: the values, and what they mean where their names do not say it.
import type { SettingValue } from './settings.ts';

/** `tools`: commands of the operator that need the log alone. */
export type Role = 'gate' | 'auth' | 'logic' | 'verify' | 'embedded' | 'tools';

export interface CommonConfig {
  /** Stable over restarts where INSTANCE is given. */
  readonly instance: string;
  readonly logLevel: SettingValue<'LOG_LEVEL'>;
  readonly topics: { readonly generation: number; readonly commandPartitions: number; readonly gatePartitions: number };
}

export interface ToolsConfig extends CommonConfig {
  /** Brokers as host:port. */
  readonly kafka: { readonly brokers: readonly string[]; readonly replication: number };
}

export interface BusConfig extends ToolsConfig {
  readonly redisUrl: string;
}

export interface StoreConfig extends BusConfig {
  readonly mysqlUrl: string;
}

export interface GateSettings {
  readonly host: string;
  /** 0 = any free port; the line "ready" says which. */
  readonly tcpPort: number;
  readonly wsPort: number;
  /** IP addresses and networks whose word about a client's address is taken. */
  readonly trustedProxies: readonly string[];
  /** The partition of the reply topic this gate reads: GATE_SLOT, else the number INSTANCE or the host name ends with. */
  readonly slot: number;
  readonly maxFrameBytes: number;
  readonly heartbeatIntervalMs: number;
  readonly idleTimeoutMs: number;
  readonly logInTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly maxCommandsPerSecond: number;
  /** Per connection. */
  readonly maxPendingCommands: number;
  /** Per connection. */
  readonly maxOutgoingBytes: number;
  readonly maxConnections: number;
  /** Of all connections together: commands that wait for their reply. */
  readonly maxCommandsInFlight: number;
  /** Of all connections together: commands that wait for Kafka. */
  readonly maxQueuedBytes: number;
}

export interface LogicSettings {
  readonly maxTextBytes: number;
  readonly maxGroupMembers: number;
  /** Who may write to a user who has said nothing about it. */
  readonly whoMayWrite: 'anyone' | 'friends';
}

/** What logic does besides its commands. */
export interface LogicDuties {
  /** Messages older than that are deleted; 0 = never. */
  readonly keepMessagesMs: number;
  /** Whether users are held to so many commands a minute. */
  readonly rateLimits: boolean;
  /** Whether other systems are told what has happened. */
  readonly domainEvents: boolean;
}

export interface GateConfig extends BusConfig {
  readonly gate: GateSettings;
  /** X25519, 32 bytes. */
  readonly sealPublicKey: Buffer;
}

export interface AuthSettings {
  /** `code`: only with an address and the code mailed to it. `open`: also without an address. */
  readonly registration: 'code' | 'open';
  /** `one-per-kind`: a newer session on a phone ends the one on the older phone. */
  readonly devicePolicy: 'one-per-kind' | 'unlimited';
  /** Of a session that is not used. */
  readonly sessionMs: number;
  /** Log-ins and registrations of one client address that are let through before it has to wait. */
  readonly triesPerIp: number;
}

export interface AuthConfig extends StoreConfig {
  readonly auth: AuthSettings;
  /** The first makes tokens, all are accepted. */
  readonly tokenSecrets: readonly Buffer[];
  /** X25519, 32 bytes each. */
  readonly sealPrivateKeys: readonly Buffer[];
}

export interface VerifySettings {
  readonly codeMs: number;
  readonly mailFrom: { readonly name: string; readonly address: string };
}

export interface VerifyConfig extends BusConfig {
  readonly verify: VerifySettings;
  readonly smtpUrl: string;
  /** The first makes codes, all are accepted. */
  readonly codeSecrets: readonly Buffer[];
  /** X25519, 32 bytes each. */
  readonly sealPrivateKeys: readonly Buffer[];
}

export interface LogicConfig extends StoreConfig {
  readonly logic: LogicSettings;
  readonly duties: LogicDuties;
}

/** Everything in one process: no Kafka, MySQL or Redis. */
export interface EmbeddedConfig extends CommonConfig {
  readonly gate: GateSettings;
  readonly logic: LogicSettings;
  readonly duties: LogicDuties;
  readonly auth: AuthSettings;
  readonly verify: VerifySettings;
  readonly dataFolder: string;
  /** Where the mails are shown. 0 = any free port. */
  readonly httpPort: number;
}

interface Configs {
  gate: GateConfig;
  auth: AuthConfig;
  logic: LogicConfig;
  verify: VerifyConfig;
  embedded: EmbeddedConfig;
  tools: ToolsConfig;
}
export type ConfigOf<R extends Role> = Configs[R];
