// Reads the store of a stack after a run, and looks for what clients cannot see: a message too many, a gap, a wrong count.
import { createConnection, type RowDataPacket } from 'mysql2/promise';

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
  /** Texts of users in the store. */
  readonly stored: number;
  readonly faults: readonly string[];
}

/** `url` is that of MySQL. Rejects when it cannot be read. */
export async function checkStore(url: string): Promise<StoreCheck> {
  const connection = await createConnection(url);
  try {
    const count = async (sql: string): Promise<number> => {
      const [rows] = await connection.query<RowDataPacket[]>(sql);
      return Number(rows[0]?.found);
    };
    const faults: string[] = [];
    for (const { fault, sql } of CHECKS) {
      const found = await count(sql);
      if (found > 0) faults.push(`${found} ${fault}`);
    }
    return { stored: await count('SELECT COUNT(*) AS found FROM messages WHERE kind = 0'), faults };
  } finally {
    await connection.end();
  }
}
