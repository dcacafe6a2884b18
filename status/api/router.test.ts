import { expect, test } from 'vitest';
import type { HttpAnswer } from '../../infra/ports/index.ts';
import { apiFixture, bearer, OPERATE_TOKEN, READ_TOKEN, withJson } from './testing/api-fixture.ts';

const disable = { method: 'POST', path: '/api/users/alice/disable' };

test.each([
  ['no token', {}],
  ['an empty one', { authorization: 'Bearer ' }],
  ['another one', bearer('x'.repeat(37))],
  ['a part of one', bearer(OPERATE_TOKEN.slice(0, -1))],
  ['one with something behind it', bearer(`${OPERATE_TOKEN}x`)],
  ['another scheme', { authorization: `Basic ${OPERATE_TOKEN}` }],
  ['a proxy header that nobody trusts', { 'x-forwarded-user': 'operator' }],
])('a request with %s gets 401 and learns nothing', async (_name, headers) => {
  const api = apiFixture();
  for (const request of [{ headers }, { ...disable, headers }, { path: '/api/nothing', headers }]) {
    const { status, json } = await api.ask(request);
    expect([status, json.error]).toMatchObject([401, { code: 'UNAUTHORIZED' }]);
  }
  expect([api.done, api.entries]).toEqual([[], []]);
});

test('a token that may read changes nothing, and one that may operate does, with an entry in the audit log', async () => {
  const api = apiFixture();
  expect((await api.ask({ path: '/api/users/alice', headers: bearer(READ_TOKEN) })).json).toMatchObject({ name: 'Alice' });
  const refused = await api.ask({ ...disable, headers: bearer(READ_TOKEN) });
  expect([refused.status, refused.json.error]).toMatchObject([403, { code: 'FORBIDDEN' }]);
  expect([api.done, api.entries]).toEqual([[], []]);
  const accepted = await api.ask({ ...disable, headers: bearer(OPERATE_TOKEN) });
  expect([accepted.status, accepted.json]).toEqual([200, { userId: 'u', sessionsEnded: 1 }]);
  expect(api.done).toEqual(['disable alice']);
  const target = '{"account":"alice"}';
  expect(api.entries).toMatchObject([{ actor: 'operator', address: '10.0.0.1', act: 'disable', target, result: 'done' }]);
});

test('an act that fails is in the audit log with its code', async () => {
  const api = apiFixture();
  const { status } = await api.ask({
    path: '/api/notices',
    method: 'POST',
    ...withJson(OPERATE_TOKEN, { text: 'hi', users: ['bob'] }),
  });
  expect(status).toBe(404);
  expect(api.entries).toMatchObject([{ act: 'notice', result: 'NO_SUCH_USER' }]);
});

test('nothing is done when the audit log cannot be written', async () => {
  const api = apiFixture();
  api.audited = false;
  const { status, json } = await api.ask({ ...disable, headers: bearer(OPERATE_TOKEN) });
  expect([status, json.error]).toMatchObject([503, { code: 'AUDIT_UNAVAILABLE' }]);
  expect(api.done).toEqual([]);
  expect((await api.ask({ headers: bearer(READ_TOKEN) })).status).toBe(200);
});

test('a trusted proxy names the user, and the settings name those who may operate', async () => {
  const proxy = { header: 'x-forwarded-user', networks: ['10.0.0.0/8', '::1'], operators: ['ann'] };
  const api = apiFixture({ tokens: [], proxy });
  const json = { 'content-type': 'application/json' };
  const statusOf = async (name: string, remoteAddress: string): Promise<number> =>
    (await api.ask({ ...disable, headers: { 'x-forwarded-user': name, ...json }, remoteAddress })).status;
  expect(await statusOf('ann', '10.1.2.3')).toBe(200);
  expect(await statusOf('ann', '::ffff:10.1.2.3')).toBe(200);
  expect(await statusOf('ann', '::1')).toBe(200);
  expect(await statusOf('ben', '10.1.2.3')).toBe(403);
  for (const remoteAddress of ['192.0.2.1', '', '::2']) expect(await statusOf('ann', remoteAddress)).toBe(401);
  for (const name of ['', ' ', 'a\u0000nn', 'x'.repeat(65)]) expect(await statusOf(name, '10.1.2.3')).toBe(401);
  expect(api.entries.map(({ actor }) => actor)).toEqual(['ann', 'ann', 'ann']);
});

