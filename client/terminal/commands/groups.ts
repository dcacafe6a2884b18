// Commands about groups: made, joined, left, and who is in them.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { printable } from '../screen/terminal.ts';
import type { ChatCommands } from './chat-commands.ts';
import { groupAdministrationCommands } from './group-administration.ts';
import { type JoinRequestTracker, joinRequestCommands } from './join-requests.ts';

const ID_AND_REST = /^(\S+)\s*(.*)$/;

/** `choose`: from now on one writes there; nowhere, where the group is left. */
export function groupCommands(
  context: ChatContext,
  chosen: () => Recipient | undefined,
  choose: (place: Recipient | undefined) => void,
  requests: JoinRequestTracker,
): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  /** Told by the command. */
  const leaving = new Set<string>();

  client.on('conversation', ({ conversation, left, name }) => {
    if (!left || conversation !== chosen()?.conversation || leaving.has(conversation)) return;
    choose(undefined);
    terminal.print(texts.noLongerMember(printable(name)));
  });

  /** The group one writes in; says so where it is none. */
  function here(): Recipient | undefined {
    const place = chosen();
    if (place && place.user === undefined) return place;
    terminal.print(texts.noGroupChosen);
    return undefined;
  }

  async function dissolve({ conversation: groupId, name }: Recipient): Promise<void> {
    leaving.add(groupId);
    try {
      await logic.dissolveGroup({ groupId });
      if (chosen()?.conversation === groupId) choose(undefined);
      terminal.print(texts.dissolved(printable(name)));
    } catch (error) {
      terminal.print(asCallError(error).code === 'NOT_ALLOWED' ? texts.onlyOwner : describeError(error, texts));
    } finally {
      leaving.delete(groupId);
    }
  }

  return {
    ...groupAdministrationCommands(context, here),
    ...joinRequestCommands(context, here, requests),
    async '/group'(name) {
      if (name === '') {
        terminal.print(texts.usageOf('/group'));
        return;
      }
      const group = await client.groups.create({ name, joinPolicy: 'OPEN' });
      choose({ conversation: group.groupId, user: undefined, name: group.name });
      terminal.print(texts.groupMade(printable(group.name), group.groupId));
    },
    async '/invite'(argument) {
      const place = here();
      const names = argument.split(/\s+/).filter(Boolean);
      if (names.length === 0) terminal.print(texts.usageOf('/invite'));
      else if (place) await invite(context, place.conversation, names);
    },
    async '/join'(argument) {
      const [, groupId = '', greeting = ''] = ID_AND_REST.exec(argument) ?? [];
      if (groupId === '') {
        terminal.print(texts.usageOf('/join'));
        return;
      }
      const { joined, group: found } = await logic.joinGroup({ groupId, greeting });
      const name = found?.name ?? '';
      // Who has been a member before is listed here as gone until the server is asked.
      if (joined) await client.sync().catch(() => undefined);
      if (joined) choose({ conversation: groupId, user: undefined, name });
      terminal.print(joined ? texts.writingTo(printable(name)) : texts.joinAsked(printable(name)));
    },
    async '/leave'() {
      const place = here();
      if (!place) return;
      const { conversation: groupId, name } = place;
      leaving.add(groupId);
      try {
        await logic.leaveGroup({ groupId });
        if (chosen()?.conversation === groupId) choose(undefined);
        terminal.print(texts.leftGroup(printable(name)));
      } finally {
        leaving.delete(groupId);
      }
    },
    async '/dissolve'(name) {
      const place = name === '' ? undefined : here();
      if (name === '') terminal.print(texts.usageOf('/dissolve'));
      // Its name is the question whether that is meant.
      else if (place && name !== place.name) terminal.print(texts.otherName(printable(place.name)));
      else if (place) await dissolve(place);
    },
    async '/groups'() {
      let count = 0;
      for await (const { groupId, name, members } of client.groups.all()) {
        terminal.print(`  ${printable(name)}: ${texts.members(members)}, ${groupId}`);
        count += 1;
      }
      if (count === 0) terminal.print(texts.noGroups);
    },
    async '/members'() {
      const place = here();
      if (!place) return;
      for await (const { name, role } of client.groups.members(place.conversation))
        terminal.print(
          `  ${printable(name || texts.deletedUser)}${role === im.GroupRole.MEMBER ? '' : ` (${texts.role(role)})`}`,
        );
    },
  };
}

async function invite({ client, terminal, texts }: ChatContext, groupId: string, names: readonly string[]): Promise<void> {
  const users: string[] = [];
  for (const name of names) {
    const found = await client.call.logic.findUser({ name }).catch((error: unknown) => {
      if (asCallError(error).code !== 'NO_SUCH_USER') throw error;
    });
    if (found) users.push(found.user);
    else terminal.print(texts.noSuchUser(printable(name)));
  }
  if (users.length > 0) await client.call.logic.inviteToGroup({ groupId, users });
}
