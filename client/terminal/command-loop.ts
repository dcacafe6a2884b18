// What a line does: whom texts go to, and what is done in which order.

import type { ChatContext } from './chat-context.ts';
import { accountCommands } from './commands/account.ts';
import type { ChatCommands } from './commands/chat-commands.ts';
import { conversationCommands } from './commands/conversation-settings.ts';
import { groupCommands } from './commands/groups.ts';
import { watchJoinRequests } from './commands/join-requests.ts';
import { changeCommands } from './commands/message-changes.ts';
import { peopleCommands } from './commands/people.ts';
import { asCallError, describeError } from './failure.ts';
import { startNotifications } from './notifications.ts';
import { createUserNames, disambiguateGroups, findKnownRecipients, findRecipients, type Recipient } from './recipients.ts';
import { createHistory, formatConversation, parseHistoryCount, showConversations } from './screen/history.ts';
import { createMessageDisplay } from './screen/message-display.ts';
import { createMessageLog } from './screen/message-log.ts';
import { countUnreadInMuted } from './screen/muting.ts';
import type { ScreenLine } from './screen/screen.ts';
import { excerpt, printable } from './screen/terminal.ts';
import { watchTyping } from './screen/typing-indicator.ts';

export interface CommandLoop {
  /** Does what a line says; false when it says to leave. Never waits, and never throws for what the server refuses. */
  handleLine(line: string, echo: ScreenLine): boolean;
  /** Something is being typed that is no command. */
  notifyTyping(): void;
  /** Resolves when everything entered has been done, every message stored or refused, and everything that came been shown. */
  waitUntilSettled(): Promise<void>;
  /** Says what was not done, and of each message that is not stored whether it is kept; says nothing from then on. */
  close(keeps: boolean): void;
}

const COMMAND = /^(\/\S*)\s*(.*?)\s*$/;
const NEEDS_NO_SERVER: ReadonlySet<string> = new Set(['/who', '/help', '/unread']);
// They mean who is chosen when they are entered, not who is chosen when their turn comes.
const OF_THE_CHOSEN = [
  ...['/role', '/silence', '/unsilence', '/remove', '/transfer', '/entry', '/requests', '/admit', '/refuse'],
  ...['/pin', '/unpin', '/mute', '/unmute', '/hide', '/unhide'],
];
// What a text after them goes to, or what they change, depends on the order in which they were entered.
const BETWEEN_TEXTS: ReadonlySet<string> = new Set([
  '/leave',
  '/edit',
  '/recall',
  '/react',
  '/erase',
  '/invite',
  '/dissolve',
  ...OF_THE_CHOSEN,
]);
const TAKES_NOTHING: ReadonlySet<string> = new Set([
  ...['/list', '/unread', '/more', '/who', '/help', '/quit'],
  ...['/pin', '/unpin', '/mute', '/unmute', '/hide', '/unhide'],
  ...['/recall', '/friends', '/leave', '/groups', '/members', '/requests'],
  ...['/sessions', '/password', '/address', '/reset', '/delete'],
]);