test.each([
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'https://evil.example', host: 'status.example' }],
  ['an origin that is none', { origin: 'null', host: 'status.example' }],
  ['an address that somebody has typed', { 'sec-fetch-site': 'none' }],
])('%s may not act, even with a valid identity', async (_name, headers) => {
  const api = apiFixture();
  const { status, json } = await api.ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), ...headers } });
  expect([status, json.error]).toMatchObject([403, { code: 'FOREIGN_SITE' }]);
  const own = { 'sec-fetch-site': 'same-origin', origin: 'https://status.example', host: 'status.example' };
  expect((await api.ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), ...own } })).status).toBe(200);
});

test.each([
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://ops.example:8443', host: 'ops.example' }],
  [{ origin: 'https://ops.example', host: '10.0.0.9:9100', 'x-forwarded-host': 'ops.example, inner.example' }],
])('a page behind a proxy may act: %o', async (headers) => {
  const { status } = await apiFixture().ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), ...headers } });
  expect(status).toBe(200);
});

test.each(['José', '张伟'])('a proxy writes the name %s in UTF-8', async (name) => {
  const proxy = { header: 'x-forwarded-user', networks: ['10.0.0.0/8'], operators: [name] };
  const headers = { 'x-forwarded-user': Buffer.from(name).toString('latin1'), 'content-type': 'application/json' };
  const api = apiFixture({ tokens: [], proxy });
  expect((await api.ask({ ...disable, headers })).status).toBe(200);
  expect(api.entries).toMatchObject([{ actor: name }]);
});

