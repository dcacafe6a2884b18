// Services as child processes, one per instance: for `npm run stack`, for tests that kill them, and for the load test.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SETTINGS } from '../../infra/process/config/settings.ts';
import { DIE_AFTER_COMMIT } from '../../infra/process/fault-injection.ts';
import { type Child, startChild } from './child-processes.ts';

export { generateSecrets } from '../secrets.ts';

export const SERVICE_ROLES = ['gate', 'auth', 'logic', 'verify', 'status'] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** Above the 25 s that infra/process/run.ts gives itself. */
const STOP_MS = 28_000;
/** A start takes a second. With empty stores on a machine that is busy with much else it has taken more than a minute. */
const READY_MS = 180_000;

const root = join(import.meta.dirname, '../..');

/** The arguments of node in `npm run <role>`. */
function argumentsOf(role: ServiceRole): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<ServiceRole, string> };
  return scripts[role].replace(/^.*exec node /, '').split(' ');
}

export interface ServiceAddresses {
  readonly tcp?: string;
  readonly ws?: string;
  /** Of status: where clients ask for gates. */
  readonly gates?: string;
  /** The admin port. */
  readonly admin?: string;
}

export interface ServiceProcess {
  readonly role: ServiceRole;
  /** "gate-0": IM_INSTANCE, the same after a restart. */
  readonly name: string;
  /** Of the current process. */
  readonly pid: number;
  /** Of a process that is ready. Those of a gate, and where status tells clients their gates, stay the same after a restart. */
  readonly addresses: ServiceAddresses;
  isRunning(): boolean;
  /** Resolves when it serves; rejects when it ends before that, or takes more than three minutes. */
  waitUntilReady(): Promise<void>;
  /** Any signal, SIGKILL by default. For SIGKILL and SIGTERM it resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /**
   * Kills it if it runs, and starts it with `env` added to its environment. Resolves when it serves. Rejects with
   * ProcessStartError if the process could not be started.
   */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Makes it die by SIGKILL right after its next commit, before it publishes that batch. Resolves when this is prepared. */
  dieAfterCommit(): Promise<void>;
  /** Resolves, once the process that runs now has ended, with "exit code 0" or "SIGKILL". */
  waitForExit(): Promise<string>;
  /** Sends SIGTERM, and SIGKILL if the process still runs after 28 s. */
  stop(): Promise<void>;
}

export interface ServiceProcesses {
  readonly all: readonly ServiceProcess[];
  byRole(role: ServiceRole): readonly ServiceProcess[];
  /** Resolves when all of them serve. */
  waitUntilReady(): Promise<void>;
  /** Starts one more instance of a role; resolves when it runs. */
  add(role: ServiceRole): Promise<ServiceProcess>;
  /** Forgets an instance that does not run any more. */
  remove(service: ServiceProcess): void;
  /** Gates first, so that no client waits for a service that has stopped. */
  stop(): Promise<void>;
}

/** "gate=1,auth=1,logic=2" as numbers. Throws on anything else. */
export function parseServiceCounts(text: string): Partial<Record<ServiceRole, number>> {
  const counts: Partial<Record<ServiceRole, number>> = {};
  for (const part of text.split(',')) {
    const [, name, number] = /^([a-z]+)=(\d{1,2})$/.exec(part.trim()) ?? [];
    const role = SERVICE_ROLES.find((one) => one === name);
    if (!role) throw new Error(`--services: "${part}" is not one of ${SERVICE_ROLES.map((one) => `${one}=N`).join(', ')}`);
    counts[role] = Number(number);
  }
  return counts;
}

/** The TCP and the WebSocket port of the gate with this number: each has the two after those of the gate before. */
export function gatePorts(from: number, number: number): readonly [tcp: number, ws: number] {
  return [from + 2 * number, from + 2 * number + 1];
}

/**
 * Starts `counts` instances of each service. Their environment is `env` and the PATH of this process. Gates get their number as
 * slot, and free ports or those of `gatePorts`; the first status then has the port below them. Without a verify, registration
 * needs no code. Resolves when the processes run; `waitUntilReady` resolves when they serve. A process that ends is not restarted
 * until `restart`.
 */
export async function startServices(
  env: Readonly<Record<string, string>>,
  counts: Readonly<Partial<Record<ServiceRole, number>>>,
  options: {
    readonly gatePortsFrom?: number;
    onLine?(line: string, name: string): void;
    /** Added to the environment of the instance of this name. */
    envOf?(name: string): Readonly<Record<string, string>>;
  } = {},
): Promise<ServiceProcesses> {
  const ofAll = counts.verify ? {} : { IM_REGISTRATION: 'open' };
  const startOne = (role: ServiceRole, number: number): Promise<ServiceProcess> => {
    const [tcp, ws] = options.gatePortsFrom === undefined ? [0, 0] : gatePorts(options.gatePortsFrom, number);
    const ofGate =
      role === 'gate' ? { IM_TCP_PORT: String(tcp), IM_WS_PORT: String(ws), IM_GATE_SLOT: gateSlot(number, env) } : {};
    const statusPort = number === 0 && options.gatePortsFrom !== undefined ? options.gatePortsFrom - 1 : 0;
    const ofStatus = role === 'status' ? { IM_STATUS_PORT: String(statusPort) } : {};
    const name = `${role}-${number}`;
    return startService(role, name, { ...ofAll, ...ofGate, ...ofStatus, ...env, ...options.envOf?.(name) }, options.onLine);
  };
  const wanted = SERVICE_ROLES.flatMap((role) => Array.from({ length: counts[role] ?? 0 }, (_, number) => ({ role, number })));
  const all = await Promise.all(wanted.map(({ role, number }) => startOne(role, number)));
  const byRole = (role: ServiceRole): ServiceProcess[] => all.filter((service) => service.role === role);
  return {
    all,
    byRole,
    async waitUntilReady() {
      await Promise.all(all.map((service) => service.waitUntilReady()));
    },
    async add(role) {
      const service = await startOne(role, byRole(role).length);
      all.push(service);
      return service;
    },
    remove(service) {
      all.splice(all.indexOf(service), 1);
    },
    async stop() {
      await Promise.all(byRole('gate').map((service) => service.stop()));
      await Promise.all(all.map((service) => service.stop()));
    },
  };
}

