// The clients of one load process, and the course of a run: connect, furnish, send open-loop, wait for the rest, pull everything once more.
import { directConversationId } from '../../proto/ids.ts';
import type { HistogramCounts } from '../ledger/histogram.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Traffic, Violations } from '../ledger/violations.ts';
import { createGroups, makeFriends, waitUntilPresenceIsKnown } from '../setup/prerequisites.ts';
import { type BackgroundCommandCounts, BackgroundCommands } from './background-commands.ts';
import { encodeSendFields, MessageIds } from './client/frames.ts';
import { type LoadAccount, LoadClient, type LoadClientDependencies } from './client/load-client.ts';
import { forEachConcurrently, sleep, withTimeout } from './concurrency.ts';
import { runOpenLoop } from './open-loop.ts';
import { ReconnectDriver, type ReconnectPlan, type ReconnectResult } from './reconnects.ts';
import { type ResumeResult, ResumeTracker } from './resume-tracker.ts';
import { computeSchedule, type Schedule } from './schedule.ts';
import { ConversationPlan, type Workload } from './workload.ts';

/** Log-ins under way at once: enough to fill batches, too few to run into time-outs. */
const PARALLEL_LOG_INS = 256;
const PARALLEL_PULLS = 128;
const TICKS_PER_SECOND = 10;
/** Each client's `tick` is called this often. */
const CLIENT_TICK_MS = 500;
/** First messages per second: below what any target can do, or the run begins with a backlog. */
const FIRST_MESSAGES_PER_SECOND = 1_500;
const DEFAULT_STILL_MS = 10_000;
const DRAIN_MAX_MS = 60_000;
const DEFAULT_PULLABLE_WITHIN_MS = 10_000;
const DEFAULT_FINAL_PULL_MS = 60_000;

export interface LoadPlan {
  readonly accounts: readonly LoadAccount[];
  readonly usedBefore: boolean;
  readonly urls: readonly string[];
  readonly workload: Workload;
  /** Messages, and whatever else is in the talk's mix, per second of this process. */
  readonly rate: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly textBytes: number;
  readonly connectTimeoutMs: number;
  /** All connections end at this moment of the measured part: `cut` here, or by somebody else; then it is only watched how they come back. */
  readonly storm?: { readonly afterSeconds: number; readonly cut: boolean };
  /** Clients go away and come back during the measured part. Before it, each conversation of two gets a message and each client syncs, so that there is something to know. */
  readonly reconnects?: ReconnectPlan;
  /** Once nothing has moved for so long after the last send, the rest is not coming (10 s). */
  readonly quietMs?: number;
  /** How long it is tried to pull the conversations of all clients at the end (60 s). */
  readonly finalPullMs?: number;
  /** An acknowledged message that cannot be pulled after this time is lost (10 s). */
  readonly pullableWithinMs?: number;
}

export interface LoadProgress {
  readonly bound: number;
  readonly sent: number;
  readonly acked: number;
  readonly delivered: number;
}

export interface LoadResult {
  readonly traffic: Traffic;
  readonly violations: Violations;
  readonly wireDuplicates: number;
  /** Of the measured part, warm-up left out; `due` are the deliveries there should be. */
  readonly measured: { readonly sent: number; readonly acked: number; readonly due: number; readonly delivered: number };
  /** All that was delivered during the measured part, per second: what the system keeps up with. */
  readonly deliveredPerSecond: number;
  readonly ack: HistogramCounts;
  readonly delivery: { readonly direct: HistogramCounts; readonly group: HistogramCounts };
  /** Clients whose conversations could not be pulled at the end: what they did not get may be lost or not. */
  readonly unpulled: number;
  readonly incidents: readonly (readonly [string, number])[];
  /** By kind; of none where the mix has none. */
  readonly backgroundCommands: Readonly<Record<string, BackgroundCommandCounts>>;
  /** Where the plan has a storm. */
  readonly resume?: ResumeResult;
  /** Where the plan has reconnects. */
  readonly reconnects?: ReconnectResult;
}

