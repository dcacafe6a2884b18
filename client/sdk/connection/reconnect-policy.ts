// Which gate a session connects to next, and after which pause.
import type { ConnectionEnd } from './connection.ts';
import { findGates } from './gate-finder.ts';
import { type BackOff, backOffOf, pauseMs, type Timing } from './timing.ts';
import type { GateTransport } from './transport.ts';
import { parseUrl } from './urls.ts';

export interface GateChoice {
  /** Gate URLs. With `status` they are tried when no status answers. */
  readonly gates: readonly string[];
  /** URLs of status; empty: only `gates` are tried. */
  readonly status: readonly string[];
  readonly transport: GateTransport;
}

/** Gates of earlier answers that are kept for the time when no status answers. */
const MAX_KNOWN_GATES = 16;

export class ReconnectPolicy {
  readonly #choice: GateChoice;
  readonly #timing: Timing;
  readonly #random: () => number;
  #status: readonly string[];
  #known: readonly string[];
  /** What to try before status is asked again. */
  #untried: string[] = [];
  /** Of the last answer of status. */
  #backOff: BackOff;
  #nextGate: number;
  #failures = 0;
  #readyAt = 0;
  /** Rises with each choice: a late answer of status belongs to an earlier one. */
  #choices = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(choice: GateChoice, timing: Timing, random: () => number) {
    this.#choice = choice;
    this.#timing = timing;
    this.#random = random;
    this.#status = choice.status;
    this.#known = choice.gates;
    this.#backOff = backOffOf(timing);
    // Many clients start with the same list: a random start spreads them over the gates.
    this.#nextGate = Math.floor(random() * choice.gates.length);
  }

  /**
   * Calls `open` with the gate to connect to: at once, or when status has answered and the client's turn has come. Calls `fail`
   * when no gate is known. Neither is called after `cancel`, or after the next choice.
   */
  choose(open: (url: string) => void, fail: (message: string) => void): void {
    this.cancel();
    const untried = this.#untried.shift();
    if (untried !== undefined) open(untried);
    else if (this.#status.length === 0) open(this.#nextKnown() ?? '');
    else void this.#ask(++this.#choices, open, fail);
  }

  cancel(): void {
    this.#choices += 1;
    clearTimeout(this.#timer);
  }

  /** The pause after a failed log-in. Each call counts as a failure. */
  nextBackOffMs(): number {
    return pauseMs(this.#backOff, this.#failures++, this.#random);
  }

  noteReady(): void {
    this.#readyAt = performance.now();
    // When this connection ends, the answer of status is old.
    this.#untried = [];
  }

  /** The pause after a connection ended: what the gate asks for, plus a random share that spreads its clients over time. */
  pauseAfterEndMs({ reason, reconnectAfterMs, statusUrls }: ConnectionEnd): number {
    if (this.#readyAt > 0 && performance.now() - this.#readyAt > this.#timing.stableMs) this.#failures = 0;
    this.#readyAt = 0;
    const named = statusUrls.filter((url) => this.#isSafe(url));
    if (this.#choice.status.length === 0 && named.length > 0) this.#status = named;
    // The other gates of the same answer may be full by now, too.
    if (reason === 'GATE_FULL' || reason === 'GATE_STOPPING') this.#untried = [];
    return Math.max(reconnectAfterMs * (1 + this.#random() / 2), this.nextBackOffMs());
  }

  async #ask(choice: number, open: (url: string) => void, fail: (message: string) => void): Promise<void> {
    const list = await findGates(this.#rotated(this.#status), this.#choice.transport);
    if (choice !== this.#choices) return;
    if (!list) {
      const url = this.#nextKnown();
      if (url === undefined) fail(`no status names a gate: ${this.#status.join(', ')}`);
      else open(url);
      return;
    }
    this.#backOff = list.backOff;
    this.#known = [...new Set([...list.gates, ...this.#choice.gates, ...this.#known])].slice(0, MAX_KNOWN_GATES);
    const [first = '', ...others] = list.gates;
    this.#untried = others;
    this.#timer = setTimeout(() => open(first), list.connectAfterMs);
  }

  /** An attacker who answers in place of a plain HTTP status would get the token of a client that connects by TLS alone. */
  #isSafe(statusUrl: string): boolean {
    const isSecure = this.#choice.transport === 'tls' || this.#choice.transport === 'wss';
    return !isSecure || parseUrl(statusUrl)?.protocol === 'https:';
  }

  #nextKnown(): string | undefined {
    return this.#known[this.#nextGate++ % Math.max(1, this.#known.length)];
  }

  /** From a random one on. */
  #rotated(urls: readonly string[]): readonly string[] {
    const at = Math.floor(this.#random() * urls.length);
    return [...urls.slice(at), ...urls.slice(0, at)];
  }
}
