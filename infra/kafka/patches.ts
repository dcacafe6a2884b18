// Every change made to kafkajs, in one place. They reach into its insides, so they hold for exactly one version of it.
import { createRequire } from 'node:module';

const VERSION = '2.2.4';
// A delay this short still ends throttling in time, and is never negative.
const MIN_CHECK_MS = 10;

/** What is used of kafkajs's cluster: partition metadata and ListOffsets. */
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

/** What is used of kafkajs's ConsumerGroup: one member of a group. */
export interface KafkaGroupMember {
  readonly groupId: string;
  readonly generationId: number | null;
  readonly cluster: KafkaCluster;
  readonly assigners: readonly object[];
  assigned(): { topic: string; partitions: number[] }[];
  seek(position: { topic: string; partition: number; offset: string }): void;
  pause(partitions: { topic: string; partitions: number[] }[]): void;
  resume(partitions: { topic: string; partitions: number[] }[]): void;
  commitOffsets(offsets: {
    topics: { topic: string; partitions: { partition: number; offset: string; metadata: null }[] }[];
  }): Promise<void>;
  leave(): Promise<void>;
}

/** Called around a member's joins. A throw ends the member: kafkajs emits CRASH. */
export interface JoinHooks {
  /** Before the first join. */
  beforeFirstJoin(member: KafkaGroupMember): Promise<void>;
  /** Before each further join: when it resolves, partitions may move. Some rejoins emit no REBALANCING event, none goes past this. */
  beforeRejoin(member: KafkaGroupMember): Promise<void>;
  /** The assignment is final and nothing of it has been fetched: a seek counts. */
  afterJoin(member: KafkaGroupMember): Promise<void>;
  /** The offset to fetch is not in the log; kafkajs would have started elsewhere without a word. The member joins again. */
  onOffsetOutOfRange(member: KafkaGroupMember, partition: number): void;
}

/** A partition assigner with this property brings its member's hooks: unlike a group id it tells two members within one process apart. */
export const JOIN_HOOKS = Symbol('join hooks');

interface ConsumerGroupPrototype {
  joinAndSync(this: KafkaGroupMember): Promise<void>;
  recoverFromOffsetOutOfRange(this: KafkaGroupMember, error: { topic: string; partition: number }): Promise<void>;
}
interface RequestQueuePrototype {
  scheduleCheckPendingRequests(this: RequestQueue): void;
}
interface RequestQueue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);

/** Throws unless `version` is the one the patches were made for. */
export function assertKafkajsVersion(version: string): void {
  if (version !== VERSION)
    throw new Error(`the patches to kafkajs are made for ${VERSION}, not ${version}: look at infra/kafka/patches.ts`);
}

function hooksOf(member: KafkaGroupMember): JoinHooks | undefined {
  for (const assigner of member.assigners) if (JOIN_HOOKS in assigner) return assigner[JOIN_HOOKS] as JoinHooks;
  return undefined;
}

/** kafkajs arms a timer of 1 ms per connection for ever, with a negative delay at times. Here it arms one only when something is pending. */
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

/** Hooks around joining, and one join at a time: fetchers of several brokers may notice a moved leader at once. */
function patchJoin(prototype: ConsumerGroupPrototype): void {
  const join = prototype.joinAndSync;
  const reset = prototype.recoverFromOffsetOutOfRange;
  const underWay = new WeakMap<KafkaGroupMember, Promise<void>>();

  async function joinWithHooks(member: KafkaGroupMember, hooks: JoinHooks): Promise<void> {
    if (member.generationId === null) await hooks.beforeFirstJoin(member);
    else await hooks.beforeRejoin(member);
    await join.call(member);
    await hooks.afterJoin(member);
  }

  prototype.joinAndSync = function () {
    const hooks = hooksOf(this);
    if (!hooks) return join.call(this);
    const running = underWay.get(this);
    if (running) return running;
    const joining = joinWithHooks(this, hooks).finally(() => underWay.delete(this));
    underWay.set(this, joining);
    return joining;
  };

  prototype.recoverFromOffsetOutOfRange = function (error) {
    const hooks = hooksOf(this);
    if (!hooks) return reset.call(this, error);
    hooks.onOffsetOutOfRange(this, error.partition);
    return (this as KafkaGroupMember & ConsumerGroupPrototype).joinAndSync();
  };
}

assertKafkajsVersion((require('kafkajs/package.json') as { version: string }).version);
patchTimer((require('kafkajs/src/network/requestQueue') as { prototype: RequestQueuePrototype }).prototype);
patchJoin((require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroupPrototype }).prototype);

/** Takes dead members with our own client id out of the group, so that nobody waits for their session to time out. */
export async function evictStaleMembers(member: KafkaGroupMember, clientId: string): Promise<number> {
  const { groupId } = member;
  const coordinator = await member.cluster.findGroupCoordinator({ groupId });
  const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
  const ghosts = groups.flatMap(({ members }) => members).filter((other) => other.clientId === clientId);
  for (const { memberId } of ghosts) await coordinator.leaveGroup({ groupId, memberId });
  return ghosts.length;
}
