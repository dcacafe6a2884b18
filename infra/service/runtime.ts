// Serves one service: takes commands from its topic, runs them in batches on its store and publishes their outcomes.
//
// One loop: cut a batch from the heads of all partition queues → run it as one transaction (batch-runner.ts) → publish its
// outcomes (publish-queue.ts) while the next batch runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { rpcsByNumber } from '../../proto/rpc.ts';
import { noMetrics } from '../memory/no-metrics.ts';
import { PackReader } from '../messaging/pack-reader.ts';
import type { Batches, Consumption, LogRecord, PartitionRange } from '../ports/index.ts';
import { asError } from '../process/errors.ts';
import { type Assignment, PartitionAssignment } from './assignment.ts';
import { type BatchRunner, runBatch } from './batch-runner.ts';
import { BugMonitor } from './dead-letters/bug-monitor.ts';
import { DeadLetters } from './dead-letters/dead-letters.ts';
import { PagedReads } from './fairness/paged-reads.ts';
import { PushBudget } from './fairness/push-budget.ts';
import { traceCommands } from './monitoring/batch-traces.ts';
import { type PartitionProgress, ServiceMetrics } from './monitoring/service-metrics.ts';
import { describeService } from './monitoring/service-report.ts';
import type { RunningService, ServeOptions } from './options.ts';
import type { OutcomePublishing } from './outcomes/publish-outcomes.ts';
import { type PublishedEnd, PublishQueue } from './outcomes/publish-queue.ts';
import {
  awaitsReplay,
  isPagedRead,
  isPublishedBehind,
  markPublished,
  type PartitionQueue,
  type PartitionSlice,
  takeBatch,
  takeForReplay,
} from './partition-queue.ts';
import { handlersByNumber, type RecordDecoder } from './record-decoder.ts';
import { RecordReceiver } from './record-receiver.ts';
import { readUnpublishedOutcomes, replayWhileCurrent } from './replay.ts';
import { Signal } from './signal.ts';

export type { RunningService, ServeOptions } from './options.ts';

// An idle partition writes its published offset to the position row after this time.
const STORE_PUBLISHED_AFTER_MS = 250;

/** Serves the rpcs of a service as a member of its consumer group, which has the service's name. Resolves when it has joined. */
export async function serve<Store>(options: ServeOptions<Store>): Promise<RunningService> {
  const runtime = new Runtime(options);
  await runtime.start();
  return {
    pausedPartitions: () => runtime.pausedPartitions(),
    ownedPartitions: () => runningPartitions(runtime.metrics.state.progress()),
    describe: () => describeService(runtime.metrics),
    close: () => runtime.close(),
  };
}

function runningPartitions(progress: readonly PartitionProgress[]): number[] {
  return progress.flatMap(({ partition, isPaused }) => (isPaused ? [] : [partition]));
}

class Runtime<Store> {
  readonly metrics: ServiceMetrics;
  readonly #options: ServeOptions<Store>;
  readonly #source: { readonly batches: Batches<Store>; readonly group: string; readonly topic: string };
  readonly #assignment: PartitionAssignment<Store>;
  readonly #receiver: RecordReceiver<Store>;
  readonly #runner: Omit<BatchRunner<Store>, 'isLeaving'>;
  readonly #publishQueue: PublishQueue<Store>;
  readonly #pagedReads: PagedReads<Store>;
  readonly #signal = new Signal();
  readonly #bugs = new BugMonitor();
  #consumption: Consumption | undefined;
  #turn = 0;
  #isClosed = false;
  /** True after a fatal error: no new work begins here. Another instance takes over. */
  #isFailed = false;
  #currentStep: Promise<void> = Promise.resolve();

