// A generator: `npm run loadtest -- --join HOST:PORT`. It takes its share of each run from the coordinator.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NothingMeasured } from '../cli/exit.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { LoadPlan } from '../driver/load-driver.ts';
import { startWorkers, type Workers } from '../driver/workers.ts';
import { checkMachine, readMachineLimits } from '../setup/preflight.ts';
import { Channel, HandshakeError } from './channel.ts';
import type { CoordinatorMessage, GeneratorMessage } from './messages.ts';

const PROGRESS_MS = 1_000;

export interface JoinOptions {
  readonly host: string;
  readonly port: number;
  readonly secret: string;
  print(line: string): void;
}

/** Resolves when the coordinator has ended the last run. Rejects with UsageError, or NothingMeasured when it is lost. */
export async function joinCoordinator({ host, port, secret, print }: JoinOptions): Promise<void> {
  const address = `${host}:${port}`;
  const socket = await open(host, port);
  let channel: Channel<CoordinatorMessage, GeneratorMessage>;
  try {
    channel = await Channel.open(socket, 'generator', secret);
  } catch (error) {
    throw error instanceof HandshakeError ? new UsageError(`${address}: ${error.message}`) : error;
  }
  print(`joined ${address}`);
  const generator = new Generator(channel, print);
  try {
    await generator.finish;
  } finally {
    generator.stop();
    channel.close();
  }
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => resolve(socket));
    socket.once('error', (error) => reject(new UsageError(`no coordinator at ${host}:${port}: ${error.message}`)));
  });
}

class Generator {
  /** Resolves when the coordinator says so. */
  readonly finish: Promise<void>;
  readonly #channel: Channel<CoordinatorMessage, GeneratorMessage>;
  readonly #print: (line: string) => void;
  readonly #progressTimer: NodeJS.Timeout;
  #workers: Workers | undefined;

  constructor(channel: Channel<CoordinatorMessage, GeneratorMessage>, print: (line: string) => void) {
    this.#channel = channel;
    this.#print = print;
    this.finish = new Promise((resolve, reject) => {
      channel.listen(
        (message) => {
          if (message.do !== 'end') return void this.#handle(message).catch((error: unknown) => this.#report(error));
          if (message.why === undefined) resolve();
          else reject(new NothingMeasured(`the coordinator ends: ${message.why}`));
        },
        (reason) => reject(new NothingMeasured(`the coordinator is lost: ${reason}`)),
      );
    });
    channel.send({ is: 'ready' });
    // Also before a run: the coordinator takes a silent generator for dead.
    this.#progressTimer = setInterval(() => {
      const { bound, sent, acked, delivered, lastSecond } = this.#workers?.progress() ?? NO_PROGRESS;
      channel.send({ is: 'progress', progress: { bound, sent, acked, delivered, lastSecond } });
    }, PROGRESS_MS);
  }

  stop(): void {
    clearInterval(this.#progressTimer);
    this.#workers?.stop();
    this.#workers = undefined;
  }

  async #handle(message: CoordinatorMessage): Promise<void> {
    if (message.do === 'ping') this.#channel.send({ is: 'pong', number: message.number });
    else if (message.do === 'connect') await this.#connect(message.plans);
    else if (message.do === 'run') await this.#run(message.agoMs, message.leadMs);
    else if (message.do === 'stop') {
      this.#workers?.stop();
      this.#workers = undefined;
    }
  }

  async #connect(plans: readonly LoadPlan[]): Promise<void> {
    const sockets = plans.reduce((sum, { accounts }) => sum + accounts.length, 0);
    const gates = Math.max(1, plans[0]?.urls.length ?? 0);
    for (const warning of checkMachine({ sockets, gates, workers: plans.length }, readMachineLimits())) this.#print(warning);
    this.#print(`${sockets} clients in ${plans.length} load processes`);
    this.#workers = await startWorkers(plans.length);
    this.#channel.send({ is: 'connected', result: await this.#workers.connect(plans) });
  }

  /** Seconds count from the start that all generators share. Only that depends on the way between the machines. */
  async #run(agoMs: number, leadMs: number): Promise<void> {
    const workers = this.#workers;
    if (!workers) throw new Error('the coordinator starts a run before its clients are connected');
    const startedAt = performance.timeOrigin + performance.now() - agoMs;
    await sleep(Math.max(0, leadMs - agoMs));
    this.#print('sending');
    const results = await workers.run(
      startedAt,
      () => this.#channel.send({ is: 'measuring' }),
      () => this.#channel.send({ is: 'sent' }),
    );
    this.#channel.send({ is: 'results', results });
    this.#print('sent and counted');
  }

  #report(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#print(why);
    this.#channel.send({ is: 'failed', why, isMistake: error instanceof UsageError });
  }
}

const NO_PROGRESS = { bound: 0, sent: 0, acked: 0, delivered: 0, lastSecond: [] };
