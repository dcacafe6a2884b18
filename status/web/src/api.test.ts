import { describe, expect, test } from 'vitest';
import { Api, ApiFailure } from './api.ts';

interface Call {
  readonly path: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly contentType: string | null;
}

function apiWith(answer: () => Response): { readonly api: Api; readonly calls: Call[] } {
  const calls: Call[] = [];
  const api = new Api(async (path, { method, body, headers }) => {
    calls.push({ path, method, body, contentType: new Headers(headers).get('content-type') });
    return answer();
  });
  return { api, calls };
}

describe('a call', () => {
  test('that acts sends JSON, and says so', async () => {
    const { api, calls } = apiWith(() => Response.json({ userId: 'u', sessionsEnded: 1 }));
    await api.endSessions('a/b?', 's');
    await api.deleteUser('u');
    await api.sendNotice('hello');
    expect(calls).toEqual([
      { path: '/api/users/a%2Fb%3F/end-sessions', method: 'POST', body: '{"sessionId":"s"}', contentType: 'application/json' },
      { path: '/api/users/u', method: 'DELETE', body: '{}', contentType: 'application/json' },
      { path: '/api/notices', method: 'POST', body: '{"text":"hello"}', contentType: 'application/json' },
    ]);
  });

  test('that reads has no body', async () => {
    const { api, calls } = apiWith(() => Response.json({ entries: [] }));
    await api.listAudit(17, 50);
    expect(calls).toEqual([{ path: '/api/audit?limit=50&before=17', method: 'GET', body: undefined, contentType: null }]);
  });
});

describe('an error', () => {
  async function errorOf(answer: () => Response): Promise<ApiFailure> {
    const error = await apiWith(answer)
      .api.readSession()
      .catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ApiFailure);
    return error as ApiFailure;
  }

  test('of the API has its code and message', async () => {
    const error = await errorOf(() => Response.json({ error: { code: 'FORBIDDEN', message: 'no' } }, { status: 403 }));
    expect(error).toMatchObject({ status: 403, code: 'FORBIDDEN', message: 'no' });
  });

  test('of a proxy that answers with a page has the status', async () => {
    expect(await errorOf(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))).toMatchObject({
      status: 502,
      code: 'HTTP_502',
    });
  });

  test('of a reply that is no JSON is one', async () => {
    expect(await errorOf(() => new Response('<h1>Log in</h1>'))).toMatchObject({ code: 'NOT_JSON' });
  });

  test('of a server that is away says that it is unreachable', async () => {
    const error = await errorOf(() => {
      throw new TypeError('fetch failed');
    });
    expect(error).toMatchObject({ status: 0, code: 'UNREACHABLE' });
  });
});

describe('an export', () => {
  const lines = (...texts: readonly string[]) => new Response(texts.map((text) => `${text}\n`).join(''));

  test('is what the API sends, with its end', async () => {
    const { api, calls } = apiWith(() => lines('{"kind":"account"}', '{"kind":"end","lines":1}'));
    expect(await (await api.exportUser('a/b')).text()).toBe('{"kind":"account"}\n{"kind":"end","lines":1}\n');
    expect(calls).toEqual([{ path: '/api/users/a%2Fb/export', method: 'POST', body: '{}', contentType: 'application/json' }]);
  });

  test('without an end, with an error at its end, or refused, is a failure', async () => {
    const failure = (answer: () => Response) => expect(apiWith(answer).api.exportUser('u')).rejects;
    await failure(() => lines('{"kind":"account"}')).toMatchObject({ code: 'INCOMPLETE' });
    await failure(() => lines('{"kind":"account"}', '{"kind":"mess')).toMatchObject({ code: 'INCOMPLETE' });
    const late = '{"kind":"error","code":"TIMEOUT","message":"no reply of logic"}';
    await failure(() => lines('{"kind":"account"}', late)).toMatchObject({ code: 'TIMEOUT', message: 'no reply of logic' });
    const refusal = { error: { code: 'NO_SUCH_USER', message: 'no account' } };
    await failure(() => Response.json(refusal, { status: 404 })).toMatchObject({ status: 404, code: 'NO_SUCH_USER' });
  });
});
