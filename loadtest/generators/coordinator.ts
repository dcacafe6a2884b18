// The coordinator of several generator machines: waits for them, gives each its share of every run, and takes their results. To a
// run they look like local load processes.
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NothingMeasured } from '../cli/exit.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { ConnectResult, LoadPlan, LoadProgress } from '../driver/load-driver.ts';
import type { StartWorkers } from '../driver/workers.ts';
import { Channel, HandshakeError } from './channel.ts';
import type { CoordinatorMessage, GeneratorMessage } from './messages.ts';
import { RemoteGenerator } from './remote-generator.ts';

/** Long enough for the word to reach all generators before the first message is due. */
const LEAD_MS = 1_000;
/** Of these the quickest counts: the others waited somewhere. */
const PINGS = 5;
/** Generators take a silent coordinator for dead. */
const KEEP_ALIVE_MS = 5_000;
/** Nobody waits for a machine that was forgotten. */
const JOIN_MINUTES = 10;

export interface CoordinatorOptions {
  readonly host: string;
  readonly port: number;
  readonly generators: number;
  /** Load processes of each. */
  readonly workers: number;
  readonly secret: string;
  print(line: string): void;
}

export class Coordinator {
  readonly #options: CoordinatorOptions;
  readonly #server: Server;
  readonly #generators: RemoteGenerator[] = [];
  readonly #keepAlive: NodeJS.Timeout;
  #onJoined: () => void = () => undefined;

  /** Resolves when it listens. Rejects with UsageError. */
  static async listen(options: CoordinatorOptions): Promise<Coordinator> {
    const coordinator = new Coordinator(options);
    await new Promise<void>((resolve, reject) => {
      coordinator.#server.once('error', (error) =>
        reject(new UsageError(`--coordinator cannot listen at ${options.host}:${options.port}: ${error.message}`)),
      );
      coordinator.#server.listen(options.port, options.host, resolve);
    });
    return coordinator;
  }

  private constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#server = createServer((socket) => void this.#admit(socket));
    this.#keepAlive = setInterval(() => {
      for (const generator of this.#generators) generator.send({ do: 'ping', number: PINGS });
    }, KEEP_ALIVE_MS);
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Resolves when all generators are there. Rejects with UsageError after ten minutes. */
  async waitForGenerators(): Promise<void> {
    const { generators, host, print } = this.#options;
    print(`waiting for ${generators} generators: npm run loadtest -- --join ${host}:${this.port} --secret-file FILE`);
    const all = new Promise<void>((resolve) => {
      this.#onJoined = () => {
        if (this.#generators.length >= generators) resolve();
      };
      this.#onJoined();
    });
    const timeout = new AbortController();
    const late = sleep(JOIN_MINUTES * 60_000, 'late', { signal: timeout.signal }).catch(() => 'in time');
    if ((await Promise.race([all, late])) === 'late')
      throw new UsageError(`only ${this.#generators.length} of ${generators} generators came within ${JOIN_MINUTES} minutes`);
    timeout.abort();
  }

  /** A run's load processes: those of all generators, in the order of their plans. */
  readonly startWorkers: StartWorkers = async () => {
    const generators = [...this.#generators];
    const { workers } = this.#options;
    return {
      pids: [],
      connect: (plans) => connectAll(generators, plans, workers),
      async run(startedAt, measuring, sent) {
        const phases = [allReach(generators, 'measuring', measuring), allReach(generators, 'sent', sent)];
        const results = Promise.all(generators.map((generator) => generator.next('results')));
        for (const generator of generators) {
          // Half of the way there and back: so much earlier the run had begun when the word arrives.
          const agoMs = performance.timeOrigin + performance.now() - startedAt + generator.roundTripMs / 2;
          generator.send({ do: 'run', agoMs, leadMs: LEAD_MS });
        }
        const [all] = await Promise.all([results, ...phases]);
        return all.flatMap(({ remote, message }) =>
          message.results.map((result) => ({
            ...result,
            ...(result.generator && { generator: { ...result.generator, name: `${remote}, ${result.generator.name}` } }),
          })),
        );
      },
      progress: () => sumProgress(generators.map(({ progress }) => progress)),
      stop() {
        for (const generator of generators) generator.send({ do: 'stop' });
      },
    };
  };

  /** Ends all generators. `why`: a sentence, when the run failed. */
  close(why?: string): void {
    clearInterval(this.#keepAlive);
    for (const generator of this.#generators) generator.close(why);
    this.#server.close();
  }

  async #admit(socket: Socket): Promise<void> {
    const { secret, generators, print } = this.#options;
    const from = `${socket.remoteAddress}:${socket.remotePort}`;
    try {
      const channel = await Channel.open<GeneratorMessage, CoordinatorMessage>(socket, 'coordinator', secret);
      const generator = new RemoteGenerator(channel);
      await generator.next('ready');
      if (this.#generators.length >= generators) return generator.close(`all ${generators} generators are there already`);
      await generator.measureRoundTrip(PINGS);
      if (this.#generators.length >= generators) return generator.close(`all ${generators} generators are there already`);
      this.#generators.push(generator);
      print(
        `generator ${this.#generators.length} of ${generators}: ${from}, ${generator.roundTripMs.toFixed(1)} ms there and back`,
      );
      this.#onJoined();
    } catch (error) {
      if (!(error instanceof HandshakeError) && !(error instanceof NothingMeasured)) throw error;
      print(`${from} is no generator: ${error.message}`);
    }
  }
}

async function connectAll(
  generators: readonly RemoteGenerator[],
  plans: readonly LoadPlan[],
  workers: number,
): Promise<ConnectResult> {
  const connected = await Promise.all(
    generators.map(async (generator, index) => {
      generator.send({ do: 'connect', plans: plans.slice(index * workers, (index + 1) * workers) });
      return (await generator.next('connected')).message.result;
    }),
  );
  return {
    bound: connected.reduce((sum, { bound }) => sum + bound, 0),
    seconds: Math.max(...connected.map(({ seconds }) => seconds)),
    incidents: connected.flatMap(({ incidents }) => incidents),
  };
}

async function allReach(generators: readonly RemoteGenerator[], phase: 'measuring' | 'sent', call: () => void): Promise<void> {
  await Promise.all(generators.map((generator) => generator.next(phase)));
  call();
}

function sumProgress(all: readonly LoadProgress[]): LoadProgress {
  const sum = (name: 'bound' | 'sent' | 'acked' | 'delivered'): number => all.reduce((total, one) => total + one[name], 0);
  return {
    bound: sum('bound'),
    sent: sum('sent'),
    acked: sum('acked'),
    delivered: sum('delivered'),
    lastSecond: all.flatMap(({ lastSecond }) => lastSecond),
  };
}
