import { createRequire } from 'node:module';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { assertKafkajsVersion, evictStaleMembers, JOIN_HOOKS, type JoinHooks, type KafkaGroupMember } from './patches.ts';

const require = createRequire(import.meta.url);
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup') as {
  prototype: {
    joinAndSync(this: object): Promise<void>;
    recoverFromOffsetOutOfRange(this: object, error: { topic: string; partition: number }): Promise<void>;
  };
};
const SocketRequest = require('kafkajs/src/network/requestQueue/socketRequest') as { prototype: object };
const RequestQueue = require('kafkajs/src/network/requestQueue') as {
  prototype: { scheduleCheckPendingRequests(this: object): void };
};

afterEach(() => {
  vi.useRealTimers();
});

/** A member as kafkajs's own joinAndSync needs it. Records what happens to it. */
function fakeMember(events: string[], hooked: boolean, name = 'm') {
  const hooks: JoinHooks = {
    beforeFirstJoin: async () => void events.push(`${name} joining`),
    beforeRejoin: async () => void events.push(`${name} leaving`),
    afterJoin: async () => void events.push(`${name} joined`),
    onOffsetOutOfRange: (_, partition) => void events.push(`${name} out of range ${partition}`),
  };
  const nothing = (): undefined => undefined;
  const methods = Object.getOwnPropertySymbols(ConsumerGroup.prototype);
  const member = {
    generationId: null as number | null,
    assigners: [hooked ? { [JOIN_HOOKS]: hooks } : {}],
    retrier: async (work: (bail: (error: Error) => void) => Promise<void>) =>
      work((error) => {
        throw error;
      }),
    assigned: () => [],
    isLeader: () => false,
    instrumentationEmitter: { emit: nothing },
    logger: { info: nothing, error: nothing },
    offsetManager: { setDefaultOffset: async () => void events.push(`${name} reset`) },
    preferredReadReplicasPerTopicPartition: {},
    joinAndSync: ConsumerGroup.prototype.joinAndSync,
  };
  for (const symbol of methods)
    Object.defineProperty(member, symbol, {
      value: async () => {
        if (symbol.description?.endsWith('join')) {
          events.push(`${name} JoinGroup`);
          member.generationId = (member.generationId ?? 0) + 1;
        }
      },
    });
  return member;
}

describe('the patches to kafkajs', () => {
  test('throw on another version of kafkajs', () => {
    expect(() => assertKafkajsVersion('2.2.5')).toThrow('2.2.4, but 2.2.5');
    expect(() => assertKafkajsVersion('2.2.4')).not.toThrow();
  });

  test('an idle connection has no timer, and a pending request has a timer with a positive delay', () => {
    vi.useFakeTimers();
    const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
    const queue = { throttleCheckTimeoutId: null, pending: [] as number[], throttledUntil: -1, checkPendingRequests: vi.fn() };
    schedule.call(queue);
    expect(vi.getTimerCount()).toBe(0);
    queue.pending.push(1);
    schedule.call(queue);
    schedule.call(queue);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(9);
    expect(queue.checkPendingRequests).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(queue.checkPendingRequests).toHaveBeenCalledTimes(1);
    queue.throttledUntil = Date.now() + 500;
    schedule.call(queue);
    vi.advanceTimersByTime(499);
    expect(queue.checkPendingRequests).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(queue.checkPendingRequests).toHaveBeenCalledTimes(2);
  });

  test('a fetch whose answer comes late is abandoned a second after its longest wait, not after 100 ms', () => {
    const { protocol } = require('kafkajs/src/protocol/requests/fetch') as {
      protocol(of: { version: number }): (request: object) => { requestTimeout: number };
    };
    expect(protocol({ version: 11 })({ maxWaitTime: 100, minBytes: 1, maxBytes: 1, topics: [] }).requestTimeout).toBe(1100);
  });

  test('the hooks of a member run before and after each of its joins, including the first one', async () => {
    const events: string[] = [];
    const one = fakeMember(events, true, 'one');
    const other = fakeMember(events, true, 'other');
    await one.joinAndSync();
    await other.joinAndSync();
    await one.joinAndSync();
    expect(events).toEqual([
      ...['one joining', 'one JoinGroup', 'one joined'],
      ...['other joining', 'other JoinGroup', 'other joined'],
      ...['one leaving', 'one JoinGroup', 'one joined'],
    ]);
  });

  test('a member without hooks joins as in unpatched kafkajs', async () => {
    const events: string[] = [];
    await fakeMember(events, false).joinAndSync();
    expect(events).toEqual(['m JoinGroup']);
  });

  test('two concurrent joins of a member become one', async () => {
    const events: string[] = [];
    const member = fakeMember(events, true);
    await Promise.all([member.joinAndSync(), member.joinAndSync()]);
    expect(events).toEqual(['m joining', 'm JoinGroup', 'm joined']);
  });

  test('an offset out of range leads to a rejoin, never to a silent reset', async () => {
    const recover = ConsumerGroup.prototype.recoverFromOffsetOutOfRange;
    const events: string[] = [];
    await recover.call(fakeMember(events, true), { topic: 't', partition: 3 });
    expect(events).toEqual(['m out of range 3', 'm joining', 'm JoinGroup', 'm joined']);
    events.length = 0;
    await recover.call(fakeMember(events, false), { topic: 't', partition: 3 });
    expect(events).toEqual(['m reset']);
  });

  test.each([-3_600_000, 3_600_000])('what kafkajs has sent is as long ago as it is when the clock steps by %i ms', (stepMs) => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const member = Object.create(ConsumerGroup.prototype) as { lastRequest: number };
    const request = Object.create(SocketRequest.prototype) as { sentAt: number | null };
    request.sentAt = null;
    expect(request.sentAt).toBeNull();
    member.lastRequest = Date.now();
    request.sentAt = Date.now();
    vi.setSystemTime(Date.now() + stepMs);
    vi.advanceTimersByTime(250);
    expect([Date.now() - member.lastRequest, Date.now() - Number(request.sentAt)]).toEqual([250, 250]);
  });

  test('only members with our client id are evicted as stale', async () => {
    const left: string[] = [];
    const coordinator = {
      describeGroups: async () => ({
        groups: [{ members: ['a', 'b', 'a'].map((clientId, i) => ({ clientId, memberId: `${clientId}-${i}` })) }],
      }),
      leaveGroup: async ({ memberId }: { memberId: string }) => left.push(memberId),
    };
    const member = { groupId: 'g', cluster: { findGroupCoordinator: async () => coordinator } } as unknown as KafkaGroupMember;
    expect(await evictStaleMembers(member, 'a')).toBe(2);
    expect(left).toEqual(['a-0', 'a-2']);
  });
});
