// One generator, as its coordinator sees it.
import { NothingMeasured } from '../cli/exit.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { LoadProgress } from '../driver/load-driver.ts';
import type { Channel } from './channel.ts';
import type { CoordinatorMessage, GeneratorMessage } from './messages.ts';

type MessageOf<Is> = Extract<GeneratorMessage, { is: Is }>;
interface Waiting {
  resolve(message: GeneratorMessage): void;
  reject(error: Error): void;
}

export class RemoteGenerator {
  readonly remote: string;
  progress: LoadProgress = { bound: 0, sent: 0, acked: 0, delivered: 0, lastSecond: [] };
  /** Of the quickest of some pings. */
  roundTripMs = 0;
  readonly #channel: Channel<GeneratorMessage, CoordinatorMessage>;
  readonly #waiting = new Map<GeneratorMessage['is'], Waiting>();
  #failure: Error | undefined;

  constructor(channel: Channel<GeneratorMessage, CoordinatorMessage>) {
    this.#channel = channel;
    this.remote = channel.remote;
    channel.listen(
      (message) => this.#receive(message),
      (reason) => this.#fail(new NothingMeasured(`generator ${this.remote} is lost, with all that it has counted: ${reason}`)),
    );
  }

  send(message: CoordinatorMessage): void {
    this.#channel.send(message);
  }

  /** Resolves with the next message of this kind. Rejects when the generator fails or is lost first. */
  next<Is extends GeneratorMessage['is']>(is: Is): Promise<{ readonly remote: string; readonly message: MessageOf<Is> }> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.set(is, {
        resolve: (message) => resolve({ remote: this.remote, message: message as MessageOf<Is> }),
        reject,
      });
    });
  }

  async measureRoundTrip(pings: number): Promise<void> {
    this.roundTripMs = Number.POSITIVE_INFINITY;
    for (let number = 0; number < pings; number++) {
      const sentMs = performance.now();
      const pong = this.next('pong');
      this.send({ do: 'ping', number });
      await pong;
      this.roundTripMs = Math.min(this.roundTripMs, performance.now() - sentMs);
    }
  }

  close(why?: string): void {
    this.send({ do: 'end', ...(why !== undefined && { why }) });
    this.#channel.close();
  }

  #receive(message: GeneratorMessage): void {
    if (message.is === 'progress') this.progress = message.progress;
    if (message.is === 'failed') {
      const sentence = `generator ${this.remote}: ${message.why}`;
      this.#fail(message.isMistake ? new UsageError(sentence) : new NothingMeasured(sentence));
    }
    this.#waiting.get(message.is)?.resolve(message);
    this.#waiting.delete(message.is);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
