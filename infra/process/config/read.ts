// Reads the configuration: environment and --config file → one typed, frozen value per role (roles.ts). Nothing else reads the
// environment.
import { hostname } from 'node:os';
import type {
  AuthConfig,
  BusConfig,
  CommonConfig,
  ConfigOf,
  GateConfig,
  KafkaConfig,
  LogicConfig,
  Role,
  ServicePackConfig,
  StatusConfig,
  StoreConfig,
  VerifyConfig,
} from './roles.ts';
import { SETTINGS, type Setting, type SettingName, type SettingValue } from './settings.ts';
import { type Environment, findMisspeltNames, isServiceLink, readConfigFile } from './sources.ts';

export type * from './roles.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The configuration cannot be used: `mistakes` has one line for each thing to correct. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

export interface ConfigSource {
  readonly env: Environment;
  readonly argv: readonly string[];
  /** Called with a sentence for each value of the environment that is ignored. */
  readonly onIgnored?: (sentence: string) => void;
}

/** Reads the configuration of a role. The environment wins over the file of --config. Throws ConfigError with all mistakes. */
export function readConfig<R extends Role>(role: R, overrides: Partial<ConfigSource> = {}): ConfigOf<R> {
  const source: ConfigSource = { env: process.env, argv: process.argv.slice(2), ...overrides };
  const mistakes: string[] = [];
  const names = new Set(Object.keys(SETTINGS));
  const file = readConfigFile(source.argv, names, mistakes);
  findMisspeltNames(source.env, names, mistakes);
  const given = (key: SettingName): string | undefined => (isServiceLink(key, source.env[key]) ? undefined : source.env[key]);
  const raw = (key: SettingName): string => {
    const setting: Setting<unknown> = SETTINGS[key];
    return given(key) || file[key] || setting.fallback || '';
  };
  const value = <N extends SettingName>(key: N): SettingValue<N> => {
    const setting: Setting<unknown> = SETTINGS[key];
    const given = raw(key);
    if (given === '') mistakes.push(`${key} is missing: give ${setting.kind.wants}`);
    else if (setting.kind.parse(given) === undefined)
      mistakes.push(`${key}${quoteUnlessSecret(key, given)} is not ${setting.kind.wants}`);
    // If the value is not valid, it is never used: readConfig throws below.
    return setting.kind.parse(given) as SettingValue<N>;
  };
  const config = READERS[role]({ role, value, raw, mistakes });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  reportServiceLinks(source);
  return freeze(config);
}

function reportServiceLinks({ env, onIgnored }: ConfigSource): void {
  for (const key of Object.keys(SETTINGS))
    if (isServiceLink(key, env[key]))
      onIgnored?.(`${key}=${env[key]} is a service link of Kubernetes and is ignored: set enableServiceLinks: false in the pod`);
}

interface RoleReader {
  readonly role: Role;
  readonly value: <N extends SettingName>(key: N) => SettingValue<N>;
  readonly raw: (key: SettingName) => string;
  readonly mistakes: string[];
}

const READERS: { readonly [R in Role]: (reader: RoleReader) => ConfigOf<R> } = {
  gate: (reader) => ({
    ...readBus(reader),
    gate: readGate(reader),
    sealPublicKey: reader.value('IM_SEAL_PUBLIC_KEY'),
    packPublicKeys: reader.value('IM_PACK_PUBLIC_KEY'),
    packGateSecrets: reader.value('IM_PACK_GATE_SECRET'),
  }),
  auth: (reader) => ({
    ...readStore(reader),
    ...readServicePacks(reader),
    auth: readAuth(reader, 'code'),
    tokenSecrets: reader.value('IM_TOKEN_SECRET'),
    sealPrivateKeys: reader.value('IM_SEAL_PRIVATE_KEY'),
  }),
  logic: (reader) => ({
    ...readStore(reader),
    ...readServicePacks(reader),
    logic: readLogic(reader),
    duties: readDuties(reader),
  }),
  verify: (reader) => ({
    ...readBus(reader),
    ...readServicePacks(reader),
    verify: readVerify(reader),
    smtpUrl: reader.value('IM_SMTP_URL'),
    codeSecrets: reader.value('IM_CODE_SECRET'),
    sealPrivateKeys: reader.value('IM_SEAL_PRIVATE_KEY'),
  }),
  status: (reader) => ({
    ...readBus(reader),
    ...readServicePacks(reader),
    status: {
      host: reader.value('IM_STATUS_HOST'),
      port: reader.value('IM_STATUS_PORT'),
      publicUrl: reader.raw('IM_PUBLIC_STATUS_URL') === '' ? undefined : reader.value('IM_PUBLIC_STATUS_URL'),
    },
    ...readAdminApi(reader),
  }),
  embedded(reader) {
    const settings = readGate(reader);
    const logicSettings = readLogic(reader);
    // One frame must hold the text of a message together with its ids and names.
    if (logicSettings.maxTextBytes > settings.maxFrameBytes - 512)
      reader.mistakes.push('IM_MAX_TEXT_BYTES must be at least 512 below IM_MAX_FRAME_BYTES');
    return {
      ...readCommon(reader),
      gate: settings,
      logic: logicSettings,
      duties: readDuties(reader),
      // Trying the product must not require an e-mail address.
      auth: readAuth(reader, 'open'),
      verify: readVerify(reader),
      dataFolder: reader.value('IM_DATA_FOLDER'),
      httpPort: reader.value('IM_HTTP_PORT'),
    };
  },
  tools: (reader) => ({
    ...readKafka(reader),
    ...readServicePacks(reader),
    mysqlUrl: reader.raw('IM_MYSQL_URL') === '' ? undefined : reader.value('IM_MYSQL_URL'),
  }),
  operator: (reader) => ({
    url: readOptional(reader, 'IM_ADMIN_URL'),
    token: readOptional(reader, 'IM_ADMIN_TOKEN'),
    dataFolder: reader.value('IM_DATA_FOLDER'),
    httpPort: reader.value('IM_HTTP_PORT'),
  }),
};

