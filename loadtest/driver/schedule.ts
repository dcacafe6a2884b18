// How many turns, messages and deliveries a run has.
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

export function computeSchedule(
  plan: { readonly rate: number; readonly warmUpSeconds: number; readonly seconds: number; readonly reconnects?: object },
  conversations: ConversationPlan,
): Schedule {
  const initial = plan.reconnects ? conversations.directCount : 0;
  const warmUp = Math.floor(plan.rate * plan.warmUpSeconds);
  const measured = Math.floor(plan.rate * plan.seconds);
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
