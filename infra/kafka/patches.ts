// All patches to kafkajs. They change its internals, so they are valid for exactly one version of it.
import { createRequire } from 'node:module';

const VERSION = '2.2.4';
// Short enough to end throttling in time. kafkajs computes negative delays without a minimum.
const MIN_CHECK_MS = 10;
/** How much later than its longest wait the answer to a fetch may come. */
const FETCH_SLACK_MS = 1000;

/** The part of kafkajs's cluster that is used: partition metadata and ListOffsets. */
export interface KafkaCluster {
  findTopicPartitionMetadata(topic: string): { partitionId: number }[];
  findGroupCoordinator(options: { groupId: string }): Promise<Coordinator>;
  refreshMetadata(): Promise<void>;
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
}

interface Coordinator {
  describeGroups(options: { groupIds: string[] }): Promise<{ groups: { members: { memberId: string; clientId: string }[] }[] }>;
  leaveGroup(options: { groupId: string; memberId: string }): Promise<unknown>;
}

/** The part of kafkajs's ConsumerGroup that is used: one member of a group. */
export interface KafkaGroupMember {
  readonly groupId: string;
  readonly generationId: number | null;
  readonly cluster: KafkaCluster;
  readonly assigners: readonly object[];
  /** How long Kafka holds the next fetches while there are no records, in milliseconds. */
  maxWaitTime: number;
  assigned(): { topic: string; partitions: number[] }[];
  seek(position: { topic: string; partition: number; offset: string }): void;
  pause(partitions: { topic: string; partitions: number[] }[]): void;
  resume(partitions: { topic: string; partitions: number[] }[]): void;
  commitOffsets(offsets: {
    topics: { topic: string; partitions: { partition: number; offset: string; metadata: null }[] }[];
  }): Promise<void>;
  leave(): Promise<void>;
}

/** Called around the joins of a member. A throw ends the member: kafkajs emits CRASH. */
export interface JoinHooks {
  /** Before the first join. */
  beforeFirstJoin(member: KafkaGroupMember): Promise<void>;
  /** Before each further join: partitions may move once it resolves. Every rejoin calls it; kafkajs's REBALANCING skips some. */
  beforeRejoin(member: KafkaGroupMember): Promise<void>;
  /** The assignment is final and nothing of it is fetched yet: a seek takes effect. */
  afterJoin(member: KafkaGroupMember): Promise<void>;
  /** The offset to fetch is out of range. kafkajs would silently start elsewhere; the patched member rejoins. */
  onOffsetOutOfRange(member: KafkaGroupMember, partition: number): void;
}

/**
 * The property of a partition assigner that holds the hooks of its member. Each member has its own assigner; a group id would
 * not do, because two members of one process may share it.
 */
export const JOIN_HOOKS = Symbol('join hooks');

interface ConsumerGroupPrototype {
  lastRequest: number;
  joinAndSync(this: KafkaGroupMember): Promise<void>;
  recoverFromOffsetOutOfRange(this: KafkaGroupMember, error: { topic: string; partition: number }): Promise<void>;
}
interface RequestQueuePrototype {
  throttledUntil: number;
  scheduleCheckPendingRequests(this: RequestQueue): void;
}
interface SocketRequestPrototype {
  sentAt: number | null;
}
interface FetchRequests {
  protocol(of: { version: number }): (request: { maxWaitTime: number }) => { requestTimeout: number };
}
interface RequestQueue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);

/** Throws unless `version` is the one that the patches were made for. */
export function assertKafkajsVersion(version: string): void {
  if (version !== VERSION)
    throw new Error(`infra/kafka/patches.ts patches kafkajs ${VERSION}, but ${version} is installed: review the patches`);
}

function hooksOf(member: KafkaGroupMember): JoinHooks | undefined {
  for (const assigner of member.assigners) if (JOIN_HOOKS in assigner) return assigner[JOIN_HOOKS] as JoinHooks;
  return undefined;
}

/**
 * kafkajs keeps a timer of 1 ms per connection, sometimes with a negative delay. The patch sets a timer only while requests
 * are pending.
 */
