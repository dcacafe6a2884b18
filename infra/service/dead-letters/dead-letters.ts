// Writes what can never succeed to the dead-letter topic, with its cause, before the batch moves past it. Input must not stop an
// instance or fill the disk: what exceeds the rate is counted and logged only.
import type { MalformedEnvelope } from '../../../proto/pack.ts';
import { UnverifiedRecord } from '../../../proto/pack-signature.ts';
import { im } from '../../../proto/rpc.ts';
import { traceIdOf } from '../../../proto/trace-context.ts';
import { type Bus, DataError, type Log, type PackSigner } from '../../ports/index.ts';
import { RateWindow } from '../../process/rate-window.ts';
import { failedInside } from '../command-runner.ts';
import type { ServiceMetrics } from '../monitoring/service-metrics.ts';
import type { DecodedRecord, QueuedCommand } from '../record-decoder.ts';
import type { BugMonitor } from './bug-monitor.ts';

/** Per minute. Records and envelopes that no process of this version has written. */
const MAX_MALFORMED = 20;
/** Per minute. Commands that failed because of a bug, and whose callers have the reply INTERNAL_ERROR. */
const MAX_FAILED_COMMANDS = 100;
const MAX_STACK_CHARACTERS = 8000;

export interface DeadLettersOptions {
  readonly bus: Pick<Bus, 'publish'>;
  readonly signer: PackSigner;
  readonly log: Log;
  readonly group: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly instance: string;
  /** Counts what is dead-lettered because of a bug. */
  readonly bugs: BugMonitor;
  readonly metrics: ServiceMetrics;
}

/** All methods resolve when the dead letter is durable. */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  readonly #malformed: RateWindow;
  readonly #failed: RateWindow;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
    const { log, group, topic, metrics } = options;
    const onExcess = (what: string) => (count: number) => {
      metrics.discardedDeadLetters.of(what).add(count);
      log.error({ group, topic, count }, `dead letters over the rate: ${what} discarded`);
    };
    this.#malformed = new RateWindow(MAX_MALFORMED, onExcess('malformed records'));
    this.#failed = new RateWindow(MAX_FAILED_COMMANDS, onExcess('failed commands'));
  }

  /** Dead-letters a command and rejects it: its caller gets INTERNAL_ERROR. A command that nobody waits for is always kept. */
  async deadLetter(command: QueuedCommand<unknown>, cause: Error): Promise<void> {
    command.rejection = failedInside(cause);
    // A row that the store refuses comes from its input.
    if (!(cause instanceof DataError)) this.#options.bugs.countBug(command.caller);
    const { partition, offset, index, author, envelope } = command;
    if (envelope.replyTo?.topic && !this.#failed.take()) return;
    const value = im.Envelope.encode(envelope).finish();
    const why = { cause: `${cause.name}: ${cause.message}`, stack: stackOf(cause) };
    await this.#publish({ partition, offset, index, author, ...why, value }, traceIdOf(envelope.traceContext));
    this.#options.metrics.deadLetters.of('failed commands').add();
  }

  /** Dead-letters a record that cannot be decoded or verified, or such envelopes of a pack. */
  async deadLetterMalformed({ partition, offset, author, decodeError, malformed, value }: DecodedRecord<unknown>): Promise<void> {
    const letters: readonly MalformedEnvelope[] = decodeError ? [{ index: -1, bytes: value, error: decodeError }] : malformed;
    for (const { index, bytes, error } of letters) {
      if (!this.#malformed.take()) continue;
      const cause = `${error instanceof UnverifiedRecord ? 'unverified' : 'malformed'}: ${error.message}`;
      await this.#publish({ partition, offset, index, author: author ?? '', cause, stack: '', value: bytes });
      this.#options.metrics.deadLetters.of('malformed records').add();
    }
  }

  async #publish(letter: im.DeadLetter.$Properties, traceId = ''): Promise<void> {
    const { bus, signer, log, group, topic, deadLetterTopic, instance } = this.#options;
    const place = { topic: deadLetterTopic, partition: 0 };
    const message = im.DeadLetter.encode({ ...letter, group, topic, instance, time: Date.now() }).finish();
    await bus.publish([{ ...place, value: signer.sign(message, place, '') }]);
    const { partition, offset, index, cause } = letter;
    log.error({ group, topic, partition, offset, index, cause, traceId }, 'dead letter');
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`.slice(0, MAX_STACK_CHARACTERS);
}
