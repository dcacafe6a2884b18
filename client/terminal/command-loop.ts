// The command loop sends entered texts to the selected recipient and runs entered commands, in their order.
import type { ChatContext } from './chat-context.ts';
import { accountCommands } from './commands/account.ts';
import type { ChatCommands } from './commands/chat-commands.ts';
import { completeLine } from './commands/completion.ts';
import { conversationCommands } from './commands/conversation-settings.ts';
import { groupCommands } from './commands/groups.ts';
import { InvitationNotices } from './commands/invitations.ts';
import { JoinRequestTracker } from './commands/join-request-tracker.ts';
import { changeCommands } from './commands/message-changes.ts';
import { parseName } from './commands/name-arguments.ts';
import { peopleCommands } from './commands/people.ts';
import { describeError } from './failure.ts';
import { LineQueue } from './line-queue.ts';
import { Notifications } from './notifications.ts';
import { selectByName } from './recipient-search.ts';
import { createUserNames, listKnownRecipients, type Recipient, type UserNames } from './recipients.ts';
import { HistoryView, parseHistoryCount, showConversations } from './screen/history.ts';
import { MessageDisplay } from './screen/message-display.ts';
import { MessageLog } from './screen/message-log.ts';
import { countUnreadInMuted } from './screen/muting.ts';
import { excerpt, printable } from './screen/printable.ts';
import type { ScreenLine } from './screen/screen.ts';
import type { Completion, Terminal } from './screen/terminal.ts';
import { TypingIndicator } from './screen/typing-indicator.ts';
import { SelectedRecipient } from './selected-recipient.ts';

const COMMAND = /^(\/\S*)\s*(.*?)\s*$/;
const NEEDS_NO_SERVER: ReadonlySet<string> = new Set(['/who', '/help', '/unread']);
// These commands apply to the recipient that is selected when they are entered, not when they run.
const ON_THE_SELECTED = [
  ...[
    '/role',
    '/silence',
    '/unsilence',
    '/remove',
    '/ban',
    '/unban',
    '/bans',
    '/transfer',
    '/entry',
    '/requests',
    '/admit',
    '/refuse',
  ],
  ...['/pin', '/unpin', '/mute', '/unmute', '/hide', '/unhide'],
];
// These commands change an earlier text or the recipient of later texts, so they must keep their order among the texts.
const BETWEEN_TEXTS: ReadonlySet<string> = new Set([
  ...['/leave', '/edit', '/recall', '/react', '/erase', '/invite', '/dissolve'],
  ...ON_THE_SELECTED,
]);
const TAKES_NOTHING: ReadonlySet<string> = new Set([
  ...['/list', '/unread', '/more', '/who', '/help', '/quit'],
  ...['/pin', '/unpin', '/mute', '/unmute', '/hide', '/unhide'],
  ...['/recall', '/friends', '/leave', '/groups', '/members', '/requests', '/bans', '/invitations'],
  ...['/sessions', '/password', '/address', '/reset', '/delete'],
]);

export interface CommandLoopOptions {
  /** Called when a text was entered: the saved state must be updated. */
  onEntered(): void;
}

/** Shows what arrives and runs what the user enters. The client is logged in. */
export class CommandLoop {
  readonly #context: ChatContext;
  readonly #onEntered: () => void;
  readonly #lines = new LineQueue();
  readonly #messageLog = new MessageLog();
  readonly #names: UserNames;
  readonly #selected: SelectedRecipient;
  readonly #messages: MessageDisplay;
  readonly #typing: TypingIndicator;
  readonly #joinRequests: JoinRequestTracker;
  readonly #invitations: InvitationNotices;
  readonly #unreadInMuted: () => number;
  readonly #notifications: Notifications;
  readonly #commands: ChatCommands;
  #isClosed = false;

