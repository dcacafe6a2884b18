// Drives the clients of one load process: connect, create the prerequisites, send open-loop, wait for late deliveries, and pull
// everything once more.
import type { GateTransport } from '../../client/sdk/connection/transport.ts';
import { directConversationId } from '../../proto/ids.ts';
import { partitionOf } from '../../proto/partition.ts';
import { Histogram } from '../ledger/histogram.ts';
import { Ledger } from '../ledger/ledger.ts';
import { RecordedLedger } from '../proof/recorded-ledger.ts';
import type { RivalName } from '../rivals/rival.ts';
import { createGroups, makeFriends, waitUntilPresenceIsKnown } from '../setup/prerequisites.ts';
import { BackgroundCommands } from './background-commands.ts';
import { encodeSendFields, MessageIds } from './client/frames.ts';
import { type LoadAccount, LoadClient, type LoadClientDependencies } from './client/load-client.ts';
import { forEachConcurrently, withTimeout } from './concurrency.ts';
import { pullUntilComplete, waitUntilDrained } from './final-pull.ts';
import { countLedger, type LoadProgress, type LoadResult, readProgress } from './load-result.ts';
import { runOpenLoop } from './open-loop.ts';
import { constantRate, countTurns, dueTimes, type RateSegment } from './rate-profile.ts';
import { ReconnectDriver, type ReconnectPlan } from './reconnects.ts';
import { Storm, type StormPlan } from './resume-tracker.ts';
import { computeSchedule, type RatePlan, type Schedule, segmentsOf } from './schedule.ts';
import { ConversationPlan, type Workload } from './workload.ts';

export type { LoadProgress, LoadResult } from './load-result.ts';

/** Concurrent log-ins: enough to fill batches, too few to run into time-outs. */
const PARALLEL_LOG_INS = 256;
const PARALLEL_SYNCS = 128;
const TICKS_PER_SECOND = 10;
/** The default of IM_COMMAND_PARTITIONS. */
const LANES = 8;
/** How often each client's `tick` is called. */
const CLIENT_TICK_MS = 500;
/** Initial messages per second: below what any target can do, so that the run does not begin with a backlog. */
const INITIAL_MESSAGES_PER_SECOND = 1_500;
/** With more conversations than this for each client, only those are pulled in the end that lack a message. */
const MAX_PULLED_PEERS = 10;
const DEFAULT_QUIET_MS = 10_000;
const DEFAULT_PULLABLE_WITHIN_MS = 10_000;
const DEFAULT_FINAL_PULL_MS = 60_000;

export interface LoadPlan extends RatePlan {
  readonly accounts: readonly LoadAccount[];
  readonly usedBefore: boolean;
  readonly urls: readonly string[];
  /** Where clients ask for a gate: those that have lost theirs, and all without `urls`. Without it they try `urls` in turn. */
  readonly statusUrl?: string;
  /** Which gates they ask for (that of `urls`). */
  readonly transport?: GateTransport;
  readonly workload: Workload;
  /** The target is another system, which its own clients drive. */
  readonly rival?: RivalName;
  /** Which background commands take turns (all). */
  readonly backgroundKinds?: readonly string[];
  /** Turns per second of this process: messages, and background commands if the mix has them. */
  readonly rate: number;
  /** How the rate changes in the measured part; constant without them. */
  readonly segments?: readonly RateSegment[];
  readonly textBytes: number;
  /** Where to write what becomes of each message. */
  readonly fatesFile?: string;
  readonly connectTimeoutMs: number;
  /** All connections end, once or several times. */
  readonly storm?: StormPlan;
  /**
   * Clients disconnect and come back during the measured part. Before it, each direct conversation gets a message and each client
   * syncs, so that clients know some state when they come back.
   */
  readonly reconnects?: ReconnectPlan;
  /** If nothing has changed for this long after the last send, outstanding deliveries count as missing (10 s). */
  readonly quietMs?: number;
  /** How long the pulls of all clients at the end may take (60 s). */
  readonly finalPullMs?: number;
  /** An acknowledged message that cannot be pulled after this time is lost (10 s). */
  readonly pullableWithinMs?: number;
}

export interface ConnectResult {
  /** Clients that are logged in. */
  readonly bound: number;
  readonly seconds: number;
  /** Reason → count: why the others are not. */
  readonly incidents: readonly (readonly [string, number])[];
}

export type LoadPhase = 'measuring' | 'sent' | 'drained';