function readCommon({ role, value, raw, mistakes }: RoleReader): CommonConfig {
  const otelEndpoint = raw('IM_OTEL_ENDPOINT') === '' ? undefined : value('IM_OTEL_ENDPOINT');
  const logFolder = raw('IM_LOG_DIR') || undefined;
  if (logFolder && role !== 'tools' && raw('IM_INSTANCE') === '')
    mistakes.push('IM_LOG_DIR needs IM_INSTANCE: the files are named after it, and must be the same ones after a restart');
  const host = hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-');
  return {
    instance: raw('IM_INSTANCE') === '' ? `${role}-${host}-${process.pid}`.slice(-64) : value('IM_INSTANCE'),
    logLevel: value('IM_LOG_LEVEL'),
    logFolder,
    otelEndpoint,
    admin: { host: value('IM_ADMIN_HOST'), port: value('IM_ADMIN_PORT') },
    topics: {
      generation: value('IM_TOPIC_GENERATION'),
      commandPartitions: value('IM_COMMAND_PARTITIONS'),
      gatePartitions: value('IM_GATE_PARTITIONS'),
    },
  };
}

function readKafka(reader: RoleReader): KafkaConfig {
  const { value } = reader;
  return { ...readCommon(reader), kafka: { brokers: value('IM_KAFKA_BROKERS'), replication: value('IM_KAFKA_REPLICATION') } };
}

function readBus(reader: RoleReader): BusConfig {
  return { ...readKafka(reader), redisUrl: reader.value('IM_REDIS_URL') };
}

function readStore(reader: RoleReader): StoreConfig {
  return { ...readBus(reader), mysqlUrl: reader.value('IM_MYSQL_URL') };
}

function readServicePacks({ value }: RoleReader): ServicePackConfig {
  return { packServiceSecrets: value('IM_PACK_SERVICE_SECRET'), packGateSecrets: value('IM_PACK_GATE_SECRET') };
}

function readAuth({ value, raw }: RoleReader, registration: AuthConfig['auth']['registration']): AuthConfig['auth'] {
  return {
    registration: raw('IM_REGISTRATION') === '' ? registration : value('IM_REGISTRATION'),
    devicePolicy: value('IM_DEVICE_POLICY'),
    sessionMs: value('IM_SESSION_DAYS') * DAY_MS,
    attemptsPerIp: value('IM_ATTEMPTS_PER_IP'),
    passwordHash: { memoryKib: value('IM_HASH_MEMORY_KIB'), passes: value('IM_HASH_PASSES') },
    hashingThreads: raw('IM_HASHING_THREADS') === '' ? undefined : value('IM_HASHING_THREADS'),
  };
}

function readLogic({ value }: RoleReader): LogicConfig['logic'] {
  return {
    maxTextBytes: value('IM_MAX_TEXT_BYTES'),
    maxGroupMembers: value('IM_MAX_GROUP_MEMBERS'),
    whoMayWrite: value('IM_WHO_MAY_WRITE'),
  };
}

function readDuties({ value }: RoleReader): LogicConfig['duties'] {
  return {
    keepMessagesMs: value('IM_KEEP_MESSAGES_DAYS') * DAY_MS,
    rateLimits: value('IM_RATE_LIMITS') === 'on',
    domainEvents: value('IM_EVENTS') === 'on',
  };
}

function readVerify({ value }: RoleReader): VerifyConfig['verify'] {
  return {
    codeMs: value('IM_CODE_LIFETIME_SECONDS') * 1000,
    mailsPerHour: value('IM_MAILS_PER_HOUR'),
    mailFrom: value('IM_MAIL_FROM'),
  };
}

