// Dead letters: commands that could not be processed.
import type { LettersDone } from '../../ports.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { anyText, done, limit } from '../fields.ts';
import { matchesFilter } from '../letters-filter.ts';
import type { ApiParts } from '../parts.ts';
import { integer, list, number, object, oneOf, optional, type TypeOf, text } from '../schema.ts';

const LETTER_FIELDS = {
  number,
  at: number,
  service: anyText,
  place: anyText,
  cause: anyText,
  state: oneOf('open', 'replayed'),
} as const;
const DETAILS = object({
  ...LETTER_FIELDS,
  stack: anyText,
  instance: anyText,
  author: anyText,
  bytes: number,
  command: optional(object({ rpc: anyText, userId: anyText, traceId: anyText, acceptedAt: number })),
});
/** Of the list. */
const FILTER = {
  service: optional(text({ max: 64 })),
  cause: optional(text({ max: 200, description: 'A part of the cause.' })),
};
/** Of replay-all and drop-all. */
const SEEN = {
  ...FILTER,
  upTo: integer(0, undefined, 'The number of the newest letter that the operator has seen: later ones stay as they are.'),
};
const MANY = object({
  done: list(number),
  failed: list(object({ number, message: anyText })),
  left: list(number),
  stoppedBy: anyText,
});
const USUAL_LIMIT = 100;

export function letterEndpoints({ letters }: ApiParts): Endpoint[] {
  const params = { number: integer(0) };
  return [
    endpoint('GET /api/dead-letters', {
      name: 'deadLetters',
      summary: 'The newest dead letters: commands that could not be processed, with their cause.',
      role: 'read',
      query: { ...FILTER, limit: optional(limit) },
      reply: object({ letters: list(object(LETTER_FIELDS)), more: number }),
      async handle({ query }) {
        const all = (await letters.list()).filter((letter) => matchesFilter(letter, query));
        const shown = all.slice(0, query.limit ?? USUAL_LIMIT);
        return { letters: shown, more: all.length - shown.length };
      },
    }),
    endpoint('GET /api/dead-letters/{number}', {
      name: 'deadLetter',
      summary: 'One dead letter with its stack and its command, without what a user wrote.',
      role: 'read',
      params,
      reply: DETAILS,
      handle: async ({ params: { number: wanted } }) => {
        const { command, ...letter } = await letters.show(wanted);
        return command ? { ...letter, command } : letter;
      },
    }),
    endpoint('POST /api/dead-letters/{number}/replay', {
      name: 'replay',
      summary: 'Sends a dead letter to its service again. It takes effect once.',
      role: 'operate',
      params,
      reply: done,
      async handle({ params: { number: wanted }, identity }) {
        await letters.replay(wanted, identity.name);
        return { done: true };
      },
    }),
    endpoint('POST /api/dead-letters/{number}/drop', {
      name: 'drop',
      summary: 'Hides a dead letter from the list for good.',
      role: 'operate',
      params,
      reply: done,
      async handle({ params: { number: wanted }, identity }) {
        await letters.drop(wanted, identity.name);
        return { done: true };
      },
    }),
    ...manyEndpoints(letters),
  ];
}

function manyEndpoints(letters: ApiParts['letters']): Endpoint[] {
  return [
    endpoint('POST /api/dead-letters/replay-all', {
      name: 'replayAll',
      summary:
        'Sends all open dead letters that fit, up to a number, to their services again, the oldest first. Each has effect once.',
      role: 'operate',
      body: SEEN,
      reply: MANY,
      resultOf: (reply) => countMany('replayed', reply),
      handle: async ({ body, identity }) => toReply(await letters.replayMany(body, identity.name)),
    }),
    endpoint('POST /api/dead-letters/drop-all', {
      name: 'dropAll',
      summary: 'Hides all dead letters that fit, up to a number, from the list for good, also replayed ones.',
      role: 'operate',
      body: SEEN,
      reply: MANY,
      resultOf: (reply) => countMany('dropped', reply),
      handle: async ({ body, identity }) => toReply(await letters.dropMany(body, identity.name)),
    }),
  ];
}

function toReply({ done, failed, left, stoppedBy }: LettersDone): TypeOf<typeof MANY> {
  return { done: [...done], failed: [...failed], left: [...left], stoppedBy };
}

/** "12 replayed, 1 failed, 3 left" */
function countMany(what: string, { done, failed, left }: LettersDone): string {
  const others = [failed.length > 0 ? `, ${failed.length} failed` : '', left.length > 0 ? `, ${left.length} left` : ''];
  return `${done.length} ${what}${others.join('')}`;
}
