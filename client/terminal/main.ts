// `npm run chat -- --as alice`: a chat in a terminal, or one that a program drives.
import process, { env } from 'node:process';
import { createClient, DEFAULT_TIMING, type EndReason, type SessionState } from '../sdk/node.ts';
import type { ChatContext } from './chat-context.ts';
import { CodeRequester } from './code-requester.ts';
import { CommandLoop } from './command-loop.ts';
import { type ChatFlags, detectLanguage, parseFlags } from './flags.ts';
import { openTerminal } from './screen/open-terminal.ts';
import type { TerminalInput, TerminalOutput } from './screen/terminal.ts';
import { CHAT_TIMING, watchConnection } from './script/connection-changes.ts';
import { EXIT, type ExitCode, exitCodeOf } from './script/exit-codes.ts';
import { findOnlyRecipient } from './script/find-recipient.ts';
import { emitFailure, runScript } from './script/run-script.ts';
import { createEmitter, createScriptTerminal } from './script/script-terminal.ts';
import { REQUESTED_ENDS, SessionKeeper } from './session-keeper.ts';
import { signIn } from './sign-in.ts';
import { loadState, type SavedState, saveState } from './state-file.ts';
import { TEXTS } from './texts/texts.ts';

export interface ChatOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** Standard error, for mistakes. */
  readonly errors: TerminalOutput;
  /** Calls the function when a chat that a program drives must end, in order. */
  readonly onStop?: (stop: () => void) => void;
}

// At the end of the input, the chat waits this long for messages to be stored. Others are kept and sent at the next start.
const END_OF_INPUT_WAIT_MS = 5000;
// A user who quits does not want to wait. This is enough on a good connection.
const QUIT_WAIT_MS = 500;

/** Runs a chat until the input ends, the user quits or the session ends; returns the exit code. */
export async function runChat(options: ChatOptions): Promise<ExitCode> {
  const { argv, environment, input, output, errors } = options;
  const texts = TEXTS[detectLanguage(argv, environment)];
  const flags = parseFlags(argv, environment);
  if ('mistake' in flags) {
    if (flags.mistake) errors.write(`${flags.mistake(texts)}\n\n`);
    (flags.mistake ? errors : output).write(`${texts.usage}\n`);
    return flags.mistake ? EXIT.WRONG_FLAGS : EXIT.DONE;
  }
  let saved: SavedState | undefined;
  try {
    saved = loadSession(flags);
  } catch (error) {
    errors.write(`${texts.stateUnreadable(flags.stateFile, (error as Error).message)}\n`);
    return EXIT.WRONG_FLAGS;
  }
  const codeRequester = new CodeRequester(saved?.codeRequester, (hex) => keepRequester(flags, saved, hex));
  const client = createClient({
    gates: flags.gates,
    status: flags.status,
    device: { kind: flags.deviceKind, name: 'terminal', language: texts.locale, program: 'im-chat' },
    ...(saved?.deviceToken && { deviceToken: saved.deviceToken }),
    codeRequester: codeRequester.bytes,
    ...(saved?.cursor && { cursor: saved.cursor }),
    unacknowledged: saved?.unacknowledged ?? [],
    sendsDeliveryReceipts: true,
    timing: CHAT_TIMING,
  });
  // A pipe with a recipient has no commands, so its output is for programs too.
  const isScript = flags.format !== 'screen' || (flags.to !== undefined && input.isTTY !== true);
  const emit = isScript ? createEmitter({ output, errors }, flags.format === 'json') : undefined;
  const terminal = emit ? createScriptTerminal(emit) : openTerminal(input, output);
  try {
    const context = { client, terminal, texts, unusedCodes: new Map<string, number>(), codeRequester };
    const stopWatching = printMissingServer(context, [...flags.status, ...flags.gates]);
    const { name, password, server } = flags;
    const credentials = { name, password, token: saved?.token || undefined, gate: server };
    const result = await Promise.race([signIn(context, credentials), terminal.interrupted]);
    stopWatching();
    if (!result) return EXIT.FAILED;
    if (emit) return result.isLoggedIn ? await runScript(context, flags, emit, options) : emitFailure(emit, result);
    if (result.isLoggedIn || terminal.interactive) terminal.print(result.message);
    else errors.write(`${result.message}\n`);
    return result.isLoggedIn ? await runCommandLoop(context, flags) : EXIT.FAILED;
  } finally {
    terminal.close();
    client.close();
  }
}

