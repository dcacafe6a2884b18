// How many users the pushes of one user's commands may reach per second, over all connections. So a message to a large group
// costs more than one to a friend. A user above this rate is read more slowly; one far above it is refused.
import { ImError } from '../../../proto/errors.ts';
import { MemoryAllowances } from '../../memory/allowances.ts';
import type { Rate } from '../../ports/index.ts';
import type { ExecutedCommand } from '../command-runner.ts';
import type { QueuedCommand } from '../record-decoder.ts';

/** Of the gate's pause after one reply. Clients wait longer than this for a reply. */
const MAX_PAUSE_MS = 8000;
/** Each refused command extends the refusal to at least this: those that a client sent without waiting are refused together. */
const MIN_REFUSED_MS = 1000;
const MAX_REFUSED_USERS = 10_000;

export class PushBudget {
  readonly #rate: Rate;
  readonly #allowances: MemoryAllowances;
  readonly #now: () => number;
  /** User id → the end of the refusal. */
  readonly #refusedUntil = new Map<string, number>();

  /** `rate`: pushes, each counted once per user. `now` is in milliseconds and never falls. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#allowances = new MemoryAllowances(rate, now);
    this.#now = now;
  }

  /**
   * The reason not to run a command of a user who owes a whole burst: commands of many connections that did not wait for each
   * other's replies. The refusal lasts until nothing is owed, so that no later command of the user overtakes a refused one.
   */
  findRefusal({ key, rpc }: QueuedCommand<unknown>): ImError | undefined {
    if (!rpc || rpc.reads || rpc.access !== 'USER') return undefined;
    const now = this.#now();
    let until = this.#refusedUntil.get(key);
    if (until === undefined || until <= now) {
      const balance = this.#allowances.balance(key);
      if (balance > -this.#rate.burst) {
        if (until !== undefined) this.#refusedUntil.delete(key);
        return undefined;
      }
      until = now + this.#allowances.msUntil(balance, 0);
    }
    until = Math.max(until, now + MIN_REFUSED_MS);
    if (this.#refusedUntil.size >= MAX_REFUSED_USERS) this.#deletePast(now);
    this.#refusedUntil.set(key, until);
    const message = 'you reach too many users per second: wait, then send this and all later commands again';
    return new ImError('TOO_MANY_REQUESTS', message, { retryAfterMs: Math.ceil(until - now) });
  }

  /** Counts the pushes of a command. Again when its batch runs again: only the difference counts. */
  charge({ command, outcome }: ExecutedCommand<unknown>): void {
    let reached = 0;
    for (const { userIds } of outcome.pushes ?? []) reached += userIds?.length ?? 0;
    const cost = Math.min(reached, this.#rate.burst);
    if (cost === command.chargedPushes || command.rpc?.access !== 'USER') return;
    const balance = this.#allowances.charge(command.key, cost - command.chargedPushes);
    command.chargedPushes = cost;
    if (balance < 0 && outcome.reply) outcome.reply.pauseMs = Math.min(this.#allowances.msUntil(balance, 0), MAX_PAUSE_MS);
  }

  #deletePast(now: number): void {
    for (const [userId, until] of this.#refusedUntil) if (until <= now) this.#refusedUntil.delete(userId);
  }
}
