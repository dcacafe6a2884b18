// Commands for the owner and the admins of a group. What they lead to is told by the group's own message about it.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import type { ChatCommands } from './chat-commands.ts';
import { createWithUser } from './with-user.ts';

const ROLES: Readonly<Record<string, im.GroupRole>> = { admin: im.GroupRole.ADMIN, member: im.GroupRole.MEMBER };
const NAME_AND_ROLE = /^(.+)\s+(admin|member)$/;
const NAME_AND_MINUTES = /^(.+)\s+(\d{1,5})$/;
// As the server has it: 30 days.
const MAX_MINUTES = 30 * 24 * 60;

/** `here`: the group one writes in, which says so where it is none. */
export function groupAdministrationCommands(context: ChatContext, here: () => Recipient | undefined): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const to = createWithUser(context);

  /** Does something to a member of the group chosen. `forWhom`: who may, where it is refused. */
  async function toMember(
    name: string,
    usage: string,
    forWhom: string,
    act: (group: string, user: string) => Promise<unknown>,
  ): Promise<void> {
    const place = name === '' ? undefined : here();
    if (name !== '' && !place) return;
    await to(name, usage, (user) =>
      act(place?.conversation ?? '', user).catch((error: unknown) => {
        if (asCallError(error).code !== 'NOT_ALLOWED') throw error;
        terminal.print(forWhom);
      }),
    );
  }

  return {
    async '/role'(argument) {
      const [, name = '', role = ''] = NAME_AND_ROLE.exec(argument) ?? [];
      await toMember(name, '/role', texts.onlyOwner, (groupId, user) =>
        logic.setGroupRole({ groupId, user, role: ROLES[role] ?? im.GroupRole.MEMBER }),
      );
    },
    async '/silence'(argument) {
      const [, given = '', minutes = ''] = NAME_AND_MINUTES.exec(argument) ?? [];
      const isPossible = Number(minutes) >= 1 && Number(minutes) <= MAX_MINUTES;
      await toMember(isPossible ? given : '', '/silence', texts.onlyAbove, (groupId, user) =>
        logic.muteMember({ groupId, user, seconds: Number(minutes) * 60 }),
      );
    },
    '/unsilence': (name) =>
      toMember(name, '/unsilence', texts.onlyAbove, (groupId, user) => logic.muteMember({ groupId, user, seconds: 0 })),
    '/remove': (name) => toMember(name, '/remove', texts.onlyAbove, (groupId, user) => logic.removeFromGroup({ groupId, user })),
    '/transfer': (name) =>
      toMember(name, '/transfer', texts.onlyOwner, (groupId, user) => logic.transferGroup({ groupId, user })),
  };
}
