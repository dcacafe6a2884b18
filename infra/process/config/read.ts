// Configuration: environment and --config file → one typed, frozen value per role. The only reader of the environment; config-roles.ts says what each role gets.
import { hostname } from 'node:os';
import type {
  AuthSettings,
  BusConfig,
  CommonConfig,
  ConfigOf,
  GateSettings,
  LogicDuties,
  LogicSettings,
  Role,
  StoreConfig,
  ToolsConfig,
  VerifySettings,
} from './roles.ts';
import { SETTINGS, type Setting, type SettingName, type SettingValue } from './settings.ts';
import { findMisspeltNames, readConfigFile } from './sources.ts';

export type * from './roles.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The configuration cannot be used: `mistakes` has one line for each thing to be put right. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly argv: readonly string[];
}

/** Reads a role's configuration; the environment wins over the file of `--config FILE`. Throws ConfigError with all mistakes at once. */
export function readConfig<R extends Role>(role: R, given: Partial<ConfigSource> = {}): ConfigOf<R> {
  const source: ConfigSource = { env: process.env, argv: process.argv.slice(2), ...given };
  const mistakes: string[] = [];
  const names = new Set(Object.keys(SETTINGS));
  const file = readConfigFile(source.argv, names, mistakes);
  findMisspeltNames(source.env, names, mistakes);
  const raw = (key: SettingName): string => {
    const setting: Setting<unknown> = SETTINGS[key];
    return source.env[key] || file[key] || setting.fallback || '';
  };
  const value = <N extends SettingName>(key: N): SettingValue<N> => {
    const setting: Setting<unknown> = SETTINGS[key];
    const given = raw(key);
    if (given === '') mistakes.push(`${key} is missing: give ${setting.kind.wants}`);
    else if (setting.kind.parse(given) === undefined) mistakes.push(`${key}${shown(key, given)} is not ${setting.kind.wants}`);
    // After a mistake the value does not matter: the configuration as a whole is refused below.
    return setting.kind.parse(given) as SettingValue<N>;
  };
  const config = READERS[role]({ role, value, raw, mistakes });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return freeze(config);
}

interface Reading {
  readonly role: Role;
  readonly value: <N extends SettingName>(key: N) => SettingValue<N>;
  readonly raw: (key: SettingName) => string;
  readonly mistakes: string[];
}

const READERS: { readonly [R in Role]: (reading: Reading) => ConfigOf<R> } = {
  gate: (reading) => ({ ...bus(reading), gate: gate(reading), sealPublicKey: reading.value('SEAL_PUBLIC_KEY') }),
  auth: (reading) => ({
    ...store(reading),
    auth: auth(reading, 'code'),
    tokenSecrets: reading.value('TOKEN_SECRET'),
    sealPrivateKeys: reading.value('SEAL_PRIVATE_KEY'),
  }),
  logic: (reading) => ({ ...store(reading), logic: logic(reading), duties: duties(reading) }),
  verify: (reading) => ({
    ...bus(reading),
    verify: verify(reading),
    smtpUrl: reading.value('SMTP_URL'),
    codeSecrets: reading.value('CODE_SECRET'),
    sealPrivateKeys: reading.value('SEAL_PRIVATE_KEY'),
  }),
  embedded(reading) {
    const settings = gate(reading);
    const logicSettings = logic(reading);
    // A message leaves in one frame, with its ids and names around it.
    if (logicSettings.maxTextBytes > settings.maxFrameBytes - 512)
      reading.mistakes.push('MAX_TEXT_BYTES must be at least 512 below MAX_FRAME_BYTES');
    return {
      ...common(reading),
      gate: settings,
      logic: logicSettings,
      duties: duties(reading),
      // A first look asks for no address.
      auth: auth(reading, 'open'),
      verify: verify(reading),
      dataFolder: reading.value('DATA_FOLDER'),
      httpPort: reading.value('HTTP_PORT'),
    };
  },
  tools: (reading) => tools(reading),
};

function common({ role, value, raw }: Reading): CommonConfig {
  const host = hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-');
  return {
    instance: raw('INSTANCE') === '' ? `${role}-${host}-${process.pid}`.slice(-64) : value('INSTANCE'),
    logLevel: value('LOG_LEVEL'),
    topics: {
      generation: value('TOPIC_GENERATION'),
      commandPartitions: value('COMMAND_PARTITIONS'),
      gatePartitions: value('GATE_PARTITIONS'),
    },
  };
}

