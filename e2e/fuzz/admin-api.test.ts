// Requests that are generated from /openapi.json, with values that fit and hostile ones, against an embedded server with users.
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../client/sdk/node.ts';
import { readOperatorKey } from '../../embedded/data-folder.ts';
import { startEmbedded } from '../../embedded/main.ts';
import { InstanceControls } from '../../infra/process/admin/instance-control.ts';
import { InstanceFacts } from '../../infra/process/admin/instance-reporter.ts';
import { readConfig } from '../../infra/process/config/read.ts';

const REQUESTS = 10_000;
const AT_ONCE = 8;
const SEED = 20_261_201;
/** Known, so that a failure can be repeated. They change nothing that the test needs afterwards. */
const KEPT = 'Keeper';

interface JsonSchema {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly required: boolean;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
  readonly responses: Readonly<
    Record<string, { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } }>
  >;
}

const HOSTILE = [
  '',
  ' ',
  "' OR 1=1 --",
  '"; DROP TABLE accounts; --',
  '../../etc/passwd',
  '\u0000',
  '\ud800',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '\u202e',
  '💥'.repeat(300),
  'x'.repeat(5000),
  '-1',
  '1e308',
  'NaN',
] as const;
const anything = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE, null, true, -1, 0, 1.5, 2 ** 60, [], {}, [[[]]], { toString: 1 }, { __proto__: { x: 1 } }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Values that fit, such as those of users that exist, and values that do not. */
function generate(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: fitting(schema) }, { weight: 2, arbitrary: anything });
}

function fitting({
  type,
  enum: values,
  items,
  properties = {},
  required = [],
  minLength,
  maxLength,
  minimum,
  maximum,
}: JsonSchema): fc.Arbitrary<unknown> {
  if (values) return fc.constantFrom(...values);
  if (type === 'integer')
    return fc.oneof(fc.integer({ min: 0, max: 20 }), fc.maxSafeInteger(), fc.constantFrom(minimum ?? 0, maximum ?? 0));
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.array(fitting(items ?? { type: 'string' }), { maxLength: 3 });
  if (type === 'object') {
    const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, generate(schema)]));
    return fc.record(fields, { requiredKeys: [...required] });
  }
  if (minLength === 22 && maxLength === 22)
    return fc.base64String({ minLength: 24, maxLength: 24 }).map((id) => id.slice(0, 22).replaceAll(/[+/=]/g, '_'));
  return fc.oneof(
    fc.constantFrom('user1', 'user2', 'user1@example.org', 'gate-0'),
    fc.string({ maxLength: 20, unit: 'grapheme' }),
  );
}