export class LoadDriver {
  readonly #plan: LoadPlan;
  readonly #rooms: ConversationPlan;
  readonly #course: Schedule;
  readonly #ledger: Ledger;
  readonly #clients: LoadClient[];
  readonly #others: BackgroundCommands;
  readonly #reconnects: ReconnectDriver | undefined;
  readonly #incidents = new Map<string, number>();
  readonly #ticker: NodeJS.Timeout;
  readonly #watch = new ResumeTracker();
  #storm: NodeJS.Timeout | undefined;
  #turns = 0;
  #nextTick = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#rooms = new ConversationPlan(plan.accounts.length, plan.workload);
    this.#course = computeSchedule(plan, this.#rooms);
    const { messages, deliverySlots, unmeasuredMessages } = this.#course;
    this.#ledger = new Ledger({ conversations: this.#rooms.all, messages, deliverySlots, measuredFrom: unmeasuredMessages });
    const around: LoadClientDependencies = {
      ledger: this.#ledger,
      ids: new MessageIds(),
      urls: plan.urls,
      usedBefore: plan.usedBefore,
      onIncident: (what) => this.#incidents.set(what, (this.#incidents.get(what) ?? 0) + 1),
      onBound: (client) => this.#watch.recordBound(client, performance.now()),
      onLost: (client) => this.#watch.recordLost(client, performance.now()),
    };
    this.#clients = plan.accounts.map((account, index) => new LoadClient(index, account, around));
    this.#joinDirectRooms();
    this.#others = new BackgroundCommands(this.#clients);
    this.#reconnects = plan.reconnects && new ReconnectDriver(plan.reconnects, this.#clients);
    this.#ticker = setInterval(() => this.#tick(), 1000 / TICKS_PER_SECOND);
  }

  /** Connects and logs in all clients. Resolves with how many are in, when all are or the time is over. */
  async connect(): Promise<{ bound: number; seconds: number }> {
    const startMs = performance.now();
    const loggedIn = forEachConcurrently(
      this.#clients,
      PARALLEL_LOG_INS,
      (client) => new Promise((resolve) => client.start(resolve)),
    );
    await withTimeout(this.#plan.connectTimeoutMs, loggedIn);
    return { bound: this.#countBound(), seconds: (performance.now() - startMs) / 1000 };
  }

  progress(): LoadProgress {
    const { sent, acked, delivered } = this.#ledger;
    return { bound: this.#countBound(), sent, acked, delivered };
  }

  /**
   * Makes what is needed, sends everything, each message at its time whether answers come or not, then waits and pulls. `phase` is called when the warm-up ends and when all is sent.
   * Rejects where what is needed cannot be made.
   */
  async run(phase: (name: 'measuring' | 'sent') => void): Promise<LoadResult> {
    const { rate, seconds, warmUpSeconds } = this.#plan;
    await this.#furnish();
    await this.#take({ total: this.#course.warmUp, rate, seconds: warmUpSeconds });
    phase('measuring');
    this.#scheduleStorm();
    const startMs = performance.now();
    const deliveredBefore = this.#ledger.delivered;
    await this.#take({ total: this.#course.measured, rate, seconds }, (passed) => this.#reconnects?.tick(passed));
    phase('sent');
    const deliveredPerSecond = ((this.#ledger.delivered - deliveredBefore) * 1000) / (performance.now() - startMs);
    const unpulled = await this.#pullUntilFound(await this.#drain());
    return this.#result(deliveredPerSecond, unpulled);
  }

  close(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#storm);
    this.#reconnects?.stop();
    for (const client of this.#clients) client.stop();
  }

  #joinDirectRooms(): void {
    const { accounts, textBytes } = this.#plan;
    const text = 'x'.repeat(textBytes);
    for (const [room, { kind, members }] of this.#rooms.all.entries()) {
      if (kind !== 'direct') continue;
      for (const [position, index] of members.entries()) {
        const own = accounts[index]?.user ?? '';
        const peer = accounts[members[members.length - 1 - position] ?? index]?.user ?? '';
        const addressed = encodeSendFields({ to: peer }, text);
        this.#clients[index]?.joinConversation(
          this.#ledger.participantOf(room, index),
          directConversationId(own, peer),
          addressed,
        );
      }
    }
  }

  async #furnish(): Promise<void> {
    const { workload, textBytes, reconnects } = this.#plan;
    const seatOf = (room: number, client: number): number => this.#ledger.participantOf(room, client);
    await createGroups(this.#rooms.all, this.#clients, 'x'.repeat(textBytes), seatOf);
    if (workload.mix.background > 0) {
      await makeFriends(this.#clients);
      await forEachConcurrently(this.#clients.slice(0, 1), 1, waitUntilPresenceIsKnown);
    }
    if (!reconnects) return;
    const { initial } = this.#course;
    await this.#take({ total: initial, rate: FIRST_MESSAGES_PER_SECOND, seconds: initial / FIRST_MESSAGES_PER_SECOND });
    await this.#drain();
    await forEachConcurrently(this.#clients, PARALLEL_PULLS, async (client) => {
      await client.sync();
    });
  }

  #scheduleStorm(): void {
    const { storm } = this.#plan;
    if (!storm) return;
    this.#storm = setTimeout(() => {
      this.#watch.start(performance.now());
      if (storm.cut) for (const client of this.#clients) client.dropConnection();
    }, storm.afterSeconds * 1000);
  }

  #result(deliveredPerSecond: number, unpulled: number): LoadResult {
    const ledger = this.#ledger;
    return {
      traffic: ledger.traffic(),
      violations: ledger.violations(),
      wireDuplicates: ledger.wireDuplicates,
      measured: {
        sent: ledger.sent - this.#course.unmeasuredMessages,
        acked: ledger.measuredAcked,
        due: ledger.measuredDue,
        delivered: ledger.measuredDelivered,
      },
      deliveredPerSecond,
      ack: ledger.ackMs,
      delivery: ledger.deliveryMs,
      unpulled,
      incidents: [...this.#incidents],
      backgroundCommands: this.#plan.workload.mix.background > 0 ? this.#others.result() : {},
      ...(this.#plan.storm ? { resume: this.#watch.result() } : {}),
      ...(this.#reconnects ? { reconnects: this.#reconnects.result() } : {}),
    };
  }

  /** Takes the next turns, each at its time. */
  #take(pace: Parameters<typeof runOpenLoop>[0], tick?: (seconds: number) => void): Promise<void> {
    const isMeasured = this.#turns >= this.#course.initial + this.#course.warmUp;
    return runOpenLoop(
      pace,
      (_, dueMs, nowMs) => {
        const turn = this.#rooms.turn(this.#turns++);
        if ('background' in turn) this.#others.run(turn.background, dueMs, isMeasured);
        else {
          const seat = this.#ledger.participantOf(turn.conversation, turn.sender);
          this.#clients[turn.sender]?.send(this.#ledger.recordSend(seat, dueMs), nowMs);
        }
      },
      tick,
    );
  }

  /** Waits until everything has come, or nothing comes any more. Returns when something came last. */
  async #drain(): Promise<number> {
    const endMs = performance.now() + DRAIN_MAX_MS;
    const stillMs = this.#plan.quietMs ?? DEFAULT_STILL_MS;
    let before = -1;
    let movedMs = performance.now();
    for (;;) {
      const { acked, delivered, sent, due } = this.#ledger;
      const underWay = this.#others.inFlight + (this.#reconnects?.inFlight ?? 0);
      const nowMs = performance.now();
      if (acked + delivered - underWay !== before) movedMs = nowMs;
      before = acked + delivered - underWay;
      const isComplete = acked === sent && delivered === due && underWay === 0;
      if (isComplete || nowMs > endMs || nowMs - movedMs > stillMs) return movedMs;
      await sleep(20);
    }
  }

  /** Pulls all conversations; again while something acknowledged is missing and its time is not over. Returns how many clients could not. */
  async #pullUntilFound(sinceMs: number): Promise<number> {
    const pulled = new Set<LoadClient>();
    const pullableWithinMs = this.#plan.pullableWithinMs ?? DEFAULT_PULLABLE_WITHIN_MS;
    const finalPullMs = this.#plan.finalPullMs ?? DEFAULT_FINAL_PULL_MS;
    for (;;) {
      const all = forEachConcurrently(this.#clients, PARALLEL_PULLS, async (client) => {
        // With hundreds of conversations each, pulling them all would take longer than the run: those that lack something are pulled.
        if (await client.pullAll({ missingOnly: this.#reconnects !== undefined })) pulled.add(client);
      });
      await withTimeout(finalPullMs / 2, all);
      const unpulled = this.#clients.length - pulled.size;
      const spentMs = performance.now() - sinceMs;
      const complete = unpulled === 0 && this.#ledger.countLost() === 0;
      if (complete || spentMs > (unpulled === 0 ? pullableWithinMs : finalPullMs)) return unpulled;
      await sleep(pullableWithinMs / 10);
    }
  }

  #countBound(): number {
    let bound = 0;
    for (const client of this.#clients) if (client.isBound) bound++;
    return bound;
  }

  /** A slice of the clients at a time, so that heartbeats spread evenly. */
  #tick(): void {
    const nowMs = performance.now();
    const slice = Math.ceil((this.#clients.length * 1000) / TICKS_PER_SECOND / CLIENT_TICK_MS);
    for (let i = 0; i < slice; i++) {
      this.#clients[this.#nextTick]?.tick(nowMs);
      this.#nextTick = (this.#nextTick + 1) % this.#clients.length;
    }
  }
}