/** Shows what comes in, and obeys what is entered. The client is logged in. `changed`: what must be kept has changed. */
export function startCommandLoop(own: ChatContext, changed: () => void): CommandLoop {
  const { client, texts, terminal } = own;
  let hasLeft = false;
  const print = (line: string): void => {
    if (!hasLeft) terminal.print(line);
  };
  // What is still on its way when the user leaves says nothing any more.
  const context: ChatContext = { ...own, terminal: { ...terminal, print } };
  const names = createUserNames(client);
  const seen = createMessageLog();
  const history = createHistory(context, names, seen);
  let here: Recipient | undefined;
  /** It has been muted since it was chosen or written in last. */
  let looksAway = false;
  /** Conversations that were chosen before the server lists them. */
  const places = new Map<string, Recipient>();
  const messages = createMessageDisplay(context, {
    ...{ names, seen },
    chosenRecipient: (conversation) => places.get(conversation),
    isOpen: (conversation) =>
      conversation === here?.conversation && !(looksAway && client.conversations.get(conversation)?.muted),
  });
  // Whom a text goes to depends on the choices entered before it; commands wait for these and for each other, texts never for commands.
  let chosen: Promise<void> = Promise.resolve();
  let obeyed: Promise<void> = Promise.resolve();
  const waiting = new Set<{ line: string }>();
  let choices = 0;

  const stopNotifications = startNotifications(context);
  const typing = watchTyping(context, names, (conversation) => {
    if (conversation === here?.conversation) prompt();
  });
  const requests = watchJoinRequests(context, () => here, prompt);
  const unreadInMuted = countUnreadInMuted(client, prompt);

  function prompt(): void {
    const name = here && printable(here.name);
    const open = here ? requests.openCount(here.conversation) : 0;
    const unread = unreadInMuted();
    const typist = here && typing.typistIn(here.conversation);
    const news = [
      ...(typist !== undefined ? [texts.typing(printable(typist))] : []),
      ...(open > 0 ? [texts.joinRequests(open)] : []),
      ...(unread > 0 ? [texts.unreadInMuted(unread)] : []),
    ];
    if (!hasLeft) terminal.prompt(`${news.map((each) => `(${each}) `).join('')}${name ?? ''}> `);
  }

  function choose(place: Recipient | undefined): void {
    here = place;
    looksAway = false;
    prompt();
    if (place) places.set(place.conversation, place);
  }

  function chooseGroup(group: Recipient | undefined): void {
    choose(group);
    if (group) look(group);
  }

  /** What is unread there has been seen; of one that is muted not all of it has, and how much is told. */
  function look({ conversation }: Recipient): void {
    looksAway = false;
    const { unread = 0, muted = false, readSeq = 0 } = client.conversations.get(conversation) ?? {};
    if (unread === 0) return;
    const notShown = unread - seen.countOthersAbove(conversation, readSeq);
    if (muted && notShown > 0) print(texts.notShown(notShown));
    void client.markRead(conversation);
  }

  function say(text: string, echo: ScreenLine): void {
    if (!here || !client.me) {
      print(texts.nobodyChosen);
      return;
    }
    if (looksAway) look(here);
    messages.send(text, here, echo);
  }

  async function chooseByName(name: string): Promise<void> {
    // Whatever becomes of it: the next line must not go to who was chosen before.
    choose(undefined);
    if (client.state !== 'online') {
      const known = findKnownRecipients(client, name);
      if (known.length > 0) await chooseAmong(known);
      else print(texts.unknownWhileOffline(printable(name)));
      return;
    }
    try {
      await chooseAmong(await findRecipients(client, name));
    } catch (error) {
      const { code } = asCallError(error);
      const known = code === 'NO_SUCH_USER' ? [] : findKnownRecipients(client, name);
      if (known.length > 0) await chooseAmong(known);
      else
        print(
          texts.notChosen(
            code === 'NO_SUCH_USER' ? texts.noSuchUser(printable(name)) : texts.sentence(describeError(error, texts)),
          ),
        );
    }
  }

  /** One is taken; of several it is asked which one is meant. */
  async function chooseAmong(places: readonly Recipient[]): Promise<void> {
    const [only] = places;
    choose(places.length === 1 ? only : undefined);
    if (here) {
      print(texts.writingTo(printable(here.name)));
      look(here);
    } else await askWhich(places);
  }

  async function askWhich(groups: readonly Recipient[]): Promise<void> {
    print(texts.severalGroups(printable(groups[0]?.name ?? '')));
    for (const { place, handle } of disambiguateGroups(groups)) {
      const state = client.conversations.get(place.conversation);
      print(`  /to ${printable(handle)} ${state ? await formatConversation(context, names, state) : ''}`);
    }
  }

  const commands: ChatCommands = {
    '/list': () => showConversations(context, names),
    '/unread': () => showConversations(context, names, true),
    async '/history'(argument) {
      const count = parseHistoryCount(argument);
      if (count === undefined) print(texts.historyUsage);
      else if (here) await history.last(here, count);
      else print(texts.nobodyChosen);
    },
    async '/more'() {
      if (here) await history.more(here);
      else print(texts.nobodyChosen);
    },
    '/who': async () => print(texts.who(printable(client.me?.name ?? ''), here && printable(here.name))),
    '/help': async () => print(texts.help),
    ...conversationCommands(
      context,
      () => here,
      (command, conversation) => {
        if (conversation === here?.conversation && command.endsWith('mute')) looksAway = command === '/mute';
      },
    ),
    ...changeCommands(context, seen, () => here),
    ...peopleCommands(context),
    ...groupCommands(context, () => here, chooseGroup, requests),
    ...accountCommands(context),
  };

  async function obey(command: string, argument: string): Promise<void> {
    const run = commands[command];
    if (argument !== '' && TAKES_NOTHING.has(command)) print(texts.takesNothing(command));
    else if (!run) print(texts.unknownCommand(printable(command)));
    else if (client.state !== 'online' && !NEEDS_NO_SERVER.has(command)) print(texts.noConnection);
    // The end of the session is told once, and not as a failure of the command that asked for it.
    else await run(argument).catch((error: unknown) => client.state === 'closed' || print(describeError(error, texts)));
  }

  /** What was said before is stored by then: the last message is the one that was entered last. */
  async function obeyAfterTexts(command: string, argument: string): Promise<void> {
    if (client.state === 'online') await messages.waitUntilSent();
    await obey(command, argument);
  }

  /** Does it after everything in `before`, unless the user has left by then. */
  function later(line: string, before: Promise<unknown>, act: () => Promise<void> | void): Promise<void> {
    const mine = { line };
    waiting.add(mine);
    return before.then(() => {
      if (hasLeft) return undefined;
      waiting.delete(mine);
      return act();
    });
  }

  function enterText(text: string, line: string, echo: ScreenLine): void {
    if (choices === 0) say(text, echo);
    else chosen = later(line, chosen, () => say(text, echo));
    changed();
  }

  /** What chooses somebody stands before the texts entered after it. */
  function enterChoice(line: string, act: () => Promise<void>, before: Promise<unknown> = chosen): void {
    choices += 1;
    chosen = later(line, before, act).finally(() => {
      choices -= 1;
    });
  }

  prompt();
  return {
    handleLine(line, echo) {
      const [, command = '', argument = ''] = COMMAND.exec(line) ?? [];
      if (command === '/quit' && argument === '') return false;
      if (line.trim() === '') return true;
      if (command === '') enterText(line, line, echo);
      else if (line.startsWith('//')) enterText(line.slice(1), line, echo);
      else if (command === '/to' && argument === '') print(texts.toUsage);
      else if (command === '/to') enterChoice(line, () => chooseByName(argument));
      else if (command === '/group' || command === '/join') enterChoice(line, () => obey(command, argument));
      else if (BETWEEN_TEXTS.has(command))
        enterChoice(line, () => obeyAfterTexts(command, argument), Promise.all([chosen, obeyed]));
      else obeyed = later(line, Promise.all([obeyed, chosen]), () => obey(command, argument));
      return true;
    },
    notifyTyping() {
      if (here) client.presence.typing(here.conversation);
    },
    async waitUntilSettled() {
      await Promise.all([chosen, obeyed]);
      await messages.waitUntilSettled();
    },
    close(keeps) {
      for (const { text } of client.unacknowledged)
        print(keeps ? texts.kept(excerpt(text)) : texts.notSent(excerpt(text), texts.failure('CLOSED')));
      for (const { line } of waiting) print(texts.notDone(excerpt(line)));
      hasLeft = true;
      messages.close();
      stopNotifications();
      typing.stop();
      requests.stop();
    },
  };
}
