// `npm run chat -- --as alice`: a conversation in a terminal.
import process, { env } from 'node:process';
import { languageOf, readFlags } from './chat/flags.ts';
import { loadState, saveState } from './chat/state-file.ts';
import { codeOf, startTalk } from './chat/talk.ts';
import { askSecretly, type Input, type Output, openTerminal, type Terminal } from './chat/terminal.ts';
import { TEXTS, type Texts } from './chat/texts.ts';
import { type Client, createClient } from './sdk.ts';

export interface ChatOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: Input;
  readonly output: Output;
}

// A message of several lines pasted at once is saved once.
const SAVE_AFTER_MS = 300;
// How long leaving waits for messages that are not stored yet; they are kept and sent at the next start.
const FAREWELL_MS = 5000;
const PASSWORD_TRIES = 3;

/** Runs a chat until the input ends or the session does; returns the exit code. */
export async function chat({ argv, environment, input, output }: ChatOptions): Promise<number> {
  const language = languageOf(argv, environment);
  const texts = TEXTS[language];
  const flags = readFlags(argv, environment);
  if (!flags) {
    output.write(`${texts.usage}\n`);
    return 2;
  }
  const found = loadState(flags.stateFile);
  const saved = found?.name.toLowerCase() === flags.name.toLowerCase() ? found : undefined;
  const client = createClient({
    gates: flags.gates,
    device: { kind: 'desktop', name: 'terminal', language: texts.locale, program: 'im-chat' },
    ...(saved?.cursor && { cursor: saved.cursor }),
    unacknowledged: saved?.unacknowledged ?? [],
  });
  try {
    const ask = (): Promise<string | undefined> => askSecretly(input, output, texts.password);
    const welcome = await enter(client, flags, saved?.token, ask, texts);
    if (!welcome.entered) {
      output.write(`${welcome.line}\n`);
      return 1;
    }
    const terminal = openTerminal(input, output);
    terminal.print(welcome.line);
    return await converse(client, terminal, texts, flags.stateFile);
  } finally {
    client.close();
  }
}

interface Welcome {
  readonly entered: boolean;
  readonly line: string;
}

/** Goes on with the saved session; else logs in; else registers. */
async function enter(
  client: Client,
  { name, password }: { name: string; password: string | undefined },
  token: string | undefined,
  ask: () => Promise<string | undefined>,
  texts: Texts,
): Promise<Welcome> {
  const refused = (error: unknown): Welcome => ({ entered: false, line: texts.failure(codeOf(error)) });
  if (token !== undefined) {
    try {
      return { entered: true, line: texts.greeting((await client.resume(token)).name, false) };
    } catch (error) {
      if (codeOf(error) !== 'BAD_TOKEN') return refused(error);
    }
  }
  for (let tries = 1; ; tries += 1) {
    const secret = password ?? (await ask());
    if (secret === undefined) return { entered: false, line: texts.passwordNeeded };
    try {
      return await logInOrRegister(client, name, secret, texts);
    } catch (error) {
      if (codeOf(error) !== 'NAME_TAKEN') return refused(error);
    }
    if (password !== undefined || tries === PASSWORD_TRIES) return { entered: false, line: texts.wrongPassword };
  }
}

/** Rejects with NAME_TAKEN where the name exists and the password is wrong. */
async function logInOrRegister(client: Client, name: string, password: string, texts: Texts): Promise<Welcome> {
  try {
    return { entered: true, line: texts.greeting((await client.logIn(name, password)).name, false) };
  } catch (error) {
    if (codeOf(error) !== 'WRONG_CREDENTIALS') throw error;
  }
  return { entered: true, line: texts.greeting((await client.register({ name: name, password: password })).name, true) };
}

async function converse(client: Client, terminal: Terminal, texts: Texts, stateFile: string): Promise<number> {
  const { name, token } = client.me ?? { name: '', token: '' };
  const save = (): void => saveState(stateFile, { name, token, cursor: client.cursor, unacknowledged: client.unacknowledged });
  let saving: NodeJS.Timeout | undefined;
  const saveSoon = (): void => {
    saving ??= setTimeout(() => {
      saving = undefined;
      save();
    }, SAVE_AFTER_MS);
  };
  let exitCode = 0;
  let wasLost = false;

  const talk = startTalk(client, terminal, texts);
  client.on('message', saveSoon);
  client.on('synced', saveSoon);
  client.on('state', ({ state, retryInMs }) => {
    if (state === 'waiting' && !wasLost) terminal.print(texts.lost(Math.ceil(retryInMs / 1000)));
    if (state === 'online' && wasLost) terminal.print(texts.connectedAgain);
    wasLost = state === 'waiting' || (wasLost && state !== 'online');
  });
  client.on('closed', ({ reason }) => {
    if (reason === 'CLIENT') return;
    terminal.print(texts.closed(reason));
    exitCode = 1;
    terminal.close();
  });
  save();
  terminal.prompt('> ');
  for await (const line of terminal.lines) {
    if (!(await talk.enter(line))) break;
    saveSoon();
  }
  await Promise.race([talk.settled(), new Promise((resolve) => setTimeout(resolve, FAREWELL_MS).unref())]);
  clearTimeout(saving);
  save();
  terminal.close();
  return exitCode;
}

if (import.meta.main) {
  process.exitCode = await chat({ argv: process.argv.slice(2), environment: env, input: process.stdin, output: process.stdout });
}