function tools(reading: Reading): ToolsConfig {
  const { value } = reading;
  return { ...common(reading), kafka: { brokers: value('KAFKA_BROKERS'), replication: value('KAFKA_REPLICATION') } };
}

function bus(reading: Reading): BusConfig {
  return { ...tools(reading), redisUrl: reading.value('REDIS_URL') };
}

function store(reading: Reading): StoreConfig {
  return { ...bus(reading), mysqlUrl: reading.value('MYSQL_URL') };
}

function auth({ value, raw }: Reading, registration: AuthSettings['registration']): AuthSettings {
  return {
    registration: raw('REGISTRATION') === '' ? registration : value('REGISTRATION'),
    devicePolicy: value('DEVICE_POLICY'),
    sessionMs: value('SESSION_DAYS') * DAY_MS,
    triesPerIp: value('TRIES_PER_ADDRESS'),
  };
}

function logic({ value }: Reading): LogicSettings {
  return {
    maxTextBytes: value('MAX_TEXT_BYTES'),
    maxGroupMembers: value('MAX_GROUP_MEMBERS'),
    whoMayWrite: value('WHO_MAY_WRITE'),
  };
}

function duties({ value }: Reading): LogicDuties {
  return {
    keepMessagesMs: value('KEEP_MESSAGES_DAYS') * DAY_MS,
    rateLimits: value('RATE_LIMITS') === 'on',
    domainEvents: value('EVENTS') === 'on',
  };
}

function verify({ value }: Reading): VerifySettings {
  return { codeMs: value('CODE_LIFETIME_SECONDS') * 1000, mailFrom: value('MAIL_FROM') };
}

function gate(reading: Reading): GateSettings {
  const { value, raw, mistakes } = reading;
  const settings = {
    host: value('HOST'),
    tcpPort: value('TCP_PORT'),
    wsPort: value('WS_PORT'),
    trustedProxies: raw('TRUSTED_PROXIES') === '' ? [] : value('TRUSTED_PROXIES'),
    slot: slot(reading),
    maxFrameBytes: value('MAX_FRAME_BYTES'),
    heartbeatIntervalMs: value('HEARTBEAT_INTERVAL_MS'),
    idleTimeoutMs: value('IDLE_TIMEOUT_MS'),
    logInTimeoutMs: value('LOG_IN_TIMEOUT_MS'),
    commandTimeoutMs: value('COMMAND_TIMEOUT_MS'),
    maxCommandsPerSecond: value('MAX_COMMANDS_PER_SECOND'),
    maxPendingCommands: value('MAX_PENDING_COMMANDS'),
    maxOutgoingBytes: value('MAX_OUTGOING_BYTES'),
    maxConnections: value('MAX_CONNECTIONS'),
    maxCommandsInFlight: value('MAX_COMMANDS_UNDER_WAY'),
    maxQueuedBytes: value('MAX_QUEUED_BYTES'),
  };
  if (settings.idleTimeoutMs <= settings.heartbeatIntervalMs)
    mistakes.push('IDLE_TIMEOUT_MS must be above HEARTBEAT_INTERVAL_MS: a quiet client speaks once per heartbeat');
  if (settings.maxOutgoingBytes < settings.maxFrameBytes)
    mistakes.push('MAX_OUTGOING_BYTES must not be below MAX_FRAME_BYTES: a single frame would close the connection');
  return settings;
}

/** Sharing a slot is harmless, so what has no number gets some slot. */
function slot({ value, raw, mistakes }: Reading): number {
  const slots = value('GATE_PARTITIONS');
  if (raw('GATE_SLOT') !== '') {
    const given = value('GATE_SLOT');
    if (given >= slots) mistakes.push(`GATE_SLOT "${given}" must be below GATE_PARTITIONS, which is ${slots}`);
    return given;
  }
  const ordinal = /(\d{1,9})$/.exec(raw('INSTANCE')) ?? /-(\d{1,9})$/.exec(hostname());
  return Number(ordinal?.[1] ?? process.pid) % slots;
}

/** What was given, in quotes; nothing where it may hold a secret. */
function shown(key: SettingName, given: string): string {
  return /KEY|SECRET|URL/.test(key) ? '' : ` "${given}"`;
}

/** Deep, but for Buffers, which cannot be frozen. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
