// Each string that has broken other systems in each text field of each rpc: a clear code, no dead letter, and nothing stored that
// its field does not accept.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { im, rpcsByNumber, topicNames } from '../../proto/rpc.ts';
import { HOSTILE_TEXTS, INVALID_UTF8, LONG_HOSTILE_TEXTS } from '../../proto/testing/hostile-strings.ts';
import { normalizeEmail } from '../../proto/text/email.ts';
import { normalizeName } from '../../proto/text/names.ts';
import { findTextFault } from '../../proto/text/text-rules.ts';
import { FuzzClient } from './testing/fuzz-client.ts';
import { findTextFields, requestWith, type Scene, type TextField, validRequests } from './testing/text-fields.ts';

const PASSWORD = 'correct horse';
const SETTINGS = {
  IM_MAX_COMMANDS_PER_SECOND: '100000',
  IM_MAX_BYTES_PER_SECOND: '1000000000',
  IM_MAX_FRAME_BYTES: '524288',
  // A caller may wait for its turn.
  IM_IDLE_TIMEOUT_MS: '600000',
  IM_MAX_CONNECTIONS_PER_IP: '100000',
  IM_ATTEMPTS_PER_IP: '1000000',
  IM_HASH_MEMORY_KIB: '7168',
  IM_HASH_PASSES: '1',
  IM_RATE_LIMITS: 'off',
  IM_TCP_PORT: '0',
  IM_WS_PORT: '0',
  IM_HTTP_PORT: '0',
};
const TIMEOUT_MS = 300_000;
const PARALLEL_FIELDS = 12;
/** Fields that others look at: what they accept must reach the store. */
const SHOWN = ['LINE', 'PARAGRAPHS', 'LABEL'];

const faults: string[] = [];
let folder: string;
let server: EmbeddedServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'im-hostile-'));
  const fault = (fields: object, message: string): void => void faults.push(`${message} ${JSON.stringify(fields)}`);
  const ignore = (): void => undefined;
  const config = readConfig('embedded', { env: { ...SETTINGS, IM_DATA_FOLDER: folder }, argv: [] });
  const log = { debug: ignore, info: ignore, warn: ignore, error: fault };
  server = await startEmbedded(config, { log, onFatal: (error) => faults.push(String(error)) });
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly field: string;
  readonly what: string;
  readonly code: string;
}

test(
  'a hostile string in any field gets a clear code, and is stored only where its field accepts it',
  async () => {
    const { scene, callerOf } = await setScene();
    const outcomes: Outcome[] = [];
    const fields = findTextFields();
    const send = async (field: TextField): Promise<void> => {
      const isPublic = field.rpc.access === 'PUBLIC';
      // A frame before log-in is smaller.
      const texts = { ...HOSTILE_TEXTS, ...(!isPublic && LONG_HOSTILE_TEXTS) };
      const strings = [
        ...Object.entries(texts).map(([what, text]) => [what, Buffer.from(text)] as const),
        ...Object.entries(INVALID_UTF8),
      ];
      for (const [what, bytes] of strings)
        for (const request of validRequests(field, scene)) {
          const caller = await callerOf(field);
          const code = await caller.call(field.rpc.number, requestWith(field, request, bytes));
          outcomes.push({ field: field.name, what, code });
        }
    };
    const waiting = [...fields];
    await Promise.all(
      Array.from({ length: PARALLEL_FIELDS }, async () => {
        for (let field = waiting.shift(); field; field = waiting.shift()) await send(field);
      }),
    );

    expect(outcomes.filter(({ code }) => ['INTERNAL_ERROR', 'UNAVAILABLE', 'EXPIRED', 'CLOSED', ''].includes(code))).toEqual([]);
    expect(outcomes.filter(({ what, code }) => what in INVALID_UTF8 && code !== 'BAD_PAYLOAD')).toEqual([]);
    const rules = new Map(fields.map(({ name, rule }) => [name, rule]));
    const texts: Readonly<Record<string, string>> = { ...HOSTILE_TEXTS, ...LONG_HOSTILE_TEXTS };
    const wrong = outcomes.filter(({ field, what, code }) => {
      // The gate refuses a request that no service would take for its size.
      if (what in LONG_HOSTILE_TEXTS && code === 'BAD_PAYLOAD') return false;
      const fault = what in texts && findTextFault(rules.get(field) ?? 'OPAQUE', texts[what] ?? '');
      return fault ? code !== 'BAD_TEXT' : code === 'BAD_TEXT';
    });
    expect(wrong).toEqual([]);
    const accepted = new Set(outcomes.filter(({ code }) => code === 'OK').map(({ field }) => field));
    expect(fields.filter(({ name, rule }) => SHOWN.includes(rule) && !accepted.has(name)).map(({ name }) => name)).toEqual([]);
    expect(findWrongTexts()).toEqual([]);
    expect(faults).toEqual([]);
  },
  TIMEOUT_MS,
);

