// What a line does, and what becomes of a message on the screen.
import type { ReceivedMessage } from '../sdk.ts';
import { accountCommands, type Commands } from './account.ts';
import { changeCommands } from './changes.ts';
import type { Seat } from './codes.ts';
import { conversationCommands } from './conversation.ts';
import { failureOf, reasonOf } from './failure.ts';
import { groupCommands } from './groups.ts';
import { createHistory, historyCount, lineOfState, showConversations } from './history.ts';
import { changeLineOf, lineFor, lineOf } from './lines.ts';
import { peopleCommands } from './people.ts';
import { createNames, findPlaces, knownPlaces, type Place, placeOf, tellApart } from './places.ts';
import { createReads } from './reads.ts';
import type { Note } from './screen.ts';
import { createSeen } from './seen.ts';
import { excerpt, printable } from './terminal.ts';
import { tellTidings } from './tidings.ts';

export interface Talk {
  /** Does what a line says; false when it says to leave. Never waits, and never throws for what the server refuses. */
  enter(line: string, echo: Note): boolean;
  /** Something is being typed that is no command. */
  typing(): void;
  /** Resolves when everything entered has been done, every message stored or refused, and everything that came been shown. */
  settled(): Promise<void>;
  /** Says what was not done, and of each message that is not stored whether it is kept; says nothing from then on. */
  leave(keeps: boolean): void;
}

const COMMAND = /^(\/\S*)\s*(.*?)\s*$/;
const NEEDS_NO_SERVER: ReadonlySet<string> = new Set(['/who', '/help', '/unread']);
// They mean who is chosen when they are entered, not who is chosen when their turn comes.
const OF_THE_CHOSEN = ['/role', '/silence', '/unsilence', '/remove', '/transfer', '/pin', '/unpin', '/mute', '/unmute', '/hide'];
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
  ...['/pin', '/unpin', '/mute', '/unmute', '/hide'],
  ...['/recall', '/friends', '/leave', '/groups', '/members'],
  ...['/sessions', '/password', '/address', '/reset', '/delete'],
]);

