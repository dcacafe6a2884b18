import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, type Role, readConfig } from './read.ts';
import { SETTINGS } from './settings.ts';

const KEY = Buffer.alloc(32, 7).toString('base64url');
const ENV = {
  IM_KAFKA_BROKERS: 'one:9092, two:9092',
  IM_MYSQL_URL: 'mysql://im:secret@db/im',
  IM_REDIS_URL: 'redis://cache:6379',
  IM_PACK_PUBLIC_KEY: Buffer.alloc(64, 7).toString('base64url'),
  IM_PACK_SERVICE_SECRET: KEY,
  IM_PACK_GATE_SECRET: KEY,
  IM_SEAL_PUBLIC_KEY: KEY,
  IM_SEAL_PRIVATE_KEY: KEY,
  IM_TOKEN_SECRET: KEY,
  IM_CODE_SECRET: KEY,
  IM_SMTP_URL: 'smtps://im:secret@mail:465',
};
const folder = mkdtempSync(join(tmpdir(), 'im-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(content: string): string[] {
  const path = join(folder, 'im.env');
  writeFileSync(path, content);
  return ['--config', path];
}

function mistakesOf(role: Role, env: Record<string, string>, argv: string[] = []): readonly string[] {
  try {
    readConfig(role, { env, argv });
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

test('a gate requires the addresses of Kafka and Redis and a public key, and has defaults for the rest', () => {
  const config = readConfig('gate', { env: ENV, argv: [] });
  expect(config.kafka).toEqual({ brokers: ['one:9092', 'two:9092'], replication: 1 });
  expect(config.topics).toEqual({ generation: 1, commandPartitions: 8, gatePartitions: 8 });
  expect(config.gate).toMatchObject({ host: '127.0.0.1', tcpPort: 7000, wsPort: 7001, maxFrameBytes: 65536 });
  expect(config.sealPublicKey).toHaveLength(32);
  expect(config.instance).toMatch(/^gate-.*-\d+$/);
});

test('each role gets the secrets that it needs and no others', () => {
  const secret = Buffer.from(KEY, 'base64url');
  const auth = readConfig('auth', { env: ENV, argv: [] });
  expect([auth.tokenSecrets, auth.sealPrivateKeys]).toEqual([[secret], [secret]]);
  const verify = readConfig('verify', { env: ENV, argv: [] });
  expect([verify.codeSecrets, verify.sealPrivateKeys]).toEqual([[secret], [secret]]);
  expect(auth).not.toHaveProperty('codeSecrets');
  expect(readConfig('gate', { env: { ...ENV, IM_PACK_SERVICE_SECRET: '' }, argv: [] })).not.toHaveProperty('packServiceSecrets');
  expect(readConfig('logic', { env: ENV, argv: [] })).not.toHaveProperty('packPublicKeys');
  expect(verify).not.toHaveProperty('tokenSecrets');
  for (const role of ['gate', 'logic'] as const) {
    const { IM_SEAL_PRIVATE_KEY: _, IM_TOKEN_SECRET: __, IM_CODE_SECRET: ___, IM_SMTP_URL: ____, ...env } = ENV;
    expect(readConfig(role, { env, argv: [] })).not.toHaveProperty('auth');
  }
});

test('during a rotation a setting may hold two secrets, the new one first', () => {
  const other = Buffer.alloc(32, 8).toString('base64url');
  const { tokenSecrets } = readConfig('auth', { env: { ...ENV, IM_TOKEN_SECRET: `${other}, ${KEY}` }, argv: [] });
  expect(tokenSecrets).toEqual([Buffer.alloc(32, 8), Buffer.alloc(32, 7)]);
  expect(mistakesOf('auth', { ...ENV, IM_TOKEN_SECRET: `${other},` })).toEqual([
    expect.stringContaining('IM_TOKEN_SECRET is not'),
  ]);
});

test('registration needs a code by default, and none in the embedded process', () => {
  expect(readConfig('auth', { env: ENV, argv: [] }).auth.registration).toBe('code');
  expect(readConfig('embedded', { env: {}, argv: [] }).auth.registration).toBe('open');
  expect(readConfig('embedded', { env: { IM_REGISTRATION: 'code' }, argv: [] }).auth.registration).toBe('code');
});

test.each([
  ['im <no-reply@example.org>', { name: 'im', address: 'no-reply@example.org' }],
  ['no-reply@example.org', { name: '', address: 'no-reply@example.org' }],
  ['即时通讯 <a@b.example>', { name: '即时通讯', address: 'a@b.example' }],
])('IM_MAIL_FROM accepts %s', (IM_MAIL_FROM, mailFrom) => {
  expect(readConfig('verify', { env: { ...ENV, IM_MAIL_FROM }, argv: [] }).verify.mailFrom).toEqual(mailFrom);
});

test.each(['nobody', 'im <nobody>', 'a@b.example, c@d.example', 'im <a@b.example', 'a\r\nb: c <a@b.example>'])(
  'IM_MAIL_FROM refuses %j',
  (IM_MAIL_FROM) => {
    expect(mistakesOf('verify', { ...ENV, IM_MAIL_FROM })).toEqual([expect.stringContaining('IM_MAIL_FROM')]);
  },
);

test('the embedded process requires no setting', () => {
  expect(readConfig('embedded', { env: {}, argv: [] })).toMatchObject({ dataFolder: 'data', logic: { maxTextBytes: 8192 } });
});

test('the configuration is frozen', () => {
  const config = readConfig('gate', { env: ENV, argv: [] }) as { gate: { slot: number } };
  expect(() => {
    config.gate.slot = 3;
  }).toThrow(TypeError);
});

test('a file may contain any setting, and the environment overrides the file', () => {
  const argv = fileWith(
    '# a comment\n\nIM_LOG_LEVEL=warn\nexport IM_INSTANCE="logic-7"\nIM_MAX_TEXT_BYTES = 100\nIM_TCP_PORT=1\n',
  );
  const config = readConfig('logic', { env: { ...ENV, IM_LOG_LEVEL: 'error' }, argv });
  expect(config).toMatchObject({ logLevel: 'error', instance: 'logic-7', logic: { maxTextBytes: 100 } });
});

test('an empty value counts as missing', () => {
  expect(readConfig('logic', { env: { ...ENV, IM_LOG_LEVEL: '' }, argv: [] }).logLevel).toBe('info');
  expect(readConfig('logic', { env: { ...ENV, IM_LOG_LEVEL: 'WARN' }, argv: [] }).logLevel).toBe('warn');
  expect(readConfig('logic', { env: { ...ENV, IM_KAFKA_BROKERS: '[::1]:9092,k:1' }, argv: [] }).kafka.brokers).toEqual([
    '[::1]:9092',
    'k:1',
  ]);
  expect(mistakesOf('logic', { ...ENV, IM_MYSQL_URL: '' })).toEqual([expect.stringContaining('IM_MYSQL_URL is missing')]);
});

test('all mistakes are reported at once, each with what to do', () => {
  const env = {
    ...ENV,
    IM_KAFKA_BROKERS: 'one',
    IM_MYSQL_URL: '',
    IM_LOG_LEVEL: 'loud',
    IM_MAX_TEXT_BYTES: '1e3',
    IM_KAFKA_REPLICATION: '0',
  };
  expect(mistakesOf('logic', env, ['--verbose'])).toEqual(
    [
      'unknown argument "--verbose": only --config FILE and --help are understood',
      'IM_KAFKA_BROKERS "one" is not host:port, or several with commas between them',
      'IM_KAFKA_REPLICATION "0" is not a whole number from 1 to 15',
      'IM_LOG_LEVEL "loud" is not one of debug, info, warn, error, silent',
      'IM_MYSQL_URL is missing: give a URL like mysql://user:password@host:port/database',
      'IM_MAX_TEXT_BYTES "1e3" is not a whole number from 1 to 262144',
    ].sort(order(env)),
  );
});

test.each([
  ['IM_SMTP_URL', 'smtp://user:password@host:port, or smtps://'],
  ['IM_REDIS_URL', 'redis://user:password@host:port, or rediss://'],
])('a missing %s is reported with an example of its URL', (key, wanted) => {
  expect(mistakesOf('verify', { ...ENV, [key]: '' })).toEqual([`${key} is missing: give a URL like ${wanted}`]);
});

/** Sorts expected mistakes like the reported ones: a role may read its settings in any order. */
function order(env: Record<string, string>): (one: string, other: string) => number {
  const lines = mistakesOf('logic', env, ['--verbose']);
  return (one, other) => lines.indexOf(one) - lines.indexOf(other);
}

test('proxies may report addresses without naming operators, and a header of nobody is a mistake', () => {
  const env = { ...ENV, IM_ADMIN_PROXIES: '10.0.0.0/8', IM_ADMIN_TOKENS: `ann:read:${'x'.repeat(32)}` };
  expect(readConfig('status', { env, argv: [] }).api).toMatchObject({ proxies: ['10.0.0.0/8'], proxy: undefined });
  const mistakes = mistakesOf('status', { ...env, IM_ADMIN_PROXIES: '', IM_ADMIN_PROXY_HEADER: 'x-user' });
  expect(mistakes).toEqual([expect.stringContaining('IM_ADMIN_PROXY_HEADER needs IM_ADMIN_PROXIES')]);
});

test('the text of a mistake does not contain secrets or passwords', () => {
  const env = { ...ENV, IM_TOKEN_SECRET: 'hunter2', IM_SEAL_PRIVATE_KEY: 'hunter2', IM_MYSQL_URL: 'postgres://im:hunter2@db' };
  const lines = mistakesOf('auth', env);
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('hunter2');
});

test.each([
  ['a short secret', 'IM_TOKEN_SECRET', Buffer.alloc(31).toString('base64url')],
  ['a key of the wrong length', 'IM_SEAL_PRIVATE_KEY', Buffer.alloc(33).toString('base64url')],
  ['a key that is not base64url', 'IM_SEAL_PRIVATE_KEY', `${KEY.slice(1)}!`],
  ['a name with a space', 'IM_INSTANCE', 'auth 1'],
  ['a port above 65535', 'IM_KAFKA_BROKERS', 'one:99999'],
])('%s is reported as a mistake', (_, key, value) => {
  expect(mistakesOf('auth', { ...ENV, [key]: value })).toEqual([expect.stringContaining(`${key} `)]);
});

test('an unknown name in the file is a mistake, reported with its line and the name that it resembles', () => {
  const argv = fileWith('IM_LOG_LEVEL=info\nIM_MAX_FRAME_BYTE=1\nnonsense\nCOLOUR=red\nIM_LOG_LEVEL=warn\n');
  expect(mistakesOf('logic', ENV, argv)).toEqual([
    expect.stringMatching(/im\.env:2: unknown name IM_MAX_FRAME_BYTE: did you mean IM_MAX_FRAME_BYTES\?$/),
    expect.stringMatching(/im\.env:3: not a KEY=VALUE line$/),
    expect.stringMatching(/im\.env:4: unknown name COLOUR$/),
    expect.stringMatching(/im\.env:5: IM_LOG_LEVEL is given twice$/),
  ]);
});

test('a misspelt name in the environment is a mistake, and names of other programs are not', () => {
  const others = {
    HOME: '/',
    PORT: '1',
    IMAP_HOST: 'x',
    IM_CONFIG_PHASE: '2',
    IM_DATA_FOLDERS: '1',
    IM_DATA_FOLDER: 'd',
  };
  expect(mistakesOf('logic', { ...ENV, ...others, IM_MAX_TEXT_BITES: '1' })).toEqual([
    'unknown name IM_MAX_TEXT_BITES in the environment: did you mean IM_MAX_TEXT_BYTES?',
  ]);
});

test('settings have a prefix of their own: HOST, LOG_LEVEL and the like in the environment belong to other programs', () => {
  const others = { HOST: 'x86_64-conda-linux-gnu', LOG_LEVEL: 'loud', TCP_PORT: 'x', REDIS_URL: 'nonsense' };
  expect(readConfig('gate', { env: { ...ENV, ...others }, argv: [] })).toMatchObject({
    logLevel: 'info',
    gate: { host: '127.0.0.1', tcpPort: 7000 },
    redisUrl: ENV.IM_REDIS_URL,
  });
  expect(mistakesOf('gate', ENV, fileWith('HOST=::1\n'))).toEqual([
    expect.stringMatching(/im\.env:1: unknown name HOST: did you mean IM_HOST\?$/),
  ]);
});

test('service links of Kubernetes are ignored and reported', () => {
  const links = {
    IM_WS_PORT: 'tcp://10.0.0.1:7001',
    IM_WS_PORT_7001_TCP: 'tcp://10.0.0.1:7001',
    IM_WS_PORT_7001_TCP_PORT: '7001',
    IM_WS_SERVICE_HOST: '10.0.0.1',
    IM_PORT: 'tcp://10.0.0.2:7000',
  };
  const ignored: string[] = [];
  const { gate } = readConfig('gate', { env: { ...ENV, ...links }, argv: [], onIgnored: (line) => ignored.push(line) });
  expect(gate.wsPort).toBe(7001);
  expect(ignored).toEqual([expect.stringContaining('IM_WS_PORT=tcp://10.0.0.1:7001 is a service link')]);
  expect(mistakesOf('gate', { ...ENV, IM_WS_PORT: 'tcp' })).toHaveLength(1);
});

test('a configuration file that cannot be read is a mistake', () => {
  expect(mistakesOf('logic', ENV, ['--config', '/nowhere/im.env'])).toEqual([expect.stringContaining('ENOENT')]);
});

test.each([
  ['idle time-out', { IM_IDLE_TIMEOUT_MS: '1000', IM_HEARTBEAT_INTERVAL_MS: '1000' }],
  ['outgoing bytes', { IM_MAX_OUTGOING_BYTES: '2048' }],
  ['slot', { IM_GATE_SLOT: '8' }],
])('settings of a gate that contradict each other are reported: %s', (_, env) => {
  expect(mistakesOf('gate', { ...ENV, ...env })).toHaveLength(1);
});

test.each([
  [{ IM_GATE_SLOT: '2', IM_INSTANCE: 'gate-5' }, 2],
  [{ IM_INSTANCE: 'gate-5' }, 5],
  [{ IM_INSTANCE: 'gate-12' }, 4],
])('a gate derives its slot from %j', (env, expected) => {
  expect(readConfig('gate', { env: { ...ENV, ...env }, argv: [] }).gate.slot).toBe(expected);
});

test('messages can be kept for ever or for at least a week, and not for less', () => {
  const kept = (IM_KEEP_MESSAGES_DAYS: string) =>
    readConfig('logic', { env: { ...ENV, IM_KEEP_MESSAGES_DAYS }, argv: [] }).duties;
  expect([kept('0').keepMessagesMs, kept('7').keepMessagesMs]).toEqual([0, 7 * 86_400_000]);
  expect(mistakesOf('logic', { ...ENV, IM_KEEP_MESSAGES_DAYS: '6' })).toEqual([
    'IM_KEEP_MESSAGES_DAYS "6" is not 0 for never, or a whole number from 7 to 36500',
  ]);
});

test('.env.example lists every setting with its default', () => {
  const example = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8');
  const lines = [...example.matchAll(/^(#?)([A-Z_]+)=(.*)$/gm)].map(([, mark, key, value]) => [key, mark ? value : undefined]);
  const settings = Object.entries(SETTINGS).map(([key, setting]) => [key, 'fallback' in setting ? setting.fallback : undefined]);
  expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(settings));
  expect(lines).toHaveLength(settings.length);
});

test('every setting is read by at least one role', () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string>>(ENV, {
    get(target, key: string) {
      read.add(key);
      return target[key];
    },
  });
  for (const role of ['gate', 'auth', 'logic', 'verify', 'embedded'] as const) readConfig(role, { env, argv: [] });
  expect([...read].sort()).toEqual(Object.keys(SETTINGS).sort());
});
