import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { im } from '../../proto/rpc.ts';
import { isTraceId, spanIdOf, TraceFlag, traceFlagsOf, traceIdOf } from '../../proto/trace-context.ts';
import { type GateFixture, gateFixture, SEND_MESSAGE, waitUntil } from '../testing/gate-fixture.ts';
import type { WireClient } from '../testing/wire-client.ts';
import { CommandTraces } from './command-traces.ts';

describe('the trace of a command', () => {
  let fixture: GateFixture;
  let client: WireClient;
  beforeEach(async () => {
    fixture = await gateFixture({ routes: memoryRoutes(), traceRates: { spans: 0, rpcLog: 1 } });
    client = await fixture.client('tcp');
  });
  afterEach(() => fixture.close());

  test('the trace id of a client goes with its command and comes back; without one the gate makes it', async () => {
    await fixture.logIn(client, { userId: 'alice', sessionId: 'phone', epoch: 4 });
    const own = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
    const given = [own, new Uint8Array(0), new Uint8Array(16), new Uint8Array(15).fill(7), new Uint8Array(5000).fill(7)];
    for (const [i, traceId] of given.entries())
      client.send({ kind: im.Frame.Kind.COMMAND, rpc: SEND_MESSAGE, requestId: i + 2, payload: new Uint8Array(), traceId });
    const traces: string[] = [];
    for (const i of given.keys()) {
      const { envelope } = await fixture.waitForCommand(SEND_MESSAGE, i);
      expect(traceIdOf(envelope.traceContext)).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      fixture.reply(envelope, i === 1 ? { failure: { code: im.Code.FORBIDDEN } } : {});
      await waitUntil(() => client.reply(i + 2) !== undefined);
      expect(traceIdOf(client.reply(i + 2)?.traceId)).toBe(traceIdOf(envelope.traceContext));
      traces.push(traceIdOf(envelope.traceContext));
    }
    expect(traces[0]).toBe('0102030405060708090a0b0c0d0e0f10');
    expect(new Set(traces).size).toBe(given.length);
  });

  test('a command that the gate refuses has a trace id in its reply', async () => {
    client.send({ kind: im.Frame.Kind.COMMAND, rpc: 9999, requestId: 1, traceId: new Uint8Array(16).fill(9) });
    client.command(SEND_MESSAGE, 2);
    await waitUntil(() => client.reply(2) !== undefined);
    expect(traceIdOf(client.reply(1)?.traceId)).toBe('09'.repeat(16));
    expect(isTraceId(client.reply(2)?.traceId ?? new Uint8Array())).toBe(true);
  });

  test('a command of the rpc log has one line with rpc, code, times and trace id, and the service hears of it', async () => {
    await fixture.logIn(client, { userId: 'alice', sessionId: 'phone', epoch: 4 });
    client.command(SEND_MESSAGE, 2, Buffer.from('a private text'));
    const { envelope } = await fixture.waitForCommand(SEND_MESSAGE);
    expect(traceFlagsOf(envelope.traceContext)).toBe(TraceFlag.LOG);
    fixture.reply(envelope, { failure: { code: im.Code.FORBIDDEN }, heldUs: 1234 });
    await waitUntil(() => client.reply(2) !== undefined);
    const lines = fixture.logLines.filter(({ message }) => message === 'rpc').map(({ fields }) => fields);
    expect(lines.at(-1)).toMatchObject({ rpc: 'Logic.SendMessage', code: 'FORBIDDEN', serviceMs: 1.23, userId: 'alice' });
    expect(lines.at(-1)).toMatchObject({ ms: expect.any(Number), traceId: traceIdOf(envelope.traceContext) });
    expect(JSON.stringify(lines)).not.toContain('private');
  });
});

test('a short trace id with zeros before it has a parent span that is not zero, which W3C forbids', () => {
  const traces = new CommandTraces({ spans: 0, rpcLog: 1 }, silentLog);
  const short = Buffer.from('0000000000000000463ac35c9f6413ad', 'hex');
  expect(spanIdOf(traces.start(short, undefined).context)).toBe('463ac35c9f6413ad');
  const long = Buffer.from('0102030405060708463ac35c9f6413ad', 'hex');
  expect(spanIdOf(traces.start(long, undefined).context)).toBe('0102030405060708');
});
