// A person as other users see them: columns of accounts a and profiles p.
import { column, type Decoded, RowReader } from '../../../infra/sql/row-reader.ts';
import type { Person } from '../../ports/index.ts';

export const personReader = new RowReader({
  name: column.nullable(column.text('a.name')),
  displayName: column.nullable(column.text('p.display_name')),
  avatarUrl: column.nullable(column.text('p.avatar_url')),
  about: column.nullable(column.text('p.about')),
  language: column.nullable(column.text('p.language')),
  isDeleted: column.boolean('a.deleted_at IS NOT NULL'),
});

type PersonFields = typeof personReader extends RowReader<infer Fields> ? Decoded<Fields> : never;

/** Joins the profile of the user that the SQL expression names. */
export const joinProfile = (userId: string): string => `LEFT JOIN profiles p ON p.user_id = ${userId}`;

/** Every text of a deleted account is empty, whatever its rows still hold. */
export function decodePerson(userId: string, { isDeleted, ...fields }: PersonFields): Person {
  if (isDeleted) return emptyPerson(userId);
  const { name = '', displayName = '', avatarUrl = '', about = '', language = '' } = fields;
  return { userId, name, displayName, avatarUrl, about, language };
}

/** A person whose account was deleted. */
export function emptyPerson(userId: string): Person {
  return { userId, name: '', displayName: '', avatarUrl: '', about: '', language: '' };
}
