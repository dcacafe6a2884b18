// What a scenario has: a gate, a client program, and checks that go into the report.
import { ClientProgram } from './client-program.ts';
import { ScriptedGate } from './scripted-gate.ts';

export interface ConformanceScenario {
  readonly name: string;
  /** The rules that it checks. Each needs a check, else it counts as broken. */
  readonly rules: readonly string[];
  run(stage: Stage): Promise<void>;
}

/** What the kit has found about one rule. */
export interface RuleFinding {
  readonly rule: string;
  readonly isKept: boolean;
  readonly what: string;
}

/** For what a client does within milliseconds on an idle machine. */
export const PATIENCE_MS = 30_000;
const POLL_MS = 5;

/** A scenario cannot go on: the client did not do what the next step needs. */
class Stuck extends Error {}

export class Stage {
  readonly findings: RuleFinding[] = [];
  readonly gate: ScriptedGate;
  readonly client: ClientProgram;
  readonly #patienceMs: number;

  constructor(command: string, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.gate = new ScriptedGate((rule, what) => this.#note(rule, false, what));
    this.client = new ClientProgram(command);
  }

  /** Notes whether the client keeps a rule. `what` says what it did not do. */
  check(rule: string, isKept: boolean, what: string): void {
    this.#note(rule, isKept, what);
  }

  /** The same for something that happens soon. A scenario ends when it does not. */
  async expect(rule: string, what: string, condition: () => boolean): Promise<void> {
    const isKept = await this.#becomes(condition);
    this.#note(rule, isKept, `did not ${what}`);
    if (!isKept) throw new Stuck(what);
  }

  /** Waits while something must not happen. */
  async watch(rule: string, what: string, ms: number, happens: () => boolean): Promise<void> {
    this.#note(rule, !(await this.#becomes(happens, ms)), what);
  }

  /** Connects, and waits for the log-in. */
  async connect(rule: string): Promise<void> {
    this.client.instruct({ do: 'connect', gate: this.gate.url, name: 'conformance', password: 'correct horse' });
    await this.expect(rule, 'log in and say {"event":"loggedIn"}', () => this.client.eventsOf('loggedIn').length > 0);
  }

  send(text: string): void {
    this.client.instruct({ do: 'send', to: this.gate.store.peerId, text });
  }

  /** The texts that the client has shown of messages, in order. */
  get shown(): string[] {
    return this.client.eventsOf('message').map(({ text = '' }) => text);
  }

  async #becomes(condition: () => boolean, ms = this.#patienceMs): Promise<boolean> {
    const end = performance.now() + ms;
    while (!condition()) {
      if (performance.now() > end || this.client.hasEnded) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return true;
  }

  #note(rule: string, isKept: boolean, what: string): void {
    this.findings.push({ rule, isKept, what });
  }
}

/** Runs one scenario against a fresh process of the client. Rejects only for faults of the kit. */
export async function runScenario(
  scenario: ConformanceScenario,
  command: string,
  patienceMs: number,
): Promise<readonly RuleFinding[]> {
  const stage = new Stage(command, patienceMs);
  await stage.gate.start();
  try {
    await scenario.run(stage);
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
  } finally {
    await stage.client.stop();
    await stage.gate.stop();
  }
  const checked = new Set(stage.findings.map(({ rule }) => rule));
  const lines = stage.client.stderr.trim().split('\n');
  const stderr = lines.findLast((line) => /Error/.test(line)) ?? lines.at(-1);
  const missing = scenario.rules.filter((rule) => !checked.has(rule));
  const why = `was not reached${stderr ? `; the client wrote: ${stderr}` : ''}`;
  return [...stage.findings, ...missing.map((rule) => ({ rule, isKept: false, what: `"${scenario.name}" ${why}` }))];
}
