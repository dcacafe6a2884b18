import { expect, test } from 'vitest';
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
  const statusOf = async (name: string, remoteAddress: string): Promise<number> =>
    (await api.ask({ ...disable, headers: { 'x-forwarded-user': name }, remoteAddress })).status;
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
])('%s may not act, even with a valid identity', async (_name, headers) => {
  const api = apiFixture();
  const { status, json } = await api.ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), ...headers } });
  expect([status, json.error]).toMatchObject([403, { code: 'FOREIGN_SITE' }]);
  const own = { 'sec-fetch-site': 'same-origin', origin: 'https://status.example', host: 'status.example' };
  expect((await api.ask({ ...disable, headers: { ...bearer(OPERATE_TOKEN), ...own } })).status).toBe(200);
});

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