  constructor(options: ServeOptions<Store>) {
    this.#options = options;
    const { batches, bus, instance, log, lostCommands, packs, topics } = options;
    const rpcs = rpcsByNumber([options.service]);
    const service = [...rpcs.values()][0]?.service ?? '';
    const group = service.toLowerCase();
    const topic = topics.service(service);
    this.#source = { batches, group, topic };
    this.metrics = new ServiceMetrics(options.metrics ?? noMetrics, {
      ...{ service: group, rpcs },
      progress: () => this.#assignment.progress(),
      queued: () => this.#assignment.queued(),
      reads: () => this.#pagedReads.counts(),
      unpublishedBatches: () => this.#publishQueue.unpublishedBatches,
    });
    const flow: Pick<Consumption, 'pause' | 'resume'> = {
      pause: (partition) => this.#consumption?.pause(partition),
      resume: (partition) => this.#consumption?.resume(partition),
    };
    const shared = { group, topic, log, bugs: this.#bugs, metrics: this.metrics };
    const deadLetters = new DeadLetters({ ...shared, bus, instance, signer: packs.signer, deadLetterTopic: topics.deadLetter });
    this.#assignment = new PartitionAssignment({ batches, log, lostCommands, group, topic, flow });
    this.#receiver = new RecordReceiver({
      decoder: recordDecoder(options, topic),
      assignment: this.#assignment,
      admission: options.admission,
      deadLetters,
      flow,
      log,
      lostCommands,
      sleep,
      isFailed: () => this.#isFailed,
      publishRefusals: (outcomes) => this.#publishQueue.publish(outcomes, []),
      onReady: () => this.#signal.notify(),
      onFailed: (error) => this.#fail(error),
    });
    const pausePartition: BatchRunner<Store>['pausePartition'] = (partition, why) => this.#receiver.pause(partition, why);
    const pushBudget = options.userRates && new PushBudget(options.userRates.pushes);
    this.#runner = { ...shared, batches, deadLetters, pushBudget, sleep, pausePartition };
    const outcomes = outcomePublishing(options, this.metrics);
    const onFailed = (error: unknown): void => this.#fail(error);
    this.#publishQueue = new PublishQueue({
      ...{ outcomes, onFailed, afterCommit: options.afterCommit },
      onPublished: (ends) => this.#markPublished(ends),
      onReady: () => this.#signal.notify(),
    });
    this.#pagedReads = new PagedReads({
      ...{ batches, outcomes, deadLetters, bugs: this.#bugs, log, metrics: this.metrics, sleep, onFailed },
      rate: options.userRates?.readBytes,
      onAnswered: (queue) => this.#markPublished([{ queue, offset: queue.publishedByBatches }]),
    });
  }

  async start(): Promise<void> {
    this.#runLoop().catch((error) => this.#fail(error));
    this.#consumption = await this.#options.bus.consume({
      group: this.#source.group,
      topic: this.#source.topic,
      onAssigned: (ranges) => this.#assign(ranges),
      onRevoked: () => this.#revoke(),
      onRecords: (partition, records, end) => this.#receive(partition, records, end),
    });
  }

  pausedPartitions(): ReadonlyMap<number, string> {
    return this.#assignment.pausedPartitions();
  }

  async close(): Promise<void> {
    await this.#consumption?.close();
    this.#isClosed = true;
    this.#assignment.close();
    this.#signal.notify();
    await this.#currentStep;
    await this.#pagedReads.close();
    await this.#publishQueue.flush();
  }

  async #assign(ranges: readonly PartitionRange[]): Promise<ReadonlyMap<number, number>> {
    const assignment = this.#assignment.begin();
    const positions = await this.#assignment.loadPositions(assignment, ranges);
    const starts = new Map<number, number>();
    if (!this.#assignment.isCurrent(assignment)) return starts;
    for (const range of ranges) {
      const position = positions.get(range.partition);
      if (!position) throw new Error(`the store returned no position for partition ${range.partition}`);
      const queue = this.#assignment.addQueue(assignment, range, position);
      const unpublished = await readUnpublishedOutcomes(this.#source, range, position);
      if (unpublished) this.#publishQueue.publish(unpublished.outcomes, [{ queue, offset: unpublished.to }]);
      starts.set(range.partition, queue.nextArrival);
    }
    this.#signal.notify();
    return starts;
  }

  async #revoke(): Promise<void> {
    const assignment = this.#assignment.current;
    assignment.isRevoked = true;
    this.#signal.notify();
    await this.#currentStep;
    this.#pagedReads.clear();
    await this.#publishQueue.flush();
    await this.#assignment.storePublished(assignment);
  }

  #receive(partition: number, records: readonly LogRecord[], end: number): void {
    this.#receiver.receive(partition, records, end);
    this.#signal.notify();
  }

  async #runLoop(): Promise<void> {
    while (!this.#isClosed && !this.#isFailed) {
      const assignment = this.#assignment.current;
      const step = assignment.isRevoked ? undefined : this.#nextStep(assignment);
      if (step) {
        this.#currentStep = step().catch((error) => this.#fail(error));
        await this.#currentStep;
        continue;
      }
      const isBehind = assignment.queues.some(isPublishedBehind);
      const isIdle = await this.#signal.wait(isBehind ? STORE_PUBLISHED_AFTER_MS : undefined);
      if (!isIdle || !this.#assignment.isCurrent(assignment)) continue;
      this.#currentStep = this.#assignment.storePublished(assignment);
      await this.#currentStep;
    }
  }

  #nextStep(assignment: Assignment<Store>): (() => Promise<void>) | undefined {
    if (this.#publishQueue.isFull) return undefined;
    const queue = assignment.queues.find(awaitsReplay);
    if (queue) return () => this.#replay(assignment, queue);
    const slices = takeBatch(assignment.queues, this.#turn++);
    return slices && (() => this.#runBatch(assignment, slices));
  }

  async #runBatch(assignment: Assignment<Store>, slices: readonly PartitionSlice<Store>[]): Promise<void> {
    const isLeaving = (): boolean => this.#isFailed || !this.#assignment.isCurrent(assignment);
    const startedMs = performance.now();
    const result = await runBatch({ ...this.#runner, isLeaving }, slices);
    this.#assignment.resumeUncongested(assignment);
    if (result.slices.length === 0) return;
    this.metrics.countBatch(result.results, startedMs);
    const times = { startMs: startedMs, endMs: performance.now(), roundTrips: result.roundTrips };
    traceCommands(result.results, 'batch', times, this.#options.log);
    for (const { queue, reads } of result.slices) this.#pagedReads.enqueue(queue, reads);
    const ends = result.slices.map(({ queue, claim }) => ({ queue, offset: claim.end }));
    this.#publishQueue.publish(
      result.results.map(({ outcome }) => outcome),
      ends,
    );
    // After the commit: the next start does not meet the same commands again.
    this.#bugs.check();
  }

  async #replay(assignment: Assignment<Store>, queue: PartitionQueue<Store>): Promise<void> {
    const records = takeForReplay(queue);
    this.#assignment.resumeUncongested(assignment);
    const { log } = this.#options;
    const isCurrent = (): boolean => this.#assignment.isCurrent(assignment);
    const source = { ...this.#source, log, sleep, isCurrent };
    const outcomes = await replayWhileCurrent(source, queue.partition, records);
    if (!outcomes) return;
    for (const { record } of records) this.#pagedReads.enqueue(queue, record.commands.filter(isPagedRead));
    this.#publishQueue.publish(outcomes, [{ queue, offset: (records.at(-1)?.record.offset ?? -1) + 1 }]);
  }

  #markPublished(ends: readonly PublishedEnd<Store>[]): void {
    if (this.#isFailed) return;
    for (const { queue, offset } of ends) markPublished(queue, offset);
    this.#consumption?.commit(new Map(ends.map(({ queue }) => [queue.partition, queue.published])));
    this.#signal.notify();
  }

  /** Stops for good: later commands must not overtake those that were taken from the queues and not stored. */
  #fail(error: unknown): void {
    if (this.#isFailed) return;
    this.#isFailed = true;
    this.#signal.notify();
    this.#options.onFatal(asError(error));
  }
}

function recordDecoder<Store>(options: ServeOptions<Store>, topic: string): RecordDecoder<Store> {
  const rpcs = rpcsByNumber([options.service]);
  return {
    source: {
      topic,
      domainEventsEnabled: options.domainEvents !== undefined,
      serviceCommandsEnabled: options.commandPartitions !== undefined,
    },
    rpcs,
    handlers: handlersByNumber(rpcs, options.handlers),
    opener: options.opener,
    reader: new PackReader({ topic, verifier: options.packs.verifier, log: options.log, metrics: options.metrics ?? noMetrics }),
    topics: options.topics,
    gatePartitions: options.gatePartitions,
    echoes: options.echoes,
  };
}

function outcomePublishing<Store>(options: ServeOptions<Store>, fanOut: ServiceMetrics): OutcomePublishing {
  const { commandPartitions, domainEvents, log, publisher, routes, topics } = options;
  return {
    publisher,
    routes,
    gateTopic: topics.gate,
    serviceCommands: commandPartitions === undefined ? undefined : { partitions: commandPartitions, topic: topics.service },
    domainEvents: domainEvents && { ...domainEvents, topic: topics.events },
    log,
    fanOut,
  };
}
