// Every setting: its name, its kind and its default.
import {
  adminTokens,
  base64url,
  fraction,
  gateUrls,
  headerName,
  hostAndPorts,
  integer,
  integerOrNever,
  type Kind,
  listenAddress,
  listOf,
  name,
  networks,
  oneOf,
  sender,
  text,
  url,
  userNames,
  webUrl,
} from './kinds.ts';

export interface Setting<T> {
  readonly kind: Kind<T>;
  /** The default, written as in the environment. A setting without a default is required by every role that reads it. */
  readonly fallback?: string;
}

/** Other programs use HOST and LOG_LEVEL too, so every name starts with this. */
export const PREFIX = 'IM_';

/** `.env.example` explains each setting; a test keeps the two in step. */
export const SETTINGS = {
  IM_KAFKA_BROKERS: { kind: hostAndPorts },
  IM_KAFKA_REPLICATION: { kind: integer(1, 15), fallback: '1' },
  IM_TOPIC_GENERATION: { kind: integer(1, 2 ** 48), fallback: '1' },
  IM_COMMAND_PARTITIONS: { kind: integer(1, 1024), fallback: '8' },
  IM_GATE_PARTITIONS: { kind: integer(1, 1024), fallback: '8' },
  IM_MYSQL_URL: { kind: url('mysql:') },
  IM_REDIS_URL: { kind: url('redis:', 'rediss:') },
  IM_INSTANCE: { kind: name, fallback: '' },
  IM_LOG_LEVEL: { kind: oneOf('debug', 'info', 'warn', 'error', 'silent'), fallback: 'info' },
  // A line for each command of clients costs as much as the command itself.
  IM_RPC_LOG: { kind: fraction, fallback: '0' },
  IM_OTEL_ENDPOINT: { kind: url('http:', 'https:'), fallback: '' },
  IM_TRACE_SAMPLE: { kind: fraction, fallback: '0.01' },
  IM_LOG_DIR: { kind: text, fallback: '' },
  IM_ADMIN_HOST: { kind: listenAddress, fallback: '127.0.0.1' },
  IM_ADMIN_PORT: { kind: integer(0, 65535), fallback: '0' },
  IM_PACK_GATE_SECRET: { kind: listOf(base64url(32, 1024)) },
  IM_PACK_SERVICE_SECRET: { kind: listOf(base64url(32, 1024)) },

  IM_HOST: { kind: listenAddress, fallback: '127.0.0.1' },
  IM_TCP_PORT: { kind: integer(0, 65535), fallback: '7000' },
  IM_WS_PORT: { kind: integer(0, 65535), fallback: '7001' },
  IM_TRUSTED_PROXIES: { kind: networks, fallback: '' },
  // Default: where the gate listens.
  IM_PUBLIC_GATE_URLS: { kind: gateUrls, fallback: '' },
  IM_GATE_SLOT: { kind: integer(0, 1023), fallback: '' },
  IM_PACK_PUBLIC_KEY: { kind: listOf(base64url(64, 64)) },
  IM_SEAL_PUBLIC_KEY: { kind: base64url(32, 32) },
  // The upper limit keeps a frame well below the largest Kafka record.
  IM_MAX_FRAME_BYTES: { kind: integer(1024, 512 * 1024), fallback: '65536' },
  IM_HEARTBEAT_INTERVAL_MS: { kind: integer(100, 3_600_000), fallback: '30000' },
  IM_IDLE_TIMEOUT_MS: { kind: integer(200, 7_200_000), fallback: '75000' },
  IM_LOG_IN_TIMEOUT_MS: { kind: integer(100, 3_600_000), fallback: '15000' },
  IM_COMMAND_TIMEOUT_MS: { kind: integer(100, 600_000), fallback: '10000' },
  IM_MAX_COMMANDS_PER_SECOND: { kind: integer(1, 1_000_000), fallback: '50' },
  IM_MAX_PENDING_COMMANDS: { kind: integer(1, 65536), fallback: '64' },
  IM_MAX_OUTGOING_BYTES: { kind: integer(1024, 2 ** 31), fallback: '1048576' },
  IM_MAX_UNSENT_BYTES: { kind: integer(65536, 2 ** 40), fallback: '268435456' },
  IM_MAX_BYTES_PER_SECOND: { kind: integer(16384, 2 ** 31), fallback: '262144' },
  IM_MAX_CONNECTIONS: { kind: integer(1, 1_000_000), fallback: '20000' },
  IM_MAX_CONNECTIONS_PER_IP: { kind: integer(1, 1_000_000), fallback: '1000' },
  IM_MAX_HANDSHAKES_PER_IP: { kind: integer(1, 1_000_000), fallback: '20' },
  IM_MAX_COMMANDS_IN_FLIGHT: { kind: integer(1, 10_000_000), fallback: '10000' },
  IM_MAX_QUEUED_BYTES: { kind: integer(65536, 2 ** 40), fallback: '67108864' },

  IM_SEAL_PRIVATE_KEY: { kind: listOf(base64url(32, 32)) },
  IM_TOKEN_SECRET: { kind: listOf(base64url(32, 1024)) },
  // Default: code; open in the embedded process.
  IM_REGISTRATION: { kind: oneOf('code', 'open'), fallback: '' },
  IM_DEVICE_POLICY: { kind: oneOf('one-per-kind', 'unlimited'), fallback: 'one-per-kind' },
  IM_SESSION_DAYS: { kind: integer(1, 3650), fallback: '30' },
  IM_ATTEMPTS_PER_IP: { kind: integer(1, 1_000_000), fallback: '60' },
  // OWASP's first choice for argon2id. The least memory is that of OWASP's last choice.
  IM_HASH_MEMORY_KIB: { kind: integer(7168, 1_048_576), fallback: '19456' },
  IM_HASH_PASSES: { kind: integer(1, 10), fallback: '2' },
  // Default: one less than there are cores, at least one.
  IM_HASHING_THREADS: { kind: integer(1, 64), fallback: '' },

  IM_CODE_SECRET: { kind: listOf(base64url(32, 1024)) },
  IM_MAILS_PER_HOUR: { kind: integer(2, 3_600_000), fallback: '1000' },
  IM_CODE_LIFETIME_SECONDS: { kind: integer(60, 86_400), fallback: '600' },
  IM_SMTP_URL: { kind: url('smtp:', 'smtps:') },
  IM_MAIL_FROM: { kind: sender, fallback: 'im <no-reply@localhost.localdomain>' },

  IM_MAX_TEXT_BYTES: { kind: integer(1, 256 * 1024), fallback: '8192' },
  IM_MAX_GROUP_MEMBERS: { kind: integer(2, 100_000), fallback: '2000' },
  IM_WHO_MAY_WRITE: { kind: oneOf('anyone', 'friends'), fallback: 'anyone' },
  // At least 7 days: if a client resends a deleted message, it is stored again. No client resends after a week.
  IM_KEEP_MESSAGES_DAYS: { kind: integerOrNever(7, 36_500), fallback: '0' },
  IM_RATE_LIMITS: { kind: oneOf('on', 'off'), fallback: 'on' },
  IM_EVENTS: { kind: oneOf('on', 'off'), fallback: 'on' },

  IM_STATUS_HOST: { kind: listenAddress, fallback: '127.0.0.1' },
  // Default: where status listens.
  IM_PUBLIC_STATUS_URL: { kind: webUrl, fallback: '' },
  IM_STATUS_PORT: { kind: integer(0, 65535), fallback: '6999' },
  IM_ADMIN_TOKENS: { kind: adminTokens, fallback: '' },
  IM_ADMIN_PROXY_HEADER: { kind: headerName, fallback: '' },
  IM_ADMIN_PROXIES: { kind: networks, fallback: '' },
  IM_ADMIN_OPERATORS: { kind: userNames, fallback: '' },
  IM_ADMIN_URL: { kind: url('http:', 'https:'), fallback: '' },
  IM_ADMIN_TOKEN: { kind: text, fallback: '' },

  IM_DATA_FOLDER: { kind: text, fallback: 'data' },
  IM_HTTP_PORT: { kind: integer(0, 65535), fallback: '7002' },
} as const satisfies Record<`${typeof PREFIX}${string}`, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;
export type SettingValue<N extends SettingName> = (typeof SETTINGS)[N] extends Setting<infer T> ? T : never;
