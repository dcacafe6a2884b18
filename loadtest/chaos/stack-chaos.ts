// Makes the faults of a chaos run happen to a stack: those of the load test, and more. Faults of one process wait for each other.
import { setTimeout as sleep } from 'node:timers/promises';
import { topicNames } from '../../proto/rpc.ts';
import { findController, findLeader, isKafkaServer } from '../../tools/servers/kafka/cluster.ts';
import { killMysqlConnections } from '../../tools/servers/mysql-statements.ts';
import type { KafkaBroker, KafkaServer, Servers } from '../../tools/servers/servers.ts';
import type { ServiceProcess, ServiceProcesses, ServiceRole } from '../../tools/servers/service-processes.ts';
import { type FaultKind, instanceOf, type PlannedFault } from '../cli/planned-faults.ts';
import { runThenClose } from '../setup/run-then-close.ts';
import { injectFault } from '../setup/stack-faults.ts';
import { CommandRecorder } from './command-recorder.ts';
import { fillDisk } from './faults/full-disk.ts';
import { rewindGroup } from './faults/rewind.ts';
import { loseRedisData, makeReadOnly, RedisPair } from './faults/server-faults.ts';
import { LINK_KINDS, type LinkKind, parseLink } from './network/links.ts';
import type { Network } from './network/network.ts';

const REPEATED_SERVICES = ['auth', 'logic'];
/** The default of IM_COMMAND_PARTITIONS. */
const COMMAND_PARTITIONS = 8;
/** How long the added instances work. */
const SCALED_MS = 8_000;
/** Long enough for the others to notice. */
const AWAY_MS = 3_000;
const WRONG_CLOCK_MS = 5_000;
/** An instance that stores nothing for this long does not die behind a commit. */
const DIE_MS = 20_000;
const LEADER_OF = topicNames(1).service('logic');

type Fault = Pick<PlannedFault, 'kind' | 'process'>;

export class StackChaos {
  readonly #services: ServiceProcesses;
  readonly #servers: Servers;
  readonly #network: Network;
  readonly #redis: RedisPair;
  readonly #recorder: CommandRecorder;
  /** Process → when its faults so far are over. */
  readonly #turns = new Map<string, Promise<void>>();
  /** Those of a link are not here. */
  readonly #acts: Readonly<Partial<Record<FaultKind, (process: string) => Promise<void>>>> = {
    roll: () => this.#roll(),
    scale: (role) => this.#takeTurns([`${role}-1`, `scaled ${role}`], () => this.#scale(role as ServiceRole)),
    drain: (name) => this.#takeTurns([name], () => this.#drain(name)),
    die: (name) => this.#takeTurns([name], () => this.#dieBehindCommit(name)),
    'cut-connections': (name) => this.#takeTurns([name], () => killMysqlConnections(this.#servers.mysql.address)),
    repeat: async (service) => void (await this.#recorder.repeat(service)),
    rewind: (role) => this.#takeTurns(this.#namesOf(role), () => this.#rewind(role)),
    'jump-clock': (name) => this.#takeTurns([`clock of ${name}`], () => this.#jumpClock(name)),
    'read-only': (name) => this.#takeTurns([name], () => makeReadOnly(this.#servers.mysql.address)),
    'lose-data': (name) => this.#takeTurns([name], () => loseRedisData(this.#redis.primary.address)),
    'fail-over': (name) => this.#takeTurns([name], () => this.#redis.failOver()),
    'fill-disk': (name) => this.#takeTurns([name], async () => fillDisk(this.#brokers()[0] as KafkaBroker)),
  };

  constructor(services: ServiceProcesses, servers: Servers, network: Network) {
    this.#services = services;
    this.#servers = servers;
    this.#network = network;
    this.#redis = new RedisPair(servers.redis, network);
    this.#recorder = new CommandRecorder(servers.kafka.address);
  }

  /** Must resolve before the first fault. */
  start(): Promise<void> {
    return this.#recorder.follow(REPEATED_SERVICES, COMMAND_PARTITIONS);
  }

