// Commands about other users: friends, friend requests, blocks and profiles.
import type { im } from '../../../proto/rpc.ts';
import type { UserRelation } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatCommands } from './chat-commands.ts';
import { answerInvitation } from './invitations.ts';
import { createWithUser, createWithUserAndText, type WithUser } from './with-user.ts';

export function peopleCommands(context: ChatContext): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const withUser = createWithUser(context, new Set(['/profile']));
  const withUserAndText = createWithUserAndText(context);
  return {
    ...friendRequestCommands(context, withUser),
    '/unfriend': (name) =>
      withUser(name, '/unfriend', async (userId, displayName) => {
        if (await isFriendChanged(context, displayName, logic.removeFriend({ userId })))
          terminal.print(texts.unfriended(displayName));
      }),
    '/block': (name) =>
      withUser(name, '/block', async (userId, displayName) => {
        await logic.block({ userId });
        terminal.print(texts.blocked(displayName));
      }),
    '/unblock': (name) =>
      withUser(name, '/unblock', async (userId, displayName) => {
        await logic.unblock({ userId });
        terminal.print(texts.unblocked(displayName));
      }),
    '/remark': (argument) => {
      const setRemark = async (userId: string, displayName: string, remark: string): Promise<void> => {
        if (await isFriendChanged(context, displayName, logic.setRemark({ userId, remark })))
          terminal.print(texts.remarked(displayName, printable(remark)));
      };
      // Only friends have remarks, so a stranger's longer name does not take the first words of one.
      const friends = client.people.relations.filter(({ friend }) => friend);
      return withUserAndText(argument, '/remark', setRemark, friends);
    },
    '/friends': () => showPeople(context),
    '/profile': (name) =>
      name === '' ? showOwnProfile(context) : withUser(name, '/profile', (userId) => showProfile(context, userId)),
    async '/nick'(displayName) {
      await logic.updateProfile({ displayName });
      await showOwnProfile(context);
    },
  };
}

function friendRequestCommands(context: ChatContext, withUser: WithUser): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const withUserAndText = createWithUserAndText(context);
  /** User id → version of the relation after /accept. */
  const acceptedVersions = new Map<string, number>();
  return {
    '/friend': (argument) =>
      withUserAndText(argument, '/friend', async (userId, displayName, greeting) => {
        const { relation } = await logic.requestFriend({ userId, greeting });
        // If the other user had asked too, they are friends now, and a notification says so.
        if (relation?.outgoingRequest) terminal.print(texts.asked(displayName));
      }),
    '/accept': (name) => {
      if (name.startsWith('#')) return answerInvitation(context, name, true);
      return withUser(name, '/accept', async (userId, displayName) => {
        // If the version does not rise, there was no request to accept. The push of an earlier /accept may arrive late, so that
        // version is stored here too.
        const before = Math.max(acceptedVersions.get(userId) ?? 0, client.people.relation(userId)?.version ?? 0);
        const reply = await logic.answerFriendRequest({ userId, accept: true }).catch((error: unknown) => {
          if (asCallError(error).code !== 'NO_SUCH_REQUEST') throw error;
        });
        const version = reply?.relation?.version ?? 0;
        // For a new friend the notification is enough.
        if (version <= before) terminal.print(texts.nothingToAccept(displayName));
        else acceptedVersions.set(userId, version);
      });
    },
    '/decline': (name) => {
      if (name.startsWith('#')) return answerInvitation(context, name, false);
      return withUser(name, '/decline', async (userId, displayName) => {
        await logic.answerFriendRequest({ userId, accept: false });
        terminal.print(texts.declined(displayName));
      });
    },
  };
}

/** Returns false and prints a hint if the user is not a friend. */
async function isFriendChanged(
  { terminal, texts }: ChatContext,
  displayName: string,
  change: Promise<unknown>,
): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (asCallError(error).code !== 'NOT_FRIENDS') throw error;
    terminal.print(texts.notYourFriend(displayName));
    return false;
  }
}

/** Lists friends with their presence, then friend requests and blocked users. */
async function showPeople({ client, terminal, texts }: ChatContext): Promise<void> {
  let count = 0;
  for await (const { relation, presence, lastSeen } of client.people.friends()) {
    const seen = lastSeen > 0 ? formatTime(lastSeen, texts.locale) : '';
    const name = printable(relation?.other?.name || texts.deletedUser);
    const remark = relation?.remark ? ` (${printable(relation.remark)})` : '';
    terminal.print(`  ${name}${remark}: ${texts.presence(presence, seen)}`);
    count += 1;
  }
  const others = client.people.relations.filter(({ friend }) => !friend);
  for (const relation of others) terminal.print(`  ${formatRelation(relation, texts)}`);
  if (count + others.length === 0) terminal.print(texts.noFriends);
}

function formatRelation({ name: plain, incomingRequest, greeting, blocked }: UserRelation, texts: ChatContext['texts']): string {
  const name = printable(plain || texts.deletedUser);
  if (blocked) return texts.blocked(name);
  return incomingRequest ? texts.incomingRequest(name, printable(greeting)) : texts.asked(name);
}

async function showOwnProfile(context: ChatContext): Promise<void> {
  await showProfile(context, '');
}

async function showProfile({ client, terminal, texts }: ChatContext, userId: string): Promise<void> {
  const { profile } = await client.call.logic.getProfile({ userId });
  const { name = '', displayName = '', about = '', avatarUrl = '' } = (profile ?? {}) as Partial<im.Profile>;
  const lines = [displayName ? `${displayName} (${name})` : name, about, avatarUrl].filter(Boolean);
  for (const line of lines) terminal.print(`  ${printable(line || texts.deletedUser)}`);
}
