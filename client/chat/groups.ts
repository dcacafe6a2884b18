// Commands about groups: made, joined, left, and who is in them.
import { im } from '../../proto/contract.ts';
import type { Commands } from './account.ts';
import type { Seat } from './codes.ts';
import { failureOf, reasonOf } from './failure.ts';
import { groupRightsCommands } from './group-rights.ts';
import type { Place } from './places.ts';
import { type JoinRequests, joinRequestCommands } from './requests.ts';
import { printable } from './terminal.ts';

const ID_AND_REST = /^(\S+)\s*(.*)$/;

/** `choose`: from now on one writes there; nowhere, where the group is left. */
export function groupCommands(
  seat: Seat,
  chosen: () => Place | undefined,
  choose: (place: Place | undefined) => void,
  requests: JoinRequests,
): Commands {
  const { client, terminal, texts } = seat;
  const { logic } = client.call;
  /** Told by the command. */
  const leaving = new Set<string>();

  client.on('conversation', ({ conversation, left, name }) => {
    if (!left || conversation !== chosen()?.conversation || leaving.has(conversation)) return;
    choose(undefined);
    terminal.print(texts.noMemberNow(printable(name)));
  });

  /** The group one writes in; says so where it is none. */
  function here(): Place | undefined {
    const place = chosen();
    if (place && place.user === undefined) return place;
    terminal.print(texts.noGroupChosen);
    return undefined;
  }

  async function dissolve({ conversation: group, name }: Place): Promise<void> {
    leaving.add(group);
    try {
      await logic.dissolveGroup({ group });
      if (chosen()?.conversation === group) choose(undefined);
      terminal.print(texts.dissolved(printable(name)));
    } catch (error) {
      terminal.print(failureOf(error).code === 'NOT_ALLOWED' ? texts.onlyOwner : reasonOf(error, texts));
    } finally {
      leaving.delete(group);
    }
  }

  return {
    ...groupRightsCommands(seat, here),
    ...joinRequestCommands(seat, here, requests),
    async '/group'(name) {
      if (name === '') {
        terminal.print(texts.usageOf('/group'));
        return;
      }
      const group = await client.groups.create({ name, joinPolicy: 'OPEN' });
      choose({ conversation: group.group, user: undefined, name: group.name });
      terminal.print(texts.groupMade(printable(group.name), group.group));
    },
    async '/invite'(argument) {
      const place = here();
      const names = argument.split(/\s+/).filter(Boolean);
      if (names.length === 0) terminal.print(texts.usageOf('/invite'));
      else if (place) await invite(seat, place.conversation, names);
    },
    async '/join'(argument) {
      const [, group = '', greeting = ''] = ID_AND_REST.exec(argument) ?? [];
      if (group === '') {
        terminal.print(texts.usageOf('/join'));
        return;
      }
      const { joined, group: found } = await logic.joinGroup({ group, greeting });
      const name = found?.name ?? '';
      // Who has been a member before is listed here as gone until the server is asked.
      if (joined) await client.sync().catch(() => undefined);
      if (joined) choose({ conversation: group, user: undefined, name });
      terminal.print(joined ? texts.writingTo(printable(name)) : texts.joinAsked(printable(name)));
    },
    async '/leave'() {
      const place = here();
      if (!place) return;
      const { conversation: group, name } = place;
      leaving.add(group);
      try {
        await logic.leaveGroup({ group });
        if (chosen()?.conversation === group) choose(undefined);
        terminal.print(texts.leftGroup(printable(name)));
      } finally {
        leaving.delete(group);
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
      for await (const { group, name, members } of client.groups.all()) {
        terminal.print(`  ${printable(name)}: ${texts.members(members)}, ${group}`);
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

async function invite({ client, terminal, texts }: Seat, group: string, names: readonly string[]): Promise<void> {
  const users: string[] = [];
  for (const name of names) {
    const found = await client.call.logic.findUser({ name }).catch((error: unknown) => {
      if (failureOf(error).code !== 'NO_SUCH_USER') throw error;
    });
    if (found) users.push(found.user);
    else terminal.print(texts.noSuchUser(printable(name)));
  }
  if (users.length > 0) await client.call.logic.inviteToGroup({ group, users });
}