/** More gates than slots share them. */
export function gateSlot(number: number, env: Readonly<Record<string, string>>): string {
  return String(number % Number(env.IM_GATE_PARTITIONS ?? SETTINGS.IM_GATE_PARTITIONS.fallback));
}

async function startService(
  role: ServiceRole,
  name: string,
  first: Readonly<Record<string, string>>,
  onLine?: (line: string, name: string) => void,
): Promise<ServiceProcess> {
  const service = new ChildService(role, name, first, onLine);
  await service.launch();
  return service;
}

class ChildService implements ServiceProcess {
  readonly role: ServiceRole;
  readonly name: string;
  readonly #onLine: ((line: string, name: string) => void) | undefined;
  #env: Record<string, string>;
  #addresses: ServiceAddresses = {};
  #child: Child | undefined;
  #ready: Promise<void> = Promise.resolve();
  #launched: Promise<void> = Promise.resolve();

  constructor(
    role: ServiceRole,
    name: string,
    env: Readonly<Record<string, string>>,
    onLine?: (line: string, name: string) => void,
  ) {
    this.role = role;
    this.name = name;
    this.#env = { IM_INSTANCE: name, ...env };
    this.#onLine = onLine;
  }

  /** Starts the process; resolves when it runs, which is before it is ready. */
  launch(): Promise<void> {
    this.#launched = this.#start();
    return this.#launched;
  }

  get pid(): number {
    return this.#running.pid;
  }

  get addresses(): ServiceAddresses {
    return this.#addresses;
  }

  isRunning(): boolean {
    return this.#running.isRunning();
  }

  waitUntilReady(): Promise<void> {
    return this.#ready;
  }

  kill(signal?: NodeJS.Signals): Promise<void> {
    return this.#running.kill(signal);
  }

  waitForExit(): Child['exited'] {
    return this.#running.exited;
  }

  async dieAfterCommit(): Promise<void> {
    const armed = once(this.#running.process, 'message');
    this.#running.process.send(DIE_AFTER_COMMIT);
    await armed;
  }

  async restart(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#running.kill();
    this.#env = { ...this.#env, ...portsOf(this.#addresses), ...changes };
    await this.launch();
    await this.#ready;
  }

  async stop(): Promise<void> {
    // Wait for a start in progress, so that its process is stopped too.
    await this.#launched.catch(() => undefined);
    const child = this.#running;
    if (!child.isRunning()) return;
    child.process.kill('SIGTERM');
    const timer = setTimeout(() => child.process.kill('SIGKILL'), STOP_MS);
    await child.exited;
    clearTimeout(timer);
  }

  get #running(): Child {
    if (!this.#child) throw new Error(`${this.name} was not launched`);
    return this.#child;
  }

  async #start(): Promise<void> {
    const child = await startChild(process.execPath, argumentsOf(this.role), {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#ready = untilReady(child, this.name, this.#onLine).then((addresses) => {
      this.#addresses = addresses;
    });
    // Prevents an unhandled rejection; callers use `waitUntilReady`.
    this.#ready.catch(() => undefined);
  }
}

/** Passes on every line; resolves with the addresses in the line "ready". */
function untilReady(
  child: Child,
  name: string,
  onLine?: (line: string, name: string) => void,
): Promise<{ tcp?: string; ws?: string }> {
  const last: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`not ready after ${READY_MS} ms`), READY_MS);
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${name}: ${why}\n${last.join('\n')}`));
    };
    for (const stream of [child.process.stdout, child.process.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        last.push(line);
        if (last.length > 20) last.shift();
        onLine?.(line, name);
        const said = readyLine(line);
        if (!said) return;
        clearTimeout(timer);
        resolve(said);
      });
    }
    // Not `exited`: the last output arrives after that.
    child.process.once('close', (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`} before it was ready`));
  });
}

function readyLine(line: string): ServiceAddresses | undefined {
  if (!line.includes('"msg":"ready"')) return undefined;
  const { tcp, ws, gates, admin } = JSON.parse(line) as ServiceAddresses;
  return { ...(tcp && { tcp }), ...(ws && { ws }), ...(gates && { gates }), ...(admin && { admin }) };
}

function portsOf({ tcp, ws, gates }: ServiceAddresses): Record<string, string> {
  return {
    ...(tcp && { IM_TCP_PORT: new URL(tcp).port }),
    ...(ws && { IM_WS_PORT: new URL(ws).port }),
    ...(gates && { IM_STATUS_PORT: new URL(gates).port }),
  };
}
