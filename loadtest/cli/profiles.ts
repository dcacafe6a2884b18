// How the rate of a run changes: --profile.
import type { RateSegment } from '../driver/rate-profile.ts';

/**
 * `constant`: always the same. `ramp`: rises evenly from a tenth of it. `steps`: rises in equal steps. `soak`: the same for an
 * hour, and the report says how memory grows.
 */
export const PROFILES = ['constant', 'ramp', 'steps', 'soak'] as const;
export type ProfileName = (typeof PROFILES)[number];

/** A ramp begins with this share of its highest rate: the warm-up needs some load. */
const RAMP_FROM = 0.1;

/** Turns per second over the measured part; `share` is that of one load process. */
export function segmentsFor(
  { profile, rate, seconds, steps }: { profile: ProfileName; rate: number; seconds: number; steps: number },
  share = 1,
): RateSegment[] {
  const peak = rate * share;
  if (profile === 'ramp') return [{ seconds, from: peak * RAMP_FROM, to: peak }];
  if (profile !== 'steps') return [{ seconds, from: peak, to: peak }];
  return Array.from({ length: steps }, (_, index) => {
    const height = (peak * (index + 1)) / steps;
    return { seconds: seconds / steps, from: height, to: height };
  });
}
