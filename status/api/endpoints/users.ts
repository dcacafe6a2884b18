// Accounts, their sessions, and groups.
import { type Endpoint, endpoint, linesEndpoint } from '../endpoint.ts';
import { account, anyText, done, id, limit, sessionsEnded } from '../fields.ts';
import type { ApiParts } from '../parts.ts';
import { anyObject, boolean, list, number, object, optional } from '../schema.ts';

const SESSION = object({ sessionId: anyText, deviceKind: anyText, deviceName: anyText, openedAt: number, boundAt: number });
const USER = object({
  userId: anyText,
  name: anyText,
  email: anyText,
  disabled: boolean,
  registeredAt: number,
  sessions: list(SESSION),
});
const GROUP = object({
  groupId: anyText,
  name: anyText,
  about: anyText,
  ownerId: anyText,
  memberCount: number,
  createdAt: number,
  dissolved: boolean,
});
const MEMBER = object({ userId: anyText, name: anyText, role: anyText, joinedAt: number });
const MEMBERS_PAGE = 100;

export function userEndpoints({ users }: ApiParts): Endpoint[] {
  return [
    endpoint('GET /api/users/{account}', {
      name: 'user',
      summary: 'An account and its sessions.',
      role: 'read',
      params: { account },
      reply: USER,
      handle: ({ params }) => users.inspect(params.account),
    }),
    endpoint('POST /api/users/{account}/end-sessions', {
      name: 'endSessions',
      summary: 'Ends one session of a user, or all, and closes its connections.',
      role: 'operate',
      params: { account },
      body: { sessionId: optional(id) },
      reply: sessionsEnded,
      handle: ({ params, body }) => users.endSessions(params.account, body.sessionId),
    }),
    endpoint('POST /api/users/{account}/disable', {
      name: 'disable',
      summary: 'Ends all sessions of an account and refuses log-ins. Its data stays.',
      role: 'operate',
      params: { account },
      reply: sessionsEnded,
      handle: ({ params }) => users.setDisabled(params.account, true),
    }),
    endpoint('POST /api/users/{account}/enable', {
      name: 'enable',
      summary: 'Lets the owner of a disabled account log in again.',
      role: 'operate',
      params: { account },
      reply: sessionsEnded,
      handle: ({ params }) => users.setDisabled(params.account, false),
    }),
    linesEndpoint('POST /api/users/{account}/export', {
      name: 'export',
      summary: 'Everything stored about a user that the user may read, with the messages that they have sent.',
      role: 'operate',
      params: { account },
      line: anyObject,
      handle: ({ params }) => users.export(params.account),
    }),
    endpoint('DELETE /api/users/{account}', {
      name: 'delete',
      summary: 'Deletes an account for good. Messages stay with their readers, from a user without a name.',
      role: 'operate',
      params: { account },
      reply: sessionsEnded,
      handle: ({ params }) => users.remove(params.account),
    }),
  ];
}

export function groupEndpoints({ groups }: ApiParts): Endpoint[] {
  return [
    endpoint('GET /api/groups/{groupId}', {
      name: 'group',
      summary: 'A group and a page of its members.',
      role: 'read',
      params: { groupId: id },
      query: { after: optional(id), limit: optional(limit) },
      reply: object({ group: GROUP, members: list(MEMBER), more: boolean }),
      handle: ({ params, query }) => groups.inspect(params.groupId, query.after ?? '', query.limit ?? MEMBERS_PAGE),
    }),
    endpoint('POST /api/groups/{groupId}/dissolve', {
      name: 'dissolve',
      summary: 'Dissolves a group for good. Its messages stay readable.',
      role: 'operate',
      params: { groupId: id },
      reply: done,
      async handle({ params }) {
        await groups.dissolve(params.groupId);
        return { done: true };
      },
    }),
  ];
}
