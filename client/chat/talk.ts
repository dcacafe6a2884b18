// What a line does, and what a message looks like.
import type { im } from '../../proto/contract.ts';
import { conversationOf } from '../../proto/ids.ts';
import { CallError, type Client, type ReceivedMessage } from '../sdk.ts';
import { printable, type Terminal } from './terminal.ts';
import type { Texts } from './texts.ts';

interface Person {
  readonly user: string;
  readonly name: string;
}

export interface Talk {
  /** Does what a line says; false when it says to leave. Never throws for what the server refuses. */
  enter(line: string): Promise<boolean>;
  /** Resolves when every message entered has been stored or refused, and everything that came has been shown. */
  settled(): Promise<void>;
}

const DEFAULT_HISTORY = 20;
const MAX_HISTORY = 200;

/** Shows what comes in, and obeys what is entered. The client is logged in. */
export function startTalk(client: Client, terminal: Terminal, texts: Texts): Talk {
  /** Conversation → who else is in it. */
  const peers = new Map<string, Person>();
  const sending = new Set<Promise<void>>();
  let other: Person | undefined;
  // Finding out a name takes time; what comes meanwhile waits its turn.
  let shown: Promise<void> = Promise.resolve();

  client.on('conversation', ({ conversation, peer, peerName }) => peers.set(conversation, { user: peer, name: peerName }));
  client.on('message', (message) => {
    shown = shown.then(async () => terminal.print(await lineOf(message)));
  });

  async function lineOf(message: ReceivedMessage): Promise<string> {
    // The server's list knows every conversation a message came from.
    if (!peers.has(message.conversation)) await client.sync().catch(() => undefined);
    return lineFor(message, peers.get(message.conversation));
  }

  function lineFor({ sender, text, time }: Pick<im.Message.$Properties, 'sender' | 'text' | 'time'>, peer?: Person): string {
    const name = printable(peer?.name ?? sender ?? '');
    const who = sender === client.me?.user ? `✓ ${texts.me} → ${name}` : name;
    return `${timeOf(time ?? 0, texts.locale)} ${who}: ${printable(text ?? '')}`;
  }

  function say(text: string): void {
    if (!other) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    terminal.eraseEntered(text);
    if (client.state !== 'online') terminal.print(`… ${text}`);
    const sent: Promise<void> = client
      .send(other.user, text)
      .then(
        () => undefined,
        (error: unknown) => terminal.print(texts.notSent(text, texts.failure(codeOf(error)))),
      )
      .finally(() => sending.delete(sent));
    sending.add(sent);
  }

  async function choose(name: string): Promise<void> {
    // Whatever becomes of it: the next line must not go to who was chosen before.
    other = undefined;
    terminal.prompt('> ');
    let found: { user: string; name: string };
    try {
      found = await client.call.logic.findUser({ name });
    } catch (error) {
      terminal.print(texts.nobodyChosen);
      if (codeOf(error) !== 'NO_SUCH_USER') throw error;
      terminal.print(texts.noSuchUser(name));
      return;
    }
    other = { user: found.user, name: found.name };
    if (client.me) peers.set(conversationOf(client.me.user, other.user), other);
    terminal.prompt(`${printable(other.name)}> `);
    terminal.print(texts.writingTo(printable(other.name)));
  }

  async function list(): Promise<void> {
    let after = '';
    let isEmpty = true;
    for (let more = true; more; ) {
      const page = await client.call.logic.listConversations({ afterConversation: after });
      for (const { conversation, peer, peerName, lastMessage } of page.conversations) {
        isEmpty = false;
        after = conversation ?? '';
        terminal.print(`  ${lineFor(lastMessage ?? {}, { user: peer ?? '', name: peerName ?? '' })}`);
      }
      more = page.more;
    }
    if (isEmpty) terminal.print(texts.noConversations);
  }

  async function history(count: number): Promise<void> {
    if (!other || !client.me) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    const conversation = conversationOf(client.me.user, other.user);
    try {
      const { lastSeq } = await client.call.logic.pullMessages({ conversation, afterSeq: Number.MAX_SAFE_INTEGER, limit: 1 });
      const afterSeq = Math.max(0, lastSeq - count);
      const { messages } = await client.call.logic.pullMessages({ conversation, afterSeq, limit: MAX_HISTORY });
      for (const message of messages) terminal.print(`  ${lineFor(message, other)}`);
    } catch (error) {
      if (codeOf(error) !== 'NO_SUCH_CONVERSATION') throw error;
      terminal.print(texts.noMessages);
    }
  }

  async function obey(command: string, argument: string): Promise<void> {
    if (command === '/to' && argument !== '') await choose(argument);
    else if (command === '/list') await list();
    else if (command === '/history') await history(Math.min(MAX_HISTORY, Number.parseInt(argument, 10) || DEFAULT_HISTORY));
    else if (command === '/who') terminal.print(texts.who(client.me?.name ?? '', other?.name));
    else if (command === '/help') terminal.print(texts.help);
    else terminal.print(texts.unknownCommand(printable(command)));
  }

  return {
    async enter(line) {
      const [, command = '', argument = ''] = /^(\/\S*)\s*(.*?)\s*$/.exec(line) ?? [];
      if (command === '/quit') return false;
      if (line.trim() === '') return true;
      if (command === '' || line.startsWith('//')) {
        say(line.startsWith('//') ? line.slice(1) : line);
        return true;
      }
      try {
        await obey(command, argument);
      } catch (error) {
        terminal.print(texts.failure(codeOf(error)));
      }
      return true;
    },
    async settled() {
      while (sending.size > 0) await Promise.all(sending);
      await shown;
    },
  };
}

/** The code of what the SDK rejected with; everything else is our own mistake and is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof CallError) return error.code;
  throw error;
}

function timeOf(time: number, locale: string): string {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(locale, { ...(today ? {} : { dateStyle: 'short' }), timeStyle: 'short' });
}