  async stop(): Promise<void> {
    await runThenClose(() => this.#recorder.close(), [() => this.#redis.stop()]);
  }

  /** Resolves when the fault is over and its process serves again. */
  async inject(fault: Fault): Promise<void> {
    const { kind, process } = fault;
    const link = LINK_KINDS.includes(kind as LinkKind) ? parseLink(process) : undefined;
    if (link) return await this.#takeTurns([process], () => this.#network.disturb(kind as LinkKind, link));
    const act = this.#acts[kind];
    if (act) return await act(process);
    if (/^kafka-[a-z]+$/.test(process)) return await this.#takeTurns(['kafka'], () => this.#loseBrokers(process));
    const servers = { ...this.#servers, redis: this.#redis.primary };
    await this.#takeTurns([instanceOf(process)], () => injectFault(fault, this.#services, servers));
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
      await this.#takeTurns([name], async () => {
        const service = this.#services.all.find((one) => one.name === name);
        await service?.stop();
        await service?.restart();
      });
  }

  /** From two instances to one, to three, to one, and back to two. */
  async #scale(role: ServiceRole): Promise<void> {
    const second = this.#service(`${role}-1`);
    await second.stop();
    const added = [await this.#services.add(role), await this.#services.add(role)];
    await Promise.all(added.map((service) => service.waitUntilReady()));
    await sleep(SCALED_MS);
    for (const service of added) {
      await service.stop();
      this.#services.remove(service);
    }
    await second.restart();
  }

  async #drain(name: string): Promise<void> {
    await this.#service(name).stop();
    await sleep(AWAY_MS);
    await this.#service(name).restart();
  }

  async #dieBehindCommit(name: string): Promise<void> {
    const service = this.#service(name);
    await service.dieAfterCommit();
    await Promise.race([service.waitForExit(), sleep(DIE_MS)]);
    await service.restart();
  }

  async #rewind(role: string): Promise<void> {
    const services = this.#namesOf(role).map((name) => this.#service(name));
    await Promise.all(services.map((service) => service.stop()));
    await rewindGroup(role, { mysql: this.#servers.mysql.address, kafka: this.#servers.kafka.address });
    await Promise.all(services.map((service) => service.restart()));
  }

  async #jumpClock(name: string): Promise<void> {
    const service = this.#service(name);
    const { pid } = service;
    await service.kill('SIGWINCH');
    await sleep(WRONG_CLOCK_MS);
    // One that was started meanwhile has the right time.
    if (service.pid === pid) await service.kill('SIGWINCH');
  }

  async #loseBrokers(process: string): Promise<void> {
    const lost = await this.#findBrokers(process);
    await Promise.all(lost.map((broker) => broker.kill()));
    await sleep(AWAY_MS);
    await Promise.all(lost.map((broker) => broker.start()));
  }

  async #findBrokers(process: string): Promise<readonly KafkaBroker[]> {
    const kafka = this.#servers.kafka as KafkaServer;
    if (process === 'kafka-leader') return [await findLeader(kafka, LEADER_OF)];
    if (process === 'kafka-controller') return [await findController(kafka)];
    return this.#brokers().slice(0, 2);
  }

  #brokers(): readonly KafkaBroker[] {
    const { kafka } = this.#servers;
    return isKafkaServer(kafka) ? kafka.brokers : [];
  }

  #namesOf(role: string): string[] {
    return this.#services.byRole(role as ServiceRole).map(({ name }) => name);
  }

  #service(name: string): ServiceProcess {
    const service = this.#services.all.find((one) => one.name === name);
    if (!service) throw new Error(`the stack has no ${name}`);
    return service;
  }

  /** Waits for the faults of these processes so far. */
  #takeTurns(processes: readonly string[], act: () => Promise<void>): Promise<void> {
    const turn = Promise.all(processes.map((process) => this.#turns.get(process))).then(act);
    const over = turn.catch(() => undefined);
    for (const process of processes) this.#turns.set(process, over);
    return turn;
  }
}
