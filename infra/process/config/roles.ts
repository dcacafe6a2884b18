// The configuration of each role. Comments explain the values whose names do not.
import type { SettingValue } from './settings.ts';

/** `tools`: operator commands on Kafka, with the secrets of packs. `operator`: those on the API of a running status. */
export type Role = 'gate' | 'auth' | 'logic' | 'verify' | 'status' | 'embedded' | 'tools' | 'operator';

export interface CommonConfig {
  /** Stable over restarts where IM_INSTANCE is given. */
  readonly instance: string;
  readonly logLevel: SettingValue<'IM_LOG_LEVEL'>;
  /** Where spans are exported to, as OTLP over HTTP, if it is given. */
  readonly otelEndpoint: string | undefined;
  /** Log lines go to files of this folder as well, if it is given. */
  readonly logFolder: string | undefined;
  /** Where /livez, /readyz and /metrics are. Port 0 = any free port; the log line "ready" says which. */
  readonly admin: { readonly host: string; readonly port: number };
  readonly topics: { readonly generation: number; readonly commandPartitions: number; readonly gatePartitions: number };
}

export interface KafkaConfig extends CommonConfig {
  /** Brokers as host:port. */
  readonly kafka: { readonly brokers: readonly string[]; readonly replication: number };
}

export type ToolsConfig = KafkaConfig &
  ServicePackConfig & {
    /** Of the store of logic, where a tool reads it. */
    readonly mysqlUrl: string | undefined;
  };

/** The secrets that sign records of Kafka. */
export interface ServicePackConfig {
  /** Services sign with the first secret; what is signed with any of these is accepted. */
  readonly packServiceSecrets: readonly Buffer[];
  /** What gates have signed with any of these is accepted. */
  readonly packGateSecrets: readonly Buffer[];
}

export interface BusConfig extends KafkaConfig {
  readonly redisUrl: string;
}

export interface StoreConfig extends BusConfig {
  readonly mysqlUrl: string;
}

export interface GateConfig extends BusConfig {
  readonly gate: {
    readonly host: string;
    /** 0 = any free port; the log line "ready" says which. */
    readonly tcpPort: number;
    readonly wsPort: number;
    /** IP addresses and networks of trusted proxies: the gate takes the client IP from their header. */
    readonly trustedProxies: readonly string[];
    /** What clients are told by status; empty: where the gate listens. */
    readonly publicUrls: readonly string[];
    /** Of which share of the commands there are spans, if they are exported, and log lines in each process. */
    readonly traceRates: { readonly spans: number; readonly rpcLog: number };
    /**
     * The partition of the reply topic that this gate reads: IM_GATE_SLOT, else the number that IM_INSTANCE or the host name ends
     * with.
     */
    readonly slot: number;
    /** Of a frame that a client sends. */
    readonly maxFrameBytes: number;
    readonly heartbeatIntervalMs: number;
    readonly idleTimeoutMs: number;
    readonly logInTimeoutMs: number;
    readonly commandTimeoutMs: number;
    readonly maxCommandsPerSecond: number;
    /** Per connection. */
    readonly maxPendingCommands: number;
    /** Bytes that may wait to be written to one client before it counts as a slow reader. One further frame may exceed it. */
    readonly maxOutgoingBytes: number;
    /** Of all connections together. Above it the gate closes those that hold most. */
    readonly maxUnsentBytes: number;
    /** Per connection. Above it the gate reads more slowly; before log-in a sixteenth. */
    readonly maxBytesPerSecond: number;
    readonly maxConnections: number;
    /** Of one client IPv4 address or IPv6 /64 network. A /48 network may have four times as many. */
    readonly maxConnectionsPerIp: number;
    /** New connections per second of such a network, after `maxConnectionsPerIp` at once. */
    readonly maxHandshakesPerIp: number;
    /** Commands of all connections together that may wait for the replies of one service before the gate stops reading them. */
    readonly maxCommandsInFlight: number;
    /** Bytes of all connections together that may wait for Kafka before the gate stops reading. */
    readonly maxQueuedBytes: number;
  };
  /** X25519, 32 bytes. */
  readonly sealPublicKey: Buffer;
  /** Of services: what is signed with a secret of any of these is accepted. 64 bytes each. */
  readonly packPublicKeys: readonly Buffer[];
  /** Gates sign with the first one. */
  readonly packGateSecrets: readonly Buffer[];
}

