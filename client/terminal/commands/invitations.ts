// Invitations to groups: what arrives, /invite, /invitations, and the answers /accept #GROUP and /decline #GROUP.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import { findSeveral } from './name-arguments.ts';

// More of them are counted instead of listed when the user comes back.
const MAX_LISTED = 3;

/** Prints each invitation when it arrives, and after each reconnect those that arrived in the meantime. */
export class InvitationNotices {
  readonly #context: ChatContext;
  readonly #unsubscribe: readonly (() => void)[];
  readonly #announced = new Set<string>();
  /** A push may have been missed since the last fetch. */
  #isStale = true;

  constructor(context: ChatContext) {
    const { client } = context;
    this.#context = context;
    this.#unsubscribe = [
      client.on('state', ({ state }) => {
        if (state !== 'online') this.#isStale = true;
      }),
      client.on('synced', () => {
        if (!this.#isStale) return;
        this.#isStale = false;
        void this.#fetch();
      }),
      client.on('push', ({ groupInvited }) => {
        if (groupInvited) this.#announce([im.GroupInvitation.create(groupInvited)]);
      }),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async #fetch(): Promise<void> {
    try {
      const found: im.GroupInvitation[] = [];
      for await (const invitation of this.#context.client.groups.invitations()) found.push(invitation);
      this.#announce(found);
    } catch (error) {
      // Tried again after the next reconnect.
      asCallError(error);
      this.#isStale = true;
    }
  }

  #announce(invitations: readonly im.GroupInvitation[]): void {
    const { terminal, texts } = this.#context;
    const keyOf = ({ group, invitedAt }: im.GroupInvitation) => `${group?.groupId} ${invitedAt}`;
    const fresh = invitations.filter((invitation) => !this.#announced.has(keyOf(invitation)));
    for (const invitation of fresh) this.#announced.add(keyOf(invitation));
    if (fresh.length > MAX_LISTED) terminal.print(`· ${texts.invitationsReceived(fresh.length)}`);
    else for (const invitation of fresh) terminal.print(`· ${describeInvitation(this.#context, invitation)}`);
  }
}

/** Invites users by their names, and prints who has to accept first. */
export async function inviteByName({ client, terminal, texts }: ChatContext, groupId: string, argument: string): Promise<void> {
  const { users, unknown } = await findSeveral(client, argument);
  for (const name of unknown) terminal.print(texts.noSuchUser(printable(name)));
  if (users.length === 0) return;
  const reply = await client.call.logic.inviteToGroup({ groupId, userIds: users.map(({ userId }) => userId) });
  const invited = new Set(reply.invitedUserIds);
  // Those who are members at once are named by the system message in the group.
  for (const { userId, name } of users) if (invited.delete(userId)) terminal.print(texts.invited(printable(name)));
}

export async function listInvitations(context: ChatContext): Promise<void> {
  const { client, terminal, texts } = context;
  let count = 0;
  for await (const invitation of client.groups.invitations()) {
    terminal.print(`  ${describeInvitation(context, invitation)}`);
    count += 1;
  }
  for await (const { group, userName, invitedAt } of client.groups.sentInvitations()) {
    const shown = { name: printable(userName || texts.deletedUser), group: printable(group?.name ?? '') };
    terminal.print(`  ${texts.invitationSent({ ...shown, when: formatTime(invitedAt, texts.locale) })}`);
    count += 1;
  }
  if (count === 0) terminal.print(texts.noInvitations);
}

/** `argument`: # and the name or the id of a group. */
export async function answerInvitation(
  { client, terminal, texts }: ChatContext,
  argument: string,
  accept: boolean,
): Promise<void> {
  const wanted = argument.slice(1).trim();
  const groups: im.Group[] = [];
  for await (const { group } of client.groups.invitations()) groups.push(im.Group.create(group ?? {}));
  const byId = groups.filter(({ groupId }) => groupId === wanted);
  const found = byId.length > 0 ? byId : groups.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const [group] = found;
  if (!group) terminal.print(texts.noInvitation(printable(argument)));
  else if (found.length > 1) {
    terminal.print(texts.severalInvitations(printable(group.name)));
    for (const { groupId, memberCount } of found) terminal.print(`  #${groupId}: ${texts.members(memberCount)}`);
  } else {
    await client.call.logic.answerGroupInvitation({ groupId: group.groupId, accept });
    // If the user was a member before, the client still lists the group as left: sync.
    if (accept) await client.sync().catch(() => undefined);
    const name = printable(group.name);
    terminal.print(accept ? texts.invitationAccepted(name) : texts.declined(`#${name}`));
  }
}

function describeInvitation({ texts }: ChatContext, { group, inviterName }: im.GroupInvitation): string {
  const name = printable(group?.name ?? '');
  return texts.invitationReceived({ inviter: printable(inviterName || texts.deletedUser), group: name });
}
