// Commands for the admins of groups that users join by request.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatCommands } from './chat-commands.ts';
import type { JoinRequestTracker } from './join-request-tracker.ts';
import { createWithUser } from './with-user.ts';

const POLICIES: ReadonlyMap<string, im.JoinPolicy> = new Map([
  ['open', im.JoinPolicy.OPEN],
  ['request', im.JoinPolicy.BY_REQUEST],
  ['invitation', im.JoinPolicy.BY_INVITATION],
]);

/** `selectedGroup` returns the group that the user writes in; it prints a hint and returns undefined where there is none. */
export function joinRequestCommands(
  context: ChatContext,
  selectedGroup: () => Recipient | undefined,
  tracker: JoinRequestTracker,
): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const withUser = createWithUser(context);

  async function answer(name: string, usage: string, accept: boolean): Promise<void> {
    const group = name === '' ? undefined : selectedGroup();
    if (name !== '' && !group) return;
    const groupId = group?.conversationId ?? '';
    await withUser(name, usage, async (userId, displayName) => {
      const isAnswered = await logic.answerJoinRequest({ groupId, userId, accept }).then(
        () => true,
        (error: unknown) => {
          if (asCallError(error).code !== 'NO_SUCH_REQUEST') throw error;
          return false;
        },
      );
      tracker.remove(groupId, userId);
      if (!isAnswered) terminal.print(texts.noJoinRequest(displayName));
      // For an accepted user the system message in the group is enough.
      else if (!accept) terminal.print(texts.joinRequestRefused(displayName));
    });
  }

  return {
    async '/requests'() {
      const group = selectedGroup();
      if (!group) return;
      const open = await tracker.fetchOpen(group.conversationId);
      for (const { name, greeting, requestedAt } of open) {
        const when = formatTime(requestedAt, texts.locale);
        terminal.print(`  ${printable(name || texts.deletedUser)}, ${when}${greeting && `: ${printable(greeting)}`}`);
      }
      terminal.print(open.length > 0 ? texts.admitOrRefuse : texts.noJoinRequests);
    },
    '/admit': (name) => answer(name, '/admit', true),
    '/refuse': (name) => answer(name, '/refuse', false),
    async '/entry'(policy) {
      const joinPolicy = POLICIES.get(policy);
      const group = joinPolicy === undefined ? undefined : selectedGroup();
      if (joinPolicy === undefined) terminal.print(texts.usageOf('/entry'));
      else if (group) {
        await logic.updateGroup({ groupId: group.conversationId, joinPolicy });
        terminal.print(texts.joinPolicyIs(joinPolicy));
      }
    },
  };
}
