// Writes commands that can never succeed to the dead-letter topic, with their cause, before the batch moves past them.
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { Bus, Log } from '../ports/index.ts';
import type { DecodedRecord, QueuedCommand } from './record-decoder.ts';

/** More than this points to a bad deploy, not to bad commands: the instance stops instead of dead-lettering all traffic. */
const MAX_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
const MAX_STACK_CHARS = 8000;

/** Too many dead letters within a minute: the batch is abandoned, and the instance stops. */
export class TooManyDeadLetters extends Error {
  override readonly name = 'TooManyDeadLetters';
}

export interface DeadLettersOptions {
  readonly bus: Pick<Bus, 'publish'>;
  readonly log: Log;
  readonly group: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly instance: string;
}

/** Both methods resolve when the dead letter is durable, and throw TooManyDeadLetters when there are too many. */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  #recentTimes: number[] = [];

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  /** Dead-letters one command. Its caller gets INTERNAL_ERROR. */
  async deadLetter(command: QueuedCommand<unknown>, cause: Error): Promise<void> {
    const { partition, offset, index, envelope } = command;
    const value = im.Envelope.encode(envelope).finish();
    await this.#publish({ partition, offset, index, cause: `${cause.name}: ${cause.message}`, stack: stackOf(cause), value });
    command.rejection = new ImError('INTERNAL_ERROR', 'the command failed in the service and is now a dead letter', { cause });
  }

  /** Dead-letters a record that cannot be decoded. */
  async deadLetterRecord({ partition, offset, decodeError, value }: DecodedRecord<unknown>): Promise<void> {
    await this.#publish({ partition, offset, index: -1, cause: `unreadable: ${decodeError?.message}`, stack: '', value });
  }

  async #publish(letter: im.DeadLetter.$Properties): Promise<void> {
    const { bus, log, group, topic, deadLetterTopic, instance } = this.#options;
    const now = Date.now();
    this.#recentTimes = [...this.#recentTimes.filter((time) => time > now - MINUTE_MS), now];
    if (this.#recentTimes.length > MAX_PER_MINUTE) {
      const message = `over ${MAX_PER_MINUTE} dead letters within a minute: stopping, this looks like a bad deploy`;
      throw new TooManyDeadLetters(message, { cause: letter.cause });
    }
    const value = im.DeadLetter.encode({ ...letter, group, topic, instance, time: now }).finish();
    await bus.publish([{ topic: deadLetterTopic, partition: 0, value: Buffer.from(value) }]);
    const { partition, offset, index, cause } = letter;
    log.error({ group, topic, partition, offset, index, cause }, 'dead letter written, see npm run dead-letters');
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`.slice(0, MAX_STACK_CHARS);
}