/** Shows what comes in, and obeys what is entered. The client is logged in. `changed`: what must be kept has changed. */
export function startTalk(own: Seat, changed: () => void): Talk {
  const { client, texts, terminal } = own;
  let hasLeft = false;
  const print = (line: string): void => {
    if (!hasLeft) terminal.print(line);
  };
  // What is still on its way when the user leaves says nothing any more.
  const seat: Seat = { ...own, terminal: { ...terminal, print } };
  const names = createNames(client);
  const seen = createSeen();
  const history = createHistory(seat, names, seen);
  const reads = createReads(client);
  /** The conversation chosen in which somebody is typing. */
  let typingIn: string | undefined;
  let here: Place | undefined;
  /** Conversations that were chosen before the server lists them. */
  const places = new Map<string, Place>();
  /** Client message id → the line that shows it as being on its way. */
  const underWay = new Map<string, Note>();
  const sending = new Set<Promise<void>>();
  // Finding out a name takes time; what comes meanwhile waits its turn.
  let shown: Promise<void> = Promise.resolve();
  // Whom a text goes to depends on the choices entered before it; commands wait for these and for each other, texts never for commands.
  let chosen: Promise<void> = Promise.resolve();
  let obeyed: Promise<void> = Promise.resolve();
  const waiting = new Set<{ line: string }>();
  let choices = 0;

  const stopTidings = tellTidings(seat, (conversation, isTyping) => {
    if (isTyping) typingIn = conversation;
    else if (typingIn === conversation) typingIn = undefined;
    if (conversation === here?.conversation) prompt();
  });
  client.on('message', (message) => {
    shown = shown.then(() => show(message));
  });
  client.on('refused', ({ text, error }) => print(texts.notSent(excerpt(text), reasonOf(error, texts))));

  function prompt(): void {
    if (hasLeft) return;
    const name = here && printable(here.name);
    const isTyping = here !== undefined && here.conversation === typingIn;
    terminal.prompt(name ? `${isTyping ? `(${texts.typing(name)}) ` : ''}${name}> ` : '> ');
  }

  function choose(place: Place | undefined): void {
    here = place;
    prompt();
    if (!place) return;
    places.set(place.conversation, place);
    if ((client.conversations.get(place.conversation)?.unread ?? 0) > 0) void client.markRead(place.conversation);
  }

  async function placeFor({ conversation }: ReceivedMessage): Promise<Place | undefined> {
    // The server knows every conversation a message came from.
    if (!client.conversations.get(conversation) && !places.has(conversation)) await client.sync().catch(() => undefined);
    const state = client.conversations.get(conversation);
    return state ? placeOf(state) : places.get(conversation);
  }

  async function show(message: ReceivedMessage): Promise<void> {
    const key = keyOf(message.clientMessageId);
    const place = await placeFor(message);
    if (message.target > 0) {
      const line = await changeLineOf(seat, names, seen, message, place);
      if (line !== undefined) print(line);
    } else await showNew(message, place, key);
    if (hasLeft) return;
    // Whoever writes in it has it before his eyes.
    if (!message.own && message.conversation === here?.conversation) void client.markRead(message.conversation, message.seq);
  }

  async function showNew(message: ReceivedMessage, place: Place | undefined, key: string): Promise<void> {
    const line = await lineOf(seat, names, message, place);
    const note = underWay.get(key);
    underWay.delete(key);
    if (hasLeft) return;
    if (message.kind !== 'SYSTEM') seen.note(message);
    if (note) {
      note.conclude(line);
      reads.note(message, () => note.replace(lineFor(seat, message, place, '✓✓')));
    } else print(line);
  }

  function say(text: string, echo: Note): void {
    if (!here || !client.me) {
      print(texts.nobodyChosen);
      return;
    }
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const key = keyOf(clientMessageId);
    underWay.set(key, echo);
    echo.replace(lineFor(seat, { sender: client.me.user, text, time: Date.now() }, here, '…'));
    const sent: Promise<void> = client
      .send(here.user ?? { conversation: here.conversation }, text, { clientMessageId })
      .then(
        () => undefined,
        (error: unknown) => {
          // What the end of the session leaves over is told all together.
          if (failureOf(error).code === 'CLOSED') return;
          const line = texts.notSent(excerpt(text), reasonOf(error, texts));
          if (underWay.delete(key) && !hasLeft) echo.conclude(line);
        },
      )
      .finally(() => sending.delete(sent));
    sending.add(sent);
  }

  async function chooseByName(name: string): Promise<void> {
    // Whatever becomes of it: the next line must not go to who was chosen before.
    choose(undefined);
    if (client.state !== 'online') {
      const known = knownPlaces(client, name);
      if (known.length > 0) await chooseAmong(known);
      else print(texts.notKnownNow(printable(name)));
      return;
    }
    try {
      await chooseAmong(await findPlaces(client, name));
    } catch (error) {
      const { code } = failureOf(error);
      const known = code === 'NO_SUCH_USER' ? [] : knownPlaces(client, name);
      if (known.length > 0) await chooseAmong(known);
      else
        print(
          texts.notChosen(code === 'NO_SUCH_USER' ? texts.noSuchUser(printable(name)) : texts.sentence(reasonOf(error, texts))),
        );
    }
  }

  /** One is taken; of several it is asked which one is meant. */
  async function chooseAmong(places: readonly Place[]): Promise<void> {
    const [only] = places;
    choose(places.length === 1 ? only : undefined);
    if (here) print(texts.writingTo(printable(here.name)));
    else await askWhich(places);
  }

  async function askWhich(groups: readonly Place[]): Promise<void> {
    print(texts.severalGroups(printable(groups[0]?.name ?? '')));
    for (const { place, handle } of tellApart(groups)) {
      const state = client.conversations.get(place.conversation);
      print(`  /to ${printable(handle)} ${state ? await lineOfState(seat, names, state) : ''}`);
    }
  }

  const commands: Commands = {
    '/list': () => showConversations(seat, names),
    '/unread': () => showConversations(seat, names, true),
    async '/history'(argument) {
      const count = historyCount(argument);
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
    ...conversationCommands(seat, () => here),
    ...changeCommands(seat, seen, () => here),
    ...peopleCommands(seat),
    ...groupCommands(seat, () => here, choose),
    ...accountCommands(seat),
  };

  async function obey(command: string, argument: string): Promise<void> {
    const run = commands[command];
    if (argument !== '' && TAKES_NOTHING.has(command)) print(texts.takesNothing(command));
    else if (!run) print(texts.unknownCommand(printable(command)));
    else if (client.state !== 'online' && !NEEDS_NO_SERVER.has(command)) print(texts.noConnection);
    // The end of the session is told once, and not as a failure of the command that asked for it.
    else await run(argument).catch((error: unknown) => client.state === 'closed' || print(reasonOf(error, texts)));
  }

  /** What was said before is stored by then: the last message is the one that was entered last. */
  async function obeyAfterTexts(command: string, argument: string): Promise<void> {
    if (client.state === 'online') await Promise.all(sending);
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

  function enterText(text: string, line: string, echo: Note): void {
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

  return {
    enter(line, echo) {
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
    typing() {
      if (here) client.presence.typing(here.conversation);
    },
    async settled() {
      await Promise.all([chosen, obeyed]);
      while (sending.size > 0) await Promise.all(sending);
      await shown;
    },
    leave(keeps) {
      for (const { text } of client.unacknowledged)
        print(keeps ? texts.kept(excerpt(text)) : texts.notSent(excerpt(text), texts.failure('CLOSED')));
      for (const { line } of waiting) print(texts.notDone(excerpt(line)));
      hasLeft = true;
      stopTidings();
    },
  };
}

function keyOf(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
