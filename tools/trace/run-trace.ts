// `npm run admin -- trace ID`: prints one message's life. It reads Kafka, MySQL and the log files itself, without a status.
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import { SetupError } from '../../infra/ports/index.ts';
import { readConfig } from '../../infra/process/config/read.ts';
import { openLog } from '../../infra/process/logging/log.ts';
import { newId } from '../../proto/ids.ts';
import { topicNames } from '../../proto/rpc.ts';
import { findTrace, type Trace } from './find-trace.ts';

/** How far back each partition is searched: about an hour of a partition at 250 packs per second. */
const MAX_RECORDS = 1_000_000;

/** Resolves with the exit code: 1 where nothing is found, 2 where `id` is no id. */
export async function runTrace(argv: readonly string[], id: string, json: boolean): Promise<number> {
  const config = readConfig('tools', { argv });
  if (config.mysqlUrl === undefined) throw new SetupError('trace reads messages from MySQL: set IM_MYSQL_URL as for logic');
  const instance = `trace.${newId()}`;
  const bus = kafkaBus({ ...config.kafka, instance, log: openLog({ role: 'tools', instance, level: 'warn' }) });
  const pool = mysqlPool(config.mysqlUrl);
  try {
    const topics = topicNames(config.topics.generation);
    const sources = { bus, topics, reader: mysqlReader(pool), logFolder: config.logFolder, maxRecords: MAX_RECORDS };
    const trace = await findTrace(sources, id);
    process.stdout.write(json ? `${JSON.stringify(trace)}\n` : describeTrace(trace));
    return trace.message || trace.records.length > 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  } finally {
    await bus.close();
    await pool.end();
  }
}

/** A line for each fact, in the order in which they happened. */
export function describeTrace({ traceId, message, records, logLines }: Trace): string {
  const lines = [`trace     ${traceId || 'unknown: Kafka does not hold the command any more'}`];
  if (message) {
    const { messageId, senderId, sentAt, kind, isEdited, isRecalled, receivers } = message;
    const state = isRecalled ? ', recalled' : isEdited ? ', edited' : '';
    lines.push(`message   ${messageId}, seq ${message.seq}, ${kind}, sent at ${sentAt} by ${senderId}${state}`);
    for (const { userId, isDelivered, isRead } of receivers)
      lines.push(`receiver  ${userId}: ${isRead ? 'read' : isDelivered ? 'acknowledged' : 'not acknowledged'}`);
  } else lines.push('message   none in the store');
  for (const { place, what, gate, acceptedAt, userId, code } of records) {
    const details = [gate, acceptedAt && `accepted at ${acceptedAt}`, userId && `by ${userId}`, code].filter(Boolean);
    lines.push(`record    ${place}: ${what} (${details.join(', ')})`);
  }
  for (const line of logLines) lines.push(`log       ${JSON.stringify(line)}`);
  return `${lines.join('\n')}\n`;
}
