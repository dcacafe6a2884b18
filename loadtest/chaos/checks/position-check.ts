// Notices when a group's position in the store goes back: then two instances have stored effects of the same records.
import { readMysqlRows, runMysqlStatements } from '../../../tools/servers/mysql-statements.ts';

/** A fault that sets positions back on purpose runs this first, on its connection. */
export const ON_PURPOSE = 'SET @chaos_on_purpose = 1';

/** Call it when the schema is there. */
export async function watchPositions(mysqlUrl: string): Promise<void> {
  await runMysqlStatements(mysqlUrl, [
    'CREATE TABLE chaos_position_back (topic VARCHAR(255), part INT, was BIGINT, became BIGINT)',
    `CREATE TRIGGER chaos_position_back BEFORE UPDATE ON consumer_position FOR EACH ROW
      INSERT INTO chaos_position_back SELECT OLD.topic, OLD.part, OLD.next_offset, NEW.next_offset FROM DUAL
      WHERE NEW.next_offset < OLD.next_offset AND @chaos_on_purpose IS NULL`,
  ]);
}

/** A sentence for each partition whose position went back. */
export async function checkPositions(mysqlUrl: string): Promise<string[]> {
  const sql = `SELECT topic, part, COUNT(*) AS times, MIN(was) AS was, MIN(became) AS became FROM chaos_position_back
    GROUP BY topic, part`;
  const rows = await readMysqlRows(mysqlUrl, [{ sql }]);
  return rows.map(({ topic, part, times, was, became }) => {
    return `the position of ${topic}/${part} went back ${times} times, from ${was} to ${became}`;
  });
}
