// Sets a consumer group back, so that it reads again what it has processed.
import { consumerGroupId } from '../../../infra/kafka/consumer.ts';
import { topicNames } from '../../../proto/rpc.ts';
import { resetOffsets } from '../../../tools/servers/kafka/cluster.ts';
import { runMysqlStatements } from '../../../tools/servers/mysql-statements.ts';
import { ON_PURPOSE } from '../checks/position-check.ts';

const GENERATION = 1;
export const REWOUND_RECORDS = 1_000;

/**
 * The positions in the store go back by 1000 records, what Kafka has of the group to the beginning. No instance of the service
 * may run, and all must have stopped in order: otherwise the outcomes that they had not published would be skipped as known.
 */
export async function rewindGroup(service: string, servers: { readonly mysql: string; readonly kafka: string }): Promise<void> {
  const topic = topicNames(GENERATION).service(service);
  const back = (column: string): string => `${column} = IF(${column} > ${REWOUND_RECORDS}, ${column} - ${REWOUND_RECORDS}, 0)`;
  await runMysqlStatements(servers.mysql, [
    ON_PURPOSE,
    `UPDATE consumer_position SET ${back('published_offset')}, ${back('next_offset')} WHERE topic = '${topic}'`,
  ]);
  await resetOffsets(servers.kafka, consumerGroupId(service, topic), topic);
}
