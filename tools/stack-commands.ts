// The commands that a running `npm run stack` takes on its standard input.
import { SERVICE_ROLES, type ServiceProcess, type ServiceProcesses, type ServiceRole } from './servers/service-processes.ts';
import { type SupervisorOptions, superviseAll, supervisedService } from './servers/supervisor.ts';
import { readLines } from './terminal-lines.ts';

export const COMMANDS_HELP = `\
drain gate-0       stops one instance in order: a gate dismisses its clients in waves, a service finishes its batch
restart auth-0     the same, and starts it again
restart auth       one instance of auth after the other; each is ready before the next one stops
restart all        the same for all services
scale logic=3      starts or stops instances of logic until there are 3
list               the processes and their addresses
help               this list`;

/** The largest number of instances of a service: each takes about 100 MiB. */
const MAX_INSTANCES = 16;

/** Executes commands one after the other, and restarts services that die without a command. */
export class StackCommands {
  readonly #services: ServiceProcesses;
  readonly #watched: SupervisorOptions;
  readonly #supervisions = new Map<string, AbortController>();
  #last: Promise<void> = Promise.resolve();

  constructor(services: ServiceProcesses, watched: SupervisorOptions) {
    this.#services = services;
    this.#watched = watched;
    for (const service of services.all) this.#supervise(service);
  }

  /** Reads a command per line until the input ends. */
  readFrom(input: NodeJS.ReadableStream): void {
    readLines(input, (line) => void this.execute(line));
  }

  /** Resolves when the command is done; what happened is printed. Never rejects. */
  execute(line: string): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (line.trim() === '' || this.#watched.signal.aborted) return;
      try {
        await this.#run(line.trim().split(/\s+/));
      } catch (error) {
        this.#print((error as Error).message);
      }
    });
    return this.#last;
  }

  async #run([command = '', target = '', ...more]: string[]): Promise<void> {
    if (more.length > 0) throw new Error(`"${more.join(' ')}" is too much: help lists the commands`);
    if (command === 'help') return this.#print(COMMANDS_HELP);
    if (command === 'list') return this.#list();
    if (command === 'drain') return this.#drain(this.#find(target));
    if (command === 'restart') return this.#restart(target);
    if (command === 'scale') return this.#scale(target);
    throw new Error(`there is no command "${command}": help lists them`);
  }

  async #drain(service: ServiceProcess): Promise<void> {
    const startedMs = performance.now();
    await this.#stop(service);
    const moved = service.role === 'gate' ? 'its clients were told to go to other gates' : 'its partitions moved to the others';
    const again = `\`restart ${service.name}\` starts it again`;
    this.#print(`drained in ${secondsSince(startedMs)}: ${moved}. ${again}.`, service.name);
  }

  async #restart(target: string): Promise<void> {
    const isRole = SERVICE_ROLES.some((role) => role === target);
    const chosen =
      target === 'all'
        ? SERVICE_ROLES.flatMap((role) => this.#services.byRole(role))
        : isRole
          ? this.#services.byRole(target as ServiceRole)
          : [this.#find(target)];
    if (chosen.length === 0) throw new Error(`no ${target} runs: \`scale ${target}=1\` starts one`);
    for (const service of chosen) {
      if (this.#watched.signal.aborted) return;
      const startedMs = performance.now();
      await this.#stop(service);
      const stoppedIn = secondsSince(startedMs);
      await service.restart().finally(() => this.#supervise(service));
      this.#print(
        `restarted: stopped in ${stoppedIn}, ready after ${secondsSince(startedMs)}  process  ${service.pid}`,
        service.name,
      );
    }
  }

  async #scale(target: string): Promise<void> {
    const [, name, digits] = /^([a-z]+)=(\d{1,2})$/.exec(target) ?? [];
    const role = SERVICE_ROLES.find((one) => one === name);
    if (!role || Number(digits) > MAX_INSTANCES)
      throw new Error(`scale takes a service and a number up to ${MAX_INSTANCES}, such as scale logic=3; not "${target}"`);
    const wanted = Number(digits);
    for (let count = this.#services.byRole(role).length; count !== wanted; count = this.#services.byRole(role).length) {
      if (this.#watched.signal.aborted) return;
      const startedMs = performance.now();
      if (count < wanted) {
        const added = await this.#services.add(role);
        try {
          await added.waitUntilReady();
        } catch (error) {
          await added.stop();
          this.#services.remove(added);
          throw error;
        }
        this.#supervise(added);
        const where = [added.pid, ...Object.values(added.addresses)].join('  ');
        this.#print(`started, ready after ${secondsSince(startedMs)}  process  ${where}`, added.name);
      } else {
        const last = this.#services.byRole(role).at(-1) as ServiceProcess;
        await this.#stop(last);
        this.#services.remove(last);
        this.#print(`stopped in ${secondsSince(startedMs)}`, last.name);
      }
    }
    this.#print(`${wanted} ${role}`, 'scale');
  }

  #list(): void {
    for (const { name, pid, addresses, isRunning } of this.#services.all.map(describeProcess))
      this.#print([isRunning ? `process  ${pid}` : 'does not run', ...addresses].join('  '), name);
  }

  #find(name: string): ServiceProcess {
    const found = this.#services.all.find((service) => service.name === name);
    if (found) return found;
    throw new Error(`there is no "${name}": ${this.#services.all.map((service) => service.name).join(', ')} run here`);
  }

  /** Its end is no death that the supervisor must repair. */
  async #stop(service: ServiceProcess): Promise<void> {
    this.#supervisions.get(service.name)?.abort();
    await service.stop();
    const how = await service.waitForExit();
    if (how !== 'exit code 0') this.#print(`did not stop in order: it ended with ${how}; its log says more`, service.name);
  }

  #supervise(service: ServiceProcess): void {
    const controller = new AbortController();
    this.#supervisions.set(service.name, controller);
    const signal = AbortSignal.any([controller.signal, this.#watched.signal]);
    void superviseAll([supervisedService(service)], { ...this.#watched, signal });
  }

  #print(text: string, name = ''): void {
    for (const line of text.split('\n')) this.#watched.print(line, name);
  }
}

function describeProcess(service: ServiceProcess) {
  const { name, addresses } = service;
  return { name, pid: service.pid, addresses: Object.values(addresses), isRunning: service.isRunning() };
}

function secondsSince(startedMs: number): string {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}
