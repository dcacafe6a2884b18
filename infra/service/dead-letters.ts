// What can never work goes to the dead-letter topic, with its cause, before the commit that passes it.

import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';
import type { Bus, Log } from '../ports/index.ts';
import type { DecodedRecord, QueuedCommand } from './record-decoder.ts';

/** More than this in a minute is no bad command but a bad deploy: the instance leaves its group rather than throw away the traffic. */
const MAX_A_MINUTE = 20;

/** Too many dead letters: nothing more is buried here, and the batch is given up as it is. */
export class TooManyDeadLetters extends Error {
  override readonly name = 'Overwhelmed';
}

export interface DeadLetters {
  /** The command gets INTERNAL_ERROR as its verdict. Resolves when the letter is durable; throws Overwhelmed, like buryRecord, when there are too many. */
  deadLetter(task: QueuedCommand<unknown>, cause: Error): Promise<void>;
  /** A record nobody can read. */
  deadLetterRecord(intake: DecodedRecord<unknown>): Promise<void>;
}

export function deadLetters(options: {
  bus: Pick<Bus, 'publish'>;
  log: Log;
  group: string;
  topic: string;
  deadLetterTopic: string;
  instance: string;
}): DeadLetters {
  const { bus, log, group, topic, deadLetterTopic, instance } = options;
  let recent: number[] = [];

  const publish = async (letter: im.DeadLetter.$Properties): Promise<void> => {
    const now = Date.now();
    recent = [...recent.filter((time) => time > now - 60_000), now];
    if (recent.length > MAX_A_MINUTE) {
      const text = `over ${MAX_A_MINUTE} dead letters within a minute: this looks like a bad deploy, not like bad commands`;
      throw new TooManyDeadLetters(text, { cause: letter.cause });
    }
    const value = im.DeadLetter.encode({ ...letter, group, topic, instance, time: Date.now() }).finish();
    await bus.publish([{ topic: deadLetterTopic, partition: 0, value: Buffer.from(value) }]);
    log.error(
      { group, topic, partition: letter.partition, offset: letter.offset, index: letter.index, cause: letter.cause },
      'dead letter',
    );
  };

  return {
    deadLetter: async (task, cause) => {
      const { partition, offset, index, envelope } = task;
      const value = im.Envelope.encode(envelope).finish();
      await publish({ partition, offset, index, cause: `${cause.name}: ${cause.message}`, stack: stackOf(cause), value });
      task.rejection = new ImError('INTERNAL_ERROR', 'the command failed inside the service and was put aside', { cause });
    },
    deadLetterRecord: async (intake) => {
      const { partition, offset, decodeError, value } = intake;
      await publish({ partition, offset, index: -1, cause: `unreadable: ${decodeError?.message}`, stack: '', value: value });
    },
  };
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : '';
  return `${error.stack}${cause}`.slice(0, 8000);
}
