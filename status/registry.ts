// The rpcs of status for other services.
import type { Command } from '../infra/ports/index.ts';
import type { Handlers, im } from '../proto/rpc.ts';
import type { Members } from './members.ts';

/** Each process of status knows all members, so any of them answers. */
export function registryHandlers(members: Pick<Members, 'list' | 'isHearing'>): Handlers<im.Registry, Command<undefined>> {
  return {
    listMembers: ({ role }) => ({
      isCurrent: members.isHearing,
      members: members.list().flatMap(({ report }) => (role === '' || report.role === role ? [report] : [])),
    }),
  };
}
