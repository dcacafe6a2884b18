// How often passwords may be tried, over all instances of auth.
import type { Limits } from '../infra/ports.ts';
import { ImError } from '../proto/errors.ts';

export interface TryLimits {
  /** Log-ins to one name, from anywhere. */
  readonly perName: number;
  /** Log-ins and registrations from one address, which many people may share. */
  readonly perAddress: number;
  readonly windowMs: number;
}

// 10 tries a minute are 14,400 a day: guessing a password of 8 random characters takes for ever, mistyping one's own does not end here.
export const DEFAULT_TRY_LIMITS: TryLimits = { perName: 10, perAddress: 60, windowMs: 60_000 };

export interface Tries {
  /** Counts one try, right or wrong. Throws TOO_MANY_TRIES with the time to wait. */
  count(try_: { nameKey?: string; clientAddress: string }): Promise<void>;
}

/** While the limits' store is away every try is let through: the cost of a hash still bounds them. */
export function tries(limits: Limits, { perName, perAddress, windowMs }: TryLimits = DEFAULT_TRY_LIMITS): Tries {
  const take = (key: string, limit: number): Promise<number> =>
    limits.take([key], limit, windowMs).then(
      ([waitMs]) => waitMs ?? 0,
      () => 0,
    );
  return {
    count: async ({ nameKey, clientAddress }) => {
      const waits = await Promise.all([
        clientAddress === '' ? 0 : take(`tries/address/${clientAddress}`, perAddress),
        nameKey === undefined ? 0 : take(`tries/name/${nameKey}`, perName),
      ]);
      const retryAfterMs = Math.max(...waits);
      if (retryAfterMs > 0) throw new ImError('TOO_MANY_TRIES', 'too many tries', { retryAfterMs });
    },
  };
}
