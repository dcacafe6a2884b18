// What a line does, and what a message looks like.
import type { im } from '../../proto/contract.ts';
import { conversationOf } from '../../proto/ids.ts';
import type { ReceivedMessage } from '../sdk.ts';
import { accountCommands, type Commands } from './account.ts';
import type { Seat } from './codes.ts';
import { failureOf, reasonOf } from './failure.ts';
import type { Note } from './screen.ts';
import { printable } from './terminal.ts';
import { timeOf } from './time.ts';

interface Person {
  readonly user: string;
  readonly name: string;
}

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
const DEFAULT_HISTORY = 20;
const MAX_HISTORY = 200;

/** Shows what comes in, and obeys what is entered. The client is logged in. `changed`: what must be kept has changed. */
export function startTalk(seat: Seat, changed: () => void): Talk {
  const { client, texts } = seat;
  let hasLeft = false;
  const print = (line: string): void => {
    if (!hasLeft) seat.terminal.print(line);
  };
  const prompt = (): void => seat.terminal.prompt(other ? `${printable(other.name)}> ` : '> ');
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

  client.on('conversation', ({ conversation, peer, peerName }) => peers.set(conversation, { user: peer, name: peerName }));
  client.on('message', (message) => {
    shown = shown.then(async () => show(message, await peerOf(message)));
  });
  client.on('refused', ({ text, error }) => print(texts.notSent(printable(text), reasonOf(error, texts))));

  async function peerOf({ conversation }: ReceivedMessage): Promise<Person | undefined> {
    // The server's list knows every conversation a message came from.
    if (!peers.has(conversation)) await client.sync().catch(() => undefined);
    return peers.get(conversation);
  }

  function show(message: ReceivedMessage, peer: Person | undefined): void {
    const key = keyOf(message.clientMessageId);
    const note = underWay.get(key);
    underWay.delete(key);
    const line = lineFor(message, peer);
    if (note && !hasLeft) note.conclude(line);
    else print(line);
  }

  function lineFor(
    { sender, text, time }: Pick<im.Message.$Properties, 'sender' | 'text' | 'time'>,
    peer: Person | undefined,
    mark = '✓',
  ): string {
    const name = printable((peer ? peer.name : sender) || texts.deletedUser);
    const who = sender === client.me?.user ? `${mark} ${texts.me} → ${name}` : name;
    return `${timeOf(time ?? 0, texts.locale)} ${who}: ${printable(text ?? '')}`;
  }

  function say(text: string, echo: Note): void {
    if (!other || !client.me) {
      print(texts.nobodyChosen);
      return;
    }
    const clientMessageId = crypto.getRandomValues(new Uint8Array(16));
    const key = keyOf(clientMessageId);
    underWay.set(key, echo);
    echo.replace(lineFor({ sender: client.me.user, text, time: Date.now() }, other, '…'));
    const sent: Promise<void> = client
      .send(other.user, text, { clientMessageId })
      .then(
        () => undefined,
        (error: unknown) => {
          // What the end of the session leaves over is told all together.
          if (failureOf(error).code === 'CLOSED') return;
          const line = texts.notSent(printable(text), reasonOf(error, texts));
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

  async function list(): Promise<void> {
    let after = '';
    let isEmpty = true;
    for (let more = true; more; ) {
      const page = await client.call.logic.listConversations({ afterConversation: after });
      for (const { conversation, peer, peerName, lastMessage } of page.conversations) {
        isEmpty = false;
        after = conversation ?? '';
        print(`  ${lineFor(lastMessage ?? {}, { user: peer ?? '', name: peerName ?? '' })}`);
      }
      more = page.more;
    }
    if (isEmpty) print(texts.noConversations);
  }

  async function history(count: number): Promise<void> {
    if (!other || !client.me) {
      print(texts.nobodyChosen);
      return;
    }
    const peer = other;
    const conversation = conversationOf(client.me.user, peer.user);
    try {
      const { lastSeq } = await client.call.logic.pullMessages({ conversation, afterSeq: Number.MAX_SAFE_INTEGER, limit: 1 });
      const afterSeq = Math.max(0, lastSeq - count);
      const { messages } = await client.call.logic.pullMessages({ conversation, afterSeq, limit: MAX_HISTORY });
      for (const message of messages) print(`  ${lineFor(message, peer)}`);
    } catch (error) {
      if (failureOf(error).code !== 'NO_SUCH_CONVERSATION') throw error;
      print(texts.noMessages);
    }
  }

  const commands: Commands = {
    '/list': list,
    '/history': (argument) => history(Math.min(MAX_HISTORY, Number.parseInt(argument, 10) || DEFAULT_HISTORY)),
    '/who': async () => print(texts.who(printable(client.me?.name ?? ''), other && printable(other.name))),
    '/help': async () => print(texts.help),
    ...accountCommands(seat),
  };

  async function obey(command: string, argument: string): Promise<void> {
    const run = commands[command];
    if (!run) print(texts.unknownCommand(printable(command)));
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
      if (command === '/quit') return false;
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
        print(keeps ? texts.kept(printable(text)) : texts.notSent(printable(text), texts.failure('CLOSED')));
      for (const { line } of waiting) print(texts.notDone(printable(line)));
      hasLeft = true;
    },
  };
}

function keyOf(clientMessageId: Uint8Array): string {
  return Buffer.from(clientMessageId).toString('hex');
}
