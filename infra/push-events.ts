// Pushes that no command leads to.
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Answering, publishOutcomes } from './serve/answers.ts';

/** Pushes events to all living connections of their users: to nobody while the routes are away, and to no connection that they have not reached after `livesMs`. Resolves when they are durable, with the number of connections. */
export async function pushEvents(
  answering: Omit<Answering, 'events' | 'services'>,
  pushes: readonly { readonly users: readonly string[]; readonly event: im.Event.$Properties; readonly livesMs: number }[],
): Promise<number> {
  const outcomes = pushes.map(({ users, event, livesMs }) => {
    const deadline = Date.now() + livesMs;
    return { pushes: [{ users: [...users], event: im.Event.encode(event).finish(), eventId: newId(), deadline }] };
  });
  const { pushed } = await publishOutcomes({ ...answering, services: undefined, events: undefined }, outcomes);
  return pushed;
}
