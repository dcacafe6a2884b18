// Makes the faults of a chaos run happen to a stack: those of the load test, and more. Faults of one process wait for each other.
import { setTimeout as sleep } from 'node:timers/promises';
import { killMysqlConnections } from '../../tools/servers/mysql-statements.ts';
import type { Servers } from '../../tools/servers/servers.ts';
import type { ServiceProcesses, ServiceRole } from '../../tools/servers/service-processes.ts';
import { instanceOf, type PlannedFault } from '../cli/planned-faults.ts';
import { injectFault } from '../setup/stack-faults.ts';
import { CommandRecorder } from './command-recorder.ts';

const REPEATED_SERVICES = ['auth', 'logic'];
/** The default of IM_COMMAND_PARTITIONS. */
const COMMAND_PARTITIONS = 8;
/** How long an added instance works. */
const SCALED_MS = 8_000;

type Fault = Pick<PlannedFault, 'kind' | 'process'>;

export class StackChaos {
  readonly #services: ServiceProcesses;
  readonly #servers: Servers;
  readonly #recorder: CommandRecorder;
  /** Process → when its faults so far are over. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(services: ServiceProcesses, servers: Servers) {
    this.#services = services;
    this.#servers = servers;
    this.#recorder = new CommandRecorder(servers.kafka.address);
  }

  /** Must resolve before the first fault. */
  start(): Promise<void> {
    return this.#recorder.follow(REPEATED_SERVICES, COMMAND_PARTITIONS);
  }

  stop(): Promise<void> {
    return this.#recorder.close();
  }

  /** Resolves when the fault is over and its process serves again. */
  async inject(fault: Fault): Promise<void> {
    const { kind, process } = fault;
    if (kind === 'roll') return await this.#roll();
    if (kind === 'scale') return await this.#takeTurn(`scaled ${process}`, () => this.#scale(process as ServiceRole));
    if (kind === 'cut-connections') return await this.#takeTurn(process, () => killMysqlConnections(this.#servers.mysql.address));
    if (kind === 'repeat') return void (await this.#recorder.repeat(process));
    await this.#takeTurn(instanceOf(process), () => injectFault(fault, this.#services, this.#servers));
  }

  /** Names of instances that do not run or are not ready, with the reason. */
  async listUnready(): Promise<string[]> {
    const states = await Promise.all(
      this.#services.all.map(async (service) => {
        if (!service.isRunning()) return `${service.name} has ended`;
        const response = await fetch(`${service.addresses.admin}/readyz`).catch((error: Error) => error);
        if (response instanceof Error) return `${service.name} does not answer: ${response.message}`;
        return response.ok ? [] : `${service.name}: ${(await response.text()).trim()}`;
      }),
    );
    return states.flat();
  }

  async #roll(): Promise<void> {
    for (const { name } of [...this.#services.all])
      await this.#takeTurn(name, async () => {
        const service = this.#services.all.find((one) => one.name === name);
        await service?.stop();
        await service?.restart();
      });
  }

  async #scale(role: ServiceRole): Promise<void> {
    const added = await this.#services.add(role);
    await added.waitUntilReady();
    await sleep(SCALED_MS);
    await added.stop();
    this.#services.remove(added);
  }

  #takeTurn(process: string, act: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(process) ?? Promise.resolve()).then(act);
    this.#turns.set(
      process,
      turn.catch(() => undefined),
    );
    return turn;
  }
}
