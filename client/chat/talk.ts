// What a line does, and what a message looks like.
import { conversationOf } from '../../proto/ids.ts';
import type { ReceivedMessage } from '../sdk.ts';
import { accountCommands, type Commands } from './account.ts';
import type { Seat } from './codes.ts';
import { failureOf, reasonOf } from './failure.ts';
import { historyCount, lineFor, type Person, showConversations, showHistory } from './history.ts';
import type { Note } from './screen.ts';
import { excerpt, printable } from './terminal.ts';

export interface Talk {
  /** Does what a line says; false when it says to leave. Never waits, and never throws for what the server refuses. */
  enter(line: string, echo: Note): boolean;
  /** Resolves when everything entered has been done, every message stored or refused, and everything that came been shown. */
  settled(): Promise<void>;
  /** Says what was not done, and of each message that is not stored whether it is kept; says nothing from then on. */
  leave(keeps: boolean): void;
}

const COMMAND = /^(\/\S*)\s*(.*?)\s*$/;
const NEEDS_NO_SERVER: ReadonlySet<string> = new Set(['/who', '/help']);
const TAKES_NOTHING: ReadonlySet<string> = new Set([
  '/list',
  '/who',
  '/help',
  '/sessions',
  '/password',
  '/address',
  '/reset',
  '/delete',
  '/quit',
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
  const prompt = (): void => terminal.prompt(other ? `${printable(other.name)}> ` : '> ');
  /** Conversation → who else is in it. */
  const peers = new Map<string, Person>();
  /** Client message id → the line that shows it as being on its way. */
  const underWay = new Map<string, Note>();
  const sending = new Set<Promise<void>>();
  let other: Person | undefined;
  // Finding out a name takes time; what comes meanwhile waits its turn.
  let shown: Promise<void> = Promise.resolve();
  // Whom a text goes to depends on the choices entered before it; commands wait for these and for each other, texts never for commands.
  let chosen: Promise<void> = Promise.resolve();
  let obeyed: Promise<void> = Promise.resolve();
  const waiting = new Set<{ line: string }>();
  let choices = 0;

  client.on('conversation', ({ conversation, peer, name }) => peers.set(conversation, { user: peer, name }));
  client.on('message', (message) => {
    shown = shown.then(async () => show(message, await peerOf(message)));
  });
  client.on('refused', ({ text, error }) => print(texts.notSent(excerpt(text), reasonOf(error, texts))));

  async function peerOf({ conversation }: ReceivedMessage): Promise<Person | undefined> {
    // The server's list knows every conversation a message came from.
    if (!peers.has(conversation)) await client.sync().catch(() => undefined);
    return peers.get(conversation);
  }

  function show(message: ReceivedMessage, peer: Person | undefined): void {
    const key = keyOf(message.clientMessageId);
    const note = underWay.get(key);
    underWay.delete(key);
    const line = lineFor(seat, message, peer);
    if (note && !hasLeft) note.conclude(line);
    else print(line);
  }

  function say(text: string, echo: Note): void {
    if (!other || !client.me) {
      print(texts.nobodyChosen);
      return;
    }
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const key = keyOf(clientMessageId);
    underWay.set(key, echo);
    echo.replace(lineFor(seat, { sender: client.me.user, text, time: Date.now() }, other, '…'));
    const sent: Promise<void> = client
      .send(other.user, text, { clientMessageId })
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

  async function choose(name: string): Promise<void> {
    // Whatever becomes of it: the next line must not go to who was chosen before.
    other = undefined;
    prompt();
    if (client.state !== 'online') {
      print(`${texts.noConnection} ${texts.nobodyChosen}`);
      return;
    }
    try {
      const found = await client.call.logic.findUser({ name });
      other = { user: found.user, name: found.name };
    } catch (error) {
      const why = failureOf(error).code === 'NO_SUCH_USER' ? texts.noSuchUser(printable(name)) : reasonOf(error, texts);
      print(`${why} ${texts.nobodyChosen}`);
      return;
    }
    if (client.me) peers.set(conversationOf(client.me.user, other.user), other);
    if (hasLeft) return;
    prompt();
    print(texts.writingTo(printable(other.name)));
  }

  async function history(argument: string): Promise<void> {
    const count = historyCount(argument);
    if (count === undefined) print(texts.historyUsage);
    else if (other && client.me) await showHistory(seat, client.me.user, other, count);
    else print(texts.nobodyChosen);
  }

  const commands: Commands = {
    '/list': () => showConversations(seat),
    '/history': history,
    '/who': async () => print(texts.who(printable(client.me?.name ?? ''), other && printable(other.name))),
    '/help': async () => print(texts.help),
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

  return {
    enter(line, echo) {
      const [, command = '', argument = ''] = COMMAND.exec(line) ?? [];
      if (command === '/quit' && argument === '') return false;
      if (line.trim() === '') return true;
      if (command === '') enterText(line, line, echo);
      else if (line.startsWith('//')) enterText(line.slice(1), line, echo);
      else if (command === '/to' && argument === '') print(texts.toUsage);
      else if (command === '/to') {
        choices += 1;
        chosen = later(line, chosen, () => choose(argument)).finally(() => {
          choices -= 1;
        });
      } else obeyed = later(line, Promise.all([obeyed, chosen]), () => obey(command, argument));
      return true;
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
    },
  };
}

function keyOf(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
