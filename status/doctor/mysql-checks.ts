// MySQL: its version and limits, and the schema in it against the one that this version has.
import type { MysqlState } from '../../infra/ports/index.ts';
import { bad, type Finding, good, group } from './findings.ts';

/** The oldest whose support has not ended; older ones are not tested. */
const OLDEST = { MySQL: [8, 0], MariaDB: [10, 6] } as const;

export function examineMysql(mysql: MysqlState): Finding[] {
  const { version, maxPacketBytes, minPacketBytes } = mysql;
  const kind = /mariadb/i.test(version) ? 'MariaDB' : 'MySQL';
  const oldest = OLDEST[kind].join('.');
  const found = [
    isOlder(version, OLDEST[kind])
      ? bad('servers', 'MySQL', `is ${version}, older than ${oldest}`, 'upgrade it: older versions are not tested')
      : undefined,
    maxPacketBytes < minPacketBytes
      ? bad(
          'servers',
          'MySQL',
          `max_allowed_packet is ${maxPacketBytes} bytes, and batches need ${minPacketBytes}`,
          'set max_allowed_packet=16M or more in its configuration and restart it: no service starts with less',
        )
      : undefined,
  ].filter((one) => one !== undefined);
  return [...(found.length > 0 ? found : [good('servers', 'MySQL', version)]), ...examineSchema(mysql)];
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [given = 0, givenMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return given < major || (given === major && givenMinor < minor);
}

function examineSchema(mysql: MysqlState): Finding[] {
  const { owners, narrowColumns, applied = [], files } = mysql;
  const hasNoTable = owners.every(({ tables, missing }) => missing.length === tables);
  if (mysql.applied === undefined && hasNoTable)
    return [
      bad(
        'schema',
        '',
        `the database ${mysql.database} has none of the tables`,
        'start auth or logic, which create them; or correct IM_MYSQL_URL: it may name another database',
      ),
    ];
  const version = applied.at(-1) ?? 'no version';
  const found = [
    examineVersion(mysql),
    ...owners.map(({ owner, missing }) => (applied.length > 0 ? examineMissing(owner, missing, files, applied) : undefined)),
    narrowColumns.length > 0
      ? bad(
          'schema',
          '',
          `columns that cannot hold every character: ${narrowColumns.join(', ')}`,
          'ALTER TABLE … MODIFY these columns to CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, as in infra/mysql/schema',
        )
      : undefined,
  ].filter((one) => one !== undefined);
  const wrong = new Set(found.map(({ subject }) => subject));
  const fine = owners
    .filter(({ owner, missing }) => !wrong.has(owner) && missing.length === 0)
    .map(({ owner, tables }) => good('schema', owner, `${tables} ${tables === 1 ? 'table' : 'tables'}, ${version}`));
  return group('schema', [...fine, ...found], '');
}

/** The schema files that the database says it has, against those of this version. */
function examineVersion({ files, applied, owners }: MysqlState): Finding | undefined {
  const unknown = (applied ?? []).filter((name) => !files.includes(name));
  const pending = files.filter((name) => !(applied ?? []).includes(name));
  if (unknown.length > 0)
    return bad(
      'schema',
      '',
      `is newer than this version, which does not know ${unknown.join(', ')}`,
      'restart the instances of the older version with the newer one (versions, above)',
    );
  if (pending.length === 0) return undefined;
  const missing = owners.flatMap((owner) => owner.missing);
  // Each statement commits by itself, so a start that was interrupted leaves a part of a file.
  if (applied === undefined || applied.length === 0)
    return bad(
      'schema',
      '',
      `is migrated in part: ${pending.join(', ')} has not ended, and ${countTables(missing.length)} missing`,
      'restart auth or logic, which apply the file again, and read their log: may their user create tables?',
    );
  return bad(
    'schema',
    '',
    `is older than this version: ${pending.join(', ')} is not applied`,
    'restart auth or logic with this version: they upgrade the schema when they start',
  );
}

function examineMissing(
  owner: string,
  missing: readonly string[],
  files: readonly string[],
  applied: readonly string[],
): Finding | undefined {
  if (missing.length === 0 || files.some((name) => !applied.includes(name))) return undefined;
  const text = `the ${missing.length === 1 ? 'table is' : 'tables are'} missing: ${missing.join(', ')}`;
  const remedy = 'restore the database from a backup: it says that all schema files are applied, so nobody creates them again';
  return bad('schema', owner, text, remedy);
}

function countTables(count: number): string {
  return count === 1 ? '1 table is' : `${count} tables are`;
}
