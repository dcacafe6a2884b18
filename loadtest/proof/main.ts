// `npm run loadtest -- verify FILE`: counts a run again from the file that --fates has written.

import { parseArguments } from '../../proto/text/arguments.ts';
import { FlagError } from '../cli/flags.ts';
import { readFateFile, type StoredText } from './fate-file.ts';
import type { FateLine } from './fate-log.ts';
import { readMysqlMessages } from './read-store.ts';
import { type Verification, verifyFates } from './verify.ts';

/** The exit code: 0 when every promise held, 1 when one was broken. Throws UsageError. */
export async function verifyFile(argv: readonly string[], print: (text: string) => void): Promise<0 | 1> {
  const { values, positionals } = parse(argv);
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new FlagError(['verify takes one file that --fates has written']);
  const lines = values.mysql === undefined ? readFateFile(path) : withStore(path, values.mysql);
  const verification = await verifyFates(lines);
  print(formatVerification(verification));
  return countBroken(verification) > 0 ? 1 : 0;
}

function parse(argv: readonly string[]) {
  try {
    return parseArguments(argv, { mysql: { type: 'string' } }, true);
  } catch (error) {
    throw new FlagError([(error as Error).message]);
  }
}

/** The lines with what the store has now, instead of what it had at the end of the run. */
async function* withStore(path: string, mysqlUrl: string): AsyncGenerator<FateLine> {
  const conversationIds = new Set<string>();
  for await (const line of readFateFile(path)) if (line[0] === 'participant') conversationIds.add(line[2]);
  const texts: StoredText[] = await readMysqlMessages(mysqlUrl, [...conversationIds]);
  for await (const line of readFateFile(path)) if (line[0] !== 'read-store' && line[0] !== 'stored') yield line;
  yield ['read-store'];
  for (const { conversationId, seq, clientMessageId } of texts) yield ['stored', conversationId, seq, clientMessageId];
}

export function countBroken({ store, messages, acked, ...counts }: Verification): number {
  const inStore = store ? store.missing + store.twice : 0;
  return Object.values(counts).reduce((sum, count) => sum + count, inStore);
}

export function formatVerification({ store, messages, acked, ...counts }: Verification): string {
  const broken = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const inStore = store
    ? `${store.texts} texts: ${store.missing} acknowledged ones missing, ${store.twice} stored twice`
    : 'not in the file: add --mysql URL to ask it now';
  return `messages      ${messages} sent  ${acked} acked\nclients       ${broken.join('  ')}\nstore         ${inStore}\n`;
}