export interface AuthConfig extends StoreConfig, ServicePackConfig {
  readonly auth: {
    /** `code`: an account needs an e-mail address and the code mailed to it. `open`: it does not. */
    readonly registration: 'code' | 'open';
    /** `one-per-kind`: a new session on a phone ends the session on the user's other phone. */
    readonly devicePolicy: 'one-per-kind' | 'unlimited';
    /** How long a session lives without being used. */
    readonly sessionMs: number;
    /** How many failed attempts, and new accounts, one client IP has at once. */
    readonly attemptsPerIp: number;
    /** What one new hash of a password costs (argon2id). */
    readonly passwordHash: { readonly memoryKib: number; readonly passes: number };
    /** Undefined: one less than there are cores, at least one. */
    readonly hashingThreads: number | undefined;
  };
  /** New tokens use the first secret; tokens of all these secrets are accepted. */
  readonly tokenSecrets: readonly Buffer[];
  /** X25519, 32 bytes each. */
  readonly sealPrivateKeys: readonly Buffer[];
}

export interface VerifyConfig extends BusConfig, ServicePackConfig {
  readonly verify: {
    readonly codeMs: number;
    /** Codes and notices that clients cause, all together. */
    readonly mailsPerHour: number;
    readonly mailFrom: { readonly name: string; readonly address: string };
  };
  readonly smtpUrl: string;
  /** New codes use the first secret; codes of all these secrets are accepted. */
  readonly codeSecrets: readonly Buffer[];
  /** X25519, 32 bytes each. */
  readonly sealPrivateKeys: readonly Buffer[];
}

export interface LogicConfig extends StoreConfig, ServicePackConfig {
  readonly logic: {
    readonly maxTextBytes: number;
    readonly maxGroupMembers: number;
    /** Who may message users who have not chosen this themselves. */
    readonly whoMayWrite: 'anyone' | 'friends';
  };
  /** What logic does besides its commands. */
  readonly duties: {
    /** Older messages are deleted; 0 = never. */
    readonly keepMessagesMs: number;
    /** Whether the commands of a user per minute are limited. */
    readonly rateLimits: boolean;
    /** Whether domain events are emitted to other systems. */
    readonly domainEvents: boolean;
  };
}

export interface StatusConfig extends BusConfig, ServicePackConfig {
  /** Where clients ask for gates. */
  readonly status: {
    readonly host: string;
    readonly port: number;
    /** What gates tell their clients; undefined: where it listens. */
    readonly publicUrl: string | undefined;
  };
  /** Who may use the API for operators, and the store with its audit log. Undefined: nobody. */
  readonly api:
    | {
        readonly tokens: SettingValue<'IM_ADMIN_TOKENS'>;
        readonly proxy:
          | { readonly header: string; readonly networks: readonly string[]; readonly operators: readonly string[] }
          | undefined;
        /** IP addresses and networks of all proxies, which report the address of a caller. */
        readonly proxies: readonly string[];
        readonly mysqlUrl: string;
      }
    | undefined;
}

/** Of `npm run admin`. */
export interface OperatorConfig {
  /** Of an admin port of status, and a token of it. Undefined: the embedded server of `dataFolder`. */
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly dataFolder: string;
  /** Of the embedded server. */
  readonly httpPort: number;
}

/** All services in one process: no Kafka, MySQL or Redis. */
export interface EmbeddedConfig
  extends CommonConfig,
    Pick<GateConfig, 'gate'>,
    Pick<AuthConfig, 'auth'>,
    Pick<VerifyConfig, 'verify'>,
    Pick<LogicConfig, 'logic' | 'duties'> {
  readonly dataFolder: string;
  /** Of the operator's page. 0 = any free port. */
  readonly httpPort: number;
}

interface Configs {
  gate: GateConfig;
  auth: AuthConfig;
  logic: LogicConfig;
  verify: VerifyConfig;
  status: StatusConfig;
  embedded: EmbeddedConfig;
  tools: ToolsConfig;
  operator: OperatorConfig;
}
export type ConfigOf<R extends Role> = Configs[R];