/** The state that the last run of this user at this server has saved. */
function loadSession({ name, server, stateFile }: ChatFlags): SavedState | undefined {
  const saved = loadState(stateFile);
  const isSame = saved?.name.toLowerCase() === name.toLowerCase() && saved.server === server;
  return isSame ? saved : undefined;
}

/** Before the first log-in nothing else saves it. */
function keepRequester({ name, server, stateFile }: ChatFlags, saved: SavedState | undefined, codeRequester: string): void {
  try {
    saveState(stateFile, { name, server, token: '', cursor: undefined, unacknowledged: [], ...saved, codeRequester });
  } catch {
    // The code works in this run. After the log-in the chat tells that it cannot save.
  }
}

async function runCommandLoop(context: ChatContext, { name, server, stateFile, to }: ChatFlags): Promise<ExitCode> {
  const { client, terminal, texts } = context;
  const { promise: ended, resolve: end } = Promise.withResolvers<'input' | 'quit' | EndReason>();
  const keeper = new SessionKeeper(context, { stateFile, name, server });
  const loop = new CommandLoop(context, { onEntered: () => keeper.saveSoon() });
  watchConnection(context, (_, sentence) => terminal.print(sentence));
  client.on('closed', ({ reason }) => end(reason));
  keeper.saveNow();
  if (to !== undefined) {
    const recipient = await findOnlyRecipient(context, to);
    if ('exitCode' in recipient) {
      terminal.print(recipient.sentence);
      loop.close(true);
      keeper.stop(undefined);
      return recipient.exitCode;
    }
    loop.select(recipient);
  }
  terminal.listen({
    line(line, echo) {
      if (!loop.handleLine(line, echo)) end('quit');
    },
    typing: () => loop.notifyTyping(),
    complete: (line) => loop.complete(line),
    // Ctrl-C quits at once; at the end of a file, all its lines are sent first.
    end: () => end(terminal.interactive ? 'quit' : 'input'),
  });

  const why = await ended;
  const isClosed = client.state === 'closed';
  if (!isClosed) {
    const waitMs = why === 'input' ? END_OF_INPUT_WAIT_MS : client.state === 'online' ? QUIT_WAIT_MS : 0;
    await Promise.race([loop.waitUntilSettled(), new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
  }
  const isRequested = isClosed && REQUESTED_ENDS.has(why as EndReason);
  // A user sees what became of their messages; a program that pipes lines learns it by the code.
  const code = terminal.interactive ? EXIT.DONE : exitCodeOf(loop.hasFailures, client.unacknowledged.length);
  loop.close(!isRequested);
  keeper.stop(isClosed ? (why as EndReason) : undefined);
  if (!isClosed) return code;
  terminal.print(texts.closed(texts.failure(why)));
  return isRequested ? EXIT.DONE : EXIT.FAILED;
}

/** Prints once that no server answers. The returned function stops this. */
function printMissingServer({ client, terminal, texts }: ChatContext, addresses: readonly string[]): () => void {
  let before: SessionState = 'idle';
  const stop = client.on('state', ({ state }) => {
    // Only a failed attempt counts: an open connection may end for other reasons.
    if (state === 'waiting' && before === 'connecting') {
      stop();
      terminal.print(texts.waitingFor(addresses.join(', '), DEFAULT_TIMING.logInTimeoutMs / 1000));
    }
    before = state;
  });
  return stop;
}

if (import.meta.main) {
  process.exitCode = await runChat({
    argv: process.argv.slice(2),
    environment: env,
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    onStop: (stop) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
    },
  });
}
