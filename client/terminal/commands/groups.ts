// Commands that create, join and leave groups and list their members.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError, describeError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { printable } from '../screen/printable.ts';
import type { ChatCommands } from './chat-commands.ts';
import { groupAdministrationCommands } from './group-administration.ts';
import { inviteByName, listInvitations } from './invitations.ts';
import type { JoinRequestTracker } from './join-request-tracker.ts';
import { joinRequestCommands } from './join-requests.ts';
import { parseName } from './name-arguments.ts';

const ID_AND_REST = /^(\S+)\s*(.*)$/;

/** `select` sets the recipient of later texts; undefined after the user has left the group. */
export function groupCommands(
  context: ChatContext,
  selected: () => Recipient | undefined,
  select: (recipient: Recipient | undefined) => void,
  tracker: JoinRequestTracker,
): ChatCommands {
  const groups = new GroupMembership(context, selected, select);
  const selectedGroup = (): Recipient | undefined => groups.selectedGroup();
  return {
    ...groupAdministrationCommands(context, selectedGroup),
    ...joinRequestCommands(context, selectedGroup, tracker),
    '/group': (name) => groups.create(name),
    '/invite': (argument) => groups.invite(argument),
    '/invitations': () => listInvitations(context),
    '/join': (argument) => groups.join(argument),
    '/leave': () => groups.leave(),
    '/dissolve': (name) => groups.dissolve(name),
    '/groups': () => listGroups(context),
    '/members': () => listMembers(context, selectedGroup()),
  };
}

class GroupMembership {
  readonly #context: ChatContext;
  readonly #selected: () => Recipient | undefined;
  readonly #select: (recipient: Recipient | undefined) => void;
  /** Groups that a running command leaves: that command prints the outcome. */
  readonly #leaving = new Set<string>();

  constructor(context: ChatContext, selected: () => Recipient | undefined, select: (recipient: Recipient | undefined) => void) {
    const { client, terminal, texts } = context;
    this.#context = context;
    this.#selected = selected;
    this.#select = select;
    client.on('conversation', ({ conversationId, left, name }) => {
      if (!left || !this.#isSelected(conversationId) || this.#leaving.has(conversationId)) return;
      select(undefined);
      terminal.print(texts.noLongerMember(printable(name)));
    });
  }

  /** The group that the user writes in; prints a hint where there is none. */
  selectedGroup(): Recipient | undefined {
    const { terminal, texts } = this.#context;
    const recipient = this.#selected();
    if (recipient && recipient.userId === undefined) return recipient;
    terminal.print(texts.noGroupChosen);
    return undefined;
  }

  async create(name: string): Promise<void> {
    const { client, terminal, texts } = this.#context;
    if (name === '') {
      terminal.print(texts.usageOf('/group'));
      return;
    }
    const { group } = await client.groups.create({ name, joinPolicy: 'OPEN' });
    this.#select({ conversationId: group.groupId, userId: undefined, name: group.name });
    terminal.print(texts.groupMade(printable(group.name), group.groupId));
  }

  async invite(argument: string): Promise<void> {
    const { terminal, texts } = this.#context;
    const group = this.selectedGroup();
    if (argument === '') terminal.print(texts.usageOf('/invite'));
    else if (group) await inviteByName(this.#context, group.conversationId, argument);
  }

  async join(argument: string): Promise<void> {
    const { client, terminal, texts } = this.#context;
    const [, groupId = '', greeting = ''] = ID_AND_REST.exec(argument) ?? [];
    if (groupId === '') {
      terminal.print(texts.usageOf('/join'));
      return;
    }
    const { joined, group } = await client.call.logic.joinGroup({ groupId, greeting });
    const name = group?.name ?? '';
    // If the user was a member before, the client still lists the group as left: sync.
    if (joined) await client.sync().catch(() => undefined);
    if (joined) this.#select({ conversationId: groupId, userId: undefined, name });
    terminal.print(joined ? texts.writingTo(printable(name)) : texts.joinAsked(printable(name)));
  }

  async leave(): Promise<void> {
    const { client, terminal, texts } = this.#context;
    const group = this.selectedGroup();
    if (!group) return;
    const { conversationId: groupId, name } = group;
    this.#leaving.add(groupId);
    try {
      await client.call.logic.leaveGroup({ groupId });
      this.#deselect(groupId);
      terminal.print(texts.leftGroup(printable(name)));
    } finally {
      this.#leaving.delete(groupId);
    }
  }

  /** The user types the group's name as the confirmation. */
  async dissolve(name: string): Promise<void> {
    const { terminal, texts } = this.#context;
    const group = name === '' ? undefined : this.selectedGroup();
    if (name === '') terminal.print(texts.usageOf('/dissolve'));
    else if (group && ![name, parseName(name)].includes(group.name)) terminal.print(texts.otherName(printable(group.name)));
    else if (group) await this.#dissolve(group);
  }

  async #dissolve({ conversationId: groupId, name }: Recipient): Promise<void> {
    const { client, terminal, texts } = this.#context;
    this.#leaving.add(groupId);
    try {
      await client.call.logic.dissolveGroup({ groupId });
      this.#deselect(groupId);
      terminal.print(texts.dissolved(printable(name)));
    } catch (error) {
      terminal.print(asCallError(error).code === 'NOT_ALLOWED' ? texts.onlyOwner : describeError(error, texts));
    } finally {
      this.#leaving.delete(groupId);
    }
  }

  #isSelected(conversationId: string): boolean {
    return this.#selected()?.conversationId === conversationId;
  }

  #deselect(groupId: string): void {
    if (this.#isSelected(groupId)) this.#select(undefined);
  }
}

async function listGroups({ client, terminal, texts }: ChatContext): Promise<void> {
  let count = 0;
  for await (const { groupId, name, memberCount } of client.groups.all()) {
    terminal.print(`  ${printable(name)}: ${texts.members(memberCount)}, ${groupId}`);
    count += 1;
  }
  if (count === 0) terminal.print(texts.noGroups);
}

async function listMembers({ client, terminal, texts }: ChatContext, group: Recipient | undefined): Promise<void> {
  if (!group) return;
  for await (const { name, role } of client.groups.members(group.conversationId)) {
    const shownRole = role === im.GroupRole.MEMBER ? '' : ` (${texts.role(role)})`;
    terminal.print(`  ${printable(name || texts.deletedUser)}${shownRole}`);
  }
}