/** Alice and Bob are friends with two messages and a group; Carol knows nobody. */
async function setScene() {
  const alice = await signUp('alice');
  const [bob, carol] = [await signUp('bob'), await signUp('carol')];
  await call(alice, 'Logic.RequestFriend', im.RequestFriendRequest.encode({ userId: bob.userId }));
  await call(bob, 'Logic.AnswerFriendRequest', im.AnswerFriendRequestRequest.encode({ userId: alice.userId, accept: true }));
  const message = { clientMessageId: randomBytes(16), toUserId: bob.userId, text: 'one' };
  const sent = im.SendMessageReply.decode(await call(alice, 'Logic.SendMessage', im.SendMessageRequest.encode(message)));
  const image = { clientMessageId: randomBytes(16), toUserId: bob.userId, kind: im.MessageKind.IMAGE, body: '{}' };
  await call(alice, 'Logic.SendMessage', im.SendMessageRequest.encode(image));
  const group = { clientRequestId: randomBytes(16), name: 'group', joinPolicy: im.JoinPolicy.BY_REQUEST };
  const created = im.CreateGroupReply.decode(await call(alice, 'Logic.CreateGroup', im.CreateGroupRequest.encode(group)));
  const groupId = created.group?.groupId ?? '';
  const scene: Scene = { password: PASSWORD, bob: bob.userId, conversationId: sent.conversationId, groupId };

  /** The connection for the next request of the field, after what the last one did is undone. */
  async function callerOf({ rpc, name }: TextField): Promise<FuzzClient> {
    if (rpc.access === 'PUBLIC') return FuzzClient.connect(server.tcp);
    if (name === 'Auth.ChangePassword.newPassword') return (await signUp(`somebody ${randomBytes(6).toString('hex')}`)).client;
    const refusal = { groupId, userId: carol.userId, accept: false };
    if (rpc.name === 'Logic.RequestFriend')
      await bob.client.call(rpcNumber('Logic.AnswerFriendRequest'), im.AnswerFriendRequestRequest.encode(refusal).finish());
    if (rpc.name === 'Logic.JoinGroup')
      await alice.client.call(rpcNumber('Logic.AnswerJoinRequest'), im.AnswerJoinRequestRequest.encode(refusal).finish());
    return /RequestFriend|JoinGroup/.test(rpc.name) ? carol.client : alice.client;
  }
  return { scene, callerOf };
}

interface User {
  readonly client: FuzzClient;
  readonly userId: string;
}

async function signUp(name: string): Promise<User> {
  for (;;) {
    const client = await FuzzClient.connect(server.tcp);
    const request = im.RegisterRequest.encode({ clientRequestId: randomBytes(16), name, password: PASSWORD });
    const code = await client.call(rpcNumber('Auth.Register'), request.finish());
    if (code === 'OK') return { client, userId: im.LoggedIn.decode(client.lastReply).userId };
    expect(code, name).toBe('BUSY');
    client.destroy();
  }
}

async function call({ client }: User, rpc: string, request: { finish(): Uint8Array }): Promise<Uint8Array> {
  expect(await client.call(rpcNumber(rpc), request.finish()), rpc).toBe('OK');
  return client.lastReply;
}

function rpcNumber(name: string): number {
  const services = [im.Auth, im.Logic];
  return [...rpcsByNumber(services).values()].find((rpc) => rpc.name === name)?.number ?? 0;
}

/** What the store's columns may have. Another column has no control characters. */
const COLUMN_RULES: Readonly<Record<string, (text: string) => boolean>> = {
  'accounts.name': (text) => text === '' || normalizeName(text) === text,
  'accounts.email': (text) => text === '' || normalizeEmail(text) === text,
  'sessions.device_name': isLine,
  'profiles.display_name': isLine,
  'profiles.about': isParagraphs,
  'relations.remark': isLine,
  'relations.greeting': isParagraphs,
  'conversation_members.left_name': isLine,
  'messages.text': isParagraphs,
  'messages.body': (text) => typeof JSON.parse(text) === 'object',
  'group_chats.name': isLine,
  'group_chats.about': isParagraphs,
  'group_requests.greeting': isParagraphs,
};

function isLine(text: string): boolean {
  return findTextFault('LINE', text) === undefined;
}

function isParagraphs(text: string): boolean {
  return findTextFault('PARAGRAPHS', text) === undefined;
}

/** The texts of the store that their column must not have, and the dead letters. */
function findWrongTexts(): string[] {
  const database = new DatabaseSync(join(folder, 'store.db'), { readOnly: true });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const columns = database
    .prepare("SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE c.type = 'TEXT'")
    .all() as { t: string; c: string }[];
  const wrong = columns.flatMap(({ t, c }) => {
    const isRight = COLUMN_RULES[`${t}.${c}`] ?? ((text: string) => !/[\p{Cc}\p{Cs}]/u.test(text));
    const rows = database.prepare(`SELECT CAST(${c} AS BLOB) AS bytes FROM ${t} WHERE ${c} IS NOT NULL`).all() as {
      bytes: Uint8Array;
    }[];
    const texts = rows.map(({ bytes }) => decoder.decode(bytes));
    return texts.filter((text) => !isRight(text)).map((text) => `${t}.${c}: ${JSON.stringify(text.slice(0, 100))}`);
  });
  const letters = database
    .prepare('SELECT COUNT(*) AS n FROM bus_record JOIN bus_topic ON id = topic WHERE name = ?')
    .get(topicNames(1).deadLetter) as { n: number };
  database.close();
  return letters.n === 0 ? wrong : [...wrong, `${letters.n} dead letters`];
}
