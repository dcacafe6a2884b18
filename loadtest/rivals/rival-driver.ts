// Drives the clients of one load process against a rival: the same schedule, open loop and ledger as LoadDriver.

import { forEachConcurrently, withTimeout } from '../driver/concurrency.ts';
import { waitUntilDrained } from '../driver/final-pull.ts';
import type { ConnectResult, LoadPhase, LoadPlan, LoadProgress } from '../driver/load-driver.ts';
import { countLedger, type LoadResult, readProgress } from '../driver/load-result.ts';
import { runOpenLoop } from '../driver/open-loop.ts';
import { countTurns, dueTimes, type RateSegment } from '../driver/rate-profile.ts';
import { computeSchedule, type Schedule, segmentsOf } from '../driver/schedule.ts';
import { ConversationPlan } from '../driver/workload.ts';
import { Histogram } from '../ledger/histogram.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { ConnectRival } from './rival.ts';
import { RivalClient } from './rival-client.ts';
import { RivalOrder } from './rival-order.ts';

/** As many as LoadDriver has. */
const PARALLEL_LOG_INS = 256;
const PARALLEL_READS = 32;
const DEFAULT_QUIET_MS = 10_000;
const READ_TIMEOUT_MS = 60_000;

export class RivalDriver {
  readonly #plan: LoadPlan;
  readonly #conversations: ConversationPlan;
  readonly #schedule: Schedule;
  readonly #ledger: Ledger;
  readonly #order: RivalOrder;
  readonly #clients: readonly RivalClient[];
  readonly #incidents = new Map<string, number>();
  readonly #lateMs = new Histogram();
  readonly #text: string;
  #turns = 0;

  constructor(plan: LoadPlan, connect: ConnectRival) {
    this.#plan = plan;
    this.#conversations = new ConversationPlan(plan.accounts.length, plan.workload);
    this.#schedule = computeSchedule(plan, this.#conversations);
    const { messages, deliverySlots, unmeasuredMessages } = this.#schedule;
    const conversations = this.#conversations.all;
    this.#ledger = new Ledger({ conversations, messages, deliverySlots, measuredFrom: unmeasuredMessages });
    this.#order = new RivalOrder(this.#ledger);
    this.#text = 'x'.repeat(plan.textBytes);
    this.#clients = plan.accounts.map((account, index) => {
      // In pairs, a client has one conversation, with the neighbour.
      const participant = this.#ledger.participantOf(index >> 1, index);
      return new RivalClient(
        account,
        { url: plan.urls[index % plan.urls.length] ?? '', connect, participant },
        this.#order,
        (reason) => this.#incidents.set(reason, (this.#incidents.get(reason) ?? 0) + 1),
      );
    });
  }

  async connect(): Promise<ConnectResult> {
    const startMs = performance.now();
    const opened = forEachConcurrently(this.#clients, PARALLEL_LOG_INS, (client) => client.open());
    await withTimeout(this.#plan.connectTimeoutMs, opened);
    return { bound: this.#countOpen(), seconds: (performance.now() - startMs) / 1000, incidents: [...this.#incidents] };
  }

  progress(): LoadProgress {
    return readProgress(this.#ledger, this.#countOpen());
  }

  /** As LoadDriver: each message at its due time, then waits, then reads what is stored. */
  async run(onPhase: (name: LoadPhase) => void, startedAt = Date.now()): Promise<LoadResult> {
    const segments = segmentsOf(this.#plan);
    const originMs = startedAt - performance.timeOrigin;
    this.#ledger.seconds.start(originMs);
    await this.#runTurns(segments.warmUp);
    onPhase('measuring');
    const startMs = performance.now();
    const deliveredBefore = this.#ledger.delivered;
    await this.#runTurns(segments.measured);
    onPhase('sent');
    const deliveredPerSecond = ((this.#ledger.delivered - deliveredBefore) * 1000) / (performance.now() - startMs);
    const drainedMs = await waitUntilDrained(this.#ledger, () => 0, this.#plan.quietMs ?? DEFAULT_QUIET_MS);
    onPhase('drained');
    const unpulled = await this.#readHistories();
    const counted = countLedger(this.#ledger, {
      unmeasuredMessages: this.#schedule.unmeasuredMessages,
      originMs,
      drainedMs,
    });
    return {
      ...counted,
      violations: { ...counted.violations, outOfOrder: this.#order.outOfOrder },
      deliveredPerSecond,
      late: this.#lateMs,
      unpulled,
      incidents: [...this.#incidents],
      backgroundCommands: {},
    };
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  #runTurns(segments: readonly RateSegment[]): Promise<void> {
    const seconds = segments.reduce((sum, segment) => sum + segment.seconds, 0);
    const isMeasured = this.#turns >= this.#schedule.warmUp;
    return runOpenLoop({ total: countTurns(segments), seconds, dueSeconds: dueTimes(segments) }, (_, dueMs, nowMs) => {
      if (isMeasured) this.#lateMs.record(nowMs - dueMs);
      const turn = this.#conversations.turn(this.#turns++);
      if ('background' in turn) return;
      const message = this.#ledger.recordSend(this.#ledger.participantOf(turn.conversation, turn.sender), dueMs);
      this.#clients[turn.sender]?.send(message, this.#plan.accounts[turn.sender ^ 1]?.userId ?? '', this.#text);
    });
  }

  /** Returns the clients whose conversations could not be read. */
  async #readHistories(): Promise<number> {
    const read = new Set<RivalClient>();
    const all = forEachConcurrently([...this.#clients.entries()], PARALLEL_READS, async ([index, client]) => {
      if (await client.readHistory(this.#plan.accounts[index ^ 1]?.userId ?? '')) read.add(client);
    });
    await withTimeout(READ_TIMEOUT_MS, all);
    return this.#clients.length - read.size;
  }

  #countOpen(): number {
    return this.#clients.reduce((sum, { isOpen }) => sum + (isOpen ? 1 : 0), 0);
  }
}
