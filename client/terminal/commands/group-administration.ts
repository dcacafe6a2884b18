// Commands for the owner and the admins of a group. Most print nothing: the system message in the group shows the change.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatCommands } from './chat-commands.ts';
import { parseName } from './name-arguments.ts';
import { createWithUser } from './with-user.ts';

const ROLES: Readonly<Record<string, im.GroupRole>> = { admin: im.GroupRole.ADMIN, member: im.GroupRole.MEMBER };
const NAME_AND_ROLE = /^(.+)\s+(admin|member)$/;
const NAME_AND_MINUTES = /^(.+)\s+(\d{1,5})$/;
// The server's limit: 30 days.
const MAX_MINUTES = 30 * 24 * 60;

/** `selectedGroup` returns the group that the user writes in; it prints a hint and returns undefined where there is none. */
export function groupAdministrationCommands(context: ChatContext, selectedGroup: () => Recipient | undefined): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const withUser = createWithUser(context);

  /** Acts on a member of the selected group. Prints `refusal` if the user may not do that. */
  async function actOnMember(
    name: string,
    usage: string,
    refusal: string,
    act: (groupId: string, userId: string) => Promise<unknown>,
  ): Promise<void> {
    const group = name === '' ? undefined : selectedGroup();
    if (name !== '' && !group) return;
    await withUser(name, usage, (userId) =>
      act(group?.conversationId ?? '', userId).catch((error: unknown) => {
        if (asCallError(error).code !== 'NOT_ALLOWED') throw error;
        terminal.print(refusal);
      }),
    );
  }

  return {
    async '/role'(argument) {
      const [, name = '', role = ''] = NAME_AND_ROLE.exec(argument) ?? [];
      await actOnMember(name, '/role', texts.onlyOwner, (groupId, userId) =>
        logic.setGroupRole({ groupId, userId, role: ROLES[role] ?? im.GroupRole.MEMBER }),
      );
    },
    async '/silence'(argument) {
      const [, name = '', minutes = ''] = NAME_AND_MINUTES.exec(argument) ?? [];
      const isInRange = Number(minutes) >= 1 && Number(minutes) <= MAX_MINUTES;
      await actOnMember(isInRange ? name : '', '/silence', texts.onlyAbove, (groupId, userId) =>
        logic.muteMember({ groupId, userId, seconds: Number(minutes) * 60 }),
      );
    },
    '/unsilence': (name) =>
      actOnMember(name, '/unsilence', texts.onlyAbove, (groupId, userId) => logic.muteMember({ groupId, userId, seconds: 0 })),
    '/remove': (name) =>
      actOnMember(name, '/remove', texts.onlyAbove, async (groupId, userId) => {
        const { invitationWithdrawn } = await logic.removeFromGroup({ groupId, userId });
        if (invitationWithdrawn) terminal.print(texts.invitationWithdrawn(printable(parseName(name))));
      }),
    '/ban': (name) =>
      actOnMember(name, '/ban', texts.onlyAbove, (groupId, userId) =>
        logic
          .removeFromGroup({ groupId, userId, ban: true })
          .then(() => terminal.print(texts.banned(printable(parseName(name))))),
      ),
    '/unban': (name) =>
      actOnMember(name, '/unban', texts.onlyAbove, (groupId, userId) =>
        logic.liftGroupBan({ groupId, userId }).then(() => terminal.print(texts.unbanned(printable(parseName(name))))),
      ),
    '/bans': () => listBans(context, selectedGroup()),
    '/transfer': (name) =>
      actOnMember(name, '/transfer', texts.onlyOwner, (groupId, userId) => logic.transferGroup({ groupId, userId })),
  };
}

async function listBans({ client, terminal, texts }: ChatContext, group: Recipient | undefined): Promise<void> {
  if (!group) return;
  let count = 0;
  for await (const { name, bannedAt } of client.groups.bans(group.conversationId)) {
    terminal.print(`  ${printable(name || texts.deletedUser)}, ${formatTime(bannedAt, texts.locale)}`);
    count += 1;
  }
  if (count === 0) terminal.print(texts.noBans);
}
