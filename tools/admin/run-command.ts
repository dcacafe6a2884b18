// Sends the requests of one command, and writes what comes back.
import { createInterface } from 'node:readline/promises';
import { type AdminApi, type ApiRequest, Refusal } from './backends.ts';
import { type AdminCommand, WrongArguments } from './commands.ts';
import type { AdminTexts } from './texts.ts';

interface Output {
  readonly json: boolean;
  readonly texts: AdminTexts;
}

/** Resolves with the exit code. */
export async function runCommand(api: AdminApi, command: AdminCommand, output: Output): Promise<number> {
  const { json, texts } = output;
  let failures = 0;
  let { requests } = command;
  try {
    if (command.preview) {
      const seen = (await api.ask(command.preview)) as SeenLetters;
      if (seen.letters.length === 0) {
        write(NO_LETTERS, command, output);
        return 0;
      }
      if (command.asks && !(await confirm(command, seen, texts))) {
        process.stderr.write(`${texts.notConfirmed}\n`);
        return 1;
      }
      requests = upToNewest(command.requests, seen);
    }
  } catch (error) {
    return report(error, json);
  }
  for (const request of requests) {
    try {
      if (command.lines) {
        failures += await copyLines(api.readLines(request), output);
        continue;
      }
      const reply = await api.ask(request);
      write(reply, command, output);
      if (hasFinding(reply) || hasRest(reply)) failures++;
    } catch (error) {
      failures += report(error, json);
    }
  }
  return failures > 0 ? 1 : 0;
}

function write(reply: unknown, { show }: AdminCommand, { json, texts }: Output): void {
  process.stdout.write(json ? `${JSON.stringify(reply)}\n` : show(reply as never, texts));
}

/** Returns the exit code. */
function report(error: unknown, json: boolean): number {
  if (!(error instanceof Refusal)) throw error;
  const { code, message } = error;
  process.stderr.write(json ? `${JSON.stringify({ error: { code, message } })}\n` : `${message}\n`);
  return 1;
}

/** The doctor has found something: scripts see it in the exit code. */
function hasFinding(reply: unknown): boolean {
  const { findings } = reply as { readonly findings?: readonly { readonly isGood: boolean }[] };
  return findings?.some(({ isGood }) => !isGood) ?? false;
}

/** Some of many letters were not done. */
function hasRest(reply: unknown): boolean {
  const { failed = [], left = [] } = reply as { readonly failed?: readonly unknown[]; readonly left?: readonly unknown[] };
  return failed.length + left.length > 0;
}

/** Throws WrongArguments where a command would ask and nobody can answer. */
export function assertAnswerable({ asks }: AdminCommand, texts: AdminTexts): void {
  if (asks && !process.stdin.isTTY) throw new WrongArguments(texts.needsYes);
}

interface SeenLetters {
  readonly letters: readonly { readonly number: number; readonly state: string }[];
  /** Those that fit beside them; all are older. */
  readonly more: number;
}

const NO_LETTERS = { done: [], failed: [], left: [], stoppedBy: '' };

function upToNewest(requests: readonly ApiRequest[], { letters }: SeenLetters): readonly ApiRequest[] {
  const upTo = Math.max(...letters.map(({ number }) => number));
  return requests.map((request) => ({ ...request, body: { ...request.body, upTo } }));
}

/** Tells how many letters it is about, and asks on the terminal. */
async function confirm({ requests }: AdminCommand, { letters, more }: SeenLetters, texts: AdminTexts): Promise<boolean> {
  const isReplay = requests[0]?.path.endsWith('replay-all') ?? false;
  const count = letters.filter(({ state }) => !isReplay || state === 'open').length;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(texts.confirm(count, more > 0));
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Copies the lines to standard output, no faster than it takes them. Resolves with 1 when the last line is not the end. */
async function copyLines(pieces: AsyncIterable<string>, { texts }: Output): Promise<number> {
  let last = '';
  for await (const piece of withoutEmptyLines(pieces)) {
    last = lastLine(`${last}${piece}`);
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  const { kind, lines, message } = parseLine(last);
  if (kind === 'end') {
    // Into the file goes nothing but lines.
    if (!process.stdout.isTTY) process.stderr.write(`${texts.exported(lines ?? 0)}\n`);
    return 0;
  }
  process.stderr.write(`${texts.exportBroken}${message === undefined ? '' : ` (${message})`}\n`);
  return 1;
}

/** Empty lines say only that the next line takes long. */
export async function* withoutEmptyLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isInLine = false;
  for await (const piece of pieces) {
    const text = piece.replaceAll(/\n{2,}/g, '\n').slice(!isInLine && piece.startsWith('\n') ? 1 : 0);
    if (text === '') continue;
    isInLine = !text.endsWith('\n');
    yield text;
  }
}

/** The last line of a text, whole or not. */
function lastLine(text: string): string {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  return text.slice(text.lastIndexOf('\n', end - 1) + 1);
}

function parseLine(line: string): { readonly kind?: string; readonly lines?: number; readonly message?: string } {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}
