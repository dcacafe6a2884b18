// The members as server-sent events: all of them first, then each change until the client goes away.
import type { HttpStream } from '../infra/ports/index.ts';
import { describeMember, describeMembers } from './member-list.ts';
import type { Members } from './members.ts';

/** Events: `snapshot` with what /members shows; `joined`, `restarted`, `changed` and `gone` with one member. */
export function watchMembers(members: Members): HttpStream {
  return (send, closed) => {
    if (closed.aborted) return;
    send(formatEvent('snapshot', describeMembers(members)));
    const stop = members.onChange((change, member) => send(formatEvent(change, describeMember(member))));
    closed.addEventListener('abort', stop, { once: true });
  };
}

export function formatEvent(event: string, value: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}