/** The API is on where somebody may use it; then it needs the store, for its audit log. */
function readAdminApi(reader: RoleReader): Pick<StatusConfig, 'api'> {
  const tokens = readOptional(reader, 'IM_ADMIN_TOKENS') ?? [];
  const header = readOptional(reader, 'IM_ADMIN_PROXY_HEADER');
  const networks = readOptional(reader, 'IM_ADMIN_PROXIES');
  if (header !== undefined && networks === undefined)
    reader.mistakes.push('IM_ADMIN_PROXY_HEADER needs IM_ADMIN_PROXIES: the addresses of the proxies that may name operators');
  const operators = readOptional(reader, 'IM_ADMIN_OPERATORS') ?? [];
  const proxy = header && networks ? { header, networks, operators } : undefined;
  if (tokens.length === 0 && !proxy) return { api: undefined };
  return { api: { tokens, proxy, proxies: networks ?? [], mysqlUrl: reader.value('IM_MYSQL_URL') } };
}

function readOptional<N extends SettingName>({ raw, value }: RoleReader, key: N): SettingValue<N> | undefined {
  return raw(key) === '' ? undefined : value(key);
}

function readGate(reader: RoleReader): GateConfig['gate'] {
  const { value, raw, mistakes } = reader;
  const traceSample = value('IM_TRACE_SAMPLE');
  const settings = {
    host: value('IM_HOST'),
    tcpPort: value('IM_TCP_PORT'),
    wsPort: value('IM_WS_PORT'),
    trustedProxies: raw('IM_TRUSTED_PROXIES') === '' ? [] : value('IM_TRUSTED_PROXIES'),
    publicUrls: raw('IM_PUBLIC_GATE_URLS') === '' ? [] : value('IM_PUBLIC_GATE_URLS'),
    slot: readSlot(reader),
    traceRates: { spans: raw('IM_OTEL_ENDPOINT') === '' ? 0 : traceSample, rpcLog: value('IM_RPC_LOG') },
    maxFrameBytes: value('IM_MAX_FRAME_BYTES'),
    heartbeatIntervalMs: value('IM_HEARTBEAT_INTERVAL_MS'),
    idleTimeoutMs: value('IM_IDLE_TIMEOUT_MS'),
    logInTimeoutMs: value('IM_LOG_IN_TIMEOUT_MS'),
    commandTimeoutMs: value('IM_COMMAND_TIMEOUT_MS'),
    maxCommandsPerSecond: value('IM_MAX_COMMANDS_PER_SECOND'),
    maxPendingCommands: value('IM_MAX_PENDING_COMMANDS'),
    maxOutgoingBytes: value('IM_MAX_OUTGOING_BYTES'),
    maxUnsentBytes: value('IM_MAX_UNSENT_BYTES'),
    maxBytesPerSecond: value('IM_MAX_BYTES_PER_SECOND'),
    maxConnections: value('IM_MAX_CONNECTIONS'),
    maxConnectionsPerIp: value('IM_MAX_CONNECTIONS_PER_IP'),
    maxHandshakesPerIp: value('IM_MAX_HANDSHAKES_PER_IP'),
    maxCommandsInFlight: value('IM_MAX_COMMANDS_IN_FLIGHT'),
    maxQueuedBytes: value('IM_MAX_QUEUED_BYTES'),
  };
  if (settings.idleTimeoutMs <= settings.heartbeatIntervalMs)
    mistakes.push('IM_IDLE_TIMEOUT_MS must be above IM_HEARTBEAT_INTERVAL_MS: an idle client sends one heartbeat per interval');
  if (settings.maxOutgoingBytes < settings.maxFrameBytes)
    mistakes.push('IM_MAX_OUTGOING_BYTES must not be below IM_MAX_FRAME_BYTES: a single frame would close the connection');
  return settings;
}

/** A gate whose name has no number gets an arbitrary slot: two gates may share one. */
function readSlot({ value, raw, mistakes }: RoleReader): number {
  const slots = value('IM_GATE_PARTITIONS');
  if (raw('IM_GATE_SLOT') !== '') {
    const given = value('IM_GATE_SLOT');
    if (given >= slots) mistakes.push(`IM_GATE_SLOT "${given}" must be below IM_GATE_PARTITIONS, which is ${slots}`);
    return given;
  }
  const ordinal = /(\d{1,9})$/.exec(raw('IM_INSTANCE')) ?? /-(\d{1,9})$/.exec(hostname());
  return Number(ordinal?.[1] ?? process.pid) % slots;
}

/** The given value in quotes; empty if the setting may hold a secret. */
function quoteUnlessSecret(key: SettingName, given: string): string {
  return /KEY|SECRET|URL|TOKEN/.test(key) ? '' : ` "${given}"`;
}

/** Freezes deeply, except Buffers, which cannot be frozen. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