test('a browser shows the token as the password that it has asked for', async () => {
  const api = apiFixture();
  const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}` });
  expect((await api.ask({ headers: basic(READ_TOKEN) })).status).toBe(200);
  for (const headers of [{}, basic('wrong'), basic(''), { authorization: 'Basic !' }]) {
    const refused = await api.ask({ headers });
    expect([refused.status, refused.headers?.['WWW-Authenticate']]).toEqual([401, 'Basic realm="operator", charset="UTF-8"']);
  }
  const act = { ...disable, headers: { ...basic(READ_TOKEN), 'content-type': 'application/json' } };
  expect((await api.ask(act)).status).toBe(403);
  expect((await api.ask({ ...act, headers: { ...act.headers, ...basic(OPERATE_TOKEN) } })).status).toBe(200);
  expect(api.done).toEqual(['disable alice']);
});

test('a proxy that passes on the name and the password of its user is trusted all the same', async () => {
  const proxy = { header: 'x-forwarded-user', networks: ['10.0.0.0/8'], operators: [] };
  const api = apiFixture({ proxy });
  const headers = { 'x-forwarded-user': 'ann', authorization: `Basic ${btoa('ann:of the proxy')}` };
  expect((await api.ask({ headers, remoteAddress: '10.1.2.3' })).status).toBe(200);
  expect((await api.ask({ headers, remoteAddress: '192.0.2.1' })).status).toBe(401);
});

// What a form or a link of any site can send, in a browser that tells nothing of where a request comes from.
test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'an act that another site could have sent does nothing: %s',
  async (type) => {
    const proxy = { header: 'x-forwarded-user', networks: ['10.0.0.1'], operators: ['ann'] };
    const basic = `Basic ${Buffer.from(`any:${OPERATE_TOKEN}`).toString('base64')}`;
    const known = [
      { api: apiFixture(), headers: { authorization: basic } },
      { api: apiFixture({ proxy }), headers: { 'x-forwarded-user': 'ann' } },
    ];
    for (const { api, headers } of known) {
      for (const act of [disable, { method: 'DELETE', path: '/api/users/alice' }]) {
        const { status } = await api.ask({ ...act, headers: { ...headers, ...(type && { 'content-type': type }) } });
        expect(status).toBe(415);
      }
      expect([api.done, api.entries]).toEqual([[], []]);
    }
  },
);

test.each([
  [404, { path: '/api/nothing' }],
  [404, { path: '/api/users/bob' }],
  [404, { path: '/api/users/alice/' }],
  [405, { method: 'PUT', path: '/api/users/alice' }],
  [405, { method: 'POST', path: '/api/members' }],
  [400, { path: '/api/users/%ff' }],
  [400, { path: '/api/users/%00' }],
  [400, { path: `/api/users/${'x'.repeat(255)}` }],
  [400, { path: '/api/dead-letters/1e3' }],
  [400, { path: '/api/dead-letters/-1' }],
  [400, { path: '/api/groups/short' }],
  [400, { path: '/api/audit', query: new URLSearchParams('limit=0') }],
  [400, { path: '/api/audit', query: new URLSearchParams('limit=1&limit=2') }],
  [400, { path: '/api/audit', query: new URLSearchParams('__proto__=1') }],
])('%i for %o', async (expected, request) => {
  const { status, json } = await apiFixture().ask({ headers: bearer(OPERATE_TOKEN), ...request });
  expect(status).toBe(expected);
  expect(json.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['null', 'null'],
  ['a list', '[]'],
  ['no text', '{}'],
  ['a number as text', '{"text":1}'],
  ['an empty text', '{"text":""}'],
  ['a control character', '{"text":"a\\u0007"}'],
  ['half a character', '{"text":"\\ud800"}'],
  ['a text that is too long', JSON.stringify({ text: 'x'.repeat(1001) })],
  ['an unknown field', '{"text":"a","x":1}'],
  ['a field of the prototype', '{"text":"a","__proto__":{}}'],
  ['no users', '{"text":"a","users":[]}'],
  ['too many users', JSON.stringify({ text: 'a', users: Array.from({ length: 101 }, () => 'alice') })],
])('a notice with %s is refused and sent to nobody', async (_name, body) => {
  const api = apiFixture();
  const headers = { ...bearer(OPERATE_TOKEN), 'content-type': 'application/json' };
  const { status } = await api.ask({ method: 'POST', path: '/api/notices', headers, body: Buffer.from(body) });
  expect(status).toBe(400);
  expect([api.done, api.entries]).toEqual([[], []]);
});

test('a body that is not said to be JSON is refused: a form of another site could send it', async () => {
  const api = apiFixture();
  for (const type of [undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonx']) {
    const headers = { ...bearer(OPERATE_TOKEN), ...(type && { 'content-type': type }) };
    const { status } = await api.ask({ method: 'POST', path: '/api/notices', headers, body: Buffer.from('{"text":"a"}') });
    expect(status).toBe(415);
  }
});

test('the page learns who looks at it, what the server has, and of the last hour', async () => {
  const own = { name: 'reader', role: 'read', hasMails: false, version: '1.2.3' };
  expect((await apiFixture().ask({ path: '/api/session', headers: bearer(READ_TOKEN) })).json).toEqual(own);
  const api = apiFixture({}, { mails: { listNewest: async () => [] } });
  const operator = await api.ask({ path: '/api/session', headers: bearer(OPERATE_TOKEN) });
  expect(operator.json).toEqual({ ...own, name: 'operator', role: 'operate', hasMails: true });
  const { json } = await api.ask({ path: '/api/history', headers: bearer(READ_TOKEN) });
  expect(json).toEqual({ stepSeconds: 5, samples: [] });
});

test('the document describes every operation as the router knows it', async () => {
  const { status, json } = await apiFixture().ask({ path: '/openapi.json' });
  const { openapi, paths } = json as unknown as { openapi: string; paths: Record<string, Record<string, object>> };
  expect([status, openapi]).toEqual([200, '3.1.0']);
  expect(paths['/api/users/{account}/end-sessions']?.post).toMatchObject({
    operationId: 'endSessions',
    description: 'Role: operate. The audit log has it.',
    parameters: [{ name: 'account', in: 'path', required: true, schema: { type: 'string', maxLength: 254 } }],
    requestBody: {
      content: { 'application/json': { schema: { type: 'object', properties: { sessionId: { maxLength: 22 } } } } },
    },
  });
  const ids = Object.values(paths).flatMap((operations) =>
    Object.values(operations).map((one) => (one as { operationId: string }).operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('an act has one trace, the one of its caller where there is one, and the answer names it', async () => {
  const api = apiFixture();
  const given = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${given}-00f067aa0ba902b7-01`;
  const own = await api.ask({ ...disable, headers: bearer(OPERATE_TOKEN) });
  const joined = await api.ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), traceparent } });
  const refused = await api.ask({ ...disable, headers: { traceparent } });
  const named = [own, joined, refused].map(({ headers }) => headers?.['Trace-Id']);
  expect(named).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), given, given]);
  expect(named[0]).not.toBe(given);
  expect(api.traceIds).toEqual(named.slice(0, 2));
});

