// Replays or drops all dead letters that a filter leaves: in steps, so that a failure in the middle leaves a known rest.
import { publisher } from '../../infra/messaging/publisher.ts';
import type { Bus, PackSigner } from '../../infra/ports/index.ts';
import { newId } from '../../proto/ids.ts';
import type { im } from '../../proto/rpc.ts';
import { ApiError } from '../api/endpoint.ts';
import type { LettersDone } from '../ports.ts';
import { withinDeadline } from './durable.ts';

/** Letters between two settlements: a crash replays at most so many again, and a command takes effect once. */
const STEP = 20;

/** The commands of a letter. */
export interface LetterContent {
  readonly topic: string;
  readonly partition: number;
  /** Of the author of the commands. */
  readonly signer: PackSigner;
  readonly envelopes: readonly im.Envelope.$Properties[];
}

/** Sends letters again. `send` resolves when all that `add` was given is durable. */
export function resending(bus: Bus): { add(content: LetterContent): void; send(): Promise<void> } {
  // New packs, because consumers drop a pack number that they have seen.
  const outs = new Map<PackSigner, ReturnType<typeof publisher>>();
  return {
    add({ topic, partition, signer, envelopes }) {
      const out = outs.get(signer) ?? publisher(bus, { instance: `replay.${newId()}`, signer });
      outs.set(signer, out);
      for (const envelope of envelopes) out.send(topic, partition, envelope);
    },
    send: async () => void (await Promise.all([...outs.values()].map((out) => out.flush()))),
  };
}

export interface ManyLetters {
  /** The oldest first. */
  readonly numbers: readonly number[];
  /** Prepares one; throws what is wrong with it. */
  readonly prepare?: (number: number) => void;
  /** Resolves when what was prepared is durable. */
  readonly send?: () => Promise<void>;
  /** Stores that these letters are settled. */
  settle(numbers: readonly number[]): Promise<void>;
}

/** Never rejects: what could not be done is in the result. */
export async function settleMany({ numbers, prepare, send, settle }: ManyLetters): Promise<LettersDone> {
  const done: number[] = [];
  const failed: { number: number; message: string }[] = [];
  for (let from = 0; from < numbers.length; from += STEP) {
    const step: number[] = [];
    for (const number of numbers.slice(from, from + STEP)) {
      try {
        prepare?.(number);
        step.push(number);
      } catch (error) {
        failed.push({ number, message: (error as Error).message });
      }
    }
    try {
      if (send && step.length > 0) await withinDeadline(send());
      if (step.length > 0) await withinDeadline(settle(step));
      done.push(...step);
    } catch (error) {
      const stoppedBy = error instanceof ApiError ? error.message : `Kafka refuses: ${(error as Error).message}`;
      return { done, failed, left: [...step, ...numbers.slice(from + STEP)], stoppedBy };
    }
  }
  return { done, failed, left: [], stoppedBy: '' };
}
