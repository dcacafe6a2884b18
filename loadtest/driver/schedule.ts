// How many turns, messages and deliveries a run has.
import { constantRate, countTurns, type RateSegment } from './rate-profile.ts';
import type { ConversationPlan } from './workload.ts';

/** Numbers of turns. */
export interface Schedule {
  /** Before the load: one message in each direct conversation. */
  readonly initial: number;
  readonly warmUp: number;
  readonly measured: number;
  /** Messages before the measured part, and in total. */
  readonly unmeasuredMessages: number;
  readonly messages: number;
  /** The sum over all messages of the members of their conversations. */
  readonly deliverySlots: number;
}

/** How the load of a plan changes in its warm-up and its measured part. */
export interface RatePlan {
  readonly rate: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly segments?: readonly RateSegment[];
}

/** The warm-up has the rate with which the measured part begins. */
export function segmentsOf({ rate, seconds, warmUpSeconds, segments }: RatePlan): Record<'warmUp' | 'measured', RateSegment[]> {
  const measured = segments?.slice() ?? constantRate(rate, seconds);
  return { warmUp: constantRate(measured[0]?.from ?? rate, warmUpSeconds), measured };
}

export function computeSchedule(plan: RatePlan & { readonly reconnects?: object }, conversations: ConversationPlan): Schedule {
  const initial = plan.reconnects ? conversations.directCount : 0;
  const segments = segmentsOf(plan);
  const warmUp = countTurns(segments.warmUp);
  const measured = countTurns(segments.measured);
  const from = initial + warmUp;
  let [messages, deliverySlots, unmeasuredMessages] = [0, 0, 0];
  for (let n = 0; n < from + measured; n++) {
    const turn = conversations.turn(n);
    if ('background' in turn) continue;
    messages++;
    if (n < from) unmeasuredMessages++;
    deliverySlots += conversations.all[turn.conversation]?.members.length ?? 0;
  }
  return { initial, warmUp, measured, unmeasuredMessages, messages, deliverySlots };
}