interface Generated {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

function requestsOf(
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>,
  key: string,
): fc.Arbitrary<Generated & { operation: Operation }> {
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return fc.constantFrom(...all).chain(({ path, method, operation }) =>
    fc.record({
      operation: fc.constant(operation),
      method: fc.oneof(
        { weight: 20, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'OPTIONS', 'HEAD') },
      ),
      path: fc.tuple(...operation.parameters.map(({ schema }) => generate(schema)), fc.boolean()).map((values) => {
        const given = operation.parameters.map((parameter, i) => ({
          ...parameter,
          value: encode(values[i], values.at(-1) === true),
        }));
        const filled = given
          .filter(({ in: where }) => where === 'path')
          .reduce((all, { name, value }) => all.replace(`{${name}}`, value), path);
        const query = given.filter(({ in: where, required }) => where === 'query' && (required || values.at(-1) === true));
        return query.length === 0 ? filled : `${filled}?${query.map(({ name, value }) => `${name}=${value}`).join('&')}`;
      }),
      headers: fc.oneof(
        { weight: 12, arbitrary: fc.constant({ authorization: `Bearer ${key}`, 'content-type': 'application/json' }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom<Record<string, string>>(
            {},
            { authorization: 'Bearer x' },
            { authorization: `Bearer ${key}` },
          ),
        },
      ),
      body: operation.requestBody
        ? fc.oneof(
            {
              weight: 8,
              arbitrary: generate(operation.requestBody.content['application/json'].schema).map((value) => JSON.stringify(value)),
            },
            {
              weight: 1,
              arbitrary: fc.constantFrom('', '{', 'null', '{"text":', '\u0000', '{"text":"\\ud800"}', `[${'['.repeat(3000)}`),
            },
          )
        : fc.constantFrom(undefined, '{"a":1}'),
    }),
  );
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** As a path or query has it; `raw`: without percent-encoding where HTTP allows it. */
function encode(value: unknown, raw: boolean): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  if (raw && /^[\w.~!$'()*+,;:@-]*$/.test(plain)) return plain;
  return encodeURIComponent(plain.toWellFormed());
}

test('10,000 requests from the document get no 500, learn nothing and lose nothing', { timeout: 400_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'im-fuzz-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = {
    IM_DATA_FOLDER: folder,
    IM_TCP_PORT: '0',
    IM_WS_PORT: '0',
    IM_HTTP_PORT: '0',
    IM_LOG_LEVEL: 'silent',
    IM_ATTEMPTS_PER_IP: '10000',
  };
  const errors: unknown[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: (...line: unknown[]) => errors.push(line) };
  let logLevel = 'silent';
  const facts = new InstanceFacts();
  facts.add(() => ({ logLevel }));
  const setLogLevel = (level: string): void => {
    logLevel = level;
  };
  const server = await startEmbedded(readConfig('embedded', { env, argv: [] }), {
    log,
    facts,
    controls: new InstanceControls({ setLogLevel }),
    onFatal: (error) => errors.push(error),
  });
  onTestFinished(() => server.stop());
  const people = await Promise.all(
    [KEPT, 'user1', 'user2'].map(async (name) => {
      const client = createClient({ gates: [server.tcp] });
      onTestFinished(() => client.close());
      return { client, ...(await client.register({ name, password: 'correct horse' })) };
    }),
  );
  const [keeper, other] = people;
  if (!keeper || !other) throw new Error('not registered');
  await other.client.send(keeper.userId, 'before');

  const key = readOperatorKey(folder) ?? '';
  const base = new URL(server.http).origin;
  const { paths } = (await (await fetch(`${base}/openapi.json`)).json()) as { paths: Record<string, Record<string, Operation>> };
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  onTestFinished(() => agent.destroy());
  const send = ({ method, path, headers, body }: Generated) =>
    new Promise<{ status: number; body: string; isStream?: boolean }>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request(`${base}`, { agent, method, path, headers: { ...headers, ...length } }, (response) => {
        // A stream ends when its client goes.
        if (response.headers['content-type']?.startsWith('text/event-stream') && method !== 'HEAD') {
          response.once('error', () => undefined);
          response.once('data', (first) => {
            sent.destroy();
            resolve({ status: response.statusCode ?? 0, body: String(first), isStream: true });
          });
          return;
        }
        readText(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
      });
      sent.once('error', reject);
      sent.end(body);
    });

  const generated = fc.sample(requestsOf(paths, key), { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<number, number>();
  const wrong: unknown[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = generated[next++]; one; one = generated[next++]) {
        let { status, body, isStream } = await send(one);
        // Above its budget the server asks to wait, as it should.
        while (status === 503 && body.startsWith('too many')) {
          await new Promise((resolve) => setTimeout(resolve, 200));
          ({ status, body, isStream } = await send(one));
        }
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const leaks = [key, folder, 'node_modules', '    at ', 'SQLITE', 'correct horse'].filter((secret) =>
          body.includes(secret),
        );
        const isKnown = status in one.operation.responses || [405, 409, 413, 415].includes(status);
        if (status === 500 || status === 502 || !isKnown || leaks.length > 0)
          wrong.push({ ...one, operation: undefined, status, body, leaks });
        else if (one.method !== 'HEAD' && !isStream && !body.trimEnd().split('\n').every(isJson))
          wrong.push({ ...one, operation: undefined, status, body });
      }
    }),
  );
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(errors.slice(0, 5)).toEqual([]);
  // All kinds of answers came, so the requests went deep.
  for (const status of [200, 400, 401, 404, 405]) expect([status, (statuses.get(status) ?? 0) > 50]).toEqual([status, true]);
  const ask = async (path: string) => (await fetch(`${base}${path}`, { headers: { Authorization: `Bearer ${key}` } })).json();
  expect(await ask(`/api/users/${KEPT}`)).toMatchObject({ name: KEPT, disabled: false, sessions: [{}] });
  // The client that was connected throughout still reads what it was sent before.
  const { conversations } = await keeper.client.call.logic.listConversations({});
  expect(conversations.map(({ lastMessage }) => lastMessage?.text)).toContain('before');
  const { entries } = (await ask('/api/audit?limit=500')) as { entries: { result: string }[] };
  expect(entries.length).toBe(500);
  expect(entries.every(({ result }) => result !== '' && result !== 'INTERNAL_ERROR')).toBe(true);
});
