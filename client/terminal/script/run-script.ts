// One run of a chat that a program drives, after the log-in.
import type { EndReason } from '../../sdk/index.ts';
import type { ChatContext } from '../chat-context.ts';
import type { ChatFlags } from '../flags.ts';
import type { TerminalInput, TerminalOutput } from '../screen/terminal.ts';
import { REQUESTED_ENDS, SessionKeeper } from '../session-keeper.ts';
import type { SignInResult } from '../sign-in.ts';
import { watchConnection } from './connection-changes.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { findOnlyRecipient } from './find-recipient.ts';
import { ScriptRun } from './script-run.ts';
import type { EmitEvent } from './script-terminal.ts';

export interface ScriptDependencies {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /** Calls the function when the chat must end, in order. */
  readonly onStop?: (stop: () => void) => void;
}

export function emitFailure(emit: EmitEvent, { code = 'NOT_LOGGED_IN', message }: SignInResult): ExitCode {
  emit({ event: 'error', code, sentence: message });
  return EXIT.FAILED;
}

/** Sends each line of the input and tells what happens, until the input ends, the session ends or the program is stopped. */
export async function runScript(
  context: ChatContext,
  { name, server, stateFile, to }: ChatFlags,
  emit: EmitEvent,
  { input, output, onStop }: ScriptDependencies,
): Promise<ExitCode> {
  const { client, texts } = context;
  const { promise: ended, resolve: end } = Promise.withResolvers<'input' | 'stop' | 'closed'>();
  const keeper = new SessionKeeper(context, { stateFile, name, server });
  let endReason: EndReason | undefined;
  client.on('closed', ({ reason }) => {
    endReason = reason;
    end('closed');
  });
  onStop?.(() => end('stop'));
  // The reader of the output has gone, as in `| head -1`.
  output.on('error', () => end('stop'));
  watchConnection(context, (state, sentence) => emit({ event: 'connection', state, sentence }));
  keeper.saveNow();
  emit({ event: 'loggedIn', userId: client.me?.userId ?? '', name: client.me?.name ?? '' });
  // It listens before the search, so that it misses no message.
  const run = new ScriptRun(context, { emit, onEntered: () => keeper.saveSoon() });
  const recipient = to === undefined ? undefined : await findOnlyRecipient(context, to);
  // The end of the session has its own sentence: it is not the recipient's fault.
  if (recipient && 'exitCode' in recipient && endReason === undefined) {
    emit({ event: 'error', code: recipient.code, sentence: recipient.sentence });
    keeper.stop(undefined);
    return recipient.exitCode;
  }
  void run.read(input, recipient && 'exitCode' in recipient ? undefined : recipient).then(() => end('input'));
  if ((await ended) === 'input') await run.waitUntilSettled();
  await run.close(endReason === undefined || !REQUESTED_ENDS.has(endReason));
  keeper.stop(endReason);
  if (endReason === undefined) return exitCodeOf(run.hasRefusals, client.unacknowledged.length);
  emit({ event: 'error', code: endReason, sentence: texts.closed(texts.failure(endReason)) });
  return EXIT.FAILED;
}
