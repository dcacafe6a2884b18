// Helpers for tests of presence: friends who watch each other, and what they see.
import { expect } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { TestDevice } from './device.ts';
import type { TestSystem } from './test-system.ts';

const NEVER_RECONNECTS = { reconnectMinMs: 600_000, reconnectMaxMs: 600_000 };

export type UserRef = Pick<TestDevice, 'userId'>;

/** The states of a user that the client of a device emitted. */
export const emittedStates = ({ presences }: TestDevice, { userId }: UserRef): string[] =>
  presences.filter((presence) => presence.userId === userId).map(({ state }) => state);

/** Every pushed state of a user, without a leading ONLINE: that push may arrive before or after the user is watched. */
export function pushedPresences({ pushes }: TestDevice, { userId }: UserRef): im.PresenceState[] {
  const states = pushes.flatMap(({ presence }) =>
    presence?.userId === userId ? [presence.state ?? im.PresenceState.OFFLINE] : [],
  );
  return states[0] === im.PresenceState.ONLINE ? states.slice(1) : states;
}

/** A new user at the first gate who watches `count` new friends. The friends do not reconnect by themselves. */
export async function watchNewFriends(
  system: TestSystem,
  count: number,
  gate: (index: number) => string = () => system.gates[0],
): Promise<{ readonly watcher: TestDevice; readonly friends: readonly TestDevice[] }> {
  const watcher = await system.newUser();
  const users = await system.newUsers(count);
  const friends = await Promise.all(users.map((device, i) => reconnectTo(system, device, gate(i))));
  for (const { logic } of friends) await logic.requestFriend({ userId: watcher.userId });
  for (const { userId } of friends) await watcher.logic.answerFriendRequest({ userId, accept: true });
  await watcher.client.presence.watch(friends.map(({ userId }) => userId));
  for (const friend of friends)
    await expect.poll(() => emittedStates(watcher, friend).at(-1), { timeout: 10_000 }).toBe('ONLINE');
  return { watcher, friends };
}

/** Continues the session of a device on a new connection, after closing the present one. */
export async function reconnectTo(system: TestSystem, { client }: TestDevice, gate: string): Promise<TestDevice> {
  const token = client.me?.token ?? '';
  client.close();
  const device = system.newDevice({ gates: [gate], timing: NEVER_RECONNECTS });
  await device.client.resume(token);
  return device;
}
