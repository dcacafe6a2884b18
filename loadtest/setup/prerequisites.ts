// What must be there before a load begins and can be had by asking: groups, and friends.
import { randomBytes } from 'node:crypto';
import { im } from '../../proto/rpc.ts';
import { commandFrame, encodeSendFields } from '../driver/client/frames.ts';
import type { LoadClient } from '../driver/client/load-client.ts';
import { forEachConcurrently, sleep } from '../driver/concurrency.ts';
import type { LoadConversation } from '../driver/workload.ts';

const PARALLEL = 32;
const TRIES = 5;
const AGAIN_AFTER_MS = 500;
const PRESENCE_WITHIN_MS = 20_000;

/**
 * Has the first member of each room make the group, and all of them join: each sees where the conversation begins for it, so that what was said at the making is
 * nothing of this run. Throws where a group cannot be made.
 */
export async function createGroups(
  rooms: readonly LoadConversation[],
  clients: readonly LoadClient[],
  text: string,
  seatOf: (room: number, client: number) => number,
): Promise<void> {
  const groups = [...rooms.entries()].filter(([, { kind }]) => kind === 'group');
  await forEachConcurrently(groups, PARALLEL, async ([room, { members }]) => {
    const [founder, ...others] = members.flatMap((index) => clients[index] ?? []);
    if (!founder) throw new RangeError('a group without members');
    const conversation = await makeGroup(founder, others, `load ${room}`);
    const addressed = encodeSendFields({ conversation }, text);
    await forEachConcurrently([founder, ...others], PARALLEL, async (client) => {
      // Who is not connected now looks for what it missed when it is: nothing is hidden by that.
      await client.joinConversation(seatOf(room, client.index), conversation, addressed).startAfterHistory();
    });
  });
}

async function makeGroup(founder: LoadClient, others: readonly LoadClient[], name: string): Promise<string> {
  const request = { clientRequestId: randomBytes(16), name, members: others.map(({ user }) => user) };
  const { payload } = await insist(founder, commandFrame('Logic.CreateGroup', request));
  const { group } = im.CreateGroupReply.decode(payload);
  if (!group?.groupId) throw new Error('CreateGroup was answered without a group');
  return group.groupId;
}

/** Makes friends of the clients, two and two: presence is told to friends alone. Throws where that cannot be done. */
export async function makeFriends(clients: readonly LoadClient[]): Promise<void> {
  const pairs = clients.flatMap((client, index) => {
    const peer = clients[index ^ 1];
    return peer && index % 2 === 0 ? [[client, peer] as const] : [];
  });
  await forEachConcurrently(pairs, PARALLEL, async ([one, other]) => {
    // Requests that cross make a friendship.
    await insist(one, commandFrame('Logic.RequestFriend', { user: other.user }), im.Code.ALREADY_FRIENDS);
    await insist(other, commandFrame('Logic.RequestFriend', { user: one.user }), im.Code.ALREADY_FRIENDS);
  });
}

/** Waits until it is known who is there: a Redis that was just started has not heard of all gates yet, and says so. Gives up after 20 s: what is refused then is counted. */
export async function waitUntilPresenceIsKnown(client: LoadClient): Promise<void> {
  const untilMs = performance.now() + PRESENCE_WITHIN_MS;
  const frameOf = commandFrame('Presence.WatchPresence', { users: [client.user] });
  while (performance.now() < untilMs) {
    const reply = await client.request(frameOf);
    if (reply && !reply.failure) return;
    await sleep(Math.max(AGAIN_AFTER_MS, reply?.failure?.retryAfterMs ?? 0));
  }
}

/** The reply; asks again where that may help. `fine` is a refusal that is as good. */
async function insist(
  client: LoadClient,
  frameOf: (requestId: number) => Uint8Array,
  fine?: im.Code,
): Promise<{ readonly payload: Uint8Array }> {
  let why = 'no connection';
  for (let tries = 0; tries < TRIES; tries++) {
    const reply = await client.request(frameOf);
    if (reply && (!reply.failure || reply.failure.code === fine)) return reply;
    why = reply?.failure ? (im.Code[reply.failure.code] ?? 'unknown code') : 'no connection';
    if (reply?.failure && reply.failure.retry !== im.Retry.RESEND) break;
    await sleep(Math.max(AGAIN_AFTER_MS, reply?.failure?.retryAfterMs ?? 0));
  }
  throw new Error(`what the load needs cannot be made: ${why}`);
}
