// Pushes that no command leads to.

import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { type OutcomePublishing, publishOutcomes } from './publish-outcomes.ts';

/** Pushes events to all living connections of their users: to nobody while the routes are away, and to no connection that they have not reached after `livesMs`. Resolves when they are durable, with the number of connections. */
export async function pushEvents(
  answering: Omit<OutcomePublishing, 'domainEvents' | 'serviceCommands'>,
  pushes: readonly { readonly users: readonly string[]; readonly push: im.Push.$Properties; readonly ttlMs: number }[],
): Promise<number> {
  const outcomes = pushes.map(({ users, push, ttlMs }) => {
    const deadline = Date.now() + ttlMs;
    return { pushes: [{ userIds: [...users], push: im.Push.encode(push).finish(), pushId: newId(), deadline }] };
  });
  const { pushedConnections } = await publishOutcomes(
    { ...answering, serviceCommands: undefined, domainEvents: undefined },
    outcomes,
  );
  return pushedConnections;
}
