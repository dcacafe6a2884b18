import { expect, test } from 'vitest';
import { apiFixture, bearer, OPERATE_TOKEN, withJson } from './testing/api-fixture.ts';

const disable = { method: 'POST', path: '/api/users/alice/disable' };

test('the audit log has the address that a trusted proxy reports, and of nobody else', async () => {
  const proxy = { header: 'x-forwarded-user', networks: ['10.0.0.0/8'], operators: [] };
  const api = apiFixture({ proxy });
  const headers = { ...bearer(OPERATE_TOKEN), 'x-forwarded-for': '192.0.2.66, 203.0.113.9, 10.2.2.2' };
  for (const remoteAddress of ['10.1.2.3', '::ffff:10.1.2.3', '198.51.100.7'])
    await api.ask({ ...disable, headers, remoteAddress });
  expect(api.entries.map(({ address }) => address)).toEqual(['203.0.113.9', '203.0.113.9', '198.51.100.7']);
});

test('an entry that is too long for the audit log still names the users', async () => {
  const api = apiFixture();
  const body = { text: `${'x'.repeat(998)}😀!`, users: ['alice', 'bob@example.org'] };
  await api.ask({ path: '/api/notices', method: 'POST', ...withJson(OPERATE_TOKEN, body) });
  const [{ target = '' } = {}] = api.entries;
  expect(target).toMatch(/^\{"users":\["alice","bob@example.org"\],"text":"xxx.*…$/);
  expect([...target]).toHaveLength(1000);
  expect(target.isWellFormed()).toBe(true);
});
