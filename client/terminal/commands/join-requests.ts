// Who wants to join groups that one joins by request: told to their admins, listed and answered by them.
import { im } from '../../../proto/rpc.ts';
import { asCallError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { parseSystemMessage } from '../screen/formatting.ts';
import { printable } from '../screen/terminal.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatContext } from '../verification-codes.ts';
import type { ChatCommands } from './account.ts';
import { createWithUser } from './with-user.ts';

/** Requests to join the groups this user is an admin of, as far as they are known here. */
export interface JoinRequestTracker {
  /** How many are open. */
  openCount(group: string): number;
  /** Asks for them anew. Rejects with CallError. */
  fetchOpen(group: string): Promise<readonly im.JoinRequest[]>;
  /** It is answered. */
  remove(group: string, user: string): void;
  stop(): void;
}

const POLICIES: ReadonlyMap<string, im.JoinPolicy> = new Map([
  ['open', im.JoinPolicy.OPEN],
  ['request', im.JoinPolicy.BY_REQUEST],
  ['invitation', im.JoinPolicy.BY_INVITATION],
]);
// They may end a request, or make this user somebody who is to see them.
const LETS_IN: ReadonlySet<string> = new Set(['joined', 'invited']);
const CHANGES_ROLES: ReadonlySet<string> = new Set(['role', 'transferred']);
const SENDS_AWAY: ReadonlySet<string> = new Set(['left', 'removed']);

/** Tells of requests as they come in, and once after each reconnect how many have come meanwhile. `changed`: another number is open. */
export function watchJoinRequests(
  { client, terminal, texts }: ChatContext,
  chosen: () => Recipient | undefined,
  changed: () => void,
): JoinRequestTracker {
  /** Group → the users who ask. */
  const asking = new Map<string, Set<string>>();
  /** Who has asked while the list is being fetched, and may not be in it. */
  const askedSince = new Map<string, Set<string>>();
  /** A push may have been missed since it was last looked. */
  let isDoubtful = true;

  function keep(group: string, users: Iterable<string>): void {
    asking.set(group, new Set(users));
    changed();
  }

  function forget(group: string, user: string): void {
    askedSince.get(group)?.delete(user);
    if (asking.get(group)?.delete(user)) changed();
  }

  async function list(group: string): Promise<readonly im.JoinRequest[]> {
    const requests: im.JoinRequest[] = [];
    const since = new Set<string>();
    askedSince.set(group, since);
    for await (const request of client.groups.joinRequests(group)) requests.push(request);
    keep(group, [...requests.map(({ user }) => user), ...since]);
    return requests;
  }

  /** Says how many ask, where there is somebody who has not been told of. */
  async function look(group: string, name: string): Promise<void> {
    const before = asking.get(group);
    try {
      const requests = await list(group);
      if (requests.some(({ user }) => !before?.has(user)))
        terminal.print(`· ${texts.joinRequestsReceived(requests.length, printable(name), isChosen(group))}`);
    } catch (error) {
      // Not an admin any more; what else fails is tried again after the next reconnect.
      if (asCallError(error).code === 'NOT_ALLOWED') keep(group, []);
    }
  }

  async function lookAround(): Promise<void> {
    try {
      for await (const { groupId, name, myRole, joinPolicy } of client.groups.all())
        if (joinPolicy === im.JoinPolicy.BY_REQUEST && myRole >= im.GroupRole.ADMIN) await look(groupId, name);
    } catch (error) {
      asCallError(error);
      isDoubtful = true;
    }
  }

  const nameOf = (group: string): string => client.conversations.get(group)?.name ?? '';
  const isChosen = (group: string): boolean => chosen()?.conversation === group;

  const stops = [
    client.on('state', ({ state }) => {
      if (state !== 'online') isDoubtful = true;
    }),
    client.on('synced', () => {
      if (!isDoubtful) return;
      isDoubtful = false;
      void lookAround();
    }),
    client.on('push', ({ joinRequested }) => {
      if (!joinRequested) return;
      const { groupId, request } = im.JoinRequested.create(joinRequested);
      const { user, name, greeting } = im.JoinRequest.create(request ?? {});
      askedSince.get(groupId)?.add(user);
      keep(groupId, [...(asking.get(groupId) ?? []), user]);
      const shown = {
        name: printable(name || texts.deletedUser),
        group: printable(nameOf(groupId)),
        greeting: printable(greeting),
      };
      terminal.print(`· ${texts.joinRequestReceived(shown, isChosen(groupId))}`);
    }),
    client.on('message', ({ kind, conversation, body }) => {
      if (kind !== 'SYSTEM') return;
      const { what, users } = parseSystemMessage(body);
      if (LETS_IN.has(what)) for (const user of users) forget(conversation, user);
      if (!users.includes(client.me?.userId ?? '')) return;
      if (SENDS_AWAY.has(what)) keep(conversation, []);
      if (CHANGES_ROLES.has(what)) void look(conversation, nameOf(conversation));
    }),
  ];
  return {
    openCount: (group) => asking.get(group)?.size ?? 0,
    fetchOpen: list,
    remove: forget,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** `here`: the group one writes in, which says so where it is none. */
export function joinRequestCommands(
  seat: ChatContext,
  here: () => Recipient | undefined,
  requests: JoinRequestTracker,
): ChatCommands {
  const { client, terminal, texts } = seat;
  const { logic } = client.call;
  const to = createWithUser(seat);

  async function answer(name: string, usage: string, accept: boolean): Promise<void> {
    const place = name === '' ? undefined : here();
    if (name !== '' && !place) return;
    const groupId = place?.conversation ?? '';
    await to(name, usage, async (user, called) => {
      const isAnswered = await logic.answerJoinRequest({ groupId, user, accept }).then(
        () => true,
        (error: unknown) => {
          if (asCallError(error).code !== 'NO_SUCH_REQUEST') throw error;
          return false;
        },
      );
      requests.remove(groupId, user);
      if (!isAnswered) terminal.print(texts.noJoinRequest(called));
      // Who is let in is told of by the group's own message about it.
      else if (!accept) terminal.print(texts.joinRequestRefused(called));
    });
  }

  return {
    async '/requests'() {
      const place = here();
      if (!place) return;
      const open = await requests.fetchOpen(place.conversation);
      for (const { name, greeting, time } of open)
        terminal.print(
          `  ${printable(name || texts.deletedUser)}, ${formatTime(time, texts.locale)}${greeting && `: ${printable(greeting)}`}`,
        );
      terminal.print(open.length > 0 ? texts.admitOrRefuse : texts.noJoinRequests);
    },
    '/admit': (name) => answer(name, '/admit', true),
    '/refuse': (name) => answer(name, '/refuse', false),
    async '/entry'(how) {
      const joinPolicy = POLICIES.get(how);
      const place = joinPolicy === undefined ? undefined : here();
      if (joinPolicy === undefined) terminal.print(texts.usageOf('/entry'));
      else if (place) {
        await logic.updateGroup({ groupId: place.conversation, joinPolicy });
        terminal.print(texts.joinPolicyIs(joinPolicy));
      }
    },
  };
}
