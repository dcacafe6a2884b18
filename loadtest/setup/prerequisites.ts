// Creates the groups and friendships that a load needs, by commands.
import { randomBytes } from 'node:crypto';
import { im } from '../../proto/rpc.ts';
import { commandFrame, encodeSendFields } from '../driver/client/frames.ts';
import type { LoadClient } from '../driver/client/load-client.ts';
import { forEachConcurrently, sleep } from '../driver/concurrency.ts';
import type { LoadConversation } from '../driver/workload.ts';

const PARALLEL = 32;
const MAX_ATTEMPTS = 5;
const RETRY_MS = 500;
const PRESENCE_TIMEOUT_MS = 20_000;

/**
 * Creates each group by its first member, lets the others join, and adds the conversation to all members. Each member looks up
 * where the conversation begins, so that the system messages of the creation do not count for this run. Throws when a group
 * cannot be created or joined.
 */
export async function createGroups(
  conversations: readonly LoadConversation[],
  clients: readonly LoadClient[],
  text: string,
  participantOf: (conversation: number, client: number) => number,
): Promise<void> {
  const groups = [...conversations.entries()].filter(([, { kind }]) => kind === 'group');
  await forEachConcurrently(groups, PARALLEL, async ([index, { members }]) => {
    const [founder, ...others] = members.flatMap((member) => clients[member] ?? []);
    if (!founder) throw new RangeError('a group needs members');
    const conversationId = await createOpenGroup(founder, `load ${index}`);
    // Strangers become members by an act of their own only.
    await forEachConcurrently(others, PARALLEL, async (client) => {
      await requestWithRetry(client, commandFrame('Logic.JoinGroup', { groupId: conversationId }));
    });
    const sendFields = encodeSendFields({ conversationId }, text);
    await forEachConcurrently([founder, ...others], PARALLEL, async (client) => {
      // A client that is not connected now pulls what it missed when it is.
      await client.joinConversation(participantOf(index, client.index), conversationId, sendFields).startAfterHistory();
    });
  });
}

async function createOpenGroup(founder: LoadClient, name: string): Promise<string> {
  const request = { clientRequestId: randomBytes(16), name, joinPolicy: im.JoinPolicy.OPEN };
  const { payload } = await requestWithRetry(founder, commandFrame('Logic.CreateGroup', request));
  const { group } = im.CreateGroupReply.decode(payload);
  if (!group?.groupId) throw new Error('the reply to CreateGroup has no group');
  return group.groupId;
}

/** Makes friends of the clients in pairs, because only friends see each other's presence. Throws when that fails. */
export async function makeFriends(clients: readonly LoadClient[]): Promise<void> {
  const pairs = clients.flatMap((client, index) => {
    const peer = clients[index ^ 1];
    return peer && index % 2 === 0 ? [[client, peer] as const] : [];
  });
  await forEachConcurrently(pairs, PARALLEL, async ([one, other]) => {
    // Two requests that cross make a friendship.
    await requestWithRetry(one, commandFrame('Logic.RequestFriend', { userId: other.userId }), im.Code.ALREADY_FRIENDS);
    await requestWithRetry(other, commandFrame('Logic.RequestFriend', { userId: one.userId }), im.Code.ALREADY_FRIENDS);
  });
}

/**
 * Waits until the target knows the presence of users: after a start of Redis, WatchPresence is rejected until all gates have
 * sent heartbeats. Stops waiting after 20 s; the run then counts the rejections.
 */
export async function waitUntilPresenceIsKnown(client: LoadClient): Promise<void> {
  const untilMs = performance.now() + PRESENCE_TIMEOUT_MS;
  const frameOf = commandFrame('Presence.WatchPresence', { userIds: [client.userId] });
  while (performance.now() < untilMs) {
    const reply = await client.request(frameOf);
    if (reply && !reply.failure) return;
    await sleep(Math.max(RETRY_MS, reply?.failure?.retryAfterMs ?? 0));
  }
}

/** Returns the reply. Retries failures that may pass. `acceptable` is a failure code that counts as success. */
async function requestWithRetry(
  client: LoadClient,
  frameOf: (requestId: number) => Uint8Array,
  acceptable?: im.Code,
): Promise<{ readonly payload: Uint8Array }> {
  let reason = 'no connection';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const reply = await client.request(frameOf);
    if (reply && (!reply.failure || reply.failure.code === acceptable)) return reply;
    reason = reply?.failure ? (im.Code[reply.failure.code] ?? 'unknown code') : 'no connection';
    if (reply?.failure && reply.failure.retry !== im.Retry.RESEND) break;
    await sleep(Math.max(RETRY_MS, reply?.failure?.retryAfterMs ?? 0));
  }
  throw new Error(`a prerequisite of the load cannot be created: ${reason}`);
}
