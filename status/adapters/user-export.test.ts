import { expect, test } from 'vitest';
import { RpcError } from '../../infra/messaging/rpc-client.ts';
import { im } from '../../proto/rpc.ts';
import type { ExportLine } from '../ports.ts';
import type { RpcCalls } from './rpc-calls.ts';
import { exportFromLogic } from './user-export.ts';

const PAGE = 200;
const noPause = async (): Promise<void> => undefined;

/** Logic with one user and one conversation, in which every second message is another user's. */
function fakeLogic(messages: number, refusals = 0) {
  const asked: string[] = [];
  const users = new Set<string | undefined>();
  let left = refusals;
  const conversation = { conversationId: 'c', peerId: 'bob', firstSeq: 1, lastSeq: messages, lastMessage: { text: 'of others' } };
  const replies: Readonly<Record<string, (request: never) => object>> = {
    getProfile: () => ({ profile: { userId: 'alice', name: 'Alice' }, own: { findableByEmail: true } }),
    sync: () => ({ relations: [], peopleVersion: 0 }),
    listGroups: () => ({ groups: [] }),
    listGroupInvitations: () => ({ invitations: [] }),
    listConversations: () => ({ conversations: [conversation] }),
    pullMessages: ({ afterSeq }: { afterSeq: number }) => ({
      messages: Array.from({ length: Math.min(PAGE, messages - afterSeq) }, (_, i) => {
        const seq = afterSeq + i + 1;
        return { conversationId: 'c', seq, senderId: seq % 2 === 1 ? 'alice' : 'bob', text: `text ${seq}` };
      }),
    }),
  };
  const call: RpcCalls['call'] = async ({ descriptor }, request, { asUser }) => {
    asked.push(descriptor.handler);
    users.add(asUser);
    if (left-- > 0) throw new RpcError('REFUSED', 'refused: too many', { code: 'TOO_MANY_REQUESTS', retryAfterMs: 700 });
    const reply = replies[descriptor.handler]?.(request as never) ?? {};
    return descriptor.reply.decode(descriptor.reply.encode(reply).finish()) as never;
  };
  return { calls: { call }, asked, users };
}

test('100,000 messages are read page by page, and never further than they are taken', async () => {
  const { calls, asked, users } = fakeLogic(100_000);
  const lines = exportFromLogic(calls, 'alice', noPause);
  let own = 0;
  let last: ExportLine | undefined;
  for await (const line of lines) {
    if (line.kind !== 'message') continue;
    own++;
    last = line;
    // One page ahead at most.
    expect(asked.filter((name) => name === 'pullMessages').length).toBeLessThanOrEqual(Math.ceil((own * 2) / PAGE) + 1);
  }
  expect([own, last]).toEqual([50_000, expect.objectContaining({ seq: 99_999, type: 'TEXT', text: 'text 99999' })]);
  expect(asked.filter((name) => name === 'pullMessages')).toHaveLength(100_000 / PAGE);
  expect([...users]).toEqual(['alice']);
});

test('texts of others are not in it', async () => {
  const lines: ExportLine[] = [];
  for await (const line of exportFromLogic(fakeLogic(10).calls, 'alice', noPause)) lines.push(line);
  expect(lines.map(({ kind }) => kind)).toEqual(['profile', 'conversation', ...Array.from({ length: 5 }, () => 'message')]);
  expect(JSON.stringify(lines)).not.toContain('of others');
  expect(lines[0]).toMatchObject({ name: 'Alice', findableByEmail: true, whoMayWrite: 'SERVER_DEFAULT' });
  expect(im.MessageKind.TEXT).toBe(0);
});

test('an export waits between its calls, and as long as logic asks when its user has used up a rate', async () => {
  const logic = fakeLogic(600, 1);
  const pauses: number[] = [];
  for await (const _line of exportFromLogic(logic.calls, 'alice', async (ms) => void pauses.push(ms)));
  expect(pauses).toContain(700);
  const between = pauses.slice(1).filter((ms) => ms !== 700);
  expect(between.length).toBeGreaterThan(5);
  expect(Math.min(...between)).toBeGreaterThanOrEqual(20);
});

test('an export that nobody reads on asks for nothing more', async () => {
  const { calls, asked } = fakeLogic(100_000);
  for await (const line of exportFromLogic(calls, 'alice', noPause)) if (line.kind === 'message') break;
  expect(asked.filter((name) => name === 'pullMessages')).toHaveLength(1);
});
