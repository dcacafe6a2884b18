// How much of everything there will be in a run.
import type { ConversationPlan } from './workload.ts';

/** Numbers of turns. */
export interface Schedule {
  /** Before anything is counted as load: one message in each conversation of two. */
  readonly initial: number;
  readonly warmUp: number;
  readonly measured: number;
  /** Messages before the measured part, and in all. */
  readonly unmeasuredMessages: number;
  readonly messages: number;
  /** The sum of the members of the rooms in which they are sent. */
  readonly deliverySlots: number;
}

export function computeSchedule(
  plan: { readonly rate: number; readonly warmUpSeconds: number; readonly seconds: number; readonly reconnects?: object },
  rooms: ConversationPlan,
): Schedule {
  const initial = plan.reconnects ? rooms.directCount : 0;
  const warmUp = Math.floor(plan.rate * plan.warmUpSeconds);
  const measured = Math.floor(plan.rate * plan.seconds);
  const from = initial + warmUp;
  let [messages, deliverySlots, unmeasuredMessages] = [0, 0, 0];
  for (let n = 0; n < from + measured; n++) {
    const turn = rooms.turn(n);
    if ('background' in turn) continue;
    messages++;
    if (n < from) unmeasuredMessages++;
    deliverySlots += rooms.all[turn.conversation]?.members.length ?? 0;
  }
  return { initial, warmUp, measured, unmeasuredMessages, messages, deliverySlots };
}