export class LoadDriver {
  readonly #plan: LoadPlan;
  readonly #conversations: ConversationPlan;
  readonly #schedule: Schedule;
  readonly #ledger: Ledger;
  readonly #clients: LoadClient[];
  readonly #backgroundCommands: BackgroundCommands;
  readonly #reconnects: ReconnectDriver | undefined;
  readonly #incidents = new Map<string, number>();
  readonly #ticker: NodeJS.Timeout;
  readonly #storm: Storm | undefined;
  readonly #lateMs = new Histogram();
  #turns = 0;
  #nextTick = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#conversations = new ConversationPlan(plan.accounts.length, plan.workload);
    this.#storm = plan.storm && new Storm(plan.storm);
    this.#schedule = computeSchedule(plan, this.#conversations);
    const { messages, deliverySlots, unmeasuredMessages } = this.#schedule;
    const ids = new MessageIds();
    const lanes = plan.accounts.map(({ userId }) => partitionOf(userId, LANES));
    const options = { conversations: this.#conversations.all, messages, deliverySlots, measuredFrom: unmeasuredMessages, lanes };
    this.#ledger = plan.fatesFile === undefined ? new Ledger(options) : new RecordedLedger(options, plan.fatesFile, ids);
    const shared: LoadClientDependencies = {
      ledger: this.#ledger,
      ids,
      urls: plan.urls,
      ...(plan.statusUrl !== undefined && { statusUrl: plan.statusUrl }),
      ...(plan.transport && { transport: plan.transport }),
      usedBefore: plan.usedBefore,
      onIncident: (reason) => this.#incidents.set(reason, (this.#incidents.get(reason) ?? 0) + 1),
      onBound: (client) => this.#storm?.recordBound(client, performance.now()),
      onLost: (client) => this.#storm?.recordLost(client, performance.now()),
    };
    this.#clients = plan.accounts.map((account, index) => new LoadClient(index, account, shared));
    this.#joinDirectConversations();
    this.#backgroundCommands = new BackgroundCommands(this.#clients, plan.backgroundKinds);
    this.#reconnects = plan.reconnects && new ReconnectDriver(plan.reconnects, this.#clients);
    this.#ticker = setInterval(() => this.#tick(), 1000 / TICKS_PER_SECOND);
  }

