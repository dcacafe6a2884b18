import { expect, test } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { Members } from '../../members.ts';
import type { ControlledProcess } from '../../ports.ts';
import type { ApiParts } from '../parts.ts';
import { apiFixture, OPERATE_TOKEN, withJson } from '../testing/api-fixture.ts';

/** The API with members of the test; `act` happens when a command was stored. */
function apiWith(
  act: (report: (fields: im.InstanceReport.$Properties) => void) => void = () => undefined,
  parts: Partial<ApiParts> = {},
) {
  const members = new Members();
  let number = 0;
  const report = (fields: im.InstanceReport.$Properties): void => {
    const full = { role: 'gate', instance: 'gate-0', process: 'first', number: ++number, logLevel: 'info', ...fields };
    members.take(im.InstanceReport.decode(im.InstanceReport.encode(full).finish()) as im.InstanceReport);
  };
  const commanded: string[] = [];
  const command = async (processes: readonly ControlledProcess[]): Promise<void> => {
    commanded.push(...processes.map(({ process }) => process));
    act(report);
  };
  const unused = async (): Promise<never> => Promise.reject(new Error('not this act'));
  const control = { drain: command, setLogLevel: command, sendToAll: unused, sendTo: unused };
  const api = apiFixture({}, { members, control, ...parts });
  const drain = async (query = '', instance = 'gate-0') => {
    const path = `/api/instances/${instance}/drain`;
    const sent = withJson(OPERATE_TOKEN, {});
    const { status, json } = await api.ask({ method: 'POST', path, query: new URLSearchParams(query), ...sent });
    return [status, json.error ?? json.instances];
  };
  const setLevel = async (body: object) => {
    const { status, json } = await api.ask({ method: 'POST', path: '/api/log-level', ...withJson(OPERATE_TOKEN, body) });
    return [status, json.error ?? json.instances];
  };
  return { api, report, commanded, drain, setLevel };
}

test('an instance that restarts before its drain has not drained, and its new process is left alone', async () => {
  const { api, report, commanded, drain } = apiWith((report) => report({ process: 'second' }));
  report({});
  expect(await drain()).toEqual([409, { code: 'RESTARTED', message: expect.stringContaining('gate-0 restarted before it') }]);
  expect(commanded).toEqual(['first']);
  expect(api.entries).toMatchObject([{ act: 'drain', result: 'RESTARTED' }]);
});

test('a process that drains, ends and is replaced has drained, however fast that is', async () => {
  const { report, drain } = apiWith((report) => {
    report({ draining: true });
    report({ process: 'second' });
  });
  report({});
  expect(await drain()).toEqual([200, ['gate-0']]);
});

test('a log level counts only where the same process reports it, also with all instances at once', async () => {
  const { report, setLevel } = apiWith((report) => {
    report({ process: 'second' });
    report({ instance: 'gate-1', process: 'other', logLevel: 'debug' });
  });
  report({});
  report({ instance: 'gate-1', process: 'other' });
  const restarted = [409, { code: 'RESTARTED', message: expect.stringMatching(/^gate-0 restarted/) }];
  expect(await setLevel({ level: 'debug' })).toEqual(restarted);
  report({});
  expect(await setLevel({ level: 'debug', instance: 'gate-1' })).toEqual([200, ['gate-1']]);
});

test('a name that two roles have needs the role, and the refusal names both', async () => {
  const { report, commanded, drain, setLevel } = apiWith((report) =>
    report({ role: 'logic', instance: 'node', process: 'l', draining: true, logLevel: 'debug' }),
  );
  report({ role: 'logic', instance: 'node', process: 'l' });
  report({ role: 'verify', instance: 'node', process: 'v' });
  const ambiguous = [409, { code: 'AMBIGUOUS', message: expect.stringMatching(/^logic\/node and verify\/node /) }];
  expect(await drain('', 'node')).toEqual(ambiguous);
  expect(await setLevel({ level: 'debug', instance: 'node' })).toEqual(ambiguous);
  expect(commanded).toEqual([]);
  expect(await drain('role=gate', 'node')).toMatchObject([404, { code: 'NO_SUCH_INSTANCE' }]);
  expect(await drain('role=logic', 'node')).toEqual([200, ['node']]);
  expect(await setLevel({ level: 'debug', instance: 'node', role: 'logic' })).toEqual([200, ['node']]);
  expect(commanded).toEqual(['l', 'l']);
  expect(await setLevel({ level: 'debug', role: 'logic' })).toMatchObject([400, { code: 'BAD_REQUEST' }]);
});

test('two processes of one name and role are not chosen from', async () => {
  const { report, commanded, drain } = apiWith();
  report({});
  report({ process: 'second' });
  report({});
  expect(await drain()).toMatchObject([409, { code: 'AMBIGUOUS', message: expect.stringContaining('two processes') }]);
  expect(commanded).toEqual([]);
});

test('the status that answers drains after its answer, and after the end of its act in the audit log', async () => {
  const seen: string[][] = [];
  const own = { process: 'own', drain: () => void seen.push(api.entries.map(({ result }) => result)) };
  const { api, report, commanded, drain } = apiWith(undefined, { own });
  report({ role: 'status', instance: 'status-0', process: 'own' });
  expect(await drain('', 'status-0')).toEqual([200, ['status-0']]);
  expect([seen, commanded]).toEqual([[], []]);
  await expect.poll(() => seen).toEqual([['done']]);
});
