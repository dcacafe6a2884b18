// What the operator's page needs besides everything else: who looks, the last hour, and what happens now.
import { STEP_SECONDS } from '../../history.ts';
import { ApiError, type Endpoint, endpoint, streamEndpoint } from '../endpoint.ts';
import { anyText } from '../fields.ts';
import type { ApiParts } from '../parts.ts';
import { anyObject, boolean, list, number, object, oneOf } from '../schema.ts';

export function pageEndpoints({ history, live, mails, version }: ApiParts): Endpoint[] {
  return [
    endpoint('GET /api/session', {
      name: 'session',
      summary: 'Who asks, with which role, and what this server has.',
      role: 'read',
      reply: object({ name: anyText, role: oneOf('read', 'operate'), hasMails: boolean, version: anyText }),
      handle: ({ identity: { name, role } }) => ({ name, role, hasMails: mails !== undefined, version }),
    }),
    endpoint('GET /api/history', {
      name: 'history',
      summary: 'What all instances together did in each five seconds of the last hour, the oldest first.',
      role: 'read',
      reply: object({ stepSeconds: number, samples: list(anyObject) }),
      handle: () => ({ stepSeconds: STEP_SECONDS, samples: [...history.list()] }),
    }),
    streamEndpoint('GET /api/live', {
      name: 'live',
      summary: 'Server-sent events: snapshot, sample, joined, restarted, changed and gone, until the client disconnects.',
      role: 'read',
      open() {
        const stream = live.open();
        if (!stream)
          throw new ApiError(503, 'TOO_MANY_STREAMS', 'too many pages watch this status: close one, or ask another status');
        return stream;
      },
    }),
  ];
}
