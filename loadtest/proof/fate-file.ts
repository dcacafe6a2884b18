// The file of a run: the lines of all load processes, and what the store has.
import { appendFileSync, createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../cli/usage-error.ts';
import type { FateLine } from './fate-log.ts';

/** A message in the store. */
export interface StoredText {
  readonly conversationId: string;
  readonly seq: number;
  /** In hexadecimal digits. */
  readonly clientMessageId: string;
}

/** Where a load process writes its lines. */
export function partFile(path: string, index: number): string {
  return `${path}.part-${index}`;
}

/** Puts the parts of the load processes together, with what the store has, and removes them. */
export async function joinFateFile(
  path: string,
  parts: number,
  run: { readonly target: string; readonly scenario: string },
  texts: Iterable<StoredText> | undefined,
): Promise<void> {
  const line = (value: FateLine): string => `${JSON.stringify(value)}\n`;
  const target = createWriteStream(path);
  target.write(line(['run', { format: 1, ...run }]));
  for (let index = 0; index < parts; index++)
    await pipeline(createReadStream(partFile(path, index)), target, { end: index === parts - 1 });
  if (texts) {
    appendFileSync(path, line(['read-store']));
    let piece: string[] = [];
    for (const { conversationId, seq, clientMessageId } of texts) {
      piece.push(line(['stored', conversationId, seq, clientMessageId]));
      if (piece.length < 1_000) continue;
      appendFileSync(path, piece.join(''));
      piece = [];
    }
    appendFileSync(path, piece.join(''));
  }
  // Without this line the file was cut short.
  appendFileSync(path, line(['end']));
  for (let index = 0; index < parts; index++) rmSync(partFile(path, index));
}

/** The lines of a file. Throws UsageError when it is none, or when it was cut short. */
export async function* readFateFile(path: string): AsyncGenerator<FateLine> {
  if (!existsSync(path)) throw new UsageError(`${path} cannot be read: it does not exist`);
  let number = 0;
  let last: FateLine | undefined;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    const line = parseLine(text);
    const isFirst = number === 1;
    if (isFirst && line?.[0] !== 'run') throw new UsageError(`${path} is no file of --fates`);
    if (!line) throw new UsageError(`${path} was cut short or changed: line ${number} cannot be read`);
    last = line;
    yield line;
  }
  if (last?.[0] !== 'end') throw new UsageError(`${path} was cut short: its last line is missing`);
}

function parseLine(text: string): FateLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && typeof value[0] === 'string' ? (value as unknown as FateLine) : undefined;
  } catch {
    return undefined;
  }
}