function patchTimer(prototype: RequestQueuePrototype): void {
  prototype.scheduleCheckPendingRequests = function () {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(this.throttledUntil - Date.now(), MIN_CHECK_MS),
    );
  };
}

/** Adds hooks around joins, and merges concurrent joins: fetchers of several brokers may see a new leader at the same time. */
function patchJoin(prototype: ConsumerGroupPrototype): void {
  const join = prototype.joinAndSync;
  const reset = prototype.recoverFromOffsetOutOfRange;
  const joinsInFlight = new WeakMap<KafkaGroupMember, Promise<void>>();

  async function joinWithHooks(member: KafkaGroupMember, hooks: JoinHooks): Promise<void> {
    if (member.generationId === null) await hooks.beforeFirstJoin(member);
    else await hooks.beforeRejoin(member);
    await join.call(member);
    await hooks.afterJoin(member);
  }

  prototype.joinAndSync = function () {
    const hooks = hooksOf(this);
    if (!hooks) return join.call(this);
    const running = joinsInFlight.get(this);
    if (running) return running;
    const joining = joinWithHooks(this, hooks).finally(() => joinsInFlight.delete(this));
    joinsInFlight.set(this, joining);
    return joining;
  };

  prototype.recoverFromOffsetOutOfRange = function (error) {
    const hooks = hooksOf(this);
    if (!hooks) return reset.call(this, error);
    hooks.onOffsetOutOfRange(this, error.partition);
    return (this as KafkaGroupMember & ConsumerGroupPrototype).joinAndSync();
  };
}

/**
 * kafkajs compares moments that it has stored with the wall clock. After a step back of one hour it would send no heartbeat and
 * end no request for an hour; after a step forward every request in flight would time out. The patched property follows each
 * step: what it returns is as long ago as it really is.
 */
export function followClockSteps<Name extends string>(prototype: Partial<Record<Name, number | null>>, name: Name): void {
  const aheadOf = new WeakMap<object, number | null>();
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: object): number | null {
      const ahead = aheadOf.get(this) ?? null;
      return ahead === null ? null : ahead + Date.now() - performance.now();
    },
    set(this: object, moment: number | null) {
      aheadOf.set(this, moment === null ? null : moment - Date.now() + performance.now());
    },
  });
}

/** kafkajs abandons a fetch 100 ms after its longest wait: on a busy machine that ended fetches whose records were on the way. */
function patchFetchTimeout(requests: FetchRequests): void {
  const { protocol } = requests;
  requests.protocol = (of) => {
    const encode = protocol(of);
    return (request) => ({ ...encode(request), requestTimeout: request.maxWaitTime + FETCH_SLACK_MS });
  };
}

assertKafkajsVersion((require('kafkajs/package.json') as { version: string }).version);
const requestQueue = (require('kafkajs/src/network/requestQueue') as { prototype: RequestQueuePrototype }).prototype;
const consumerGroup = (require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroupPrototype }).prototype;
const socketRequest = (require('kafkajs/src/network/requestQueue/socketRequest') as { prototype: SocketRequestPrototype })
  .prototype;
patchTimer(requestQueue);
patchFetchTimeout(require('kafkajs/src/protocol/requests/fetch') as FetchRequests);
patchJoin(consumerGroup);
followClockSteps(consumerGroup, 'lastRequest');
followClockSteps(socketRequest, 'sentAt');
followClockSteps(requestQueue, 'throttledUntil');

/**
 * Removes dead members with our client id from the group, so that the group does not wait for their session time-out. Returns
 * how many it removed.
 */
export async function evictStaleMembers(member: KafkaGroupMember, clientId: string): Promise<number> {
  const { groupId } = member;
  const coordinator = await member.cluster.findGroupCoordinator({ groupId });
  const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
  const staleMembers = groups.flatMap(({ members }) => members).filter((other) => other.clientId === clientId);
  for (const { memberId } of staleMembers) await coordinator.leaveGroup({ groupId, memberId });
  return staleMembers.length;
}
