// The version of MySQL, its limits and the state of the schema in it, for an operator.
import { readdirSync } from 'node:fs';
import type { MysqlState } from '../ports/index.ts';
import type { SqlConnection } from '../sql/connection.ts';
import { SCHEMA_FOLDER } from './migration.ts';
import { MIN_PACKET_BYTES } from './session.ts';

/** Who writes the tables. verify keeps what it knows in Redis. A test compares the lists with the schema files. */
export const TABLES_BY_OWNER = {
  'every service': ['consumer_position', 'consumer_producer', 'outbox', 'cache_fence'],
  auth: ['accounts', 'sessions'],
  logic: [
    'profiles',
    'relations',
    'conversations',
    'conversation_members',
    'messages',
    'reactions',
    'hidden_messages',
    'group_chats',
    'group_members',
    'group_restrictions',
    'group_requests',
  ],
  status: ['audit_log'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const TABLES = Object.values(TABLES_BY_OWNER).flat();
const QUOTED = TABLES.map((name) => `'${name}'`).join(',');

/** Rejects when MySQL is unavailable. Reads only. */
export async function readMysqlState({ query }: Pick<SqlConnection, 'query'>): Promise<MysqlState> {
  const [server, tables, columns] = await query([
    'SELECT VERSION(), @@max_allowed_packet, @@datadir, DATABASE()',
    'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()',
    `SELECT table_name, column_name, character_set_name FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name IN (${QUOTED}) AND character_set_name NOT IN ('ascii', 'utf8mb4')
      ORDER BY table_name, column_name`,
  ]);
  const [version, packet, folder, database] = (server?.[0] ?? []).map(String);
  const existing = new Set((tables ?? []).map(([name]) => String(name)));
  const [files] = existing.has('schema_files') ? await query(['SELECT name FROM schema_files ORDER BY name']) : [undefined];
  return {
    version: version ?? '',
    maxPacketBytes: Number(packet),
    minPacketBytes: MIN_PACKET_BYTES,
    dataFolder: folder ?? '',
    database: database ?? '',
    files: readdirSync(SCHEMA_FOLDER)
      .filter((name) => name.endsWith('.sql'))
      .sort(),
    applied: files?.map(([name]) => String(name)),
    owners: Object.entries(TABLES_BY_OWNER).map(([owner, names]) => ({
      owner,
      tables: names.length,
      missing: names.filter((name) => !existing.has(name)),
    })),
    narrowColumns: (columns ?? []).map(([table, column, characters]) => `${table}.${column} is ${characters}`),
  };
}