  /** Connects and logs in all clients. Resolves when all are logged in or refused, or after the time-out. */
  async connect(): Promise<ConnectResult> {
    const startMs = performance.now();
    const loggedIn = forEachConcurrently(
      this.#clients,
      PARALLEL_LOG_INS,
      (client) => new Promise((resolve) => client.start(resolve)),
    );
    await withTimeout(this.#plan.connectTimeoutMs, loggedIn);
    const incidents = [...this.#incidents];
    return { bound: this.#countBound(), seconds: (performance.now() - startMs) / 1000, incidents };
  }

  progress(): LoadProgress {
    return readProgress(this.#ledger, this.#countBound());
  }

  /**
   * Creates the prerequisites, sends each message at its due time whether replies arrive or not, then waits and pulls. Calls
   * `onPhase` when the warm-up ends, when everything is sent, and when nothing more arrives. Seconds count from `startedAt`,
   * which all load processes share. Rejects when a prerequisite cannot be created.
   */
  async run(onPhase: (name: LoadPhase) => void, startedAt = Date.now()): Promise<LoadResult> {
    const segments = segmentsOf(this.#plan);
    await this.#createPrerequisites();
    const originMs = startedAt - performance.timeOrigin;
    this.#ledger.seconds.start(originMs);
    await this.#runTurns(segments.warmUp);
    onPhase('measuring');
    this.#storm?.start(() => {
      for (const client of this.#clients) client.dropConnection();
    });
    const startMs = performance.now();
    const deliveredBefore = this.#ledger.delivered;
    await this.#runTurns(segments.measured, (elapsed) => this.#reconnects?.tick(elapsed));
    onPhase('sent');
    const deliveredPerSecond = ((this.#ledger.delivered - deliveredBefore) * 1000) / (performance.now() - startMs);
    const drainedMs = await this.#drain();
    onPhase('drained');
    const unpulled = await this.#pullAll(drainedMs);
    if (this.#ledger instanceof RecordedLedger) await this.#ledger.close(this.#clients);
    const { unmeasuredMessages } = this.#schedule;
    return {
      ...countLedger(this.#ledger, { unmeasuredMessages, originMs, drainedMs }),
      deliveredPerSecond,
      late: this.#lateMs,
      unpulled,
      incidents: [...this.#incidents],
      backgroundCommands: this.#plan.workload.mix.background > 0 ? this.#backgroundCommands.result() : {},
      ...this.#storm?.result(),
      ...(this.#reconnects ? { reconnects: this.#reconnects.result() } : {}),
    };
  }

  close(): void {
    clearInterval(this.#ticker);
    this.#storm?.stop();
    this.#reconnects?.stop();
    for (const client of this.#clients) client.stop();
  }

  #joinDirectConversations(): void {
    const { accounts, textBytes } = this.#plan;
    const text = 'x'.repeat(textBytes);
    for (const [conversation, { kind, members }] of this.#conversations.all.entries()) {
      if (kind !== 'direct') continue;
      for (const [position, index] of members.entries()) {
        const own = accounts[index]?.userId ?? '';
        const peerId = accounts[members[members.length - 1 - position] ?? index]?.userId ?? '';
        const sendFields = encodeSendFields({ toUserId: peerId }, text);
        const participant = this.#ledger.participantOf(conversation, index);
        this.#clients[index]?.joinConversation(participant, directConversationId(own, peerId), sendFields);
      }
    }
  }

  async #createPrerequisites(): Promise<void> {
    const { workload, textBytes, reconnects } = this.#plan;
    const participantOf = (conversation: number, client: number): number => this.#ledger.participantOf(conversation, client);
    await createGroups(this.#conversations.all, this.#clients, 'x'.repeat(textBytes), participantOf);
    if (workload.mix.background > 0) {
      await makeFriends(this.#clients);
      await forEachConcurrently(this.#clients.slice(0, 1), 1, waitUntilPresenceIsKnown);
    }
    if (!reconnects) return;
    const { initial } = this.#schedule;
    await this.#runTurns(constantRate(INITIAL_MESSAGES_PER_SECOND, initial / INITIAL_MESSAGES_PER_SECOND));
    await this.#drain();
    await forEachConcurrently(this.#clients, PARALLEL_SYNCS, async (client) => {
      await client.sync();
    });
  }

  /** Runs the next turns, each at its due time. */
  #runTurns(segments: readonly RateSegment[], tick?: (seconds: number) => void): Promise<void> {
    const seconds = segments.reduce((sum, segment) => sum + segment.seconds, 0);
    const loop = { total: countTurns(segments), seconds, dueSeconds: dueTimes(segments) };
    const isMeasured = this.#turns >= this.#schedule.initial + this.#schedule.warmUp;
    return runOpenLoop(
      loop,
      (_, dueMs, nowMs) => {
        if (isMeasured) this.#lateMs.record(nowMs - dueMs);
        const turn = this.#conversations.turn(this.#turns++);
        if ('background' in turn) this.#backgroundCommands.run(turn.background, dueMs, isMeasured);
        else {
          const sender = this.#ledger.participantOf(turn.conversation, turn.sender);
          this.#clients[turn.sender]?.send(this.#ledger.recordSend(sender, dueMs), nowMs);
        }
      },
      tick,
    );
  }

  #drain(): Promise<number> {
    const countInFlight = (): number => this.#backgroundCommands.inFlight + (this.#reconnects?.inFlight ?? 0);
    return waitUntilDrained(this.#ledger, countInFlight, this.#plan.quietMs ?? DEFAULT_QUIET_MS);
  }

  #pullAll(sinceMs: number): Promise<number> {
    return pullUntilComplete(this.#clients, this.#ledger, {
      // Pulling hundreds of conversations per client would take longer than the run.
      missingOnly: this.#plan.workload.peers > MAX_PULLED_PEERS,
      pullableWithinMs: this.#plan.pullableWithinMs ?? DEFAULT_PULLABLE_WITHIN_MS,
      timeoutMs: this.#plan.finalPullMs ?? DEFAULT_FINAL_PULL_MS,
      sinceMs,
    });
  }

  #countBound(): number {
    let bound = 0;
    for (const client of this.#clients) if (client.isBound) bound++;
    return bound;
  }

  /** Ticks a slice of the clients at a time, so that heartbeats spread evenly. */
  #tick(): void {
    const nowMs = performance.now();
    const slice = Math.ceil((this.#clients.length * 1000) / TICKS_PER_SECOND / CLIENT_TICK_MS);
    for (let i = 0; i < slice; i++) {
      this.#clients[this.#nextTick]?.tick(nowMs);
      this.#nextTick = (this.#nextTick + 1) % this.#clients.length;
    }
  }
}
