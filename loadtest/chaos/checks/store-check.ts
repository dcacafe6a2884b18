// Reads the store of a stack after a run, and looks for what clients cannot see: a message too many, a gap, a wrong count.
import { readMysqlRows } from '../../../tools/servers/mysql-statements.ts';

/** Each finds what may not be there, and says how many. */
const CHECKS: readonly { readonly fault: string; readonly sql: string }[] = [
  {
    fault: 'conversations whose seqs have gaps',
    sql: `SELECT COUNT(*) AS found FROM (SELECT m.conversation_id FROM messages m JOIN conversations c USING (conversation_id)
      GROUP BY m.conversation_id, c.seq, c.deleted_seq HAVING COUNT(*) <> c.seq - c.deleted_seq OR MAX(m.seq) <> c.seq) AS gaps`,
  },
  {
    fault: 'conversations whose count of unread messages is wrong',
    sql: `SELECT COUNT(*) AS found FROM (SELECT c.conversation_id FROM conversations c JOIN messages m USING (conversation_id)
      GROUP BY c.conversation_id, c.last_ordinal HAVING MAX(m.ordinal) <> c.last_ordinal) AS counts`,
  },
  {
    fault: 'conversations without their members',
    sql: `SELECT COUNT(*) AS found FROM conversations c WHERE NOT EXISTS
      (SELECT 1 FROM conversation_members m WHERE m.conversation_id = c.conversation_id)`,
  },
];

export interface StoreCheck {
  /** Messages of users. */
  readonly texts: number;
  readonly faults: readonly string[];
}

/** `url` is that of MySQL. Rejects when it cannot be read. */
export async function checkStore(url: string): Promise<StoreCheck> {
  const queries = ['SELECT COUNT(*) AS found FROM messages WHERE kind = 0', ...CHECKS.map(({ sql }) => sql)];
  const rows = await readMysqlRows(
    url,
    queries.map((sql) => ({ sql })),
  );
  const [texts = 0, ...found] = rows.map(({ found: count }) => Number(count));
  return { texts, faults: CHECKS.flatMap(({ fault }, i) => ((found[i] ?? 0) > 0 ? [`${found[i]} ${fault}`] : [])) };
}
