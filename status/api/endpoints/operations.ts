// Notices, the audit log, and the mails of a server that sends none.
import { ApiError, type Endpoint, endpoint } from '../endpoint.ts';
import { account, anyText, limit } from '../fields.ts';
import type { ApiParts } from '../parts.ts';
import { integer, list, number, object, optional, paragraphs } from '../schema.ts';

const ENTRY = object({
  number,
  at: number,
  actor: anyText,
  address: anyText,
  act: anyText,
  target: anyText,
  result: anyText,
});
const MAX_NOTICE_CHARACTERS = 1000;
const MAX_NOTICE_USERS = 100;
const USUAL_LIMIT = 100;

export function noticeEndpoints({ members, control, users }: ApiParts): Endpoint[] {
  return [
    endpoint('POST /api/notices', {
      name: 'notice',
      summary: 'Shows a text to all users that are connected, or to some.',
      role: 'operate',
      body: { text: paragraphs(MAX_NOTICE_CHARACTERS), users: optional(list(account, MAX_NOTICE_USERS, 1)) },
      reply: object({ devices: number }),
      async handle({ body: { text, users: names } }) {
        if (names) {
          const found = await Promise.all(names.map((name) => users.inspect(name)));
          const userIds = [...new Set(found.map(({ userId }) => userId))];
          return { devices: await control.sendTo(userIds, text) };
        }
        const gates = members.list().filter(({ report }) => report.addresses.length > 0);
        if (gates.length === 0) throw new ApiError(503, 'NO_GATE', 'nobody got the notice: no gate reports');
        await control.sendToAll(
          gates.map(({ report }) => report),
          text,
        );
        return { devices: gates.reduce((sum, { report }) => sum + report.connections, 0) };
      },
    }),
  ];
}

export function auditEndpoints({ audit }: ApiParts): Endpoint[] {
  return [
    endpoint('GET /api/audit', {
      name: 'audit',
      summary: 'Who did what, the newest first. `result` is empty while an act goes on, and where its process ended before it.',
      role: 'read',
      query: { before: optional(integer(1)), limit: optional(limit) },
      reply: object({ entries: list(ENTRY) }),
      async handle({ query }) {
        const { before = Number.MAX_SAFE_INTEGER, limit: wanted = USUAL_LIMIT } = query;
        const entries = await audit.list(before, wanted).catch((error: unknown) => {
          throw new ApiError(503, 'AUDIT_UNAVAILABLE', 'the audit log cannot be read: is the store running?', { cause: error });
        });
        return { entries };
      },
    }),
  ];
}

export function mailEndpoints({ mails }: ApiParts): Endpoint[] {
  if (!mails) return [];
  return [
    endpoint('GET /api/mails', {
      name: 'mails',
      summary: 'The mails that this server keeps instead of sending them, the newest first.',
      role: 'read',
      query: { limit: optional(limit) },
      reply: object({ mails: list(object({ at: number, to: anyText, subject: anyText, text: anyText })) }),
      async handle({ query }) {
        const kept = await mails.listNewest(query.limit ?? USUAL_LIMIT);
        return { mails: kept.map(({ at, to, subject, text }) => ({ at, to, subject, text })) };
      },
    }),
  ];
}
