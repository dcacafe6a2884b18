// Pushes that no command leads to.
import { im } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { type Answering, publishOutcomes } from './serve/answers.ts';

/** Pushes events to all living connections of their users: to nobody while the routes are away. Resolves when they are durable, with the number of connections. */
export async function pushEvents(
  answering: Omit<Answering, 'events' | 'services'>,
  pushes: readonly { readonly users: readonly string[]; readonly event: im.Event.$Properties }[],
): Promise<number> {
  const outcomes = pushes.map(({ users, event }) => {
    return { pushes: [{ users: [...users], event: im.Event.encode(event).finish(), eventId: newId() }] };
  });
  const { pushed } = await publishOutcomes({ ...answering, services: undefined, events: undefined }, outcomes);
  return pushed;
}