  constructor(context: ChatContext, { onEntered }: CommandLoopOptions) {
    const { client, terminal } = context;
    this.#context = { ...context, terminal: muteWhile(() => this.#isClosed, terminal) };
    this.#onEntered = onEntered;
    const showPrompt = (): void => this.#showPrompt();
    this.#names = createUserNames(client);
    this.#selected = new SelectedRecipient(this.#context, this.#messageLog, showPrompt);
    this.#messages = new MessageDisplay(this.#context, {
      names: this.#names,
      messageLog: this.#messageLog,
      selectedRecipient: (conversationId) => this.#selected.find(conversationId),
      isOpen: (conversationId) => this.#selected.isOpen(conversationId),
    });
    this.#notifications = new Notifications(this.#context);
    this.#typing = new TypingIndicator(this.#context, this.#names, (conversationId) => {
      if (this.#selected.isCurrent(conversationId)) showPrompt();
    });
    this.#joinRequests = new JoinRequestTracker(this.#context, () => this.#selected.current, showPrompt);
    this.#invitations = new InvitationNotices(this.#context);
    this.#unreadInMuted = countUnreadInMuted(client, showPrompt);
    this.#commands = this.#makeCommands();
    showPrompt();
  }

  /**
   * Runs a line that the user entered; `echo` is the line on the screen. Returns false for /quit. Never waits, and never throws
   * if the server refuses a command.
   */
  handleLine(line: string, echo: ScreenLine): boolean {
    const [, command = '', argument = ''] = COMMAND.exec(line) ?? [];
    if (command === '/quit' && argument === '') return false;
    if (line.trim() === '') return true;
    if (command === '') this.#enterText(line, line, echo);
    else if (line.startsWith('//')) this.#enterText(line.slice(1), line, echo);
    else this.#enterCommand(line, command, argument);
    return true;
  }

  /** Selects the recipient of --to. */
  select(recipient: Recipient): void {
    const { terminal, texts } = this.#context;
    this.#selected.select(recipient);
    terminal.print(texts.writingTo(printable(recipient.name)));
    this.#selected.view(recipient);
  }

  /** A message of this user was refused, or a line was never run. */
  get hasFailures(): boolean {
    return this.#messages.hasRefusals || this.#lines.waitingLines.length > 0;
  }

  /** What the Tab key completes in a line that ends at the cursor. */
  complete(line: string): Completion {
    const known = [...listKnownRecipients(this.#context.client), ...this.#selected.selectedBefore];
    return completeLine(line, [...Object.keys(this.#commands), '/to', '/quit'], known);
  }

  /** Call it when the user types something that is not a command. */
  notifyTyping(): void {
    const recipient = this.#selected.current;
    if (recipient) this.#context.client.presence.typing(recipient.conversationId);
  }

  /** Resolves when all entered lines have run, all messages are stored or refused, and all received messages are shown. */
  async waitUntilSettled(): Promise<void> {
    await this.#lines.whenIdle();
    await this.#messages.waitUntilSettled();
  }

  /** Prints the lines that did not run and the messages that are not stored, and whether they are kept. Then prints no more. */
  close(isKept: boolean): void {
    const { client, terminal, texts } = this.#context;
    for (const { text } of client.unacknowledged)
      terminal.print(isKept ? texts.kept(excerpt(text)) : texts.notSent(excerpt(text), texts.failure('CLOSED')));
    for (const line of this.#lines.waitingLines) terminal.print(texts.notDone(excerpt(line)));
    this.#isClosed = true;
    this.#lines.close();
    this.#messages.close();
    this.#notifications.stop();
    this.#typing.stop();
    this.#joinRequests.stop();
    this.#invitations.stop();
  }

  #enterText(text: string, line: string, echo: ScreenLine): void {
    this.#lines.enterText(line, () => this.#send(text, echo));
    this.#onEntered();
  }

  #send(text: string, echo: ScreenLine): void {
    const { client, terminal, texts } = this.#context;
    const recipient = this.#selected.current;
    if (!recipient || !client.me) {
      terminal.print(texts.nobodyChosen);
      return;
    }
    this.#selected.viewIfIgnored();
    this.#messages.send(text, recipient, echo);
  }

  #enterCommand(line: string, command: string, argument: string): void {
    const { terminal, texts } = this.#context;
    if (command === '/to' && argument === '') terminal.print(texts.toUsage);
    else if (command === '/to')
      this.#lines.enterSelection(line, () => selectByName(this.#context, this.#names, this.#selected, parseName(argument)));
    else if (command === '/group' || command === '/join') this.#lines.enterSelection(line, () => this.#run(command, argument));
    else if (BETWEEN_TEXTS.has(command)) this.#lines.enterBarrier(line, () => this.#runAfterTexts(command, argument));
    else this.#lines.enterCommand(line, () => this.#run(command, argument));
  }

  /** Waits until the texts before are stored: "the last message" then is the one entered last. */
  async #runAfterTexts(command: string, argument: string): Promise<void> {
    if (this.#context.client.state === 'online') await this.#messages.waitUntilSent();
    await this.#run(command, argument);
  }

  async #run(command: string, argument: string): Promise<void> {
    const { client, terminal, texts } = this.#context;
    const run = this.#commands[command];
    if (argument !== '' && TAKES_NOTHING.has(command)) terminal.print(texts.takesNothing(command));
    else if (!run) terminal.print(texts.unknownCommand(printable(command)));
    else if (client.state !== 'online' && !NEEDS_NO_SERVER.has(command)) terminal.print(texts.noConnection);
    else
      await run(argument).catch((error: unknown) => {
        // The end of the session has its own line: do not print it also as a failure of the command that caused it.
        if (client.state !== 'closed') terminal.print(describeError(error, texts));
      });
  }

  #makeCommands(): ChatCommands {
    const context = this.#context;
    const selected = (): Recipient | undefined => this.#selected.current;
    const selectGroup = (group: Recipient | undefined): void => {
      this.#selected.select(group);
      if (group) this.#selected.view(group);
    };
    return {
      ...listCommands(context, this.#names, this.#messageLog, selected),
      ...conversationCommands(context, selected, (command, conversationId) => {
        if (command.endsWith('mute')) this.#selected.setMuted(conversationId, command === '/mute');
      }),
      ...changeCommands(context, this.#messageLog, selected),
      ...peopleCommands(context),
      ...groupCommands(context, selected, selectGroup, this.#joinRequests),
      ...accountCommands(context),
    };
  }

  #showPrompt(): void {
    const { terminal, texts } = this.#context;
    const recipient = this.#selected.current;
    const openRequests = recipient ? this.#joinRequests.openCount(recipient.conversationId) : 0;
    const unread = this.#unreadInMuted();
    const typist = recipient && this.#typing.typistIn(recipient.conversationId);
    const notices = [
      ...(typist !== undefined ? [texts.typing(printable(typist))] : []),
      ...(openRequests > 0 ? [texts.joinRequests(openRequests)] : []),
      ...(unread > 0 ? [texts.unreadInMuted(unread)] : []),
    ];
    const prefix = notices.map((notice) => `(${notice}) `).join('');
    if (!this.#isClosed) terminal.prompt(`${prefix}${recipient ? printable(recipient.name) : ''}> `);
  }
}

/** Commands that show conversations and messages. */
function listCommands(
  context: ChatContext,
  names: UserNames,
  messageLog: MessageLog,
  selected: () => Recipient | undefined,
): ChatCommands {
  const { client, terminal, texts } = context;
  const history = new HistoryView(context, names, messageLog);
  return {
    '/list': () => showConversations(context, names),
    '/unread': () => showConversations(context, names, true),
    async '/history'(argument) {
      const count = parseHistoryCount(argument);
      const recipient = selected();
      if (count === undefined) terminal.print(texts.historyUsage);
      else if (recipient) await history.showLast(recipient, count);
      else terminal.print(texts.nobodyChosen);
    },
    async '/more'() {
      const recipient = selected();
      if (recipient) await history.showEarlier(recipient);
      else terminal.print(texts.nobodyChosen);
    },
    async '/who'() {
      const recipient = selected();
      terminal.print(texts.who(printable(client.me?.name ?? ''), recipient && printable(recipient.name)));
    },
    async '/help'() {
      terminal.print(texts.help);
    },
  };
}

/** The terminal without output while `isMuted`: after the end of a loop, late replies must print nothing. */
function muteWhile(isMuted: () => boolean, terminal: Terminal): Terminal {
  return {
    interactive: terminal.interactive,
    interrupted: terminal.interrupted,
    print: (line) => {
      if (!isMuted()) terminal.print(line);
    },
    prompt: (text) => terminal.prompt(text),
    ask: (question, options) => terminal.ask(question, options),
    listen: (listener) => terminal.listen(listener),
    close: () => terminal.close(),
  };
}
