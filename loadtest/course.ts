// How much of everything there will be in a run.
import type { Rooms } from './rooms.ts';

/** Numbers of turns. */
export interface Course {
  /** Before anything is counted as load: one message in each conversation of two. */
  readonly first: number;
  readonly warmUp: number;
  readonly measured: number;
  /** Messages before the measured part, and in all. */
  readonly unmeasuredMessages: number;
  readonly messages: number;
  /** The sum of the members of the rooms in which they are sent. */
  readonly places: number;
}

export function courseOf(
  plan: { readonly rate: number; readonly warmUpSeconds: number; readonly seconds: number; readonly reconnects?: object },
  rooms: Rooms,
): Course {
  const first = plan.reconnects ? rooms.directRooms : 0;
  const warmUp = Math.floor(plan.rate * plan.warmUpSeconds);
  const measured = Math.floor(plan.rate * plan.seconds);
  const from = first + warmUp;
  let [messages, places, unmeasuredMessages] = [0, 0, 0];
  for (let n = 0; n < from + measured; n++) {
    const turn = rooms.turn(n);
    if ('other' in turn) continue;
    messages++;
    if (n < from) unmeasuredMessages++;
    places += rooms.all[turn.room]?.members.length ?? 0;
  }
  return { first, warmUp, measured, unmeasuredMessages, messages, places };
}
