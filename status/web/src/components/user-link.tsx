// Leads to an account.
import { NOTHING } from '../format.ts';
import { formatHash } from '../router.ts';

export function UserLink({ userId }: { readonly userId: string }) {
  if (userId === '') return <>{NOTHING}</>;
  return (
    <a href={formatHash('users', [], { account: userId })}>
      <code>{userId}</code>
    </a>
  );
}
