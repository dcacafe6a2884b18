// What a gate counts and measures: frames, connections, commands with their replies, and pushes.
import {
  type CounterMetric,
  type HistogramMetric,
  LATENCY_BUCKETS_S,
  type MetricFamily,
  type Metrics,
} from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { PendingCommand } from '../connection/pending-commands.ts';
import { type CloseReason, closeReasonName } from '../disconnect.ts';

const OK = 'OK';
const MESSAGE_RPC = 'Logic.SendMessage';
const UNKNOWN = 'unknown';
const MICROSECONDS = 1e6;

export class GateMetrics {
  readonly framesIn: CounterMetric;
  readonly framesOut: CounterMetric;
  readonly bytesIn: CounterMetric;
  /** From reading a command to writing its reply, by service. */
  readonly ackSeconds: MetricFamily<HistogramMetric>;
  /** From reading a command to writing its push to a connection of the same gate. */
  readonly pushSeconds: HistogramMetric;
  /** From reading records of the log to having written their frames. */
  readonly deliverySeconds: HistogramMetric;
  readonly replies: MetricFamily<CounterMetric>;
  /** Messages that were acknowledged. */
  readonly messages: CounterMetric;
  readonly pushes: CounterMetric;
  readonly #connections: CounterMetric;
  readonly #commands: MetricFamily<CounterMetric>;
  readonly #logSeconds: HistogramMetric;
  readonly #dropped: MetricFamily<CounterMetric>;
  readonly #closes: MetricFamily<CounterMetric>;

  constructor(metrics: Metrics) {
    this.framesIn = metrics.counter('im_frames_in_total', 'Frames of clients that were handled.');
    this.framesOut = metrics.counter('im_frames_out_total', 'Frames that were sent to clients.');
    this.bytesIn = metrics.counter('im_client_bytes_in_total', 'Bytes that came from clients.');
    const ackHelp = 'From reading a command to writing its reply.';
    this.ackSeconds = metrics.histograms('im_ack_seconds', ackHelp, 'service', LATENCY_BUCKETS_S);
    const pushHelp = 'From reading a command to writing its push, where sender and receiver are at this gate: one clock.';
    this.pushSeconds = metrics.histogram('im_push_seconds', pushHelp, LATENCY_BUCKETS_S);
    const deliveryHelp = 'From reading records of the log to having written the frames that they cause.';
    this.deliverySeconds = metrics.histogram('im_gate_delivery_seconds', deliveryHelp, LATENCY_BUCKETS_S);
    this.replies = metrics.counters('im_replies_total', 'Replies to clients by their code.', 'code');
    this.#connections = metrics.counter('im_connections_total', 'Connections of clients since the start.');
    this.#commands = metrics.counters('im_client_commands_total', 'Commands of clients by rpc.', 'rpc');
    const logHelp = 'The part of a command between reading it and its reply that it was neither in a service nor expired.';
    this.#logSeconds = metrics.histogram('im_log_round_trip_seconds', logHelp, LATENCY_BUCKETS_S);
    this.messages = metrics.counter('im_messages_acknowledged_total', 'Messages of clients that were acknowledged.');
    this.pushes = metrics.counter('im_pushes_written_total', 'Pushes that were written, one for each connection.');
    const droppedHelp = 'Ephemeral pushes that were dropped.';
    this.#dropped = metrics.counters('im_ephemeral_dropped_total', droppedHelp, 'reason', ['late', 'congested']);
    this.#closes = metrics.counters('im_closes_total', 'Connections that ended, by reason.', 'reason');
  }

  countConnection(): void {
    this.#connections.add();
  }

  /** Undefined: no rpc has the number that the client sent. */
  countCommand(rpc: string | undefined): void {
    this.#commands.of(rpc ?? UNKNOWN).add();
  }

  /** A reply to a command that never entered the log. */
  countRefusal(code: number): void {
    this.replies.of(im.Code[code] ?? UNKNOWN).add();
  }

  /** `failureCode`: undefined where the command succeeded. Returns its name, or "OK". */
  countReply({ rpc, acceptedAt }: PendingCommand, failureCode: number | null | undefined, now: number): string {
    const code = failureCode ? (im.Code[failureCode] ?? UNKNOWN) : OK;
    this.replies.of(code).add();
    if (rpc.name === MESSAGE_RPC && code === OK) this.messages.add();
    this.ackSeconds.of(rpc.service.toLowerCase()).observe((now - acceptedAt) / 1000);
    return code;
  }

  measureLog({ acceptedAt, heldUs }: PendingCommand, now: number): void {
    this.#logSeconds.observe((now - acceptedAt) / 1000 - heldUs / MICROSECONDS);
  }

  /** `acceptedAtMs`: as in the envelope; 0 = another gate has accepted the command. */
  countPushes(connections: number, acceptedAtMs: number): void {
    this.pushes.add(connections);
    if (acceptedAtMs === 0 || connections === 0) return;
    this.pushSeconds.observe(((performance.now() - acceptedAtMs) >>> 0) / 1000, connections);
  }

  countDropped(reason: 'late' | 'congested', connections: number): void {
    this.#dropped.of(reason).add(connections);
  }

  /** Undefined: the client has closed the connection. */
  countClose(reason: CloseReason | undefined): void {
    this.#closes.of(reason === undefined ? 'CLIENT' : closeReasonName(reason)).add();
  }
}