test('an export is JSON lines with an end, and its one act in the audit log has their number', async () => {
  const api = apiFixture();
  const answer = await api.exportOf('alice');
  expect(answer).toMatchObject({ status: 200, contentType: 'application/x-ndjson; charset=utf-8' });
  expect(answer.headers?.['Content-Disposition']).toBe('attachment; filename="export.jsonl"');
  expect(api.entries).toMatchObject([{ act: 'export', result: '' }]);
  expect(await readLines(answer)).toEqual([
    { kind: 'account', name: 'alice' },
    { kind: 'profile', name: 'alice' },
    { kind: 'end', lines: 2 },
  ]);
  expect(api.entries).toMatchObject([{ act: 'export', target: '{"account":"alice"}', result: 'done: 2 lines' }]);
});

test('an export of an unknown user is refused, and one that fails in the middle says so in its last line', async () => {
  const api = apiFixture();
  const refused = await api.exportOf('nobody');
  expect([refused.status, JSON.parse(String(refused.body))]).toMatchObject([404, { error: { code: 'NO_SUCH_USER' } }]);
  const lines = await readLines(await api.exportOf('broken'));
  expect(lines.at(-1)).toEqual({ kind: 'error', code: 'TIMEOUT', message: 'no reply of logic' });
  expect(api.entries.map(({ result }) => result)).toEqual(['NO_SUCH_USER', 'TIMEOUT: 1 lines']);
});

test('an export whose reader goes away ends, and the audit log says so', async () => {
  const api = apiFixture();
  const { pieces } = await api.exportOf('alice');
  for await (const _piece of pieces ?? []) break;
  expect(api.entries.map(({ result }) => result)).toEqual(['CLIENT_GONE: 0 lines']);
});

test('a replay of all letters is one act, whose result counts them', async () => {
  const api = apiFixture();
  const body = { service: 'logic', cause: 'TypeError', upTo: 9 };
  const path = '/api/dead-letters/replay-all';
  const { status, json } = await api.ask({ method: 'POST', path, ...withJson(OPERATE_TOKEN, body) });
  expect([status, json]).toMatchObject([200, { done: [1, 2], failed: [{ number: 3 }], left: [4], stoppedBy: 'Kafka is away' }]);
  expect(api.done).toEqual(['replay all logic TypeError 9']);
  expect(api.entries).toMatchObject([{ act: 'replayAll', target: JSON.stringify(body), result: '2 replayed, 1 failed, 1 left' }]);
  const readOnly = await api.ask({ method: 'POST', path, ...withJson(READ_TOKEN, body) });
  expect([readOnly.status, api.entries.length]).toEqual([403, 1]);
  const unseen = await api.ask({ method: 'POST', path, ...withJson(OPERATE_TOKEN, { service: 'logic' }) });
  expect([unseen.status, unseen.json.error, api.done.length]).toMatchObject([
    400,
    { message: expect.stringContaining('upTo') },
    1,
  ]);
});

async function readLines({ pieces }: HttpAnswer): Promise<object[]> {
  let text = '';
  for await (const piece of pieces ?? []) text += piece;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
}
