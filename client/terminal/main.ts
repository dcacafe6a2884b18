// `npm run chat -- --as alice`: a conversation in a terminal.
import process, { env } from 'node:process';
import { createClient, DEFAULT_TIMING, type EndReason, type SessionState } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { startCommandLoop } from './command-loop.ts';
import { type ChatFlags, detectLanguage, parseFlags } from './flags.ts';
import { openTerminal, type TerminalInput, type TerminalOutput } from './screen/terminal.ts';
import { signIn } from './sign-in.ts';
import { deleteState, loadState, type SavedState, saveState } from './state-file.ts';
import { TEXTS } from './texts/texts.ts';

export interface ChatOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
}

// A message of several lines pasted at once is saved once.
const SAVE_AFTER_MS = 300;
// How long the end of the input waits for messages that are not stored yet; they are kept and sent at the next start.
const FAREWELL_MS = 5000;
// Who says to leave wants to go; this is enough where the connection is good.
const QUIT_MS = 500;
// Somebody sits before it, and would not wait for the SDK's longest pause, or for an answer as long as a program does.
const TIMING = { reconnectMaxMs: 5000, callTimeoutMs: 10_000 };
// What a user did himself is no failure, and nothing is kept of it.
const GONE: ReadonlySet<EndReason> = new Set<EndReason>(['LOGGED_OUT', 'ACCOUNT_DELETED']);

/** Runs a chat until the input ends, the user leaves or the session ends; returns the exit code. */
export async function runChat({ argv, environment, input, output }: ChatOptions): Promise<number> {
  const texts = TEXTS[detectLanguage(argv, environment)];
  const flags = parseFlags(argv, environment);
  if ('mistake' in flags) {
    if (flags.mistake) output.write(`${flags.mistake(texts)}\n\n`);
    output.write(`${texts.usage}\n`);
    return flags.mistake ? 2 : 0;
  }
  const saved = savedFor(flags);
  const client = createClient({
    gates: flags.gates,
    device: { kind: flags.deviceKind, name: 'terminal', language: texts.locale, program: 'im-chat' },
    ...(saved?.cursor && { cursor: saved.cursor }),
    unacknowledged: saved?.unacknowledged ?? [],
    sendsDeliveryReceipts: true,
    timing: TIMING,
  });
  const terminal = openTerminal(input, output);
  try {
    const context = { client, terminal, texts, unusedCodes: new Map<string, number>() };
    const stopWatching = tellAbsence(context, flags.gates);
    const who = { name: flags.name, password: flags.password, token: saved?.token || undefined, gate: flags.gates[0] ?? '' };
    const welcome = await Promise.race([signIn(context, who), terminal.interrupted]);
    stopWatching();
    if (!welcome) return 1;
    terminal.print(welcome.message);
    return welcome.isLoggedIn ? await converse(context, flags) : 1;
  } finally {
    terminal.close();
    client.close();
  }
}

/** What the last run as this user at this server has kept. */
function savedFor({ name, gates, stateFile }: ChatFlags): SavedState | undefined {
  const saved = loadState(stateFile);
  const isSame = saved?.name.toLowerCase() === name.toLowerCase() && saved.server === gates[0];
  return isSame ? saved : undefined;
}

async function converse(context: ChatContext, { name, gates, stateFile }: ChatFlags): Promise<number> {
  const { client, terminal, texts } = context;
  const { promise: over, resolve: end } = Promise.withResolvers<'input' | 'quit' | EndReason>();
  const keeping = keep(context, { stateFile, name, server: gates[0] ?? '' });
  const talk = startCommandLoop(context, keeping.soon);
  tellConnection(context);
  client.on('closed', ({ reason }) => end(reason));
  keeping.now();
  terminal.listen({
    line(line, echo) {
      if (!talk.handleLine(line, echo)) end('quit');
    },
    typing: talk.notifyTyping,
    // Who interrupts a program wants to go; where lines come from a file, all of them are to be sent.
    end: () => end(terminal.interactive ? 'quit' : 'input'),
  });

  const why = await over;
  const isClosed = client.state === 'closed';
  if (!isClosed) {
    const patienceMs = why === 'input' ? FAREWELL_MS : client.state === 'online' ? QUIT_MS : 0;
    await Promise.race([talk.waitUntilSettled(), new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
  }
  const isGone = isClosed && GONE.has(why as EndReason);
  talk.close(!isGone);
  keeping.stop(isClosed ? (why as EndReason) : undefined);
  if (!isClosed) return 0;
  terminal.print(texts.closed(texts.failure(why)));
  return isGone ? 0 : 1;
}

/** Says once, until the function it returns is called, that there is no server to connect to. */
function tellAbsence({ client, terminal, texts }: ChatContext, gates: readonly string[]): () => void {
  let before: SessionState = 'idle';
  const stop = client.on('state', ({ state }) => {
    // A connection that was there and ended says nothing yet: the next try will.
    if (state === 'waiting' && before === 'connecting') {
      stop();
      terminal.print(texts.waitingFor(gates.join(', '), DEFAULT_TIMING.logInTimeoutMs / 1000));
    }
    before = state;
  });
  return stop;
}

/** Says when the connection is lost, and when it is back. */
function tellConnection({ client, terminal, texts }: ChatContext): void {
  let isLost = false;
  client.on('state', ({ state, retryInMs }) => {
    if (state === 'waiting' && !isLost)
      terminal.print(texts.connectionLost(Math.ceil(retryInMs / 1000), TIMING.reconnectMaxMs / 1000));
    if (state === 'online' && isLost) terminal.print(texts.connectedAgain);
    isLost = state === 'waiting' || (isLost && state !== 'online');
  });
}

interface Keeping {
  now(): void;
  soon(): void;
  /** For good; `ended`: why the session is no more. */
  stop(ended: EndReason | undefined): void;
}

/** Keeps in a file what the next start goes on with. */
function keep({ client }: ChatContext, where: { stateFile: string; name: string; server: string }): Keeping {
  const { stateFile, name, server } = where;
  let token = client.me?.token ?? '';
  let saving: NodeJS.Timeout | undefined;
  const now = (): void => {
    clearTimeout(saving);
    saving = undefined;
    saveState(stateFile, { name, server, token, cursor: client.cursor, unacknowledged: client.unacknowledged });
  };
  const soon = (): void => {
    saving ??= setTimeout(now, SAVE_AFTER_MS);
  };
  const stops = [
    client.on('message', soon),
    client.on('synced', soon),
    // At once: the one before is dead as soon as this one was used.
    client.on('token', (newest) => {
      if (newest.token === token) return;
      token = newest.token;
      now();
    }),
  ];
  return {
    now,
    soon,
    stop(ended) {
      for (const stop of stops) stop();
      clearTimeout(saving);
      // The other window goes on with the same file.
      if (ended === 'SESSION_REPLACED') return;
      if (ended !== undefined) token = '';
      if (ended !== undefined && GONE.has(ended)) deleteState(stateFile);
      else now();
    },
  };
}

if (import.meta.main) {
  process.exitCode = await runChat({
    argv: process.argv.slice(2),
    environment: env,
    input: process.stdin,
    output: process.stdout,
  });
}
