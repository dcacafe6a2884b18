// Tells everybody about this process, once a second, on the topic of reports.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../../../proto/ids.ts';
import { im, type Topics } from '../../../proto/rpc.ts';
import type { Publisher } from '../../ports/index.ts';
import type { Health } from './health.ts';

export const REPORT_EVERY_MS = 1000;
/** How long the last report may take. */
const LAST_REPORT_MS = 1000;
const DELAY_RESOLUTION_MS = 20;
const PACKAGE = join(import.meta.dirname, '../../../package.json');
/** Of the project. */
export const { version: VERSION } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };

/** What a part of the process adds to its reports. */
export type ReportedFacts = () => im.InstanceReport.$Properties;

/** The parts of the process that reports speak of, such as a gate's connections. */
export class InstanceFacts {
  readonly #parts: ReportedFacts[] = [];

  add(facts: ReportedFacts): void {
    this.#parts.push(facts);
  }

  /** All parts as one report; lists are joined. */
  read(): im.InstanceReport.$Properties {
    const report: im.InstanceReport.$Properties = { services: [] };
    for (const part of this.#parts) {
      const { services = [], ...others } = part();
      report.services?.push(...(services ?? []));
      Object.assign(report, others);
    }
    return report;
  }
}

export interface InstanceReporterOptions {
  readonly role: string;
  /** IM_INSTANCE. */
  readonly instance: string;
  readonly topics: Topics;
  readonly publisher: Publisher;
  readonly health: Health;
  readonly facts: InstanceFacts;
}

export class InstanceReporter {
  /** Names this start of the process in its reports. */
  readonly processId = newId();
  readonly #options: InstanceReporterOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  readonly #timer: NodeJS.Timeout;
  #number = 0;
  #cpu = process.cpuUsage();
  #measuredAtMs = performance.now();
  #memoryBytes = 0;

  constructor(options: InstanceReporterOptions) {
    this.#options = options;
    this.#delay.enable();
    this.#timer = setInterval(() => this.report(), REPORT_EVERY_MS);
    this.report();
    // Clients must not be sent to a gate that stops, nor kept from one that has started, not even for a second.
    options.health.onChange(() => this.report());
  }

  /** Reports now. */
  report(): void {
    const { role, instance, topics, publisher, health, facts } = this.#options;
    const missing = Object.entries(health.missing()).map(([name, reason]) => `${name}: ${reason}`);
    const report: im.InstanceReport.$Properties = {
      ...facts.read(),
      ...this.#measure(),
      role,
      instance,
      process: this.processId,
      number: ++this.#number,
      version: VERSION,
      uptimeSeconds: Math.floor(process.uptime()),
      measuredAtMs: Math.round(performance.now()),
      draining: health.isStopping,
      missing,
    };
    publisher.send(topics.status, 0, { kind: im.Envelope.Kind.REPORT, payload: im.InstanceReport.encode(report).finish() });
  }

  /** Sends a last report, of a process that stops. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#delay.disable();
    this.report();
    // While Kafka is away nobody would hear it.
    await Promise.race([this.#options.publisher.flush(), sleep(LAST_REPORT_MS, undefined, { ref: false })]);
  }

  #measure(): im.InstanceReport.$Properties {
    const now = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const elapsedMs = Math.max(1, now - this.#measuredAtMs);
    this.#cpu = process.cpuUsage();
    this.#measuredAtMs = now;
    const p99Ns = this.#delay.percentile(99);
    this.#delay.reset();
    return {
      cpuPermille: Math.round((user + system) / elapsedMs),
      memoryBytes: this.#readMemory(),
      eventLoopDelayUs: Math.max(0, Math.round(p99Ns / 1000 - DELAY_RESOLUTION_MS * 1000)),
    };
  }

  /** The last value where it cannot be read: it is a file, and at the limit of open files a report must not end the process. */
  #readMemory(): number {
    try {
      this.#memoryBytes = process.memoryUsage.rss();
    } catch (error) {
      if (!/^E[MN]FILE$/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    }
    return this.#memoryBytes;
  }
}
