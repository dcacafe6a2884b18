import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type RpcClient, RpcError } from '../infra/messaging/rpc-client.ts';
import { type Log, runInTrace } from '../infra/ports/index.ts';
import { im } from '../proto/rpc.ts';
import { newTraceId, traceIdOf } from '../proto/trace-context.ts';
import { verifyClient } from './verify-client.ts';

const code = {
  email: 'alice@example.org',
  purpose: im.CodePurpose.REGISTER,
  code: '123456',
  useId: Buffer.alloc(16, 1),
  requester: randomBytes(16),
};

function checksThat(answer: () => Promise<unknown>) {
  const lines: string[] = [];
  const asked: { name: string; request: object }[] = [];
  const line = (fields: object, message: string): void => void lines.push(JSON.stringify([fields, message]));
  const log: Log = { debug: line, info: line, warn: line, error: line };
  const calls = {
    call: ({ descriptor }: { descriptor: { name: string } }, request: object) => {
      asked.push({ name: descriptor.name, request });
      return answer();
    },
    send: ({ descriptor }: { descriptor: { name: string } }, request: object, options: object) => {
      asked.push({ name: descriptor.name, request: { ...request, ...options } });
      return answer();
    },
    close: async () => undefined,
  } as unknown as RpcClient;
  return { checks: verifyClient(calls, log), lines, asked };
}

test('the verify client asks verify to consume a code', async () => {
  const { checks, asked } = checksThat(async () => ({}));
  await checks.consume(code);
  expect(asked).toEqual([{ name: 'Codes.CheckCode', request: code }]);
});

test.each([
  ['WRONG_CODE', 0],
  ['TOO_MANY_TRIES', 42_000],
  ['BAD_ADDRESS', 0],
  ['UNAVAILABLE', 1000],
] as const)('the verify client passes on an error of verify (%s) with its code and retry time', async (refusal, retryAfterMs) => {
  const { checks } = checksThat(() => Promise.reject(new RpcError('REFUSED', 'no', { code: refusal, retryAfterMs })));
  await expect(checks.consume(code)).rejects.toMatchObject({ name: 'ImError', code: refusal, retryAfterMs });
});

test.each(['TIMEOUT', 'UNAVAILABLE'] as const)(
  'the verify client fails with UNAVAILABLE if verify does not answer (%s)',
  async (kind) => {
    const { checks } = checksThat(() => Promise.reject(new RpcError(kind, 'no')));
    await expect(checks.consume(code)).rejects.toMatchObject({ name: 'ImError', code: 'UNAVAILABLE' });
  },
);

test('after a timeout the verify client fails fast except for a periodic probe, and resumes once one is answered', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let answer = (): Promise<unknown> => Promise.reject(new RpcError('TIMEOUT', 'no'));
  const { checks, asked } = checksThat(() => answer());
  const unavailable = async (): Promise<void> =>
    await expect(checks.consume(code)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await unavailable();
  for (let i = 0; i < 5; i++) await unavailable();
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(2000);
  await Promise.all([unavailable(), unavailable(), unavailable()]);
  expect(asked).toHaveLength(2);
  vi.advanceTimersByTime(2000);
  answer = () => Promise.reject(new RpcError('REFUSED', 'no', { code: 'WRONG_CODE' }));
  await expect(checks.consume(code)).rejects.toMatchObject({ code: 'WRONG_CODE' });
  answer = async () => ({});
  await Promise.all([checks.consume(code), checks.consume(code)]);
  expect(asked).toHaveLength(5);
});

test('no error of the verify client contains the code', async () => {
  for (const kind of ['TIMEOUT', 'UNAVAILABLE', 'REFUSED'] as const) {
    const { checks } = checksThat(() => Promise.reject(new RpcError(kind, 'no', { code: 'WRONG_CODE' })));
    const error = (await checks.consume(code).catch((caught: unknown) => caught)) as Error;
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(code.code);
  }
});

test('notifyOwner does not wait for the mail, and logs a failure with the trace id and without the e-mail address', async () => {
  const traceId = newTraceId();
  let refuse: (error: Error) => void = () => undefined;
  const answer = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const { checks, lines } = checksThat(() => answer);
  const owner = { email: 'alice@example.org', purpose: im.CodePurpose.REGISTER, language: 'en' };
  await runInTrace(traceId, () => checks.notifyOwner(owner));
  refuse(new RpcError('REFUSED', 'no', { code: 'MAIL_FAILED' }));
  await expect.poll(() => lines).toHaveLength(1);
  expect(lines[0]).toContain('MAIL_FAILED');
  expect(lines[0]).toContain(traceIdOf(traceId));
  expect(lines[0]).not.toContain('alice');
});

test('notifyFormerOwner is durable while the log retains it, and fails with UNAVAILABLE if it is not stored', async () => {
  const owner = { email: 'alice@example.org', language: 'en' };
  const { checks, asked } = checksThat(async () => undefined);
  await checks.notifyFormerOwner(owner);
  expect(asked).toMatchObject([{ name: 'Verify.NotifyOwner', request: { ...owner, replaced: true, deadlineMs: 600_000 } }]);
  for (const kind of ['TIMEOUT', 'UNAVAILABLE'] as const) {
    const failing = checksThat(() => Promise.reject(new RpcError(kind, 'no')));
    await expect(failing.checks.notifyFormerOwner(owner)).rejects.toMatchObject({ name: 'ImError', code: 'UNAVAILABLE' });
  }
});
