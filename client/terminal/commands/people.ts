// Commands about other users: friends, friend requests, blocks and profiles.
import type { im } from '../../../proto/rpc.ts';
import type { UserRelation } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/printable.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatCommands } from './chat-commands.ts';
import { createWithUser, type WithUser } from './with-user.ts';

const NAME_AND_REST = /^(\S+)\s*(.*)$/;

export function peopleCommands(context: ChatContext): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const withUser = createWithUser(context, new Set(['/profile']));
  return {
    ...friendRequestCommands(context, withUser),
    '/unfriend': (name) =>
      withUser(name, '/unfriend', async (user, shownName) => {
        if (await isFriendChanged(context, shownName, logic.removeFriend({ user }))) terminal.print(texts.unfriended(shownName));
      }),
    '/block': (name) =>
      withUser(name, '/block', async (user, shownName) => {
        await logic.block({ user });
        terminal.print(texts.blocked(shownName));
      }),
    '/unblock': (name) =>
      withUser(name, '/unblock', async (user, shownName) => {
        await logic.unblock({ user });
        terminal.print(texts.unblocked(shownName));
      }),
    async '/remark'(argument) {
      const [, name = '', remark = ''] = NAME_AND_REST.exec(argument) ?? [];
      await withUser(name, '/remark', async (user, shownName) => {
        if (await isFriendChanged(context, shownName, logic.setRemark({ user, remark })))
          terminal.print(texts.remarked(shownName, printable(remark)));
      });
    },
    '/friends': () => showPeople(context),
    '/profile': (name) =>
      name === '' ? showOwnProfile(context) : withUser(name, '/profile', (user) => showProfile(context, user)),
    async '/nick'(shownName) {
      await logic.updateProfile({ shownName });
      await showOwnProfile(context);
    },
  };
}

function friendRequestCommands({ client, terminal, texts }: ChatContext, withUser: WithUser): ChatCommands {
  const { logic } = client.call;
  /** User id → version of the relation after /accept. */
  const acceptedVersions = new Map<string, number>();
  return {
    async '/friend'(argument) {
      const [, name = '', greeting = ''] = NAME_AND_REST.exec(argument) ?? [];
      await withUser(name, '/friend', async (user, shownName) => {
        const { relation } = await logic.requestFriend({ user, greeting });
        // If the other user had asked too, they are friends now, and a notification says so.
        if (relation?.asked) terminal.print(texts.asked(shownName));
      });
    },
    '/accept': (name) =>
      withUser(name, '/accept', async (user, shownName) => {
        // If the version does not rise, there was no request to accept. The push of an earlier /accept may arrive late, so that
        // version is stored here too.
        const before = Math.max(acceptedVersions.get(user) ?? 0, client.people.relation(user)?.version ?? 0);
        const reply = await logic.answerFriendRequest({ user, accept: true }).catch((error: unknown) => {
          if (asCallError(error).code !== 'NO_SUCH_REQUEST') throw error;
        });
        const version = reply?.relation?.version ?? 0;
        // For a new friend the notification is enough.
        if (version <= before) terminal.print(texts.nothingToAccept(shownName));
        else acceptedVersions.set(user, version);
      }),
    '/decline': (name) =>
      withUser(name, '/decline', async (user, shownName) => {
        await logic.answerFriendRequest({ user, accept: false });
        terminal.print(texts.declined(shownName));
      }),
  };
}

/** Returns false and prints a hint if the user is not a friend. */
async function isFriendChanged({ terminal, texts }: ChatContext, shownName: string, change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (asCallError(error).code !== 'NOT_FRIENDS') throw error;
    terminal.print(texts.notYourFriend(shownName));
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

function formatRelation({ name: plain, asksMe, greeting, blocked }: UserRelation, texts: ChatContext['texts']): string {
  const name = printable(plain || texts.deletedUser);
  if (blocked) return texts.blocked(name);
  return asksMe ? texts.asksMe(name, printable(greeting)) : texts.asked(name);
}

async function showOwnProfile(context: ChatContext): Promise<void> {
  await showProfile(context, '');
}

async function showProfile({ client, terminal, texts }: ChatContext, user: string): Promise<void> {
  const { profile } = await client.call.logic.getProfile({ user });
  const { name = '', shownName = '', about = '', avatarUrl = '' } = (profile ?? {}) as Partial<im.Profile>;
  const lines = [shownName ? `${shownName} (${name})` : name, about, avatarUrl].filter(Boolean);
  for (const line of lines) terminal.print(`  ${printable(line || texts.deletedUser)}`);
}
