// Commands about people: friends, requests, blocks, profiles.
import type { im } from '../../../proto/rpc.ts';
import type { UserRelation } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import { printable } from '../screen/terminal.ts';
import { formatTime } from '../screen/time.ts';
import type { ChatCommands } from './chat-commands.ts';
import { createWithUser } from './with-user.ts';

const TAKES_ONESELF: ReadonlySet<string> = new Set(['/profile']);
const NAME_AND_REST = /^(\S+)\s*(.*)$/;

export function peopleCommands(context: ChatContext): ChatCommands {
  const { client, terminal, texts } = context;
  const { logic } = client.call;
  const to = createWithUser(context, TAKES_ONESELF);
  /** User → the version of the relation that /accept has led to. */
  const accepted = new Map<string, number>();

  /** False, and said, where that one is no friend. */
  async function ofFriend(called: string, done: Promise<unknown>): Promise<boolean> {
    try {
      await done;
      return true;
    } catch (error) {
      if (asCallError(error).code !== 'NOT_FRIENDS') throw error;
      terminal.print(texts.notYourFriend(called));
      return false;
    }
  }

  return {
    async '/friend'(argument) {
      const [, name = '', greeting = ''] = NAME_AND_REST.exec(argument) ?? [];
      await to(name, '/friend', async (user, called) => {
        const { relation } = await logic.requestFriend({ user, greeting });
        // Whoever had asked me is told of as any friendship is.
        if (relation?.asked) terminal.print(texts.asked(called));
      });
    },
    '/accept': (name) =>
      to(name, '/accept', async (user, called) => {
        // A friend may be accepted again: then the relation is the one from before. Its change may come later than the next line.
        const before = Math.max(accepted.get(user) ?? 0, client.people.relation(user)?.version ?? 0);
        const answer = await logic.answerFriendRequest({ user, accept: true }).catch((error: unknown) => {
          if (asCallError(error).code !== 'NO_SUCH_REQUEST') throw error;
        });
        const version = answer?.relation?.version ?? 0;
        // Whoever has become a friend is told of as any friendship is.
        if (version <= before) terminal.print(texts.nothingToAccept(called));
        else accepted.set(user, version);
      }),
    '/decline': (name) =>
      to(name, '/decline', async (user, called) => {
        await logic.answerFriendRequest({ user, accept: false });
        terminal.print(texts.declined(called));
      }),
    '/unfriend': (name) =>
      to(name, '/unfriend', async (user, called) => {
        if (await ofFriend(called, logic.removeFriend({ user }))) terminal.print(texts.unfriended(called));
      }),
    '/block': (name) =>
      to(name, '/block', async (user, called) => {
        await logic.block({ user });
        terminal.print(texts.blocked(called));
      }),
    '/unblock': (name) =>
      to(name, '/unblock', async (user, called) => {
        await logic.unblock({ user });
        terminal.print(texts.unblocked(called));
      }),
    async '/remark'(argument) {
      const [, name = '', remark = ''] = NAME_AND_REST.exec(argument) ?? [];
      await to(name, '/remark', async (user, called) => {
        if (await ofFriend(called, logic.setRemark({ user, remark }))) terminal.print(texts.remarked(called, printable(remark)));
      });
    },
    '/friends': () => showPeople(context),
    '/profile': (name) => (name === '' ? showOwnProfile(context) : to(name, '/profile', (user) => showProfile(context, user))),
    async '/nick'(shownName) {
      await logic.updateProfile({ shownName });
      await showOwnProfile(context);
    },
  };
}

/** Friends with how they are, then who asks and is asked, then who is blocked. */
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
  for (const relation of others) terminal.print(`  ${relationLine(relation, texts)}`);
  if (count + others.length === 0) terminal.print(texts.noFriends);
}

function relationLine({ name: plain, asksMe, greeting, blocked }: UserRelation, texts: ChatContext['texts']): string {
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
